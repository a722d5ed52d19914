"""The district map: a sketch. Districts are the user's own outlines, or cells around points that are no boundaries.

Without any coordinates, districts are tiles in their own order. What does not live here: where districts and centres
stand (``planner.layout.maps.places``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.words import Words
from planner.layout.content import LackingError
from planner.layout.maps.outlines import Outlines
from planner.layout.maps.places import IN_DISTRICT, SKETCH, Places, places
from planner.layout.page.crowd import in_crowd
from planner.layout.page.marks import Point, apart, dot
from planner.layout.page.markup import Html, bidi, join, num, plain, say, tag
from planner.layout.page.panels import legend, panel, status_legend
from planner.layout.page.view import ShownCentre, View
from planner.layout.text import cut

Ring = list[Point]
WIDE, EDGE = 560.0, 10.0
DENSE, CLOSE = 7.0, 0.6
"""Between the dots of a crowd, and how much smaller the marks among them are."""


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """What is drawn: a shape and a point of each district, a place of each centre, and the height of it all."""

    shapes: Mapping[str, list[Ring]]
    points: Mapping[str, Point]
    places: Mapping[str, Point]
    high: float
    where: Places | None
    """What it stands on; ``None`` where there are no coordinates."""


def district_map(view: View, outlines: Outlines | None = None) -> Html:
    """The panel of the map."""
    try:
        sketch = _on_coordinates(view, places(view.result, outlines))
    except LackingError:
        sketch = _tiles(view)
    return panel(
        view,
        "map",
        Words("Where the centres stand (sketch)", "空间布局（示意）"),
        _finding(view),
        _picture(view, sketch),
        _notes(view, sketch),
    )


def _finding(view: View) -> Html:
    chosen = view.of("chosen")
    if not chosen:
        return say(Words("No new centre in any district", "各区县均无新建中心"))
    count: dict[str, int] = {}
    for c in chosen:
        place = c.row.district
        count[place] = count.get(place, 0) + 1
    order = {d: k for k, d in enumerate(view.district_names)}
    tops = [d for d in sorted(count, key=lambda d: order.get(d, -1)) if count[d] == max(count.values())]
    top, other = tops[0], tops[-1]
    kind = Words("New centres", "新建中心") if view.counts["there"] <= 0 else Words("Centres", "中心")
    words = Words(kind.en + " in {n} of {of} districts", kind.zh + "分布在 {of} 个区县中的 {n} 个")
    if len(count) == len(view.district_names):
        words = Words(kind.en + " in all {n} districts", "{n} 个区县均有" + kind.zh)
    most = (
        Words("; {top} has most, {k}", "；{top}最多，{k} 家"),
        Words("; {top} and {other} have most, {k} each", "；{top}、{other}最多，各 {k} 家"),
        Words("; at most {k} in one", "；每个区县至多 {k} 家"),
    )[min(len(tops), 3) - 1]
    words = Words(words.en + most.en, words.zh + most.zh)
    if len(chosen) == 1:
        words = Words("The new centre is in {top}", "新建中心在{top}")
    elif len(count) == 1:
        words = Words("All {k} new centres are in {top}", "{k} 家新建中心均在{top}")
    return say(
        words,
        n=num(len(count), "=districts/new"),
        of=num(len(view.district_names), "=districts"),
        top=bidi(cut(view.district_names.get(top, top or "–"), 30)),
        other=bidi(cut(view.district_names.get(other, other or "–"), 30)),
        k=num(count[top], "=districts/most"),
    )


def _drawn(view: View) -> list[ShownCentre]:
    """Centres in the order of drawing: those that matter most come last, on top."""
    return [*view.of("rejected"), *view.of("ended"), *view.of("existing"), *view.of("chosen")]


def _on_coordinates(view: View, where: Places) -> Sketch:
    west, south, east, north = where.box()
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, 1e-4), max(north - south, 1e-4)
    scale = min((WIDE - 2 * EDGE) / wide, 1.2 * WIDE / high)
    shift = (WIDE - scale * wide) / 2

    def on(p: Point) -> Point:
        return shift + (p[0] - west) * squeeze * scale, EDGE + (north - p[1]) * scale

    shapes = {
        d.key: [_simple([on(p) for p in ring]) for polygon in d.polygons for ring in polygon]
        for d in where.districts
        if d.polygons
    }
    points = {d.key: on(d.point) for d in where.districts if d.point}
    rows = {id(s.centre): s.point for s in where.spots}
    wished = {c.key: on(p) for c in _drawn(view) if (p := rows.get(id(c.row))) is not None}
    return Sketch(
        shapes=shapes, points=points, places=_settled(view, wished), high=2 * EDGE + high * scale, where=where
    )


def _simple(ring: Ring) -> Ring:
    """A ring without corners that the page could not show."""
    out = ring[:1]
    for p in ring[1:]:
        if math.dist(p, out[-1]) >= 0.7:
            out.append(p)
    return out


def _tiles(view: View) -> Sketch:
    """Districts that hold a centre as tiles, in the dataset's order."""
    held = {c.row.district for c in view.centres}
    order = [d for d in view.district_names if d in held] or ([""] if view.centres else [])
    across = min(len(order), 4) or 1
    size = (WIDE - 2 * EDGE) / across
    step = DENSE if _crowded(view) else 19.0
    many = max(1, int((size - 24) / step))
    inside = {d: [c for c in _drawn(view) if c.row.district == d] for d in order}
    lines = [max(math.ceil(len(inside[d]) / many) for d in order[k : k + across]) for k in range(0, len(order), across)]
    high = [max(96.0, 58 + step * n) for n in (lines if step == DENSE else [max(lines, default=0)] * len(lines))]
    shapes: dict[str, list[Ring]] = {}
    points: dict[str, Point] = {}
    wished: dict[str, Point] = {}
    for k, d in enumerate(order):
        x, y, tall = EDGE + (k % across) * size, EDGE + sum(high[: k // across]), high[k // across]
        shapes[d] = [[(x, y), (x + size, y), (x + size, y + tall), (x, y + tall)]]
        points[d] = (x + size / 2, y + tall / 2 + 8)
        for j, c in enumerate(inside[d]):
            row, column = divmod(j, many)
            length = min(many, len(inside[d]) - row * many)
            wished[c.key] = (
                x + size / 2 + step * (column - (length - 1) / 2),
                y + tall / 2 + 10 + step * (row - (math.ceil(len(inside[d]) / many) - 1) / 2),
            )
    return Sketch(shapes=shapes, points=points, places=wished, high=2 * EDGE + sum(high), where=None)


def _settled(view: View, wished: Mapping[str, Point]) -> dict[str, Point]:
    keys = [c.key for c in _drawn(view) if c.key in wished]
    return dict(zip(keys, apart([wished[k] for k in keys], 17.5), strict=True))


def _picture(view: View, sketch: Sketch) -> Html:
    count = {d: sum(c.row.district == d for c in view.of("chosen")) for d in {*sketch.shapes, *sketch.points}}
    shapes = [
        tag(
            "path",
            d="".join(_path(ring) for ring in rings if len(ring) > 2),
            fill_rule="evenodd",
            class_=f"cell h{min(4, count[d])}",
        )
        for d, rings in sketch.shapes.items()
    ]
    labels = [_label(view, d, sketch, count[d]) for d in sketch.points]
    placed = [c for c in _drawn(view) if c.key in sketch.places]
    marks = [_mark(view, c, sketch.places[c.key]) for c in placed if not in_crowd(view, c)]
    dots = _dots(view, [c for c in placed if in_crowd(view, c)], sketch)
    picture = tag(
        "svg",
        tag("g", shapes),
        tag("g", dots, class_="k") if dots else None,
        tag("g", labels),
        tag("g", marks, class_="rove"),
        viewBox=f"0 0 {WIDE:.0f} {max(60.0, sketch.high):.0f}",
        class_="map",
        role="group",
        aria_labelledby="h-map",
    )
    return join(_zoom(), picture) if dots else picture


def _zoom() -> Html:
    """What makes a crowded map larger; the script moves it."""
    said = (
        ("in", "+", Words("larger", "放大")),
        ("out", "–", Words("smaller", "缩小")),
        ("whole", "⤢", Words("whole", "全图")),
    )
    buttons = [
        tag(
            "button",
            tag("span", sign, aria_hidden="true"),
            tag("span", say(words), class_="heard"),
            type="button",
            data_zoom=to,
        )
        for to, sign, words in said
    ]
    return tag("div", buttons, class_="filters zoom", role="group", aria_labelledby="h-map")


def _crowded(view: View) -> bool:
    return any(in_crowd(view, c) for c in view.there)


def _dots(view: View, crowd: list[ShownCentre], sketch: Sketch) -> list[Html]:
    """A path of dots for each colour, with the keys in the same order; the script finds the dot that was meant."""
    by_colour: dict[str, list[ShownCentre]] = {}
    for c in crowd:
        by_colour.setdefault(view.colour(c.row) + (" chosen" if c.standing == "chosen" else ""), []).append(c)
    return [
        tag(
            "path",
            d="".join(f"M{plain(round(x, 1))} {plain(round(y, 1))}h0" for x, y in (sketch.places[c.key] for c in own)),
            class_=f"dots {colour}",
            data_k=" ".join(c.key[1:] for c in own),
        )
        for colour, own in by_colour.items()
    ]


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "z"


def _label(view: View, d: str, sketch: Sketch, count: int) -> Html:
    """The district's name and how many new centres it gets, above its marks."""
    own = [sketch.places[c.key] for c in view.centres if c.key in sketch.places and c.row.district == d]
    x, y = sketch.points[d]
    if own:
        x = sum(p[0] for p in own) / len(own)
        y = min(p[1] for p in own) - 16
    if sketch.where is None:
        y = min(q for _, q in sketch.shapes[d][0]) + 20
    key = list(view.district_names).index(d) if d in view.district_names else "none"
    name = tag("tspan", cut(view.district_names.get(d, d or "–"), 14))
    much = tag("tspan", " ", num(count, f"=district/{key}", svg=True), class_="many") if count else None
    return tag("text", name, much, x=x, y=max(14.0, y), class_="place")


def _mark(view: View, c: ShownCentre, at: Point) -> Html:
    radius = {"chosen": 8.0, "existing": 7.0, "rejected": 5.0, "ended": 6.5}[c.standing]
    radius *= CLOSE if _crowded(view) else 1.0
    mark = dot(view.status(c), view.colour(c.row), radius, *at)
    return view.link(c, tag("title", c.full), mark, class_="k")


def _notes(view: View, sketch: Sketch) -> Html:
    dots = status_legend(view)
    crowd = _crowded(view)
    if sketch.where is None:
        said = [
            say(
                Words(
                    "No coordinates in this run: tiles in the dataset's order, not a map.",
                    "该运行没有坐标：方块按数据顺序排列，不是地图。",
                )
            )
        ]
    else:
        said = [say(Words(SKETCH.en + ".", SKETCH.zh + "。"))]
        if any(d.kind == "cell" for d in sketch.where.districts):
            said.append(say(Words("Cells around points are no boundaries.", "由代表点生成的单元不是行政边界。")))
        lost = sum(s.how == IN_DISTRICT for s in sketch.where.spots)
        if lost:
            words = Words(
                "Centres without coordinates, shown somewhere in their district: {n}.",
                "{n} 家中心没有坐标，标在所在区县内任意位置。",
            )
            said.append(say(words, n=num(lost, "=lost")))
        said += [say(Words(w.en + ".", w.zh + "。")) for w in sketch.where.said]
    if crowd:
        said.append(
            say(
                Words(
                    "Small dots are the many others; click one, or search it below.",
                    "其余中心为小点，可点击，也可在下文查找。",
                )
                if view.many
                else Words(
                    "Existing centres are small dots; click one, or search it below.",
                    "已建中心为小点，可点击，也可在下文查找。",
                )
            )
        )
    return join(
        legend(*dots),
        tag("p", [[" " if k else None, w] for k, w in enumerate(said)], class_="note"),
    )
