"""Parquet files as tables, one file a table. Needs pyarrow.

What does not live here: writing them (``loaders.parquet_writing``), and what the cells mean
(``loaders.tables.columns``); a Parquet table is checked like any other.
"""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

from graph.base.cell_text import shown
from graph.base.errors import UsageError
from graph.base.findings import Finding
from graph.base.installing import how_to_install
from graph.base.words import Words
from loaders.readers.large_csv import arrow_column
from loaders.readers.reader import File, Raw, TableReader, sha256
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import CodedTable, RawTable

MOST_ROWS = 100_000_000
"""Rows of one table that are read at the most: a file of a few bytes can say that it has any number."""
_SMALLER = Words("split the table, or leave out rows that are not needed", "请拆分表格，或去掉不需要的行")


def read_parquet(source: Path | bytes, name: str, file: str) -> RawTable | CodedTable:
    """Read one Parquet file; a null is a blank cell, NaN is not.

    Raises
    ------
    UsageError
        pyarrow is not installed.
    """
    arrow, parquet = need_pyarrow()
    try:
        with parquet.ParquetFile(io.BytesIO(source) if isinstance(source, bytes) else source) as opened:
            schema, rows = opened.schema_arrow, opened.metadata.num_rows
            if rows > MOST_ROWS:
                return RawTable(name, file, findings=(finding("S104", file, value=rows, mend=_SMALLER),))
            wrong = [_unread(file, field) for field in schema if not _is_plain(arrow, field.type)]
            if wrong:
                return RawTable(name, file, findings=tuple(wrong), sha256=sha256(source))
            columns = tuple(arrow_column(opened.read(columns=[field.name]).column(0), _cell) for field in schema)
    except (arrow.ArrowException, OSError, ValueError, UnicodeDecodeError) as error:
        words = Words("not a whole Parquet file ({r})", "不是完整的 Parquet 文件（{r}）").fill(r=type(error).__name__)
        mend = Words("write it again", "请重新写出该文件")
        return RawTable(name, file, findings=(finding("S105", file, message=words, mend=mend),))
    return CodedTable(
        name=name,
        file=file,
        header=tuple(schema.names),
        columns=columns,
        numbers=range(2, rows + 2),
        sha256=sha256(source),
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if math.isfinite(value) and value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _is_plain(arrow: Any, kind: Any) -> bool:
    kind = kind.value_type if arrow.types.is_dictionary(kind) else kind
    known = ("is_string", "is_large_string", "is_boolean", "is_integer", "is_floating", "is_decimal", "is_null")
    return any(getattr(arrow.types, name)(kind) for name in known)


def _unread(file: str, field: Any) -> Finding:
    words = Words(
        "column {c} is of type {t}: only texts, numbers and yes/no are read",
        "{c} 列的类型为 {t}：只读取文字、数值和是否",
    ).fill(c=shown(field.name), t=shown(str(field.type)))
    return finding("S127", file, 1, field.name, str(field.type), words)


def need_pyarrow() -> tuple[Any, Any]:
    """Pyarrow and its Parquet module.

    Raises
    ------
    UsageError
        pyarrow is not installed.
    """
    try:
        import pyarrow as arrow  # noqa: ICN001, PLC0415 - heavy and optional; `pa` says little
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        words = Words(
            "Parquet needs pyarrow: {how}",
            "读写 Parquet 需要 pyarrow：{how}",
        )
        raise UsageError(words.fill(how=how_to_install("national"))) from None
    return arrow, parquet


def _read(file: File) -> Raw:
    return read_parquet(file.whole(), file.stem, file.name)


READER = TableReader((".parquet",), _read)
