"""Command ``export``: files to hand in, from a finished run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.inputs.runs import evaluation_at, read_found
from planner.cli.language import tr
from planner.cli.options.runs import NewestRun
from planner.cli.screen import streams
from planner.cli.screen.console import Console
from planner.cli.screen.progress import Teller, end_progress
from planner.layout.dossiers.forms import names as evaluation_names
from planner.layout.forms import names

FORMS = ", ".join(names())
OF_EVALUATION = ", ".join(evaluation_names())


def export(
    run: NewestRun,
    beside: Annotated[
        Path | None,
        typer.Argument(
            metavar="RUN_B",
            help=tr(
                "a second run: shown beside the first on the page, the draft before in the package",
                "另一次运行：在网页中与前者对照，在送审包中作为上一稿",
            ),
        ),
    ] = None,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help=tr("folder to write to", "导出到哪个目录"))
    ],
    forms: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="FORM,…",
            help=tr(
                f"{FORMS}; of an evaluation: {OF_EVALUATION} (default: all that can be made here)",
                f"{FORMS}；评价结果为 {OF_EVALUATION}（缺省为本机可生成的全部形式）",
            ),
        ),
    ] = None,
    districts: Annotated[
        Path | None,
        typer.Option(
            "--districts",
            metavar="FILE.geojson",
            help=tr(
                "your own district outlines, for map layers and map (WGS 84 or CGCS2000)",
                "自备的区县轮廓（WGS 84 或 CGCS2000），用于地图图层和布局图",
            ),
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE.docx",
            help=tr(
                "your own template of the document (--as template writes ours to start from)",
                "自备的公文模板（--as template 可导出默认模板供修改）",
            ),
        ),
    ] = None,
    evaluation: Annotated[
        Path | None,
        typer.Option(
            "--evaluation",
            metavar="RUN",
            help=tr(
                "an evaluation's run, shown with the grades on the page", "一次评价的运行目录，在网页中与等次一并显示"
            ),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=tr("overwrite files that are there and differ", "覆盖已有且内容不同的文件"))
    ] = False,
    out: Console,
) -> int:
    """Export a run; see the command's help."""
    from planner.cli.commands.export.schema import ExportedFiles
    from planner.layout import exporting as layout
    from planner.studies.explain.kept import explained

    if (place := evaluation_at(run)) is not None:
        only = {"RUN_B": beside, "--districts": districts, "--evaluation": evaluation}
        return _of_evaluation(
            place, None if forms is None else layout.parse(forms), output, template, only, out, force=force
        )

    if evaluation is None:
        grades = None
    else:
        from planner.studies.evaluation.keeping import read_evaluation

        grades = read_evaluation(evaluation)
    found = read_found(run, out)
    other = None if beside is None else read_found(beside, out).result
    asked = None if forms is None else layout.parse(forms)
    with _live(out) as report:
        made = layout.export(
            found.result,
            asked,
            out.lang,
            districts=districts,
            template=template,
            explained=explained(found),
            other=other,
            evaluation=grades,
            report=report,
        )
    for words in (*made.left_out.values(), *made.warnings):
        out.say(words)
    written = made.write(output, force=force)
    exported = ExportedFiles(
        run=str(found.path), files=tuple(map(str, written)), left_out=made.left_out, warnings=tuple(made.warnings)
    )
    out.result(exported, "\n".join(exported.files), verbatim=True)
    return 0


def _of_evaluation(
    run: Path,
    forms: list[str] | None,
    output: Path,
    template: Path | None,
    only: dict[str, Path | None],
    out: Console,
    *,
    force: bool,
) -> int:
    """Export an evaluation; ``only`` are arguments that plans alone take."""
    from planner.cli.commands.export.schema import ExportedFiles
    from planner.layout.dossiers.exporting import export_evaluation
    from planner.studies.evaluation.keeping import read_evaluation

    if given := [name for name, value in only.items() if value is not None]:
        words = Words("an evaluation takes no {n}", "评价结果不适用 {n}").fill(n=", ".join(given))
        raise UsageError(words)
    made = export_evaluation(read_evaluation(run), forms, out.lang, template)
    for words in made.left_out.values():
        out.say(words)
    files = tuple(str(path) for path in made.write(output, force=force))
    exported = ExportedFiles(run=str(run), files=files, left_out=made.left_out, warnings=())
    out.result(exported, "\n".join(files), verbatim=True)
    return 0


@contextmanager
def _live(out: Console) -> Iterator[Callable[[Words], None] | None]:
    """A listener that says on a terminal which form is being made, in one line that is wiped in the end."""
    if not streams.is_live():
        yield None
        return
    teller = Teller(out)
    try:
        yield lambda words: teller(words, always=True)
    finally:
        end_progress(out)


COMMAND = Command(
    export,
    Words(
        (
            "Lay a run out as files to hand in: page, tables, workbook, document, map layers, graph files and "
            "figures, all from the run's one result."
        ),
        (
            "将一次运行导出为可提交的文件：网页、表格、工作簿、公文、地图图层、网络文件和图，所有数字均取自该次运"
            "行结果。"
        ),
    ),
    order=120,
)
