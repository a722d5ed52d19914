"""Push an ecosystem to a server: constraints, then nodes, then ties, in batches, with every count compared.

A push may be cut off anywhere and done again: every batch is a transaction of its own and every statement merges.
What does not live here: reading back (``graph.store.reading``) and Cypher (``graph.store.cypher``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from graph.base.errors import ServiceError
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from graph.model.schema import TABLES
from graph.store import cypher
from graph.store.client import Connection, Run
from graph.store.mapping import DATASET, NODE_MAPS, TIE_MAPS, TieMap, node_map
from graph.store.reading import UNFINISHED, Difference, compare, counts, one_dataset, read
from graph.store.rows import Row, every_tie, followed, info_values, node_rows, store_rows

BATCH = 5_000
"""Rows a transaction."""

Progress = Callable[[Words], None]


@dataclass(frozen=True, kw_only=True)
class Pushed:
    """What a push sent, and what else the server holds.

    Attributes
    ----------
    nodes, ties
        Rows sent by label and by type; as many are on the server.
    extra_nodes, extra_ties
        What the server holds beside them, of the same kinds.
    pruned
        Nodes and ties that ``prune`` removed.
    seconds
        Wall time.
    """

    nodes: Mapping[str, int]
    ties: Mapping[str, int]
    extra_nodes: Mapping[str, int]
    extra_ties: Mapping[str, int]
    pruned: int
    seconds: float


def push(
    connection: Connection,
    eco: Ecosystem,
    *,
    prune: bool = False,
    batch: int = BATCH,
    progress: Progress = lambda _: None,
) -> Pushed:
    """Make the server hold the ecosystem; what it holds besides stays, unless ``prune``.

    Raises
    ------
    ServiceError
        The server fails, or holds fewer rows than were sent: a tie whose end is missing is such a row.
    UsageError
        The database holds another dataset and ``prune`` is not asked for.
    InputError
        A row has no key.
    """
    started = time.perf_counter()
    tables = {name: store_rows(eco, name) for name in TABLES}
    nodes = {n.label: node_rows(n, tables[n.table]) for n in NODE_MAPS}
    dataset = connection.in_read(lambda run: run(cypher.READ_DATASET))
    one_dataset(eco.info, dataset[0]["p"] if dataset else None, prune)
    for constraint in cypher.constraints():
        connection.alone(constraint.statement)
    connection.write(cypher.MERGE_DATASET, values={**info_values(eco.info), UNFINISHED: True})
    pruned = _prune(connection, compare(eco, read(connection)), batch) if prune else 0
    sent_nodes = {DATASET: 1}
    for label, rows in nodes.items():
        sent_nodes[label] = _send(connection, cypher.merge_nodes(label), rows, batch, label)
        if rows:
            progress(_progress(label, len(rows)))
    for tie, ids in _followed(tables):
        statement = cypher.drop_stale_ties(tie.label, tie.source, tie.target)
        for part in _parts(ids, batch):
            connection.write(statement, rows=part)
    sent_ties = dict.fromkeys((t.label for t in TIE_MAPS), 0)
    for tie, rows in every_tie(eco, tables):
        sent_ties[tie.label] += _send_ties(connection, tie, rows, batch)
        if rows:
            progress(_progress(f"{tie.source}-{tie.label}-{tie.target}", len(rows)))
    extra_nodes, extra_ties = _compared(connection, sent_nodes, sent_ties)
    connection.write(cypher.MERGE_DATASET, values={UNFINISHED: None})
    return Pushed(
        nodes=sent_nodes,
        ties=sent_ties,
        extra_nodes=extra_nodes,
        extra_ties=extra_ties,
        pruned=pruned,
        seconds=time.perf_counter() - started,
    )


def plan_push(connection: Connection, eco: Ecosystem) -> tuple[dict[str, int], dict[str, int], Difference]:
    """What a push would send and change, without writing: nodes, ties, and the difference as it is now."""
    tables = {name: store_rows(eco, name) for name in TABLES}
    nodes = {DATASET: 1, **{n.label: len(node_rows(n, tables[n.table])) for n in NODE_MAPS}}
    ties = dict.fromkeys((t.label for t in TIE_MAPS), 0)
    for tie, rows in every_tie(eco, tables):
        ties[tie.label] += len(rows)
    return nodes, ties, compare(eco, read(connection))


def _progress(what: str, n: int) -> Words:
    return Words("{what}: {n:,} rows", "{what}：{n:,} 行").fill(what=what, n=n)


def _parts(rows: Sequence[Any], batch: int) -> Iterator[list[Any]]:
    for start in range(0, len(rows), batch):
        yield list(rows[start : start + batch])


def _followed(tables: Mapping[str, Sequence[Row]]) -> Iterator[tuple[TieMap, list[Row]]]:
    for tie in TIE_MAPS:
        if not tie.own:
            yield tie, followed(tie, tables[tie.table])


def _send(connection: Connection, statement: str, rows: Sequence[Row], batch: int, what: str) -> int:
    """Send batches; the server must hold every row of a batch before the batch is kept."""

    def work(part: list[Row], run: Run) -> int:
        held = int(run(statement, rows=part)[0]["n"])
        if held != len(part):
            raise _mismatch(what, len(part), held, "")
        return held

    return sum(connection.in_write(partial(work, part)) for part in _parts(rows, batch))


def _send_ties(connection: Connection, tie: TieMap, rows: Sequence[Row], batch: int) -> int:
    label, source, target = tie.label, tie.source, tie.target
    statement = cypher.merge_ties(label, source, target)
    if tie.extra:
        connection.write(cypher.rekey_ties(label, source, target))

    def work(part: list[Row], run: Run) -> int:
        held = int(run(statement, rows=part)[0]["n"])
        if held != len(part):
            lost = [r["i"] for r in run(cypher.missing_ends(label, source, target), rows=part)]
            first = next((r for r in part if r["i"] in lost), None)
            said = "" if first is None else f"{_id(first['source'])} → {_id(first['target'])}"
            raise _mismatch(f"{source}-{label}-{target}", len(part), held, said)
        return held

    return sum(connection.in_write(partial(work, part)) for part in _parts(rows, batch))


def _id(key: Mapping[str, Any]) -> str:
    return "/".join(map(str, key.values()))


def _mismatch(what: str, sent: int, held: int, example: str) -> ServiceError:
    words = Words(
        "{what}: {sent} rows were sent, the server holds {held} of them; nothing of this batch was kept{example}",
        "{what}：送出 {sent} 行，服务器只存下 {held} 行；本批未保留{example}",
    )
    also = Words("", "")
    if example:
        also = Words("; an end is missing, e.g. {e}", "；关系的一端不存在，如 {e}").fill(e=example)
    return ServiceError(words.fill(what=what, sent=sent, held=held, example=also))


def _compared(
    connection: Connection, nodes: Mapping[str, int], ties: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """What the server holds beside what was sent.

    Raises
    ------
    ServiceError
        It holds less.
    """
    extra: list[dict[str, int]] = []
    for sent, there in zip((nodes, ties), counts(connection), strict=True):
        short = next((k for k, n in sent.items() if there.get(k, 0) < n), None)
        if short is not None:
            words = Words(
                "{what}: {n} were sent, the server holds {m}; did others change it? Push again",
                "{what}：送出 {n}，服务器现有 {m}；可能有他人同时修改，请重新推送",
            )
            raise ServiceError(words.fill(what=short, n=sent[short], m=there.get(short, 0)))
        extra.append({k: there[k] - n for k, n in sent.items() if there[k] > n})
    return extra[0], extra[1]


def _prune(connection: Connection, difference: Difference, batch: int) -> int:
    """Remove what is only there; ties first, then nodes with whatever ties they still have.

    Of a tie that stands twice both go: the push that follows makes it once.
    """
    nodes: dict[str, list[Row]] = {}
    ties: dict[TieMap, list[Row]] = {}
    labels = {n.label for n in NODE_MAPS}
    for item in difference.only_there:
        if item.kind in labels:
            nodes.setdefault(item.kind, []).append({"key": item.key})
            continue
        for tie in TIE_MAPS:
            if (tie.label, tie.table) == (item.kind, item.table):
                row = _doomed(tie, item.key)
                if row is not None:
                    ties.setdefault(tie, []).append(row)
    removed = 0
    for tie, rows in ties.items():
        removed += _delete(connection, cypher.delete_ties(tie.label, tie.source, tie.target), rows, batch)
    for label, rows in nodes.items():
        removed += _delete(connection, cypher.delete_nodes(label), rows, batch)
    return removed


def _doomed(tie: TieMap, key: Mapping[str, Any]) -> Row | None:
    """The row for ``delete_ties``; None if the tie is between other kinds."""
    if tie.own:
        return {
            "source": {"id": key[tie.source_column]},
            "target": {"id": key[tie.target_column]},
            "values": {k: key[k] for k in tie.extra},
        }
    ends = (key["source"], key["target"])
    if (ends[0]["kind"], ends[1]["kind"]) != (tie.source, tie.target):
        return None
    a, b = ({k: end[k] for k in node_map(end["kind"]).key} for end in ends)
    return {"source": a, "target": b, "values": {}}


def _delete(connection: Connection, statement: str, rows: Sequence[Row], batch: int) -> int:
    return sum(int(connection.write(statement, rows=part)[0]["n"]) for part in _parts(rows, batch))
