"""Core index from sampled weights, for problems too large to be enumerated: each sampled weight's plan is proven best.

What a sample proves: every plan that is found is non-dominated (it is best for a weight inside the set, where nothing
that beats it everywhere could hide), so a candidate that some of them hold and others do not is borderline for certain.
What it does not: plans that are best for no single weight (unsupported ones), or only for weights that were not drawn,
are missing, so "in all" and "in none" hold of the sample alone. What does not live here: the weights (``weights``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner import program
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import Bools, Floats, PlanningProblem, Stage
from planner.solving import highs, stages
from planner.solving.highs import Limits, keeping
from planner.solving.live_model import LiveModel, left_of
from planner.studies.stress.core_index import UNWEIGHED, CoreIndex, core_index, sign_of, weighed
from planner.studies.stress.weights import WeightSet

Report = Callable[[int, int], None]
"""Called with weights done and weights in all."""


@dataclass(frozen=True, kw_only=True)
class Sampled:
    """What a sample of the weights found.

    Attributes
    ----------
    index : CoreIndex
        Over the different plans that were proven best for a sampled weight.
    plans : tuple of Plan
        These plans, the one best for most weights first.
    times : tuple of int
        For how many of the weights each plan is the best.
    weights : ndarray, (n, goals)
        The weights that were drawn.
    proven : int
        Weights whose plan is proven best; the others count nowhere.
    seed : int
    infeasible : bool
        Whether no plan keeps the rules at all.
    """

    index: CoreIndex
    plans: tuple[Plan, ...]
    times: tuple[int, ...]
    weights: Floats
    proven: int
    seed: int
    infeasible: bool = False
    interrupted: bool = False

    @property
    def acceptability(self) -> Floats:
        """(N,) share of the weights with a proven plan whose plan holds each candidate."""
        times = np.array(self.times, dtype=np.float64)
        return times @ self.index.plans / times.sum() if len(times) else self.index.index


def sampled(
    problem: PlanningProblem,
    known: WeightSet,
    n: int,
    seed: int = 0,
    limits: Limits | None = None,
    report: Report | None = None,
) -> Sampled:
    """Find the best plan for each of ``n`` weights drawn from a set, and the core index over these plans.

    Parameters
    ----------
    problem : PlanningProblem
        Its stages play no part.
    known : WeightSet
    n : int
        Number of weights.
    seed : int
        Of the weights; the solver's is in ``limits``.
    limits : Limits, optional
        Time in all, threads, seed of the solver; a gap is not used.
    report : callable, optional
        Hears of progress.

    Examples
    --------
    >>> from planner.problem.tables import Settings, from_tables
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B", "C"], "value": [0, 0, 0],
    ...     "jobs": [5, 3, 1], "patents": [0, 3, 1]}}, Settings(count_max=1))
    >>> found = sampled(problem, WeightSet(("jobs", "patents")), 20, seed=1)
    >>> found.index.index, found.proven
    (array([0.5, 0.5, 0. ]), 20)
    """
    begin = time.process_time()
    limits = replace(limits or Limits(), gap=0.0)
    weights = known.sample(n, seed)
    search = _Search(problem, known.goals, limits)
    with keeping() as stop:
        live = LiveModel(search.frame, limits, stop, warm=True)
        for done, weight in enumerate(weights):
            if report is not None:
                report(done, n)
            answer = search.ask(live, weight, left_of(limits, begin))
            if answer in ("infeasible", "time_limit") or stop.is_set():
                break
        interrupted = stop.is_set()
    order = sorted(search.times, key=lambda key: (-search.times[key], key))
    plans = np.array([np.frombuffer(key, dtype=bool) for key in order], dtype=bool)
    plans = plans.reshape(-1, len(problem.candidates))
    times = tuple(search.times[key] for key in order)
    found = tuple(search.plans[key] for key in order)
    return Sampled(
        index=core_index(plans),
        plans=found,
        times=times,
        weights=weights,
        proven=sum(times),
        seed=seed,
        infeasible=search.infeasible,
        interrupted=interrupted,
    )


class _Search:
    """Best plans so far, by which candidates they hold."""

    def __init__(self, problem: PlanningProblem, goals: Sequence[str], limits: Limits) -> None:
        self.problem = weighed(problem, goals)
        self.goals, self.limits = tuple(goals), limits
        self.rest = {UNWEIGHED: 1.0} if any(g.name == UNWEIGHED for g in self.problem.goals) else {}
        every = Stage("maximise", dict.fromkeys(goals, 1.0) | self.rest)
        self.frame, self.worth = program.build(replace(self.problem, stages=(every,)))
        self.plans: dict[bytes, Plan] = {}
        self.times: dict[bytes, int] = {}
        self.infeasible = False

    def stage(self, weight: Floats) -> Stage:
        """The weighted sum to be maximised; goals that are minimised count negatively."""
        sign = [sign_of(g) for g in self.goals]
        own = {g: s * float(w) for g, s, w in zip(self.goals, sign, weight, strict=True)}
        return Stage("maximise", own | self.rest)

    def ask(self, live: LiveModel, weight: Floats, seconds: float | None) -> str:
        """Find and keep the best plan for one weight; the status of the answer."""
        stage = self.stage(weight)
        terms, constant = program.stage_worth(self.worth, stage)
        live.objective({c: -v for c, v in terms.items()})
        answer = live.minimise(seconds)
        self.infeasible |= answer.status == "infeasible"
        if answer.values is None or answer.status != "proven":
            return str(answer.status)
        plan = stages.to_plan(self.problem, self.frame, answer.values)
        reached = score.goals(self.problem, score.to_arrays(self.problem, plan))
        value = score.stage_value(reached, stage)
        if (
            stages.certificate(stage, value, constant, highs.Answer("proven", None, answer.bound), self.limits).status
            != "proven"
        ):
            return "inexact"
        chosen: Bools = stages.chosen_array(self.problem, plan) > 0.0
        key = chosen.tobytes()
        self.plans.setdefault(key, plan)
        self.times[key] = self.times.get(key, 0) + 1
        return "proven"
