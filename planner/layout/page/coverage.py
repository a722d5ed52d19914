"""The coverage matrix: technologies in rows, centres in columns, rows tinted that nobody or only one centre covers.

What does not live here: who works with whom (``network``).
"""

from __future__ import annotations

from itertools import groupby

from graph.base.words import Words
from planner.layout import content
from planner.layout.page.markup import Html, bidi, exact, join, num, say, spaced, tag
from planner.layout.page.panels import legend, panel, scroll
from planner.layout.page.view import ShownCentre, View
from planner.layout.text import cut, number

MOST_ROWS, MOST_COLUMNS = 150, 48
_KINDS = {
    "bottleneck": Words("bottleneck", "“卡脖子”"),
    "frontier": Words("frontier", "前沿"),
    "common": Words("common", "共性"),
}


def coverage(view: View) -> Html:
    """The panel of the matrix."""
    label = Words("Coverage of technologies", "关键技术覆盖")
    if not view.technologies:
        return panel(view, "coverage", label, say(Words("The data have no technologies", "数据中没有技术")), wide=True)
    columns = _columns(view)
    rows = _rows(view)
    words = Words(
        "{covered} of {technologies} technologies are covered; {uncovered} by nobody, {single} by one centre only",
        "{technologies} 项技术中 {covered} 项已有中心承担；{uncovered} 项无人承担，{single} 项仅一家",
    )
    finding = say(
        words, **{k: num(view.counts[k], f"={k}") for k in ("covered", "technologies", "uncovered", "single")}
    )
    body = [_body(view, field, columns) for field in _by_field(view, rows)]
    table = tag("table", tag("thead", _head(view, columns)), body, class_="matrix")
    return panel(
        view,
        "coverage",
        label,
        finding,
        _key(view),
        scroll(table, "coverage"),
        _left_out(view, rows, columns),
        wide=True,
    )


def _columns(view: View) -> list[ShownCentre]:
    order = {f: n for n, f in enumerate(view.field_order)}
    held = [c for c in view.there if view.held[c.key]][:MOST_COLUMNS]
    return sorted(held, key=lambda c: (order.get(c.row.field, len(order)), c.standing == "existing", c.id))


def _rows(view: View) -> list[int]:
    rows = range(len(view.technologies))
    return sorted(rows, key=lambda k: (-float(view.technologies[k].severity), k))[:MOST_ROWS]


def _by_field(view: View, rows: list[int]) -> list[tuple[str, list[int]]]:
    out: dict[str, list[int]] = {}
    for k in rows:
        out.setdefault(str(view.technologies[k].field or ""), []).append(k)
    return [(f, out[f]) for f in [*view.field_order, ""] if f in out]


def _head(view: View, columns: list[ShownCentre]) -> Html:
    heads = []
    for c in columns:
        star = "*" if c.standing == "existing" else None
        inner = view.link(c, tag("i", class_=f"sw {view.colour(c.row)}"), bidi(cut(c.name, 20)), star)
        heads.append(tag("th", inner, scope="col", class_="k", data_c=c.key))
    return tag(
        "tr",
        tag("th", say(Words("Technology", "技术")), scope="col"),
        tag("th", tag("span", say(Words("severity", "严重度")), class_="up"), scope="col", class_="sev"),
        heads,
        tag("th", say(Words("centres: today → plan", "承担家数：现状 → 布局后")), scope="col", class_="depth"),
        class_="rove",
    )


def _body(view: View, group: tuple[str, list[int]], columns: list[ShownCentre]) -> Html:
    field, rows = group
    name = bidi(view.field_names.get(field, field)) if field else say(Words("no field", "未标领域"))
    n = view.field_order.index(field) if field else None
    head = tag(
        "tr",
        tag(
            "th",
            tag("i", class_="sw fx" if n is None else f"sw f{n}"),
            name,
            scope="rowgroup",
            colspan=len(columns) + 3,
        ),
        class_="group",
    )
    return tag("tbody", head, [_row(view, k, columns) for k in rows])


