"""A workbook (.xlsx) to :class:`RawTable`: openpyxl reads, after its parts were searched for what it cannot survive.

Formulas are never computed: the stored value is read. What does not live here: which sheets are tables (``sources``).
"""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.base.cell_text import key
from graph.base.findings import Finding
from graph.base.words import Words
from loaders.readers.archive import opened, refuse
from loaders.readers.reader import BookReader, File, Source, sha256, twice_named
from loaders.rules.catalogue import finding
from loaders.tables.number_formats import matters
from loaders.tables.raw_table import LONGEST_CELL, RawTable

_CHUNK = 1 << 20
_OVERLAP = 4096
_HOSTILE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|\sr\s*=\s*[\"'](?:[A-Za-z]{4,}|[A-Za-z]*\d{8,})")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?ref\s*=\s*[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)")
_RECALCULATE = re.compile(rb"\sfullCalcOnLoad\s*=\s*[\"'](?:1|true)")
"""The workbook asks to be computed when it is opened: a program wrote the formulas and did not compute them."""
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""Names of the strict form (ISO/IEC 29500-1) and of the usual one; the rest of a worksheet is the same."""
# A line break of Windows (ECMA-376, 22.9.2.19 ST_Xstring): openpyxl 3.1.5 undoes no escape but that of the underscore
# (findings/openpyxl_line_break_of_windows.sh), and a name would read 甲_x000D_乙.
_RETURN = re.compile(r"_x000[dD]_\n?")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")

_FORMAT = re.compile(rb"\sformatCode\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BUILT_IN = re.compile(rb"\snumFmtId\s*=\s*[\"'](9|10)[\"']")
_PERCENT = {b"9": "0%", b"10": "0.00%"}
"""Formats that a workbook names without writing them out; the others of these show a number as it is."""

_DATES = frozenset((*range(27, 37), *range(50, 59)))
"""Formats of dates and times that Chinese, Japanese and Korean Excel name without writing them out (ECMA-376 part 1,
18.8.30); openpyxl takes their dates for numbers (findings/openpyxl_dates_of_chinese_excel.sh)."""


def open_book(file: File) -> Source:
    """The sheets of a workbook as a source; a table that two sheets hold is read from neither."""
    source = file.whole()
    sheets = read_workbook(source, file.name)
    twice = twice_named([(title, f"{file.name}[{title}]") for title in sheets])
    findings = tuple(finding("S109", one, value=other) for one, other in twice.values())
    readers = {key(title): (lambda raw=raw: raw) for title, raw in sheets.items() if key(title) not in twice}
    return Source(
        name=file.stem,
        kind="workbook",
        names=tuple(sorted(sheets)),
        document=None,
        findings=findings,
        hashes={file.name: sha256(source)},
        readers=readers,
    )


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
        if any(part.strict for part in parts.values()):
            source = _usual(archive)
    recalculate = any(part.recalculate for part in parts.values())
    with _book(source, file, stored=True) as book:
        sheets = {}
        for sheet in book.worksheets:
            label = f"{file}[{sheet.title}]"
            part = parts.get(sheet._worksheet_path, _Part())  # noqa: SLF001 - openpyxl has no public way from a sheet to its part
            sheets[sheet.title] = _table(sheet, label, part)
        formulas = [s for s in book.worksheets if parts.get(s._worksheet_path, _Part()).formulas]  # noqa: SLF001 - as above
        names = [sheet.title for sheet in formulas]
    codes = {code for part in parts.values() for code in part.formats if matters(code)}
    if codes:
        with _book(source, file, stored=True) as book:
            sheets = {s.title: replace(sheets[s.title], formats=_formats(s, codes)) for s in book.worksheets}
    if names:
        with _book(source, file, stored=False) as book:
            computed = {name: list(_formulas(sheets[name], book[name])) for name in names}
        zero = all(one.stored in ("", "0") for found in computed.values() for one in found)
        for name, found in computed.items():
            more = _not_computed(sheets[name].file, found, recalculate=recalculate, zero=zero)
            sheets[name] = replace(sheets[name], findings=(*sheets[name].findings, *more))
    return sheets


@dataclass(kw_only=True)
class _Part:
    """What stands in one part of the workbook, found without parsing it."""

    hostile: bool = False
    formulas: bool = False
    recalculate: bool = False
    strict: bool = False
    formats: set[str] = field(default_factory=set)
    merged: set[tuple[str, int, str, int]] = field(default_factory=set)


def _look_through(stream: Any) -> _Part:
    part, tail = _Part(), b""
    while chunk := stream.read(_CHUNK):
        window = tail + chunk
        part.hostile = part.hostile or _HOSTILE.search(window) is not None
        part.recalculate = part.recalculate or _RECALCULATE.search(window) is not None
        part.strict = part.strict or _STRICT[1][0] in window
        part.formulas = part.formulas or _FORMULA.search(window) is not None
        part.formats.update(html.unescape((a or b).decode("utf-8", "replace")) for a, b in _FORMAT.findall(window))
        part.formats.update(_PERCENT[found] for found in _BUILT_IN.findall(window))
        part.merged.update((a.decode(), int(b), c.decode(), int(d)) for a, b, c, d in _MERGED.findall(window))
        tail = window[-_OVERLAP:]
    return part


def _usual(archive: zipfile.ZipFile) -> bytes:
    """A strict workbook with the names that openpyxl knows; it has been checked like any other."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as copy:
        for member in archive.infolist():
            data = archive.read(member)
            if member.filename.endswith((".xml", ".rels")):
                for strict, usual in _STRICT:
                    data = data.replace(strict, usual)
            copy.writestr(member.filename, data)
    return made.getvalue()


