"""Solving a planning problem: the lexicographic stages, the rounded plan, and a certificate that can be trusted.

What does not live here: building the model (``planner.program``) and the call of the solver
(``planner.solving.highs``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from planner import program
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import Floats, PlanningProblem, Stage
from planner.program.frame import Frame, Terms
from planner.solving import highs, search
from planner.solving.highs import Answer, Limits, Progress

if TYPE_CHECKING:
    from planner.solving.solvers import Engine

Status = Literal["proven", "within_gap", "time_limit", "infeasible"]
STAGE_TOLERANCE = 1e-7
"""Relative amount of an earlier stage's value that a later stage may give up; below what proof distinguishes."""
PROOF = 1e-6
"""Relative distance of bound and objective up to which a plan is called proven."""


@dataclass(frozen=True)
class StageCertificate:
    """What is known of one stage: value recomputed from the plan, the solver's bound, their relative gap."""

    sense: Literal["maximise", "minimise"]
    weights: dict[str, float]
    objective: float | None
    bound: float | None
    gap: float | None
    status: Status


@dataclass(frozen=True)
class Solution:
    """The outcome of a solve. ``plan`` is None when infeasible or when nothing was found in time."""

    status: Status
    plan: Plan | None
    stages: tuple[StageCertificate, ...]
    solver: tuple[str, str]
    cpu_seconds: float
    interrupted: bool
    around: tuple[StageCertificate, ...] = ()
    """Stages before and after those of the scenario"""

    @property
    def objective(self) -> float | None:
        """The value of the first stage."""
        return self.stages[0].objective if self.stages else None


Report = Callable[[int, Progress], None]
"""Called with (stage position, progress) while solving."""
Solving = Callable[[PlanningProblem, Limits | None, Report | None], Solution]
"""Solves a problem, as :func:`solve` does."""


def solve(
    problem: PlanningProblem,
    limits: Limits | None = None,
    report: Report | None = None,
    engine: Engine | None = None,
) -> Solution:
    """Solve all stages in order.

    Parameters
    ----------
    problem : PlanningProblem
        With at least one stage.
    limits : Limits, optional
        Time for all stages together, gap, threads, seed.
    report : callable, optional
        Hears of progress.
    engine : Engine, optional
        Another solver than HiGHS (``planner.solving.solvers``).

    Returns
    -------
    Solution
        ``proven`` only if every stage's bound meets the objective recomputed from the rounded plan within
        :data:`PROOF`. After Ctrl-C the best plan found is returned with ``interrupted``.
    """
    limits = limits or Limits()
    minimise, solver = (search.minimise, ("HiGHS", highs.version())) if engine is None else engine.called
    begin_cpu, begin = time.process_time(), time.monotonic()
    frame, worth = program.build(problem)
    values: Floats | None = None
    plan: Plan | None = None
    stages: list[StageCertificate] = []
    answers: list[tuple[Stage, Terms, float, Answer]] = []
    every = (*problem.before, *problem.stages, *problem.after)
    for n, stage in enumerate(every):
        terms, constant = program.stage_worth(worth, stage)
        sign = -1.0 if stage.sense == "maximise" else 1.0
        goal = {c: sign * v for c, v in terms.items()}
        left = None if limits.seconds is None else max(0.0, limits.seconds - (time.monotonic() - begin))
        hear = _hearer(report, n, sign, constant, begin)
        answer = minimise(
            frame, goal, replace(limits, seconds=left), constant=sign * constant, start=values, progress=hear
        )
        if answer.status == "infeasible" and not answers:
            return _finish("infeasible", None, (), begin_cpu, solver, interrupted=False)
        if answer.values is None and answers:
            answer = Answer("time_limit" if answer.status == "infeasible" else answer.status, values, None)
        answers.append((stage, goal, constant, answer))
        if answer.values is None or answer.status == "interrupted":
            break
        values = answer.values
        if n + 1 < len(every):
            reached = sum(v * values[c] for c, v in goal.items())
            size = 1.0 if n < len(problem.before) else max(1.0, abs(reached))
            frame.at_most(goal, reached + STAGE_TOLERANCE * size, "stage")
    last = answers[-1][3]
    values = last.values if last.values is not None else values
    if values is not None:
        plan = to_plan(problem, frame, _polished(frame, answers[-1][1], values, limits))
        achieved = score.goals(problem, score.to_arrays(problem, plan))
    for stage, _, constant, answer in answers:
        value = score.stage_value(achieved, stage) if plan else None
        stages.append(certificate(stage, value, constant, answer, limits))
    for stage in every[len(answers) :]:
        value = score.stage_value(achieved, stage) if plan else None
        stages.append(StageCertificate(stage.sense, dict(stage.weights), value, None, None, "time_limit"))
    order: tuple[Status, ...] = ("time_limit", "within_gap", "proven")
    status = min((s.status for s in stages), key=order.index)
    begins, ends = len(problem.before), len(problem.before) + len(problem.stages)
    found = _finish(
        status, plan, tuple(stages[begins:ends]), begin_cpu, solver, interrupted=last.status == "interrupted"
    )
    return replace(found, around=(*stages[:begins], *stages[ends:]))


