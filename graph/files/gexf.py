"""GEXF 1.3 (gexf.net), the format of Gephi: typed attributes as ``<attvalue>``, one static directed graph.

Labels, the kind and the weight of an edge, and colour, size and place of a node are the format's own; programs keep
parallel edges apart by their kind. What does not live here:
reading it (``loaders.readers.exchange.gexf``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.files.graph_file import LABEL, GraphFile, Kind, Shape, Value, written
from graph.files.xml_text import Escaper

NAMESPACE = "http://gexf.net/1.3"
DRAWING = f"{NAMESPACE}/viz"
WEIGHT = "weight"
"""In GEXF the weight of an edge is an XML attribute of its own, which programs compute with."""
BEFORE = {"node": "", "edge": "edge."}
"""What stands before the name in the id of an attribute: unique over nodes and edges, and telling where a program keeps
the id in place of the title (graphology does)."""
_APART = {"node": (LABEL,), "edge": (LABEL, WEIGHT)}
"""What is an XML attribute of the element itself."""


def gexf(graph: GraphFile, safe: Escaper) -> bytes:
    """The file; ``safe`` counts the texts that XML cannot hold. No date: the same graph gives the same bytes.

    Examples
    --------
    >>> from graph.files.graph_file import Node
    >>> b'<node id="a" label="A"><attvalues><attvalue for="x" value="true"/></attvalues></node>' in gexf(
    ...     GraphFile(nodes=[Node("a", {"label": "A", "x": True})], edges=[],
    ...               node_attributes={"label": "string", "x": "boolean"}, edge_attributes={}), Escaper())
    True
    """
    return ("\n".join(_lines(graph, safe)) + "\n").encode()


def _lines(graph: GraphFile, safe: Escaper) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    drawing = f' xmlns:viz="{DRAWING}"' if graph.shapes else ""
    yield f'<gexf xmlns="{NAMESPACE}"{drawing} version="1.3">'
    if graph.about:
        said = safe("; ".join(text for text in graph.about.values() if text))
        yield f"  <meta><creator>buju</creator><description>{said}</description></meta>"
    yield '  <graph defaultedgetype="directed" mode="static">'
    keys: dict[str, dict[str, str]] = {}
    for domain, attributes in (("node", graph.node_attributes), ("edge", graph.edge_attributes)):
        own = [name for name in attributes if name not in _APART[domain]]
        keys[domain] = {name: BEFORE[domain] + safe(name) for name in own}
        yield f'    <attributes class="{domain}" mode="static">'
        for name, number in keys[domain].items():
            yield f'      <attribute id="{number}" title="{safe(name)}" type="{attributes[name]}"/>'
        yield "    </attributes>"
    yield "    <nodes>"
    for node in graph.nodes:
        label = safe(written(node.values.get(LABEL, node.id)))
        inside = _values(node.values, keys["node"], graph.node_attributes, safe) + _drawn(graph.shapes.get(node.id))
        yield f'      <node id="{safe(node.id)}" label="{label}">{inside}</node>'
    yield "    </nodes>"
    yield "    <edges>"
    for i, edge in enumerate(graph.edges):
        ends = f'source="{safe(edge.source)}" target="{safe(edge.target)}"'
        label = safe(written(edge.values.get(LABEL, "")))
        kind = safe(edge.kind) or label
        weight = f' weight="{written(edge.values[WEIGHT])}"' if WEIGHT in edge.values else ""
        values = _values(edge.values, keys["edge"], graph.edge_attributes, safe)
        yield f'      <edge id="{i}" {ends} label="{label}" kind="{kind}"{weight}>{values}</edge>'
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _values(values: Mapping[str, Value], keys: Mapping[str, str], kinds: Mapping[str, Kind], safe: Escaper) -> str:
    said = [(keys[k], safe(written(v, kinds[k]))) for k, v in values.items() if k in keys]
    return "<attvalues>" + "".join(f'<attvalue for="{k}" value="{v}"/>' for k, v in said) + "</attvalues>"


def _drawn(shape: Shape | None) -> str:
    if shape is None:
        return ""
    red, green, blue = (int(shape.colour[k : k + 2], 16) for k in (1, 3, 5))
    drawn = f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:size value="{shape.size}"/>'
    if shape.at is not None:
        drawn += f'<viz:position x="{shape.at[0]:.3f}" y="{shape.at[1]:.3f}" z="0.0"/>'
    return drawn
