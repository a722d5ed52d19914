"""Chosen points of a front as runs of their own, which ``compare``, ``explain`` and ``export`` read like any other.

What does not live here: the search (``front``), how runs are written (``planner.runs.store``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from graph.base.errors import UsageError
from graph.base.findings import Finding
from graph.base.records import encode
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.audit import audit
from planner.problem import as_json, score
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.rulebook.scenario import Scenario
from planner.runs import result as results
from planner.runs.kept_answers import keep
from planner.runs.outcome import Outcome
from planner.runs.plan_result import FrontPlace, PlanResult
from planner.runs.store import PROBLEM, RESULT
from planner.solving.highs import Answer, Limits
from planner.solving.stages import Solution, StageCertificate, Status, certificate, solve
from planner.studies.fronts.answer import FrontAnswer
from planner.studies.fronts.front import Front

Wish = int | Literal["knee", "all"]


def wishes(text: str) -> list[Wish]:
    """Which points are to be kept: numbers as in the table, ``knee``, ``all``.

    Raises
    ------
    UsageError
        With everything that is none of these.

    Examples
    --------
    >>> wishes("3, 7,knee")
    [3, 7, 'knee']
    """
    out: list[Wish] = []
    wrong = []
    for part in text.replace("，", ",").replace("、", ",").split(","):
        word = part.strip().lower()
        if word in ("knee", "拐点"):
            out.append("knee")
        elif word in ("all", "全部"):
            out.append("all")
        elif word.isdecimal() and int(word) > 0:
            out.append(int(word))
        elif word:
            wrong.append(part.strip())
    if wrong or not out:
        words = Words(
            "--keep takes numbers of the table, knee or all, such as 3,7,knee; wrong: {w}",
            "--keep 应为表中序号、knee（拐点）或 all（全部），如 3,7,knee；有误：{w}",
        )
        raise UsageError(words.fill(w=", ".join(wrong) or "–"))
    return out


def positions(wanted: Sequence[Wish], answer: FrontAnswer) -> tuple[list[int], list[Words]]:
    """Positions of the points wanted, from 0, and what is to be said of those that are not there."""
    n, knee = len(answer.points), answer.knee
    out: list[int] = []
    said: list[Words] = []
    for wish in wanted:
        if wish == "all":
            out += range(n)
        elif wish == "knee":
            out += [knee.point] if knee else []
            if knee is None:
                said.append(Words("no knee, so none is kept", "没有拐点，故未留存"))
        elif wish <= n:
            out.append(wish - 1)
        else:
            words = Words("no plan {k} to keep: there are {n}", "没有第 {k} 个方案可留存：共 {n} 个")
            said.append(words.fill(k=wish, n=n))
    return list(dict.fromkeys(out)), said


def keep_points(
    eco: Ecosystem,
    scenario: Scenario,
    problem: PlanningProblem,
    found: Front,
    answer: FrontAnswer,
    chosen: Sequence[int],
    limits: Limits,
    findings: Iterable[Finding],
    hashes: Mapping[str, str],
    parent: Path,
) -> list[Path]:
    """Keep points of a front as runs.

    Each run's status is what is proven of its plan under the *scenario's* objective: the bound is that of the
    scenario's own best plan, so that the gap says how far the point stays behind it. Of an incomplete front no bound
    is computed.

    Parameters
    ----------
    eco, scenario, problem
        What was planned; the problem as compiled, without the goals of the front.
    found, answer
        The front as found, and as an answer.
    chosen : sequence of int
        Positions, from 0.
    limits, findings, hashes
        Kept with the runs.
    parent : Path
        The folder that holds the runs.

    Returns
    -------
    list of Path
        One folder for each point.
    """
    findings = list(findings)
    first = replace(problem, stages=problem.stages[:1])
    ideal = solve(first, replace(limits, gap=0.0)) if found.searched and chosen else None
    today = score.goals(problem, score.to_arrays(problem, Plan({}, {})))
    out = []
    for n in chosen:
        plan = found.plans[n]
        reached = score.goals(problem, score.to_arrays(problem, plan))
        solution = _solution(problem, found, plan, reached, ideal)
        outcome = Outcome(problem=problem, solution=solution, goals=reached, today=today, conflict=None)
        checked = audit(eco, scenario.policy, plan, {**reached, "objective": solution.objective or 0.0})
        result = _named(problem, results.build(eco, scenario, outcome, checked), found, answer, n)
        further = {PROBLEM: as_json.to_bytes(problem)}
        out.append(keep(parent, encode(result), scenario, findings, hashes, limits, found.cpu_seconds, RESULT, further))
    return out


def _solution(
    problem: PlanningProblem, found: Front, plan: Plan, reached: Mapping[str, float], ideal: Solution | None
) -> Solution:
    """The certificate of a plan of the front under the scenario's own stages."""
    best = ideal.stages[0] if ideal is not None and ideal.stages else None
    stages = []
    for n, stage in enumerate(problem.stages):
        value = score.stage_value(reached, stage)
        bound = best.bound if best is not None and n == 0 else None
        known = certificate(stage, value, 0.0, Answer("time_limit", None, None), Limits())
        if bound is not None:
            sign = -1.0 if stage.sense == "maximise" else 1.0
            known = certificate(stage, value, 0.0, Answer("within_gap", None, sign * bound), Limits(gap=float("inf")))
        stages.append(known)
    return Solution(
        status=_status(stages),
        plan=plan,
        stages=tuple(stages),
        solver=found.solver,
        cpu_seconds=found.cpu_seconds,
        interrupted=False,
    )


def _status(stages: Sequence[StageCertificate]) -> Status:
    """``proven`` only where no later stage is in question."""
    first = stages[0].status
    return "within_gap" if first == "proven" and len(stages) > 1 else first


def _named(problem: PlanningProblem, result: PlanResult, found: Front, answer: FrontAnswer, n: int) -> PlanResult:
    """The result with its place on the front: in a part of its own, in the title, and in why others are not chosen."""
    count = len(found.points)
    named = Words("{title}: plan {k} of {n} on the front", "{title}：前沿第 {k} 个方案（共 {n} 个）").fill(
        title=result.title, k=n + 1, n=count
    )
    reason = Words("not in plan {k} of the front", "不在前沿第 {k} 个方案中").fill(k=n + 1)
    barred = {c for i, c in enumerate(problem.candidates) if any(bar.mask[i].all() for bar in problem.bars)}
    rejected = tuple(row if row.centre in barred else replace(row, reasons=(reason,)) for row in result.rejected)
    place = FrontPlace(
        goals=tuple(found.goals),
        senses=tuple("maximise" if s == "maximise" else "minimise" for s in found.senses),
        point=tuple(found.points[n]),
        number=n + 1,
        of=count,
        complete=found.complete,
        knee=answer.knee is not None and answer.knee.point == n,
    )
    return replace(result, title=named, rejected=rejected, front=place)
