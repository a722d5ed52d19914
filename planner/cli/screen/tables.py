"""Aligned text tables for terminals; Chinese characters take two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from planner.layout.text import width

__all__ = ["aligned", "cut", "width"]


def cut(text: str, most: int) -> str:
    """The text, shortened with … to at most ``most`` columns; control characters become spaces.

    >>> cut("宁波市技术创新中心", 9)
    '宁波市技…'
    """
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    if width(text) <= most:
        return text
    while text and width(text) > most - 1:
        text = text[:-1]
    return text + "…"


def aligned(rows: Sequence[Sequence[str]], head: Sequence[str] = (), right: Sequence[int] = (), most: int = 40) -> str:
    """Rows as aligned lines: two spaces between columns, columns in ``right`` flush right, cells cut at ``most``.

    >>> print(aligned([["海曙区", "12"], ["北仑区", "3"]], ["区", "数"], right=[1]))
    区      数
    海曙区  12
    北仑区   3
    """
    lines = [[cut(str(cell), most) for cell in row] for row in ([head] if head else []) + list(rows)]
    if not lines:
        return ""
    widths = [max(width(line[k]) for line in lines) for k in range(len(lines[0]))]
    out = []
    for line in lines:
        cells = [
            " " * (widths[k] - width(cell)) + cell if k in right else cell + " " * (widths[k] - width(cell))
            for k, cell in enumerate(line)
        ]
        out.append("  ".join(cells).rstrip())
    return "\n".join(out)
