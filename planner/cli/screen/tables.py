"""Text tables for terminals, laid out by rich: Chinese takes two columns, long cells fold.

Nothing is wider than the terminal; where the columns do not fit even folded, each row is a short list of its cells.
What does not live here: how wide a character is (``planner.layout.text``), the width of the terminal (``wrapping``).
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from planner.cli.screen.colours import look
from planner.cli.screen.streams import harmless
from planner.cli.screen.wrapping import columns, units, wrap
from planner.layout.text import cut, width

__all__ = ["aligned", "cut", "width"]

GAP = 2
"""Columns between two columns."""
LEAST = 8
"""Columns that a column of words keeps when it folds."""

LEAST_FIRST = 24
"""Columns that the first column keeps where there is no head: a sentence, which its figures may as well follow."""


def aligned(rows: Sequence[Sequence[str]], head: Sequence[str] = (), right: Sequence[int] = (), most: int = 40) -> str:
    """Rows as aligned lines: two spaces between columns, columns in ``right`` flush right, cells cut at ``most``.

    >>> print(aligned([["海曙区", "12"], ["北仑区", "3"]], ["区", "数"], right=[1]))
    区      数
    海曙区  12
    北仑区   3
    """
    lines = [[_cell(cell, most) for cell in row] for row in ([head] if head else []) + list(rows)]
    if not lines or not lines[0]:
        return ""
    natural = [max(map(width, cells)) for cells in zip(*lines, strict=True)]
    room, gaps = columns(), GAP * (len(natural) - 1)
    if room is None or sum(natural) + gaps <= room:
        return _headed(lines, natural, right, head)
    whole = [
        max((width(word) for line in lines for word in units(line[k].strip())), default=0) for k in range(len(natural))
    ]
    least = [n if k in right else max(min(n, LEAST), whole[k]) for k, n in enumerate(natural)]
    if not head:
        least[0] = max(least[0], min(natural[0], LEAST_FIRST))
    if sum(least) + gaps > room:
        return _listed(lines[1:] if head else lines, lines[0] if head else (), room)
    return _headed(lines, _shared(natural, least, room - gaps), right, head)


def _headed(lines: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[int], head: Sequence[str]) -> str:
    """The table, its head so that it is seen."""
    if not head:
        return _laid(lines, widths, right)
    parts = [look(_laid(lines[:1], widths, right), "head")]
    if len(lines) > 1:
        parts.append(_laid(lines[1:], widths, right))
    return "\n".join(parts)


def _cell(cell: str, most: int) -> str:
    """A cell on one line; blanks in front stay, they are an indent."""
    text = harmless(str(cell))
    blank = _indent(text)
    return blank + cut(text, most - len(blank))


def _shared(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that sum to at most ``room``: what is missing is taken from the widest column, one column at a time."""
    widths = list(natural)
    while sum(widths) > room:
        k = max((k for k, n in enumerate(widths) if n > least[k]), key=lambda k: widths[k])
        widths[k] -= 1
    return widths


def _laid(lines: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[int]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, GAP, 0, 0), collapse_padding=True)
    shown = [
        k for k, n in enumerate(widths) if n
    ]  # rich knows no column of width 0: of an empty one only the gap stays
    if not shown:
        return "\n" * (len(lines) - 1)
    indents = {k: GAP * (k - (shown[i - 1] + 1 if i else 0)) for i, k in enumerate(shown)}
    for k in shown:
        table.add_column(width=widths[k] + indents[k], justify="right" if k in right else "left", overflow="fold")
    for line in lines:
        table.add_row(*(Text(_within(line[k], widths[k], " " * indents[k])) for k in shown))
    made = io.StringIO()
    total = sum(widths) + sum(indents.values()) + GAP * len(widths)
    Console(file=made, width=total + 1, color_system=None, force_terminal=False, legacy_windows=False).print(table)
    return "\n".join(line.rstrip() for line in made.getvalue().rstrip("\n").split("\n"))


def _within(cell: str, columns: int, gap: str) -> str:
    """The cell on lines of at most so many columns, each after the gap before it and as far in as the first."""
    if width(cell) <= columns:
        return gap + cell
    before = _indent(cell)
    return "\n".join(wrap(cell, columns - len(before), gap + before))


def _listed(rows: Sequence[Sequence[str]], head: Sequence[str], room: int) -> str:
    """Each row as ``head: cell`` lines, a blank line between rows; without a head the cells after each other."""
    if not head:
        return "\n".join(piece for row in rows for piece in _run_on(row, room))
    blocks = []
    for row in rows:
        cells = [_named(name.strip(), cell) for name, cell in zip(head, row, strict=True) if cell]
        pieces = [piece for n, cell in enumerate(cells) for piece in wrap(cell, room - 2, "  " if n else "")]
        blocks.append("\n".join(pieces))
    return "\n\n".join(blocks)


def _named(name: str, cell: str) -> str:
    """A cell after its head; a Chinese head has a Chinese colon."""
    colon = "：" if width(name) > len(name) else ": "
    return f"{name}{colon}{cell.strip()}" if name else cell


def _run_on(row: Sequence[str], room: int) -> list[str]:
    """A row without a head: its first cell, then the others, as many on an indented line as fit."""
    first, *others = row
    before = _indent(first)
    deeper = before + " " * GAP
    left = room - len(deeper)
    lines = wrap(first, left, deeper, first=before)
    packed: list[str] = []
    for cell in filter(None, (cell.strip() for cell in others)):
        if packed and width(packed[-1]) + GAP + width(cell) <= left:
            packed[-1] += " " * GAP + cell
        else:
            packed.append(cell)
    for line in packed:
        if width(line) <= left:
            lines.append(deeper + line)
        else:  # a long key moves to the left as far as it must
            lines += wrap(line, left, deeper[: max(room - max(map(width, units(line))), 0)])
    return lines


def _indent(cell: str) -> str:
    return " " * (len(cell) - len(cell.lstrip(" ")))
