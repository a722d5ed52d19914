"""One numbered rule of scenario files: what it asks, why, an example and how to mend it.

What does not live here: the rules (``rules``).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.findings import Level
from graph.base.words import Lang, Words

Pair = tuple[str, str]
"""The same words in English and Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRule:
    """One rule; a check may report it at another level, with a message and a mend that name the value."""

    code: str
    level: Level
    title: Words
    why: Words
    example: Words
    mend: Words

    def as_dict(self, lang: Lang) -> dict[str, str]:
        """Give the rule as plain JSON data in one language.

        >>> one = rule("Y705", ("an anchor", "锚点"), ("plain", "数据"), "a: &b", ("write it out", "写全"))
        >>> one.as_dict("en")["title"]
        'an anchor'
        """
        said = {name: getattr(self, name).say(lang) for name in ("title", "why", "example", "mend")}
        return {"code": self.code, "level": self.level, **said}


def rule(code: str, title: Pair, why: Pair, example: str, mend: Pair, level: Level = "error") -> ScenarioRule:
    """A rule by its words in both languages; the example stands as it is in both."""
    return ScenarioRule(
        code=code, level=level, title=Words(*title), why=Words(*why), example=Words(example, example), mend=Words(*mend)
    )
