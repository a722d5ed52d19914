#!/usr/bin/env bash
# A long of a GraphML file comes back from igraph with fifteen digits
#
# Packages: igraph==1.0.0, networkx==3.6.1 (Python 3.11)
# Behaviour: a register number of eighteen digits, attr.type long, is read as a double and written back as attr.type double
#   with fifteen digits: 330200198805120017 becomes 330200198805120000, and two numbers that differ in the last
#   digits become one.
# Source: GraphML names int, long, float and double apart; igraph has one numeric attribute type and writes it by %.15g.
# The guess it breaks: a whole number within 64 bits survives a graph program whose file format has 64-bit integers.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check igraph==1.0.0 networkx==3.6.1
env/bin/python - <<'PY'
import igraph
import networkx as nx

graph = nx.Graph()
graph.add_node("a", register=330200198805120017)
graph.add_node("b", register=330200198805120321)
nx.write_graphml(graph, "out.graphml")
igraph.Graph.Read_GraphML("out.graphml").write_graphml("back.graphml")
seen = [repr(value) for _, value in nx.read_graphml("back.graphml").nodes(data="register")]
expected = ["3.3020019880512e+17", "3.3020019880512e+17"]

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
