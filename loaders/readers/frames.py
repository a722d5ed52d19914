"""Data frames and plain Python rows as :class:`RawTable`: pandas, polars, Arrow, lists of dicts, dicts of columns.

A cell stands as it would in a CSV file; what is missing (None, NaN, NA, NaT) is blank. What does not live here: what
the cells mean (``loaders.tables``); a frame is checked like any file.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np

from graph.base.cell_text import shown
from graph.base.findings import Finding
from graph.base.installing import how_to_install
from graph.base.words import Words
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import LONGEST_CELL, RawTable

_TEXTS = (str, int, Decimal, UUID)
_NOTHING = Words("write plain values, or leave the cell out", "请写普通的值，或留空")


class _NoTableError(Exception):
    """The object cannot be read as a table; carries why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def read_frame(frame: object, name: str) -> RawTable:
    """Read one data frame.

    Parameters
    ----------
    frame : object
        A pandas, polars or Arrow frame, anything with ``__arrow_c_stream__``; a sequence of mappings, one a row; or a
        mapping of columns, each a sequence. Named levels of a pandas index are columns, other indexes are not read.
    name : str
        Name of the table; findings give it as their file, and count rows as a file would: the header is row 1.

    Returns
    -------
    RawTable
        What is no table, and a cell that no file could hold (a list, bytes), are findings S130.

    Examples
    --------
    >>> table = read_frame({"id": ["C1", "C2"], "ready_year": [2023.0, float("nan")]}, "centres")
    >>> table.header, table.rows
    (('id', 'ready_year'), (['C1', '2023'], ['C2', '']))
    >>> read_frame([{"id": "C1"}, {"id": "C2", "equity": 0.5}], "centres").rows
    (['C1', ''], ['C2', '0.5'])
    """
    findings: list[Finding] = []
    try:
        header, values = _opened(frame)
    except _NoTableError as error:
        return RawTable(name, name, findings=(finding("S130", name, message=error.words),))
    rows: list[list[str]] = []
    numbers: list[int] = []
    skipped = 0
    for number, cells in enumerate(values, start=2):
        row = [_said(cell, name, number, column, findings) for cell, column in zip(cells, header, strict=False)]
        if any(map(str.strip, row)):
            rows.append(row)
            numbers.append(number)
        else:
            skipped += 1
    if not header and not findings:
        findings.append(finding("S110", name))
    return RawTable(
        name, name, header=header, rows=tuple(rows), numbers=tuple(numbers), skipped=skipped, findings=tuple(findings)
    )


Opened = tuple[tuple[str, ...], Iterable[Sequence[Any]]]
"""Header and rows of values."""


def _opened(frame: Any) -> Opened:
    if isinstance(frame, Mapping):
        return _of_columns(frame)
    if isinstance(frame, Sequence) and not isinstance(frame, str | bytes | bytearray | memoryview):
        return _of_rows(frame)
    if hasattr(frame, "itertuples"):
        return _of_pandas(frame)
    return _of_any(frame)


def _of_columns(frame: Mapping[Any, Any]) -> Opened:
    columns = []
    for column, values in frame.items():
        if isinstance(values, str | bytes) or not isinstance(values, Iterable):
            words = Words("column {c} is no list of values", "{c} 列不是值的列表").fill(c=shown(column))
            raise _NoTableError(words)
        columns.append(list(values))
    lengths = {len(values) for values in columns}
    if len(lengths) > 1:
        said = ", ".join(f"{shown(c)}: {len(v)}" for c, v in zip(frame, columns, strict=True))
        raise _NoTableError(Words("the columns differ in length ({n})", "各列长度不同（{n}）").fill(n=said))
    return tuple(map(_title, frame)), list(zip(*columns, strict=True))


def _of_rows(rows: Sequence[Any]) -> Opened:
    header: dict[Any, None] = {}
    for number, row in enumerate(rows, start=2):
        if not isinstance(row, Mapping):
            words = Words("row {n} is no mapping of column to value", "第 {n} 行不是“列名: 值”的映射").fill(n=number)
            raise _NoTableError(words)
        header |= dict.fromkeys(row)
    return tuple(map(_title, header)), [[row.get(column) for column in header] for row in rows]


def _of_pandas(frame: Any) -> Opened:
    """By pandas itself: its object columns hold what Arrow refuses, and a column may stand there twice."""
    if any(level is not None for level in frame.index.names):
        try:
            frame = frame.reset_index()
        except ValueError as error:
            raise _NoTableError(Words("the index has the name of a column", "索引与某列同名")) from error
    return tuple(map(_title, frame.columns)), frame.itertuples(index=False, name=None)


def _of_any(frame: Any) -> Opened:
    import narwhals as nw  # noqa: PLC0415 - only when a frame is there

    if hasattr(frame, "collect") and not hasattr(frame, "iter_rows"):
        frame = frame.collect()
    try:
        table = nw.from_native(frame, eager_only=True)
    except TypeError:
        table = _of_arrow(frame)
    return tuple(map(_title, table.columns)), table.iter_rows()


def _of_arrow(frame: Any) -> Any:
    import narwhals as nw  # noqa: PLC0415 - only when a frame is there

    kind = f"{type(frame).__module__}.{type(frame).__qualname__}"
    if not hasattr(frame, "__arrow_c_stream__"):
        words = Words("{kind} is no table", "{kind} 不是表格").fill(kind=kind)
        raise _NoTableError(words)
    try:
        return nw.from_arrow(frame, backend="pyarrow")
    except ImportError as error:
        words = Words(
            "{kind} is read by pyarrow: {how}",
            "读取 {kind} 需要 pyarrow：{how}",
        )
        raise _NoTableError(words.fill(kind=kind, how=how_to_install("national"))) from error


def _title(column: Any) -> str:
    return "" if column is None else str(column)


def _said(value: Any, table: str, row: int, column: str, findings: list[Finding]) -> str:
    """The value as it would stand in a CSV file."""
    text = _text(value)
    if text is None:
        words = Words("a value of type {t} has no place in a cell", "类型为 {t} 的值无法放入单元格")
        kind = type(value).__name__
        findings.append(finding("S130", table, row, column, value, words.fill(t=shown(kind)), _NOTHING))
        return ""
    if len(text) > LONGEST_CELL:
        findings.append(finding("S114", table, row, column))
        return ""
    return text


def _text(value: Any) -> str | None:  # noqa: PLR0911 - one return a kind of value
    """The text of a cell; None for what no cell can hold."""
    if isinstance(value, str):
        return str(value)
    if _missing(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        number = float(value)
        whole = math.isfinite(number) and number.is_integer() and abs(number) < 1e15
        return f"{number:.0f}" if whole else str(value)
    if isinstance(value, enum.Enum):
        return _text(value.value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, (*_TEXTS, np.integer, np.datetime64)) else None


def _missing(value: Any) -> bool:
    """Whether a value stands for nothing: None, NaN of any kind, NaT, NA (the one value that is not even itself)."""
    if value is None:
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    try:
        return bool(value != value)  # noqa: PLR0124 - what is not equal to itself is missing
    except (TypeError, ValueError):  # NA says neither yes nor no; an array says both
        return type(value).__name__ == "NAType"


def tables(frames: Mapping[str, Any]) -> Iterator[tuple[str, RawTable]]:
    """Each frame by its name; a frame that is None is not there."""
    for name, frame in frames.items():
        if frame is not None:
            yield str(name), read_frame(frame, str(name))
