#!/usr/bin/env bash
# The type of a JSON object in DuckDB depends on how many different keys the sample has
#
# Packages: duckdb==2.0.1 (Python 3.11)
# Behaviour: works have an object of word counts. With few rows the column is a STRUCT: every work has every word, NULL where
#   it had none, so counting keys counts words of others. With more rows, hence more different keys, the same column
#   is a MAP, and a query by s.word that ran on the sample fails on the whole.
# Source: DuckDB documentation, JSON reading, map_inference_threshold and field_appearance_threshold.
# The guess it breaks: a query written on the first thousand lines of a snapshot runs on all of it.
# In buju: columns of a JSON source are given with their types.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check duckdb==2.0.1
env/bin/python - <<'PY'
import json

import duckdb


def kind(works):
    with open("works.jsonl", "w", encoding="utf-8") as file:
        for work in range(works):
            file.write(json.dumps({"id": work, "words": {f"w{work * 90 + k}": k for k in range(90)}}) + "\n")
    return str(duckdb.sql("select words from read_json('works.jsonl')").types[0]).partition("(")[0]


seen = {works: kind(works) for works in (2, 3)}
expected = {2: "STRUCT", 3: "MAP"}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
