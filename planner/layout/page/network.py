"""The network: technologies inside, centres on the ring, member organisations outside, and a table of the fields.

What does not live here: where the nodes stand (``ring``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.base.words import Words
from planner.layout import content
from planner.layout.network.rings import TURN
from planner.layout.page import ring
from planner.layout.page.marks import dot
from planner.layout.page.markup import Html, bidi, join, num, plain, say, spaced, tag
from planner.layout.page.panels import legend, panel, status_legend
from planner.layout.page.view import ShownCentre, View
from planner.layout.text import cut, width
from planner.runs.plan_result import Member

MOST_TECHNOLOGIES, MOST_CENTRES, MOST_MEMBERS = 96, 60, 160
LABEL = 15
"""Columns that a label takes at most; the whole name is in the tooltip and in the panels below."""
_SQUARE = frozenset({"university", "institute", "laboratory"})


def network(view: View) -> Html:
    """The panel of the network."""
    centres = _drawn_centres(view)
    technologies = _drawn_technologies(view)
    members = _members(centres)
    picture = _picture(view, centres, technologies, members)
    aside = tag("div", _fields(view), _key(view, centres, technologies, members), class_="aside")
    return panel(
        view,
        "network",
        Words("Who works on what", "谁在攻关什么"),
        _finding(view),
        tag("div", tag("div", picture, class_="net"), aside, class_="split"),
        wide=True,
    )


def _finding(view: View) -> Html:
    names = [c for c in view.there if view.held[c.key]]
    if not names:
        return say(Words("No centre covers any technology", "没有中心承担任何技术"))
    top = max(names, key=lambda c: len(view.held[c.key]))
    words = Words(
        "{centres} centres hold {links} links to {covered} technologies; {top} holds most, {n}",
        "{centres} 家中心承担 {covered} 项技术，共 {links} 条攻关关系；{top}最多，{n} 项",
    )
    if sum(len(view.held[c.key]) == len(view.held[top.key]) for c in names) > 1:
        words = Words(
            "{centres} centres hold {links} links to {covered} technologies, at most {n} each",
            "{centres} 家中心承担 {covered} 项技术，共 {links} 条攻关关系；每家至多 {n} 项",
        )
    if len(view.held[top.key]) == 1:
        words = Words(
            "{centres} centres hold {links} links to {covered} technologies",
            "{centres} 家中心承担 {covered} 项技术，共 {links} 条攻关关系",
        )
    return say(
        words,
        **{k: num(view.counts[k], f"={k}") for k in ("centres", "links", "covered")},
        top=bidi(cut(top.name, 40)),
        n=num(len(view.held[top.key]), f"=held/{view.centres.index(top)}"),
    )


def _drawn_centres(view: View) -> list[ShownCentre]:
    return list(view.there[:MOST_CENTRES])


def _drawn_technologies(view: View) -> list[int]:
    rows = view.technologies
    most = sorted(range(len(rows)), key=lambda k: (-float(rows[k].severity), k))[:MOST_TECHNOLOGIES]
    return sorted(most)


def _members(centres: Iterable[ShownCentre]) -> dict[str, tuple[Member, list[ShownCentre]]]:
    """Organisations of the drawn centres by id: what they are, and in which centres; runs of old know leads only."""
    out: dict[str, tuple[Member, list[ShownCentre]]] = {}
    for c in centres:
        lead = Member(organisation=c.row.lead, name=c.row.lead_name, role="lead")
        for m in c.row.members or ([lead] if c.row.lead else []):
            row, within = out.setdefault(m.organisation, (m, []))
            if c not in within:
                within.append(c)
            if m.role == "lead":
                out[m.organisation] = replace(row, role="lead"), within
    most = sorted(out, key=lambda o: (out[o][0].role != "lead", -len(out[o][1])))[:MOST_MEMBERS]
    return {o: out[o] for o in out if o in set(most)}


def _picture(
    view: View,
    centres: list[ShownCentre],
    technologies: list[int],
    members: Mapping[str, tuple[Member, list[ShownCentre]]],
) -> Html:
    by_field: dict[str, list[str]] = {}
    for k in technologies:
        by_field.setdefault(str(view.technologies[k].field or ""), []).append(f"t{k}")
    order = [by_field[f] for f in [*view.field_order, ""] if f in by_field]
    drawn = {f"t{k}" for k in technologies}
    covers = {c.key: [f"t{k}" for k in view.held[c.key] if f"t{k}" in drawn] for c in centres}
    inner, circle, outer = ring.place(order, covers, {o: [c.key for c in cs] for o, (_, cs) in members.items()})
    places = len(inner) + len(order)
    reach = max((_long(view.technologies[k].name, LABEL, 10.4) for k in technologies), default=0.0)
    r_inner = max(170.0, places * 10.6 / TURN + 9 + reach)
    r_ring = max(r_inner + 100, len(circle) * 17 / TURN)
    r_outer = r_ring + 26 + max((_long(c.name, LABEL + 1, 12.5) for c in centres), default=0.0)
    edges = _cover_lines(view, inner, circle, r_inner, r_ring)
    ties = []
    for c in centres:
        for lead, class_ in ((False, "tie k"), (True, "tie k lead")):
            own = [o for o, (_, within) in members.items() if c in within and (c.row.lead == o) is lead]
            if own:
                path = _star(ring.point(circle[c.key], r_ring + 9), [ring.point(outer[o], r_outer) for o in own])
                ties.append(tag("path", d=path, class_=class_, data_c=c.key))
    half = r_outer + 14
    return tag(
        "svg",
        tag("g", ties),
        tag("g", edges),
        tag("g", [_member(o, row, within, outer[o], r_outer) for o, (row, within) in members.items()]),
        tag("g", [_technology(view, k, inner[f"t{k}"], r_inner) for k in technologies]),
        tag("g", [_centre(view, c, circle[c.key], r_ring) for c in centres], class_="rove"),
        viewBox=f"{-half:.0f} {-half:.0f} {2 * half:.0f} {2 * half:.0f}",
        role="group",
        aria_labelledby="h-network",
    )


def _long(text: str, most: int, size: float) -> float:
    """About how long a label is."""
    return min(width(text), most) * size * 0.52


def _cover_lines(view: View, inner: ring.Places, circle: ring.Places, r_inner: float, r_ring: float) -> list[Html]:
    out = []
    for k, c, strength in view.covers:
        if f"t{k}" in inner and c.key in circle:
            points = ring.swing(inner[f"t{k}"], r_inner + 7, circle[c.key], r_ring - 9)
            out.append(_line(points, f"cov k {view.colour(c.row)}", c, thick=0.8 + 1.6 * strength, t=f"t{k}"))
    return out


def _line(points: Iterable[tuple[float, float]], class_: str, centre: ShownCentre, *, thick: float, t: str) -> Html:
    """A smooth line through points: quadratic curves between their middles."""
    points = list(points)
    x, y = map(round, points[0])
    path = "M" + _numbers(x, y)
    for k in range(1, len(points) - 1):
        middle = ((points[k][0] + points[k + 1][0]) / 2, (points[k][1] + points[k + 1][1]) / 2)
        (u, v), (to_x, to_y) = (map(round, at) for at in (points[k], points[-1] if k == len(points) - 2 else middle))
        path += "q" + _numbers(u - x, v - y, to_x - x, to_y - y)
        x, y = to_x, to_y
    return tag("path", d=path, class_=class_, data_c=centre.key, data_t=t, stroke_width=thick)


def _at(point: tuple[float, float]) -> str:
    return _numbers(*map(round, point))


def _numbers(*each: int) -> str:
    """Coordinates of a path: a minus parts two of them as well as a blank does.

    >>> _numbers(3, -4, 5)
    '3-4 5'
    """
    return "".join(f" {n}" if k and n >= 0 else str(n) for k, n in enumerate(each))


def _star(middle: tuple[float, float], ends: Sequence[tuple[float, float]]) -> str:
    """Lines from one place to several, two of them by one stroke through the middle.

    >>> _star((1, 2), [(3, 4), (-5, 6), (7, 8)])
    'M3 4L1 2-5 6M7 8L1 2'
    """
    shown = [_at(point) for point in ends]
    strokes = []
    for k in range(0, len(shown), 2):
        rest = shown[k + 1] if k + 1 < len(shown) else ""
        strokes.append(f"M{shown[k]}L{_at(middle)}{'' if not rest or rest.startswith('-') else ' '}{rest}")
    return "".join(strokes)


def _turned(angle: float, radius: float, *, outward: bool) -> tuple[str, bool]:
    """How a label is turned that runs along its radius, never upside down, and whether it starts at its place."""
    x, y = ring.point(angle, radius)
    right = math.cos(angle) >= 0
    degrees = (0 if right else 180) - math.degrees(angle)
    at, up, turn = (plain(round(v, 1)) for v in (x, y, degrees))
    return f"translate({at} {up})rotate({turn})", right == outward


def _technology(view: View, k: int, angle: float, radius: float) -> Html:
    row = view.technologies[k]
    turned, starts = _turned(angle, radius, outward=False)
    depth = content.depth(row)
    state = "open" if depth <= 0 else "one" if depth <= 1 else ""
    size = 3.2 + 0.55 * min(5.0, max(0.0, row.severity))
    centres = spaced(view.by_id[c.centre].key for c in row.centres if c.centre in view.by_id)
    name = row.name or row.technology
    return tag(
        "g",
        tag("title", f"{row.technology} {name}"),
        tag(
            "path",
            d=f"M0-{size:.1f}L{size:.1f} 0 0 {size:.1f}-{size:.1f} 0z",
            class_=f"tech {view.colour(row)} {state}".strip(),
        ),
        tag("text", cut(name, LABEL), class_="tl" if starts else "tl e", x=9 if starts else -9, y=3.6),
        class_="k pick",
        transform=turned,
        data_t=f"t{k}",
        data_c=centres or None,
    )


def _centre(view: View, c: ShownCentre, angle: float, radius: float) -> Html:
    turned, starts = _turned(angle, radius, outward=True)
    mark = dot(view.status(c), view.colour(c.row), 8.0)
    hit = tag("circle", r=17.0, class_="hit")
    long, short = cut(c.name, LABEL + 1), cut(c.id, 8)
    label = tag(
        "text",
        tag("tspan", long, class_="full"),
        tag("tspan", short, class_="short"),
        class_="cl" if starts else "cl e",
        x=14 if starts else -14,
        y=4.4,
    )
    return view.link(c, tag("title", c.full), hit, mark, label, class_="k", transform=turned)


def _member(o: str, row: Member, within: list[ShownCentre], angle: float, radius: float) -> Html:
    x, y = ring.point(angle, radius)
    attributes = {
        "class_": "org k lead" if row.role == "lead" else "org k",
        "data_c": spaced(c.key for c in within),
    }
    title = tag("title", row.name or o)
    if row.kind in _SQUARE:
        return tag("rect", title, x=x - 3.6, y=y - 3.6, width=7.2, height=7.2, **attributes)
    return tag("circle", title, cx=x, cy=y, r=3.6, **attributes)


def _fields(view: View) -> Html:
    """The fields with their colour: how many centres, how many technologies covered; also the network's table."""
    head = tag(
        "tr",
        tag("th", say(Words("Field", "领域")), scope="col"),
        tag("th", say(Words("centres", "中心")), scope="col", class_="n"),
        tag("th", say(Words("technologies covered", "技术覆盖")), scope="col", class_="n"),
    )
    rows = []
    for f in [*view.used_fields, *([""] if any(not t.field for t in view.technologies) else [])]:
        centres = [c for c in view.there if c.row.field == f]
        own = [t for t in view.technologies if t.field == f]
        if not centres and not own:
            continue
        k = view.field_order.index(f) if f else "none"
        covered = sum(content.depth(t) > 0 for t in own)
        name = bidi(cut(view.field_names.get(f, f), 30)) if f else say(Words("no field", "未标领域"))
        swatch = tag("i", class_=f"sw f{k}" if f else "sw fx")
        rows.append(
            tag(
                "tr",
                tag("th", swatch, name, scope="row"),
                tag("td", num(len(centres), f"=field/{k}/centres"), class_="n"),
                tag(
                    "td",
                    num(covered, f"=field/{k}/covered"),
                    " / ",
                    num(len(own), f"=field/{k}/technologies"),
                    class_="n",
                ),
                data_c=spaced(c.key for c in centres) or None,
            )
        )
    return tag("table", tag("thead", head), tag("tbody", rows), class_="fields")


