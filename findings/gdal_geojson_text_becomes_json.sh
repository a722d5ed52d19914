#!/usr/bin/env bash
# Text that looks like JSON is no text any more in a GeoJSON file of GDAL
#
# Packages: pyogrio==0.13.0, shapely==2.2.0, numpy==2.4.6 (Python 3.11)
# Behaviour: a text column holds a list of ids as it stands in a table: [1,2]. In the file it is an array, not a string, and
#   read back by the same library it is '[ 1, 2 ]', with blanks that were not there. A neighbour such as C1,C2 stays
#   text. A join on the column finds nothing.
# Source: GDAL documentation, GeoJSON driver: strings that begin and end with brackets or braces and are valid JSON are
#   written as JSON.
# The guess it breaks: a field declared as string is written as a string.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check pyogrio==0.13.0 shapely==2.2.0 numpy==2.4.6
env/bin/python - <<'PY'
import json

import numpy as np
import shapely
from pyogrio import raw

places = np.array([shapely.to_wkb(shapely.Point(121.5, 29.9))] * 2, dtype=object)
texts = np.array(["[1,2]", "C1,C2"], dtype=object)
raw.write(
    "out.geojson",
    places,
    [texts],
    np.array(["members"], dtype=object),
    geometry_type="Point",
    crs="EPSG:4326",
    driver="GeoJSON",
)
written = [f["properties"]["members"] for f in json.load(open("out.geojson", encoding="utf-8"))["features"]]
read = raw.read("out.geojson")[3][0].tolist()
seen = (written, read)
expected = ([[1, 2], "C1,C2"], ["[ 1, 2 ]", "C1,C2"])

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
