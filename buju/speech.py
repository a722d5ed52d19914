"""The language in which sentences of plans and tables are given: the one asked for, else ``BUJU_LANG``, else English.

What does not live here: the sentences, which stand in both languages where they are used.
"""

from __future__ import annotations

import os

from graph.base.errors import UsageError
from graph.base.words import LANGS, Lang, Words


def spoken(lang: str | None = None) -> Lang:
    """The language to use.

    Raises
    ------
    UsageError
        ``lang`` is neither ``zh`` nor ``en``.

    Examples
    --------
    >>> spoken("zh")
    'zh'
    """
    said = os.environ.get("BUJU_LANG", "en") if lang is None else lang
    if lang is None and said not in LANGS:
        return "en"
    for known in LANGS:
        if said == known:
            return known
    raise UsageError(Words("lang takes zh or en", "lang 只能是 zh 或 en"))
