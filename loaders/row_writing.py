"""Rows as CSV text that every reader reads back: lines end with a line feed, a cell with any line end is quoted.

The ``csv`` module of Python releases before 2024 (gh-67044) quotes a carriage return only where lines end with one, and
reads its own row back as two otherwise. What does not live here: which tables there are.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from typing import Any, Protocol


class Text(Protocol):
    """Where rows go."""

    def write(self, text: str, /) -> object:
        """Take some text."""


class Writer(Protocol):
    """What writes rows."""

    def writerow(self, row: Iterable[Any], /) -> object:
        """Write one row."""

    def writerows(self, rows: Iterable[Iterable[Any]], /) -> object:
        """Write many."""


class _Lines:
    """Rows that end as ``csv`` ends them, on their way to a file in which lines end with a line feed."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def write(self, row: str, /) -> object:
        return self._write(row[:-2] + "\n")


def row_writer(file: Text) -> Writer:
    r"""A writer of CSV rows.

    Parameters
    ----------
    file
        A text file opened with ``newline=""``.

    Examples
    --------
    >>> import io
    >>> text = io.StringIO(newline="")
    >>> row_writer(text).writerow(["a", "two\rlines"])
    14
    >>> text.getvalue()
    'a,"two\rlines"\n'
    """
    return csv.writer(_Lines(file.write))
