  // Centres where there are many: rows of data, drawn as cards when they are looked for.
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
    const head = element("summary", "", element("i", `sw ${colour < 0 ? "fx" : "f" + colour} ${number < texts.chosen ? "chosen" : "existing"}`), who, element("span", "short", ...say(short)));
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
    const ring = document.createElementNS(map.namespaceURI, "circle");
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
      if (!title) { title = document.createElementNS(map.namespaceURI, "title"); map.prepend(title); }
      title.textContent = s ? texts.texts[crowd.get(s[0])[1]] + " " + texts.texts[crowd.get(s[0])[2]] : "";
    });
    addEventListener("beforeprint", () => zoom(0, 0, 0));
  }
