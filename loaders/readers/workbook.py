"""A workbook (.xlsx) to :class:`RawTable`: openpyxl reads, after its parts were searched for what it cannot survive.

Formulas are never computed: the stored value is read. What does not live here: which sheets are tables (``sources``).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.base.cell_text import key
from graph.base.findings import Finding
from graph.base.words import Words
from loaders.readers.archive import opened, refuse
from loaders.readers.reader import BookReader, File, Source, sha256, twice_named
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import LONGEST_CELL, RawTable

_CHUNK = 1 << 20
_OVERLAP = 4096
_HOSTILE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|\sr\s*=\s*[\"'](?:[A-Za-z]{4,}|[A-Za-z]*\d{8,})")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?ref\s*=\s*[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def open_book(file: File) -> Source:
    """The sheets of a workbook as a source; a table that two sheets hold is read from neither."""
    source = file.whole()
    sheets = read_workbook(source, file.name)
    twice = twice_named([(title, f"{file.name}[{title}]") for title in sheets])
    findings = tuple(finding("S109", one, value=other) for one, other in twice.values())
    readers = {key(title): (lambda raw=raw: raw) for title, raw in sheets.items() if key(title) not in twice}
    return Source(file.stem, "workbook", tuple(sorted(sheets)), None, findings, {file.name: sha256(source)}, readers)


READER = BookReader((".xlsx", ".xlsm"), open_book, beside=True)


def read_workbook(source: Path | bytes, file: str) -> Mapping[str, RawTable]:
    """All sheets of a workbook by name.

    Raises
    ------
    InputError
        If the workbook as a whole cannot be read.
    """
    with opened(source, file) as archive:
        parts: dict[str, _Part] = {}
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as stream:
                    parts[member.filename] = part = _look_through(stream)
                if part.hostile:
                    raise refuse(file, finding("S105", file, value=member.filename))
    with _book(source, file, stored=True) as book:
        sheets = {}
        for sheet in book.worksheets:
            label = f"{file}[{sheet.title}]"
            part = parts.get(sheet._worksheet_path, _Part())  # noqa: SLF001 - openpyxl has no public way from a sheet to its part
            sheets[sheet.title] = _table(sheet, label, part)
        formulas = [s for s in book.worksheets if parts.get(s._worksheet_path, _Part()).formulas]  # noqa: SLF001 - as above
        names = [sheet.title for sheet in formulas]
    if names:
        with _book(source, file, stored=False) as book:
            for name in names:
                sheets[name] = _without_values(sheets[name], book[name])
    return sheets


@dataclass
class _Part:
    """What stands in one part of the workbook, found without parsing it."""

    hostile: bool = False
    formulas: bool = False
    merged: set[tuple[str, int, str, int]] = field(default_factory=set)


def _look_through(stream: Any) -> _Part:
    part, tail = _Part(), b""
    while chunk := stream.read(_CHUNK):
        window = tail + chunk
        part.hostile = part.hostile or _HOSTILE.search(window) is not None
        part.formulas = part.formulas or _FORMULA.search(window) is not None
        part.merged.update((a.decode(), int(b), c.decode(), int(d)) for a, b, c, d in _MERGED.findall(window))
        tail = window[-_OVERLAP:]
    return part


@contextmanager
def _book(source: Path | bytes, file: str, *, stored: bool) -> Iterator[Any]:
    """The workbook in openpyxl's read-only mode; whatever openpyxl raises on a damaged one becomes a finding."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy

    book = None
    try:
        # opened here, because openpyxl leaves a damaged file open
        with (
            warnings.catch_warnings(),
            io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream,
        ):
            warnings.simplefilter("ignore")
            book = load_workbook(stream, read_only=True, data_only=stored, keep_links=False)
            yield book
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        raise refuse(file, finding("S105", file)) from error
    finally:
        if book is not None:
            book.close()


def _table(sheet: Any, label: str, part: _Part) -> RawTable:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy

    findings = [
        finding("S124", label, top, left, f"{left}{top}:{right}{bottom}")
        for left, top, right, bottom in sorted(part.merged, key=_place)
    ]
    header: tuple[str, ...] = ()
    rows: list[list[str]] = []
    numbers: list[int] = []
    skipped = blank = 0
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        row = [_said(value) for value in values]
        while row and not row[-1]:
            row.pop()
        if long := next((i for i, cell in enumerate(row) if len(cell) > LONGEST_CELL), None):
            findings.append(finding("S114", label, number, get_column_letter(long + 1)))
            row[long] = ""
        if number == 1:
            header = tuple(row)
        elif not "".join(row).strip():
            blank += 1
        else:
            skipped, blank = skipped + blank, 0
            rows.append(row + [""] * (len(header) - len(row)))
            numbers.append(number)
    if not header and not rows:
        findings.append(finding("S110", label))
    return RawTable(
        sheet.title, label, header or (("",) if rows else ()), tuple(rows), tuple(numbers), skipped, tuple(findings)
    )


def _place(merged: tuple[str, int, str, int]) -> tuple[int, int, str]:
    return merged[1], len(merged[0]), merged[0]


def _said(value: Any) -> str:
    """The stored value as it would stand in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


def _without_values(table: RawTable, sheet: Any) -> RawTable:
    """The table with a finding for each formula whose value was never stored."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy

    findings: list[Finding] = []
    places = dict(zip(table.numbers, table.rows, strict=True)) | {1: list(table.header)}
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = places.get(number, [])
        for i, cell in enumerate(cells):
            if cell.data_type == "f" and not (row[i] if i < len(row) else ""):
                column = table.header[i] if i < len(table.header) and number > 1 else get_column_letter(i + 1)
                words = Words("the formula has no stored value", "公式没有保存计算结果")
                findings.append(finding("S125", table.file, number, column, str(cell.value), words))
    return RawTable(
        table.name, table.file, table.header, table.rows, table.numbers, table.skipped, (*table.findings, *findings)
    )
