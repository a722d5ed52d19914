r"""Text in XML: what must be escaped, what XML cannot hold at all, and a parser that refuses what can do harm.

XML 1.0 has no way to write most control characters. They are written as ``_x000B_`` (ECMA-376, 22.9.2.19, as
spreadsheets do), and a text that looks like such an escape has its underscore escaped: nothing is lost, and what was
written so is counted. What does not live here: the formats (``graphml``, ``gexf``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO
from xml.parsers import expat

from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.words import Words
from loaders.rules.catalogue import finding

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MARKS = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


class Escaper:
    r"""Writes texts for XML, and counts those that hold what XML cannot.

    Examples
    --------
    >>> write = Escaper()
    >>> write("a\vb <c> & \"d\"\n"), write("_x000B_"), write.count
    ('a_x000B_b &lt;c&gt; &amp; &quot;d&quot;&#10;', '_x005F_x000B_', 1)
    >>> unescaped("a_x000B_b"), unescaped("_x005F_x000B_")
    ('a\x0bb', '_x000B_')
    """

    def __init__(self) -> None:
        self.count = 0
        self.first = ""

    def __call__(self, text: str) -> str:
        """The text, safe as content and in double quotes."""
        if text.isprintable() and "_x" not in text:
            return text.translate(_MARKS)
        text = _LOOKALIKE.sub("_x005F_", text)
        safe = _ILLEGAL.sub(lambda m: f"_x{ord(m[0]):04X}_", text)
        if safe != text:
            self.count += 1
            self.first = self.first or text
        return safe.translate(_MARKS)

    def findings(self, file: str) -> list[Finding]:
        """G708 if anything was escaped that XML cannot hold."""
        if not self.count:
            return []
        words = Words(
            "{n} texts hold control characters that XML cannot; they were written as _x000B_ and come back on import",
            "{n} 处文字含 XML 不允许的控制字符，已写作 _x000B_ 形式，导入时还原",
        )
        return [finding("G708", file, value=self.first, message=words.fill(n=self.count))]


def unescaped(text: str) -> str:
    """The text that :class:`Escaper` was given."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


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
    parser = expat.ParserCreate(namespace_separator=" ")
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
        parser.ParseFile(stream)
    except _RefusedError:
        raise stop(file, finding("G702", file, parser.CurrentLineNumber)) from None
    except expat.ExpatError as error:
        words = Words("line {n}: {r}", "第 {n} 行：{r}").fill(n=error.lineno, r=expat.errors.messages[error.code])
        raise stop(file, finding("G701", file, error.lineno, message=words)) from None
    except (ValueError, UnicodeError, LookupError):
        words = Words("the encoding that it names is not known", "文件声明的编码无法识别")
        raise stop(file, finding("G701", file, 1, message=words)) from None


def stop(file: str, found: Finding) -> InputError:
    """The error that says that nothing of the file can be used."""
    return InputError(Words("{f} cannot be read", "{f} 无法读取").fill(f=found.file or file), [found])
