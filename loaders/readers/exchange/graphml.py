"""GraphML (graphml.graphdrawing.org): typed attributes as ``<data>``, one directed graph.

What does not live here: what the elements mean (``elements``, ``tables``), and writing (``graph.files``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from graph.base.findings import Finding
from graph.files import graphml
from graph.files.graph_file import Edge, Node, Value
from graph.files.xml_text import Escaper, unescaped
from loaders.readers.exchange.elements import Elements, graph_file
from loaders.readers.exchange.tables import book_of
from loaders.readers.exchange.xml_parser import escaped
from loaders.readers.exchange.xml_reader import Reader


def write(elements: Elements, file: str) -> tuple[bytes, list[Finding]]:
    """The file, and a finding if control characters had to be escaped."""
    safe = Escaper()
    return graphml.graphml(graph_file(elements), safe), escaped(safe, file)


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


READER = book_of(".graphml", read)
