#!/usr/bin/env bash
# networkx turns a whole number of more than 32 bits into text when it writes GML
#
# Packages: networkx==3.6.1 (Python 3.11)
# Behaviour: a node has year 2024 and register 330200198805120017, both int. After write_gml and read_gml the year is an int
#   and the register a str; a comparison with the table it came from finds no node.
# Source: the GML specification has signed 32-bit integers; networkx/readwrite/gml.py quotes what is beyond, without a
#   warning.
# The guess it breaks: int in, int out, or an error.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check networkx==3.6.1
env/bin/python - <<'PY'
import networkx as nx

graph = nx.Graph()
graph.add_node("C1", year=2024, register=330200198805120017)
nx.write_gml(graph, "out.gml")
seen = nx.read_gml("out.gml").nodes["C1"]
expected = {"year": 2024, "register": "330200198805120017"}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
