"""Solving a planning problem: the lexicographic stages, the rounded plan, and a certificate that can be trusted.

What does not live here: building the model (``planner.program``) and the call of the solver
(``planner.solving.highs``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from planner import program
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import Floats, PlanningProblem, Stage
from planner.program.frame import Frame
from planner.solving import exact_money, highs, search
from planner.solving.asked import PROOF, Asked
from planner.solving.exact_stage import ExactModel
from planner.solving.highs import Answer, Limits, Progress
from planner.solving.one_year import one_year

if TYPE_CHECKING:
    from planner.solving.solvers import Engine

Status = Literal["proven", "within_gap", "time_limit", "infeasible"]


@dataclass(frozen=True, kw_only=True)
class StageCertificate:
    """What is known of one stage: value recomputed from the plan, the solver's bound, their relative gap."""

    sense: Literal["maximise", "minimise"]
    weights: dict[str, float]
    objective: float | None
    bound: float | None
    gap: float | None
    status: Status
    noise: float = 0.0
    """How far two values of the stage may be apart and count as one"""


@dataclass(frozen=True, kw_only=True)
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
    with highs.keeping():
        return _solved(problem, limits or Limits(), report, engine)


def _solved(problem: PlanningProblem, limits: Limits, report: Report | None, engine: Engine | None) -> Solution:
    minimise, solver = (search.minimise, ("HiGHS", highs.version())) if engine is None else engine.called
    begin_cpu = time.process_time()
    given, smaller = problem, one_year(problem)
    problem = given if smaller is None else smaller.problem
    model = ExactModel(problem, minimise, alone=engine is None)
    frame = model.frame
    values: Floats | None = None
    plan: Plan | None = None
    stages: list[StageCertificate] = []
    answers: list[tuple[Asked, Answer]] = []
    every = (*problem.before, *problem.stages, *problem.after)
    for n, stage in enumerate(every):
        asked = Asked.of(problem, stage, program.stage_worth(model.worth, stage))
        hear = _hearer(report, n, asked, begin_cpu)
        answer = model.best(asked, limits.since(begin_cpu), values, hear)
        if answer.status == "infeasible" and not answers:
            return _finish("infeasible", None, (), begin_cpu, solver, interrupted=False)
        if answer.values is None and answers:
            answer = Answer("time_limit" if answer.status == "infeasible" else answer.status, values, None)
        answers.append((asked, answer))
        if answer.values is None or answer.status == "interrupted":
            break
        values = answer.values
        behind = every[n + 1 :]
        if not behind:
            break
        reached = score.goals(problem, score.to_arrays(problem, _read(problem, frame, values)))
        if engine is None and n > 0 and model.is_only(asked, answer, behind, limits.since(begin_cpu)):
            answers += model.of_only(behind, values, reached)
            break
        model.settle(asked, answer, limits.since(begin_cpu))
        model.hold(asked, reached, answer.shut)
    last = answers[-1][1]
    values = last.values if last.values is not None else values
    if values is not None:
        plan = to_plan(problem, frame, values)
        plan = plan if smaller is None else smaller.plan(plan)
        achieved = score.goals(given, score.to_arrays(given, plan))
    for asked, answer in answers:
        value = score.stage_value(achieved, asked.stage) if plan else None
        noise = None if value is None else asked.noise(value)
        stages.append(certificate(asked.stage, value, asked.constant, answer, limits, noise))
    for stage in every[len(answers) :]:
        value = score.stage_value(achieved, stage) if plan else None
        stages.append(
            StageCertificate(
                sense=stage.sense,
                weights=dict(stage.weights),
                objective=value,
                bound=None,
                gap=None,
                status="time_limit",
            )
        )
    order: tuple[Status, ...] = ("time_limit", "within_gap", "proven")
    status = min((s.status for s in stages), key=order.index)
    stages = [_own(one, achieved) for one in stages] if plan else stages
    begins, ends = len(problem.before), len(problem.before) + len(problem.stages)
    found = _finish(
        status, plan, tuple(stages[begins:ends]), begin_cpu, solver, interrupted=last.status == "interrupted"
    )
    return replace(found, around=(*stages[:begins], *stages[ends:]))


