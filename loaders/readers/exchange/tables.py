"""Nodes and edges of a graph file as raw tables, with a finding for everything that does not fit the schema.

The tables are then read, typed and checked like those of any other place (``loaders.table_set``). What does not
live here: the formats, and how an ecosystem becomes elements (``elements``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import IO, Any

import yaml

from graph.base.cell_text import key, shown
from graph.base.findings import Finding
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.files.graph_file import LABEL, Edge, Node
from graph.model.ecosystem import DatasetInfo
from graph.model.schema import TABLES
from graph.store.mapping import DATASET, NODE_MAPS, TIE_MAPS, NodeMap, TieMap
from loaders.readers.exchange.elements import COLUMN, NODE_KIND, ROW, TIE_KIND, Elements, attribute, known_ties
from loaders.readers.exchange.xml_parser import stop
from loaders.readers.reader import BookReader, File, Source, sha256, source_of
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import RawTable

_NODES = {key(node.label): node for node in NODE_MAPS}
_TIES = {key(tie.label): tie.label for tie in TIE_MAPS}
_BESIDE = frozenset({LABEL, NODE_KIND, TIE_KIND, ROW, "weight", "id", "key", "Label", "Weight"})
"""Attributes that graph programs add; they are nobody's column where the table has none of that name."""


@dataclass(frozen=True)
class Found:
    """Tables by name, the text of ``dataset.yaml``, and what was wrong."""

    tables: Mapping[str, RawTable]
    document: str | None
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Row:
    values: dict[str, Any]
    place: int
    order: float | None


def to_tables(elements: Elements) -> Found:
    """Raw tables of the elements; nodes and edges that cannot be placed are findings.

    Examples
    --------
    >>> elements = Elements(nodes=[Node("Person:P1", {"name": "A"}, 7), Node("Robot:R", {}, 8)],
    ...                     edges=[], node_file="a.graphml")
    >>> found = to_tables(elements)
    >>> found.tables["people"].rows[0][:2], found.tables["people"].numbers
    (['P1', 'A'], (7,))
    >>> [(f.code, f.row, f.value) for f in found.findings]
    [('G703', 8, 'Robot')]
    """
    if elements.nodes and not any(NODE_KIND in node.values or _said_kind(node) in _NODES for node in elements.nodes):
        raise stop(elements.node_file, _foreign(elements))
    elements, beside = _own(elements)
    rows: dict[str, list[_Row]] = defaultdict(list)
    ends, document, unplaced = _placed_nodes(elements, rows)
    strange = _placed_edges(elements, rows, ends)
    tables = {}
    nodes = {node.table for node in NODE_MAPS}
    gaps: list[Finding] = []
    for name, given in rows.items():
        file = elements.node_file if name in nodes else elements.edge_file
        tables[name] = _table(name, file, given)
        gaps += _gaps(name, file, given)
    text = None if document is None else yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
    findings = sorted((*elements.findings, *beside, *unplaced, *strange, *gaps), key=lambda f: (f.file, f.row))
    return Found(tables, text, tuple(findings))


def book_of(ending: str, read: Callable[[IO[bytes], str], Elements]) -> BookReader:
    """The reader of graph files with this ending, from what reads their nodes and edges."""

    def opened(file: File) -> Source:
        with file.open() as stream:
            found = to_tables(read(stream, file.name))
        source = source_of(file.stem, found.tables, found.document, "graph", file.name)
        return replace(source, findings=found.findings, hashes={file.name: sha256(file.whole())})

    return BookReader((ending,), opened)


Ends = dict[str, tuple[NodeMap | None, str]]
"""Node id → its kind (None = unknown) and its id within the kind."""


def _placed_nodes(elements: Elements, rows: dict[str, list[_Row]]) -> tuple[Ends, dict[str, Any] | None, list[Finding]]:
    """Add the nodes to their tables; returns the ends for edges, what the dataset says of itself, and findings."""
    findings = []
    ends: Ends = {}
    document: dict[str, Any] | None = None
    for node in elements.nodes:
        if _said_kind(node) == key(DATASET):
            document = {k: v for k, v in node.values.items() if k not in _BESIDE}
            continue
        kind = _NODES.get(_said_kind(node))
        if kind is None:
            findings.append(_unknown_node(elements.node_file, node))
        own = _own_id(node, kind)
        if node.id in ends:
            findings.append(finding("G706", elements.node_file, node.place, "id", node.id))
            continue
        ends[node.id] = (kind, own)
        if kind is not None:
            values = _columns(node.values)
            if kind.key == ("id",):
                values["id"] = own
                values.setdefault("name", node.values.get(LABEL, ""))
            rows[kind.table].append(_Row(values, node.place, _order(node.values)))
    return ends, document, findings


