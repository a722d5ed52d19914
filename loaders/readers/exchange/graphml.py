"""GraphML (graphml.graphdrawing.org): typed attributes as ``<data>``, one directed graph.

What does not live here: what the elements mean (``elements``, ``tables``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from graph.base.findings import Finding
from loaders.readers.exchange.elements import Edge, Elements, Node, Value, edge_attributes, node_attributes
from loaders.readers.exchange.xml_reader import Reader
from loaders.readers.exchange.xml_text import Escaper, unescaped

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def written(value: Value) -> str:
    """A value as XML Schema writes it.

    >>> written(True), written(0.5), written(2021)
    ('true', '0.5', '2021')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def write(elements: Elements, file: str) -> tuple[bytes, list[Finding]]:
    """The file, and a finding if control characters had to be escaped."""
    safe = Escaper()
    text = "\n".join(_lines(elements, safe)) + "\n"
    return text.encode(), safe.findings(file)


def _lines(elements: Elements, safe: Escaper) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{NAMESPACE}">'
    keys: dict[str, dict[str, str]] = {}
    for end, attributes in (("node", node_attributes()), ("edge", edge_attributes())):
        keys[end] = {name: f"{end[0]}{i}" for i, name in enumerate(attributes)}
        for name, kind in attributes.items():
            yield f'  <key id="{keys[end][name]}" for="{end}" attr.name="{name}" attr.type="{kind}"/>'
    yield '  <graph edgedefault="directed">'
    for node in elements.nodes:
        yield f'    <node id="{safe(node.id)}">{_data(node.values, keys["node"], safe)}</node>'
    for i, edge in enumerate(elements.edges):
        ends = f'source="{safe(edge.source)}" target="{safe(edge.target)}"'
        yield f'    <edge id="e{i}" {ends}>{_data(edge.values, keys["edge"], safe)}</edge>'
    yield "  </graph>"
    yield "</graphml>"


def _data(values: Mapping[str, Value], keys: Mapping[str, str], safe: Escaper) -> str:
    return "".join(f'<data key="{keys[k]}">{safe(written(v))}</data>' for k, v in values.items())


class _Reader(Reader):
    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.keys: dict[str, str] = {}
        self.defaults: dict[str, dict[str, Value]] = {"node": {}, "edge": {}}
        self.domain: dict[str, str] = {}
        self.at: Node | Edge | None = None
        self.key: str | None = None
        self.parts: list[str] = []
        self.deep = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if self.key is not None:
            self.deep += 1  # what programs draw with; not ours
        elif name == "graphml":
            self.seen = True
        elif name == "key":
            self.keys[given.get("id", "")] = given.get("attr.name") or given.get("id", "")
            self.domain[given.get("id", "")] = given.get("for", "all")
            self.parts, self.last = [], given.get("id", "")
        elif name == "graph" and self.at is not None:
            self.tell(name)
        elif name == "node":
            self.at = Node(unescaped(given.get("id", "")), dict(self.defaults["node"]), self.line)
            self.found.nodes.append(self.at)
        elif name == "edge":
            ends = unescaped(given.get("source", "")), unescaped(given.get("target", ""))
            self.at = Edge(*ends, dict(self.defaults["edge"]), self.line)
            self.found.edges.append(self.at)
        elif name in ("data", "default"):
            self.key, self.parts = given.get("key", "") if name == "data" else self.last, []
        elif name not in ("graph", "desc"):
            self.tell(name)

    def end(self, name: str) -> None:
        if self.deep:
            self.deep -= 1
        elif name == "data":
            value = unescaped("".join(self.parts))
            if self.at is not None and self.key is not None:
                self.at.values[unescaped(self.keys.get(self.key, self.key))] = value
            self.key = None
        elif name == "default":
            for end in ("node", "edge"):
                if self.domain[self.last] in (end, "all"):
                    self.defaults[end][unescaped(self.keys[self.last])] = unescaped("".join(self.parts))
            self.key = None
        elif name in ("node", "edge"):
            self.at = None

    def text(self, said: str) -> None:
        if self.key is not None and not self.deep:
            self.parts.append(said)


def read(stream: IO[bytes], file: str) -> Elements:
    """Nodes and edges of a GraphML file; all values are text.

    Raises
    ------
    InputError
        It is no XML, cut off, dangerous, or no GraphML.
    """
    return _Reader(file).read(stream)
