"""Maps: published numbers of coordinates, outlines that are refused, GeoJSON and GeoPackage by their standards."""

import json
import os
import sqlite3
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.sample_run import one_district, sample, without_centre, without_places
from buju_testing.typed_result import typed
from graph.base.errors import UsageError
from planner.layout.content import LackingError
from planner.layout.figures.colours import field_colours
from planner.layout.maps.coordinates import bd09, gcj02, to_wgs84
from planner.layout.maps.geojson import geojson_bytes
from planner.layout.maps.geopackage import geopackage_bytes
from planner.layout.maps.outlines import area, read_outlines
from planner.layout.maps.places import IN_DISTRICT, NOWHERE, OWN, places

SHARED = Path(__file__).parents[4] / "shared" / "map" / "ningbo_10_districts.geojson"
SQUARE = [[121.0, 29.0], [121.0, 30.0], [122.0, 30.0], [122.0, 29.0], [121.0, 29.0]]
"""Runs clockwise, so that it has to be turned."""


def test_coordinates_agree_with_published_numbers():
    # wandergis/coordtransform (MIT), README: wgs84togcj02, gcj02tobd09 and bd09togcj02 of (116.404, 39.915)
    assert gcj02(116.404, 39.915) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-12)
    assert bd09(116.404, 39.915) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-12)
    gcj = (116.39762729119315, 39.90865673957631)  # its one-step inverse, good to some 1e-5 degrees
    assert bd09(*gcj) == pytest.approx((116.404, 39.915), abs=2e-5)


@given(st.floats(73.6, 135.0), st.floats(18.2, 53.5))
def test_the_inverse_gives_the_forward_formula_back(lon, lat):
    assert to_wgs84(*gcj02(lon, lat), "GCJ02") == pytest.approx((lon, lat), abs=1e-9)
    assert to_wgs84(*bd09(*gcj02(lon, lat)), "BD09") == pytest.approx((lon, lat), abs=1e-9)


@pytest.mark.parametrize(("lon", "lat", "crs"), [(500000.0, 3300000.0, "WGS84"), (121.0, 29.0, "EPSG:4549")])
def test_what_is_no_known_place_is_refused(lon, lat, crs):
    with pytest.raises(ValueError, match=r"degrees|unknown"):
        to_wgs84(lon, lat, crs)


def outlines(tmp_path, data):
    path = tmp_path / "districts.geojson"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def feature(name, rings=None, **more):
    geometry = {"type": "Polygon", "coordinates": rings or [SQUARE]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry, **more}


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


@pytest.mark.parametrize("name", ["HS", "海曙区", "海曙", " hs "])
def test_an_outline_is_matched_by_id_name_or_short_name(tmp_path, name):
    found = read_outlines(outlines(tmp_path, collection(feature(name))), typed(sample()))
    ((ring,),) = found.polygons["HS"]
    assert ring[0] == ring[-1]
    assert area(ring) == pytest.approx(1.0)
    assert "慈溪市" in found.said[0].zh


def test_outlines_far_from_their_district_are_told(tmp_path):
    result = sample() | {"districts": [{"id": "HS", "name": "海曙区", "lon": 121.5, "lat": 29.9, "crs": "WGS84"}]}
    near = read_outlines(outlines(tmp_path, collection(feature("HS"))), typed(result))
    assert near.said == ()
    away = [[[x - 20, y] for x, y in SQUARE]]
    far = read_outlines(outlines(tmp_path, collection(feature("HS", away))), typed(result))
    assert "up to 2,152 km): 海曙区" in far.said[0].en  # 19.35 degrees from 102 to a centre of the sample


def test_outlines_that_are_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.geojson")
    with pytest.raises(UsageError, match="is no file"):
        read_outlines(tmp_path / "pipe.geojson", typed(sample()))


