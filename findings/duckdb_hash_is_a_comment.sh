#!/usr/bin/env bash
# DuckDB takes a number sign for a comment as soon as one row begins with it
#
# Packages: duckdb==2.0.1 (Python 3.11)
# Behaviour: ids such as #3 are common in bureau tables. A file where one row begins with # and another has a # after a blank
#   loses that row and cuts the other's text: '2,plant # 2' becomes 'plant ', no error. Without the row that begins
#   with it, the same text is whole.
# Source: DuckDB documentation, CSV auto detection, comment detection: rows that begin with the mark, or where it follows
#   the last column, make it a comment.
# The guess it breaks: text after a comma is data; RFC 4180 has no comments.
# In buju: sources are read with the dialect given and sniffing off.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check duckdb==2.0.1
env/bin/python - <<'PY'
import duckdb


def read(lines):
    with open("plants.csv", "w", encoding="utf-8") as file:
        file.write("id,name\n" + "\n".join(lines) + "\n")
    return duckdb.sql("select * from 'plants.csv'").fetchall()


lines = ["1,plant", "2,plant # 2", "#3,plant", "4,plant"]
seen = {"with the row": read(lines), "without": read([line for line in lines if line[0] != "#"])}
expected = {
    "with the row": [(1, "plant"), (2, "plant "), (4, "plant")],
    "without": [(1, "plant"), (2, "plant # 2"), (4, "plant")],
}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
