"""Command ``meet``: a plan on the table of a meeting, in the browser, on this computer only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.notebook.command import open_app
from planner.cli.inputs.runs import newest
from planner.cli.language import tr
from planner.cli.options.runs import NewestRun
from planner.cli.options.serving import Browser, Port
from planner.cli.screen.console import Console

if TYPE_CHECKING:
    from planner.cli.commands.meet.schema import MeetingVariants
    from planner.notebook.meeting import Meeting

APP = "meeting.py"


def meet(
    run: NewestRun,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="FOLDER",
            help=tr(
                "the data of the run (default: where the run was made of them)",
                "该次运行所用数据（缺省为运行时的位置）",
            ),
        ),
    ] = None,
    minutes: Annotated[
        Path | None,
        typer.Option(
            "--minutes",
            metavar="FILE.docx",
            help=tr(
                "write the kept variants as an annex to the minutes, and end", "将已留存方案写成会议纪要附件后结束"
            ),
        ),
    ] = None,
    port: Port = None,
    browser: Browser = True,
    *,
    out: Console,
) -> int:
    """Hold a meeting on a run until Ctrl-C; with --json, print the variants that were kept."""
    from planner.notebook.meeting import meeting

    place = newest(run, out)
    place = place.parent if place.is_file() else place
    source = data or _data(place)
    table = meeting(place, source, _load)
    if out.json or minutes is not None:
        files = [] if minutes is None else [_minutes(table, minutes, out.lang)]
        out.result(_said(table, place), "\n".join(files), verbatim=True)
        return 0
    return open_app(APP, source, port, out, browser=browser, also={"BUJU_RUN": str(place.resolve())})


def _data(run: Path) -> Path:
    """Where the data of a run were when it was made, by the command that it keeps.

    Raises
    ------
    UsageError
        They are not there, seen from here.
    """
    from planner.runs.store import read_run

    said = read_run(run).provenance.get("command") or []
    found = Path(said[2]) if len(said) > 2 and said[1] == "plan" else None
    if found is None or not found.exists():
        words = Words(
            "the data of {r} are not found from here: give them with --data FOLDER",
            "从当前位置找不到 {r} 的数据：请用 --data 指明文件夹",
        )
        raise UsageError(words.fill(r=run))
    return found


def _load(place: Path) -> tuple[Any, Mapping[str, str]]:
    import buju

    city = buju.load(place)
    return city.ecosystem, city.hashes


def _minutes(table: Meeting, file: Path, lang: Any) -> str:
    from graph.base.writing import write_files

    if file.suffix.lower() != ".docx":
        raise UsageError(Words("--minutes {f}: name a .docx file", "--minutes {f}：请以 .docx 结尾").fill(f=file))
    return str(write_files(file.parent, {file.name: table.minutes(lang)})[0])


def _said(table: Meeting, run: Path) -> MeetingVariants:
    from planner.cli.commands.meet.schema import KeptVariant, MeetingVariants

    rows = [
        KeptVariant(
            author=v.author,
            note=v.note,
            chosen=v.asked.chosen,
            rejected=v.asked.rejected,
            set=v.asked.sets,
            said=v.said,
            proof=v.proof,
            feasible=v.feasible,
        )
        for v in table.kept()
    ]
    return MeetingVariants(run=str(run), variants=tuple(rows))


COMMAND = Command(
    meet,
    Words(
        "Put a plan on the table of a meeting: pin centres, move amounts, keep variants; in the browser, here only.",
        "会议推演：指定中心入选或排除、调整数额、留存方案；在浏览器中进行，仅限本机访问。",
    ),
    order=165,
)
