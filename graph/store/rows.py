"""An ecosystem as plain rows for a store, and back: the same values, types, blanks and order.

Blank is ``None`` here; whole numbers are ``int``. What does not live here: Cypher and the server.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from graph.base.errors import InputError
from graph.base.words import Words
from graph.model.ecosystem import Columns, DatasetInfo, Ecosystem
from graph.model.schema import TABLES, Column
from graph.store.mapping import KEY, NODE_MAPS, ROW, TIE_MAPS, NodeMap, TieMap, node_map, store_key

Row = dict[str, Any]


def table_rows(eco: Ecosystem, table: str) -> list[Row]:
    """All rows of a table, blanks as ``None``, whole numbers as ``int``, in order.

    Examples
    --------
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {"technologies": [{"id": "T1", "severity": 5}]})
    >>> row = table_rows(eco, "technologies")[0]
    >>> row["severity"], row["trl"], row["field"]
    (5.0, None, None)
    """
    columns = {c.name: _plain(c, eco.column(table, c.name).tolist()) for c in TABLES[table].columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def store_rows(eco: Ecosystem, table: str) -> list[Row]:
    """As :func:`table_rows`; rows of a table without key carry one of all their cells.

    Examples
    --------
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {"centres": [{"id": "C1"}], "payments": [
    ...     {"centre_id": "C1", "year": 2024, "amount": 5}, {"centre_id": "C1", "year": 2024, "amount": 5}]})
    >>> [row["_key"] for row in store_rows(eco, "payments")]
    ['C1|2024|5.0|support|city|', 'C1|2024|5.0|support|city||2']
    """
    rows = table_rows(eco, table)
    if TABLES[table].key:
        return rows
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        text = "|".join("" if cell is None else str(cell) for cell in row.values())
        seen[text] += 1
        row[KEY] = text if seen[text] == 1 else f"{text}|{seen[text]}"
    return rows


def _plain(column: Column, values: list[Any]) -> list[Any]:
    if column.kind == "boolean":
        return values
    if column.kind in ("number", "integer"):
        whole = column.kind == "integer"
        return [None if math.isnan(v) else int(v) if whole and v.is_integer() else v for v in values]
    return [v or None for v in values]


def node_rows(node: NodeMap, rows: Sequence[Row]) -> list[Row]:
    """Rows for ``merge_nodes``.

    Raises
    ------
    InputError
        A key is blank.
    """
    for row in rows:
        if any(row[k] is None for k in node.key):
            words = Words("table {table}: a row has no {key}", "{table} 表有一行缺少 {key}")
            raise InputError(words.fill(table=node.table, key=next(k for k in node.key if row[k] is None)))
    return [{"key": {k: row[k] for k in node.key}, "values": {**row, ROW: place}} for place, row in enumerate(rows)]


def own_ties(eco: Ecosystem, tie: TieMap, rows: Sequence[Row]) -> list[Row]:
    """Rows for ``merge_ties`` of a table of ties; where a column names two kinds, the rows of this one.

    An id that neither kind has is given to the first: the store finds no such end, and it is said.
    """
    kept = _ends_of(eco, tie)
    names = [c.name for c in tie.columns]
    return [
        {
            "i": place,
            "source": {"id": row[tie.source_column]},
            "target": {"id": row[tie.target_column]},
            "values": {**{name: row[name] for name in names}, ROW: place},
        }
        for place, row in enumerate(rows)
        if kept(row)
    ]


def _ends_of(eco: Ecosystem, tie: TieMap) -> Any:
    """Say of a row whether its ends are of the kinds of this tie: the first kind that has the id."""
    kinds = [t for t in TIE_MAPS if (t.label, t.table) == (tie.label, tie.table)]
    if len(kinds) == 1:
        return lambda _: True
    ranks = [(t.source, eco.position(t.source)) for t in kinds]

    def kept(row: Row) -> bool:
        found = next((label for label, ids in ranks if row[tie.source_column] in ids), ranks[0][0])
        return found == tie.source

    return kept


def followed(tie: TieMap, rows: Sequence[Row]) -> list[Row]:
    """Rows for ``drop_stale_ties`` of ties that follow a column: key of the owner, ids of the other ends."""
    node = node_map(tie.source if tie.owner == "source" else tie.target)
    column = tie.target_column if tie.owner == "source" else tie.source_column
    made = []
    for row in rows:
        said = row[column]
        ids = [] if said is None else [i.strip() for i in said.split(tie.separator)] if tie.separator else [said]
        made.append({"key": {k: row[k] for k in node.key}, "others": [i for i in dict.fromkeys(ids) if i]})
    return made


def following_ties(tie: TieMap, rows: Sequence[Row]) -> list[Row]:
    """Rows for ``merge_ties`` of ties that follow a column."""
    pairs = [(row["key"], {"id": other}) for row in followed(tie, rows) for other in row["others"]]
    if tie.owner == "target":
        pairs = [(other, owner) for owner, other in pairs]
    return [{"i": i, "source": a, "target": b, "values": {}} for i, (a, b) in enumerate(pairs)]


def tie_rows(eco: Ecosystem, tie: TieMap, rows: Sequence[Row]) -> list[Row]:
    """Rows for ``merge_ties`` of any tie."""
    return own_ties(eco, tie, rows) if tie.own else following_ties(tie, rows)


def info_values(info: DatasetInfo) -> Row:
    """Properties of the dataset node; blanks are ``None``."""
    return {k: None if v == "" else v for k, v in asdict(info).items()}


def to_info(values: Mapping[str, Any]) -> DatasetInfo:
    """What the dataset says about itself, from the properties of its node."""
    given = {f.name: values[f.name] for f in fields(DatasetInfo) if values.get(f.name) is not None}
    texts = {k: str(v) for k, v in given.items() if k != "illustrative"}
    return DatasetInfo(**{"name": "", "money_unit": "", **texts}, illustrative=bool(given.get("illustrative", False)))


def from_store(tie: TieMap, a: Sequence[Any], b: Sequence[Any], values: Mapping[str, Any]) -> Row:
    """One row of a table of ties, from the keys of its ends and its properties."""
    row = {c.name: values.get(c.name) for c in tie.columns}
    return {**row, tie.source_column: a[0], tie.target_column: b[0], ROW: values.get(ROW)}


def to_tables(rows: Mapping[str, Sequence[Row]]) -> dict[str, Columns]:
    """Typed columns of all tables from rows, in the order they were pushed in; rows without a place come last.

    Raises
    ------
    InputError
        A value is of another type than its column.
    """
    made: dict[str, Columns] = {}
    for name, given in rows.items():
        table = TABLES[name]
        ordered = sorted(given, key=lambda row: _place(row, table.key))
        made[name] = {c.name: np.array([_typed(name, c, row) for row in ordered], _dtype(c)) for c in table.columns}
    return made


def _place(row: Row, key: Sequence[str]) -> tuple[Any, ...]:
    place = row.get(ROW)
    known = isinstance(place, int)
    return (not known, place if known else 0, [str(row.get(k)) for k in key])


def _dtype(column: Column) -> Any:
    return {"number": np.float64, "integer": np.float64, "boolean": np.bool_}.get(column.kind, np.object_)


def _typed(table: str, column: Column, row: Row) -> Any:
    value = row.get(column.name)
    if column.kind == "boolean":
        if value is None or isinstance(value, bool):
            return bool(value)
    elif column.kind in ("number", "integer"):
        if value is None:
            return math.nan
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    elif value is None or isinstance(value, (str, int)):
        return "" if value is None else str(value)
    words = Words(
        "in the store, {column} of {table} {key} is {value!r}: not what the column takes",
        "库中 {table} {key} 的 {column} 为 {value!r}，与该列的类型不符",
    )
    key = "/".join(str(row.get(k)) for k in TABLES[table].key)
    raise InputError(words.fill(column=column.name, table=table, key=key, value=value))


def keyed(table: str, rows: Sequence[Row]) -> tuple[dict[tuple[Any, ...], Row], list[tuple[Any, ...]]]:
    """Rows by key, and the keys that stand more than once."""
    found: dict[tuple[Any, ...], Row] = {}
    twice = []
    for row in rows:
        key = tuple(row.get(k) for k in store_key(table))
        if key in found:
            twice.append(key)
        found[key] = row
    return found, twice


def kinds() -> dict[str, list[NodeMap | TieMap]]:
    """Table → what its rows are in the store: one node kind, or one tie kind between one or more pairs of labels."""
    made: dict[str, list[NodeMap | TieMap]] = defaultdict(list)
    for node in NODE_MAPS:
        made[node.table].append(node)
    for tie in TIE_MAPS:
        if tie.own:
            made[tie.table].append(tie)
    return dict(made)


def every_tie(eco: Ecosystem, tables: Mapping[str, Sequence[Row]]) -> Iterator[tuple[TieMap, list[Row]]]:
    """Every tie kind with its rows for ``merge_ties``, in the order of the mapping."""
    for tie in TIE_MAPS:
        yield tie, tie_rows(eco, tie, tables[tie.table])


__all__ = [
    "Row",
    "every_tie",
    "followed",
    "following_ties",
    "from_store",
    "info_values",
    "keyed",
    "kinds",
    "node_rows",
    "own_ties",
    "store_rows",
    "table_rows",
    "tie_rows",
    "to_info",
    "to_tables",
]
