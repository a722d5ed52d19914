"""Exact Pareto fronts of two to four goals by the ε-constraint method, without a grid.

A question is "the best value of goal k when every other goal j is at least ε_j". AUGMECON2 (Mavrotas & Florios 2013)
walks a grid of ε and jumps over what an answer settles (bypass); AUGMECON-R (Nikas, Fountoulakis, Forouli & Doukas
2022) flags the cells that an answer settles elsewhere. Here the questions are taken from the zones that are still open
(``zones``; Dächert & Klamroth 2015, Tamby & Vanderpooten 2021), so that bypass and flags hold without a grid:
no ε is asked twice, none that an earlier answer settles, and whole numbers are not needed.
What does not live here: the model (``planner.program``), its solver (``planner.solving.live_model``).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from planner import program
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import Floats, PlanningProblem, Stage
from planner.problem.steps import goal_step
from planner.program.frame import Terms
from planner.program.objective import Worth
from planner.solving import highs
from planner.solving.asked import WHOLE
from planner.solving.highs import Limits, keeping
from planner.solving.live_model import LiveModel, left_of
from planner.solving.paid_choices import PaidChoices, paid_plan
from planner.studies.fronts.terms import sense_of, with_goals
from planner.studies.fronts.zones import Zones

Ending = Literal["complete", "resolution", "time_limit", "interrupted", "infeasible", "inexact"]
RESOLUTION = 1e-6
"""Share of a goal's range by which real-numbered values must differ to count as different."""
UNITS = 1e4
"""Units into which the range of a real-numbered goal is divided inside, so that the solver's tolerances are far below
the resolution."""
WEIGHT = 1e3
"""Weight of the goal asked for beside the others where real numbers have their say.

A weight that settles a point by one question would be some 10⁶, beyond what a solver's tolerances stand."""
LARGEST = 1e8
"""Largest weight that whole numbers may need; beyond it an answer settles less, and more is asked."""


@dataclass(frozen=True, kw_only=True)
class Front:
    """Plans of which none is better than another on every goal.

    Attributes
    ----------
    goals, senses
        Names, and whether each is maximised or minimised.
    points
        Values of the goals, recomputed on each plan, in their natural sense; best on the first goal first.
    plans
        The plan of each point (one of possibly several).
    ending
        ``complete``: no other point exists. ``resolution``: none that differs from these by more than ``steps`` on
        every goal that it is better on. Otherwise the points are true points of the front, but not all:
        ``time_limit``, ``interrupted`` (Ctrl-C), ``inexact`` (an answer of the solver did not hold on the rounded
        plan); ``infeasible``: there is no plan.
    steps
        By how much each goal must differ to count as different: its step for amounts that are whole multiples of one,
        else :data:`RESOLUTION` of its range.
    questions
        Integer programs solved.
    """

    goals: tuple[str, ...]
    senses: tuple[str, ...]
    points: tuple[tuple[float, ...], ...]
    plans: tuple[Plan, ...]
    ending: Ending
    steps: tuple[float, ...]
    questions: int
    cpu_seconds: float
    solver: tuple[str, str]

    @property
    def complete(self) -> bool:
        """Whether these are all points, at any resolution."""
        return self.ending in ("complete", "infeasible")

    @property
    def searched(self) -> bool:
        """Whether the search came to its end: no point is missing, or none but at a finer resolution."""
        return self.complete or self.ending == "resolution"

    @property
    def resolution(self) -> dict[str, float]:
        """Goal → by how much points must differ to be told apart; what a front that is not complete may miss."""
        return {} if self.complete else dict(zip(self.goals, self.steps, strict=True))


Report = Callable[[int, int, float], None]
"""Called after each question with points found, open zones, and seconds."""


