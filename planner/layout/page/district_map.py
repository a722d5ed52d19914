"""The district map: a sketch from points. Cells are what lies nearest to a district's point, never a boundary.

Without any coordinates, districts are tiles in their own order. What does not live here: the geometry (``cells``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.words import Words
from planner.layout.page import cells
from planner.layout.page.cells import Point, Polygon
from planner.layout.page.markup import Html, bidi, join, num, say, tag
from planner.layout.page.panels import panel
from planner.layout.page.view import Centre, View
from planner.layout.text import cut

WIDE, EDGE = 560.0, 10.0
SKETCH = Words(
    "Sketch from points: cells show what lies nearest to a district's point; they are no boundaries.",
    "示意图：由代表点生成，分区仅表示距代表点最近的范围，不是行政边界。",
)


@dataclass(frozen=True)
class Sketch:
    """What is drawn: a shape and a point of each district, a place of each centre, and the height of it all."""

    shapes: Mapping[str, Polygon]
    points: Mapping[str, Point]
    places: Mapping[str, Point]
    high: float
    real: bool
    """Whether it stands on coordinates."""


def district_map(view: View) -> Html:
    """The panel of the map."""
    sketch = _on_coordinates(view) or _tiles(view)
    return panel(
        view,
        "map",
        Words("Where the centres stand (sketch)", "空间布局（示意）"),
        _finding(view),
        _picture(view, sketch),
        _notes(view, sketch),
        span="half",
    )


def _finding(view: View) -> Html:
    chosen = view.of("chosen")
    if not chosen:
        return say(Words("No new centre in any district", "各区县均无新建中心"))
    count: dict[str, int] = {}
    for c in chosen:
        place = str(c.row.get("district") or "")
        count[place] = count.get(place, 0) + 1
    top = max(count, key=lambda d: (count[d], -list(view.district_names).index(d) if d in view.district_names else 0))
    words = Words(
        "New centres in {n} of {of} districts; {top} has most, {k}",
        "新建中心分布在 {of} 个区县中的 {n} 个；{top}最多，{k} 家",
    )
    if len(count) == len(view.district_names):
        words = Words("New centres in all {n} districts; {top} has most, {k}", "{n} 个区县均有新建中心；{top}最多，{k} 家")
    if len(count) == 1:
        words = Words("All {k} new centres are in {top}", "{k} 家新建中心均在{top}")
    return say(
        words,
        n=num(len(count), "=districts/new"),
        of=num(len(view.district_names), "=districts"),
        top=bidi(cut(view.district_names.get(top, top or "–"), 30)),
        k=num(count[top], "=districts/most"),
    )


def _lonlat(row: Mapping[str, Any]) -> Point | None:
    lon, lat = row.get("lon"), row.get("lat")
    if isinstance(lon, (int, float)) and isinstance(lat, (int, float)) and abs(lat) < 89 and abs(lon) <= 180:
        return float(lon), float(lat)
    return None


def _drawn(view: View) -> list[Centre]:
    """Centres in the order of drawing: those that matter most come last, on top."""
    return [*view.of("rejected"), *view.of("existing"), *view.of("chosen")]


def _on_coordinates(view: View) -> Sketch | None:
    known = {c.key: p for c in _drawn(view) if (p := _lonlat(c.row)) is not None}
    points = {str(d["id"]): p for d in view.result.get("districts", ()) if (p := _lonlat(d)) is not None}
    for d in view.district_names:
        own = [known[c.key] for c in view.centres if c.key in known and str(c.row.get("district")) == d]
        if d not in points and own:
            points[d] = (sum(x for x, _ in own) / len(own), sum(y for _, y in own) / len(own))
    everything = [*points.values(), *known.values()]
    if not everything:
        return None
    squeeze = math.cos(math.radians(sum(y for _, y in everything) / len(everything)))
    flat = [(x * squeeze, -y) for x, y in everything]
    spread = max(max(v) - min(v) for v in zip(*flat, strict=True)) or 1.0
    around = cells.outline(flat, 0.13 * spread)
    (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*around, strict=True))
    scale = min((WIDE - 2 * EDGE) / (right - left), 1.25 * WIDE / (bottom - top))
    shift = (WIDE - scale * (right - left)) / 2

    def on(p: Point) -> Point:
        return shift + (p[0] - left) * scale, EDGE + (p[1] - top) * scale

    def place(p: Point) -> Point:
        return on((p[0] * squeeze, -p[1]))

    sites = {d: place(p) for d, p in points.items()}
    border = [on(p) for p in around]
    shapes = {d: cells.cell(border, p, list(sites.values())) for d, p in sites.items()} or {"": border}
    wished = {
        c.key: place(known[c.key]) if c.key in known else sites[str(c.row.get("district"))]
        for c in _drawn(view)
        if c.key in known or str(c.row.get("district")) in sites
    }
    return Sketch(shapes, sites, _settled(view, wished), EDGE * 2 + (bottom - top) * scale, real=True)


def _tiles(view: View) -> Sketch:
    """Districts that hold a centre as tiles, in the dataset's order."""
    held = {str(c.row.get("district") or "") for c in view.centres}
    order = [d for d in view.district_names if d in held] or ([""] if view.centres else [])
    across = min(len(order), 4) or 1
    size = (WIDE - 2 * EDGE) / across
    high = min(size, 150.0) if across < 3 else size
    shapes, points, wished = {}, {}, {}
    for k, d in enumerate(order):
        x, y = EDGE + (k % across) * size, EDGE + (k // across) * high
        shapes[d] = [(x, y), (x + size, y), (x + size, y + high), (x, y + high)]
        points[d] = (x + size / 2, y + high / 2 + 8)
        inside = [c for c in _drawn(view) if str(c.row.get("district") or "") == d]
        many = max(1, int((size - 24) / 19))
        for j, c in enumerate(inside):
            lines = math.ceil(len(inside) / many)
            row, column = divmod(j, many)
            length = min(many, len(inside) - row * many)
            wished[c.key] = (x + size / 2 + 19 * (column - (length - 1) / 2), y + high / 2 + 10 + 19 * (row - (lines - 1) / 2))
    return Sketch(shapes, points, wished, 2 * EDGE + high * math.ceil(len(order) / across), real=False)


def _settled(view: View, wished: Mapping[str, Point]) -> dict[str, Point]:
    keys = [c.key for c in _drawn(view) if c.key in wished]
    return dict(zip(keys, cells.apart([wished[k] for k in keys], 17.5), strict=True))


def _picture(view: View, sketch: Sketch) -> Html:
    count = {d: sum(str(c.row.get("district") or "") == d for c in view.of("chosen")) for d in sketch.shapes}
    shapes = [
        tag("polygon", points=_corners(shape), class_=f"cell h{min(4, count[d])}")
        for d, shape in sketch.shapes.items()
        if len(shape) > 2
    ]
    labels = [_label(view, d, sketch, count[d]) for d in sketch.points]
    marks = [_mark(view, c, sketch.places[c.key]) for c in _drawn(view) if c.key in sketch.places]
    return tag(
        "svg",
        tag("g", shapes),
        tag("g", labels),
        tag("g", marks, class_="rove"),
        viewBox=f"0 0 {WIDE:.0f} {max(60.0, sketch.high):.0f}",
        class_="map",
        role="group",
        aria_labelledby="h-map",
    )


def _corners(shape: Polygon) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in shape)


