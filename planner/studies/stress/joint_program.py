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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from graph.base.errors import UsageError
from graph.base.words import Words
from planner import program
from planner.problem.rows import Floats, PlanningProblem, Rule
from planner.program.frame import Frame, Terms, add
from planner.program.objective import Worth
from planner.solving import highs, stages
from planner.solving.highs import Limits
from planner.solving.live_model import left_of
from planner.studies.stress.side_by_side import WHOLE, Scene, blocks, named, shortfall_in, worth_in

Measure = Literal["regret", "maximin", "expected", "cvar"]
SLACK = 1e-7
"""Relative amount of a measure that its tie-break may give up; below what proof distinguishes."""


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
    >>> from planner.problem.tables import Settings, from_tables
    >>> def scene(name, values):
    ...     table = {"candidate": ["A", "B"], "value": values}
    ...     return Scene(name, Words(name, name), from_tables({"candidates": table}, Settings(count_max=1)))
    >>> joint = Joint([scene("dry", [4.0, 3.0]), scene("wet", [0.0, 3.0])])
    >>> joint.choose("regret", [0.5, 0.5], best=[4.0, 3.0]).starts
    {'B': 0}
    """

    def __init__(self, scenes: Sequence[Scene]) -> None:
        agree(scenes)
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
        weighed = problem.stages and [
            worth_in(frame, worth, self.scenes, k, scene.stage, self.sign) for k, scene in enumerate(self.scenes)
        ]
        return frame, weighed or []

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
        limits, begin = replace(limits or Limits(), gap=0.0), time.process_time()
        frame, worth = self._build(self.problem)
        unmet = self._promises_first(frame, chances, limits, begin)
        if unmet is not None:
            return Choice(measure, None, unmet, 0.0)
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

    def _promises_first(
        self, frame: Frame, chances: Sequence[float], limits: Limits, begin: float
    ) -> highs.Answer | None:
        """Hold the mean shortfall of soft promises at its least, as each scenario does; an answer where that fails."""
        short: Terms = {}
        for k, chance in enumerate(chances):
            add(short, shortfall_in(frame, k), chance)
        if not short:
            return None
        answer = highs.minimise(frame, short, replace(limits, seconds=left_of(limits, begin)))
        if answer.values is None:
            return answer
        reached = sum(v * answer.values[c] for c, v in short.items())
        frame.at_most(short, reached + SLACK * max(1.0, reached), "shortfall")
        return None

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
        plan = stages.to_plan(self.problem, frame, values)
        return {c: plan.starts[named(0, c)] for c in self.first.candidates if named(0, c) in plan.starts}

    def conflict(self, seconds: float = 20.0) -> tuple[Rule, ...]:
        """Rules of all scenarios that stand against one choice for all, none of which can be spared.

        Known to be infeasible. Deletion filtering (Chinneck & Dravnieks 1991), families first, then single rules; a
        check that takes longer than ``seconds`` keeps its rules.
        """
        every = self.problem.rules()
        kept = {rule.name for rule in every}
        tries = [{r.name for r in every if r.family == family} for family in dict.fromkeys(r.family for r in every)]
        for out in (*tries, *({rule.name} for rule in every)):
            if out & kept and self._stuck(kept - out, seconds):
                kept -= out
        return tuple(rule for rule in every if rule.name in kept)

    def _stuck(self, names: set[str], seconds: float) -> bool:
        """Whether even these rules alone leave no choice for all."""
        families = {f.name: getattr(self.problem, f.name) for f in fields(self.problem) if f.name not in WHOLE}
        some: Any = self.problem
        rows = {
            name: tuple(row for row in rows if not hasattr(row, "rule") or row.rule.name in names)
            for name, rows in families.items()
        }
        frame, _ = self._build(replace(some, stages=(), **rows))
        return highs.minimise(frame, {}, Limits(seconds=seconds)).status == "infeasible"


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
        if _history(scene.problem) != _history(first.problem):
            words = Words("{a} and {b} do not stand on the same history", "{a} 与 {b} 的既往情况不同")
            raise UsageError(words.fill(a=first.name, b=scene.name))
        if scene.stage.sense != first.stage.sense:
            words = Words(
                "{a} and {b} cannot be compared: one maximises, the other minimises",
                "{a} 与 {b} 无法比较：一个求最大，另一个求最小",
            )
            raise UsageError(words.fill(a=first.name, b=scene.name))


def _history(problem: PlanningProblem) -> object:
    """What history has settled, to be compared."""
    told = problem.settled
    return None if told is None else (told.open, told.start.tolist(), told.payee.tolist())
