#!/usr/bin/env bash
# igraph gives the edges of a GraphML file the ids of its nodes
#
# Packages: igraph==1.0.0, networkx==3.6.1 (Python 3.11)
# Behaviour: three edges have the ids tie-9, tie-5 and tie-7 in the file (attribute id of <edge>). igraph reads them as
#   node0, node1 and node2: the first nodes' ids in their order. Written back, the ties carry names that belong to
#   nodes.
# Source: the GraphML primer, 'edges may have an id'; igraph src/io/graphml.c, where the ids of nodes and of edges are
#   kept.
# The guess it breaks: an edge that goes out with an id can be found by it when the file comes back.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check igraph==1.0.0 networkx==3.6.1
env/bin/python - <<'PY'
import igraph
import networkx as nx

graph = nx.MultiDiGraph()
graph.add_nodes_from(f"node{i}" for i in range(5))
graph.add_edge("node0", "node1", key="tie-9")
graph.add_edge("node1", "node2", key="tie-5")
graph.add_edge("node3", "node4", key="tie-7")
nx.write_graphml(graph, "ties.graphml")
read = igraph.Graph.Read_GraphML("ties.graphml")
seen = {"ids in the file": [k for _, _, k in graph.edges(keys=True)], "ids that igraph has": read.es["id"]}
expected = {"ids in the file": ["tie-9", "tie-5", "tie-7"], "ids that igraph has": ["node0", "node1", "node2"]}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
