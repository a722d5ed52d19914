#!/usr/bin/env bash
# Row 1 of calamine is the first row that holds something
#
# Packages: openpyxl==3.1.5, python-calamine==0.9.1, polars==2.1.0, fastexcel==0.21.0 (Python 3.11)
# Behaviour: a sheet whose table begins at C3: to_python() gives the header as row 1 and its first column as column A
#   (skip_empty_area is on), and so does polars.read_excel; openpyxl counts as the sheet does. A message 'row 2' is
#   about row 4 of what the person has open, and nothing in the answer tells the shift.
# Source: python-calamine, CalamineSheet.to_python; polars, read_excel (engine calamine).
# The guess it breaks: rows of a reader are the rows of the sheet.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1 polars==2.1.0 fastexcel==0.21.0
env/bin/python - <<'PY'
import openpyxl
import polars
import python_calamine

book = openpyxl.Workbook()
for place, value in {"C3": "id", "D3": "amount", "C4": "x", "D4": 2}.items():
    book.active[place] = value
book.save("offset.xlsx")
sheet = python_calamine.CalamineWorkbook.from_path("offset.xlsx").get_sheet_by_index(0)
rows = [[cell.value for cell in row] for row in openpyxl.load_workbook("offset.xlsx").active.iter_rows()]
seen = {
    "openpyxl": (len(rows), len(rows[0])),
    "calamine": (len(sheet.to_python()), len(sheet.to_python()[0])),
    "polars": (polars.read_excel("offset.xlsx").height + 1, polars.read_excel("offset.xlsx").width),
}
expected = {"openpyxl": (4, 4), "calamine": (2, 2), "polars": (2, 2)}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
