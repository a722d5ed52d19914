"""What ``init --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.records import Count
from graph.base.words import Words
from loaders.beginning.matching import How
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ReadColumn:
    """A column of a sheet, what it was taken for (None: nothing), and how that was found."""

    sheet: str
    header: str
    field: str | None
    how: How


@dataclass(frozen=True, kw_only=True)
class LeftRow:
    """A row that was not read."""

    sheet: str
    row: Count
    text: str


@dataclass(frozen=True, kw_only=True)
class CanDo:
    """Something that can be done with a dataset: whether now, what it needs and what it would add."""

    what: Words
    there: bool
    needs: Words
    adds: Words


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """A city of one's own: its files, how a workbook was read, and what can be done with it."""

    folder: str
    files: tuple[str, ...]
    columns: tuple[ReadColumn, ...]
    left_rows: tuple[LeftRow, ...]
    left_sheets: tuple[str, ...]
    notes: tuple[Words, ...]
    can: tuple[CanDo, ...]


SCHEMA: Schema = printed(Beginning)
