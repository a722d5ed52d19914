"""Lines that fit the terminal: its width, and Chinese and English text broken where it may be.

What does not live here: tables (``tables``) and how wide a character is (``planner.layout.text``).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator

from planner.layout.text import char_width, width

_NOT_FIRST = "，。；：、！？）”》…」』%,.;:!?)]»"
_NOT_LAST = ("（", "“", "《", "「", "『", "(", "[", "«")
_COMMAND = re.compile(r"\s--\w|\bbuju \w")
LEAST_NOTE = 8
"""Columns up to which what stands in square brackets is not broken."""
LEAST = 20
"""Columns below which nothing is fitted any more."""


def columns() -> int | None:
    """Columns that an answer may take: ``COLUMNS``, else the terminal's; None where it goes to a file or a pipe."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said) > 0:
        return max(int(said), LEAST)
    try:
        return max(os.get_terminal_size(sys.stdout.fileno()).columns or 80, LEAST) if sys.stdout.isatty() else None
    except (OSError, ValueError, AttributeError):
        return None


def terminal_columns() -> int:
    """Columns of the terminal that hears what is said meanwhile (stderr); 80 where there is none."""
    try:
        return max(os.get_terminal_size(sys.stderr.fileno()).columns or 80, LEAST)
    except (OSError, ValueError, AttributeError):
        return 80


def fitted(text: str) -> str:
    """The text with its long lines broken for the terminal; what is to be copied, a command or a path, stays whole."""
    most = columns()
    if most is None:
        return text
    return "\n".join(piece for line in text.split("\n") for piece in _fitted(line, most))


def _fitted(line: str, most: int) -> list[str]:
    body = line.lstrip(" ")
    if width(line) <= most or _COMMAND.search(line) or (" " not in body.strip() and "/" in body):
        return [line]
    indent = " " * min(len(line) - len(body), most // 2)
    deeper = indent + "  " if indent else ""
    return wrap(body, most - len(deeper), deeper, first=indent)


def wrap(text: str, columns: int, indent: str = "", first: str | None = None) -> list[str]:
    """Text as lines of at most ``columns`` columns after their indent; Chinese breaks anywhere but at marks.

    No closing mark begins a line and no opening one ends it. The first line is indented by ``first``, if it is given,
    and takes as many columns more as that is shorter.

    >>> wrap("按情景为城市选定中心，证明最优", 12)
    ['按情景为城市', '选定中心，证', '明最优']
    >>> wrap("choose centres and years", 14, "  ", first="")
    ['choose centres', '  and years']
    >>> wrap("是否攻克“卡脖子”技术", 10)
    ['是否攻克', '“卡脖子”技', '术']
    """
    before = indent if first is None else first
    lines, line, room = [], "", max(columns, 8) + len(indent) - len(before)
    for unit in units(" ".join(text.split())):
        if line and width(line + unit.rstrip()) > room:
            lines.append(before + line.rstrip())
            line, before, room = "", indent, max(columns, 8)
        line += unit
    return [*lines, before + line.rstrip()] if line.strip() else lines


def units(text: str) -> list[str]:
    """What is not broken: words and wide characters, each with the marks that belong to it."""
    found: list[str] = []
    for piece in _pieces(text):
        belongs = found and (_open(found[-1]) or not piece.rstrip().strip(_NOT_FIRST))
        if belongs and not found[-1].endswith(" "):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _open(unit: str) -> bool:
    """Whether more belongs to it: it ends in an opening mark, or is the beginning of a short note such as [必填]."""
    return unit.endswith(_NOT_LAST) or (unit.startswith("[") and "]" not in unit and width(unit) < LEAST_NOTE)


def _pieces(text: str) -> Iterator[str]:
    """Words with the space after them; each wide character for itself."""
    word = ""
    for char in text:
        if char_width(char) == 2:
            if word:
                yield word
            yield char
            word = ""
        else:
            word += char
            if char == " ":
                yield word
                word = ""
    if word:
        yield word
