"""Command ``assess``. What is measured stands in ``graph``; here it is read in and printed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.inputs.city import load_city, read_city
from planner.cli.inputs.runs import newest
from planner.cli.language import tr
from planner.cli.options.common import City
from planner.cli.options.course import AsOf, with_year
from planner.cli.options.solving import Scenario, Sets
from planner.cli.screen.console import Console
from planner.cli.screen.progress import working

if TYPE_CHECKING:
    from graph.assessment.assessment import Assessment
    from graph.model.ecosystem import Ecosystem
    from planner.runs.store import Run


def assess(
    path: City,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            metavar="RUN",
            help=tr(
                "a run of `buju plan` to set beside today: its folder, a folder of runs (the newest is taken), or "
                "result.json",
                "并列比较的规划结果：运行目录、其上级目录（取最新一次）或 result.json",
            ),
        ),
    ] = None,
    as_of: AsOf = None,
    scenario: Scenario = None,
    sets: Sets = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help=tr("write a page and the figure of the regions to this folder", "将网页和地区图写入该目录"),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))] = False,
    *,
    out: Console,
) -> None:
    """Measure the ecosystem today and, with ``--plan``, as it would be with the chosen centres."""
    from graph.assessment.assessment import assess as assess_ecosystem
    from planner.cli.commands.assess.text import assessment_text
    from planner.cli.screen.told import say_told
    from planner.runs.store import SCENARIO

    plan = None if plan is None else newest(plan, out)
    planned = None if plan is None else read_planned(plan)
    chosen = None if planned is None else {row.centre: row.year for row in planned.result.chosen}
    if planned is not None and planned.result.as_of is not None and as_of is None and scenario is None:
        as_of, scenario = planned.result.as_of, str(planned.path / SCENARIO)  # a run keeps its year and its rules
    stands = None
    if as_of is None and scenario is None and not sets:
        loaded = load_city(path, out)
        eco = loaded.ecosystem
        if out.verbose:
            out.findings(loaded.findings)
        else:
            say_told(out, loaded.findings)
    else:
        from planner.studies.course.standing_today import standing_today

        city = read_city(path, scenario, with_year(sets, as_of), out)
        eco = city.dataset.ecosystem
        stands = standing_today(eco, city.scenario.policy)
        eco = eco if stands is None else stands.ecosystem
    if chosen is not None and plan is not None:
        _belongs(eco, chosen, plan)
    with working(out, Words("measuring", "正在评估")):
        if stands is None:
            assessment = assess_ecosystem(eco, chosen)
        else:
            assessment = assess_ecosystem(eco, chosen, stands.as_of, stands.centres)
    if output is not None:
        _lay_out(assessment, output, out, force=force)
    if out.json:  # either takes seconds at national size
        out.result(assessment.printed(), "")
    else:
        out.result({}, assessment_text(assessment, out.lang, whole=out.verbose))


def _lay_out(assessment: Assessment, output: Path, out: Console, *, force: bool) -> None:
    """Write the page, and the figure of the regions where there are regions and matplotlib."""
    from importlib.util import find_spec

    from graph.base.installing import how_to_install
    from graph.base.writing import Content, write_files
    from planner.layout.assessed import page, regions

    files: dict[str, Content] = {"assessment.html": page.page_bytes(assessment, out.lang)}
    if not assessment.details.districts:
        out.say(Words("no figure of regions: the dataset has no districts", "未绘制地区图：数据中没有区县（地区）"))
    elif find_spec("matplotlib") is None:
        words = Words("no figure: it needs matplotlib; mend: {how}", "未绘图：缺少 matplotlib；解决办法：{how}")
        out.say(words.fill(how=how_to_install("figures")))
    else:
        for form in ("png", "svg"):
            files[f"regions.{form}"], said = regions.picture(assessment, out.lang, form)
        for words in said:
            out.say(words)
    for path in write_files(output, files, force=force):
        out.say(Words("written: {p}", "已写入：{p}").fill(p=path))


def read_planned(run: Path) -> Run:
    """Read a run that holds a plan.

    Parameters
    ----------
    run : Path
        The folder of a run, or its ``result.json``.

    Raises
    ------
    UsageError
        There is no run at that place, or it holds no plan.
    InputError
        The run is damaged, or was changed.
    """
    from planner.runs.store import read_run

    found = read_run(run)
    if not found.result.has_plan:
        words = Words("{place} holds no plan: its rules cannot all be met", "{place} 中没有规划：各项规则无法同时满足")
        raise UsageError(words.fill(place=run))
    return found


def _belongs(eco: Ecosystem, chosen: Mapping[str, int], run: Path) -> None:
    """Refuse a plan that chooses centres which the dataset does not have."""
    strange = sorted(set(chosen) - set(eco.ids("Centre")))
    if strange:
        words = Words(
            "the plan in {run} is not one of this dataset: it chooses {n} unknown centres, e.g. {id}",
            "{run} 中的规划与本数据集不符：其中 {n} 个中心不在数据集中，如 {id}",
        )
        raise UsageError(words.fill(run=run, n=len(strange), id=strange[0]))


COMMAND = Command(
    assess,
    Words(
        "Say what the ecosystem covers, what is missing and what hangs on one, today and with a plan.",
        "评估创新生态：已覆盖什么、缺什么、哪些系于一家或一人；可并列规划前后。",
    ),
    order=50,
)
