"""The ecosystem as Parquet: one file a table, typed by the schema, beside ``dataset.yaml``. Needs pyarrow.

What does not live here: reading them back (``loaders.readers.exchange.parquet``).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.model.ecosystem import Ecosystem
from graph.model.schema import Column, Table
from loaders.readers.exchange.parquet import need_pyarrow
from loaders.saving import dataset_document, tables_to_write

if TYPE_CHECKING:
    import pyarrow as pa


def parquet_files(eco: Ecosystem) -> dict[str, bytes]:
    """File name → content: tables without rows too, and ``dataset.yaml``.

    Raises
    ------
    UsageError
        pyarrow is not installed.
    """
    files = {f"{table.name}.parquet": _written(eco, table) for table in tables_to_write(eco, occasional=True)}
    return {**files, "dataset.yaml": dataset_document(eco)}


def _written(eco: Ecosystem, table: Table) -> bytes:
    arrow, parquet = need_pyarrow()
    columns = {c.name: _column(arrow, c, eco.column(table.name, c.name)) for c in table.columns}
    sink = io.BytesIO()
    parquet.write_table(arrow.table(columns), sink, compression="zstd")
    return sink.getvalue()


def _column(arrow: Any, column: Column, values: Any) -> pa.Array:
    if column.kind == "boolean":
        return arrow.array(values, type=arrow.bool_())
    if column.kind in ("number", "integer"):
        blank = np.isnan(values)
        whole = column.kind == "integer" and bool(np.all(values[~blank] % 1 == 0))
        kind = arrow.int64() if whole else arrow.float64()
        filled = np.where(blank, 0, values)
        return arrow.array(filled.astype(np.int64) if whole else filled, type=kind, mask=blank)
    return arrow.array(values, type=arrow.string(), mask=values == "")