def find(
    problem: PlanningProblem, goals: Sequence[str], limits: Limits | None = None, report: Report | None = None
) -> Front:
    """Find all points of the front of several goals.

    Parameters
    ----------
    problem : PlanningProblem
        Its stages play no part.
    goals : sequence of str
        Two to four different goals: names of the problem's goals or components, or linear combinations of them
        (``planner.studies.fronts.terms``).
    limits : Limits, optional
        Time in all, threads, seed; a gap is not used.
    report : callable, optional
        Hears of progress after each question.

    Returns
    -------
    Front
        Two goals whose values have a step need one question more than there are points.

    Raises
    ------
    UsageError
        A goal is unknown, unreadable or named twice, or there are fewer than two or more than four.

    Examples
    --------
    >>> from planner.problem.tables import Settings, from_tables
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B", "C"], "value": [0, 0, 0],
    ...     "jobs": [5, 3, 1], "patents": [0, 3, 4]}}, Settings(count_max=1))
    >>> front = find(problem, ["jobs", "patents"])
    >>> front.points, front.complete, front.questions
    (((5.0, 0.0), (3.0, 3.0), (1.0, 4.0)), True, 4)
    """
    problem, goals = with_goals(problem, goals)
    _check(goals)
    begin, begin_cpu = time.process_time(), time.process_time()
    limits = replace(limits or Limits(), gap=0.0)
    with keeping() as stop:
        frame, worth = program.build(replace(problem, stages=(Stage("maximise", dict.fromkeys(goals, 1.0)),)))
        by_name = {goal.name: goal for goal in problem.goals}
        paid = PaidChoices.of(frame, [Stage(sense_of(by_name[name]), {name: 1.0}) for name in goals])
        if paid is not None:
            frame, worth = paid.choices.frame, paid.choices.worth
        search = _Search(problem, goals, worth, LiveModel(frame, limits, stop, warm=True), paid)
        ending = search.run(limits, begin, report)
    order = sorted(range(len(search.found)), key=lambda n: tuple(-search.found[n]))
    order = [n for n in order if not _dominated(search.found, n)]
    return Front(
        goals=goals,
        senses=search.senses,
        points=tuple(search.values[n] for n in order),
        plans=tuple(search.plans[n] for n in order),
        ending=ending,
        steps=tuple(float(s) for s in search.step * search.unit),
        questions=search.questions,
        cpu_seconds=time.process_time() - begin_cpu,
        solver=("HiGHS", highs.version()),
    )


def _check(goals: Sequence[str]) -> None:
    if not 2 <= len(goals) <= 4 or len(set(goals)) < len(goals):
        raise UsageError(Words("name two to four different goals", "请指定二至四个不同的目标"))


def _dominated(found: Sequence[Floats], n: int) -> bool:
    """Whether another point is at least as good everywhere and better somewhere, or the same and earlier."""
    for m, other in enumerate(found):
        if m != n and np.all(other >= found[n]) and (np.any(other > found[n]) or m < n):
            return True
    return False


