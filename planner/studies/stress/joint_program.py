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
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from planner import program
from planner.problem.rows import BUILT_IN, Floats, Goal, Ints, PlanningProblem, Rule, Stage, Support
from planner.program.frame import Frame, Terms, add
from planner.program.objective import Worth
from planner.solving import highs, stages
from planner.solving.highs import Limits
from planner.solving.live_model import left_of

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
        limits, begin = replace(limits or Limits(), gap=0.0), time.process_time()
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
        plan = stages.to_plan(self.problem, frame, values)
        return {c: plan.starts[_named(0, c)] for c in self.first.candidates if _named(0, c) in plan.starts}

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
        if scene.stage.sense != first.stage.sense:
            words = Words(
                "{a} and {b} cannot be compared: one maximises, the other minimises",
                "{a} 与 {b} 无法比较：一个求最大，另一个求最小",
            )
            raise UsageError(words.fill(a=first.name, b=scene.name))


def _named(k: int, name: str) -> str:
    return f"{k}|{name}"


WHOLE = (
    *("candidates", "years", "cost", "values", "support", "goals", "stages"),
    *("settled", "missed", "baseline", "before", "after", "grading"),
)
"""Fields of a problem that are no rows; every other field is a family of rows, moved by :func:`_moved`."""


def blocks(scenes: Sequence[Scene]) -> PlanningProblem:
    """The scenarios' problems side by side, S · N candidates; nothing links them yet.

    Built-in terms are left out of the goals (:class:`Joint` adds them by scenario). Rules get the scenario's name.
    """
    n, size = len(scenes[0].problem.candidates), len(scenes) * len(scenes[0].problem.candidates)
    families: dict[str, list[Any]] = {f.name: [] for f in fields(PlanningProblem) if f.name not in WHOLE}
    goals: list[Goal] = []
    values: dict[str, Floats] = {}
    stage: dict[str, float] = {}
    for k, scene in enumerate(scenes):
        problem = scene.problem
        place = _Place(scene, k, n, size)
        for name, rows in families.items():
            rows += [_moved(row, place) for row in getattr(problem, name)]
        values |= {_named(k, name): place.spread(own) for name, own in problem.values.items()}
        for goal in problem.goals:
            own = tuple((_named(k, part), factor) for part, factor in goal.parts if part not in BUILT_IN)
            goals.append(Goal(_named(k, goal.name), own, goal.constant))
        stage |= {_named(k, name): 1.0 for name, weight in scene.stage.weights.items() if weight}
    whole: Any = PlanningProblem(
        candidates=tuple(_named(k, c) for k in range(len(scenes)) for c in scenes[0].problem.candidates),
        years=scenes[0].problem.years,
        values=values,
        support=_support([s.problem.support for s in scenes], n),
        goals=tuple(goals),
        stages=(Stage("maximise", stage),),
    )
    joint: PlanningProblem = replace(whole, **{name: tuple(rows) for name, rows in families.items()})
    return joint


class _Place:
    """Where the rows of scenario k stand among those of all."""

    def __init__(self, scene: Scene, k: int, n: int, size: int) -> None:
        self.scene, self.k, self.n, self.size = scene, k, n, size
        self.beyond = len(getattr(scene.problem, "projects", ()))

    def spread(self, own: Floats) -> Any:
        """An array of the candidates (first axis), zero for the candidates of other scenarios."""
        out = np.zeros((self.size, *own.shape[1:]), dtype=own.dtype)
        out[self.k * self.n : (self.k + 1) * self.n] = own
        return out

    def shift(self, positions: Ints) -> Ints:
        """Positions of candidates; those from N on stand for what several do together, behind all candidates."""
        together = self.size + self.k * self.beyond + positions - self.n
        return np.where(positions < self.n, positions + self.k * self.n, together)


def _moved(row: Any, place: _Place) -> Any:
    """A row, layer, set of pairs or term of one scenario, moved to the scenario's copy."""
    k, change = place.k, dict[str, Any]()
    for f in fields(row):
        value = getattr(row, f.name)
        if f.name == "rule":
            words = Words("{s}: {w}", "{s}：{w}").fill(s=place.scene.name, w=value.words)
            change["rule"] = replace(value, name=_named(k, value.name), words=words)
        elif f.name in ("name", "layer"):
            change[f.name] = _named(k, value)
        elif f.name in ("members", "candidate", "source", "a", "b"):
            change[f.name] = place.shift(value)
        elif f.name in ("usage", "share", "mask") and value is not None:
            change[f.name] = place.spread(value)
        elif f.name == "figure":
            change["figure"] = None
    return replace(row, **change)


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
