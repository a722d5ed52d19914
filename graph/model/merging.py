"""Organisations that are one, by the decided rows of the table ``aliases``: merged when read, never in the tables.

The tables stay as they were written, so that taking a row of ``aliases`` away undoes its merge to the byte. What does
not live here: deciding which names mean one organisation (``loaders.sources.registry``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.model.columns import Columns
from graph.model.ecosystem import Ecosystem
from graph.model.schema import TABLES, Table

_COMBINED = {("ties", "weight"): "sum", ("members", "share"): "sum", ("capabilities", "strength"): "max"}
"""What becomes of the numbers of rows that merging makes one; of every other column the first row's counts."""


@dataclass(frozen=True)
class Merged:
    """What merging did.

    Attributes
    ----------
    into
        Merged organisation → the one that it is.
    rows
        Table → rows that became one with another, or tied an organisation to itself.
    unknown
        Decided rows whose ``id`` is no organisation: (raw, id).
    unclear
        Written names that two organisations have, and names in a circle of decisions.
    """

    into: Mapping[str, str]
    rows: Mapping[str, int]
    unknown: tuple[tuple[str, str], ...] = ()
    unclear: tuple[str, ...] = ()


def merge_organisations(eco: Ecosystem) -> tuple[Ecosystem, Merged]:
    """Take for one what ``aliases`` has decided to be one; only rows with ``decided_by`` and ``id`` count.

    ``raw`` is the id of an organisation, or a name that one organisation alone has. Weights of ties and shares of
    members add up, of strengths the greatest counts, of all else the first row. O(rows).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> rows = {"organisations": [{"id": "A", "name": "Ningbo University"}, {"id": "B", "name": "Ningbo Univ."},
    ...                           {"id": "C"}],
    ...         "ties": [{"source_id": "A", "target_id": "C", "kind": "co_patent", "year": 2020},
    ...                  {"source_id": "B", "target_id": "C", "kind": "co_patent", "year": 2020}],
    ...         "aliases": [{"raw": "Ningbo Univ.", "id": "A", "decided_by": "Li"}]}
    >>> eco, done = merge_organisations(Ecosystem.from_rows(DatasetInfo("x"), rows))
    >>> eco.ids("Organisation"), eco.column("ties", "weight").tolist(), dict(done.rows)
    (('A', 'C'), [2.0], {'ties': 1})
    """
    into, unknown, unclear = _decided(eco)
    if not into:
        return eco, Merged({}, {}, unknown, unclear)
    tables: dict[str, Columns] = {}
    lost: dict[str, int] = {}
    for table in TABLES.values():
        columns = eco.tables[table.name]
        length = len(next(iter(columns.values())))
        if not length:
            continue
        if table.name == "organisations":
            keep = np.array([i not in into for i in columns["id"].tolist()], dtype=bool)
            tables[table.name] = {name: values[keep] for name, values in columns.items()}
            continue
        tables[table.name], count = _merged(table, columns, into)
        if count:
            lost[table.name] = count
    return Ecosystem(eco.info, tables), Merged(into, lost, unknown, unclear)


def _decided(eco: Ecosystem) -> tuple[dict[str, str], tuple[tuple[str, str], ...], tuple[str, ...]]:
    ids = set(eco.ids("Organisation"))
    named: dict[str, list[str]] = {}
    for i, name in eco.names("Organisation").items():
        named.setdefault(name, []).append(i)
    table = eco.tables["aliases"]
    given: dict[str, str] = {}
    unknown: list[tuple[str, str]] = []
    unclear: list[str] = []
    for raw, target, by in zip(*(table[c].tolist() for c in ("raw", "id", "decided_by")), strict=True):
        owners = [raw] if raw in ids else named.get(raw, [])
        if not by or not target or not owners or owners == [target]:
            continue
        if target not in ids:
            unknown.append((raw, target))
        elif len(owners) > 1:
            unclear.append(raw)
        else:
            given[owners[0]] = target
    into: dict[str, str] = {}
    for start, target in given.items():
        seen, at = {start}, target
        while at in given and at not in seen:
            seen.add(at)
            at = given[at]
        if at in seen:
            unclear.append(start)
        else:
            into[start] = at
    return into, tuple(unknown), tuple(unclear)


def _merged(table: Table, columns: Columns, into: Mapping[str, str]) -> tuple[Columns, int]:
    """The rows of one table with merged ends; rows of equal key become one, and ties with itself go."""
    ends = [c.name for c in table.columns if c.kind == "ref" and "organisations" in c.refers]
    changed = {name: _replaced(columns[name], into) for name in ends}
    if not any((changed[name] != columns[name]).any() for name in ends):
        return columns, 0
    made: dict[str, NDArray[Any]] = {**columns, **changed}
    touched = np.zeros(len(made[ends[0]]), dtype=bool)
    for name in ends:
        touched |= changed[name] != columns[name]
    loops = touched & (changed[ends[0]] == changed[ends[1]]) if len(ends) == 2 else np.zeros_like(touched)
    first: dict[Any, int] = {}
    keep: list[int] = []
    combined = {c: made[c].copy() for t, c in _COMBINED if t == table.name}
    keys = list(zip(*(made[k].tolist() for k in table.key), strict=True)) if table.key else []
    for row in range(len(touched)):
        if loops[row]:
            continue
        at = tuple(None if v != v else v for v in keys[row]) if keys else row  # noqa: PLR0124 - NaN is blank
        if at in first:
            for name, values in combined.items():
                how = _COMBINED[table.name, name]
                values[first[at]] = _both(values[first[at]], values[row], how)
            continue
        first[at] = row
        keep.append(row)
    made |= combined
    return {name: values[keep] for name, values in made.items()}, len(touched) - len(keep)


def _both(a: float, b: float, how: str) -> float:
    if np.isnan(a) or np.isnan(b):
        return b if np.isnan(a) else a
    return a + b if how == "sum" else max(a, b)


def _replaced(values: NDArray[Any], into: Mapping[str, str]) -> NDArray[Any]:
    return np.array([into.get(v, v) for v in values.tolist()], dtype=object)
