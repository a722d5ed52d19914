"""A numbered rule of what is given to buju: what it asks, why, an example and how to mend it.

What does not live here: the rules themselves (beside the checks that cite them).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.findings import Level
from graph.base.words import Lang, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``level`` is the usual one; a check may report it at another, with words that name the value."""

    code: str
    level: Level
    title: Words
    why: Words
    example: Words
    mend: Words
    told: bool = False
    """Whether ``plan`` itself says a warning of this rule: something may have been lost on the way."""
    asks: bool = False
    """Whether it asks about what has nothing wrong in it: nobody has decided yet."""

    def as_dict(self, lang: Lang) -> dict[str, str]:
        """The rule as plain JSON data in one language."""
        said = {name: getattr(self, name).say(lang) for name in ("title", "why", "example", "mend")}
        return {"code": self.code, "level": self.level, **said}
