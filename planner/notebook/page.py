"""How a notebook's page speaks: its language, tables of rows that stay numbers, cards, errors and checks.

What does not live here: what the tables say (``planner.notebook.tables``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, Literal, TypeVar

from graph.base.errors import BujuError, InputError
from graph.base.words import Lang, Words
from planner.layout.text import number

T = TypeVar("T")
Cell = str | int | float | Words | None
Tint = Literal["", "alarm", "warn", "good"]
_TINTS = {"alarm": "rgba(200,50,79,.13)", "warn": "rgba(217,142,4,.15)", "good": "rgba(79,157,105,.15)"}
MANY = 6
"""Rows from which on a table is for working with."""
PAGE = 20
"""Rows of such a table that are shown at a time."""
_RULE = "1px solid rgba(128,140,152,.28)"


@dataclass(frozen=True)
class Grid:
    """A table for a notebook: a head, rows of cells, and at most one tint a row.

    ``heat``: numbers are shaded by their size instead.
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
        right = [all(map(_is_number, self.column(k))) for k in range(len(self.head))]
        top = max((c for row in self.rows for c in row if isinstance(c, int | float)), default=0) if self.heat else 0
        lines = ["".join(_cell("th", w.say(lang), r, "") for w, r in zip(self.head, right, strict=True))]
        for k, row in enumerate(self.rows):
            tint = _TINTS.get(self.tints[k], "") if self.tints else ""
            shades = [_shade(c, top) or tint for c in row]
            lines.append(
                "".join(
                    _cell("td", "" if self.heat and c is None else shown(c, lang), r, s)
                    for c, r, s in zip(row, right, shades, strict=True)
                )
            )
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        box = f"max-height:{high}px;overflow:auto;border-top:{_RULE};border-bottom:{_RULE}"
        style = (
            "border-collapse:collapse;width:100%;font-size:.86rem;line-height:1.35;font-variant-numeric:tabular-nums"
        )
        return f'<div style="{box}"><table style="{style}">{body}</table></div>'

    def names(self, lang: Lang) -> list[str]:
        """The heads, told apart by blanks where two are the same.

        >>> Grid((Words("", ""), Words("a", "甲"), Words("a", "甲")), ()).names("en")
        [' ', 'a', 'a ']
        """
        made: list[str] = []
        for words in self.head:
            name = words.say(lang) or " "
            while name in made:
                name += " "
            made.append(name)
        return made

    def records(self, lang: Lang) -> list[dict[str, str | int | float | None]]:
        """The rows by head: numbers as they are, words in one language."""
        names = self.names(lang)
        return [
            {n: c.say(lang) if isinstance(c, Words) else c for n, c in zip(names, row, strict=True)}
            for row in self.rows
        ]


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


def plain(text: str) -> str:
    r"""A text that Markdown shows as it stands.

    >>> plain("a_b <c> [d](e)")
    'a\\_b &lt;c&gt; \\[d\\](e)'
    """
    return re.sub(r"([\\`*_{}\[\]#|~$])", r"\\\1", escape(text))


def _cell(tag: str, text: str, right: bool, shade: str) -> str:
    head = "position:sticky;top:0;background:var(--background,#fff);font-weight:600;white-space:nowrap;"
    style = f"text-align:{'right' if right else 'left'};padding:.3rem .6rem;border-bottom:{_RULE};vertical-align:top;"
    style += head if tag == "th" else ""
    style += f"background:{shade};" if shade else ""
    return f'<{tag} style="{style}">{escape(text)}</{tag}>'


def _is_number(cell: Cell) -> bool:
    """Whether a cell is a number, an amount already written out, or blank: such columns stand at the right."""
    return not isinstance(cell, Words) and not (isinstance(cell, str) and cell.strip("0123456789.,-%→ "))


def _shade(cell: Cell, top: float) -> str:
    return f"rgba(11,110,153,{0.08 + 0.5 * cell / top:.2f})" if isinstance(cell, int | float) and cell and top else ""


