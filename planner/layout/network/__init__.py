"""The network of a run: nodes, links, places, graph files."""
