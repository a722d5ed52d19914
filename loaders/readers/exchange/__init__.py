"""The ecosystem as graph files (GraphML, GEXF, node-link JSON) and as Parquet, out and in."""
