"""What the readers of XML graph files share: collecting, saying what is not read, refusing another format.

What does not live here: the formats (``graphml``, ``gexf``) and the parser (``xml_parser``).
"""

from __future__ import annotations

from typing import IO

from graph.base.cell_text import shown
from graph.base.words import Words
from loaders.readers.exchange.elements import Elements
from loaders.readers.exchange.xml_parser import Handler, parse, stop
from loaders.rules.catalogue import finding


class Reader(Handler):
    """Collects the nodes and edges of one format; ``seen`` once its root element was met."""

    def __init__(self, file: str) -> None:
        self.found = Elements(nodes=[], edges=[], node_file=file, edge_file=file)
        self.file = file
        self.seen = False
        self.told: set[str] = set()

    def tell(self, name: str) -> None:
        """Say once that elements of this name are not read."""
        if name not in self.told:
            self.told.add(name)
            words = Words("elements <{n}> are not read", "不读取 <{n}> 元素").fill(n=shown(name))
            self.found.findings.append(finding("G710", self.file, self.line, value=name, message=words))

    def read(self, stream: IO[bytes]) -> Elements:
        """Nodes and edges of the whole file; all values are text.

        Raises
        ------
        InputError
            It is no XML, cut off, dangerous (``parse``), or of another format (G709).
        """
        parse(stream, self.file, self)
        if not self.seen:
            raise stop(self.file, finding("G709", self.file, 1))
        return self.found
