"""The language of this process: ``--lang``, else ``BUJU_LANG``, else ``buju.toml``, else the locale.

Help texts need it at import.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from graph.base.words import Lang
from planner.cli.settings import SETTINGS


def detect(argv: Sequence[str], environ: Mapping[str, str], preferred: str = "") -> Lang:
    """The language asked for by the command line, or else by the environment; ``preferred`` goes before the locale.

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
    said = environ.get("BUJU_LANG") or preferred
    said = said or next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := environ.get(k))), "")
    return "zh" if said.lower().startswith("zh") else "en"


LANG: Lang = detect(sys.argv[1:], os.environ, SETTINGS.language)


def tr(en: str, zh: str) -> str:
    """The text in the language of this process, for help texts that are fixed at import."""
    return zh if LANG == "zh" else en
