"""An ecosystem written as a dataset: one CSV file a table and ``dataset.yaml``, to be read back as it was.

What does not live here: empty tables (``template``) and writing to disk (``writing``).
"""

from __future__ import annotations

import io
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from graph.base.writing import write_files
from graph.model.ecosystem import Ecosystem
from graph.model.schema import TABLES, Column, Table
from loaders.row_writing import row_writer


def save(eco: Ecosystem, target: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write all tables and ``dataset.yaml`` into a folder, all of them or none; tables without rows as headers.

    Raises
    ------
    OutputError
        A file of the same name is there and ``force`` is not given, or the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {"fields": [{"id": "F1"}]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(sorted(p.name for p in save(eco, Path(folder) / "new"))[:3])
    ['affiliations.csv', 'capabilities.csv', 'centres.csv']
    """
    return write_files(target, dataset_files(eco), force=force)


def dataset_files(eco: Ecosystem) -> dict[str, bytes]:
    """File name → content; the same ecosystem gives the same bytes."""
    files = {f"{table.name}.csv": _table(eco, table) for table in tables_to_write(eco, occasional=False)}
    files["dataset.yaml"] = dataset_document(eco)
    return files


def tables_to_write(eco: Ecosystem, *, occasional: bool) -> tuple[Table, ...]:
    """Tables with rows, and those without that a reader may want to fill in: of a map without centres, none.

    A table of centres without rows would say that there should be some, and the map could not be read back.
    """
    held = {name for name, table in TABLES.items() if len(eco.column(name, table.columns[0].name))}
    is_map = bool(held & {"evidence", "capabilities"}) and not held & {"centres", "covers"}
    bare = (t.name for t in TABLES.values() if not is_map and (occasional or not t.occasional))
    wanted = held.union(bare)
    return tuple(t for t in TABLES.values() if t.name in wanted)


def dataset_document(eco: Ecosystem) -> bytes:
    """What the dataset says about itself, as ``dataset.yaml``."""
    said = {k: v for k, v in asdict(eco.info).items() if k not in ("name", "evidence") or v}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110).encode()


def _table(eco: Ecosystem, table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = row_writer(text)
    writer.writerow([c.name for c in table.columns])
    columns = [[_cell(c, v) for v in eco.column(table.name, c.name).tolist()] for c in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def _cell(column: Column, value: Any) -> str:
    if column.kind == "boolean":
        return "true" if value else "false"
    if column.kind in ("number", "integer"):
        if math.isnan(value):
            return ""
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
