"""Which graph formats there are: reading one as a source, writing an ecosystem as one.

What does not live here: the formats themselves, and the command (``planner.cli.exchanging``).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from graph.base.cell_text import printable
from graph.base.errors import UsageError
from graph.base.findings import Finding
from graph.base.words import Words
from graph.base.writing import write_files
from graph.model.ecosystem import Ecosystem
from loaders.readers.exchange import gexf, graphml, node_link
from loaders.readers.exchange.elements import Elements, to_elements
from loaders.readers.exchange.tables import Found, to_tables

Write = Callable[[Elements, str], tuple[bytes, list[Finding]]]
Read = Callable[[IO[bytes], str], Elements]

FORMS: dict[str, tuple[Write, Read]] = {
    ".graphml": (graphml.write, graphml.read),
    ".gexf": (gexf.write, gexf.read),
    ".json": (node_link.write, node_link.read),
}
"""Ending of the file → how it is written and read."""
PARQUET = "parquet"


def read_graph(path: Path) -> Found:
    """Tables of a graph file.

    Raises
    ------
    InputError
        The file cannot be read as a whole; everything else that is wrong is among the findings.
    """
    with path.open("rb") as stream:
        return to_tables(FORMS[path.suffix.lower()][1](stream, path.name))


def export(eco: Ecosystem, target: Path, *, force: bool = False) -> tuple[tuple[Path, ...], list[Finding]]:
    """Write an ecosystem as the graph file that the ending of ``target`` names, or as a folder of Parquet tables.

    Parameters
    ----------
    target
        A file ending in ``.graphml``, ``.gexf`` or ``.json``; or a folder, which then holds one Parquet file a table.
    force
        Whether files of the same name may be replaced.

    Raises
    ------
    UsageError
        Another ending.
    OutputError
        A file of the same name is there, or the place cannot be written; nothing is changed then.

    Examples
    --------
    >>> import tempfile
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {"fields": [{"id": "F1"}]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in export(eco, Path(folder) / "x.gexf")[0]]
    ['x.gexf']
    """
    suffix = target.suffix.lower()
    if suffix in FORMS:
        data, findings = FORMS[suffix][0](to_elements(eco), target.name)
        return write_files(target.parent, {target.name: data}, force=force), findings
    if suffix:
        words = Words(
            "{p}: write a file that ends in {known}, or a folder (without an ending) of Parquet tables",
            "{p}：请写以 {known} 结尾的文件名，或（不带后缀的）Parquet 文件夹名",
        )
        raise UsageError(words.fill(p=printable(target), known=", ".join(FORMS)))
    from loaders.readers.exchange.parquet import parquet_files  # noqa: PLC0415 - pyarrow is heavy and optional

    return write_files(target, parquet_files(eco), force=force), []
