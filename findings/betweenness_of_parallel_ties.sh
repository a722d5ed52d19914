#!/usr/bin/env bash
# Betweenness of a graph with parallel ties: networkx counts a pair once, rustworkx and igraph count each tie
#
# Packages: networkx==3.6.1, rustworkx==0.18.1, igraph==1.0.0 (Python 3.11)
# Behaviour: a ring of four where one pair has two ties (two joint projects). networkx's MultiGraph gives every node 1/2, as
#   if the pair had one tie; the same graph by rustworkx.networkx_converter and igraph's from_networkx gives 2/3 and
#   1/3, since two parallel ties are two shortest paths.
# Source: the documentation of networkx betweenness_centrality is silent on multigraphs; U. Brandes, On variants of
#   shortest-path betweenness centrality (2008), section 3.6, treats them as several paths.
# The guess it breaks: a measure with one name has one value in three libraries that convert each other's graphs.
# In buju: collaboration is projected on pairs before a measure is taken.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check networkx==3.6.1 rustworkx==0.18.1 igraph==1.0.0
env/bin/python - <<'PY'
import igraph
import networkx as nx
import rustworkx

graph = nx.MultiGraph([(0, 1), (0, 1), (0, 2), (1, 3), (2, 3)])
seen = {
    "networkx": [round(v, 3) for v in nx.betweenness_centrality(graph, normalized=False).values()],
    "rustworkx": [
        round(v, 3)
        for v in rustworkx.betweenness_centrality(rustworkx.networkx_converter(graph), normalized=False).values()
    ],
    "igraph": [round(v, 3) for v in igraph.Graph.from_networkx(graph).betweenness()],
}
expected = {
    "networkx": [0.5, 0.5, 0.5, 0.5],
    "rustworkx": [0.667, 0.667, 0.333, 0.333],
    "igraph": [0.667, 0.667, 0.333, 0.333],
}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
