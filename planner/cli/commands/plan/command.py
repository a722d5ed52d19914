"""Command ``plan``: a city under a scenario."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.records import encode, widened
from graph.base.words import Lang, Words
from planner.cli.commands import Command
from planner.cli.ending import BUG, INTERRUPTED, exit_code, refuted
from planner.cli.inputs.city import read_city
from planner.cli.options.common import City
from planner.cli.options.course import (
    AsOf,
    ChangeCost,
    ChangesCurve,
    From,
    GradesAhead,
    MostChanges,
    check_grades,
    sticking_to,
    with_year,
)
from planner.cli.options.runs import Runs
from planner.cli.options.solver import CrossCheck, Solver, chosen, solvers_text
from planner.cli.options.solving import Differ, Effort, Gap, Next, Proof, Scenario, Seconds, Seed, Sets, Threads
from planner.cli.screen.console import Console
from planner.cli.screen.progress import cpu_seconds, end_progress, progress, say_if_interrupted
from planner.cli.settings import SETTINGS

if TYPE_CHECKING:
    from buju.asking import Question
    from planner.solving.highs import Limits
    from planner.studies.course.tree_types import TreeAnswer


def plan(
    folder: City,
    scenario: Scenario = None,
    sets: Sets = None,
    as_of: AsOf = None,
    earlier: From = None,
    most_changes: MostChanges = None,
    change_cost: ChangeCost = 0.0,
    changes_curve: ChangesCurve = False,
    grades: GradesAhead = None,
    seconds: Seconds = None,
    gap: Gap = 0.0,
    threads: Threads = SETTINGS.threads,
    seed: Seed = 0,
    most: Next = None,
    differ: Differ = 1,
    effort: Effort = 1,
    require_proof: Proof = False,
    solver: Solver = SETTINGS.solver,
    cross_check: CrossCheck = None,
    runs: Runs = SETTINGS.runs,
    *,
    out: Console,
) -> int:
    """Plan a city; see the command's help."""
    from planner.cli.commands.plan.printed import NotMeasured, PrintedPlan
    from planner.cli.commands.plan.text import plan_text
    from planner.cli.commands.plan.tree_text import tree_text
    from planner.cli.screen.alternatives import alternatives_text
    from planner.problem.unmeasured import unmeasured
    from planner.runs import pipeline
    from planner.solving.highs import Limits
    from planner.solving.live_model import left_of

    begin = cpu_seconds()
    check_grades(grades, earlier)
    limits = Limits(seconds=seconds, gap=gap, threads=threads, seed=seed, effort=effort)
    solvers = chosen(out, solver, cross_check, limits, proofs=most is not None)
    sticking = sticking_to(earlier, most_changes, change_cost, out, curve=changes_curve)
    city = read_city(folder, scenario, with_year(sets, as_of), out)
    further = None if most is None else pipeline.Further(most, differ)
    done = pipeline.plan_run(
        city.dataset.ecosystem,
        city.scenario,
        limits,
        city.findings,
        city.dataset.hashes,
        runs,
        progress(out),
        city.reload,
        further,
        solvers,
        sticking,
    )
    end_progress(out)
    result, plans = done.result, done.alternatives
    say_if_interrupted(out, result)
    weights = {str(goal): w for goal, w in (city.scenario.policy.objective[0].maximise or {}).items()}
    missing = tuple(
        NotMeasured(goal=goal, weight=weights.get(goal, 0.0), needs=needs.say(out.lang))
        for goal, needs in unmeasured(city.dataset.ecosystem).items()
    )
    tree = None
    if grades is not None and result.objective is not None:
        tree = _tree(city, done.folder, replace(limits, seconds=left_of(limits, begin)), seed, out)
    listed = {} if plans is None else {f.name: getattr(plans, f.name) for f in fields(plans)}
    spent = cpu_seconds() - begin
    made = widened(
        PrintedPlan, result, cpu_seconds=spent, run=str(done.folder), not_measured=missing, tree=tree, **listed
    )
    text = plan_text(result, missing, out.lang, done.folder, everything=out.verbose) + solvers_text(result, out.lang)
    if tree is not None:
        text += "\n\n" + tree_text(tree, out.lang)
    out.result(with_said_mends(encode(made), out.lang), text + alternatives_text(plans, out.lang))
    if (
        result.audit.clean is False
        or (plans is not None and not plans.clean)
        or (tree is not None and not tree.audit.clean)
    ):
        return BUG
    if result.interrupted:
        return INTERRUPTED
    return exit_code(result.status, result.objective is not None, require_proof, refuted(result.solver_findings))


def _tree(city: Question, folder: Path, limits: Limits, seed: int, out: Console) -> TreeAnswer:
    """Today's approvals under grades that are not known yet; what is proven is kept in the run."""
    from planner.cli.screen.progress import Teller
    from planner.runs.store import read_run
    from planner.studies.course.tree_answer import tree_answer
    from planner.studies.stress.kept import Kept

    found = tree_answer(city.dataset.ecosystem, city.scenario.policy, limits, seed, Teller(out))
    end_progress(out)
    if all(value.status in ("proven", "infeasible") for value in found.values.values()):
        Kept(read_run(folder)).keep({f"tree {seed}": encode(found)})
    return found


def with_said_mends(payload: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """The payload with the sentences of mends in one language, as ``--json`` prints them."""
    for name in ("mends", "data_mends"):
        payload[name] = [mend | {"words": mend["words"][lang]} for mend in payload[name]]
    return payload


COMMAND = Command(
    plan,
    Words(
        "Choose centres, years and support for a city under a scenario; prove, audit and keep the run.",
        "按情景为城市选定中心、批复年份与支持资金；证明最优、复核并留存运行结果。",
    ),
    order=60,
)
