"""Aligned columns for a terminal, where Chinese characters are two cells wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Count the terminal cells of a text.

    >>> width("ab"), width("布局")
    (2, 4)
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, cells: int) -> str:
    """Shorten a text to at most so many cells, with an ellipsis.

    >>> cut("技术创新中心", 7)
    '技术创…'
    """
    if width(text) <= cells:
        return text
    while text and width(text) > cells - 1:
        text = text[:-1]
    return text + "…"


def align(rows: Sequence[Sequence[str]], gap: str = "  ") -> str:
    """Pad all columns but the last to the width of their widest cell.

    >>> print(align([["路径", "x"], ["target", "yy"]]))
    路径    x
    target  yy
    """
    if not rows:
        return ""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=False)]
        lines.append(gap.join([*cells, row[-1]]).rstrip())
    return "\n".join(lines)
