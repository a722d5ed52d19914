"""The command ``pareto``: all plans of which none is better than another on every goal."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.records import encode, widened
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.ending import BUG, INTERRUPTED, exit_code
from planner.cli.inputs.city import is_tables, read_city, refuse_scenario
from planner.cli.language import tr
from planner.cli.options.course import AsOf, with_year
from planner.cli.options.figure import form_of, write_figure
from planner.cli.options.runs import Runs
from planner.cli.options.solving import Proof, Scenario, Seconds, Seed, Sets, Threads
from planner.cli.screen.console import Console
from planner.cli.screen.progress import end_progress, zones_progress
from planner.cli.settings import SETTINGS

if TYPE_CHECKING:
    from planner.studies.fronts.answer import FrontAnswer, PrintedFront


def pareto(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help=tr(
                "a city's data, or planner tables (with candidates.csv)", "城市数据，或规划表（含 candidates.csv）"
            ),
        ),
    ],
    goals: Annotated[
        list[str],
        typer.Option(
            "--goal",
            metavar="GOAL",
            help=tr(
                "a goal, given two to four times; city: coverage, collaboration, talent, firms, mechanism, partners, "
                "cost, count, delay; tables: a numeric column of candidates, total, cost, count; or a sum such as "
                "coverage+0.5*talent",
                "目标，给出二至四次；城市：coverage、collaboration、talent、firms、mechanism、partners、cost、count、"
                "delay；规划表：candidates 的数值列、total、cost、count；也可写成 coverage+0.5*talent 这样的组合",
            ),
        ),
    ],
    scenario: Scenario = None,
    sets: Sets = None,
    as_of: AsOf = None,
    seconds: Seconds = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure",
            metavar="FILE",
            help=tr("draw the front: FILE.png, .svg or .pdf", "绘制前沿图：文件名以 .png、.svg 或 .pdf 结尾"),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=tr("overwrite the figure", "覆盖已有的图"))] = False,
    keep: Annotated[
        str | None,
        typer.Option(
            "--keep",
            metavar="N,…",
            help=tr(
                "keep these plans of the front as runs: numbers of the table, knee, all",
                "将前沿中的这些方案留存为运行结果：表中序号、knee（拐点）、all（全部）",
            ),
        ),
    ] = None,
    threads: Threads = SETTINGS.threads,
    seed: Seed = 0,
    require_proof: Proof = False,
    runs: Runs = SETTINGS.runs,
    *,
    out: Console,
) -> int:
    """Find a front; see the command's help."""
    from planner.cli.commands.pareto.text import front_text, labels
    from planner.solving.highs import Limits
    from planner.studies.fronts.answer import PrintedFront

    begin = time.process_time()
    if figure is not None:
        form_of(figure)
    limits = Limits(seconds=seconds, gap=0.0, threads=threads, seed=seed)
    if is_tables(folder):
        if keep is not None:
            raise UsageError(
                Words("--keep is for cities: planner tables have no runs", "--keep 仅用于城市：规划表没有运行结果")
            )
        found = _of_tables(folder, goals, limits, scenario, with_year(sets, as_of), out)
        answer = widened(PrintedFront, replace(found, labels=labels(found)), cpu_seconds=0.0)
        end_progress(out)
    else:
        answer = _of_city(folder, goals, limits, scenario, with_year(sets, as_of), runs, keep, out)
    answer = replace(answer, cpu_seconds=time.process_time() - begin)
    if figure is not None and answer.points:
        from planner.layout.figures.front_figure import picture

        answer = replace(answer, figure=str(write_figure(picture, answer, figure, out, force=force)))
    if answer.status == "interrupted":
        shown = Words("interrupted: the points found so far are kept", "已中断：保留目前找到的方案")
        out.error(shown if answer.points else Words("interrupted before any point was found", "已中断：尚无结果"))
    title = {} if answer.title is None else {"title": answer.title.say(out.lang)}
    out.result(encode(answer) | title, front_text(answer, out.lang, everything=out.verbose))
    if not answer.audit.clean:
        return BUG
    if answer.status == "interrupted":
        return INTERRUPTED
    status = "infeasible" if answer.status == "infeasible" else "proven" if answer.complete else "time_limit"
    return exit_code(status, bool(answer.points), require_proof)


def _of_tables(
    folder: Path,
    goals: Sequence[str],
    limits: Any,
    scenario: str | None,
    sets: Sequence[str] | None,
    out: Console,
) -> FrontAnswer:
    from planner.cli.inputs.planner_tables import read_planner_tables
    from planner.studies.fronts.front_data import tables_front
    from planner.studies.fronts.terms import mentioned

    refuse_scenario(scenario, sets)
    given = read_planner_tables(folder, out, sorted(mentioned(goals)))
    return tables_front(given.columns, given.settings, goals, limits, zones_progress(out))


def _of_city(
    folder: Path,
    goals: Sequence[str],
    limits: Any,
    scenario: str | None,
    sets: Sequence[str] | None,
    runs: Path,
    kept: str | None,
    out: Console,
) -> PrintedFront:
    from planner.cli.commands.pareto.text import labels
    from planner.runs.kept_answers import FRONT, keep
    from planner.runs.store import check_writable
    from planner.studies.fronts.answer import FORMAT, KeptPlan, PrintedFront
    from planner.studies.fronts.front_data import city_front
    from planner.studies.fronts.keeping import keep_points, positions, wishes

    wanted = [] if kept is None else wishes(kept)
    city = read_city(folder, scenario, sets, out)
    check_writable(runs)
    answer, problem, found = city_front(
        city.dataset.ecosystem, city.scenario.policy, goals, limits, zones_progress(out)
    )
    end_progress(out)
    name, title = city.scenario.name, city.scenario.title
    answer = replace(answer, format=FORMAT, scenario=name, title=title, labels=labels(answer))
    chosen, said = positions(wanted, answer)
    for words in said:
        out.say(words)
    places = keep_points(
        city.dataset.ecosystem,
        city.scenario,
        problem,
        found,
        answer,
        chosen,
        limits,
        city.findings,
        city.dataset.hashes,
        runs,
    )
    if answer.status == "interrupted" and not answer.points:
        return widened(PrintedFront, answer, kept=(), cpu_seconds=0.0)
    given = (city.scenario, city.findings, city.dataset.hashes, limits, found.cpu_seconds, FRONT)
    run = keep(runs, encode(answer), *given, members=places)
    members = tuple(KeptPlan(plan=n + 1, run=str(place)) for n, place in zip(chosen, places, strict=True))
    return widened(PrintedFront, answer, run=str(run), kept=members, cpu_seconds=0.0)


COMMAND = Command(
    pareto,
    Words(
        "Find all plans of which none is better than another on every goal (two to four goals).",
        "求出在所选二至四个目标上互不占优的全部方案（帕累托前沿）。",
    ),
    order=80,
)
