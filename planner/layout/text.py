"""Text as it is seen: display width with CJK, cutting with …, numbers in words.

What does not live here: aligned tables for the terminal (``planner.cli.screen.tables``).
"""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import accumulate

from graph.base.rounding import half_up

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def char_width(char: str) -> int:
    """Columns that one character takes in a terminal: 0, 1 or 2.

    >>> char_width("a"), char_width("布"), char_width("́")
    (1, 2, 0)
    """
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Columns that ``text`` takes.

    >>> width("buju 布局")
    9
    """
    return sum(map(char_width, text))


def cut(text: str, most: int) -> str:
    r"""``text`` on one line, cut with … so that it takes at most ``most`` columns.

    >>> cut("高性能永磁材料制备", 9), cut("short", 9), cut("two\nlines", 20)
    ('高性能永…', 'short', 'two lines')
    """
    text = " ".join(text.split())
    if width(text) <= most:
        return text
    keep = sum(1 for used in accumulate(map(char_width, text)) if used <= most - 1)
    return text[:keep].rstrip() + "…"


def number(value: float, decimals: int = 1) -> str:
    """A number with thousands separators and no idle zeros; a half goes away from zero, as in a spreadsheet.

    >>> number(4843.0), number(12.25), number(-0.0), number(1234567.891, 2)
    ('4,843', '12.3', '0', '1,234,567.89')
    """
    if not math.isfinite(value):
        return str(value)
    shown = f"{half_up(value, decimals):,f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def legal(text: str) -> str:
    r"""Text that XML and databases can hold: characters that XML 1.0 forbids become U+FFFD; tab and line ends stay.

    >>> legal("a\x00b\x1bc\td") == "a\ufffdb\ufffdc\td"
    True
    """
    return _ILLEGAL.sub("\ufffd", text)
