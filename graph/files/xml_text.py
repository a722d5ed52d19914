r"""Text in XML: what must be escaped, and what XML cannot hold at all.

XML 1.0 has no way to write most control characters. They are written as ``_x000B_`` (ECMA-376, 22.9.2.19, as
spreadsheets do), and a text that looks like such an escape has its underscore escaped: nothing is lost, and what was
written so is counted. What does not live here: the formats (``graphml``, ``gexf``)
and reading them (``loaders.readers.exchange``).
"""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_NAME = re.compile(
    "[^-.0-9:A-Z_a-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
"""What no name token holds (XML 1.0, 2.3): blanks, ``|``, quotes and other signs."""
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

    def token(self, text: str) -> str:
        """The text as a name token, which the schema of GraphML wants of ids.

        >>> Escaper().token("Payment:C 1|2024"), unescaped("Payment:C_x0020_1_x007C_2024")
        ('Payment:C_x0020_1_x007C_2024', 'Payment:C 1|2024')
        """
        if _ILLEGAL.search(text):
            self.count += 1
            self.first = self.first or text
        return _NO_NAME.sub(lambda m: f"_x{ord(m[0]):04X}_", _LOOKALIKE.sub("_x005F_", text))


def unescaped(text: str) -> str:
    """The text that :class:`Escaper` was given."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text
