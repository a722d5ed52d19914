"""The form ``geojson``: map layers."""

from __future__ import annotations

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made
from planner.layout.maps.outlines import Outlines


def make(result: Result, lang: Lang, districts: Outlines | None = None) -> Made:
    """The map layers, in the caller's outlines where they are given."""
    from planner.layout.maps.geojson import geojson_bytes
    from planner.layout.maps.places import places

    where = places(result, districts)
    return {"layout.geojson": geojson_bytes(result, where, lang)}, where.said


FORM = Form(make, Words("map layers as GeoJSON", "GeoJSON 地图图层"), order=70, takes=("districts",))
