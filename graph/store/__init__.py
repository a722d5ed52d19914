"""Stores outside this process: Neo4j, by its own driver. What a graph is stands in ``graph.model.schema``."""
