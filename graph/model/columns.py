"""Columns of one table: typed, complete and read-only. Which columns a table has stands in ``graph.model.schema``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.base.errors import InputError
from graph.base.words import Words
from graph.model.schema import TABLES, Column, Table

Columns = Mapping[str, NDArray[Any]]
"""Column name → array; all arrays of one table have the same length."""

__all__ = ["TABLES", "Columns", "complete", "from_rows"]


def complete(table: Table, given: Columns) -> dict[str, NDArray[Any]]:
    """All columns of a table, typed and read-only; missing ones are blank.

    Raises
    ------
    InputError
        Unknown column, or columns of different length.

    Examples
    --------
    >>> complete(TABLES["requires"], {"technology_id": np.array(["T1"], dtype=object)})["source"]
    array([''], dtype=object)
    """
    known = {column.name for column in table.columns}
    unknown = sorted(set(given) - known)
    if unknown:
        words = Words("table {table} has no column {name!r}", "{table} 表没有“{name}”列")
        raise InputError(words.fill(table=table.name, name=unknown[0]))
    lengths = {len(values) for values in given.values()}
    if len(lengths) > 1:
        raise InputError(Words("columns of {table} differ in length", "{table} 表各列长度不一").fill(table=table.name))
    length = lengths.pop() if lengths else 0
    return {c.name: _frozen(c, given.get(c.name), length) for c in table.columns}


def _frozen(column: Column, values: NDArray[Any] | None, length: int) -> NDArray[Any]:
    dtype, blank = _dtype(column)
    if values is None:
        array = np.full(length, blank, dtype=dtype)
    else:
        array = np.asarray(values, dtype=dtype)
        if array.flags.writeable:
            array = array.copy()
    array.flags.writeable = False
    return array


def _dtype(column: Column) -> tuple[Any, Any]:
    if column.kind in ("number", "integer"):
        return np.float64, np.nan
    return (np.bool_, False) if column.kind == "boolean" else (np.object_, "")


def from_rows(table: Table, rows: Sequence[Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
    """Columns from small dicts; what a row leaves out takes the schema's default, else blank (a name: the id).

    Raises
    ------
    InputError
        Unknown column or choice.

    Examples
    --------
    >>> from_rows(TABLES["covers"], [{"centre_id": "C1", "technology_id": "T1"}])["strength"]
    array([1.])
    """
    known = {column.name for column in table.columns}
    for row in rows:
        unknown = sorted(set(row) - known)
        if unknown:
            words = Words("table {table} has no column {name!r}", "{table} 表没有“{name}”列")
            raise InputError(words.fill(table=table.name, name=unknown[0]))
    columns: dict[str, NDArray[Any]] = {}
    for column in table.columns:
        dtype, blank = _dtype(column)
        other = blank if column.default is None else column.default
        values = [row.get(column.name, other) for row in rows]
        values = [other if v is None else v for v in values]
        if column.name == "name":
            values = [v or row.get("id", "") for v, row in zip(values, rows, strict=True)]
        allowed = {c for c, _ in column.choices} | {""}
        wrong = next((v for v in values if column.choices and v not in allowed), None)
        if wrong is not None:
            words = Words(
                "{table}.{name}: {value!r} is not one of the choices", "{table}.{name}：“{value}”不在可选值中"
            )
            raise InputError(words.fill(table=table.name, name=column.name, value=wrong))
        columns[column.name] = np.array([str(v) for v in values] if dtype is np.object_ else values, dtype=dtype)
    return columns
