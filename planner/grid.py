"""A table for a notebook or a page: rows of cells that stay numbers, and their HTML.

What does not live here: what the tables say (``planner.notebook``).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from graph.words import Lang, Words
from planner.layout.text import number

Cell = str | int | float | Words | None
Tint = Literal["", "alarm", "warn", "good"]
_TINTS = {"alarm": "rgba(200,50,79,.13)", "warn": "rgba(217,142,4,.15)", "good": "rgba(79,157,105,.15)"}
_RULE = "1px solid rgba(128,140,152,.28)"


@dataclass(frozen=True)
class Grid:
    """A table for a notebook: a head, rows of cells, and at most one tint a row.

    ``heat``: numbers are shaded by their size instead (all but the first column).
    """

    head: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    tints: tuple[Tint, ...] = ()
    heat: bool = False

    def column(self, k: int) -> list[Cell]:
        """All cells of one column."""
        return [row[k] for row in self.rows]

    def html(self, lang: Lang, high: int = 460) -> str:
        """The table as HTML of its own style, at most ``high`` pixels high; every text is escaped.

        >>> "&lt;b&gt;" in Grid((Words("name", "名称"),), (("<b>",),)).html("en")
        True
        """
        right = [all(c is None or isinstance(c, int | float) for c in self.column(k)) for k in range(len(self.head))]
        top = max((c for row in self.rows for c in row if isinstance(c, int | float)), default=0) if self.heat else 0
        lines = ["".join(_cell("th", w.say(lang), r, "") for w, r in zip(self.head, right, strict=True))]
        for k, row in enumerate(self.rows):
            tint = _TINTS.get(self.tints[k], "") if self.tints else ""
            shades = [_shade(c, top) or tint for c in row]
            lines.append("".join(_cell("td", shown(c, lang), r, s) for c, r, s in zip(row, right, shades, strict=True)))
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        box = f"max-height:{high}px;overflow:auto;border-top:{_RULE};border-bottom:{_RULE}"
        style = (
            "border-collapse:collapse;width:100%;font-size:.86rem;line-height:1.35;font-variant-numeric:tabular-nums"
        )
        return f'<div style="{box}"><table style="{style}">{body}</table></div>'


def shown(cell: Cell, lang: Lang) -> str:
    """A cell as text.

    >>> shown(8050.0, "en"), shown(None, "en"), shown(Words("yes", "是"), "zh")
    ('8,050', '–', '是')
    """
    if cell is None:
        return "–"
    if isinstance(cell, Words):
        return cell.say(lang)
    return cell if isinstance(cell, str) else number(cell)


def _cell(tag: str, text: str, right: bool, shade: str) -> str:
    head = "position:sticky;top:0;background:var(--background,#fff);font-weight:600;white-space:nowrap;"
    style = f"text-align:{'right' if right else 'left'};padding:.3rem .6rem;border-bottom:{_RULE};vertical-align:top;"
    style += head if tag == "th" else ""
    style += f"background:{shade};" if shade else ""
    return f'<{tag} style="{style}">{escape(text)}</{tag}>'


def _shade(cell: Cell, top: float) -> str:
    return f"rgba(11,110,153,{0.08 + 0.5 * cell / top:.2f})" if isinstance(cell, int | float) and cell and top else ""
