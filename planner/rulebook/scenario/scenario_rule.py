"""A rule of scenario files from its words in both languages.

What does not live here: the rules (``rules``).
"""

from __future__ import annotations

from graph.base.findings import Level
from graph.base.rule import Rule
from graph.base.words import Words

Pair = tuple[str, str]
"""The same words in English and Chinese."""


def rule(code: str, title: Pair, why: Pair, example: str, mend: Pair, level: Level = "error") -> Rule:
    """A rule by its words in both languages; the example stands as it is in both.

    >>> one = rule("Y705", ("an anchor", "锚点"), ("plain", "数据"), "a: &b", ("write it out", "写全"))
    >>> one.as_dict("en")["title"]
    'an anchor'
    """
    return Rule(
        code=code, level=level, title=Words(*title), why=Words(*why), example=Words(example, example), mend=Words(*mend)
    )
