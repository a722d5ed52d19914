"""Nodes and edges as every format of graph files has them: an id, ends, typed attributes, and how a node is drawn.

What does not live here: the formats (``graphml``, ``gexf``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

LABEL = "label"
"""The attribute that programs show."""

Kind = Literal["string", "double", "long", "boolean"]
Value = str | float | bool


@dataclass(slots=True)
class Node:
    """``id`` is unique in the file, ``place`` the line (XML) or position (JSON) it stands at."""

    id: str
    values: dict[str, Value]
    place: int = 0


@dataclass(slots=True)
class Edge:
    """A directed edge between two node ids; ``kind`` tells parallel edges apart where a format can say so."""

    source: str
    target: str
    values: dict[str, Value]
    place: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a node is drawn: ``#rrggbb``, a size, and where (None = left to the program)."""

    colour: str
    size: float
    at: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class GraphFile:
    """What a file is written from.

    Attributes
    ----------
    nodes, edges
        Values stand in the order in which they are written.
    node_attributes, edge_attributes
        Attribute → type, of all that any node or edge has.
    about
        What is said of the graph as a whole.
    shapes
        Node id → how it is drawn, for formats that can say so.
    """

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    node_attributes: Mapping[str, Kind]
    edge_attributes: Mapping[str, Kind]
    about: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)


def written(value: Value, kind: Kind = "string") -> str:
    """A value as XML Schema writes it.

    >>> written(True), written(0.5), written(2021), written(2, "double")
    ('true', '0.5', '2021', '2.0')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) or kind == "double":
        return repr(float(value))
    return str(value)
