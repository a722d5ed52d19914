"""One choice for several scenarios as one integer program: the deterministic equivalent, by blocks.

Every scenario s has its own copy of the problem; the copies start the same centres in the same years
(non-anticipativity, Rockafellar & Wets 1991), and each lays out its own money under its own rules:

    start[i, y, s] = start[i, y, 1]   for all i, y, s
    (regret)   min r                      r ≥ z*_s − f(x, s)        Savage 1951; Kouvelis & Yu 1997
    (maximin)  max m                      m ≤ f(x, s)               Wald 1950
    (expected) max Σ p_s f(x, s)                                    Birge & Louveaux 2011, the recourse problem RP
    (cvar)     max η − Σ p_s u_s / α      u_s ≥ η − f(x, s), u ≥ 0  Rockafellar & Uryasev 2000

written for objectives that are maximised; where they are minimised the signs turn. What does not live here: the values
of single scenarios (``crossing``), and what follows from them (``uncertainty``).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from graph.errors import UsageError
from graph.words import Words
from planner import conflict, highs, program, solve
from planner.conflict import Conflict
from planner.highs import Limits
from planner.live import left_of
from planner.problem import BUILT_IN, Floats, Goal, PlanningProblem, Rule, Stage, Support
from planner.program.frame import Frame, Terms, add
from planner.program.objective import Worth
from planner.stress.core import refuse_unknown

Measure = Literal["regret", "maximin", "expected", "cvar"]
SLACK = 1e-7
"""Relative amount of a measure that its tie-break may give up; below what proof distinguishes."""


@dataclass(frozen=True)
class Scene:
    """A scenario: its name, how it is called, and the problem that it makes."""

    name: str
    title: Words
    problem: PlanningProblem

    @property
    def stage(self) -> Stage:
        """The first stage of the objective, in which scenarios are compared."""
        return self.problem.stages[0]


@dataclass(frozen=True)
class Choice:
    """A choice for all scenarios. ``starts`` is None when there is none, or none was found in time."""

    measure: Measure
    starts: Mapping[str, int] | None
    answer: highs.Answer
    constant: float


class Joint:
    """The joint program of several scenarios.

    Parameters
    ----------
    scenes : sequence of Scene
        Two or more, with the same candidates, approval years and sense of the first stage.

    Raises
    ------
    UsageError
        They do not agree on what is decided.

    Examples
    --------
    >>> from planner.tables import Settings, from_tables
    >>> def scene(name, values):
    ...     table = {"candidate": ["A", "B"], "value": values}
    ...     return Scene(name, Words(name, name), from_tables({"candidates": table}, Settings(count_max=1)))
    >>> joint = Joint([scene("dry", [4.0, 3.0]), scene("wet", [0.0, 3.0])])
    >>> joint.choose("regret", [0.5, 0.5], best=[4.0, 3.0]).starts
    {'B': 0}
    """

    def __init__(self, scenes: Sequence[Scene]) -> None:
        agree(scenes)
        for scene in scenes:
            refuse_unknown(scene.problem)
        self.scenes = tuple(scenes)
        self.first = scenes[0].problem
        self.sign = 1.0 if scenes[0].stage.sense == "maximise" else -1.0
        self.problem = blocks(scenes)

    def _build(self, problem: PlanningProblem) -> tuple[Frame, list[Worth]]:
        frame, worth = program.build(problem)
        n, years = len(self.first.candidates), range(len(self.first.years))
        for k in range(1, len(self.scenes)):
            for i in range(n):
                for y in years:
                    terms = add(dict(frame.started_by(i, y)), frame.started_by(k * n + i, y), -1.0)
                    frame.between(terms, 0.0, 0.0, "same")
        weighed = problem.stages and [self._worth(frame, worth, k) for k in range(len(self.scenes))]
        return frame, weighed or []

    def _worth(self, frame: Frame, worth: Mapping[str, Worth], k: int) -> Worth:
        """Worth f(x, s) of scenario k, to be maximised: the first stage with its sign."""
        scene = self.scenes[k]
        terms: Terms = {}
        constant = 0.0
        for goal in scene.problem.goals:
            weight = self.sign * scene.stage.weights.get(goal.name, 0.0)
            if weight:
                own, fixed = worth[_named(k, goal.name)]
                add(terms, own, weight)
                constant += weight * fixed
                for part, factor in goal.parts:
                    if part in BUILT_IN:
                        add(terms, self._built_in(frame, part, k), weight * factor)
        return terms, constant

    def _built_in(self, frame: Frame, name: str, k: int) -> Terms:
        """The built-in terms (cost, delay, late money, count) of one scenario's copy."""
        n, first = len(self.first.candidates), self.first.years[0]
        members, cost = range(k * n, (k + 1) * n), self.scenes[k].problem.cost
        terms: Terms = {}
        for i in members:
            if name == "count":
                add(terms, frame.chosen(i))
            elif name == "delay":
                add(terms, frame.when_started(i, [y - first for y in self.first.years]))
            elif name == "cost" and cost is not None:
                add(terms, frame.chosen(i), float(cost[i - k * n]))
        years = self.problem.support.years if self.problem.support else ()
        for (i, f), column in frame.pay.items():
            if i in members and name in ("cost", "late_money"):
                terms[column] = 1.0 if name == "cost" else float(years[f] - first)
        return terms

    def choose(
        self,
        measure: Measure,
        chances: Sequence[float],
        best: Sequence[float] = (),
        tail: float = 0.2,
        limits: Limits | None = None,
    ) -> Choice:
        """The choice that is best by one measure; among those, the one with the best expected value.

        Parameters
        ----------
        measure : {"regret", "maximin", "expected", "cvar"}
        chances : sequence of float
            One for each scenario; for regret and maximin they only break ties.
        best : sequence of float
            z* of each scenario, for regret.
        tail : float
            α of CVaR: the mean over the worst α of the chances, 0 < α ≤ 1.
        limits : Limits, optional
            Time in all, threads, seed.

        Returns
        -------
        Choice
            ``answer`` is that of a minimisation: of r, −m, −Σ p f, or −(η − Σ p u / α).
        """
        limits, begin = replace(limits or Limits(), gap=0.0), time.monotonic()
        frame, worth = self._build(self.problem)
        mean: Terms = {}
        level = 0.0
        for chance, (terms, constant) in zip(chances, worth, strict=True):
            add(mean, terms, -chance)
            level -= chance * constant
        goal, constant = (
            (mean, level) if measure == "expected" else self._measure(frame, worth, measure, chances, best, tail)
        )
        answer = highs.minimise(frame, goal, limits)
        values = answer.values
        if values is not None and answer.status == "proven" and measure != "expected":
            reached = sum(v * values[c] for c, v in goal.items())
            frame.at_most(goal, reached + SLACK * max(1.0, abs(reached)), "measure")
            after = highs.minimise(frame, mean, replace(limits, seconds=left_of(limits, begin)), start=values)
            values = values if after.values is None else after.values
        starts = None if values is None else self._starts(frame, values)
        return Choice(measure, starts, answer, constant)

    def _measure(
        self,
        frame: Frame,
        worth: Sequence[Worth],
        measure: Measure,
        chances: Sequence[float],
        best: Sequence[float],
        tail: float,
    ) -> tuple[Terms, float]:
        """Add the rows of a measure; what is to be minimised, and its constant."""
        if measure == "regret":
            regret = frame.column("regret", 0.0, None)
            for (terms, constant), top in zip(worth, best, strict=True):
                frame.at_least(add({regret: 1.0}, terms), self.sign * top - constant, "regret")
            return {regret: 1.0}, 0.0
        # a level of either sign as the difference of two columns: PuLP's bounds are finite
        level = {frame.column("above", 0.0, None): 1.0, frame.column("below", 0.0, None): -1.0}
        goal = add({}, level, -1.0)
        for (terms, constant), chance in zip(worth, chances, strict=True):
            row = add(dict(level), terms, -1.0)
            if measure == "cvar":
                short = frame.column("short", 0.0, None)
                row[short] = -1.0
                goal[short] = chance / tail
            frame.at_most(row, constant, measure)
        return goal, 0.0

    def _starts(self, frame: Frame, values: Floats) -> dict[str, int]:
        plan = solve.to_plan(self.problem, frame, values)
        return {c: plan.starts[_named(0, c)] for c in self.first.candidates if _named(0, c) in plan.starts}

    def conflict(self, limits: Limits | None = None) -> Conflict:
        """Rules of all scenarios that stand against one choice for all; known to be infeasible."""

        def check(problem: PlanningProblem, limits: Limits) -> highs.Status:
            frame, _ = self._build(problem)
            return highs.minimise(frame, {}, limits).status

        return conflict.find(self.problem, limits, check)