@contextmanager
def _book(source: Path | bytes, file: str, *, stored: bool) -> Iterator[Any]:
    """The workbook in openpyxl's read-only mode; whatever openpyxl raises on a damaged one becomes a finding."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy

    book: Any = None
    try:
        # opened here, because openpyxl leaves a damaged file open
        with (
            warnings.catch_warnings(),
            io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream,
        ):
            warnings.simplefilter("ignore")
            book = load_workbook(stream, read_only=True, data_only=stored, keep_links=False)
            styles = enumerate(book._cell_styles)  # noqa: SLF001 - openpyxl has no public list of them
            book._date_formats |= {i for i, style in styles if style.numFmtId in _DATES}  # noqa: SLF001 - as above
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
    long: set[tuple[int, int]] = set()
    skipped = blank = 0
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        row = [_said(value) for value in values]
        long.update((number, i) for i, value in enumerate(values) if _is_long(value))
        while row and not row[-1]:
            row.pop()
        if wide := next((i for i, cell in enumerate(row) if len(cell) > LONGEST_CELL), None):
            findings.append(finding("S114", label, number, get_column_letter(wide + 1)))
            row[wide] = ""
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
    header = header or (("",) if rows else ())
    found = RawTable(
        sheet.title,
        label,
        header=header,
        rows=tuple(rows),
        numbers=tuple(numbers),
        skipped=skipped,
        findings=tuple(findings),
    )
    return replace(found, long_numbers=frozenset(long))


def _formats(sheet: Any, codes: Collection[str]) -> dict[tuple[int, int], str]:
    """The format of each number of a sheet that has one of these."""
    sheet.reset_dimensions()
    return {
        (number, i): cell.number_format
        for number, cells in enumerate(sheet.iter_rows(), start=1)
        for i, cell in enumerate(cells)
        if cell.data_type == "n" and cell.value is not None and cell.number_format in codes
    }


def _is_long(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= 1e15


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
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{value:.0f}"
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return _RETURN.sub("\n", str(value))


@dataclass(frozen=True)
class _Formula:
    row: int
    column: str
    formula: str
    stored: str


def _formulas(table: RawTable, sheet: Any) -> Iterator[_Formula]:
    """The formulas of a sheet with the values that are stored for them."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy

    places = dict(zip(table.numbers, table.rows, strict=True)) | {1: list(table.header)}
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = places.get(number, [])
        for i, cell in enumerate(cells):
            if cell.data_type == "f":
                column = table.header[i] if i < len(table.header) and number > 1 else get_column_letter(i + 1)
                yield _Formula(number, column, str(cell.value), row[i] if i < len(row) else "")


def _not_computed(file: str, formulas: Sequence[_Formula], *, recalculate: bool, zero: bool) -> Iterator[Finding]:
    """Formulas without a value: a 0 is none where the workbook asks to be computed, and doubtful where all are 0."""
    for one in formulas:
        if not one.stored:
            words = Words("the formula has no stored value", "公式没有保存计算结果")
        elif recalculate and one.stored == "0":
            words = Words("the formula was never computed; 0 is stored", "公式从未计算，存储值为 0")
        else:
            continue
        yield finding("S125", file, one.row, one.column, one.formula, words)
    if zero and not recalculate and (doubtful := [one for one in formulas if one.stored]):
        first = doubtful[0]
        words = Words(
            "every formula of the workbook stores 0 ({n} here): it may never have been computed",
            "工作簿中所有公式的存储值均为 0（本表 {n} 个），可能从未计算",
        )
        said = words.fill(n=len(doubtful))
        yield finding("S125", file, first.row, first.column, first.formula, said, level="warning")