@dataclass(frozen=True)
class Page:
    """The page of a notebook in one language; what it gives is shown by marimo."""

    lang: Lang

    def say(self, en: str, zh: str, **values: Any) -> str:
        """Fill and say a sentence.

        >>> Page("zh").say("{n} centres", "{n} 家中心", n=3)
        '3 家中心'
        """
        return Words(en, zh).fill(**values).say(self.lang)

    def text(self, en: str, zh: str, **values: Any) -> Any:
        """A sentence, or Markdown, with what it is filled with."""
        import marimo as mo  # noqa: PLC0415 - an extra

        return mo.md(
            self.say(en, zh, **{k: v if isinstance(v, Words) else shown(v, self.lang) for k, v in values.items()})
        )

    def table(self, grid: Grid, high: int = 460) -> Any:
        """A table, at most ``high`` pixels high; a line says so where it has no rows.

        A list of many rows is sorted, searched, filtered and downloaded (its numbers in full); a few rows, and a table
        that is shaded by size, stand as they are.
        """
        import marimo as mo  # noqa: PLC0415 - an extra

        if not grid.rows:
            return self.text("*None.*", "*无。*")
        if grid.heat or len(grid.rows) < MANY:
            return mo.Html(grid.html(self.lang, high))
        names = grid.names(self.lang)
        tints = {str(k): _TINTS.get(tint, "") for k, tint in enumerate(grid.tints)}

        def shade(row: str, _column: str, _value: object) -> dict[str, Any]:
            return {"backgroundColor": tints[row]} if tints.get(row) else {}

        numbers = [name for k, name in enumerate(names) if all(map(_is_number, grid.column(k)))]
        return mo.ui.table(
            grid.records(self.lang),
            selection=None,
            pagination=len(grid.rows) > PAGE,
            page_size=PAGE,
            show_column_summaries=False,
            show_data_types=False,
            format_mapping={name: lambda cell: shown(cell, self.lang) for name in names},
            text_justify_columns=dict.fromkeys(numbers, "right"),
            style_cell=shade if any(tints.values()) else None,
            max_height=high,
        )

    def column(self, *parts: Any) -> Any:
        """Parts under one another."""
        import marimo as mo  # noqa: PLC0415 - an extra

        return mo.vstack(parts)

    def cards(self, *items: tuple[Cell, str, str]) -> Any:
        """Key figures side by side: each a value with its label in English and Chinese."""
        import marimo as mo  # noqa: PLC0415 - an extra

        return mo.Html(cards([(value, Words(en, zh)) for value, en, zh in items], self.lang))

    def checked(self, *tests: Callable[[], None]) -> Any:
        """Run the notebook's tests; the first that fails is the page's error and the script's exit."""
        for test in tests:
            test()
        return self.text("*{n} checks of these numbers passed.*", "*以上数字经 {n} 项核对，全部相符。*", n=len(tests))


def cards(items: list[tuple[Cell, Words]], lang: Lang) -> str:
    """Key figures side by side as HTML.

    >>> cards([(18, Words("centres", "中心"))], "zh").count("中心")
    1
    """
    large = "font-size:1.35rem;font-weight:650;line-height:1.3;white-space:nowrap"
    each = "".join(
        f'<div style="flex:1 1 9rem;border-top:3px solid #0B6E99;padding:.45rem .1rem">'
        f'<div style="{large}">{escape(shown(value, lang))}</div>'
        f'<div style="font-size:.82rem;opacity:.72">{escape(words.say(lang))}</div></div>'
        for value, words in items
    )
    return f'<div style="display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;margin:.5rem 0">{each}</div>'


def language_switch(lang: Lang) -> Any:
    """The control at the top of a notebook; its value is the language."""
    import marimo as mo  # noqa: PLC0415 - an extra

    names = {"中文": "zh", "English": "en"}
    return mo.ui.radio(names, value=next(k for k, v in names.items() if v == lang), inline=True)


def attempt(read: Callable[[], T], lang: Lang) -> T:
    """What ``read`` gives; if the input is wrong, the page says why and stops there, a script ends with exit code 1."""
    import marimo as mo  # noqa: PLC0415 - an extra

    try:
        return read()
    except BujuError as error:
        text = trouble(error, lang)
        mo.stop(mo.running_in_notebook(), mo.callout(mo.md(f"```text\n{text}\n```"), kind="danger"))
        raise SystemExit(text) from error


def trouble(error: BujuError, lang: Lang, most: int = 12) -> str:
    """An error and the first findings behind it, as lines.

    >>> trouble(BujuError(Words("nothing there", "那里没有数据")), "zh")
    '那里没有数据'
    """
    found = [f for f in error.findings if f.level == "error"] if isinstance(error, InputError) else []
    lines = [f"{f.code} {f.file}:{f.row} {f.column}: {f.message.say(lang)}; {f.mend.say(lang)}" for f in found[:most]]
    return "\n".join([error.words.say(lang), *lines, *(["…"] if len(found) > most else [])])
