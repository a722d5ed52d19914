"""Options and arguments that all commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.language import tr

LangOption = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="zh|en",
        help=tr("language: zh or en", "语言：zh 或 en"),
        show_default=tr("BUJU_LANG, else buju.toml, else the locale", "BUJU_LANG，其次 buju.toml，再次系统语言"),
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
