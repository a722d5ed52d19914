"""Map layers as tables with a geometry: chosen, existing and rejected centres, and districts; from one result.

What does not live here: where things stand (``places``) and the bytes of map files (``geojson``, ``geopackage``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.columns import (
    APPROVED,
    CENTRE,
    DISTRICT,
    DISTRICT_NAME,
    FIELD,
    FIELD_NAME,
    NAME,
    SOURCE,
    TOTAL_SUPPORT,
    Field,
)
from planner.layout.content import Cell, Result
from planner.layout.maps.outlines import Polygon
from planner.layout.maps.places import HOW, KIND, SKETCH, Places, Point, Spot, parts_of
from planner.layout.statuses import STATUSES, Status, statuses
from planner.runs.plan_result import CentreFacts, ChosenCentre, RejectedCentre

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Shape = Literal["Point", "MultiPolygon"]
TITLES = {
    "chosen": Words("recommended centres", "推荐中心"),
    "existing": Words("existing centres", "已建中心"),
    "rejected": Words("candidates not recommended", "未入选候选中心"),
    "ended": Words("ended centres", "已终止中心"),
    "districts": Words("districts", "区县"),
}


@dataclass(frozen=True)
class Layer:
    """One layer: each row has a geometry (or none, where the place is not known) and one cell per column."""

    name: str
    shape: Shape
    columns: tuple[Field, ...]
    geometries: tuple[Point | tuple[Polygon, ...] | None, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def title(self, lang: Lang) -> str:
        """What the layer shows, and that it is a sketch."""
        return f"{TITLES[self.name].say(lang)} · {SKETCH.say(lang)}"


def layers(result: Result, where: Places, lang: Lang) -> tuple[Layer, ...]:
    """All layers of one result; numbers are the result's, unrounded."""
    made = [_centres(result, where, part, lang) for part in parts_of(result)]
    return (*made, _districts(result, where, lang))


def is_point(at: Point | tuple[Polygon, ...]) -> TypeIs[Point]:
    """Whether a geometry is a point, not polygons."""
    return isinstance(at[0], (int, float))


def corners(at: Point | tuple[Polygon, ...]) -> list[Point]:
    """The point itself, or the corners of the polygons' outer rings."""
    return [at] if is_point(at) else [p for polygon in at for p in polygon[0]]


def note(result: Result, lang: Lang) -> str:
    """What stands on every map and in every row: a sketch, and of made-up data if they are."""
    made_up = f"; {content.NOTE.say(lang)}" if content.is_made_up(result) else ""
    return SKETCH.say(lang) + made_up


def _centres(result: Result, where: Places, part: str, lang: Lang) -> Layer:
    spots = [s for s in where.spots if s.part == part]
    money = [y.year for y in result.support_by_year] if part == "chosen" else []
    columns = [
        CENTRE,
        NAME,
        FIELD,
        FIELD_NAME,
        DISTRICT,
        DISTRICT_NAME,
        Field("lead_name", "依托单位"),
        Field("technologies", "承担技术"),
    ]
    if result.as_of is not None:
        columns.append(Field("status", "状态"))
    if part == "chosen":
        columns += [
            APPROVED,
            TOTAL_SUPPORT,
            Field("equity", "股权投入", "money"),
            Field("contribution", "对目标值的贡献", "number"),
            *(Field(f"support_{y}", f"{y}年支持资金", "money") for y in money),
        ]
    if part == "rejected":
        columns.append(Field("reasons", "未入选原因"))
    columns += [Field("place", "位置依据"), Field("note", "说明"), SOURCE]
    stands = {} if result.as_of is None else statuses(result)
    rows = tuple(_row(result, s, money, lang, stands.get(s.centre.centre)) for s in spots)
    return Layer(part, "Point", tuple(columns), tuple(s.point for s in spots), rows)


def _row(result: Result, spot: Spot, money: Sequence[int], lang: Lang, stands: Status | None) -> tuple[Cell, ...]:
    c = spot.centre
    fields = content.field_names(result)
    places = {d.id: d.name for d in result.districts}
    field, district = c.field, c.district
    cells: list[Cell] = [
        c.centre,
        c.name,
        field,
        c.field_name or fields.get(field, field),
        district,
        c.district_name or places.get(district, district),
        c.lead_name or None,
        " ".join(_technologies(result, c)),
    ]
    if stands is not None:
        cells.append(STATUSES[stands].say(lang))
    if isinstance(c, ChosenCentre):
        cells += [c.year, c.total_support, c.equity, c.contribution, *(content.support_of(c, y) for y in money)]
    if isinstance(c, RejectedCentre):
        cells.append(("；" if lang == "zh" else "; ").join(r.say(lang) for r in c.reasons))
    return (*cells, HOW[spot.how].say(lang), note(result, lang), content.source(result, c.source, lang))


def _technologies(result: Result, centre: CentreFacts) -> Sequence[str]:
    """What a centre covers; older results tell it of existing centres only with the technologies."""
    if centre.technologies:
        return centre.technologies
    key = centre.centre
    return [t.technology for t in result.technologies if any(link.centre == key for link in t.centres)]


def _districts(result: Result, where: Places, lang: Lang) -> Layer:
    columns = (
        DISTRICT,
        Field("name", "区县（市）"),
        Field("chosen", "推荐中心数", "number"),
        Field("existing", "已建中心数", "number"),
        Field("rejected", "未入选候选数", "number"),
        *(() if result.as_of is None else (Field("ended", "已终止中心数", "number"),)),
        TOTAL_SUPPORT,
        Field("point_lon", "代表点经度", "number"),
        Field("point_lat", "代表点纬度", "number"),
        Field("outline", "轮廓依据"),
        Field("note", "说明"),
    )
    rows = []
    for d in where.districts:
        here = {
            part: [s for s in where.spots if s.part == part and s.centre.district == d.key] for part in parts_of(result)
        }
        paid = sum(s.centre.total_support for s in here["chosen"] if isinstance(s.centre, ChosenCentre))
        x, y = d.point or (None, None)
        counts = tuple(len(here[part]) for part in parts_of(result))
        rows.append((d.key, d.name, *counts, paid, x, y, KIND[d.kind].say(lang), note(result, lang)))
    shapes = tuple(d.polygons or None for d in where.districts)
    return Layer("districts", "MultiPolygon", columns, shapes, tuple(rows))
