#!/usr/bin/env bash
# openpyxl gives the dates of Chinese, Japanese and Korean Excel as numbers, where the file names the format by its number
#
# Packages: openpyxl==3.1.5 (Python 3.11)
# Behaviour: a cell of numFmtId 31 (yyyy"年"m"月"d"日") or 58 (m"月"d"日") without a formatCode of its own, as the
#   standard allows for its built-in formats, is read as 45717 with the format General; the same cell with numFmtId 14 is a
#   date. Of ids 27 to 36 and 50 to 58, all dates or times in these languages, openpyxl knows none.
# Source: ECMA-376 part 1, 18.8.30 (numFmt: built-in formats by language); openpyxl/styles/numbers.py (BUILTIN_FORMATS).
# The guess it breaks: a cell that Excel shows as a date is read as a date. Typed as 3-1, an id becomes 45717 unseen.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check openpyxl==3.1.5
env/bin/python - <<'PY'
import zipfile

import openpyxl

book = openpyxl.Workbook()
book.active["A1"] = 45717
book.active["A1"].number_format = "yyyy/m/d;@"
book.save("plain.xlsx")
seen = {}
for number in (14, 31, 58):
    with zipfile.ZipFile("plain.xlsx") as plain, zipfile.ZipFile(f"{number}.xlsx", "w") as made:
        for name in plain.namelist():
            data = plain.read(name)
            if name == "xl/styles.xml":
                begin, end = data.index(b"<numFmts"), data.index(b"</numFmts>") + len(b"</numFmts>")
                data = (data[:begin] + data[end:]).replace(b'numFmtId="164"', b'numFmtId="%d"' % number)
            made.writestr(name, data)
    cell = openpyxl.load_workbook(f"{number}.xlsx").active["A1"]
    seen[number] = (str(cell.value), cell.number_format)
expected = {14: ("2025-03-01 00:00:00", "mm-dd-yy"), 31: ("45717", "General"), 58: ("45717", "General")}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