def test_outlines_of_no_district_are_told(tmp_path):
    found = read_outlines(outlines(tmp_path, collection(feature("HS"), feature("杭州市"))), typed(sample()))
    assert found.said[0].en.startswith("1 feature of districts.geojson")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "no GeoJSON FeatureCollection"),
        (
            collection(feature("HS"), crs={"type": "name", "properties": {"name": "EPSG:3857"}}),
            "another reference system",
        ),
        (collection(feature("杭州市")), "no polygon whose id or name"),
        (collection(feature("HS", [[[500000, 3300000], [500001, 3300000], [500001, 3300001]]])), "no longitude"),
        (collection(feature("HS", [[["a", 1], ["b", 2], ["c", 3]]])), "no numbers"),
        (collection({"type": "Feature", "properties": {"name": "HS"}, "geometry": None}), "no polygon"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_bad_outlines_file_is_refused_with_the_reason(tmp_path, data, said):
    with pytest.raises(UsageError, match=said):
        read_outlines(outlines(tmp_path, data), typed(sample()))


def test_a_missing_outlines_file_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_outlines(tmp_path / "none.geojson", typed(sample()))


def test_a_centre_stands_at_its_place_else_in_its_district_else_nowhere():
    result = sample()
    result["chosen"][0].update(lon=None, lat=None)
    result["chosen"][1].update(lon=None, lat=None, district="", district_name="")
    result["chosen"][2].update(lon=121.6, lat=29.9, crs="GCJ02")
    result["chosen"][3].update(crs="")
    where = places(typed(result))
    by = {s.centre.centre: s for s in where.spots}
    first, second, third = (by[c["centre"]] for c in result["chosen"][:3])
    assert (first.how, second.how, third.how) == (IN_DISTRICT, NOWHERE, OWN)
    assert gcj02(*third.point) == pytest.approx((121.6, 29.9), abs=1e-9)
    assert second.point is None
    assert {w.en.split()[0] for w in where.said} == {"1"}  # one crs unstated, one centre without a place
    assert len(where.spots) == sum(len(result[p]) for p in ("chosen", "existing", "rejected"))


def test_cells_share_the_land_without_overlapping():
    where = places(typed(sample()))
    assert {d.kind for d in where.districts} == {"cell"}
    cells = [d.polygons[0][0] for d in where.districts]
    assert all(area(ring) > 0 for ring in cells)

    def inside(p, ring):
        return all((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) >= -1e-9 for a, b in pairwise(ring))

    for d in where.districts:
        assert [inside(d.point, ring) for ring in cells].count(True) == 1


def test_without_coordinates_there_is_no_map():
    with pytest.raises(LackingError, match="no coordinates"):
        places(typed(without_places()))


@pytest.mark.parametrize("make", [sample, without_centre, one_district])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_geojson_keeps_to_the_standard(make, lang):
    result = make()
    data = json.loads(geojson_bytes(typed(result), places(typed(result)), lang))
    assert data["type"] == "FeatureCollection"
    assert "crs" not in data
    assert "WGS 84" in data["crs_stated"]
    assert data["note"].startswith({"zh": "示意图", "en": "Sketch map"}[lang])
    assert len({f["id"] for f in data["features"]}) == len(data["features"])
    for f in data["features"]:
        assert f["properties"][{"zh": "说明", "en": "note"}[lang]].startswith(data["note"])
        if f["geometry"] is None:
            continue
        if f["geometry"]["type"] == "Point":
            lon, lat = f["geometry"]["coordinates"]
            assert 120 < lon < 123
            assert 28 < lat < 31
        else:
            for polygon in f["geometry"]["coordinates"]:
                for k, ring in enumerate(polygon):
                    assert len(ring) >= 4
                    assert ring[0] == ring[-1]
                    assert (area(ring) > 0) == (k == 0)  # right-hand rule


@pytest.mark.skipif(not SHARED.is_file(), reason="needs shared/map beside the checkout")
def test_real_outlines_are_found_for_all_ten_districts():
    result = sample()
    found = read_outlines(SHARED, typed(result))
    assert set(found.polygons) == {d["id"] for d in result["districts"]}
    assert found.said == ()
    where = places(typed(result), found)
    assert {d.kind for d in where.districts} == {"outline"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_geopackage_has_what_the_standard_demands(tmp_path, lang):
    result = sample()
    where = places(typed(result))
    data = geopackage_bytes(typed(result), where, lang)
    assert data == geopackage_bytes(typed(result), where, lang)
    path = tmp_path / "layout.gpkg"
    path.write_bytes(data)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert db.execute("PRAGMA user_version").fetchone() == (10300,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        srs = dict(db.execute("SELECT srs_id, organization FROM gpkg_spatial_ref_sys"))
        assert srs == {-1: "NONE", 0: "NONE", 4326: "EPSG"}
        tables = dict(db.execute("SELECT table_name, srs_id FROM gpkg_contents WHERE data_type = 'features'"))
        assert tables == dict.fromkeys(("chosen", "existing", "rejected", "districts"), 4326)
        shapes = dict(db.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"))
        assert shapes == {**dict.fromkeys(("chosen", "existing", "rejected"), "POINT"), "districts": "MULTIPOLYGON"}
        named = db.execute("SELECT identifier FROM gpkg_contents").fetchall()
        assert all({"zh": "示意图", "en": "Sketch map"}[lang] in name for (name,) in named)
    db.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_qgis_finds_a_style_for_each_layer_with_the_colours_of_the_fields(tmp_path, lang):
    result = sample()
    path = tmp_path / "layout.gpkg"
    path.write_bytes(geopackage_bytes(typed(result), places(typed(result)), lang))
    with sqlite3.connect(path) as db:
        styles = dict(db.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1"))
        columns = {
            name: {row[1] for row in db.execute(f"PRAGMA table_info({name})")}
            for name in ("chosen", "existing", "rejected", "districts")
        }
    db.close()
    assert set(styles) == set(columns)
    palette = field_colours([f["id"] for f in result["fields"]])
    for name, text in styles.items():
        root = ET.fromstring(text.partition("\n")[2])  # noqa: S314 - of our own making
        renderer = root.find("renderer-v2")
        if name != "districts":
            assert renderer.get("attr") in columns[name]
            drawn = {s.get("name"): s.find("layer/prop[@k='color']").get("v") for s in renderer.iter("symbol")}
            wanted = {c["field"] for c in result[name]}
            shown = {c.get("value"): drawn[c.get("symbol")] for c in renderer.iter("category")}
            assert set(shown) == wanted
            for field, colour in shown.items():
                red, green, blue = (int(part) for part in colour.split(",")[:3])
                assert f"#{red:02X}{green:02X}{blue:02X}" == palette[field]
        label = root.find("labeling/settings/text-style")
        assert (label is None) == (name == "rejected")
        assert label is None or label.get("fieldName") in columns[name]


@pytest.mark.parametrize("make", [sample, without_centre, one_district])
def test_geopackage_is_read_by_another_program(tmp_path, make):
    pyogrio = pytest.importorskip("pyogrio")
    result = make()
    path = tmp_path / "layout.gpkg"
    path.write_bytes(geopackage_bytes(typed(result), places(typed(result)), "en"))
    assert [name for name, shape in pyogrio.list_layers(path) if shape] == [
        "chosen",
        "existing",
        "rejected",
        "districts",
    ]
    for part in ("chosen", "existing", "rejected", "districts"):
        about = pyogrio.read_info(path, layer=part)
        assert (about["crs"], about["features"]) == ("EPSG:4326", len(result[part]))
        _, _, shapes, columns = pyogrio.raw.read(path, layer=part)
        got = dict(zip(about["fields"], columns, strict=True))
        key = "district" if part == "districts" else "centre"
        assert list(got[key]) == [c["id" if part == "districts" else "centre"] for c in result[part]]
        assert all(s is None or s[0] == 1 for s in shapes)
        if part == "chosen" and result["chosen"]:
            assert list(got["total_support"]) == [c["total_support"] for c in result["chosen"]]
            assert list(got["contribution"]) == [c["contribution"] for c in result["chosen"]]
