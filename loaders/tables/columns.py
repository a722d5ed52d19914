"""The cells of one table as typed columns: every distinct cell is parsed once, every row is read or counted as skipped.

What does not live here: the parsing of one cell (``cells``), keys and references (``keys``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.base.cell_text import fold, trim
from graph.base.findings import Finding
from graph.base.records import Count
from graph.base.words import Words
from graph.model.schema import Column, Table
from loaders.rules.catalogue import finding
from loaders.tables.cells import Refusal, parser
from loaders.tables.changed import cut_short, garbled, is_mark, lost_characters, no_data, shares, thousands
from loaders.tables.headers import Headers, match
from loaders.tables.number_formats import formatted
from loaders.tables.raw_table import CodedColumn, CodedTable, RawTable

LOSING = frozenset({"S101", "S105", "S110", "S111", "S114", "S115"})
"""Findings of a file after which rows, and so ids, may be missing."""


_QUOTED = re.compile(r"\s+\"")
_APART = Words(
    "take away the blank before the quote: only then does the quote hold the cell together",
    "请删除引号前的空白字符：否则引号不起作用",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows taken into the table, data rows not taken (blank, broken, cut off) and blank cells that took a default.

    ``read + skipped`` is the number of rows below the header.
    """

    read: Count
    skipped: Count
    defaulted: Count


@dataclass(frozen=True, eq=False, kw_only=True)
class TypedTable:
    """One table as typed columns.

    Attributes
    ----------
    values
        Column → Python values (arrays in a large table); text ``""``, numbers NaN, booleans False where blank or
        refused.
    refused
        Column → positions whose cell was refused or is blank though needed.
    numbers
        Spreadsheet row of each position.
    lost_ids
        Ids of rows that were skipped; they are known, so that references to them are no second finding.
    trusted
        Whether every id of the table is known.
    coded
        Of a large table: column → its distinct values, and which of them stands in each row; empty otherwise.
    """

    table: Table
    file: str
    values: Mapping[str, Sequence[Any] | NDArray[Any]]
    refused: Mapping[str, frozenset[int]]
    numbers: Sequence[int]
    counts: Counts
    findings: tuple[Finding, ...]
    lost_ids: frozenset[str]
    trusted: bool
    coded: Mapping[str, tuple[list[Any], NDArray[np.int32]]] = field(default_factory=dict)

    def arrays(self, columns: tuple[Column, ...] | None = None) -> dict[str, NDArray[Any]]:
        """The columns as read-only arrays: object (text), float64 (numbers) and bool."""
        kinds = {c.name: c.kind for c in (columns or self.table.columns)}
        return {name: as_array(values, kinds.get(name, "number")) for name, values in self.values.items()}


def as_array(values: Sequence[Any] | NDArray[Any], kind: str) -> NDArray[Any]:
    """Return a read-only array of the type that a column of this kind has.

    Examples
    --------
    >>> as_array([1.0, math.nan], "integer").dtype, as_array(["a"], "ref").dtype
    (dtype('float64'), dtype('O'))
    """
    if isinstance(values, np.ndarray):
        array: NDArray[Any] = values
    elif kind in ("number", "integer"):
        array = np.array(values, dtype=np.float64)
    elif kind == "boolean":
        array = np.array(values, dtype=np.bool_)
    else:
        array = np.empty(len(values), dtype=np.object_)
        array[:] = values
    array.flags.writeable = False
    return array


