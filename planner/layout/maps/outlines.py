"""District outlines from the user's own GeoJSON file, matched to the districts of a result by id or name.

The file is data from outside: whatever it holds, it is read as longitude and latitude or refused with a reason.
What does not live here: where centres stand (``places``) and how a map is drawn or written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.layout.content import Result

Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude of the corners, the first one again at the end."""
Polygon = tuple[Ring, ...]
"""Outer ring, counter-clockwise, then holes, clockwise (RFC 7946, 3.1.6)."""
MOST_BYTES = 100_000_000
_ENDINGS = ("自治县", "新区", "区", "县", "市", "旗")
_WGS84 = ("crs84", "4326", "4490", "wgs84", "wgs 84", "cgcs2000")


@dataclass(frozen=True)
class Outlines:
    """Polygons by district id, and what must be said about the file."""

    polygons: Mapping[str, tuple[Polygon, ...]]
    said: tuple[Words, ...] = ()


def read_outlines(path: Path, result: Result) -> Outlines:
    """Read district outlines; a feature belongs to the district whose id or name stands among its properties.

    Parameters
    ----------
    path : Path
        A GeoJSON file: a FeatureCollection of polygons in WGS 84 or CGCS2000.
    result : mapping
        The result whose districts are looked for.

    Raises
    ------
    UsageError
        No such file, no GeoJSON, another reference system, no polygon of any district.
    """
    try:
        if path.exists() and not path.is_file():
            raise _refused(path, Words("is no file", "不是文件"))
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path, Words("is larger than 100 MB", "超过 100 MB"))
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = str(error.strerror or error)
        raise _refused(path, Words("cannot be read: {why}", "无法读取：{why}").fill(why=why)) from error
    except (ValueError, RecursionError) as error:
        raise _refused(path, Words("is not JSON", "不是 JSON 文件")) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise _refused(path, Words("is no GeoJSON FeatureCollection", "不是 GeoJSON FeatureCollection"))
    crs = json.dumps(data.get("crs") or "crs84").lower()
    if not any(known in crs for known in _WGS84):
        words = Words("is in another reference system than WGS 84 or CGCS2000", "的坐标系不是 WGS 84 或 CGCS2000")
        raise _refused(path, words)
    return _matched(path, [f for f in features if isinstance(f, dict)], result)


def _matched(path: Path, features: Sequence[Mapping[str, Any]], result: Result) -> Outlines:
    known = _keys(result)
    polygons: dict[str, tuple[Polygon, ...]] = {}
    strange = 0
    for feature in features:
        properties = feature.get("properties")
        values = list(properties.values()) if isinstance(properties, dict) else []
        named = (str(v) for v in [*values, feature.get("id", "")] if isinstance(v, (str, int)))
        district = next((known[key] for name in named if (key := _plain(name)) in known), None)
        found = _polygons(path, feature.get("geometry"))
        if district is None or not found:
            strange += 1
        else:
            polygons[district] = (*polygons.get(district, ()), *found)
    if not polygons:
        names = ", ".join(d.name for d in list(result.districts)[:5])
        words = Words(
            "has no polygon whose id or name is a district of the run (such as {names})",
            "中没有与本次运行的区县（如 {names}）编号或名称相符的多边形",
        )
        raise _refused(path, words.fill(names=names))
    said = []
    if strange:
        words = Words(
            "{n:feature|features} of {file} in no district of the run, left out",
            "{file} 中有 {n} 个要素不属于本次运行的任何区县，未采用",
        )
        said.append(words.fill(n=strange, file=path.name))
    lost = [d.name for d in result.districts if d.id not in polygons]
    if lost:
        words = Words("no outline in {file} for: {names}", "{file} 中没有以下区县的轮廓：{names}")
        said.append(words.fill(file=path.name, names=", ".join(lost)))
    return Outlines(polygons, (*said, *_far(path, polygons, result)))


