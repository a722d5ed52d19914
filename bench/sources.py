"""Rows of a made-up source reduced to tables: seconds and peak memory of `sources run` (preset openalex).

    python bench/sources.py FOLDER [--rows 10000000]

Writes affiliations and concepts of made-up works (a tenth as many works as rows, 20,000 institutions, 2,000 concepts)
as CSV files into FOLDER, runs the preset in a process of its own, changes the snapshot (one row in 90,000 is lost, one
institution is renamed) and a cell of the tables by hand, runs it again, and prints a row of a table for each run.
DuckDB holds 3 GB at most and works on disk beyond that; 10⁸ rows need about 40 GB of disk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
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


def change(folder: Path) -> None:
    """A newer snapshot, and a decision by hand in the first row of the evidence."""
    for path, lines in ((folder / "affiliations.csv", newer), (folder / "out" / "evidence.csv", decided)):
        with path.open(encoding="utf-8") as old, path.with_suffix(".new").open("w", encoding="utf-8") as new:
            new.writelines(lines(old))
        path.with_suffix(".new").replace(path)


def newer(lines: Iterable[str]) -> Iterator[str]:
    for n, line in enumerate(lines):
        if n % 90_000 != 45_000:
            yield line.replace(",Institution 77,", ",Institute 77,")


def decided(lines: Iterable[str]) -> Iterator[str]:
    for n, line in enumerate(lines):
        yield line.replace(",0.5,", ",0.99,") if n == 1 else line


def run(folder: Path, rows: int, what: str) -> None:
    """Run the preset in a process of its own and print what it took."""
    command = ["buju", "sources", "run", "openalex", "--from", folder, "-o", folder / "out", "--json"]
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the {what} run ended with {os.waitstatus_to_exitcode(status)}")
    print(
        f"| {rows:,} | {what} | {used.ru_utime + used.ru_stime:.1f} CPU s | {time.perf_counter() - start:.1f} s | "
        f"{used.ru_maxrss / 1024:,.0f} MB |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    asked = parser.parse_args()
    make(asked.folder, asked.rows)
    shutil.rmtree(asked.folder / "out", ignore_errors=True)
    run(asked.folder, asked.rows, "first")
    change(asked.folder)
    run(asked.folder, asked.rows, "second")


if __name__ == "__main__":
    main()
