"""An ecosystem written for other programs: a graph file, or a folder of Parquet tables.

What does not live here: the formats themselves (``readers.exchange``), and the dataset's own form (``saving``).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.base.cell_text import printable
from graph.base.errors import UsageError
from graph.base.findings import Finding
from graph.base.words import Words
from graph.base.writing import write_files
from graph.model.ecosystem import Ecosystem
from loaders.readers.exchange import gexf, graphml, node_link
from loaders.readers.exchange.elements import Elements, to_elements

Write = Callable[[Elements, str], tuple[bytes, list[Finding]]]

FORMS: dict[str, Write] = {".graphml": graphml.write, ".gexf": gexf.write, ".json": node_link.write}
"""Ending of the file → how it is written."""


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
        data, findings = FORMS[suffix](to_elements(eco), target.name)
        return write_files(target.parent, {target.name: data}, force=force), findings
    if suffix:
        words = Words(
            "{p}: write a file that ends in {known}, or a folder (without an ending) of Parquet tables",
            "{p}：请写以 {known} 结尾的文件名，或（不带后缀的）Parquet 文件夹名",
        )
        raise UsageError(words.fill(p=printable(target), known=", ".join(FORMS)))
    from loaders.parquet_writing import parquet_files  # noqa: PLC0415 - pyarrow is heavy and optional

    return write_files(target, parquet_files(eco), force=force), []
