"""The language of sentences: the one asked for, else ``BUJU_LANG``, else the locale.

What does not live here: the sentences, which stand in both languages where they are used.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from graph.base.errors import UsageError
from graph.base.words import LANGS, Lang, Words

_VARIABLES = ("BUJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set says it."""


def of_environment(environ: Mapping[str, str]) -> Lang:
    """The language that the environment asks for.

    Examples
    --------
    >>> of_environment({"LANG": "zh_CN.UTF-8"}), of_environment({"BUJU_LANG": "en", "LANG": "zh_CN"})
    ('zh', 'en')
    """
    said = next((value for name in _VARIABLES if (value := environ.get(name))), "")
    return "zh" if said.lower().startswith("zh") else "en"


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
    if lang is None:
        return of_environment(os.environ)
    for known in LANGS:
        if lang == known:
            return known
    raise UsageError(Words("lang takes zh or en", "lang 只能是 zh 或 en"))
