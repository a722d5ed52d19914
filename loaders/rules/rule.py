"""What a rule of the input is, and what a group of rules is called.

What does not live here: the rules themselves (beside the checks that cite them) and how they are found (``catalogue``).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.findings import Level
from graph.base.words import Lang, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the catalogue. ``level`` is the usual one; a check may report the same rule at another level."""

    code: str
    level: Level
    title: Words
    why: Words
    example: Words
    mend: Words
    told: bool = False
    """Whether ``plan`` itself says a warning of this rule: something may have been lost on the way."""

    def as_dict(self, lang: Lang) -> dict[str, str]:
        """The rule as plain JSON data in one language."""
        said = {name: getattr(self, name).say(lang) for name in ("title", "why", "example", "mend")}
        return {"code": self.code, "level": self.level, **said}


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
    )