def _finish(
    status: Status,
    plan: Plan | None,
    stages: tuple[StageCertificate, ...],
    begin_cpu: float,
    solver: tuple[str, str],
    *,
    interrupted: bool,
) -> Solution:
    seconds = time.process_time() - begin_cpu
    return Solution(status, plan, stages, solver, seconds, interrupted)


def _hearer(
    report: Report | None, n: int, sign: float, constant: float, begin: float
) -> Callable[[float | None, float | None], None] | None:
    if report is None:
        return None

    def hear(best: float | None, bound: float | None) -> None:
        said = [None if v is None else sign * v + constant for v in (best, bound)]
        report(n, Progress(said[0], said[1], time.monotonic() - begin))

    return hear


def certificate(stage: Stage, value: float | None, constant: float, answer: Answer, limits: Limits) -> StageCertificate:
    """What may be claimed of a stage: ``value`` is recomputed from the plan, the bound is the solver's."""
    sign = -1.0 if stage.sense == "maximise" else 1.0
    bound = None if answer.bound is None else sign * answer.bound + constant
    gap: float | None = None
    status: Status = "time_limit"
    if value is not None and bound is not None:
        noise = PROOF * max(1.0, abs(value))
        beyond = value - bound if stage.sense == "maximise" else bound - value
        if beyond > noise:
            # a plan better than the "bound" refutes it: the solver is wrong, and nothing is claimed
            return StageCertificate(stage.sense, dict(stage.weights), value, None, None, "time_limit")
        if beyond > 0.0:
            bound = value
        gap = abs(bound - value) / max(1e-9, abs(value))
        if abs(bound - value) <= noise:
            status = "proven"
        elif limits.gap and gap <= limits.gap:
            status = "within_gap"
    return StageCertificate(stage.sense, dict(stage.weights), value, bound, gap, status)


def _polished(frame: Frame, goal: Terms, values: Floats, limits: Limits) -> Floats:
    """The same choice with its money solved once more as an LP, free of the noise of almost-integral columns."""
    if not frame.pay:
        return values
    for column in frame.integer:
        whole = float(round(values[column]))
        frame.columns[column].bounds(whole, whole)
    answer = highs.minimise(frame, goal, replace(limits, seconds=None))
    for column in frame.integer:
        frame.columns[column].bounds(0.0, 1.0)
    return values if answer.values is None else answer.values


def to_plan(problem: PlanningProblem, frame: Frame, values: Floats) -> Plan:
    """Round the columns to a plan: money to a millionth or to whole units of the scheme; history stands as it is."""
    starts: dict[str, int] = {}
    support: dict[str, dict[int, float]] = {}
    money = problem.support
    for i, centre in enumerate(problem.candidates):
        on = [column is not None and values[column] > 0.5 for column in frame.active[i]]
        if any(on):
            starts[centre] = problem.years[on.index(True)]
        if money is None or not (any(on) or money.by_year(i) is not None):
            continue
        paid = dict(enumerate(money.past(i)[: money.open].tolist()))
        for f in range(money.open, len(money.years)):
            if (i, f) in frame.pay:
                paid[f] = _stated(float(values[frame.pay[i, f]]), money.unit)
        amounts = {money.years[f]: amount for f, amount in paid.items() if amount > 0.0 or (amount and f < money.open)}
        if any(on) or amounts:
            support[centre] = amounts
    return Plan(starts, support)


def _stated(amount: float, unit: float | None) -> float:
    """An amount as a plan states it."""
    return round(amount, 6) if unit is None else round(round(amount / unit) * unit, 6)


def chosen_array(problem: PlanningProblem, plan: Plan) -> Floats:
    """(N,) 1.0 where the plan chooses the candidate."""
    return np.array([float(c in plan.starts) for c in problem.candidates])
