"""Command ``evaluate``: the yearly round, from measurements and reviews to grades and money."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.ending import BUG
from planner.cli.language import tr
from planner.cli.options.common import City
from planner.cli.options.runs import Runs
from planner.cli.options.solving import Scenario, Sets
from planner.cli.screen.console import Console
from planner.cli.screen.progress import cpu_seconds, working

FINDINGS = 1


def evaluate(
    folder: City,
    year: Annotated[int, typer.Option("--year", metavar="YEAR", help=tr("the year to evaluate", "评价年度"))],
    scenario: Scenario = None,
    sets: Sets = None,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help=tr(
                "put the grades into the dataset's table evaluations, where plan --as-of reads them",
                "将等次写入数据集的 evaluations 表，供 plan --as-of 读取",
            ),
        ),
    ] = False,
    conditions: Annotated[
        bool,
        typer.Option(
            "--write-conditions",
            help=tr(
                "put candidates' build conditions that follow from indicators and reviews into table conditions",
                "将由指标和评分得出的候选中心建设条件写入 conditions 表",
            ),
        ),
    ] = False,
    sheets: Annotated[
        Path | None,
        typer.Option(
            "--sheets",
            metavar="DIR",
            help=tr(
                "instead of evaluating, write a blank review sheet (workbook) for each expert",
                "不评价，为每位专家生成空白评分表（工作簿）",
            ),
        ),
    ] = None,
    take: Annotated[
        Path | None,
        typer.Option(
            "--take",
            metavar="DIR",
            help=tr(
                "first read filled review sheets back into the dataset's table reviews",
                "先将填好的评分表读回数据集的 reviews 表",
            ),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=tr("overwrite review sheets that are there", "覆盖已有的评分表"))
    ] = False,
    runs: Runs = Path("runs"),
    *,
    out: Console,
) -> int:
    """Evaluate a year; see the command's help."""
    from graph.base.records import encode
    from loaders.dataset import load
    from planner.cli.commands.evaluate.review_sheets import take_sheets, write_sheets
    from planner.cli.commands.evaluate.text import evaluation_text
    from planner.rulebook import scenario as scenarios
    from planner.rulebook.scenario.locating import locate
    from planner.runs.pipeline import refuse_errors
    from planner.runs.store import check_writable
    from planner.studies.evaluation.building import evaluation
    from planner.studies.evaluation.facts import READ, check, facts
    from planner.studies.evaluation.keeping import keep_evaluation, write_conditions, write_grades

    begin = cpu_seconds()
    asked = scenarios.load(locate(scenario, folder), sets or ())
    if sheets is not None:
        return write_sheets(folder, asked, year, sheets, out, force=force)
    if take is not None:
        take_sheets(folder, asked, year, take, out)
    loaded = load(folder, READ)
    eco = loaded.require()
    known = facts(eco, asked.policy.evaluation.system, year)
    findings = (*loaded.findings, *asked.findings, *check(eco, known, folder.name))
    refuse_errors(findings)
    if out.verbose:
        out.findings(findings)
    check_writable(runs)
    with working(out, Words("scoring", "正在评分")):
        made = evaluation(eco, asked, year)
    run = keep_evaluation(runs, made, asked, findings, loaded.hashes, cpu_seconds() - begin)
    written = None
    if write:
        written, said = write_grades(folder, made)
        out.findings(said if not out.quiet else ())
    if conditions:
        path, n = write_conditions(folder, made)
        words = Words("{n:score|scores} of build conditions written to {p}", "已将 {n} 项建设条件得分写入 {p}")
        if path is None:
            words = Words(
                "no build condition of a candidate follows from indicators and reviews of {y}: nothing was written",
                "{y} 年的指标和评分得不出任何候选中心的建设条件得分，未写入",
            )
        out.say(words.fill(n=n, p=path, y=year))
    payload = {**encode(made), "cpu_seconds": cpu_seconds() - begin, "run": str(run)}
    payload |= {} if written is None else {"written": str(written)}
    out.result(payload, evaluation_text(made, out.lang, run, written, whole=out.verbose))
    if made.audit.clean is False:
        return BUG
    return FINDINGS if made.missing else 0


COMMAND = Command(
    evaluate,
    Words(
        "Score and grade the approved centres of a year, and say what each grade hangs on and means in money.",
        "按评价体系为已批复中心评分定级，说明等次取决于什么、对应多少经费。",
    ),
    order=62,
)