class _Search:
    """The state of one search, in units in which every goal is maximised and the steps are simple numbers."""

    def __init__(
        self,
        problem: PlanningProblem,
        goals: tuple[str, ...],
        worth: dict[str, Worth],
        live: LiveModel,
        paid: PaidChoices | None,
    ) -> None:
        self.problem, self.goals, self.live, self.frame, self.paid = problem, goals, live, live.frame, paid
        by_name = {g.name: g for g in problem.goals}
        self.senses = tuple(sense_of(by_name[g]) for g in goals)
        self.sign = np.array([1.0 if sense == "maximise" else -1.0 for sense in self.senses])
        self.constant = np.array([worth[g][1] for g in goals])
        self.terms: list[Terms] = []
        self.unit, self.step, high, low = (np.ones(len(goals)) for _ in range(4))
        self.whole = np.zeros(len(goals), dtype=bool)
        for k, goal in enumerate(goals):
            terms = {c: self.sign[k] * v for c, v in worth[goal][0].items() if v}
            high[k], low[k] = self._reach(terms)
            step = goal_step(problem, by_name[goal])
            if step is not None and max(map(abs, terms.values()), default=0.0) > WHOLE * step:
                step = None  # whole numbers that the solver cannot tell apart
            self.whole[k] = step is not None
            self.unit[k] = step if step is not None else _span(low[k], high[k]) / UNITS
            self.step[k] = 1.0 if step is not None else RESOLUTION * UNITS
            self.terms.append({c: _tidy(v / self.unit[k], whole=self.whole[k]) for c, v in terms.items()})
        high, low = high / self.unit, low / self.unit
        high[self.whole] = np.floor(high[self.whole] + 1e-9 * np.abs(high[self.whole]) + 1e-6)
        self.zones = Zones(self.step, high, low)
        self.top = np.array([max(map(abs, terms.values()), default=1.0) for terms in self.terms])
        self.rows = [live.row(terms) for terms in self.terms]
        self.found: list[Floats] = []
        self.values: list[tuple[float, ...]] = []
        self.plans: list[Plan] = []
        self.questions = 0

    def _reach(self, terms: Terms) -> tuple[float, float]:
        """Bounds on an expression: from the relaxation, else from the bounds of its columns."""
        self.live.objective({c: -v for c, v in terms.items()})
        most = self.live.relaxed()
        self.live.objective(terms)
        least = self.live.relaxed()
        tops = {c: self.frame.most(c) for c in terms}
        rough = (
            sum(max(0.0, v) * tops[c] for c, v in terms.items()),
            sum(min(0.0, v) * tops[c] for c, v in terms.items()),
        )
        return (rough[0] if most is None else -most), (rough[1] if least is None else least)

    def run(self, limits: Limits, begin: float, report: Report | None) -> Ending:
        """Ask until nothing is open."""
        exact, strict = True, False
        while len(self.zones):
            corner, k = self.zones.widest()
            weight = self._ask(corner, k)
            answer = self.live.minimise(left_of(limits, begin))
            self.questions += 1
            if answer.status in ("time_limit", "interrupted") or self.live.stop.is_set():
                return "interrupted" if self.live.stop.is_set() else "time_limit"
            if answer.values is None:
                self.zones.close(corner)
                if not self.found and not np.isfinite(corner).any():
                    return "infeasible"
            else:
                point = self._keep(answer.values, corner)
                if point is None and not strict:
                    # a column whole but for 10⁻⁶ stepped over the corner: the same question, held more strictly
                    strict = True
                    self.live.strict()
                    continue
                if point is None:
                    exact = False
                    self.zones.close(corner)
                else:
                    settled = self._settled(corner, k, self._best(answer, k, point, weight), weight)
                    self.zones.close(self._closer(settled, k, point, left_of(limits, begin)))
                    self.zones.split(point)
            if report is not None:
                report(len(self.found), len(self.zones), time.process_time() - begin)
        if not exact:
            return "inexact"
        return "complete" if self.whole.all() else "resolution"

    def _ask(self, corner: Floats, k: int) -> float:
        """Set rows and objective: the best of goal k with every goal a step above the corner; gives k's weight.

        Beside weight × goal k the other goals count once each. Whatever the weight, nothing feasible is better
        everywhere than an optimum; where every goal has a step and the weight exceeds the room of the others, goal k
        comes strictly first.
        """
        for row, low in zip(self.rows, corner + self.step, strict=True):
            self.live.bound(row, low=float(low))
        others = np.arange(len(corner)) != k
        weight = WEIGHT
        if self.whole.all():
            room = self.zones.high - np.maximum(corner + self.step, self.zones.low)
            most = max(1.0, min(LARGEST, float(np.floor(WHOLE / self.top[k]))))
            weight = min(1.0 + float(np.ceil(room[others].clip(0.0).sum())), most)
        goal: Terms = {}
        for j, terms in enumerate(self.terms):
            factor = -(weight if j == k else 1.0)
            for column, value in terms.items():
                goal[column] = goal.get(column, 0.0) + factor * value
        self.live.objective(goal)
        self.live.exact_to(0.5 if self.whole.all() else highs.ABSOLUTE_GAP)
        return weight

    def _best(self, answer: highs.Answer, k: int, point: Floats, weight: float) -> float:
        """What no plan of the zone has more of, weight · y_k + Σ y_j: the point's own, or what the solver left open."""
        own = float(point.sum() + (weight - 1.0) * point[k])
        if answer.bound is None:
            return own
        bound = -float(answer.bound)
        return max(own, float(math.floor(bound + 1e-3)) if self.whole.all() else bound)

    def _settled(self, corner: Floats, k: int, best: float, weight: float) -> Floats:
        """Give the corner above which nothing is, now that no plan of the zone has more than ``best``.

        Any plan y of the zone has weight · y_k + Σ y_j ≤ best and y_j ≥ ε_j, so y_k ≤ (best − Σ ε_j) / weight.
        """
        others = np.arange(len(corner)) != k
        least = np.maximum(corner + self.step, self.zones.low)
        most = (best - float(least[others].sum())) / weight
        most += 1e-9 * (1.0 + abs(most) * self.whole[k])
        out = corner.copy()
        out[k] = np.floor(most) if self.whole[k] else most - self.step[k]
        return out

    def _closer(self, settled: Floats, k: int, point: Floats, seconds: float | None) -> Floats:
        """The corner that a point settles; its own value of goal k where it is shown that no plan of the zone has more.

        The weight leaves a rest above the point where real numbers have their say. As a zone of its own it would be
        asked without any plan to cut off by.
        """
        if settled[k] <= point[k] or not self.live.by_tree:
            return settled
        enough = point[k] + (0.5 if self.whole[k] else self.step[k])
        shown = self.live.none_reaches(self.rows[k], float(enough), seconds)
        self.questions += 1
        return np.where(np.arange(len(settled)) == k, point[k], settled) if shown else settled

    def _keep(self, values: Floats, corner: Floats) -> Floats | None:
        """Keep a plan with its point; None if the rounded plan is not where the solver put it."""
        plan = paid_plan(self.problem, self.live, self.paid, values)
        reached = score.goals(self.problem, score.to_arrays(self.problem, plan))
        natural = np.array([reached[g] for g in self.goals])
        point: Floats = self.sign * (natural - self.constant) / self.unit
        point[self.whole] = np.round(point[self.whole])
        if np.any(point < corner + 0.5 * self.step):
            return None
        self.found.append(point)
        self.values.append(tuple(float(v) for v in natural))
        self.plans.append(plan)
        return point


def _span(low: float, high: float) -> float:
    """The range of a goal, or the size of its one value, to be divided into units; 1 where it is always 0."""
    size = max(abs(low), abs(high))
    return high - low if high - low > 1e-9 * size else size or 1.0


def _tidy(value: float, *, whole: bool) -> float:
    """The nearest whole number where the amount is one but for noise."""
    near = float(round(value))
    return near if whole and abs(value - near) < 1e-6 else float(value)
