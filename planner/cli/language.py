"""The language of this process: ``--lang``, else ``BUJU_LANG``, else the locale; help texts need it at import."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from graph.base.words import Lang


def detect(argv: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """The language asked for by the command line, or else by the environment.

    >>> detect(["plan", "--lang", "zh"], {}), detect(["plan"], {"LANG": "zh_CN.UTF-8"}), detect([], {})
    ('zh', 'zh', 'en')
    """
    for i, word in enumerate(argv):
        if word == "--":
            break
        if word.startswith("--lang=") and word[7:] in ("zh", "en"):
            return "zh" if word[7:] == "zh" else "en"
        if word == "--lang" and i + 1 < len(argv) and argv[i + 1] in ("zh", "en"):
            return "zh" if argv[i + 1] == "zh" else "en"
    said = next((v for k in ("BUJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG") if (v := environ.get(k))), "")
    return "zh" if said.lower().startswith("zh") else "en"


LANG: Lang = detect(sys.argv[1:], os.environ)


def tr(en: str, zh: str) -> str:
    """The text in the language of this process, for help texts that are fixed at import."""
    return zh if LANG == "zh" else en