def _own(stage: StageCertificate, achieved: Mapping[str, float]) -> StageCertificate:
    """A stage without what changes cost in it: its own value, and the bound on plans of as many changes."""
    cost = stage.weights.get("changes", 0.0)
    if not cost or len(stage.weights) == 1:
        return stage
    taken = cost * achieved["changes"]
    weights = {name: weight for name, weight in stage.weights.items() if name != "changes"}
    value, bound = (None if v is None else v - taken for v in (stage.objective, stage.bound))
    return replace(stage, weights=weights, objective=value, bound=bound)


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
    return Solution(
        status=status, plan=plan, stages=stages, solver=solver, cpu_seconds=seconds, interrupted=interrupted
    )


def _hearer(
    report: Report | None, n: int, asked: Asked, begin_cpu: float
) -> Callable[[float | None, float | None], None] | None:
    if report is None:
        return None

    def hear(best: float | None, bound: float | None) -> None:
        report(n, Progress(asked.natural(best), asked.natural(bound), time.process_time() - begin_cpu))

    return hear


def certificate(
    stage: Stage, value: float | None, constant: float, answer: Answer, limits: Limits, noise: float | None = None
) -> StageCertificate:
    """What may be claimed of a stage: ``value`` is recomputed from the plan, the bound is the solver's.

    Where the two are within ``noise`` (else :data:`PROOF` of the value) they are one figure: the stage is proven, and
    its gap is 0.
    """
    sign = -1.0 if stage.sense == "maximise" else 1.0
    bound = None if answer.bound is None else sign * answer.bound + constant
    noise = noise if noise is not None else PROOF * max(1.0, abs(value or 0.0))
    told = partial(StageCertificate, sense=stage.sense, weights=dict(stage.weights), objective=value, noise=noise)
    if value is None or bound is None:
        return told(bound=bound, gap=None, status="time_limit")
    beyond = value - bound if stage.sense == "maximise" else bound - value
    if abs(beyond) <= noise:
        return told(bound=value, gap=0.0, status="proven")
    if beyond > noise:
        # a plan better than the "bound" refutes it: the solver is wrong, and nothing is claimed
        return told(bound=None, gap=None, status="time_limit")
    gap = relative_gap(bound, value, noise)
    status: Status = "within_gap" if limits.gap and gap <= limits.gap else "time_limit"
    return told(bound=bound, gap=gap, status=status)


def relative_gap(bound: float, value: float, least: float = 1e-9) -> float:
    """|bound − value| as part of |value|, or of ``least`` where the value is next to nothing.

    >>> relative_gap(11.0, 10.0), relative_gap(0.0, 0.0)
    (0.1, 0.0)
    """
    if bound == value:
        return 0.0
    return abs(bound - value) / max(abs(value), least)


def to_plan(problem: PlanningProblem, frame: Frame, values: Floats) -> Plan:
    """The plan of a solution; its money keeps the rows to the last digit (``planner.solving.exact_money``)."""
    exact = exact_money.settled(frame, values)
    return _read(problem, frame, values if exact is None else exact)


def _read(problem: PlanningProblem, frame: Frame, values: Floats) -> Plan:
    """The plan of a solution, its money as it is."""
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
        paid |= {f: float(values[frame.pay[i, f]]) for f in range(money.open, len(money.years)) if (i, f) in frame.pay}
        amounts = {money.years[f]: amount for f, amount in paid.items() if amount > 0.0 or (amount and f < money.open)}
        if any(on) or amounts:
            support[centre] = amounts
    return Plan(starts, support)


def starts_of(problem: PlanningProblem, frame: Frame, values: Floats) -> dict[str, int]:
    """Start years of a solution, its money left open: what most questions of a choice need."""
    on = {
        centre: [column is not None and values[column] > 0.5 for column in row]
        for centre, row in zip(problem.candidates, frame.active, strict=False)  # behind them stand projects
    }
    return {centre: problem.years[row.index(True)] for centre, row in on.items() if any(row)}


def chosen_array(problem: PlanningProblem, plan: Plan) -> Floats:
    """(N,) 1.0 where the plan chooses the candidate."""
    return np.array([float(c in plan.starts) for c in problem.candidates])
