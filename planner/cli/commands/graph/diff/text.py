"""A difference between a dataset and the server, as lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.base.words import Lang, Words

if TYPE_CHECKING:
    from graph.store.reading import Difference, RowOfOne


SHOWN = 8
"""Rows of one kind of difference that are printed before the rest is only counted; ``-v`` prints all."""


def diff_text(difference: Difference, lang: Lang, most: int | None = SHOWN) -> str:
    """Write a difference for the screen; ``most`` rows of each part, None for all."""
    if difference.empty:
        return Words("no difference", "没有差异").say(lang)
    lines: list[str] = []
    for words, rows in (
        (Words("only in the dataset ({n}):", "仅在数据集中（{n}）："), difference.only_here),
        (Words("only on the server ({n}):", "仅在服务器上（{n}）："), difference.only_there),
        (Words("different ({n}):", "取值不同（{n}）："), difference.changed),
    ):
        if rows:
            lines += [words.fill(n=len(rows)).say(lang), *(f"  {_row(row)}" for row in rows[:most])]
            if most is not None and len(rows) > most:
                rest = Words("  … and {n} more (-v shows all)", "  …另有 {n} 条（-v 全部显示）")
                lines.append(rest.fill(n=len(rows) - most).say(lang))
    return "\n".join(lines)


def _row(row: RowOfOne) -> str:
    from graph.base.cell_text import shown
    from graph.store.reading import ChangedRow

    key = row.key
    if isinstance(key.get("source"), Mapping):
        key = {end: "/".join(str(v) for k, v in key[end].items() if k != "kind") for end in ("source", "target")}
    text = f"{row.kind} {' → '.join(shown('-' if v is None else v) for v in key.values())}".rstrip()
    changed = row.columns if isinstance(row, ChangedRow) else {}
    pairs = [f"{name}: {shown(_value(v.here))} | {shown(_value(v.there))}" for name, v in changed.items()]
    return f"{text}  {'; '.join(pairs)}".rstrip()


def _value(value: Any) -> Any:
    return "-" if value is None else value
