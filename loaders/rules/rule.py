"""Rules of the input from their words, and what a group of them is called.

What does not live here: the rules themselves (beside the checks that cite them) and how they are found (``catalogue``).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.findings import Level
from graph.base.rule import Rule
from graph.base.words import Words


@dataclass(frozen=True, slots=True)
class Group:
    """Rules whose codes begin with the same letter; groups are listed by ``place``, then by letter."""

    letter: str
    place: int
    title: Words


def rule(
    code: str,
    level: Level,
    title: tuple[str, str],
    why: tuple[str, str],
    example: tuple[str, str],
    mend: tuple[str, str],
    *,
    told: bool = False,
    asks: bool = False,
) -> Rule:
    """A rule from (English, Chinese) pairs."""
    return Rule(
        code=code,
        level=level,
        title=Words(*title),
        why=Words(*why),
        example=Words(*example),
        mend=Words(*mend),
        told=told,
        asks=asks,
    )
