#!/usr/bin/env bash
# networkx writes GraphML booleans that no schema knows, and rustworkx refuses the file
#
# Packages: networkx==3.6.1, rustworkx==0.18.1 (Python 3.11)
# Behaviour: a node attribute True is written as <data>True</data> under attr.type boolean. The type is xs:boolean, whose
#   words are true, false, 1 and 0. networkx and igraph read it; rustworkx ends with 'provided string was not `true`
#   or `false`', and a schema check fails.
# Source: XML Schema Part 2, 3.2.2 boolean; networkx/readwrite/graphml.py writes str(value).
# The guess it breaks: GraphML that the best known graph library of Python writes can be read by the second.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check networkx==3.6.1 rustworkx==0.18.1
env/bin/python - <<'PY'
import networkx as nx
import rustworkx

graph = nx.Graph()
graph.add_node("C1", approved=True)
nx.write_graphml(graph, "out.graphml")
text = open("out.graphml", encoding="utf-8").read()
written = text.partition('<data key="d0">')[2].partition("<")[0]
try:
    rustworkx.read_graphml("out.graphml")
    word = "read"
except Exception as error:
    word = str(error)
seen = (written, word)
expected = ("True", "Failed conversion to 'bool': provided string was not `true` or `false`")

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
