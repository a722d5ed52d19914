"""Command ``solve``: planner tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.ending import BUG, INTERRUPTED, exit_code, refuted
from planner.cli.language import tr
from planner.cli.options.solver import CrossCheck, Solver, chosen, solvers_text
from planner.cli.options.solving import Differ, Effort, Gap, Next, Proof, Seconds, Seed, Threads
from planner.cli.screen.console import Console
from planner.cli.screen.progress import cpu_seconds, end_progress, progress, say_if_interrupted
from planner.cli.settings import SETTINGS


def solve(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help=tr("folder with planner tables and settings.json", "规划表与 settings.json 所在目录")
        ),
    ],
    seconds: Seconds = None,
    gap: Gap = 0.0,
    threads: Threads = SETTINGS.threads,
    seed: Seed = 0,
    most: Next = None,
    differ: Differ = 1,
    effort: Effort = 1,
    importance: Annotated[
        bool,
        typer.Option("--importance", help=tr("replacement cost of everything chosen", "给出每个入选对象的替换代价")),
    ] = False,
    require_proof: Proof = False,
    solver: Solver = SETTINGS.solver,
    cross_check: CrossCheck = None,
    *,
    out: Console,
) -> int:
    """Solve planner tables; see the command's help."""
    from graph.base.records import encode, widened
    from planner.cli.commands.solve.importance import importance_of
    from planner.cli.commands.solve.text import importance_text, solve_text, stages_text
    from planner.cli.inputs.planner_tables import read_planner_tables
    from planner.cli.screen.alternatives import alternatives_text
    from planner.runs.pipeline import Further, solve_tables
    from planner.runs.tables_result import PrintedTables
    from planner.solving.highs import Limits

    begin = cpu_seconds()
    limits = Limits(seconds=seconds, gap=gap, threads=threads, seed=seed, effort=effort)
    solvers = chosen(out, solver, cross_check, limits, proofs=most is not None)
    given = read_planner_tables(folder, out)
    further = None if most is None else Further(most, differ)
    solved = solve_tables(given.columns, given.settings, limits, progress(out), further, solvers)
    made = widened(
        PrintedTables,
        solved,
        importance=importance_of(solved.chosen, given.columns, given.settings, limits, progress(out))
        if importance
        else None,
        findings=tuple(f.said(out.lang) for f in given.findings),
        cpu_seconds=cpu_seconds() - begin,
    )
    end_progress(out)
    say_if_interrupted(out, made)
    said = solve_text(made, out.lang) + stages_text(made, out.lang) + importance_text(made, out.lang)
    out.result(encode(made), said + solvers_text(made, out.lang) + alternatives_text(made.alternatives, out.lang))
    if made.audit.clean is False or (made.alternatives is not None and not made.alternatives.clean):
        return BUG
    if made.interrupted:
        return INTERRUPTED
    return exit_code(made.status, made.objective is not None, require_proof, refuted(made.solver_findings))


COMMAND = Command(
    solve, Words("Solve a selection problem given as planner tables.", "求解以规划表给出的选择问题。"), order=70
)
