"""A table as it stands in a file: header and rows of text, with the spreadsheet row of each; nothing is parsed yet.

What does not live here: where the rows come from (``delimited``, ``workbook``) and what they mean (``tables``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.base.findings import Finding

LONGEST_CELL = 131_072
"""Characters; the same as the limit of Python's csv module."""


@dataclass(frozen=True)
class RawTable:
    """Rows of text from one file or worksheet.

    Attributes
    ----------
    name
        Name of the table as the file or sheet gives it, e.g. ``centres``.
    file
        Relative name for findings, e.g. ``centres.csv`` or ``city.xlsx[centres]``.
    header
        The cells of row 1; empty if the file is empty or cannot be read.
    rows
        Data rows that are neither blank nor broken; they may be shorter or longer than the header.
    numbers
        Spreadsheet row of each of ``rows``; the header is row 1, blank rows count, a quoted line break does not.
    skipped
        Blank, broken and unreachable rows that are not among ``rows``.
    findings
        What was wrong with the file itself.
    sha256
        Of the file's bytes; ``""`` for a worksheet (the workbook has one).
    long_numbers
        (row, position) of the cells of a worksheet that are numbers of more than fifteen figures, not text.
    formats
        (row, position) → number format of the cells of a worksheet that may show their number as another one.
    """

    name: str
    file: str
    _: KW_ONLY
    header: tuple[str, ...] = ()
    rows: tuple[list[str], ...] = ()
    numbers: tuple[int, ...] = ()
    skipped: int = 0
    findings: tuple[Finding, ...] = ()
    sha256: str = ""
    long_numbers: frozenset[tuple[int, int]] = frozenset()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def usable(self) -> bool:
        """Whether there is a header to read by."""
        return bool(self.header)

    def records(self) -> list[dict[str, str]]:
        """Rows as dicts by header, for small tables; missing cells are ``""``, cells beyond the header are left out.

        Examples
        --------
        >>> RawTable("t", "t.csv", header=("a", "b"), rows=(["1"],), numbers=(2,)).records()
        [{'a': '1', 'b': ''}]
        """
        width = len(self.header)
        return [dict(zip(self.header, row + [""] * (width - len(row)), strict=False)) for row in self.rows]


@dataclass(frozen=True)
class CodedColumn:
    """The cells of one column, each distinct text once: row ``i`` holds ``cells[codes[i]]``."""

    cells: tuple[str, ...]
    codes: NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class CodedTable:
    """A large table by columns; all rows are as wide as the header. Otherwise as :class:`RawTable`."""

    name: str
    file: str
    header: tuple[str, ...]
    columns: tuple[CodedColumn, ...]
    numbers: Sequence[int]
    skipped: int = 0
    findings: tuple[Finding, ...] = ()
    sha256: str = ""

    @property
    def usable(self) -> bool:
        """Whether there is a header to read by."""
        return bool(self.header)

    def plain(self) -> RawTable:
        """The same table by rows.

        Examples
        --------
        >>> column = CodedColumn(("a", "b"), np.array([0, 1, 0], dtype=np.int32))
        >>> CodedTable(name="t", file="t.csv", header=("x",), columns=(column,), numbers=range(2, 5)).plain().rows
        (['a'], ['b'], ['a'])
        """
        cells = [[c.cells[i] for i in c.codes.tolist()] for c in self.columns]
        rows = tuple(map(list, zip(*cells, strict=True)))
        return RawTable(
            self.name,
            self.file,
            header=self.header,
            rows=rows,
            numbers=tuple(self.numbers),
            skipped=self.skipped,
            findings=self.findings,
            sha256=self.sha256,
        )
