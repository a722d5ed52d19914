#!/usr/bin/env bash
# A line break pasted into a cell is _x000D_ to openpyxl
#
# Packages: xlsxwriter==3.3.1, openpyxl==3.1.5, python-calamine==0.9.1 (Python 3.11)
# Behaviour: a cell with two lines ended as Windows ends them is stored as _x000D_ and a line feed (the format's escape for a
#   carriage return). openpyxl gives those seven characters as text; calamine gives the carriage return. openpyxl
#   undoes one escape alone, that of the underscore.
# Source: ECMA-376 part 1, 22.9.2.19 ST_Xstring; openpyxl/reader/strings.py replaces 'x005F_' and nothing else, though
#   openpyxl.utils.escape.unescape is there.
# The guess it breaks: the text of a cell is what a person sees in it.
# In buju: the workbook reader undoes it (loaders/readers/workbook.py).
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check xlsxwriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
env/bin/python - <<'PY'
import openpyxl
import python_calamine
import xlsxwriter

with xlsxwriter.Workbook("names.xlsx") as book:
    book.add_worksheet().write_string(0, 0, "first\r\nsecond")
seen = {
    "openpyxl": openpyxl.load_workbook("names.xlsx").active["A1"].value,
    "calamine": python_calamine.CalamineWorkbook.from_path("names.xlsx").get_sheet_by_index(0).to_python()[0][0],
}
expected = {"openpyxl": "first_x000D_\nsecond", "calamine": "first\r\nsecond"}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
