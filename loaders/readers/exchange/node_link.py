"""Node-link JSON, as ``networkx.node_link_data`` writes it and D3 reads it.

What does not live here: what the elements mean (``elements``, ``tables``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from graph.base.cell_text import shown
from graph.base.findings import Finding
from graph.base.words import Words
from graph.files.graph_file import Edge, Node, Value
from loaders.readers.exchange.elements import Elements
from loaders.readers.exchange.tables import book_of
from loaders.readers.exchange.xml_parser import stop
from loaders.rules.catalogue import finding

_EDGES = ("edges", "links")
"""Names of the list of edges: networkx 3.4 and newer, and older ones and D3."""


def write(elements: Elements, _file: str) -> tuple[bytes, list[Finding]]:
    """The file; JSON can hold every text."""
    data = {
        "directed": True,
        "multigraph": True,
        "graph": {},
        "nodes": [{"id": n.id, **n.values} for n in elements.nodes],
        "edges": [{"source": e.source, "target": e.target, **e.values} for e in elements.edges],
    }
    try:
        return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=0).encode() + b"\n", []
    except UnicodeEncodeError:  # half of a surrogate pair: no encoding has it, an escape does
        return json.dumps(data, allow_nan=False, indent=0).encode() + b"\n", []


def read(stream: IO[bytes], file: str) -> Elements:
    """Nodes and edges of a node-link JSON file.

    Raises
    ------
    InputError
        It is no JSON, cut off, too deep, or has no list of nodes and of edges.
    """
    try:
        data = json.loads(stream.read(), parse_constant=str)
    except json.JSONDecodeError as error:
        words = Words("line {n}: {r}", "第 {n} 行：{r}").fill(n=error.lineno, r=error.msg)
        raise stop(file, finding("G701", file, error.lineno, message=words)) from None
    except (RecursionError, UnicodeDecodeError, ValueError) as error:
        words = Words("not JSON in UTF-8, or nested too deep", "不是 UTF-8 编码的 JSON，或嵌套过深")
        raise stop(file, finding("G701", file, 1, value=type(error).__name__, message=words)) from None
    edges = next((k for k in _EDGES if isinstance(data, dict) and isinstance(data.get(k), list)), None)
    if edges is None or not isinstance(data.get("nodes"), list):
        raise stop(file, finding("G709", file, 1))
    found = Elements(nodes=[], edges=[], node_file=f"{file}[nodes]", edge_file=f"{file}[{edges}]")
    for place, given in enumerate(data["nodes"], 1):
        if not isinstance(given, dict) or not _is_id(given.get("id")):
            found.findings.append(_shapeless(found.node_file, place, given))
            continue
        values = _values(given, ("id",), found.node_file, place, found.findings)
        found.nodes.append(Node(str(given["id"]), values, place))
    for place, given in enumerate(data[edges], 1):
        if not isinstance(given, dict) or not (_is_id(given.get("source")) and _is_id(given.get("target"))):
            found.findings.append(_shapeless(found.edge_file, place, given))
            continue
        values = _values(given, ("source", "target", "key"), found.edge_file, place, found.findings)
        found.edges.append(Edge(str(given["source"]), str(given["target"]), values, place))
    return found


def _is_id(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _shapeless(file: str, place: int, given: Any) -> Finding:
    words = Words(
        "a node needs an id; an edge a source and a target", "节点须有 id；边须有 source 和 target（字符串或整数）"
    )
    return finding("G711", file, place, value=given, message=words)


def _values(
    given: Mapping[str, Any], skip: tuple[str, ...], file: str, place: int, findings: list[Finding]
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, value in given.items():
        if name in skip or value is None:
            continue
        if isinstance(value, (str, bool, int, float)):
            values[name] = value
        else:
            words = Words("'{n}' is a list or an object", "“{n}”是列表或对象").fill(n=shown(name))
            findings.append(finding("G711", file, place, name, value, words))
    return values


READER = book_of(".json", read)
