"""Where centres and districts stand on a map, in WGS 84: one answer for every map that is drawn or written.

A centre stands at its own coordinates, else in its district, else nowhere. A district is drawn by its outline if a
file of outlines is given, else by a schematic cell around its point. What does not live here: map files and figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, radians, sin
from typing import Any, Literal

from graph.base.words import Words
from planner.layout.content import LackingError, Result
from planner.layout.maps.coordinates import to_wgs84
from planner.layout.maps.outlines import Outlines, Polygon, area
from planner.runs.plan_result import CentreFacts, DistrictFacts

Point = tuple[float, float]
Part = Literal["chosen", "existing", "rejected", "ended"]
PARTS: tuple[Part, ...] = ("chosen", "existing", "rejected")
SKETCH = Words("Sketch map: not surveyed, no map-approval number", "示意图：非测绘成果，无审图号")
OWN, IN_DISTRICT, NOWHERE = "own", "district", "none"
HOW = {
    OWN: Words("own coordinates", "中心坐标"),
    IN_DISTRICT: Words("in its district; place within it arbitrary", "所在区县，区内位置随意"),
    NOWHERE: Words("not known", "未知"),
}
KIND = {
    "outline": Words("outline from the user's file", "轮廓取自用户文件"),
    "cell": Words("schematic cell around a point, no boundary", "代表点周围的示意单元，非边界"),
    "none": Words("not known", "未知"),
}


@dataclass(frozen=True)
class District:
    """One district: its point, its polygons, and whether these are an ``outline``, a ``cell`` or there are ``none``."""

    key: str
    name: str
    point: Point | None
    polygons: tuple[Polygon, ...]
    kind: str


@dataclass(frozen=True)
class Spot:
    """One centre: its row of the result, the part it stands in, and where it is (``how``: a key of :data:`HOW`)."""

    centre: CentreFacts
    part: Part
    point: Point | None
    how: str


@dataclass(frozen=True)
class Places:
    """All that a map shows, and what must be said about it."""

    districts: tuple[District, ...]
    spots: tuple[Spot, ...]
    said: tuple[Words, ...]

    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all that can be drawn."""
        points = [p for d in self.districts for polygon in d.polygons for p in polygon[0]]
        points += [s.point for s in self.spots if s.point] + [d.point for d in self.districts if d.point]
        x, y = [p[0] for p in points], [p[1] for p in points]
        return min(x), min(y), max(x), max(y)


def places(result: Result, outlines: Outlines | None = None) -> Places:
    """Place every centre and district of a result.

    Raises
    ------
    LackingError
        There is no coordinate at all: none of a centre, none of a district, no outline.

    Examples
    --------
    >>> from planner.runs.plan_result import PlanResult
    >>> centre = CentreFacts(centre="C1", name="甲", district="D1", lon=121.5, lat=29.9, crs="WGS84")
    >>> found = places(PlanResult(status="proven", existing=(centre,), districts=(DistrictFacts(id="D1", name="东"),)))
    >>> found.spots[0].point, found.spots[0].how, found.districts[0].kind
    ((121.5, 29.9), 'own', 'none')
    """
    said = list(outlines.said) if outlines else []
    lost: list[str] = []
    unstated = 0

    def own(row: CentreFacts | DistrictFacts, key: str) -> Point | None:
        nonlocal unstated
        if row.lon is None or row.lat is None:
            return None
        try:
            point = to_wgs84(row.lon, row.lat, row.crs)
        except ValueError:
            lost.append(key)
            return None
        unstated += not row.crs
        return point

    points: dict[str, Point | None] = {}
    for d in result.districts:
        polygons = outlines.polygons.get(d.id, ()) if outlines else ()
        points[d.id] = own(d, d.id) or (_middle(polygons) if polygons else None)
    spots = _spots(result, points, own)
    districts = _districts(result, points, spots, outlines)
    if not any(s.point for s in spots) and not any(d.point or d.polygons for d in districts):
        raise LackingError(
            Words(
                "the run has no coordinates of centres or districts; mend: fill lon, lat and crs of districts and plan "
                "again, or give outlines by --districts FILE.geojson",
                "运行结果中没有中心或区县的坐标；解决办法：在 districts 表中填写 lon、lat、crs 后重新规划，"
                "或用 --districts FILE.geojson 提供轮廓",
            )
        )
    if lost:
        words = Words(
            "coordinates that cannot be read as longitude and latitude are left out: {ids}",
            "以下坐标无法识别为经纬度，未采用：{ids}",
        )
        said.append(words.fill(ids=", ".join(lost)))
    if unstated:
        words = Words(
            "{n:coordinate|coordinates} without a stated crs, taken as WGS84", "{n} 处坐标未注明坐标系，按 WGS84 处理"
        )
        said.append(words.fill(n=unstated))
    nowhere = sum(s.how == NOWHERE for s in spots)
    if nowhere:
        words = Words(
            "{n:centre|centres} with neither coordinates nor a district with any, listed without a place",
            "{n} 家中心既无坐标，所在区县也无坐标：仅列出，不标位置",
        )
        said.append(words.fill(n=nowhere))
    return Places(districts, spots, tuple(said))


