"""Command ``compare``: two finished runs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.records import encode
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.inputs.runs import evaluation_at, read_result
from planner.cli.language import tr
from planner.cli.screen.console import Console


def compare(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A", help=tr("folder of the first run", "第一次运行的目录"))],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B", help=tr("folder of the second run", "第二次运行的目录"))],
    *,
    out: Console,
) -> int:
    """Compare two runs; see the command's help."""
    from planner.cli.commands.compare.evaluations import of_evaluations
    from planner.cli.commands.compare.text import compare_text
    from planner.studies.compare import compare as compare_results

    evaluations = [evaluation_at(run) for run in (run_a, run_b)]
    if evaluations[0] is not None and evaluations[1] is not None:
        return of_evaluations(evaluations[0], evaluations[1], out)
    (run_a, first), (run_b, second) = read_result(run_a, out), read_result(run_b, out)
    comparison = compare_results(first, second)
    payload = {"run_a": str(run_a), "run_b": str(run_b), **encode(comparison)}
    out.result(payload, compare_text(comparison, out.lang, everything=out.verbose))
    return 0


COMMAND = Command(
    compare,
    Words(
        "Compare two runs: goals, centres, technologies, money by year, rules that bind; or two evaluations.",
        "比较两次运行：目标、中心、技术、分年度资金和起约束作用的规则；或两次评价。",
    ),
    order=130,
)
