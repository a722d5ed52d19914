"""What a server holds: pulled as tables, compared with an ecosystem, and checked. Nothing here writes.

What does not live here: writing (``graph.store.sync``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.base.errors import ServiceError, UsageError
from graph.base.records import Count, widened
from graph.base.words import Words
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import TABLES
from graph.store import cypher
from graph.store.client import Connection, Run
from graph.store.mapping import DATASET, NODE_MAPS, TIE_MAPS, NodeMap, TieMap, node_map, store_key
from graph.store.rows import (
    Row,
    every_tie,
    following_ties,
    from_store,
    info_values,
    keyed,
    kinds,
    store_rows,
    to_info,
    to_tables,
)

UNFINISHED = "_unfinished"
"""Property of the dataset node that is true while a push is under way, and stays so if it is cut off."""

Ends = tuple[tuple[Any, ...], tuple[Any, ...]]


@dataclass(frozen=True)
class Held:
    """What a server holds, as plain rows.

    Attributes
    ----------
    dataset
        Properties of the dataset node; None if there is none.
    tables
        Table → rows, blanks as None, ``_row`` beside the columns.
    following
        Ties that follow a column: the keys of their two ends.
    """

    dataset: Mapping[str, Any] | None
    tables: Mapping[str, list[Row]]
    following: Mapping[TieMap, list[Ends]]

    @property
    def unfinished(self) -> bool:
        """Whether the last push was cut off."""
        return bool((self.dataset or {}).get(UNFINISHED))


def read(connection: Connection, *, following: bool = True) -> Held:
    """Everything of the schema that the server holds, in one read transaction.

    ``following`` says whether ties that follow a column are read too; a pull has no need of them.

    Nodes without the key of their kind, and ties between such, are others' and are passed over.
    """
    held: Held = connection.in_read(lambda run: _read(run, following))
    return held


def _read(run: Run, follow: bool) -> Held:
    found = run(cypher.READ_DATASET)
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    for node in NODE_MAPS:
        tables[node.table] = [_complete(node, r["p"]) for r in run(cypher.read_nodes(node.label))]
    following: dict[TieMap, list[Ends]] = {}
    for tie in TIE_MAPS:
        if not (tie.own or follow):
            continue
        records = run(cypher.read_ties(tie.label, tie.source, tie.target))
        if tie.own:
            tables[tie.table] += [from_store(tie, r["ak"], r["bk"], r["p"]) for r in records]
        else:
            following[tie] = [(tuple(r["ak"]), tuple(r["bk"])) for r in records]
    return Held(found[0]["p"] if found else None, tables, following)


def _complete(node: NodeMap, properties: Mapping[str, Any]) -> Row:
    return {**{c.name: None for c in node.columns}, **properties}


def pull(connection: Connection) -> Ecosystem:
    """The ecosystem that the server holds, with the values, types and order of the pushed one.

    Raises
    ------
    ServiceError
        The server holds no dataset, or its last push was cut off.
    InputError
        A value is of another type than its column.
    """
    held = read(connection, following=False)
    if held.dataset is None:
        words = Words("the database at {uri} holds no dataset yet", "{uri} 的数据库中还没有数据集")
        raise ServiceError(words.fill(uri=connection.settings.place))
    if held.unfinished:
        words = Words("the last push to {uri} was cut off; push again first", "上次向 {uri} 的推送中断，请先重新推送")
        raise ServiceError(words.fill(uri=connection.settings.place))
    return Ecosystem(to_info(held.dataset), to_tables(held.tables))


@dataclass(frozen=True, kw_only=True)
class RowOfOne:
    """A row or a tie by its kind, table and key columns; the key of a tie is that of its two ends."""

    kind: str
    table: str
    key: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The two values of a column."""

    here: Any
    there: Any


@dataclass(frozen=True, kw_only=True)
class ChangedRow(RowOfOne):
    """A row that both have, and the columns in which it differs."""

    columns: Mapping[str, Sides]


@dataclass(frozen=True)
class Difference:
    """Rows and ties that are only here, only there, or differ. The order of rows does not count."""

    only_here: tuple[RowOfOne, ...]
    only_there: tuple[RowOfOne, ...]
    changed: tuple[ChangedRow, ...]

    @property
    def empty(self) -> bool:
        """Whether both are equal."""
        return not (self.only_here or self.only_there or self.changed)


def compare(eco: Ecosystem, held: Held) -> Difference:
    """Compare an ecosystem (here) with what a server holds (there)."""
    here: list[RowOfOne] = []
    there: list[RowOfOne] = []
    changed: list[ChangedRow] = []
    tables = {name: store_rows(eco, name) for name in TABLES}
    _compare_info(eco.info, held.dataset, here, changed)
    for table, kind in kinds().items():
        ours, _ = keyed(table, tables[table])
        theirs, twice = keyed(table, held.tables[table])
        label = kind[0].label
        here += [_named(table, label, k) for k in ours if k not in theirs]
        there += [_named(table, label, k) for k in (*(k for k in theirs if k not in ours), *twice)]
        for key, row in ours.items():
            other = theirs.get(key)
            unequal = {} if other is None else _unequal(row, other)
            if unequal:
                changed.append(widened(ChangedRow, _named(table, label, key), columns=unequal))
    for tie, rows in every_tie(eco, tables):
        if not tie.own:
            said = {(tuple(r["source"].values()), tuple(r["target"].values())) for r in rows}
            found = held.following.get(tie, [])
            here += [_tied(tie, ends) for ends in sorted(said - set(found), key=repr)]
            there += [_tied(tie, ends) for ends in sorted(_surplus(found, said), key=repr)]
    return Difference(tuple(here), tuple(there), tuple(changed))


