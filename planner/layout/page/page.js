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

  // Existing centres where there are many: rows of data, drawn as cards when they are looked for.
  const block = document.getElementById("crowd"), crowd = new Map(), spots = [];
  const element = (name, cls, ...parts) => {
    const made = document.createElement(name);
    if (cls) made.className = cls;
    made.append(...parts);
    return made;
  };
  const both = (said) => {
    if (!Array.isArray(said)) return [element("bdi", "", said)];
    return ["en", "zh"].map((lang, k) => { const one = element("i", "", said[k]); one.lang = lang; return one; });
  };
  const between = (parts, sign) => parts.flatMap((p, k) => (k ? [sign, ...p] : p));
  const texts = block ? JSON.parse(block.textContent) : null;
  const drawn = (row) => {
    const say = (n) => both(texts.texts[n]);
    const [number, id, name, colour, short, facts, lead, others, chief, technologies] = row;
    const terms = element("dl", ""), has = (n) => n !== undefined && n >= 0;
    const term = (words, parts) => terms.append(element("dt", "", ...both(words)), element("dd", "", ...parts));
    const members = [has(lead) ? [element("b", "", ...say(lead))] : [], has(others) ? say(others) : []].filter((m) => m.length);
    if (members.length) term(["lead · members", "依托单位 · 成员"], between(members, " · "));
    if (has(chief)) term(["chief scientist", "首席科学家"], say(chief));
    const named = (technologies || []).map((n) => { const t = say(n < 0 ? ~n : n); if (n < 0) t[0].className = "bad"; return t; });
    if (named.length) term(["technologies", "承担技术"], between(named, " · "));
    const who = element("span", "who", element("bdi", "name", texts.texts[name]), element("small", "", ...say(id)));
    const head = element("summary", "", element("i", `sw ${colour < 0 ? "fx" : "f" + colour} existing`), who, element("span", "short", ...say(short)));
    const line = element("p", "facts", ...between((facts || []).map(say), " · "));
    const made = element("details", "card", head, element("div", "inside", line, terms));
    made.id = "c" + number;
    made.dataset.c = made.id;
    return made;
  };
  if (texts) texts.rows.forEach((row) => crowd.set("c" + row[0], row));
  const card = (key) => document.getElementById(key) || (crowd.has(key) ? drawn(crowd.get(key)) : null);
  if (texts) {
    const room = document.querySelector(".among-cards"), find = document.querySelector(".among"), more = document.querySelector(".among-more");
    const plain = new Map(texts.rows.map((r) => [r, r.slice(1).flat().map((n, k) => (k === 2 ? "" : [texts.texts[n < 0 ? ~n : n]].flat().join(" "))).join(" ").toLowerCase()]));
    let fits = texts.rows, upto = 60;
    const lay = () => {
      room.replaceChildren(...fits.slice(0, upto).map(drawn));
      more.hidden = fits.length <= upto;
      document.querySelector(".among-count").textContent = `${Math.min(upto, fits.length)} / ${fits.length}`;
    };
    find.addEventListener("input", () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      fits = texts.rows.filter((r) => words.every((w) => plain.get(r).includes(w)));
      upto = 60;
      lay();
    });
    more.addEventListener("click", () => { upto += 240; lay(); });
    lay();
  }

  // A crowded map: its dots are found by where they are, and it can be made larger and moved.
  const map = document.querySelector(".map");
  all(".dots").forEach((path) => {
    const at = path.getAttribute("d").match(/[-.\d]+ [-.\d]+/g) || [];
    path.dataset.k.split(" ").forEach((k, n) => spots.push(["c" + k, ...at[n].split(" ").map(Number), path.classList[1]]));
  });
  const near = (event) => {
    if (!map || !map.contains(event.target) || !spots.length || event.target.closest("a")) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    const reach = 8 / map.getScreenCTM().a;
    let best = null, least = reach * reach;
    spots.forEach((s) => { const d = (s[1] - at.x) ** 2 + (s[2] - at.y) ** 2; if (d < least) { least = d; best = s; } });
    return best;
  };
  const mark = (key) => {
    all(".spot").forEach((n) => n.remove());
    const s = key && spots.find((one) => one[0] === key);
    if (!s) return;
    const ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    Object.entries({ cx: s[1], cy: s[2], r: 5 / map.getScreenCTM().a, class: `dot spot chosen ${s[3]}` }).forEach(([k, v]) => ring.setAttribute(k, v));
    map.append(ring);
  };
  if (map && spots.length) {
    const { width, height } = map.viewBox.baseVal;
    let left = 0, top = 0, scale = 1, held = null;
    const look = () => {
      const within = (v, most) => Math.min(Math.max(v, 0), most);
      left = within(left, width - width / scale);
      top = within(top, height - height / scale);
      map.setAttribute("viewBox", `${left} ${top} ${width / scale} ${height / scale}`);
      map.classList.toggle("larger", scale > 1);
      mark(picked);
    };
    const zoom = (by, x, y) => {
      const next = Math.min(Math.max(scale * by, 1), 16);
      left += x / scale - x / next;
      top += y / scale - y / next;
      scale = next;
      look();
    };
    all("[data-zoom]").forEach((b) => b.addEventListener("click", () => zoom({ in: 2, out: 0.5, whole: 0 }[b.dataset.zoom], width / 2, height / 2)));
    map.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const box = map.getBoundingClientRect();
      zoom(event.deltaY < 0 ? 1.25 : 0.8, (event.clientX - box.x) / box.width * width, (event.clientY - box.y) / box.height * height);
    }, { passive: false });
    map.addEventListener("pointerdown", (event) => { held = scale > 1 ? [event.clientX, event.clientY, left, top] : null; });
    addEventListener("pointerup", () => { held = null; });
    map.addEventListener("pointermove", (event) => {
      if (held) {
        const step = 1 / map.getScreenCTM().a;
        [left, top] = [held[2] - (event.clientX - held[0]) * step, held[3] - (event.clientY - held[1]) * step];
        return look();
      }
      const s = near(event);
      let title = map.querySelector(":scope > title");
      if (!title) { title = document.createElementNS("http://www.w3.org/2000/svg", "title"); map.prepend(title); }
      title.textContent = s ? texts.texts[crowd.get(s[0])[1]] + " " + texts.texts[crowd.get(s[0])[2]] : "";
    });
    addEventListener("beforeprint", () => zoom(0, 0, 0));
  }

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
