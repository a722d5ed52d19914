#!/usr/bin/env bash
# DuckDB keeps the rejected lines of every CSV file of a session in one table: a clean file seems to have them, too
#
# Packages: duckdb==2.0.1 (Python 3.11)
# Behaviour: read_csv(…, store_rejects = true) of a file with a short line and then of a clean one: reject_errors holds
#   one line after the second read as well, and says of it neither file nor path; only its scan_id, through
#   reject_scans, tells that it belongs to the first.
# Source: DuckDB documentation, "Reading Faulty CSV Files": store_rejects keeps faulty lines in temporary tables,
#   reject_errors and reject_scans unless rejects_table and rejects_scan name others.
# The guess it breaks: after a read, reject_errors holds the lines that this read has rejected.
# In buju: each input is read with tables of its own (rejects_table, rejects_scan), and paths come from the scans.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check duckdb==2.0.1
env/bin/python - <<'PY'
from pathlib import Path

import duckdb

Path("short.csv").write_text("id,name\nC1,sensors\nC2\n", "utf-8")
Path("clean.csv").write_text("id,name\nC3,alloys\n", "utf-8")
base, seen = duckdb.connect(), []
for file in ("short.csv", "clean.csv"):
    kinds = "columns = {'id': 'VARCHAR', 'name': 'VARCHAR'}, auto_detect = false, header = true, store_rejects = true"
    rows = len(base.execute(f"SELECT * FROM read_csv('{file}', {kinds})").fetchall())
    lines = base.execute("SELECT line FROM reject_errors").fetchall()
    seen.append((file, rows, lines))
names = [c[0] for c in base.execute("SELECT * FROM reject_errors LIMIT 0").description]
expected = [("short.csv", 1, [(3,)]), ("clean.csv", 1, [(3,)])]

if seen != expected or any("path" in n for n in names):
    raise SystemExit(f"changed: {seen} {names}")
print(f"saw: {seen}, columns {names}")
PY
