#!/usr/bin/env bash
# A number written to a workbook by XlsxWriter or openpyxl has sixteen digits, a double seventeen
#
# Packages: xlsxwriter==3.3.1, openpyxl==3.1.5 (Python 3.11)
# Behaviour: 12345678.912345678 and 1019.2500000000001 are read back as 12345678.91234568 and 1019.25 from either library's
#   file: both write %.16g, though the format holds any xsd:double and Excel itself stores seventeen digits.
# Source: ECMA-376 part 1, 18.3.1.96 (v, cell value); xlsxwriter/worksheet.py and openpyxl/cell/_writer.py.
# The guess it breaks: a float written to a file of doubles and read by the same library is the same float.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check xlsxwriter==3.3.1 openpyxl==3.1.5
env/bin/python - <<'PY'
import openpyxl
import xlsxwriter

numbers = [12345678.912345678, 1019.2500000000001, 0.1 + 0.2]
with xlsxwriter.Workbook("xlsxwriter.xlsx") as book:
    book.add_worksheet().write_column(0, 0, numbers)
book = openpyxl.Workbook()
for row, number in enumerate(numbers, 1):
    book.active.cell(row, 1, number)
book.save("openpyxl.xlsx")
seen = {
    name: [cell.value for cell in openpyxl.load_workbook(name).active["A"]]
    for name in ("xlsxwriter.xlsx", "openpyxl.xlsx")
}
expected = dict.fromkeys(seen, [12345678.91234568, 1019.25, 0.3])

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
