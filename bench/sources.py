"""Rows of a made-up source reduced to tables: seconds and peak memory of `sources run` (preset openalex).

    python bench/sources.py FOLDER [--rows 10000000]

Writes affiliations and concepts of made-up works (a tenth as many works as rows, 20,000 institutions, 2,000 concepts)
as CSV files into FOLDER, runs the preset in a process of its own, and prints one row of a table. DuckDB holds 3 GB at
most and works on disk beyond that; 10⁸ rows need about 8 GB of disk for the files and as much again for the work.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

AFFILIATIONS = """
SELECT 'W' || (i // 9) AS work_id, 2015 + (i // 9) % 10 AS year, 'I' || hash(i) % 20000 AS institution_id, NULL AS ror,
    'Institution ' || hash(i) % 20000 AS display_name, 'CN' AS country_code, 'education' AS type FROM range({n}) t(i)
"""
CONCEPTS = """
SELECT 'W' || i AS work_id, 'C' || hash(i) % 2000 AS concept_id, 'Concept ' || hash(i) % 2000 AS name,
    hash(i) % 4 AS level, 0.5 AS score FROM range({n}) t(i)
"""


def make(folder: Path, rows: int) -> None:
    """Write the two files with DuckDB; the same rows for the same number."""
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    base = duckdb.connect()
    works = max(rows // 10, 1)
    base.execute(f"COPY ({AFFILIATIONS.format(n=works * 9)}) TO '{folder}/affiliations.csv' (HEADER)")
    base.execute(f"COPY ({CONCEPTS.format(n=works)}) TO '{folder}/concepts.csv' (HEADER)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    asked = parser.parse_args()
    make(asked.folder, asked.rows)
    shutil.rmtree(asked.folder / "out", ignore_errors=True)  # a first run: a second one compares, in memory
    start = time.perf_counter()
    command = ["buju", "sources", "run", "openalex", "--from", asked.folder, "-o", asked.folder / "out"]
    subprocess.run([*map(str, command), "--force", "--json"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"| {asked.rows:,} | {used.ru_utime + used.ru_stime:.1f} CPU s | {time.perf_counter() - start:.1f} s | "
        f"{used.ru_maxrss / 1024:,.0f} MB |"
    )


if __name__ == "__main__":
    main()