def _placed_edges(elements: Elements, rows: dict[str, list[_Row]], ends: Ends) -> list[Finding]:
    """Add the edges to their tables; returns what was wrong with the others."""
    findings = []
    near = Nearest(())
    follows: list[tuple[Edge, TieMap, str, str]] = []
    for edge in elements.edges:
        missing = [(c, i) for c, i in (("source", edge.source), ("target", edge.target)) if i not in ends]
        if missing:
            near = near if near.knows else Nearest(ends)
            findings += [_dangling(elements.edge_file, edge, c, i, near) for c, i in missing]
            continue
        (a, source), (b, target) = ends[edge.source], ends[edge.target]
        if a is None or b is None:
            continue
        label = _TIES.get(key(str(edge.values.get(TIE_KIND, edge.values.get(LABEL, "")))))
        known = known_ties(label) if label else ()
        tie = next((t for t in known if (t.source, t.target) == (a.label, b.label)), None)
        if tie is None:
            findings.append(_unknown_edge(elements.edge_file, edge, label, a, b))
        elif tie.own:
            values = {**_columns(edge.values), tie.source_column: source, tie.target_column: target}
            rows[tie.table].append(_Row(values, edge.place, _order(edge.values)))
        else:
            follows.append((edge, tie, source, target))
    return [*findings, *_followed(elements, rows, follows)]


def _foreign(elements: Elements) -> Finding:
    """G703, once, for a graph that no writer of buju's has made."""
    words = Words("no node has the attribute node_kind", "没有任何节点带有属性 node_kind")
    every = ", ".join(n.label for n in NODE_MAPS)
    mend = Words(
        "add it to every node ({k}), and tie_kind to every edge; see docs/exchange.md",
        "请为每个节点添加该属性（{k}），并为每条边添加 tie_kind；见 docs/exchange.md",
    )
    return finding("G703", elements.node_file, elements.nodes[0].place, NODE_KIND, "", words, mend.fill(k=every))


_INFO = frozenset(f.name for f in fields(DatasetInfo))
_KNOWN = _INFO | _BESIDE | {name for t in TABLES.values() for c in t.columns for name in (c.name, attribute(c))}
_ONLY_OF_EDGES = {attribute(c) for t in TIE_MAPS for c in t.columns} | {"a", "b"}
_ONLY_OF_EDGES -= _INFO | _BESIDE | {attribute(c) for n in NODE_MAPS for c in n.columns}
"""Attributes that no node has; Gephi writes the colour of a node as ``r``, ``g`` and ``b``."""
_NEAR = Nearest(c.name for t in TABLES.values() for c in t.columns)


def _own(elements: Elements) -> tuple[Elements, list[Finding]]:
    """The elements without what other programs computed for every node or edge, and one note that names it.

    An attribute whose name is near to that of a column stays, so that it is found out as a misspelt column.
    """
    given = (*(node.values for node in elements.nodes), *(edge.values for edge in elements.edges))
    names = dict.fromkeys(name for values in given for name in values)
    beside = [name for name in names if name not in _KNOWN and _NEAR(name) is None]
    for node in elements.nodes:
        extra = [n for n in node.values if n in beside or n in _ONLY_OF_EDGES or _is_other(node, n)]
        for name in extra:
            del node.values[name]
    for edge in elements.edges:
        for name in beside:
            edge.values.pop(name, None)
    if not beside:
        return elements, []
    words = Words("attributes of other programs are not read: {names}", "不读取其他程序添加的属性：{names}").fill(
        names=Words(", ".join(map(shown, beside)), "、".join(map(shown, beside)))
    )
    return elements, [finding("G712", elements.node_file, value=beside[0], message=words)]


def _is_other(node: Node, name: str) -> bool:
    """Whether the node of the dataset has been given a column of other nodes."""
    return _said_kind(node) == key(DATASET) and name in _KNOWN and name not in _INFO | _BESIDE


def _said_kind(node: Node) -> str:
    said = node.values.get(NODE_KIND)
    return key(str(said) if said else node.id.partition(":")[0])


def _own_id(node: Node, kind: NodeMap | None) -> str:
    """The id within the kind; programs that number the nodes anew keep the id of the file as an attribute ``id``."""
    said = node.values.get("id")
    whole = node.id if said is None else str(said)
    prefix, colon, rest = whole.partition(":")
    if colon and (key(prefix) == key(kind.label) if kind is not None else said is None):
        return rest
    return whole


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {COLUMN.get(name, name): value for name, value in values.items()}


def _order(values: Mapping[str, Any]) -> float | None:
    try:
        return float(values[ROW])
    except (KeyError, TypeError, ValueError):
        return None


def _table(name: str, file: str, rows: Sequence[_Row]) -> RawTable:
    """One raw table; in the order of ``row`` where all rows have one."""
    if all(row.order is not None for row in rows):
        rows = sorted(rows, key=lambda row: row.order or 0.0)
    known = [c.name for c in TABLES[name].columns]
    more = dict.fromkeys(k for row in rows for k, v in row.values.items() if k not in known and _says(k, v))
    header = (*known, *more)
    cells = tuple([_cell(row.values.get(k)) for k in header] for row in rows)
    return RawTable(name, file, header=header, rows=cells, numbers=tuple(row.place for row in rows))