def _compare_info(
    info: DatasetInfo, dataset: Mapping[str, Any] | None, here: list[RowOfOne], changed: list[ChangedRow]
) -> None:
    named = RowOfOne(kind=DATASET, table="dataset.yaml", key={})
    if dataset is None:
        here.append(named)
        return
    unequal = _unequal(info_values(info), {**dict.fromkeys(info_values(info)), **dataset})
    if unequal:
        changed.append(widened(ChangedRow, named, columns=unequal))


def _unequal(row: Row, other: Mapping[str, Any]) -> dict[str, Sides]:
    """Columns whose values differ; a blank boolean is false, 1 and 1.0 are equal, true and 1 are not."""
    found = {}
    for name, value in row.items():
        that = other.get(name)
        if isinstance(value, bool) and that is None:
            that = False
        if value != that or isinstance(value, bool) != isinstance(that, bool):
            found[name] = Sides(here=value, there=that)
    return found


def _surplus(found: Sequence[Ends], said: set[Ends]) -> list[Ends]:
    """Ends that are not said, and those that stand more than once."""
    seen: set[Ends] = set()
    more = []
    for ends in found:
        if ends not in said or ends in seen:
            more.append(ends)
        seen.add(ends)
    return more


def _named(table: str, label: str, key: tuple[Any, ...]) -> RowOfOne:
    return RowOfOne(kind=label, table=table, key=dict(zip(store_key(table), key, strict=True)))


def _tied(tie: TieMap, ends: Ends) -> RowOfOne:
    a, b = (dict(zip(node_map(n).key, k, strict=True)) for n, k in zip((tie.source, tie.target), ends, strict=True))
    key = {"source": {"kind": tie.source, **a}, "target": {"kind": tie.target, **b}}
    return RowOfOne(kind=tie.label, table=tie.table, key=key)


def counts(connection: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """Numbers of nodes by label and ties by type on the server, of the schema's kinds."""

    def count(run: Run) -> tuple[dict[str, int], dict[str, int]]:
        nodes = {n.label: 0 for n in NODE_MAPS} | {r["kind"]: r["n"] for r in run(cypher.count_all_nodes())}
        nodes[DATASET] = len(run(cypher.READ_DATASET))
        ties = dict.fromkeys((t.label for t in TIE_MAPS), 0)
        for row in run(cypher.count_all_ties()):
            ties[row["kind"]] += row["n"]
        return nodes, ties

    found: tuple[dict[str, int], dict[str, int]] = connection.in_read(count)
    return found


@dataclass(frozen=True, kw_only=True)
class Check:
    """The state of a database: counts, what the server is, and what is wrong with it."""

    server: str
    dataset: str
    nodes: Mapping[str, Count]
    ties: Mapping[str, Count]
    missing_constraints: tuple[str, ...]
    problems: tuple[Words, ...]


def check(connection: Connection) -> Check:
    """Check constraints, an unfinished push, repeated rows, and ties that disagree with the column they follow."""
    nodes, ties = counts(connection)
    shown = connection.in_read(lambda run: run(cypher.SHOW_CONSTRAINTS))
    there = {(tuple(r["labelsOrTypes"] or ()), tuple(sorted(r["properties"] or ()))) for r in shown}
    missing = tuple(c.name for c in cypher.constraints() if ((c.label,), tuple(sorted(c.properties))) not in there)
    held = read(connection)
    problems = [Words("no constraint {n}", "缺少约束 {n}").fill(n=n) for n in missing]
    if held.dataset is None:
        problems.append(Words("there is no dataset", "没有数据集"))
    if held.unfinished:
        problems.append(Words("the last push was cut off; push again", "上次推送中断，请重新推送"))
    for table in TABLES:
        twice = keyed(table, held.tables[table])[1]
        if twice:
            words = Words("{n:row of {t} stands|rows of {t} stand} twice, e.g. {k}", "{t} 有 {n} 行重复，如 {k}")
            problems.append(words.fill(n=len(twice), t=table, k=twice[0]))
    problems += _disagreeing(held)
    name = str((held.dataset or {}).get("name") or "")
    return Check(
        server=connection.version,
        dataset=name,
        nodes=nodes,
        ties=ties,
        missing_constraints=missing,
        problems=tuple(problems),
    )


def _disagreeing(held: Held) -> list[Words]:
    """Ties that do not follow their column: the column is what counts, a push sets them right."""
    found = []
    for tie, ends in held.following.items():
        said = following_ties(tie, held.tables[tie.table])
        pairs = {(tuple(r["source"].values()), tuple(r["target"].values())) for r in said}
        wrong = len(_surplus(ends, pairs)) + len(pairs - set(ends))
        if wrong:
            words = Words(
                "{n:tie|ties} {t} from {a} to {b} at odds with the column that {table} gives for them",
                "{n} 条 {t} 关系（{a} → {b}）与 {table} 中所依据的列不符",
            )
            found.append(words.fill(n=wrong, t=tie.label, a=tie.source, b=tie.target, table=tie.table))
    return found


def one_dataset(info: DatasetInfo, dataset: Mapping[str, Any] | None, replace: bool) -> None:
    """Refuse to mix two datasets in one database.

    Raises
    ------
    UsageError
        The database holds a dataset of another name and it is not to be replaced.
    """
    other = None if dataset is None else dataset.get("name")
    if other is not None and other != info.name and not replace:
        words = Words(
            "the database holds the dataset {a!r}, this is {b!r}; --prune replaces it",
            "数据库中是数据集“{a}”，而这里是“{b}”；加 --prune 可整体替换",
        )
        raise UsageError(words.fill(a=other, b=info.name))
