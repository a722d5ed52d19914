"""A parser of XML that refuses what can do harm, and what is said of texts that XML cannot hold.

What does not live here: the formats (``graphml``, ``gexf``) and how texts are escaped (``graph.files.xml_text``).
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import IO
from xml.parsers import expat

from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.words import Words
from graph.files.xml_text import Escaper
from loaders.rules.catalogue import finding


def escaped(safe: Escaper, file: str) -> list[Finding]:
    """G708 if anything was escaped that XML cannot hold."""
    if not safe.count:
        return []
    words = Words(
        "{n} texts hold control characters that XML cannot; they were written as _x000B_ and come back on import",
        "{n} 处文字含 XML 不允许的控制字符，已写作 _x000B_ 形式，导入时还原",
    )
    return [finding("G708", file, value=safe.first, message=words.fill(n=safe.count))]


class Handler:
    """What a format does with elements; ``line`` is the line of the file that is being read."""

    line = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element begins; ``name`` is without its namespace."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, said: str) -> None:
        """Text, maybe in parts."""


class _RefusedError(Exception):
    """A document type or entity is declared."""


def parse(stream: IO[bytes], file: str, handler: Handler) -> None:
    """Read an XML document without document types, entities and anything outside it.

    Raises
    ------
    InputError
        G702: it declares a document type or entities (with them a few bytes can become gigabytes, or read other
        files). G701: it is not well-formed, or cut off.
    """
    readable, encoding = _readable(stream)
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise _RefusedError

    def start(name: str, given: dict[str, str]) -> None:
        handler.line = parser.CurrentLineNumber
        handler.start(name.rpartition(" ")[2], {k.rpartition(" ")[2]: v for k, v in given.items()})

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = handler.text
    try:
        parser.ParseFile(readable)
    except _RefusedError:
        raise stop(file, finding("G702", file, parser.CurrentLineNumber)) from None
    except expat.ExpatError as error:
        words = Words("line {n}: {r}", "第 {n} 行：{r}").fill(n=error.lineno, r=expat.errors.messages[error.code])
        raise stop(file, finding("G701", file, error.lineno, message=words)) from None
    except UnicodeDecodeError as error:
        words = Words("bytes that are not {e}, which the file says it is", "含有不符合所声明编码 {e} 的字节")
        raise stop(file, finding("G701", file, 1, message=words.fill(e=error.encoding))) from None
    except (ValueError, UnicodeError, LookupError):
        words = Words("the encoding that it names is not known", "文件声明的编码无法识别")
        raise stop(file, finding("G701", file, 1, message=words)) from None


_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z][\w.-]{0,39})[\"']")
_OWN = frozenset({"utf-8", "utf-16", "iso8859-1", "ascii"})
"""Encodings that the parser reads by itself."""
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "hz"}


def _readable(stream: IO[bytes]) -> tuple[_Chunks, str | None]:
    """The stream as the parser can read it; text in a further encoding, such as GB18030, becomes UTF-8 first."""
    head = stream.read(_HEAD)
    rest = chain((head,), iter(lambda: stream.read(1 << 16), b""))
    found = _ENCODING.match(head)
    try:
        name = codecs.lookup(found[1].decode()).name if found else "utf-8"
    except LookupError:
        name = "utf-8"
    if name in _OWN or name.startswith(("utf", "iso8859", "cp12", "koi8")):
        return _Chunks(rest), None
    decoder = codecs.getincrementaldecoder(_CHINESE.get(name, name))()
    ended = chain(((part, False) for part in rest), ((b"", True),))
    return _Chunks(str(decoder.decode(part, final)).encode() for part, final in ended), "utf-8"


_HEAD = 1024


class _Chunks(io.RawIOBase):
    """What chunks of bytes give one after the other, as a stream."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)
        self._kept = b""

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; none at the end."""
        while len(self._kept) < size and (part := next(self._parts, None)) is not None:
            self._kept += part
        given, self._kept = self._kept[:size], self._kept[size:]
        return given


def stop(file: str, found: Finding) -> InputError:
    """The error that says that nothing of the file can be used."""
    return InputError(Words("{f} cannot be read", "{f} 无法读取").fill(f=found.file or file), [found])
