#!/usr/bin/env bash
# One row with a comma too many makes DuckDB read a whole CSV file as one column
#
# Packages: duckdb==2.0.1 (Python 3.11)
# Behaviour: id,name with three rows, one of which has an unquoted comma in its name: no error and no missing row, but a
#   table of one column called 'id,name' whose cells are the lines. With header=true and all_varchar=true too. With
#   delim=',' given it is an error that names no row.
# Source: DuckDB documentation, CSV auto detection: the dialect that gives consistent rows wins, and one column is always
#   consistent.
# The guess it breaks: a ragged row is an error or is named, and the other rows keep their columns.
# In buju: sources are read with the dialect given and sniffing off; a row of another width is a finding.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check duckdb==2.0.1
env/bin/python - <<'PY'
import duckdb

with open("centres.csv", "w", encoding="utf-8") as file:
    file.write("id,name\nC1,sensors\nC2,motors, drives\nC3,alloys\n")
read = duckdb.sql("select * from read_csv('centres.csv', header = true, all_varchar = true)")
seen = (read.columns, read.fetchall())
expected = (["id,name"], [("C1,sensors",), ("C2,motors, drives",), ("C3,alloys",)])

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
