"""GEXF 1.3 (gexf.net), the format of Gephi: typed attributes as ``<attvalue>``, one static directed graph.

What does not live here: what the elements mean (``elements``, ``tables``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from graph.base.findings import Finding
from loaders.readers.exchange.elements import LABEL, Edge, Elements, Node, Value, edge_attributes, node_attributes
from loaders.readers.exchange.graphml import written
from loaders.readers.exchange.xml_reader import Reader
from loaders.readers.exchange.xml_text import Escaper, unescaped

_APART = {"node": (LABEL,), "edge": (LABEL, "weight")}
"""What is an XML attribute of the element itself."""
NAMESPACE = "http://gexf.net/1.3"
_QUIET = frozenset(
    {"meta", "creator", "description", "keywords", "graph", "nodes", "edges", "attvalues", "attributes", "default"}
)
"""Elements that hold nothing of ours; ``viz`` elements (colour, position, size …) are how a program draws."""
WEIGHT = "weight"
"""In GEXF the weight of an edge is an XML attribute of its own, which programs compute with."""
_DRAWN = frozenset({"color", "position", "size", "shape", "thickness"})


def write(elements: Elements, file: str) -> tuple[bytes, list[Finding]]:
    """The file, and a finding if control characters had to be escaped."""
    safe = Escaper()
    text = "\n".join(_lines(elements, safe)) + "\n"
    return text.encode(), safe.findings(file)


def _lines(elements: Elements, safe: Escaper) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<gexf xmlns="{NAMESPACE}" version="1.3">'
    yield '  <graph defaultedgetype="directed" mode="static">'
    keys: dict[str, dict[str, str]] = {}
    for end, attributes in (("node", node_attributes()), ("edge", edge_attributes())):
        keys[end] = {name: str(i) for i, name in enumerate(a for a in attributes if a not in _APART[end])}
        yield f'    <attributes class="{end}" mode="static">'
        for name, number in keys[end].items():
            yield f'      <attribute id="{number}" title="{name}" type="{attributes[name]}"/>'
        yield "    </attributes>"
    yield "    <nodes>"
    for node in elements.nodes:
        label = safe(written(node.values.get(LABEL, node.id)))
        yield f'      <node id="{safe(node.id)}" label="{label}">{_values(node.values, keys["node"], safe)}</node>'
    yield "    </nodes>"
    yield "    <edges>"
    for i, edge in enumerate(elements.edges):
        ends = f'source="{safe(edge.source)}" target="{safe(edge.target)}"'
        label = safe(written(edge.values.get(LABEL, "")))
        weight = f' weight="{written(edge.values[WEIGHT])}"' if WEIGHT in edge.values else ""
        values = _values(edge.values, keys["edge"], safe)
        yield f'      <edge id="{i}" {ends} label="{label}"{weight}>{values}</edge>'
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _values(values: Mapping[str, Value], keys: Mapping[str, str], safe: Escaper) -> str:
    said = [(keys[k], safe(written(v))) for k, v in values.items() if k in keys]
    return "<attvalues>" + "".join(f'<attvalue for="{k}" value="{v}"/>' for k, v in said) + "</attvalues>"


class _Reader(Reader):
    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.side = "node"
        self.titles: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.at: list[Node | Edge] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "gexf":
            self.seen = True
        elif name == "attributes":
            self.side = "edge" if given.get("class") == "edge" else "node"
        elif name == "attribute":
            self.titles[self.side][given.get("id", "")] = unescaped(given.get("title", given.get("id", "")))
        elif name == "node":
            self.at.append(Node(unescaped(given.get("id", "")), _own(given, LABEL), self.line))
            self.found.nodes.append(self.at[-1])  # type: ignore[arg-type]
        elif name == "edge":
            ends = unescaped(given.get("source", "")), unescaped(given.get("target", ""))
            self.at.append(Edge(*ends, _own(given, LABEL, WEIGHT), self.line))
            self.found.edges.append(self.at[-1])  # type: ignore[arg-type]
        elif name == "attvalue" and self.at:
            side = "node" if isinstance(self.at[-1], Node) else "edge"
            number = given.get("for", given.get("id", ""))
            title = self.titles[side].get(number, unescaped(number))
            self.at[-1].values[title] = unescaped(given.get("value", ""))
        elif name not in _QUIET and name not in _DRAWN:
            self.tell(name)

    def end(self, name: str) -> None:
        if name in ("node", "edge") and self.at:
            self.at.pop()


def _own(given: Mapping[str, str], *names: str) -> dict[str, Value]:
    return {name: unescaped(given[name]) for name in names if given.get(name)}


def read(stream: IO[bytes], file: str) -> Elements:
    """Nodes and edges of a GEXF file; all values are text.

    Raises
    ------
    InputError
        It is no XML, cut off, dangerous, or no GEXF.
    """
    return _Reader(file).read(stream)