def _key(view: View, centres: list[ShownCentre], technologies: list[int], members: Mapping[str, Any]) -> Html:
    """What the marks mean, and what was left out."""
    diamond = "M11 1.5L16.5 7 11 12.5 5.5 7z"
    marks = legend(
        *status_legend(view, "new", "approved", "promoted", "rectification", "existing"),
        (tag("path", d=diamond, class_="tech fx"), Words("technology, size = severity", "技术，大小为严重度")),
        (tag("path", d=diamond, class_="tech fx one"), Words("held by one centre only", "仅一家中心承担")),
        (tag("path", d=diamond, class_="tech fx open"), Words("held by nobody", "无人承担")),
        (tag("circle", cx=11, cy=7, r=3.6, class_="org"), Words("firm or other member", "企业及其他成员单位")),
        (
            tag("rect", x=7.4, y=3.4, width=7.2, height=7.2, class_="org"),
            Words("university, institute, laboratory", "高校、院所、实验室"),
        ),
        (tag("circle", cx=11, cy=7, r=3.6, class_="org lead"), Words("lead of a centre", "依托单位")),
        row=False,
    )
    left = []
    total = len(view.there)
    known = {m.organisation for c in centres for m in c.row.members or ()}
    for drawn, all_, words in (
        (len(members), len(known | set(members)), Words("organisations, leads first", "家单位，依托单位优先")),
        (len(technologies), len(view.technologies), Words("technologies, the most severe", "项最严重的技术")),
        (len(centres), total, Words("centres", "家中心")),
    ):
        if drawn < all_:
            what = say(words)
            fewer = Words("Drawn: {a} of {b} {what}", "图中为 {b} 中的 {a} {what}")
            left.append(tag("p", say(fewer, a=str(drawn), b=str(all_), what=what), class_="note"))
    if members and not any(c.row.members is not None for c in centres):
        left.append(
            tag(
                "p",
                say(Words("This run tells leads only, no other members.", "该运行只含依托单位，不含其他成员单位。")),
                class_="note",
            )
        )
    return join(marks, left)
