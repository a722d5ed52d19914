"""Graphs as files for other programs: GraphML and GEXF, written once for all who have nodes and edges."""
