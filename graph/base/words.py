"""Sentences that exist in English and in Chinese, side by side.

A sentence is written once, in both languages, where it is used; neither can be forgotten.
What does not live here: the sentences themselves.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, Lang] = ("zh", "en")


class Words(NamedTuple):
    """One sentence in English and in Chinese; ``{name}`` marks are filled by :meth:`fill`.

    >>> Words("{n} rows", "{n} 行").fill(n=3).say("zh")
    '3 行'
    """

    en: str
    zh: str

    def fill(self, **values: Any) -> Words:
        """Fill the marks of both languages; a value that is itself ``Words`` is said in each."""
        return Words(*(text.format(**_said(values, lang)) for text, lang in zip(self, ("en", "zh"), strict=True)))

    def say(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.zh if lang == "zh" else self.en


def _said(values: dict[str, Any], lang: str) -> dict[str, Any]:
    return {k: getattr(v, lang) if isinstance(v, Words) else v for k, v in values.items()}