def read_columns(
    raw: RawTable | CodedTable, table: Table, *, extra: bool = False, money: str | None = None
) -> TypedTable:
    """Read the cells of ``raw`` as ``table`` declares them; with ``extra``, unknown headers are columns of numbers.

    ``money`` is the unit of the dataset's money, which units in headers are held against.

    Examples
    --------
    >>> from graph.model.schema import TABLES
    >>> raw = RawTable("covers", "covers.csv", header=("centre_id", "technology_id"),
    ...                rows=(["C1", "T1"], ["C1"]), numbers=(2, 3))
    >>> typed = read_columns(raw, TABLES["covers"])
    >>> typed.values["strength"], typed.counts, [f.code for f in typed.findings]
    ([1.0], Counts(read=1, skipped=1, defaulted=1), ['C301'])
    """
    if isinstance(raw, CodedTable) and not _odd_rows(raw, table):
        return _read_coded(raw, table, extra, money)
    raw = raw.plain() if isinstance(raw, CodedTable) else raw
    headers = match(raw, table, extra=extra, money=money) if raw.usable else Headers((), table.columns, ())
    rows, numbers, broken, lost = _whole(raw, table, headers)
    findings = [*raw.findings, *headers.findings, *broken]
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(raw.header)
    values: dict[str, list[Any]] = {}
    refused: dict[str, frozenset[int]] = {}
    wrong: list[Finding] = []
    defaulted = 0
    for column, position in headers.places:
        took, bad = _read(column, cells[position], numbers, raw.file, wrong)
        values[column.name], refused[column.name] = _filled(column, took), bad
        wrong += _of_column(column, cells[position], numbers, raw, position)
        if isinstance(raw, RawTable) and raw.formats:
            placed = zip(numbers, cells[position], strict=True)
            odd = [(n, cell, raw.formats[n, position]) for n, cell in placed if (n, position) in raw.formats]
            wrong += formatted(column, column.name, odd, raw.file, money)
        if column.default is not None:
            defaulted += sum(v is None for v in took)
    for column in headers.missing:
        values[column.name], refused[column.name] = _filled(column, [None] * len(rows)), frozenset()
        if column.default is not None:
            defaulted += len(rows)
    order = {column.name: i for i, (column, _) in enumerate(headers.places)}
    findings += sorted(wrong, key=lambda f: (f.row, order[f.column]))
    findings += shares(table, values, numbers, raw.file)
    return TypedTable(
        table=table,
        file=raw.file,
        values=values,
        refused=refused,
        numbers=numbers,
        counts=Counts(len(rows), raw.skipped + len(raw.rows) - len(rows), defaulted),
        findings=tuple(findings),
        lost_ids=lost,
        trusted=not any(f.code in LOSING for f in raw.findings)
        and not any(c.name in table.key[:1] for c in headers.missing),
    )


def _odd_rows(raw: CodedTable, table: Table) -> bool:
    """Whether rows of a large table may be of totals or remarks: then it is read by rows."""
    first = raw.columns[0].cells if raw.columns else ()
    return any(no_data([cell], []) for cell in first if not cell.isascii()) and bool(table.columns)


def _of_column(
    column: Column, cells: Sequence[str], numbers: Sequence[int], raw: RawTable | CodedTable, position: int
) -> Iterator[Finding]:
    """What a column as a whole says: thousands, ids cut short, marks of missing numbers."""
    yield from thousands(column, cells, raw.file)
    if column.kind in ("id", "ref", "text"):
        yield from lost_characters(column, cells, numbers, raw.file)
    if column.kind in ("id", "ref"):
        long = raw.long_numbers if isinstance(raw, RawTable) else frozenset()
        for number, cell in zip(numbers, cells, strict=True):
            if (number, position) in long or cut_short(fold(cell)):
                yield finding("C316", raw.file, number, column.name, cell)
    elif column.kind in ("number", "integer") and not column.required:
        marks = [(n, cell) for n, cell in zip(numbers, cells, strict=True) if is_mark(cell)]
        if marks:
            words = Words(
                "{n:cell says|cells say} that the number is missing; taken as blank", "有 {n} 格标记为缺值，按空白处理"
            )
            yield finding("C319", raw.file, marks[0][0], column.name, marks[0][1], words.fill(n=len(marks)))


