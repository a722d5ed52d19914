"""Where tables come from: a folder of CSV or Parquet files, a workbook, a zip of either, a graph file.

What does not live here: what the tables mean (``tables``) and which of them belong to a dataset (``dataset``).
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from graph.base.cell_text import key, printable
from graph.base.errors import UsageError
from graph.base.findings import Finding
from graph.base.words import Words
from loaders.readers.archive import DAMAGE, member_name, opened, opener, refuse
from loaders.readers.delimited import read_delimited
from loaders.readers.large_csv import LARGE, read_large
from loaders.readers.workbook import read_workbook
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import CodedTable, RawTable

DOCUMENT = "dataset.yaml"
LARGEST_DOCUMENT = 1 << 20
_CSV = (".csv", ".tsv")
_PARQUET = (".parquet",)
_GRAPH = (".graphml", ".gexf", ".json")
_BOOK = (".xlsx", ".xlsm")
_OTHER = (".xls", ".et", ".ods", ".xlsb")
"""Files that may be meant as tables."""


@dataclass(frozen=True)
class Source:
    """An opened place; tables are read on demand by :meth:`read`.

    Attributes
    ----------
    name
        Name of the folder or file, without its ending.
    kind
        What was opened.
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
    kind: Literal["folder", "workbook", "zip", "graph", "memory"]
    names: tuple[str, ...]
    document: tuple[str, str] | None
    findings: tuple[Finding, ...]
    hashes: Mapping[str, str]
    _readers: Mapping[str, Callable[[], RawTable | CodedTable]] = field(repr=False)

    def read(self, *names: str) -> RawTable | None:
        """The table with one of these names (case, width, blanks, ``_`` and ``-`` do not count); None if there is none.

        A name that two files share is read from neither: ``findings`` says so.
        """
        found = self.table(*names)
        return found.plain() if isinstance(found, CodedTable) else found

    def table(self, *names: str) -> RawTable | CodedTable | None:
        """As :meth:`read`; a large table comes by columns."""
        for name in names:
            if reader := self._readers.get(key(name)):
                return reader()
        return None

    def has(self, *names: str) -> bool:
        """Whether :meth:`read` would find one of these names."""
        return any(key(name) in self._readers for name in names)


def source_of(name: str, tables: Mapping[str, RawTable | CodedTable], document: str | None = None) -> Source:
    """A source of tables that are in memory already."""
    readers = {key(title): partial(_given, raw) for title, raw in tables.items()}
    said = None if document is None else (document, "dataset.yaml")
    return Source(name, "memory", tuple(sorted(tables)), said, (), {}, readers)


def _given(raw: RawTable | CodedTable) -> RawTable | CodedTable:
    return raw


def open_source(path: Path) -> Source:
    """Open a folder, workbook, zip or graph file.

    Raises
    ------
    UsageError
        If there is nothing at ``path``.
    InputError
        If what is there cannot be read as a whole (damaged, hostile, of another kind).
    """
    if not path.exists():
        raise UsageError(Words("{p} does not exist", "{p} 不存在").fill(p=printable(path)))
    try:
        if path.is_dir():
            return _folder(path)
        suffix = path.suffix.lower()
        if suffix in _BOOK:
            return _workbook(path, path.stem, path.name)
        if suffix in _GRAPH:
            return _graph(path)
        if suffix == ".zip" or (path.is_file() and zipfile.is_zipfile(path)):
            return _zip(path)
    except PermissionError as error:
        raise refuse(path.resolve().name, finding("S101", path.resolve().name)) from error
    raise refuse(path.name, finding("S102", path.name))


def _graph(path: Path) -> Source:
    from loaders.readers.exchange.forms import read_graph  # noqa: PLC0415 - only when it is needed

    found = read_graph(path)
    readers = {key(name): (lambda raw=raw: raw) for name, raw in found.tables.items()}
    document = None if found.document is None else (found.document, path.name)
    hashes = {path.name: _sha256(path)}
    return Source(path.stem, "graph", tuple(sorted(found.tables)), document, found.findings, hashes, readers)


@dataclass(frozen=True)
class _File:
    """One file of a folder or zip."""

    name: str
    open: Callable[[], IO[bytes]]
    whole: Callable[[], Path | bytes]
    size: int = 0

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem


def _folder(path: Path) -> Source:
    files = [
        _File(p.name, lambda p=p: p.open("rb"), lambda p=p: p, p.stat().st_size)  # type: ignore[misc]
        for p in sorted(path.iterdir())
        if p.is_file() and not p.name.startswith((".", "~$"))
    ]
    return _files(files, path.resolve().name, "folder", path.resolve().name)


