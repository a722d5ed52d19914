"""What a command prints: the payload on stdout, words and progress on stderr; one place for the options all share."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from graph.base.findings import Finding
from graph.base.words import Lang, Words
from planner.cli.language import LANG, tr

LangOption = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="zh|en",
        help=tr("language: zh or en", "语言：zh 或 en"),
        show_default=tr("BUJU_LANG, else the locale", "环境变量 BUJU_LANG，否则按系统语言"),
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help=tr("print one JSON object on stdout", "在标准输出打印一个 JSON 对象"))
]
QuietOption = Annotated[
    bool, typer.Option("-q", "--quiet", help=tr("print only the result and errors", "只打印结果和错误"))
]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help=tr("print more", "打印更多信息"))]

_DATA = tr(
    "folder of CSV or Parquet files, workbook, zip, or .graphml, .gexf, .json",
    "CSV 或 Parquet 文件夹、工作簿、zip，或 .graphml、.gexf、.json 文件",
)
City = Annotated[Path, typer.Argument(metavar="FOLDER", help=_DATA)]
Dataset = Annotated[Path, typer.Argument(metavar="PATH", help=_DATA)]

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


DEFAULT_LANG: Lang = LANG
