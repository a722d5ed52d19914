"""Files of many kinds as raw tables: CSV, workbooks, archives, Parquet, graph files, CORDIS."""
