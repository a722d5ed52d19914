"""What a reader is, what it is given and what it gives: files, sources, and the three kinds of reader.

A module of this package, or of a package in it, declares ``READER``; ``discovery`` finds it, no list names it.
What does not live here: the readers, and how a place is opened (``sources``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from graph.base.cell_text import key
from graph.base.findings import Finding
from loaders.readers.loaded import Loaded
from loaders.tables.raw_table import CodedTable, RawTable

Raw = RawTable | CodedTable


@dataclass(frozen=True)
class File:
    """One file, of a folder or of a zip: ``open`` reads it from its start, ``whole`` gives its path or its bytes."""

    name: str
    open: Callable[[], IO[bytes]]
    whole: Callable[[], Path | bytes]
    size: int = 0

    @property
    def suffix(self) -> str:
        """The ending, in small letters."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.name).stem


@dataclass(frozen=True, kw_only=True)
class Source:
    """An opened place; tables are read on demand by :meth:`read`.

    Attributes
    ----------
    name
        Name of the folder or file, without its ending.
    kind
        What was opened: ``folder``, ``zip``, ``workbook``, ``graph``, ``memory``.
    names
        Table names as the files or sheets give them (``centres``, ``创新中心`` …), in alphabetical order.
    document
        (text, file) of ``dataset.yaml`` if there is one.
    findings
        What was noticed while opening; a file beside the tables that is not read, for example.
    hashes
        SHA-256 of the workbook and of ``dataset.yaml``; each CSV table carries its own.
    """

    name: str
    kind: str
    names: tuple[str, ...]
    document: tuple[str, str] | None
    findings: tuple[Finding, ...]
    hashes: Mapping[str, str]
    readers: Mapping[str, Callable[[], Raw]] = field(repr=False)
    """Key of a table's name → what reads it."""
    beside: tuple[str, ...] = ()
    """Names of the files that no reader takes; one of them may be meant as a table."""

    def read(self, *names: str) -> RawTable | None:
        """The table with one of these names (case, width, blanks, ``_`` and ``-`` do not count); None if there is none.

        A name that two files share is read from neither: ``findings`` says so.
        """
        found = self.table(*names)
        return found.plain() if isinstance(found, CodedTable) else found

    def table(self, *names: str) -> Raw | None:
        """As :meth:`read`; a large table comes by columns."""
        for name in names:
            if reader := self.readers.get(key(name)):
                return reader()
        return None

    def has(self, *names: str) -> bool:
        """Whether :meth:`read` would find one of these names."""
        return any(key(name) in self.readers for name in names)


def source_of(
    name: str, tables: Mapping[str, Raw], document: str | None = None, kind: str = "memory", file: str = "dataset.yaml"
) -> Source:
    """A source of tables that are in memory already.

    Parameters
    ----------
    name
        What the dataset is called where ``document`` does not say.
    tables
        Table name, in either language → its rows of text.
    document
        Text of ``dataset.yaml``, which findings call ``file``.

    Examples
    --------
    >>> raw = RawTable("fields", "fields", header=("id",), rows=(["F1"],), numbers=(2,))
    >>> source_of("x", {"fields": raw}).read("领域表", "fields").rows
    (['F1'],)
    """
    readers: dict[str, Callable[[], Raw]] = {key(title): (lambda raw=raw: raw) for title, raw in tables.items()}  # type: ignore[misc]
    said = None if document is None else (document, file)
    return Source(
        name=name, kind=kind, names=tuple(sorted(tables)), document=said, findings=(), hashes={}, readers=readers
    )


def twice_named(names: list[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Table keys that two files share, with both."""
    first: dict[str, str] = {}
    twice: dict[str, tuple[str, str]] = {}
    for stem, file in names:
        if key(stem) in first:
            twice[key(stem)] = (file, first[key(stem)])
        first.setdefault(key(stem), file)
    return twice


def sha256(source: Path | bytes) -> str:
    """The hash of a file, or of its bytes."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True)
class TableReader:
    """A file that holds one table."""

    endings: tuple[str, ...]
    read: Callable[[File], Raw]


@dataclass(frozen=True)
class BookReader:
    """A file that holds all tables: a workbook, a graph file.

    ``beside`` says whether one such file alone in a folder or zip is read in the folder's place.
    """

    endings: tuple[str, ...]
    open: Callable[[File], Source]
    beside: bool = False


@dataclass(frozen=True)
class LayoutReader:
    """Tables of another programme's layout, in any place, as an ecosystem."""

    layout: str
    recognises: Callable[[Source], bool]
    load: Callable[[Source], Loaded]


Reader = TableReader | BookReader | LayoutReader
