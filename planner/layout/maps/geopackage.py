"""Map layers as a GeoPackage (OGC 12-128r18, version 1.3): a SQLite file that desktop map programs open.

Written with the standard library: one feature table a layer, WGS 84 (EPSG:4326), geometries as GeoPackage binary.
What does not live here: the layers (``map_layers``) and their look (``qgis_styles``).
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.maps import qgis_styles
from planner.layout.maps.map_layers import Layer, corners, is_point, layers, note
from planner.layout.maps.outlines import Polygon
from planner.layout.maps.places import Places, Point
from planner.layout.text import legal

_APPLICATION_ID, _VERSION = 0x47504B47, 10300
"""``GPKG`` and 1.3.0, as the standard demands in the file's header."""
_SRS = 4326
_CHANGED = "2000-01-01T00:00:00.000Z"
"""No time of writing: the same result gives the same bytes."""
_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
_TYPES = {"text": "TEXT", "money": "DOUBLE", "number": "DOUBLE", "share": "DOUBLE", "year": "INTEGER"}


def geopackage_bytes(result: Result, where: Places, lang: Lang) -> bytes:
    """All layers of one result as the bytes of a ``.gpkg`` file; same input and SQLite version, same bytes."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("BEGIN")
        for statement in _SCHEMA.strip().split(";\n"):
            db.execute(statement.rstrip(";"))
        undefined = "undefined"
        db.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)",
            [
                ("Undefined Cartesian", -1, "NONE", -1, undefined, None),
                ("Undefined geographic", 0, "NONE", 0, undefined, None),
                ("WGS 84 geodetic", _SRS, "EPSG", 4326, _WKT, "longitude and latitude in degrees"),
            ],
        )
        made = layers(result, where, lang)
        for layer in made:
            _write(db, layer, note(result, lang), lang)
        _styles(db, made, result, lang)
        db.execute("COMMIT")
        return db.serialize()
    finally:
        db.close()


def _write(db: sqlite3.Connection, layer: Layer, said: str, lang: Lang) -> None:
    box = _box(layer) or (None, None, None, None)
    columns = ", ".join(f"{_quoted(c.header(lang))} {_TYPES[c.kind]}" for c in layer.columns)
    db.execute(
        f"CREATE TABLE {_quoted(layer.name)} "
        f"(fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {layer.shape.upper()}, {columns})"
    )
    contents = (layer.name, "features", layer.title(lang), said, _CHANGED, *box, _SRS)
    db.execute("INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)", contents)
    geometry = (layer.name, "geom", layer.shape.upper(), _SRS, 0, 0)
    db.execute("INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,?,?)", geometry)
    marks = ",".join("?" * (len(layer.columns) + 2))
    for k, (at, row) in enumerate(zip(layer.geometries, layer.rows, strict=True), 1):
        cells = [legal(v) if isinstance(v, str) else v for v in row]
        blob = None if at is None else binary(at)
        db.execute(f"INSERT INTO {_quoted(layer.name)} VALUES ({marks})", (k, blob, *cells))  # noqa: S608 (quoted)


def _styles(db: sqlite3.Connection, made: Sequence[Layer], result: Result, lang: Lang) -> None:
    """How QGIS shows each layer when it is opened."""
    db.execute(qgis_styles.TABLE)
    title = Words("how QGIS draws the layers", "QGIS 图层样式").say(lang)
    said = (title + " · " + note(result, lang), _CHANGED)
    db.execute(
        "INSERT INTO gpkg_contents VALUES ('layer_styles','attributes',?,'',?,NULL,NULL,NULL,NULL,0)",
        said,
    )
    for k, layer in enumerate(made, 1):
        row = (k, "", "", layer.name, "geom", "buju", qgis_styles.style(layer, result, lang), "", 1, layer.title(lang))
        db.execute("INSERT INTO layer_styles VALUES (?,?,?,?,?,?,?,?,?,?,'','',?)", (*row, _CHANGED))


def binary(at: Point | tuple[Polygon, ...]) -> bytes:
    r"""One geometry as GeoPackage binary: header with envelope (polygons), then well-known binary, little endian.

    >>> binary((121.5, 29.9))[:8]
    b'GP\x00\x01\xe6\x10\x00\x00'
    """
    if is_point(at):
        return struct.pack("<2sBBi", b"GP", 0, 1, _SRS) + struct.pack("<BI2d", 1, 1, *at)
    xs, ys = [p[0] for p in corners(at)], [p[1] for p in corners(at)]
    head = struct.pack("<2sBBi4d", b"GP", 0, 1 | 1 << 1, _SRS, min(xs), max(xs), min(ys), max(ys))
    parts = [struct.pack("<BII", 1, 6, len(at))]
    for polygon in at:
        parts.append(struct.pack("<BII", 1, 3, len(polygon)))
        parts += [struct.pack(f"<I{2 * len(ring)}d", len(ring), *(v for p in ring for v in p)) for ring in polygon]
    return head + b"".join(parts)


def _box(layer: Layer) -> tuple[float, float, float, float] | None:
    points = [p for at in layer.geometries if at is not None for p in corners(at)]
    if not points:
        return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