def _zip(path: Path) -> Source:
    with opened(path, path.name) as archive:
        members = {member_name(m).replace("\\", "/"): m.filename for m in archive.infolist() if not m.is_dir()}
        members = {
            n: f for n, f in members.items() if not any(part.startswith((".", "__MACOSX")) for part in n.split("/"))
        }
        top = next(iter(members)).split("/")[0] + "/" if members else ""
        if not all(name.startswith(top) for name in members):
            top = ""
        files = []
        for name, filename in sorted(members.items()):
            inner = name.removeprefix(top)
            if "/" not in inner and not inner.startswith((".", "~$")):
                start = opener(path, filename)
                files.append(_File(inner, start, lambda start=start: _whole(start, path.name)))  # type: ignore[misc]
    return _files(files, path.stem, "zip", path.name)


def _whole(start: Callable[[], IO[bytes]], file: str) -> bytes:
    try:
        with start() as stream:
            return stream.read()
    except DAMAGE as error:
        raise refuse(file, finding("S105", file)) from error


def _files(files: list[_File], name: str, kind: Literal["folder", "zip"], label: str) -> Source:
    """The source made of the CSV files, or of the one workbook if there are none."""
    tables = [f for f in files if f.suffix in (*_CSV, *_PARQUET)]
    books = [f for f in files if f.suffix in _BOOK]
    if not tables and len(books) == 1:
        return _workbook(books[0].whole(), name, books[0].name)
    if not tables:
        words = Words("several workbooks and no CSV files", "有多个工作簿而没有 CSV 文件") if books else None
        mend = Words("give one of the workbooks itself", "请直接给出其中一个工作簿") if books else None
        raise refuse(label, finding("S106", label, value=books[0].name if books else "", message=words, mend=mend))
    findings = [finding("S119", book.name) for book in books]
    for f in files:
        if f.suffix in _OTHER:
            mend = Words("save it as CSV UTF-8 or .xlsx if it is a table", "如是数据表，请另存为 CSV UTF-8 或 .xlsx")
            findings.append(finding("S108", f.name, mend=mend))
    readers: dict[str, Callable[[], RawTable | CodedTable]] = {}
    twice = _twice([(f.stem, f.name) for f in tables])
    findings += [finding("S109", file, value=other) for file, other in twice.values()]
    for f in tables:
        if key(f.stem) not in twice:
            readers[key(f.stem)] = lambda f=f: _read(f)  # type: ignore[misc]
    document, hashes = None, {}
    if found := next((f for f in files if f.name.lower() in (DOCUMENT, "dataset.yml")), None):
        document, digest, wrong = _document(found)
        findings += wrong
        hashes[found.name] = digest
    return Source(name, kind, tuple(f.stem for f in tables), document, tuple(findings), hashes, readers)


def _read(file: _File) -> RawTable | CodedTable:
    if file.suffix in _CSV:
        large = read_large(file.open, file.stem, file.name) if file.size > LARGE else None
        return large or read_delimited(file.open, file.stem, file.name)
    from loaders.readers.exchange.parquet import read_parquet  # noqa: PLC0415 - pyarrow is heavy and optional

    return read_parquet(file.whole(), file.stem, file.name)


def _twice(names: list[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Table keys that two files share, with both."""
    first: dict[str, str] = {}
    twice: dict[str, tuple[str, str]] = {}
    for stem, file in names:
        if key(stem) in first:
            twice[key(stem)] = (file, first[key(stem)])
        first.setdefault(key(stem), file)
    return twice


def _document(file: _File) -> tuple[tuple[str, str] | None, str, list[Finding]]:
    try:
        with file.open() as stream:
            data = stream.read(LARGEST_DOCUMENT + 1)
    except (*DAMAGE, OSError):
        return None, "", [finding("S101", file.name)]
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > LARGEST_DOCUMENT:
        return None, digest, [finding("S121", file.name, message=Words("the file is too large", "文件过大"))]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return (data.decode(encoding), file.name), digest, []
        except UnicodeDecodeError:
            continue
    return None, digest, [finding("S111", file.name)]


def _workbook(source: Path | bytes, name: str, file: str) -> Source:
    sheets = read_workbook(source, file)
    twice = _twice([(title, f"{file}[{title}]") for title in sheets])
    findings = tuple(finding("S109", one, value=other) for one, other in twice.values())
    readers = {key(title): (lambda raw=raw: raw) for title, raw in sheets.items() if key(title) not in twice}
    return Source(name, "workbook", tuple(sorted(sheets)), None, findings, {file: _sha256(source)}, readers)


def _sha256(source: Path | bytes) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