def _read_coded(raw: CodedTable, table: Table, extra: bool, money: str | None) -> TypedTable:
    """As :func:`read_columns`, by columns: distinct cells are parsed, rows are looked at only where one is refused."""
    headers = match(raw, table, extra=extra, money=money)
    rows = len(raw.numbers)
    coded: dict[str, tuple[list[Any], NDArray[np.int32]]] = {}
    refused: dict[str, frozenset[int]] = {}
    wrong: list[Finding] = []
    defaulted = 0
    for column, position in headers.places:
        given = raw.columns[position]
        took, refused[column.name] = _read_distinct(column, given, raw.numbers, raw.file, wrong)
        wrong += _of_coded(column, given, raw)
        if column.default is not None:
            blank = np.array([v is None for v in took], dtype=bool)
            defaulted += int(blank[given.codes].sum()) if len(took) else 0
        coded[column.name] = (_filled(column, took), given.codes)
    for column in headers.missing:
        coded[column.name] = (_filled(column, [None]), np.zeros(rows, dtype=np.int32))
        refused[column.name] = frozenset()
        defaulted += rows if column.default is not None else 0
    kinds = {c.name: c.kind for c in (*table.columns, *(c for c, _ in headers.places))}
    values = {name: as_array(distinct, kinds[name])[codes] for name, (distinct, codes) in coded.items()}
    order = {column.name: i for i, (column, _) in enumerate(headers.places)}
    findings = [*raw.findings, *headers.findings, *sorted(wrong, key=lambda f: (f.row, order[f.column]))]
    findings += shares(table, values, raw.numbers, raw.file)
    counts = Counts(rows, raw.skipped, defaulted)
    keyed = not any(c.name in table.key[:1] for c in headers.missing)
    return TypedTable(
        table=table,
        file=raw.file,
        values=values,
        refused=refused,
        numbers=raw.numbers,
        counts=counts,
        findings=tuple(findings),
        lost_ids=frozenset(),
        trusted=keyed,
        coded=coded,
    )


def _of_coded(column: Column, given: CodedColumn, raw: CodedTable) -> Iterator[Finding]:
    """As :func:`_of_column`: only where a distinct cell is odd are rows looked at."""
    odd = column.kind in ("id", "ref") and any(len(c) > 15 and cut_short(fold(c)) for c in given.cells)
    odd = odd or (column.kind in ("id", "ref", "text") and any(garbled(c) is not None for c in given.cells))
    odd = odd or (column.kind in ("number", "integer") and any(is_mark(c) for c in given.cells))
    if odd:
        yield from _of_column(column, [given.cells[i] for i in given.codes.tolist()], raw.numbers, raw, -1)
    else:
        yield from thousands(column, given.cells, raw.file)


def _read_distinct(
    column: Column, given: CodedColumn, numbers: Sequence[int], file: str, findings: list[Finding]
) -> tuple[list[Any], frozenset[int]]:
    """Values of the distinct cells (None = blank or refused) and the rows that were refused."""
    known, bad, more = _parsed(column, given.cells)
    if not bad and not more:
        return [known[cell] for cell in given.cells], frozenset()
    odd = np.array([cell in bad or cell in more for cell in given.cells], dtype=bool)
    places = np.flatnonzero(odd[given.codes]).tolist()
    cells = [given.cells[code] for code in given.codes[places].tolist()]
    refused = _refuse(column, zip(places, cells, strict=True), (known, bad), numbers, file, findings)
    return [None if cell in bad else known[cell] for cell in given.cells], frozenset(refused)


def _filled(column: Column, took: list[Any]) -> list[Any]:
    other = column.default
    if other is None:
        other = math.nan if column.kind in ("number", "integer") else column.kind != "boolean" and ""
    return [other if v is None else v for v in took]