def _label(view: View, d: str, sketch: Sketch, count: int) -> Html:
    """The district's name and how many new centres it gets, above its marks."""
    own = [sketch.places[c.key] for c in view.centres if c.key in sketch.places and str(c.row.get("district") or "") == d]
    x, y = sketch.points[d]
    if own:
        x = sum(p[0] for p in own) / len(own)
        y = min(p[1] for p in own) - 16
    if not sketch.real:
        y = min(q for _, q in sketch.shapes[d]) + 20
    key = list(view.district_names).index(d) if d in view.district_names else "none"
    name = tag("tspan", cut(view.district_names.get(d, d or "–"), 14))
    much = tag("tspan", " ", num(count, f"=district/{key}", svg=True), class_="many") if count else None
    return tag("text", name, much, x=x, y=max(14.0, y), class_="place")


def _mark(view: View, c: Centre, at: Point) -> Html:
    radius = {"chosen": 8.0, "existing": 7.0, "rejected": 5.0}[c.standing]
    mark = tag("circle", cx=at[0], cy=at[1], r=radius, class_=f"dot {view.colour(c.row)} {c.standing}")
    return view.link(c, tag("title", c.full), mark, class_="k")


def _notes(view: View, sketch: Sketch) -> Html:
    marks: Sequence[tuple[str, float, Words]] = (
        ("chosen", 6.0, Words("new", "新建")),
        ("existing", 5.5, Words("existing", "已建")),
        ("rejected", 4.5, Words("candidate, not chosen", "候选未入选")),
    )
    present = {c.standing for c in view.centres}
    items = [
        tag("li", tag("svg", tag("circle", cx=7.0, cy=7.0, r=r, class_=f"dot {s} fx"), viewBox="0 0 14 14", width=14, height=14, aria_hidden="true"), say(w))
        for s, r, w in marks
        if s in present
    ]  # fmt: skip
    lost = sum(_lonlat(c.row) is None for c in view.centres)
    if not sketch.real:
        said = say(Words("No coordinates in this run: tiles in the dataset's order, not a map.", "该运行没有坐标：方块按数据顺序排列，不是地图。"))
    elif lost:
        words = Words("{sketch} {n} centres without coordinates stand at their district's point.", "{sketch}{n} 家中心没有坐标，标在区县代表点。")
        said = say(words, sketch=say(SKETCH), n=num(lost, "=lost"))
    else:
        said = say(SKETCH)
    systems = sorted({str(c.row.get("crs") or "") for c in view.centres if _lonlat(c.row)} - {""})
    more = say(Words(" Coordinates: {crs}.", "坐标系：{crs}。"), crs=", ".join(systems)) if systems else None
    return join(tag("ul", items, class_="key row"), tag("p", said, more, class_="note"))
