"""The run's network as GraphML and GEXF 1.2, for Gephi, networkx and their like; the same result, the same bytes.

What does not live here: the network itself (``network``) and where nodes are drawn (``network_places``).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from graph.base.words import Lang
from planner.layout import content
from planner.layout.content import Result
from planner.layout.figures import colours
from planner.layout.network.network import Network, network
from planner.layout.network.places import placed
from planner.layout.text import legal

_GREY = {"organisation": colours.FAINT, "centre": colours.SOFT, "technology": colours.SOFT}
_SIZES = {"centre": 14.0, "technology": 8.0, "organisation": 5.0}
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://www.gexf.net/1.2draft"
_VIZ = "http://www.gexf.net/1.2draft/viz"
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}
Attributes = dict[str, dict[str, type]]


def graphml_bytes(result: Result, lang: Lang) -> bytes:
    """The network as GraphML; attributes are typed, nodes carry the label and the colour of their field.

    Examples
    --------
    >>> empty = {"chosen": [], "existing": [], "rejected": [], "technologies": [], "organisations": [],
    ...          "scenario": "base", "dataset": {"name": "x", "illustrative": True}}
    >>> b"Made-up data" in graphml_bytes(empty, "en")
    True
    """
    net, colour = network(result), _colours(result)
    root = ET.Element("graphml", {"xmlns": _GRAPHML})
    kinds = _attributes(net)
    for domain, names in kinds.items():
        for k, (name, kind) in enumerate(names.items()):
            key = {"id": f"{domain[0]}{k}", "for": domain, "attr.name": name, "attr.type": _TYPES[kind]}
            ET.SubElement(root, "key", key)
    for k, name in enumerate(("name", "note")):
        ET.SubElement(root, "key", {"id": f"g{k}", "for": "graph", "attr.name": name, "attr.type": "string"})
    graph = ET.SubElement(root, "graph", {"id": "layout", "edgedefault": "directed"})
    for k, text in enumerate((_title(result, lang), _note(result, lang))):
        ET.SubElement(graph, "data", {"key": f"g{k}"}).text = legal(text)
    for n in net.nodes:
        node = ET.SubElement(graph, "node", {"id": legal(n.key)})
        values = {"label": n.name, "kind": n.kind, "id": n.id, "color": colour(n.kind, n.more), **n.more}
        _data(node, values, kinds["node"], "n")
    for k, link in enumerate(net.links):
        ends = {"id": f"e{k}", "source": legal(link.source), "target": legal(link.target)}
        _data(
            ET.SubElement(graph, "edge", ends), {"label": link.kind, "kind": link.kind, **link.more}, kinds["edge"], "e"
        )
    return _bytes(root)


def gexf_bytes(result: Result, lang: Lang) -> bytes:
    """The network as GEXF 1.2, with colours, sizes and the places of the network figure, so that it opens laid out."""
    net, colour, at = network(result), _colours(result), placed(result)
    root = ET.Element("gexf", {"xmlns": _GEXF, "xmlns:viz": _VIZ, "version": "1.2"})
    meta = ET.SubElement(root, "meta")  # no lastmodifieddate: the same result gives the same bytes
    ET.SubElement(meta, "creator").text = "buju"
    ET.SubElement(meta, "description").text = legal(f"{_title(result, lang)}; {_note(result, lang)}".rstrip("; "))
    graph = ET.SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "static"})
    kinds = _attributes(net)
    for domain, names in kinds.items():
        declared = ET.SubElement(graph, "attributes", {"class": domain, "mode": "static"})
        for k, (name, kind) in enumerate(names.items()):
            if name not in ("label", "color"):
                key = {"id": f"{domain[0]}{k}", "title": name, "type": _TYPES[kind]}
                ET.SubElement(declared, "attribute", key)
    nodes = ET.SubElement(graph, "nodes")
    for n in net.nodes:
        node = ET.SubElement(nodes, "node", {"id": legal(n.key), "label": legal(n.name)})
        _attvalues(node, {"kind": n.kind, "id": n.id, **n.more}, kinds["node"], "n")
        shade = colour(n.kind, n.more)
        red, green, blue = (str(int(shade[k : k + 2], 16)) for k in (1, 3, 5))
        ET.SubElement(node, "viz:color", {"r": red, "g": green, "b": blue})
        ET.SubElement(node, "viz:size", {"value": str(_SIZES[n.kind])})
        if n.key in at:
            x, y = at[n.key]
            ET.SubElement(node, "viz:position", {"x": f"{100 * x:.3f}", "y": f"{100 * y:.3f}", "z": "0.0"})
    edges = ET.SubElement(graph, "edges")
    for k, link in enumerate(net.links):
        ends = {"id": str(k), "source": legal(link.source), "target": legal(link.target), "label": link.kind}
        edge = ET.SubElement(edges, "edge", {**ends, "weight": str(float(link.more.get("strength", 1.0)))})
        _attvalues(edge, {"kind": link.kind, **link.more}, kinds["edge"], "e")
    return _bytes(root)


def _attributes(net: Network) -> Attributes:
    """Name and type of every attribute of nodes and of edges; whole numbers beside broken ones are broken."""
    node: dict[str, type] = {"label": str, "kind": str, "id": str, "color": str}
    edge: dict[str, type] = {"label": str, "kind": str}
    for kinds, rows in ((node, net.nodes), (edge, net.links)):
        for row in rows:
            for name, value in row.more.items():
                kinds[name] = float if {kinds.get(name, type(value)), type(value)} == {int, float} else type(value)
    return {"node": node, "edge": edge}


def _data(element: ET.Element, values: Mapping[str, Any], kinds: Mapping[str, type], letter: str) -> None:
    for k, name in enumerate(kinds):
        if name in values:
            ET.SubElement(element, "data", {"key": f"{letter}{k}"}).text = _text(values[name], kinds[name])


def _attvalues(element: ET.Element, values: Mapping[str, Any], kinds: Mapping[str, type], letter: str) -> None:
    held = ET.SubElement(element, "attvalues")
    for k, name in enumerate(kinds):
        if name in values:
            ET.SubElement(held, "attvalue", {"for": f"{letter}{k}", "value": _text(values[name], kinds[name])})


def _text(value: Any, kind: type) -> str:
    if kind is bool:
        return "true" if value else "false"
    return repr(float(value)) if kind is float else legal(str(value))


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    data = io.BytesIO()
    ET.ElementTree(root).write(data, encoding="utf-8", xml_declaration=True)
    return data.getvalue() + b"\n"


def _colours(result: Result) -> Any:
    of = colours.field_colours(content.field_order(result))
    return lambda kind, more: of.get(str(more.get("field") or ""), _GREY[kind])


def _title(result: Result, lang: Lang) -> str:
    return f"{content.title(result, lang)} · {result.dataset.name}"


def _note(result: Result, lang: Lang) -> str:
    return content.NOTE.say(lang) if content.is_made_up(result) else ""
