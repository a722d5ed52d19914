#!/usr/bin/env bash
# A column of 1 and 2.5 that networkx writes cannot be read: GEXF by itself, GraphML by igraph
#
# Packages: networkx==3.6.1, igraph==1.0.0 (Python 3.11)
# Behaviour: one node has amount 1, the other 2.5. write_gexf declares the attribute once, as long, and writes 2.5 under it:
#   read_gexf raises ValueError. write_graphml declares two keys with one attr.name: networkx reads them, igraph
#   refuses 'Duplicate attribute name found'.
# Source: networkx/readwrite/gexf.py get_attr_id finds an attribute by its title and class alone; graphml.py get_key by
#   name, type and scope.
# The guess it breaks: what a library writes it can read, and an amount is a number whether or not it has decimals.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
env/bin/python - <<'PY'
import igraph
import networkx as nx

graph = nx.Graph()
graph.add_node("C1", amount=1)
graph.add_node("C2", amount=2.5)
nx.write_gexf(graph, "out.gexf")
nx.write_graphml(graph, "out.graphml")
seen = {}
for name, read in (("out.gexf", nx.read_gexf), ("out.graphml", igraph.Graph.Read_GraphML)):
    try:
        read(name)
        seen[name] = "read"
    except Exception as error:
        seen[name] = f"{type(error).__name__}: {str(error).partition(' (for')[0].rpartition(': ')[2]}"
expected = {
    "out.gexf": "ValueError: '2.5'",
    "out.graphml": "InternalError: 'amount'",
}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
