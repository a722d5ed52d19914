"""Parts of an assessment's sentences: the remark, names, lists, counts; no sentence of its own stands here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.assessment.printed import PrintedRemark
from graph.base.words import Words

NAMED = 5
"""Names written out in a sentence; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence, with its topic and the ids it speaks of (all of them, not only those written out)."""

    topic: str
    subjects: tuple[str, ...]
    words: Words

    def printed(self) -> PrintedRemark:
        """What is printed of it."""
        return PrintedRemark(topic=self.topic, subjects=self.subjects, text=self.words)


def listed(names: Sequence[Words], most: int = NAMED) -> Words:
    """Write out the first names; the rest are counted in English and left to 等 in Chinese.

    >>> listed([Words("a", "甲"), Words("b", "乙"), Words("c", "丙")], most=2)
    Words(en='a, b and 1 more', zh='甲、乙等')
    """
    shown, more = names[:most], len(names) - most
    en, zh = ", ".join(w.en for w in shown), "、".join(w.zh for w in shown)
    return Words(f"{en} and {more} more", f"{zh}等") if more > 0 else Words(en, zh)


def named(names: Mapping[str, str], node: str) -> Words:
    """Name and id of a node, as both languages write it; the id alone where it is the name.

    >>> named({"C1": "Optics"}, "C1")
    Words(en='Optics (C1)', zh='Optics（C1）')
    """
    if names[node] == node:
        return Words(node, node)
    return Words(f"{names[node]} ({node})", f"{names[node]}（{node}）")


def when(planned: bool) -> Words:
    """Open a sentence with the state it speaks of."""
    return Words("Today ", "目前") if not planned else Words("With the plan ", "按规划建成后，")


def many(things: Sequence[Any], one: str, several: str) -> str:
    """Count things in English.

    >>> many([1], "pair", "pairs"), many([], "pair", "pairs")
    ('1 pair', '0 pairs')
    """
    return f"{len(things)} {one if len(things) == 1 else several}"


def stop(words: Words) -> Words:
    """End a sentence."""
    return Words(f"{words.en}.", f"{words.zh}。")
