"""Typed rows as a table for data frame libraries; none of them is needed until one is asked for.

What does not live here: the rows, and tables laid out for people (``planner.layout``).
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any

from buju.plain_rows import fields_of, plain
from buju.speech import spoken
from graph.base.errors import UsageError
from graph.base.words import Words

_SHOWN = 20
"""Rows of a notebook's table."""


@dataclass(frozen=True, eq=False)
class Table:
    """A named table of plain columns.

    Attributes
    ----------
    name : str
    columns : mapping of str to tuple
        Numbers, texts, booleans, None, and lists of these; all of one length. Money is in the dataset's unit, nothing
        is rounded.

    Examples
    --------
    >>> table = Table.of("money", [{"year": 2024, "support": {2024: 5.0}}, {"year": 2025, "support": {2025: 6.0}}])
    >>> table.to_dicts()[1]
    {'year': 2025, 'support_2024': None, 'support_2025': 6.0}
    >>> table
    Table('money', 2 rows: year, support_2024, support_2025)
    """

    name: str
    columns: Mapping[str, tuple[Any, ...]]

    @classmethod
    def of(cls, name: str, rows: Iterable[Any], lang: str | None = None) -> Table:
        """A table of mappings or dataclasses.

        A mapping by year or id becomes one column a key (``support_2024``), sentences are text in ``lang``.
        """
        said = spoken(lang)
        flat = [_flat(row, said) for row in rows]
        spread = _spread(flat)
        columns = {
            column: tuple(_cell(row, field, key) for row in flat)
            for field, keys in spread.items()
            for key, column in keys.items()
        }
        return cls(name, MappingProxyType(columns))

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.to_dicts())

    def __getitem__(self, column: str) -> tuple[Any, ...]:
        return self.columns[column]

    def __repr__(self) -> str:
        names = ", ".join(self.columns)
        return f"Table({self.name!r}, {len(self)} rows: {names if len(names) <= 300 else names[:299] + '…'})"

    def _repr_html_(self) -> str:
        def row(tag: str, cells: Iterable[Any]) -> str:
            shown = "".join(f"<{tag}>{html.escape('' if c is None else str(c))}</{tag}>" for c in cells)
            return f"<tr>{shown}</tr>"

        body = [row("td", line) for line in list(zip(*self.columns.values(), strict=True))[:_SHOWN]]
        more = f"<p>… {len(self) - _SHOWN} more rows</p>" if len(self) > _SHOWN else ""
        head = f"<caption>{html.escape(self.name)}</caption>{row('th', self.columns)}"
        return f"<table>{head}{''.join(body)}</table>{more}"

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a row."""
        return [dict(zip(self.columns, line, strict=True)) for line in zip(*self.columns.values(), strict=True)]

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``.

        Raises
        ------
        UsageError
            pandas is not installed.
        """
        return _library("pandas").DataFrame({name: list(column) for name, column in self.columns.items()})

    def to_polars(self) -> Any:
        """A ``polars.DataFrame``.

        Raises
        ------
        UsageError
            polars is not installed.
        """
        columns = {name: list(column) for name, column in self.columns.items()}
        return _library("polars").DataFrame(columns, strict=False)

    def to_arrow(self) -> Any:
        """A ``pyarrow.Table``.

        Raises
        ------
        UsageError
            pyarrow is not installed.
        """
        return _library("pyarrow").table({name: list(column) for name, column in self.columns.items()})

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow PyCapsule interface: polars, duckdb, pyarrow and others take the table as it is."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)


def _flat(row: Any, lang: Any) -> dict[str, Any]:
    return {
        name: {str(key): plain(inner, lang) for key, inner in value.items()}
        if isinstance(value, Mapping)
        else plain(value, lang)
        for name, value in fields_of(row).items()
    }


def _spread(rows: list[dict[str, Any]]) -> dict[str, dict[str | None, str]]:
    """Field → key of its mapping (None: it is no mapping) → column."""
    spread: dict[str, dict[str | None, str]] = {}
    for row in rows:
        for field, value in row.items():
            keys = spread.setdefault(field, {})
            if isinstance(value, dict):
                keys.update({key: f"{field}_{key}" for key in value})
            elif value is not None:
                keys[None] = field
    for field, keys in spread.items():
        if not keys:
            keys[None] = field
        else:
            spread[field] = dict(sorted(keys.items(), key=lambda item: (item[0] is not None, item[0] or "")))
    return spread


def _cell(row: Mapping[str, Any], field: str, key: str | None) -> Any:
    value = row.get(field)
    if key is None:
        return None if isinstance(value, dict) else value
    return value.get(key) if isinstance(value, dict) else None


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        words = Words("{n} is not installed: pip install {n}", "未安装 {n}：pip install {n}")
        raise UsageError(words.fill(n=name)) from error
