"""What a command prints: the payload on stdout, words and progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import typer

from graph.base.findings import Finding
from graph.base.words import Lang, Words
from planner.cli.language import tr

_LEVELS = {"error": "错误", "warning": "警告", "note": "提示"}


@dataclass(frozen=True)
class Console:
    """One command's way of speaking. ``result`` may be called once."""

    lang: Lang
    json: bool = False
    quiet: bool = False
    verbose: bool = False

    def say(self, words: Words) -> None:
        """A line for the person at the terminal (stderr), unless ``--quiet``."""
        if not self.quiet:
            print(words.say(self.lang), file=sys.stderr, flush=True)

    def error(self, words: Words) -> None:
        """A line that ``--quiet`` does not silence (stderr)."""
        print(words.say(self.lang), file=sys.stderr, flush=True)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Findings as lines ``LEVEL CODE file:row column «value»: message; mend`` on stderr."""
        for f in findings:
            gap = ":" if f.column.isdigit() else " "  # a column number (YAML) or a column name (tables)
            place = f.file + (f":{f.row}" if f.row else "") + (f"{gap}{f.column}" if f.column else "")
            if self.lang == "zh":
                value = f" “{f.value}”" if f.value else ""
                line = f"{_LEVELS[f.level]} {f.code} {place}{value}：{f.message.zh}；{f.mend.zh}"
            else:
                value = f" «{f.value}»" if f.value else ""
                line = f"{f.level} {f.code} {place}{value}: {f.message.en}; {f.mend.en}"
            print(line, file=sys.stderr)

    def result(self, payload: Mapping[str, Any], text: str) -> None:
        """The one payload: a JSON object with ``--json``, else readable text; on stdout."""
        print(json.dumps(payload, ensure_ascii=False, allow_nan=False) if self.json else text, flush=True)


def console(lang: str, as_json: bool, quiet: bool, verbose: bool) -> Console:
    """The console for the shared options of a command."""
    if lang not in ("zh", "en"):
        raise typer.BadParameter(tr("--lang takes zh or en", "--lang 只能是 zh 或 en"))
    return Console("zh" if lang == "zh" else "en", as_json, quiet, verbose)