def parts_of(result: Result) -> tuple[Part, ...]:
    """The parts of a result whose centres stand on a map; with a history, ended centres are one."""
    return PARTS if result.as_of is None else (*PARTS, "ended")


def _spots(result: Result, points: Mapping[str, Point | None], own: Any) -> tuple[Spot, ...]:
    rows: list[tuple[Part, CentreFacts]] = [(part, c) for part in parts_of(result) for c in getattr(result, part)]
    known = [own(c, c.centre) for _, c in rows]
    apart = _apart([p for p in points.values() if p]) * 0.16
    waiting: dict[str, int] = {}
    spots = []
    for (part, c), point in zip(rows, known, strict=True):
        district = c.district
        middle = points.get(district)
        if point is not None:
            spots.append(Spot(c, part, point, OWN))
        elif middle is None:
            spots.append(Spot(c, part, None, NOWHERE))
        else:
            # a sunflower around the district's point: every place is its own and never far
            k = waiting.get(district, 0)
            waiting[district] = k + 1
            far, turn = apart * (0.45 + 0.35 * k**0.5), k * 2.399963
            at = (middle[0] + far * cos(turn) / cos(radians(middle[1])), middle[1] + far * sin(turn))
            spots.append(Spot(c, part, (round(at[0], 6), round(at[1], 6)), IN_DISTRICT))
    return tuple(spots)


def _districts(
    result: Result, points: Mapping[str, Point | None], spots: Sequence[Spot], outlines: Outlines | None
) -> tuple[District, ...]:
    cells = {} if outlines else _cells({i: p for i, p in points.items() if p}, [s.point for s in spots if s.point])
    out = []
    for d in result.districts:
        key = d.id
        polygons = outlines.polygons.get(key, ()) if outlines else cells.get(key, ())
        kind = "none" if not polygons else "outline" if outlines else "cell"
        out.append(District(key, d.name, points[key], polygons, kind))
    return tuple(out)


def _middle(polygons: Sequence[Polygon]) -> Point:
    """Centroid of the greatest polygon's outer ring."""
    ring = max((p[0] for p in polygons), key=area)
    whole, x, y = area(ring), 0.0, 0.0
    for a, b in pairwise(ring):
        cross = (a[0] * b[1] - b[0] * a[1]) / (6.0 * whole)
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return round(x, 6), round(y, 6)


def _apart(points: Sequence[Point]) -> float:
    """Middle distance of a point from its nearest neighbour, in degrees of latitude; 0.2 where there is only one."""
    flat = _flat(points)
    near = sorted(
        min((d for b in flat if (d := hypot(a[0] - b[0], a[1] - b[1])) > 0), default=0.2) for a in dict.fromkeys(flat)
    )
    return near[len(near) // 2] if near else 0.2


def _flat(points: Sequence[Point]) -> list[Point]:
    """Points on a plane on which distances are even in all directions, in degrees of latitude."""
    shrink = cos(radians(sum(p[1] for p in points) / max(len(points), 1)))
    return [(x * shrink, y) for x, y in points]


def _cells(points: Mapping[str, Point], centres: Sequence[Point]) -> dict[str, tuple[Polygon, ...]]:
    """Voronoi cells of the districts' points within a rounded hull of all points."""
    if not points:
        return {}
    shrink = cos(radians(sum(p[1] for p in points.values()) / len(points)))
    flat = {i: (x * shrink, y) for i, (x, y) in points.items()}
    reach = 0.75 * _apart(list(points.values()))
    rounds = [2 * pi * k / 24 for k in range(24)]
    around = [*flat.values(), *((x * shrink, y) for x, y in centres)]
    room = [reach] * len(flat) + [reach * 0.35] * len(centres)
    hull = _hull([(x + r * cos(t), y + r * sin(t)) for (x, y), r in zip(around, room, strict=True) for t in rounds])
    cells: dict[str, tuple[Polygon, ...]] = {}
    for i, a in flat.items():
        ring = hull
        for b in flat.values():
            if b != a:
                ring = _nearer(ring, a, b)
        if len(ring) >= 3:
            corners = tuple((round(x / shrink, 6), round(y, 6)) for x, y in ring)
            cells[i] = (((*corners, corners[0]),),)
    return cells


def _nearer(ring: Sequence[Point], a: Point, b: Point) -> list[Point]:
    """The part of a convex ring that is nearer to ``a`` than to ``b``."""
    nx, ny = b[0] - a[0], b[1] - a[1]
    edge = (b[0] ** 2 + b[1] ** 2 - a[0] ** 2 - a[1] ** 2) / 2.0
    out: list[Point] = []
    for p, q in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        dp, dq = p[0] * nx + p[1] * ny - edge, q[0] * nx + q[1] * ny - edge
        if dp <= 0:
            out.append(p)
        if (dp < 0 < dq) or (dq < 0 < dp):
            t = dp / (dp - dq)
            out.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return out


def _hull(points: Sequence[Point]) -> list[Point]:
    """Convex hull, counter-clockwise (Andrew 1979)."""

    def half(order: Sequence[Point]) -> list[Point]:
        out: list[Point] = []
        for p in order:
            while len(out) > 1 and _left(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    order = sorted(set(points))
    return half(order) + half(order[::-1])


def _left(a: Point, b: Point, p: Point) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
