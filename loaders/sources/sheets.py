"""A table made for people (title rows, merged heads, totals) as header and rows of text.

What the reader of tables finds wrong with the file is handed on. What does not live here: what the columns mean
(``drafting``, ``mapping``) and their types (``reading``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.base.cell_text import fold
from graph.base.errors import UsageError
from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.schema import Column
from loaders.readers.delimited import read_delimited
from loaders.readers.sources import open_source
from loaders.tables.cells import Refusal, number
from loaders.tables.number_formats import formatted

BETWEEN = "/"
"""Stands between the heads of two rows: ``投资额（万元）/2024``."""
LOOKED_AT = 12
"""Rows at the top among which the heads are looked for."""
ANY = Column("any", "任意", "number", Words("what a mapping makes a number of", "映射所读的数"))
"""What a column means is the mapping's: here it is a number."""
_MERGED = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Cells of one sheet by spreadsheet row, the merged areas, and what was found wrong with the file."""

    file: str
    sheet: str
    rows: tuple[tuple[int, list[str]], ...]
    merged: tuple[tuple[int, int, int, int], ...]
    """First row, first column (from 0), last row, last column of each merged area."""
    findings: tuple[Finding, ...]
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(row, position) → number format, where it may show another number."""


@dataclass(frozen=True)
class Sheet:
    """The table of a grid: heads joined over their rows, data rows with their numbers, findings."""

    header: tuple[str, ...]
    rows: tuple[list[str], ...]
    numbers: tuple[int, ...]
    findings: tuple[Finding, ...]


def read_grid(path: Path, sheet: str = "") -> Grid:
    """The cells of a CSV file, or of one sheet of a workbook (the first where none is named).

    Raises
    ------
    UsageError
        There is no such file or sheet.
    InputError
        The file cannot be read as a whole.
    """
    if not path.is_file():
        raise UsageError(Words("there is no file {p}", "没有文件 {p}").fill(p=path))
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        raw = read_delimited(lambda: path.open("rb"), path.stem, path.name)
    else:
        source = open_source(path)
        found = source.read(sheet or (source.names[0] if source.names else ""))
        if found is None:
            words = Words("{f} has no sheet {s}; it has: {all}", "{f} 没有工作表“{s}”；现有：{all}")
            raise UsageError(words.fill(f=path.name, s=sheet, all=", ".join(source.names)))
        raw = found
    merged = tuple(_area(str(f.value)) for f in raw.findings if f.code == "S124")
    rows = ((1, list(raw.header)), *zip(raw.numbers, raw.rows, strict=True))
    name = raw.name if path.suffix.lower() == ".xlsx" else ""
    return Grid(file=raw.file, sheet=name, rows=rows, merged=merged, findings=raw.findings, formats=raw.formats)


def sheet_of(grid: Grid, first: int, last: int) -> Sheet:
    """The table below heads that stand in rows ``first`` to ``last``.

    A head merged over several columns goes before each head below it; one merged over rows stands once. Merged cells
    among the heads are then no finding; among the data they stay one.

    Examples
    --------
    >>> rows = ((1, ["title"]), (2, ["name", "money", ""]), (3, ["", "2024", "2025"]), (4, ["a", "1"]))
    >>> grid = Grid(file="t", sheet="", rows=rows, merged=((2, 1, 2, 2),), findings=())
    >>> found = sheet_of(grid, 2, 3)
    >>> found.header, found.rows
    (('name', 'money/2024', 'money/2025'), (['a', '1', ''],))
    """
    heads = [list(row) for n, row in grid.rows if first <= n <= last]
    data = [(n, row) for n, row in grid.rows if n > last]
    width = max([len(row) for row in heads] + [len(row) for _, row in data], default=0)
    heads = [row + [""] * (width - len(row)) for row in heads]
    numbers = [n for n, _ in grid.rows if first <= n <= last]
    for top, left, bottom, right in grid.merged:
        if top in numbers and right < width:
            row = heads[numbers.index(top)]
            row[left : right + 1] = [row[left]] * (right - left + 1)
            below = [n for n in numbers if top < n <= bottom]
            for n in below:
                heads[numbers.index(n)][left : right + 1] = [row[left]] * (right - left + 1)
    header = tuple(BETWEEN.join(dict.fromkeys(h for row in heads if (h := _one_line(row[i])))) for i in range(width))
    rows = tuple(row + [""] * (width - len(row)) for _, row in data)
    said = tuple(f for f in grid.findings if not (f.code == "S124" and f.row <= last))
    seen = [f for i, head in enumerate(header) if head for f in _seen(grid, data, i, head)]
    return Sheet(header, rows, tuple(n for n, _ in data), (*said, *seen))


def _seen(grid: Grid, data: Sequence[tuple[int, list[str]]], place: int, head: str) -> Iterator[Finding]:
    odd = [(n, row[place], grid.formats[n, place]) for n, row in data if (n, place) in grid.formats]
    return formatted(ANY, head, odd, grid.file, None)


def canonical_number(cell: str, *, whole: bool) -> str:
    """A number as it would be written in a plain table; what is none stays as it is, to be found out.

    >>> canonical_number("１，２００.50", whole=False), canonical_number("1200万元", whole=False)
    ('1200.5', '1200万元')
    """
    if not cell.strip():
        return ""
    read = number(cell, whole=whole)
    return cell if isinstance(read, Refusal) else f"{read:.15g}"


def _one_line(text: str) -> str:
    return fold(" ".join(text.split())) if text.strip() else ""


def _area(text: str) -> tuple[int, int, int, int]:
    found = _MERGED.fullmatch(text)
    if found is None:
        return (0, 0, 0, 0)
    return int(found[2]), _column(found[1]), int(found[4]), _column(found[3])


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1
