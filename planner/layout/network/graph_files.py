"""The run's network as GraphML and GEXF, for Gephi, networkx and their like; the same result, the same bytes.

What does not live here: the network itself (``network``), where nodes are drawn (``places``), and the two formats
(``graph.files``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.base.words import Lang
from graph.files.gexf import WEIGHT, gexf
from graph.files.graph_file import LABEL, Edge, GraphFile, Kind, Node, Shape, Value
from graph.files.graphml import graphml
from graph.files.xml_text import Escaper
from planner.layout import content
from planner.layout.content import Result
from planner.layout.figures import colours
from planner.layout.network.network import Network, network
from planner.layout.network.places import placed
from planner.layout.text import legal

_GREY = {"organisation": colours.FAINT, "centre": colours.SOFT, "technology": colours.SOFT}
_SIZES = {"centre": 14.0, "technology": 8.0, "organisation": 5.0}
_KINDS: dict[type, Kind] = {bool: "boolean", int: "long", float: "double", str: "string"}


def graphml_bytes(result: Result, lang: Lang) -> bytes:
    """The network as GraphML; attributes are typed, nodes carry the label and the colour of their field.

    Examples
    --------
    >>> from planner.runs.plan_result import DatasetFacts, PlanResult
    >>> empty = PlanResult(status="proven", organisations=(), dataset=DatasetFacts(name="x", illustrative=True))
    >>> b"Made-up data" in graphml_bytes(empty, "en")
    True
    """
    net, colour = network(result), _colours(result)
    nodes = [
        _node(n.key, {LABEL: n.name, "kind": n.kind, "id": n.id, "color": colour(n.kind, n.more), **n.more})
        for n in net.nodes
    ]
    edges = [_edge(link, {LABEL: link.kind, "kind": link.kind, **link.more}) for link in net.links]
    about = {"name": legal(_title(result, lang)), "note": legal(_note(result, lang))}
    of_nodes, of_edges = _attributes(net, ("color",))
    file = GraphFile(nodes=nodes, edges=edges, node_attributes=of_nodes, edge_attributes=of_edges, about=about)
    return graphml(file, Escaper())


def gexf_bytes(result: Result, lang: Lang) -> bytes:
    """The network as GEXF, with colours, sizes and the places of the network figure, so that it opens laid out."""
    net, colour, at = network(result), _colours(result), placed(result)
    nodes = [_node(n.key, {LABEL: n.name, "kind": n.kind, "id": n.id, **n.more}) for n in net.nodes]
    shapes = {
        node.id: Shape(colour(n.kind, n.more), _SIZES[n.kind], _hundredfold(at.get(n.key)))
        for n, node in zip(net.nodes, nodes, strict=True)
    }
    edges = [
        _edge(link, {LABEL: link.kind, "kind": link.kind, **link.more, WEIGHT: float(link.more.get("strength", 1.0))})
        for link in net.links
    ]
    about = {"name": legal(_title(result, lang)), "note": legal(_note(result, lang))}
    of_nodes, of_edges = _attributes(net)
    file = GraphFile(
        nodes=nodes, edges=edges, node_attributes=of_nodes, edge_attributes=of_edges, about=about, shapes=shapes
    )
    return gexf(file, Escaper())


def _node(key: str, values: Mapping[str, Any]) -> Node:
    return Node(legal(key), _legal(values))


def _edge(link: Any, values: Mapping[str, Any]) -> Edge:
    return Edge(legal(link.source), legal(link.target), _legal(values))


def _legal(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: v if isinstance(v, (bool, int, float)) else legal(str(v)) for name, v in values.items()}


def _hundredfold(at: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if at is None else (100 * at[0], 100 * at[1])


def _attributes(net: Network, more: Iterable[str] = ()) -> tuple[dict[str, Kind], dict[str, Kind]]:
    """Name and type of every attribute of nodes and of edges; whole numbers beside broken ones are broken."""
    node: dict[str, type] = dict.fromkeys((LABEL, "kind", "id", *more), str)
    edge: dict[str, type] = dict.fromkeys((LABEL, "kind"), str)
    for kinds, rows in ((node, net.nodes), (edge, net.links)):
        for row in rows:
            for name, value in row.more.items():
                kinds[name] = float if {kinds.get(name, type(value)), type(value)} == {int, float} else type(value)
    return {n: _KINDS[k] for n, k in node.items()}, {n: _KINDS[k] for n, k in edge.items()}


def _colours(result: Result) -> Any:
    of = colours.field_colours(content.field_order(result))
    return lambda kind, more: of.get(str(more.get("field") or ""), _GREY[kind])


def _title(result: Result, lang: Lang) -> str:
    return f"{content.title(result, lang)} · {result.dataset.name}"


def _note(result: Result, lang: Lang) -> str:
    return content.NOTE.say(lang) if content.is_made_up(result) else ""
