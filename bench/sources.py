"""Rows of a made-up source reduced to tables: seconds and peak memory of `sources run` (preset openalex).

    python bench/sources.py FOLDER [--rows 10000000]

Writes affiliations and concepts of made-up works (a tenth as many works as rows, 20,000 institutions, 2,000 concepts)
as CSV files into FOLDER, runs the preset in a process of its own, changes the snapshot (one row in 90,000 is lost, one
institution is renamed) and a cell of the tables by hand, runs it again, and once more on the same snapshot, and prints
a row of a table for each run, and after the second and third what they listed and whether that is what was changed.
DuckDB holds 3 GB at most and works on disk beyond that; 10⁸ rows need about 40 GB of disk.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

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


def run(folder: Path, rows: int, what: str) -> dict[str, Any]:
    """Run the preset in a process of its own, print what it took, and return what it said."""
    command = ["buju", "sources", "run", "openalex", "--from", folder, "-o", folder / "out", "--json"]
    start = time.perf_counter()
    with (folder / "said.json").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=said)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the {what} run ended with {os.waitstatus_to_exitcode(status)}")
    print(
        f"| {rows:,} | {what} | {used.ru_utime + used.ru_stime:.1f} CPU s | {time.perf_counter() - start:.1f} s | "
        f"{used.ru_maxrss / 1024:,.0f} MB |",
        flush=True,
    )
    return json.loads((folder / "said.json").read_text("utf-8"))


def recounted(before: Path, now: Path, work: Path) -> tuple[int, int, int]:
    """Rows of evidence added, gone and changed, by ``sort`` and ``comm`` instead of DuckDB; no cell holds a comma."""
    place = {**os.environ, "LC_ALL": "C", "TMPDIR": str(work)}
    for path in (before, now):
        command = ["sort", "-S", "500M", "-o", work / f"{path.stem}.sorted", path]
        subprocess.run(command, env=place, check=True)
    found: list[set[str]] = []
    for only in ("-23", "-13"):
        command = ["comm", only, work / f"{before.stem}.sorted", work / f"{now.stem}.sorted"]
        lines = subprocess.run(command, env=place, check=True, capture_output=True, text=True).stdout.splitlines()
        found.append({line.rsplit(",", 5)[0] for line in lines})
    old, new = found
    return len(new - old), len(old - new), len(old & new)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    asked = parser.parse_args()
    folder = asked.folder
    make(folder, asked.rows)
    shutil.rmtree(folder / "out", ignore_errors=True)
    run(folder, asked.rows, "first")
    given = folder / "out" / ".buju-source" / "evidence.csv"
    before = folder / "before.csv"
    before.unlink(missing_ok=True)
    before.hardlink_to(given)  # a write replaces the file, and leaves this one as it was
    change(folder)
    said = run(folder, asked.rows, "second")["changes"]
    told = said.get("evidence", {})
    counts = tuple(told.get(kind, 0) for kind in ("added", "gone", "changed"))
    again = recounted(before, given, folder)
    print(f"evidence added, gone, changed: {counts}, recounted {again}, kept by hand {told.get('kept', 0)}")
    print(f"organisations renamed: {said['organisations']['first_renamed']}")
    third = run(folder, asked.rows, "third")
    print(f"the third run wrote {len(third['files'])} files and found {len(third['changes'])} tables changed")
    if counts != again or third["files"] or third["changes"]:
        raise SystemExit("the refresh does not hold")


if __name__ == "__main__":
    main()
