"""Command ``plan``: a city under a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.base.records import encode
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.ending import BUG, INTERRUPTED, exit_code, refuted
from planner.cli.inputs.city import read_city
from planner.cli.language import LANG
from planner.cli.options.common import City, JsonOption, LangOption, QuietOption, VerboseOption
from planner.cli.options.course import (
    AsOf,
    ChangeCost,
    From,
    GradesAhead,
    MostChanges,
    check_grades,
    sticking_to,
    with_year,
)
from planner.cli.options.runs import Runs
from planner.cli.options.solver import CrossCheck, Solver, chosen, solvers_text
from planner.cli.options.solving import Differ, Gap, Next, Proof, Scenario, Seconds, Seed, Sets, Threads
from planner.cli.screen.console import Console, console
from planner.cli.screen.progress import cpu_seconds, end_progress, progress, say_if_interrupted
from planner.cli.settings import SETTINGS


def plan(
    folder: City,
    scenario: Scenario = None,
    sets: Sets = None,
    as_of: AsOf = None,
    earlier: From = None,
    most_changes: MostChanges = None,
    change_cost: ChangeCost = 0.0,
    grades: GradesAhead = None,
    seconds: Seconds = None,
    gap: Gap = 0.0,
    threads: Threads = SETTINGS.threads,
    seed: Seed = 0,
    most: Next = None,
    differ: Differ = 1,
    require_proof: Proof = False,
    solver: Solver = SETTINGS.solver,
    cross_check: CrossCheck = None,
    runs: Runs = SETTINGS.runs,
    lang: LangOption = LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Plan a city; see the command's help."""
    out = console(lang, as_json, quiet, verbose)
    from planner.cli.commands.plan.text import plan_text
    from planner.cli.commands.plan.tree_text import tree_text
    from planner.cli.screen.alternatives import all_clean, alternatives_text
    from planner.problem.unmeasured import unmeasured
    from planner.runs import pipeline
    from planner.solving.highs import Limits

    begin = cpu_seconds()
    check_grades(grades, earlier)
    limits = Limits(seconds=seconds, gap=gap, threads=threads, seed=seed)
    solvers = chosen(out, solver, cross_check, limits, proofs=most is not None)
    sticking = sticking_to(earlier, most_changes, change_cost, out)
    city = read_city(folder, scenario, with_year(sets, as_of), out)
    further = None if most is None else pipeline.Further(most, differ)
    done = pipeline.plan_run(
        city.eco,
        city.scenario,
        limits,
        city.findings,
        city.hashes,
        runs,
        progress(out),
        city.reload,
        further,
        solvers,
        sticking,
    )
    end_progress(out)
    result = encode(done.result)
    say_if_interrupted(out, result)
    payload = {**result, **said_mends(result, out), "cpu_seconds": cpu_seconds() - begin, "run": str(done.folder)}
    payload |= done.alternatives
    if grades is not None and result["objective"] is not None:
        payload["tree"] = _tree(city, done.folder, limits.since(begin), seed, out)
    missing = unmeasured(city.eco)
    weights = city.scenario.policy.objective[0].maximise or {}
    payload["not_measured"] = [
        {"goal": goal, "weight": weights.get(goal, 0.0), "needs": needs.say(out.lang)}
        for goal, needs in missing.items()
    ]
    shown = {**result, "not_measured": payload["not_measured"]}
    text = plan_text(shown, out.lang, done.folder) + solvers_text(result, out.lang)
    if "tree" in payload:
        text += "\n\n" + tree_text(payload["tree"], out.lang)
    out.result(payload, text + alternatives_text(done.alternatives, out.lang))
    tree_clean = payload.get("tree", {"audit": {"clean": True}})["audit"]["clean"]
    if result["audit"]["clean"] is False or not all_clean(done.alternatives) or not tree_clean:
        return BUG
    if result["interrupted"]:
        return INTERRUPTED
    return exit_code(result["status"], result["objective"] is not None, require_proof, refuted(result))


def _tree(city: Any, folder: Path, limits: Any, seed: int, out: Console) -> dict[str, Any]:
    """Today's approvals under grades that are not known yet; what is proven is kept in the run."""
    from planner.cli.screen.progress import Teller
    from planner.runs.store import read_run
    from planner.studies.course.tree_answer import tree_answer
    from planner.studies.stress.kept import Kept

    found = tree_answer(city.eco, city.scenario.policy, limits, seed, Teller(out))
    end_progress(out)
    if all(value["status"] in ("proven", "infeasible") for value in found["values"].values()):
        Kept(read_run(folder)).keep({f"tree {seed}": found})
    return found


def said_mends(result: Mapping[str, Any], out: Console) -> dict[str, Any]:
    """The mends with their sentence in one language, as ``--json`` prints them."""
    names = ("mends", "data_mends")
    return {name: [m | {"words": Words(**m["words"]).say(out.lang)} for m in result[name]] for name in names}


COMMAND = Command(
    plan,
    Words(
        "Choose centres, years and support for a city under a scenario; prove, audit and keep the run.",
        "按情景为城市选定中心、批复年份与支持资金；证明最优、复核并留存运行结果。",
    ),
    order=60,
)
