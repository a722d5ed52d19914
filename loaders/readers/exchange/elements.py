"""An ecosystem as the nodes and edges of a graph file, derived from the schema, and such elements as raw tables again.

Every row is one node or one edge, as in a graph database (``graph.store.mapping``); some columns are edges besides.
What does not live here: the file formats (``graphml``, ``gexf``, ``node_link``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from graph.base.findings import Finding
from graph.files.graph_file import LABEL, Edge, GraphFile, Kind, Node, Value
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import TABLES, Column
from graph.store.mapping import DATASET, NODE_MAPS, TIE_MAPS, TieMap
from graph.store.rows import following_ties, own_ties, store_rows

NODE_KIND = "node_kind"
TIE_KIND = "tie_kind"
ROW = "row"
ATTRIBUTE = {"source": "provenance"}
"""Columns that graph files know under another name: ``source`` is an end of an edge there."""
MEANS = "means"
"""The column ``id`` of a table whose rows are no nodes of that id (``aliases``)."""
COLUMN = {attribute: column for column, attribute in ATTRIBUTE.items()} | {MEANS: "id"}

_KINDS: Mapping[str, Kind] = {"number": "double", "integer": "long", "boolean": "boolean"}


@dataclass(kw_only=True)
class Elements:
    """What a graph file holds; ``node_file`` and ``edge_file`` name it in findings."""

    nodes: list[Node]
    edges: list[Edge]
    node_file: str = ""
    edge_file: str = ""
    findings: list[Finding] = field(default_factory=list)


def graph_file(elements: Elements) -> GraphFile:
    """The elements with the types of all attributes, to be written."""
    return GraphFile(
        nodes=elements.nodes, edges=elements.edges, node_attributes=node_attributes(), edge_attributes=edge_attributes()
    )


def attribute(column: Column) -> str:
    """Name of a column in a graph file."""
    if column.name == "id" and column.kind != "id":
        return MEANS
    return ATTRIBUTE.get(column.name, column.name)


def attribute_kind(column: Column) -> Kind:
    """Type of a column in a graph file.

    >>> attribute_kind(TABLES["ties"].column("year")), attribute_kind(TABLES["ties"].column("kind"))
    ('long', 'string')
    """
    return _KINDS.get(column.kind, "string")


def node_attributes() -> dict[str, Kind]:
    """Attribute → type of all nodes."""
    found: dict[str, Kind] = {LABEL: "string", NODE_KIND: "string", ROW: "long"}
    for node in NODE_MAPS:
        found |= {attribute(c): attribute_kind(c) for c in node.columns if not _is_node_id(c)}
    return found | {k: "boolean" if k == "illustrative" else "string" for k in asdict(DatasetInfo(""))}


def edge_attributes() -> dict[str, Kind]:
    """Attribute → type of all edges."""
    found: dict[str, Kind] = {LABEL: "string", TIE_KIND: "string", ROW: "long"}
    for tie in TIE_MAPS:
        found |= {attribute(c): attribute_kind(c) for c in tie.columns}
    return found


def to_elements(eco: Ecosystem) -> Elements:
    """All nodes and edges of an ecosystem; blanks are left out.

    Edges read from a column of a node's table (``LEADS``, ``LOCATED_IN`` …) carry nothing: they follow the column.

    Examples
    --------
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}], "people": [{"id": "P1", "name": "人", "organisation_id": "O1"}]})
    >>> found = to_elements(eco)
    >>> [(n.id, n.values[LABEL]) for n in found.nodes]
    [('Dataset:dataset', 'x'), ('Organisation:O1', 'O1'), ('Person:P1', '人')]
    >>> [(e.source, e.values["tie_kind"], e.target) for e in found.edges]
    [('Person:P1', 'WORKS_AT', 'Organisation:O1')]
    """
    rows = {name: store_rows(eco, name) for name in TABLES}
    said = {k: v for k, v in asdict(eco.info).items() if v or k == "money_unit"}
    nodes = [Node(f"{DATASET}:dataset", {LABEL: eco.info.name, NODE_KIND: DATASET, **said})]
    for kind in NODE_MAPS:
        for place, row in enumerate(rows[kind.table]):
            shown = row.get("name") or "|".join(str(row[k]) for k in kind.key if row[k] is not None)
            values = {LABEL: shown, NODE_KIND: kind.label, ROW: place, **_given(kind.columns, row)}
            nodes.append(Node(_node_id(kind.label, row, kind.key), values))
    edges: list[Edge] = []
    for tie in TIE_MAPS:
        made = own_ties(eco, tie, rows[tie.table]) if tie.own else following_ties(tie, rows[tie.table])
        for one in made:
            values = {LABEL: tie.label, TIE_KIND: tie.label}
            if tie.own:
                values |= {ROW: one["i"], **_given(tie.columns, one["values"])}
            ends = (_node_id(tie.source, one["source"]), _node_id(tie.target, one["target"]))
            edges.append(Edge(*ends, values, kind=_edge_kind(tie, one["values"] if tie.own else {})))
    return Elements(nodes=nodes, edges=edges)


def _node_id(label: str, row: Mapping[str, Any], key: Sequence[str] = ()) -> str:
    return f"{label}:{'|'.join('' if row[k] is None else str(row[k]) for k in key or row)}"


def _is_node_id(column: Column) -> bool:
    """Whether the column is the id of its node, which is no attribute."""
    return column.name == "id" and column.kind == "id"


def _given(columns: Sequence[Column], row: Mapping[str, Any]) -> dict[str, Value]:
    return {attribute(c): row[c.name] for c in columns if not _is_node_id(c) and row[c.name] is not None}


def _edge_kind(tie: TieMap, row: Mapping[str, Any]) -> str:
    """The tie's label with the key columns beside its ends: ``COLLABORATES/co_patent/2020``."""
    more = (row.get(name) for name in tie.extra)
    return "/".join((tie.label, *("" if v is None else str(v) for v in more)))


def known_ties(label: str) -> Iterator[TieMap]:
    """Mappings of one tie kind."""
    return (tie for tie in TIE_MAPS if tie.label == label)
