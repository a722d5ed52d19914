"""A check of the server, as lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned

if TYPE_CHECKING:
    from graph.store.reading import Check


def check_text(found: Check, lang: Lang) -> str:
    """Write a check for the screen: counts, then what is wrong."""
    rows: Sequence[Sequence[str]] = [[k, f"{n:,}"] for k, n in (*found.nodes.items(), *found.ties.items()) if n]
    lines = [f"{found.dataset or '-'} · Neo4j {found.server}", aligned(rows, right=[1])]
    good = [Words("nothing is wrong", "未发现问题")]
    return "\n".join([*lines, *(words.say(lang) for words in found.problems or good)])
