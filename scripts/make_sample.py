#!/usr/bin/env python3
"""Write the tables of the sample city 宁波: ``python scripts/make_sample.py [FOLDER]``.

Without a folder they go where they are committed. The same seed gives the same bytes; a test says so.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from sample.tables import as_csv, sample_tables  # noqa: E402


def main(folder: Path) -> None:
    """Write one CSV file a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in sample_tables().items():
        (folder / f"{table}.csv").write_bytes(as_csv(table, rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "loaders" / "samples" / "ningbo")