def _row(view: View, k: int, columns: list[ShownCentre]) -> Html:
    row = view.technologies[k]
    depth = content.depth(row)
    state = "open" if depth <= 0 else "one" if depth <= 1 else None
    place = f"t{k}"
    links = {x.centre: (n, x.strength) for n, x in enumerate(row.centres)}
    cells: list[Html] = []
    for empty, run in groupby(columns, lambda c: c.id not in links):
        if empty:
            cells.append(_empty(len(list(run))))
            continue
        for c in run:
            n, strength = links[c.id]
            cells.append(_cell(view, c, strength, f"{place}/centres/{n}/strength"))
    kind, short = _KINDS.get(row.kind), cut(row.name, 34)
    name = tag(
        "th",
        bidi(short, title=row.technology if short == row.name else f"{row.technology} {row.name}"),
        tag("small", say(kind)) if kind else None,
        scope="row",
    )
    numbers = tag(
        "td",
        num(row.today, f"{place}/today", 0),
        " → ",
        tag("b", num(depth, f"{place}/with_plan", 0)),
        _state(state),
        class_="depth",
    )
    centres = spaced(view.by_id[c].key for c in links if c in view.by_id)
    severity = tag("td", num(row.severity, f"{place}/severity", 1), class_="sev")
    return tag("tr", name, severity, cells, numbers, class_=state, data_t=f"t{k}", data_c=centres or None)


def _state(state: str | None) -> Html | None:
    if state is None:
        return None
    words = Words("nobody", "无人") if state == "open" else Words("one only", "仅一家")
    return tag("em", say(words))


def _empty(n: int) -> Html:
    """So many cells without a dot, as short as can be: a large matrix is mostly empty.

    >>> _empty(2), _empty(9)
    ('<td><td>', '<td colspan=9>')
    """
    return Html("<td>" * n if n < 4 else f"<td colspan={n}>")


def _cell(view: View, c: ShownCentre, strength: float, place: str) -> Html:
    """A dot whose area is the strength; hollow where the centre exists already. The number is there to be heard."""
    radius = 2.2 + 4.3 * max(0.0, min(1.0, strength)) ** 0.5
    mark = tag("circle", r=radius, class_=f"dot {view.colour(c.row)} {c.standing}")
    value = tag("data", number(strength, 2), value=exact(strength), data_at=place, class_="heard")
    return tag("td", tag("svg", mark, viewBox="-7 -7 14 14"), value, class_="k", data_c=c.key)


def _key(view: View) -> Html:
    dots = (tag("circle", cx=x, cy=7, r=2.2 + 4.3 * s**0.5, class_="dot chosen fx") for x, s in ((4, 0.1), (15, 1.0)))
    items = [(join(*dots), Words("strength of the cover", "承担强度"))]
    if view.of("existing"):
        hollow = tag("circle", cx=11, cy=7, r=5, class_="dot existing fx")
        items.append((hollow, Words("existing centre *", "已建中心 *")))
    items.append((tag("i", class_="tint open"), Words("covered by nobody", "无人承担")))
    items.append((tag("i", class_="tint one"), Words("by one centre only", "仅一家承担")))
    return legend(*items)


def _left_out(view: View, rows: list[int], columns: list[ShownCentre]) -> Html | None:
    held = sum(bool(view.held[c.key]) for c in view.there)
    if len(rows) == len(view.technologies) and len(columns) == held:
        return None
    words = Words(
        "Shown: {a} of {b} technologies (the most severe) and {c} of {d} centres; coverage.csv has all.",
        "显示 {b} 项中最严重的 {a} 项技术、{d} 家中的 {c} 家中心；全部见 coverage.csv。",
    )
    return tag(
        "p",
        say(words, a=str(len(rows)), b=str(len(view.technologies)), c=str(len(columns)), d=str(held)),
        class_="note",
    )