def agree(scenes: Sequence[Scene]) -> None:
    """Refuse scenarios that do not decide on the same candidates, years, and sense of the objective."""
    if len(scenes) < 2:
        raise UsageError(Words("give two or more scenarios with -S", "请用 -S 给出两个以上情景"))
    first = scenes[0]
    if len({s.name for s in scenes}) < len(scenes):
        raise UsageError(Words("the scenarios must have different names", "各情景的名称须互不相同"))
    for scene in scenes[1:]:
        if scene.problem.candidates != first.problem.candidates or scene.problem.years != first.problem.years:
            words = Words(
                "{a} and {b} do not decide on the same: their candidates or approval years differ",
                "{a} 与 {b} 的决策对象不同：候选中心或批复年份不一致",
            )
            raise UsageError(words.fill(a=first.name, b=scene.name))
        if scene.stage.sense != first.stage.sense:
            words = Words(
                "{a} and {b} cannot be compared: one maximises, the other minimises",
                "{a} 与 {b} 无法比较：一个求最大，另一个求最小",
            )
            raise UsageError(words.fill(a=first.name, b=scene.name))


def _named(k: int, name: str) -> str:
    return f"{k}|{name}"


def blocks(scenes: Sequence[Scene]) -> PlanningProblem:
    """The scenarios' problems side by side, S · N candidates; nothing links them yet.

    Built-in terms are left out of the goals (:class:`Joint` adds them by scenario). Rules get the scenario's name.
    """
    n, size = len(scenes[0].problem.candidates), len(scenes) * len(scenes[0].problem.candidates)
    parts: dict[str, list[Any]] = {
        name: [] for name in ("bars", "layers", "pairs", "budgets", "counts", "depths", "logic", "goals")
    }
    values: dict[str, Floats] = {}
    stage: dict[str, float] = {}
    for k, scene in enumerate(scenes):
        problem, at = scene.problem, k * n
        span = slice(at, at + n)
        for bar in problem.bars:
            mask = np.zeros((size, len(problem.years)), dtype=bool)
            mask[span] = bar.mask
            parts["bars"].append(replace(bar, rule=_rule(scene, k, bar.rule), mask=mask, figure=None))
        values |= {_named(k, name): _spread(own, span, size) for name, own in problem.values.items()}
        parts["layers"] += [replace(x, name=_named(k, x.name), candidate=x.candidate + at) for x in problem.layers]
        parts["pairs"] += [replace(x, name=_named(k, x.name), a=x.a + at, b=x.b + at) for x in problem.pairs]
        for budget in problem.budgets:
            usage = None if budget.usage is None else _spread(budget.usage, span, size)
            share = None if budget.share is None else _spread(budget.share, span, size)
            parts["budgets"].append(replace(budget, rule=_rule(scene, k, budget.rule), usage=usage, share=share))
        for name, field in (("counts", "members"), ("depths", "candidate"), ("logic", "members")):
            parts[name] += [_moved(row, scene, k, field, at) for row in getattr(problem, name)]
        for goal in problem.goals:
            own = tuple((_named(k, part), factor) for part, factor in goal.parts if part not in BUILT_IN)
            parts["goals"].append(Goal(_named(k, goal.name), own, goal.constant))
        stage |= {_named(k, name): 1.0 for name, weight in scene.stage.weights.items() if weight}
    return PlanningProblem(
        candidates=tuple(_named(k, c) for k in range(len(scenes)) for c in scenes[0].problem.candidates),
        years=scenes[0].problem.years,
        values=values,
        support=_support([s.problem.support for s in scenes], n),
        stages=(Stage("maximise", stage),),
        bars=tuple(parts["bars"]),
        layers=tuple(parts["layers"]),
        pairs=tuple(parts["pairs"]),
        budgets=tuple(parts["budgets"]),
        counts=tuple(parts["counts"]),
        depths=tuple(parts["depths"]),
        logic=tuple(parts["logic"]),
        goals=tuple(parts["goals"]),
    )


