"use strict";
(() => {
  const root = document.documentElement, dock = document.getElementById("dock");
  const all = (query, within) => Array.from((within || document).querySelectorAll(query));
  const LINK = /^#(c\d+)$/;
  const target = (node) => (LINK.exec((node && node.getAttribute("href")) || "") || [])[1];
  const keys = (node, name) => (node.getAttribute(name) || (name === "data-c" && target(node)) || "").split(" ").filter(Boolean);

  let picked = null, from = null;
  root.classList.add("js");

  // Language and theme.
  const speak = (lang) => {
    root.lang = lang;
    root.dataset.lang = lang;
    document.title = document.querySelector("title").dataset[lang];
    all("[data-set]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.set === lang)));
    all("option[data-zh]").forEach((o) => { o.textContent = o.dataset[lang]; });
    all("input[data-zh],select[data-zh]").forEach((f) => { f.placeholder = f.dataset[lang]; f.setAttribute("aria-label", f.dataset[lang]); });
  };
  all("[data-set]").forEach((b) => b.addEventListener("click", () => speak(b.dataset.set)));
  speak(root.dataset.lang);
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  document.getElementById("theme").addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; });

  /* crowd.js, or what stands for it where there is no crowd */

  // An address that leads to a centre by its id (page.html#C07).
  const idOf = (card) => (card.querySelector(".who small") || card.querySelector(".name")).textContent;
  const address = (key) => {
    const one = key && card(key);
    try { history.replaceState(null, "", one ? "#" + encodeURIComponent(idOf(one)) : location.pathname + location.search); } catch (e) { /* a page that has no address */ }
  };
  const arrive = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch (e) { return; }
    if (!id) return;
    const row = texts && texts.rows.find((r) => texts.texts[r[1]] === id);
    const one = all(".card").find((c) => idOf(c) === id) || (row && card("c" + row[0])) || (LINK.test("#" + id) && card(id));
    if (!one || picked === one.id) return;
    centre(one.id);
    const line = document.querySelector(`.list tr[data-c="${one.id}"]`);
    if (!line) one.open = true;
    const there = line || (one.isConnected ? one : map);
    if (there) there.scrollIntoView({ block: "center" });
  };

  // Linked selection: a centre, or a technology with the centres that cover it.
  const clear = () => {
    root.classList.remove("picked");
    all(".on").forEach((n) => n.classList.remove("on"));
    all("[aria-current]").forEach((n) => n.removeAttribute("aria-current"));
    dock.hidden = true;
    mark(null);
    if (picked && picked[0] === "c") address(null);
    picked = null;
  };
  const light = (key, centres) => {
    clear();
    picked = key;
    root.classList.add("picked");
    all("[data-c],[data-t],a").forEach((n) => {
      const t = n.getAttribute("data-t"), c = keys(n, "data-c");
      const on = key[0] === "c" ? c.includes(key) : t ? t === key : c.some((k) => centres.includes(k));
      if (on) n.classList.add("on");
    });
    all(`a[href="#${key}"]`).forEach((n) => n.setAttribute("aria-current", "true"));
  };
  const show = (title, parts) => {
    dock.querySelector(".title").replaceChildren(...title);
    dock.querySelector(".body").replaceChildren(...parts);
    dock.hidden = false;
    dock.querySelector(".body").scrollTop = 0;
  };
  const centre = (key) => {
    if (picked === key) return clear();
    light(key, [key]);
    const one = card(key);
    mark(key);
    if (!one) return;
    address(key);
    show(Array.from(one.querySelector("summary").cloneNode(true).childNodes), Array.from(one.querySelector(".inside").cloneNode(true).childNodes));
  };
  const technology = (key) => {
    if (picked === key) return clear();
    const row = document.querySelector(`tr[data-t="${key}"]`);
    const node = document.querySelector(`.pick[data-t="${key}"]`);
    const centres = keys(node || row, "data-c");
    light(key, centres);
    const name = document.createElement("bdi");
    name.textContent = (node ? node.querySelector("title") : row.querySelector("th")).textContent;
    const list = document.createElement("ul");
    centres.forEach((c) => {
      const one = card(c), item = document.createElement("li"), link = document.createElement("a");
      if (!one) return;
      link.href = "#" + c;
      link.append(one.querySelector(".name").cloneNode(true));
      item.append(link);
      list.append(item);
    });
    show([name], [list]);
  };
  document.addEventListener("click", (event) => {
    const close = event.target.closest(".close");
    if (close) { clear(); if (from) from.focus(); return; }
    const link = event.target.closest("a");
    if (target(link)) {
      event.preventDefault();
      if (!dock.contains(link)) from = link;
      return centre(target(link));
    }
    const pick = event.target.closest(".pick");
    if (pick) return technology(pick.getAttribute("data-t"));
    const spot = near(event);
    if (spot) return centre(spot[0]);
    if (picked && event.target.closest("svg") && !event.target.closest("a,[data-c]")) clear();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && picked) { clear(); if (from) from.focus(); return; }
    // One stop a figure with Tab; the arrows move inside it.
    const group = event.target.closest && event.target.closest(".rove");
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!group || !(step || event.key === "Home" || event.key === "End")) return;
    const links = all("a", group), here = links.indexOf(event.target.closest("a"));
    if (here < 0) return;
    event.preventDefault();
    const to = event.key === "Home" ? 0 : event.key === "End" ? links.length - 1 : (here + step + links.length) % links.length;
    links.forEach((l, k) => l.setAttribute("tabindex", k === to ? "0" : "-1"));
    links[to].focus();
  });
  all(".rove").forEach((group) => all("a", group).forEach((l, k) => l.setAttribute("tabindex", k ? "-1" : "0")));

  // The list: search, filters, order.
  const list = document.querySelector(".list"), body = list && list.tBodies[0];
  if (list) {
    const find = document.querySelector(".find"), by = all(".filters select"), rows = Array.from(body.rows);
    const heads = Array.from(list.tHead.rows[0].cells);
    const sift = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      let n = 0;
      rows.forEach((r) => {
        const text = (r.innerText || r.textContent).toLowerCase();
        const fits = by.every((s) => !s.value || r.querySelector("." + s.dataset.by).textContent === s.value);
        r.hidden = false;
        r.hidden = !(fits && words.every((w) => text.includes(w)));
        if (!r.hidden) n += 1;
      });
      document.querySelector(".count").textContent = n === rows.length ? "" : `${n} / ${rows.length}`;
      document.querySelector(".none").hidden = n > 0;
    };
    find.addEventListener("input", sift);
    by.forEach((s) => s.addEventListener("change", sift));
    const value = (row, k) => {
      const cell = row.cells[k], data = cell.querySelector("data");
      return data ? Number(data.value) : (cell.querySelector("a") || cell).textContent;
    };
    all(".sort", list).forEach((button) => button.addEventListener("click", () => {
      const head = button.parentElement, k = heads.indexOf(head), down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((h) => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const order = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b, root.lang);
      body.append(...rows.slice().sort((a, b) => (down ? -1 : 1) * order(value(a, k), value(b, k))));
    }));
  }

  // The whole number behind a rounded one, on demand.
  document.addEventListener("mouseover", (event) => {
    const data = event.target.closest("data");
    if (data && !data.title) data.title = data.value;
  });

  // Paper shows everything.
  let folded = [];
  addEventListener("beforeprint", () => { folded = all("details:not([open])"); folded.forEach((d) => { d.open = true; }); });
  addEventListener("afterprint", () => folded.forEach((d) => { d.open = false; }));

  addEventListener("hashchange", arrive);
  arrive();
})();
