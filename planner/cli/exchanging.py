"""Commands ``graph export|import``: the ecosystem as a graph file or as Parquet, and back to a folder of CSV files.

What does not live here: the formats (``loaders.readers.exchange``) and the server (``planner.cli.graphing``).
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.console import DEFAULT_LANG, Dataset, JsonOption, LangOption, QuietOption, VerboseOption, console
from planner.cli.language import tr

if TYPE_CHECKING:
    from graph.model.ecosystem import Ecosystem

Force = Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))]


def register(group: typer.Typer) -> None:
    """Add both commands to the group ``graph``."""
    group.command(
        "export", help=tr("Write a dataset as a graph file or as Parquet.", "把数据集写成图文件或 Parquet。")
    )(export)
    group.command(
        "import",
        help=tr("Write a graph file or Parquet as a folder of CSV files.", "把图文件或 Parquet 写成 CSV 文件夹。"),
    )(import_)


def export(
    path: Dataset,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help=tr(
                "a file ending in .graphml, .gexf or .json; without an ending, a folder of Parquet tables",
                "以 .graphml、.gexf 或 .json 结尾的文件；不带后缀则为 Parquet 文件夹",
            ),
        ),
    ],
    force: Force = False,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write a dataset as another form of it; reading that form gives the same dataset."""
    from loaders.export import export as write

    out = console(lang, as_json, quiet, verbose)
    started = time.perf_counter()
    eco = _load(path).require()
    files, findings = write(eco, output, force=force)
    out.findings(findings)
    rows = _rows(eco)
    payload = {
        "files": [str(p) for p in files],
        "rows": rows,
        "findings": [f.as_dict(out.lang) for f in findings],
        "seconds": time.perf_counter() - started,
    }
    words = Words("{n:,} rows are in {p}", "共 {n:,} 行已写入 {p}")
    out.result(payload, words.fill(n=sum(rows.values()), p=output).say(out.lang))


def import_(
    path: Dataset,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help=tr("folder to write to", "写入的文件夹"))
    ],
    force: Force = False,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write CSV files; exit 1 with all findings, and nothing written, where the file has errors."""
    from loaders.saving import save

    out = console(lang, as_json, quiet, verbose)
    started = time.perf_counter()
    loaded = _load(path)
    eco = loaded.require()
    shown = [f for f in loaded.findings if verbose or f.level == "warning"]
    out.findings(shown)
    files = [str(p) for p in save(eco, output, force=force)]
    payload: dict[str, Any] = {
        "folder": str(output),
        "files": files,
        "rows": _rows(eco),
        "findings": [f.as_dict(out.lang) for f in loaded.findings],
        "seconds": time.perf_counter() - started,
    }
    words = Words("{n:,} rows in {k} tables are in {p}", "{k} 张表共 {n:,} 行已写入 {p}")
    rows = payload["rows"]
    out.result(payload, words.fill(n=sum(rows.values()), k=sum(map(bool, rows.values())), p=output).say(out.lang))


def _load(path: Path) -> Any:
    from loaders.dataset import load

    if not path.exists():
        raise UsageError(Words("there is no dataset at {path}", "{path} 处没有数据集").fill(path=path))
    return load(path)


def _rows(eco: Ecosystem) -> dict[str, int]:
    return {name: len(next(iter(columns.values()))) for name, columns in eco.tables.items()}