def _moved(row: Any, scene: Scene, k: int, field: str, by: int) -> Any:
    """A count, depth or logic row of scenario k, its members moved to the scenario's copy."""
    return replace(row, rule=_rule(scene, k, row.rule), **{field: getattr(row, field) + by})


def _rule(scene: Scene, k: int, rule: Rule) -> Rule:
    words = Words("{s}: {w}", "{s}：{w}").fill(s=scene.name, w=rule.words)
    return replace(rule, name=_named(k, rule.name), words=words)


def _spread(own: Floats, span: slice, size: int) -> Floats:
    out = np.zeros(size)
    out[span] = own
    return out


def _support(several: Iterable[Support | None], n: int) -> Support | None:
    """The supports side by side, over the longest funding years; a scenario without any pays nothing."""
    every = list(several)
    given = [s for s in every if s is not None]
    if not given:
        return None
    longest = max(given, key=lambda s: len(s.years))
    depth = max(s.cap.shape[1] for s in given)
    nothing = Support(longest.years, np.zeros((n, depth)), np.full(n, np.inf), np.zeros(n), np.zeros(n))
    all_of = [s or nothing for s in every]
    cap = np.concatenate([np.pad(s.cap, ((0, 0), (0, depth - s.cap.shape[1]))) for s in all_of])
    return Support(
        longest.years,
        cap,
        np.concatenate([s.total for s in all_of]),
        np.concatenate([s.minimum for s in all_of]),
        np.concatenate([s.first for s in all_of]),
    )
