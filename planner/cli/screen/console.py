"""What a command prints: the payload on stdout, words on stderr.

What does not live here: the streams (``streams``), tables (``tables``) and what is said meanwhile (``progress``).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import typer

from graph.base.findings import Finding, Level
from graph.base.records import encode
from graph.base.words import Lang, Words
from planner.cli.language import tr
from planner.cli.screen import colours, streams
from planner.cli.screen.words import level_words
from planner.cli.screen.wrapping import fitted

_LOOKS: Mapping[Level, colours.Look] = {"error": "bad", "warning": "doubt"}


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
            self.error(words)

    def error(self, words: Words) -> None:
        """A line that ``--quiet`` does not silence (stderr)."""
        streams.tell(streams.harmless(words.say(self.lang)))

    def findings(self, findings: Iterable[Finding]) -> None:
        """Findings as lines ``LEVEL CODE file:row column «value»: message; mend`` on stderr."""
        for f in findings:
            gap = ":" if f.column.isdigit() else " "  # a column number (YAML) or a column name (tables)
            place = f.file + (f":{f.row}" if f.row else "") + (f"{gap}{f.column}" if f.column else "")
            level = level_words(f.code, f.level).say(self.lang)
            how = _LOOKS.get(f.level)
            if self.lang == "zh":
                value = f" “{f.value}”" if f.value else ""
                line = f" {f.code} {place}{value}：{f.message.zh}；{f.mend.zh}"
            else:
                value = f" «{f.value}»" if f.value else ""
                line = f" {f.code} {place}{value}: {f.message.en}; {f.mend.en}"
            streams.tell(colours.painted(level, how, sys.stderr) + streams.harmless(line))

    def result(self, payload: Any, text: str, *, verbatim: bool = False) -> None:
        """The one payload: a JSON object with ``--json``, else readable text; on stdout.

        ``payload`` is the command's answer as a frozen dataclass, whose sentences are said in the console's language.
        ``verbatim`` text is for another program or for copying (a schema, a mapping, paths): no line of it is broken.
        """
        if self.json:
            plain = encode(payload, self.lang)
            made = json.dumps(plain, ensure_ascii=False, allow_nan=False)
            streams.put(made if streams.encodes(made) else json.dumps(plain, allow_nan=False))
        else:
            streams.put(streams.harmless(text) if verbatim else "\n".join(map(_line, text.split("\n"))))


def _line(line: str) -> str:
    """A line of an answer as the terminal gets it: harmless, no wider than it, then coloured."""
    how, said = colours.parted(line)
    pieces = fitted(streams.harmless(said)).split("\n")
    return "\n".join(colours.painted(piece, how, sys.stdout) for piece in pieces)


def console(lang: str, as_json: bool, quiet: bool, verbose: bool) -> Console:
    """The console for the shared options of a command."""
    if lang not in ("zh", "en"):
        raise typer.BadParameter(tr("--lang takes zh or en", "--lang 只能是 zh 或 en"))
    return Console("zh" if lang == "zh" else "en", as_json, quiet, verbose)