def _gaps(name: str, file: str, rows: Sequence[_Row]) -> list[Finding]:
    """G713: rows that are no longer there, told by their numbers: a program merged parallel edges or dropped some."""
    numbers = {int(row.order) for row in rows if row.order is not None}
    if len(numbers) < len(rows) or not numbers:
        return []
    missing = sorted(set(range(max(numbers) + 1)) - numbers)
    if not missing:
        return []
    words = Words("{n} rows of {t} are not there any more: {all}", "{t} 有 {n} 行已不在文件中：{all}")
    shown_rows = ", ".join(map(str, missing[:5])) + (", …" if len(missing) > 5 else "")
    return [finding("G713", file, value=len(missing), message=words.fill(n=len(missing), t=name, all=shown_rows))]


_NOTHING = frozenset({"", "false", "nan"})
"""What programs write of a node that has not the attribute, because others have."""


def _says(name: str, value: Any) -> bool:
    """Whether an attribute without a column of its own has to be told of."""
    return name not in _BESIDE and not (name in _KNOWN and _cell(value).lower() in _NOTHING)


def _cell(value: Any) -> str:
    """The cell that the value would be in a CSV file.

    >>> [_cell(v) for v in (None, True, 3, 0.5, float("nan"))]
    ['', 'true', '3', '0.5', 'nan']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _unknown_node(file: str, node: Node) -> Finding:
    said = str(node.values.get(NODE_KIND) or node.id.partition(":")[0])
    every = ", ".join(n.label for n in NODE_MAPS)
    near = Nearest([n.label for n in NODE_MAPS]).words(said, Words("use one of: {k}", "可用：{k}").fill(k=every))
    words = Words("no node kind is called '{v}'", "没有名为“{v}”的节点类型").fill(v=shown(said))
    return finding("G703", file, node.place, NODE_KIND, said, words, near)


def _dangling(file: str, edge: Edge, column: str, end: str, near: Nearest) -> Finding:
    words = Words("the edge ends at '{v}', which is no node of the file", "边的一端“{v}”不是文件中的节点")
    otherwise = Words("correct the id, or add the node", "请更正编号，或补充该节点")
    return finding("G705", file, edge.place, column, end, words.fill(v=shown(end)), near.words(end, otherwise))


def _unknown_edge(file: str, edge: Edge, label: str | None, a: NodeMap, b: NodeMap) -> Finding:
    said = str(edge.values.get(TIE_KIND, edge.values.get(LABEL, "")))
    if label is None:
        words = Words("no tie kind is called '{v}'", "没有名为“{v}”的关系类型").fill(v=shown(said))
        every = ", ".join(dict.fromkeys(t.label for t in TIE_MAPS))
        mend = Nearest(_TIES.values()).words(said, Words("use one of: {k}", "可用：{k}").fill(k=every))
        return finding("G704", file, edge.place, TIE_KIND, said, words, mend)
    words = Words("{v} does not run from {a} to {b}", "{v} 关系不能从 {a} 指向 {b}").fill(v=label, a=a.label, b=b.label)
    ends = "; ".join(f"{t.source} → {t.target}" for t in known_ties(label))
    mend = Words("it runs {ends}: turn the edge round or correct its kind", "应为 {ends}：请调换方向或更正类型")
    return finding("G704", file, edge.place, TIE_KIND, said, words, mend.fill(ends=ends))


def _followed(
    elements: Elements, rows: Mapping[str, Sequence[_Row]], follows: Sequence[tuple[Edge, TieMap, str, str]]
) -> list[Finding]:
    """G707: edges that follow a column and say something else than the column does."""
    findings = []
    said: dict[tuple[str, str], dict[str, str]] = {}
    for edge, tie, source, target in follows:
        if not (tie.source_column and tie.target_column and not tie.separator):
            continue
        owner, other = (source, target) if tie.owner == "source" else (target, source)
        column = tie.target_column if tie.owner == "source" else tie.source_column
        if (tie.table, column) not in said:
            said[tie.table, column] = {
                str(r.values.get("id")): _cell(r.values.get(column)) for r in rows.get(tie.table, ())
            }
        now = said[tie.table, column].get(owner, "")
        if now != other:
            words = Words(
                "the edge {k} says '{o}', the attribute {c} of {owner} says '{now}'; the attribute counts",
                "边 {k} 指向“{o}”，而 {owner} 的属性 {c} 为“{now}”；以属性为准",
            )
            words = words.fill(k=tie.label, o=shown(other), c=column, owner=shown(owner), now=shown(now))
            mend = Words("write '{o}' as {c} of the node if that is meant", "如指“{o}”，请改写该节点的 {c}")
            mend = mend.fill(o=shown(other), c=column)
            findings.append(finding("G707", elements.edge_file, edge.place, column, other, words, mend))
    return findings
