#!/usr/bin/env bash
# NetworKit's betweenness of an undirected graph is twice everybody's, unless it is normalised
#
# Packages: networkit==11.3, networkx==3.6.1 (Python 3.11)
# Behaviour: a path of four: networkx (and igraph) give the inner nodes 2, NetworKit 4, for it counts each pair from both
#   ends. With normalized=True all agree on 2/3, so a comparison of the normalised values shows nothing.
# Source: L. Freeman, A set of measures of centrality based on betweenness (1977), counts unordered pairs; networkit
#   Betweenness.cpp halves nothing for undirected graphs.
# The guess it breaks: if the normalised values agree, so do the raw ones.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check networkit==11.3 networkx==3.6.1
env/bin/python - <<'PY'
import networkit as nk
import networkx as nx

path = nx.path_graph(4)
seen = {}
for normalised in (False, True):
    measure = nk.centrality.Betweenness(nk.nxadapter.nx2nk(path), normalized=normalised)
    measure.run()
    theirs = nx.betweenness_centrality(path, normalized=normalised)
    seen[f"normalised {normalised}"] = (round(measure.scores()[1], 3), round(theirs[1], 3))
expected = {"normalised False": (4.0, 2.0), "normalised True": (0.667, 0.667)}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