def _whole(
    raw: RawTable, table: Table, headers: Headers
) -> tuple[list[list[str]], tuple[int, ...], list[Finding], frozenset[str]]:
    """Rows as wide as the header, with their numbers; what was wrong with the others, and the ids that they held."""
    width = len(raw.header)
    if not headers.places:
        return [], (), [], frozenset()
    musts = frozenset(i for c, i in headers.places if c.required)
    notes = {n: row for n, row in zip(raw.numbers, raw.rows, strict=True) if no_data(row, musts)}
    if not notes and all(len(row) == width for row in raw.rows):
        return list(raw.rows), raw.numbers, [], frozenset()
    needed = max(musts, default=-1)
    key_place = next((i for c, i in headers.places if table.key and c.name == table.key[0]), None)
    rows, numbers, findings, lost = [], [], [], set()
    last = raw.numbers[-1]
    for row, number in zip(raw.rows, raw.numbers, strict=True):
        if number in notes:
            first = next(cell for cell in row if cell.strip())
            findings.append(finding("C321", raw.file, number, value=first))
            if key_place is not None and key_place < len(row):
                lost.add(fold(row[key_place]))
            continue
        short = len(row) < width
        if not short and not any(cell.strip() for cell in row[width:]):
            rows.append(row[:width])
            numbers.append(number)
            continue
        words = Words("{n:cell|cells} where the header has {width}", "表头有 {width} 列，该行有 {n} 格")
        words = words.fill(n=len(row), width=width)
        if short and len(row) > needed and number != last:
            mend = Words("the missing cells are taken as blank", "缺少的单元格按空白处理")
            findings.append(finding("C301", raw.file, number, message=words, mend=mend, level="warning"))
            rows.append(row + [""] * (width - len(row)))
            numbers.append(number)
            continue
        apart = None if short or not any(_QUOTED.match(cell) for cell in row) else _APART
        findings.append(finding("C301" if short else "C302", raw.file, number, message=words, mend=apart))
        if key_place is not None and key_place < len(row):
            lost.add(fold(row[key_place]))
    return rows, tuple(numbers), findings, frozenset(lost)


def _read(
    column: Column, cells: tuple[str, ...], numbers: Sequence[int], file: str, findings: list[Finding]
) -> tuple[list[Any], frozenset[int]]:
    """Values of one column (None = blank or refused) and the positions that were refused."""
    known, bad, more = _parsed(column, tuple(dict.fromkeys(cells)))
    if not bad and not more:
        return [known[cell] for cell in cells], frozenset()
    odd = ((i, cell) for i, cell in enumerate(cells) if cell in bad or cell in more)
    refused = _refuse(column, odd, (known, bad), numbers, file, findings)
    known.update(dict.fromkeys(bad))
    return [known[cell] for cell in cells], frozenset(refused)


def _parsed(column: Column, cells: Sequence[str]) -> tuple[dict[str, Any], set[str], set[str]]:
    """What distinct cells mean; those that are refused, or blank though needed; those that look like several rows."""
    parse = parser(column)
    known: dict[str, Any] = {cell: parse(cell) if cell.isalnum() or trim(fold(cell)) else None for cell in cells}
    if column.kind in ("number", "integer") and not column.required:
        known |= {cell: None for cell, v in known.items() if isinstance(v, Refusal) and is_mark(cell)}
    bad = {cell for cell, value in known.items() if isinstance(value, Refusal) or (column.required and value is None)}
    more = {c for c in known if "\n" in c and ("," in c or ";" in c)} if column.kind == "text" else set()
    return known, bad, more


def _refuse(
    column: Column,
    odd: Iterable[tuple[int, str]],
    known: tuple[Mapping[str, Any], Collection[str]],
    numbers: Sequence[int],
    file: str,
    findings: list[Finding],
) -> list[int]:
    """Say what is wrong in the rows of odd cells; returns the positions that are refused."""
    values, bad = known
    refused = []
    for position, cell in odd:
        if cell in bad:
            refused.append(position)
            value = values[cell]
            if value is None:
                findings.append(finding("C303", file, numbers[position], column.name))
            else:
                findings.append(
                    finding(value.code, file, numbers[position], column.name, cell, value.message, value.mend)
                )
        else:
            findings.append(finding("C313", file, numbers[position], column.name, cell))
    return refused
