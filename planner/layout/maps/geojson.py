"""Map layers as GeoJSON (RFC 7946): WGS 84, longitude first, outer rings counter-clockwise, no ``crs`` member.

All layers stand in one collection; the property ``layer`` tells them apart. What does not live here: the layers.
"""

from __future__ import annotations

import json
from typing import Any

from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.content import Result
from planner.layout.maps.map_layers import TITLES, Layer, layers, note
from planner.layout.maps.places import Places
from planner.layout.text import legal

CRS = "OGC:CRS84 (WGS 84, longitude and latitude in degrees)"


def geojson_bytes(result: Result, where: Places, lang: Lang) -> bytes:
    """All layers of one result as a FeatureCollection; same input, same bytes.

    Members beside those of the standard (``title``, ``note``, ``crs_stated``, ``bbox``) are allowed by its section 6.1.
    """
    made = layers(result, where, lang)
    features = [feature for layer in made for feature in _features(layer, lang)]
    collection = {
        "type": "FeatureCollection",
        "title": legal(content.title(result, lang)),
        "note": note(result, lang),
        "crs_stated": CRS,
        "bbox": list(where.box()),
        "features": features,
    }
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode()


def _features(layer: Layer, lang: Lang) -> list[dict[str, Any]]:
    head = Words("layer", "图层").say(lang)
    keys = [c.header(lang) for c in layer.columns]
    out = []
    for at, row in zip(layer.geometries, layer.rows, strict=True):
        geometry = None if at is None else {"type": layer.shape, "coordinates": at}
        cells = {k: legal(v) if isinstance(v, str) else v for k, v in zip(keys, row, strict=True)}
        properties = {head: TITLES[layer.name].say(lang), **cells}
        out.append({"type": "Feature", "id": f"{layer.name}/{row[0]}", "geometry": geometry, "properties": properties})
    return out
