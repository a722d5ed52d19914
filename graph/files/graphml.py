"""GraphML (graphml.graphdrawing.org): typed attributes as ``<data>``, one directed graph.

What does not live here: reading it (``loaders.readers.exchange.graphml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.files.graph_file import GraphFile, Kind, Value, written
from graph.files.xml_text import Escaper

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def graphml(graph: GraphFile, safe: Escaper) -> bytes:
    """The file; ``safe`` counts the texts that XML cannot hold.

    Examples
    --------
    >>> from graph.files.graph_file import Node
    >>> b'<node id="a"><data key="n0">1.0</data></node>' in graphml(
    ...     GraphFile(nodes=[Node("a", {"x": 1.0})], edges=[],
    ...               node_attributes={"x": "double"}, edge_attributes={}), Escaper())
    True
    """
    return ("\n".join(_lines(graph, safe)) + "\n").encode()


def _lines(graph: GraphFile, safe: Escaper) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{NAMESPACE}">'
    about: dict[str, Kind] = dict.fromkeys(graph.about, "string")
    domains = {"node": graph.node_attributes, "edge": graph.edge_attributes, "graph": about}
    keys: dict[str, dict[str, str]] = {}
    for domain, attributes in domains.items():
        keys[domain] = {name: f"{domain[0]}{i}" for i, name in enumerate(attributes)}
        for name, kind in attributes.items():
            yield f'  <key id="{keys[domain][name]}" for="{domain}" attr.name="{safe(name)}" attr.type="{kind}"/>'
    yield '  <graph edgedefault="directed">'
    if graph.about:
        yield "    " + _data(graph.about, keys["graph"], about, safe)
    for node in graph.nodes:
        data = _data(node.values, keys["node"], graph.node_attributes, safe)
        yield f'    <node id="{safe.token(node.id)}">{data}</node>'
    for i, edge in enumerate(graph.edges):
        ends = f'source="{safe.token(edge.source)}" target="{safe.token(edge.target)}"'
        data = _data(edge.values, keys["edge"], graph.edge_attributes, safe)
        yield f'    <edge id="e{i}" {ends}>{data}</edge>'
    yield "  </graph>"
    yield "</graphml>"


def _data(values: Mapping[str, Value], keys: Mapping[str, str], kinds: Mapping[str, Kind], safe: Escaper) -> str:
    return "".join(f'<data key="{keys[k]}">{safe(written(v, kinds[k]))}</data>' for k, v in values.items())
