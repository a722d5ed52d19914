"""Sentences that exist in English and in Chinese, side by side.

A sentence is written once, in both languages, where it is used; neither can be forgotten.
What does not live here: the sentences themselves.
"""

from __future__ import annotations

from numbers import Integral
from typing import Any, Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, Lang] = ("zh", "en")


class Words(NamedTuple):
    """One sentence in English and in Chinese; ``{name}`` marks are filled by :meth:`fill`.

    A whole number with its noun is marked ``{n:row|rows}``.

    >>> Words("{n} rows", "{n} 行").fill(n=3).say("zh")
    '3 行'
    >>> said = Words("{n:row is|rows are} blank", "{n} 行为空")
    >>> said.fill(n=1).en, said.fill(n=1200).en, said.fill(n=1).zh
    ('1 row is blank', '1,200 rows are blank', '1 行为空')
    """

    en: str
    zh: str

    def fill(self, **values: Any) -> Words:
        """Fill the marks of both languages; a value that is itself ``Words`` is said in each."""
        return Words(*(text.format(**_said(values, lang)) for text, lang in zip(self, ("en", "zh"), strict=True)))

    def say(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.zh if lang == "zh" else self.en


class _Count(int):
    """A whole number that knows its noun: ``{n:row|rows}``."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return f"{int(self):,} {one if self == 1 else many}" if bar else format(int(self), spec)


def _said(values: dict[str, Any], lang: str) -> dict[str, Any]:
    return {k: _marked(v, lang) for k, v in values.items()}


def _marked(value: Any, lang: str) -> Any:
    if isinstance(value, Words):
        return getattr(value, lang)
    if isinstance(value, Integral) and not isinstance(value, bool):
        return _Count(value)
    return value
