"""What a person has to decide before a workbook can be read, and what has been decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from graph.base.cell_text import key
from graph.base.findings import Finding

V = TypeVar("V")
Kind = Literal["header", "sheet", "column", "guess", "candidates"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that the workbook does not say; ``finding`` says it to whom cannot be asked.

    ``header`` wants the row of a sheet's header, ``sheet`` its table, ``column`` which of ``choices`` holds ``field``,
    ``guess`` whether ``header`` means ``field``, ``candidates`` which of ``choices`` is the sheet of the candidates.
    """

    kind: Kind
    sheet: str
    finding: Finding
    choices: tuple[str, ...] = ()
    header: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What has been decided: rows of headers and tables by sheet, fields by header (or ``SHEET!HEADER``).

    A field of ``""`` leaves the column out; ``guesses`` agrees to every guess; ``first`` is the first approval year,
    by which a column of a calendar year is placed.
    """

    headers: Mapping[str, int] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    guesses: bool = False
    first: int | None = None
    money: str | None = None

    def row(self, sheet: str) -> int | None:
        """The row of a sheet's header, if it was told."""
        return _of(self.headers, sheet)

    def table(self, sheet: str) -> str | None:
        """The table that a sheet is, if it was told; ``""`` is none."""
        return _of(self.sheets, sheet)

    def column(self, sheet: str, header: str) -> str | None:
        """The field of a header, if it was told; ``""`` leaves it out.

        >>> Answers(columns={"申请资金": "minimum_support", "表1!备注": ""}).column("表1", "备注 ")
        ''
        """
        whole = _of(self.columns, f"{sheet}!{header}")
        return whole if whole is not None else _of(self.columns, header)

    def with_column(self, sheet: str, header: str, name: str) -> Answers:
        """The answers with one more column."""
        return replace(self, columns={**self.columns, f"{sheet}!{header}": name})


def _of(given: Mapping[str, V], name: str) -> V | None:
    return next((value for k, value in given.items() if key(k) == key(name)), None)
