#!/usr/bin/env python3
"""Write the tables of the sample cities: ``python scripts/make_sample.py [FOLDER [CITY]]``.

Cities: ``ningbo`` (before the first approval) and ``ningbo_2026`` (after three years). Without a folder they go where
they are committed; without a city the first one is written. The same seed gives the same bytes; a test says so.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from sample.midway import midway_tables  # noqa: E402
from sample.tables import as_csv, sample_tables  # noqa: E402

CITIES = {"ningbo": sample_tables, "ningbo_2026": midway_tables}


def main(folder: Path, city: str = "ningbo") -> None:
    """Write one CSV file a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in CITIES[city]().items():
        (folder / f"{table}.csv").write_bytes(as_csv(table, rows))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), *sys.argv[2:3])
    else:
        for name in CITIES:
            main(ROOT / "loaders" / "samples" / name, name)
