"""GEXF 1.3 (gexf.net), the format of Gephi: typed attributes as ``<attvalue>``, one static directed graph.

What does not live here: what the elements mean (``elements``, ``tables``), and writing (``graph.files``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from graph.base.findings import Finding
from graph.files import gexf
from graph.files.graph_file import LABEL, Edge, Node, Value
from graph.files.xml_text import Escaper, unescaped
from loaders.readers.exchange.elements import Elements, graph_file
from loaders.readers.exchange.tables import book_of
from loaders.readers.exchange.xml_parser import escaped
from loaders.readers.exchange.xml_reader import Reader

_QUIET = frozenset(
    {"meta", "creator", "description", "keywords", "title", "graph", "nodes", "edges", "attvalues", "attributes"}
    | {"default"}
)
"""Elements that hold nothing of ours; ``viz`` elements (colour, position, size …) are how a program draws."""
_DRAWN = frozenset({"color", "position", "size", "shape", "thickness"})


def write(elements: Elements, file: str) -> tuple[bytes, list[Finding]]:
    """The file, and a finding if control characters had to be escaped."""
    safe = Escaper()
    return gexf.gexf(graph_file(elements), safe), escaped(safe, file)


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
            self.at.append(Edge(*ends, _own(given, LABEL, gexf.WEIGHT), self.line))
            self.found.edges.append(self.at[-1])  # type: ignore[arg-type]
        elif name == "attvalue" and self.at:
            side = "node" if isinstance(self.at[-1], Node) else "edge"
            number = given.get("for", given.get("id", ""))
            title = self.titles[side].get(number, unescaped(number)).removeprefix(gexf.BEFORE[side])
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


READER = book_of(".gexf", read)