def _far(path: Path, polygons: Mapping[str, Sequence[Polygon]], result: Result) -> Iterable[Words]:
    """A warning if outlines stand far from every known place of their districts: of another city, or coordinates."""
    places: dict[str, list[tuple[float, float]]] = {}
    rows = [(d.id, d.lon, d.lat) for d in result.districts]
    rows += [(c.district, c.lon, c.lat) for c in (*result.chosen, *result.existing, *result.rejected)]
    for district, lon, lat in rows:
        if lon is not None and lat is not None:
            places.setdefault(district, []).append((lon, lat))
    names = {d.id: d.name for d in result.districts}
    apart = {d: min(_apart(polygons[d], place) for place in places[d]) for d in polygons if d in places}
    far = {names.get(d, d): degrees for d, degrees in apart.items() if degrees > _FAR}
    if far:
        words = Words(
            "outlines in {file} stand far from their districts' own places (up to {km} km): {names}; check the file",
            "{file} 中的轮廓远离各区县自身位置（最远约 {km} 公里）：{names}；请核对文件",
        )
        some = ", ".join(list(far)[:5]) + (" …" if len(far) > 5 else "")
        yield words.fill(file=path.name, km=f"{max(far.values()) * _KM:,.0f}", names=some)


_FAR = 0.5
"""Degrees between a place and the frame of the outline of its district that are too many: some 50 km."""
_KM = 111.2


def _apart(polygons: Sequence[Polygon], place: tuple[float, float]) -> float:
    """Degrees from a place to the frame around outlines; 0 within it."""
    corners = [corner for polygon in polygons for ring in polygon[:1] for corner in ring]
    gaps = []
    for axis in (0, 1):
        low, high = min(c[axis] for c in corners), max(c[axis] for c in corners)
        gaps.append(max(low - place[axis], place[axis] - high, 0.0))
    return float((gaps[0] ** 2 + gaps[1] ** 2) ** 0.5)


def _keys(result: Result) -> dict[str, str]:
    """Ids and names of districts, and names without their ending where that is unambiguous."""
    districts = [(d.id, d.name) for d in result.districts]
    short = [_short(name) for _, name in districts]
    keys = {_plain(s): i for (i, _), s in zip(districts, short, strict=True) if short.count(s) == 1}
    return keys | {_plain(name): i for i, name in districts} | {_plain(i): i for i, _ in districts}


def _short(name: str) -> str:
    ending = next((e for e in _ENDINGS if name.endswith(e) and len(name) > len(e) + 1), "")
    return name.removesuffix(ending)


def _plain(text: str) -> str:
    return text.strip().casefold()


def _polygons(path: Path, geometry: Any) -> tuple[Polygon, ...]:
    if not isinstance(geometry, dict):
        return ()
    kind, at = geometry.get("type"), geometry.get("coordinates")
    parts = [at] if kind == "Polygon" else at if kind == "MultiPolygon" else []
    if not isinstance(parts, list):
        raise _refused(path, Words("has a polygon without coordinates", "中有缺少坐标的多边形"))
    return tuple(polygon for part in parts if (polygon := _polygon(path, part)))


def _polygon(path: Path, rings: Any) -> Polygon:
    try:
        made = [[(float(p[0]), float(p[1])) for p in ring] for ring in rings]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise _refused(path, Words("has coordinates that are no numbers", "中有不是数字的坐标")) from error
    if any(not (-180 <= x <= 180 and -90 <= y <= 90) for ring in made for x, y in ring):
        words = Words("has coordinates that are no longitude and latitude in degrees", "中有坐标不是以度为单位的经纬度")
        raise _refused(path, words)
    return turned([ring for ring in made if len(set(ring)) >= 3])


def turned(rings: Iterable[Sequence[tuple[float, float]]]) -> Polygon:
    """Close the rings of one polygon and turn them: the outer one counter-clockwise, holes clockwise.

    >>> turned([[(0, 0), (0, 1), (1, 1)]])
    (((0, 0), (1, 1), (0, 1), (0, 0)),)
    """
    out = []
    for k, ring in enumerate(rings):
        closed = tuple(ring) if ring[0] == ring[-1] else (*ring, ring[0])
        out.append(closed if (area(closed) > 0) == (k == 0) else closed[::-1])
    return tuple(out)


def area(ring: Sequence[tuple[float, float]]) -> float:
    """Area within a closed ring in the square of its unit, positive if it runs counter-clockwise.

    >>> area([(0, 0), (1, 0), (1, 1), (0, 0)])
    0.5
    """
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2.0


def _refused(path: Path, why: Words) -> UsageError:
    words = Words("the districts' file {path} {why}", "区县轮廓文件 {path} {why}")
    return UsageError(words.fill(path=path, why=why))
