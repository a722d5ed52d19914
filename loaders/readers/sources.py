"""Where tables come from: a folder, a zip, or one file that holds them all; each file goes to the reader of its ending.

What does not live here: what the tables mean (``loaders.table_set``), which of them belong to a dataset
(``loaders.dataset``), and the readers, which are found (``discovery``).
"""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from graph.base.cell_text import key, printable
from graph.base.errors import UsageError
from graph.base.findings import Finding
from graph.base.swapping import COMMIT, leftovers
from graph.base.words import Words
from loaders.readers.archive import DAMAGE, member_name, opened, opener, refuse
from loaders.readers.discovery import book_readers, table_readers
from loaders.readers.reader import File, Raw, Source, source_of, twice_named
from loaders.rules.catalogue import finding

__all__ = ["Source", "open_source", "source_of"]

DOCUMENT = "dataset.yaml"
LARGEST_DOCUMENT = 1 << 20
_DOCUMENTS = (DOCUMENT, "dataset.yml")
_OTHER = (".xls", ".et", ".ods", ".xlsb")
"""Files that may be meant as tables."""


def open_source(path: Path, instead: Mapping[str, bytes] | None = None) -> Source:
    """Open a folder, a zip, a workbook, a graph file, or whatever else a reader is there for.

    Parameters
    ----------
    path
    instead
        Of a folder: files, by name, that are read as if they stood there with these bytes.

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
            return _folder(path, instead or {})
        if not path.is_file():
            raise refuse(path.name, finding("S128", path.name, value=_what(path)))
        reader = book_readers().get(path.suffix.lower())
        if reader is not None:
            return reader.open(_file(path))
        if path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
            return _zip(path)
    except PermissionError as error:
        raise refuse(path.resolve().name, finding("S101", path.resolve().name)) from error
    raise refuse(path.name, finding("S102", path.name))


def _file(path: Path) -> File:
    return File(path.name, lambda: path.open("rb"), lambda: path, path.stat().st_size)


def _folder(path: Path, instead: Mapping[str, bytes]) -> Source:
    files: list[File] = []
    findings: list[Finding] = []
    if (path / COMMIT).exists():
        findings.append(finding("S131", COMMIT))
    findings += [finding("S132", printable(p.name)) for p in leftovers(path)]
    for p in sorted(path.iterdir()):
        if p.name.startswith((".", "~$")):
            continue
        if p.name in instead:
            continue
        if p.is_file():
            files.append(_file(p))
        elif p.suffix.lower() in _readable() or p.name.lower() in _DOCUMENTS:
            findings.append(finding("S128", p.name, value=_what(p)))
    files += [
        File(name, lambda data=data: io.BytesIO(data), lambda data=data: data, len(data))  # type: ignore[misc]
        for name, data in instead.items()
    ]
    files.sort(key=lambda file: file.name)
    return _files(files, path.resolve().name, "folder", path.resolve().name, findings)


def _readable() -> frozenset[str]:
    return frozenset({*table_readers(), *(e for e, r in book_readers().items() if r.beside)})


def _what(path: Path) -> str:
    """What stands in the place of a file."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return "link"
    kinds = ((stat.S_ISDIR, "folder"), (stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"))
    return next((name for holds, name in kinds if holds(mode)), "device")


def _zip(path: Path) -> Source:
    with opened(path, path.name) as archive:
        given = [(member_name(m).replace("\\", "/"), m.filename) for m in archive.infolist() if not m.is_dir()]
    given = [(n, f) for n, f in given if not any(part.startswith((".", "__MACOSX", "~$")) for part in n.split("/"))]
    top = given[0][0].split("/")[0] + "/" if given else ""
    if not all(name.startswith(top) for name, _ in given):
        top = ""
    files, beside = [], []
    findings = [
        finding("S109", n, value=n, message=_TWICE) for n, count in Counter(n for n, _ in given).items() if count > 1
    ]
    for name, filename in sorted(dict(given).items()):
        inner = name.removeprefix(top)
        if "/" in inner:
            beside.append(inner)
            continue
        start = opener(path, filename)
        files.append(File(inner, start, lambda start=start: _whole(start, path.name)))  # type: ignore[misc]
    source = _files(files, path.stem, "zip", path.name, findings)
    return replace(source, beside=(*source.beside, *beside))


_TWICE = Words("the zip holds this file twice", "压缩包内该文件出现两次")


def _whole(start: Callable[[], IO[bytes]], file: str) -> bytes:
    try:
        with start() as stream:
            return stream.read()
    except DAMAGE as error:
        raise refuse(file, finding("S105", file)) from error


def _files(files: list[File], name: str, kind: str, label: str, noticed: list[Finding]) -> Source:
    """The source made of the files that hold one table, or of the one file that holds all if there are none."""
    read = table_readers()
    tables = [f for f in files if f.suffix in read]
    books = [(f, r) for f in files if (r := book_readers().get(f.suffix)) is not None and r.beside]
    if not tables and len(books) == 1:
        book, reader = books[0]
        source = reader.open(book)
        return replace(source, name=name, findings=(*noticed, *source.findings))
    if not tables:
        words = Words("several workbooks and no CSV files", "有多个工作簿而没有 CSV 文件") if books else None
        mend = Words("give one of the workbooks itself", "请直接给出其中一个工作簿") if books else None
        value = books[0][0].name if books else ""
        raise refuse(label, *noticed, finding("S106", label, value=value, message=words, mend=mend))
    findings = [*noticed, *(finding("S119", book.name) for book, _ in books), *_old_forms(files)]
    readers: dict[str, Callable[[], Raw]] = {}
    twice = twice_named([(f.stem, f.name) for f in tables])
    findings += [finding("S109", file, value=other) for file, other in twice.values()]
    for f in tables:
        if key(f.stem) not in twice:
            readers[key(f.stem)] = lambda f=f: read[f.suffix].read(f)  # type: ignore[misc]
    document, hashes = None, {}
    if found := next((f for f in files if f.name.lower() in _DOCUMENTS), None):
        document, digest, wrong = _document(found)
        findings += wrong
        hashes[found.name] = digest
    beside = tuple(f.name for f in files if f not in tables and f is not found)
    return Source(
        name=name,
        kind=kind,
        names=tuple(f.stem for f in tables),
        document=document,
        findings=tuple(findings),
        hashes=hashes,
        readers=readers,
        beside=beside,
    )


def _old_forms(files: list[File]) -> Iterator[Finding]:
    for f in files:
        if f.suffix in _OTHER:
            mend = Words("save it as CSV UTF-8 or .xlsx if it is a table", "如是数据表，请另存为 CSV UTF-8 或 .xlsx")
            yield finding("S108", f.name, mend=mend)


def _document(file: File) -> tuple[tuple[str, str] | None, str, list[Finding]]:
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
