"""Today's approvals while the grades of the year are not known yet: two stages, at most 16 joint grades.

The grade of year A + 1 is known after its approvals and payments and before those of A + 2. With f(x, s) the first
stage of the objective under joint grades s of chance p_s, each value is a maximum of Σ p_s f(x_s, s) (a minimum where
the objective is minimised) over plans x_s, one for each s, each keeping all rules under its grades:

    single      start_s = start_1, and the money of A + 1 in common
    recourse    the approvals and the money of A + 1 in common (Birge & Louveaux 2011, chapter 2)
    foresight   nothing in common
    only_now    as recourse, and nobody new is approved after A + 1

What does not live here: the scenarios side by side (``planner.studies.stress.side_by_side``), what is printed.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner import program
from planner.families.city_problem import compile_city
from planner.problem import score
from planner.problem.city import City
from planner.problem.city.grading import GRADES
from planner.problem.history import Foreseen, Record
from planner.problem.plan import Plan
from planner.problem.rows import Bar, Floats, PlanningProblem, Rule, Stage
from planner.program.frame import Frame, Terms, add
from planner.rulebook.policy import Policy
from planner.solving import highs, stages
from planner.solving.highs import Limits
from planner.solving.stages import StageCertificate
from planner.studies.stress.side_by_side import Scene, blocks, named, worth_in

MOST = 16
"""Joint grades that are listed; of more, so many are drawn."""
SLACK = 1e-7
"""Relative amount of a stage that the next one may give up; below what proof distinguishes."""
Link = Literal["single", "recourse", "only_now"]
Hear = Callable[[Words], None]
WAITS = Rule("only now", "only now", Words("approved next year or never", "只在次年批复"))


@dataclass(frozen=True)
class Branch:
    """Joint grades of year A + 1, by centre, and their chance."""

    grades: Mapping[str, str]
    chance: float

    def foreseen(self, year: int) -> Foreseen:
        """The grades as the city takes them for known."""
        return {(centre, year): grade for centre, grade in self.grades.items()}


@dataclass(frozen=True)
class Branches:
    """Joint grades whose chances sum to 1; ``listed``: all there are, else drawn by ``seed``."""

    year: int
    branches: tuple[Branch, ...]
    listed: bool
    seed: int


def branches(eco: Ecosystem, policy: Policy, most: int = MOST, seed: int = 0) -> Branches:
    """The joint grades of the next year, of the centres that are approved: those that differ in what they do.

    Grades that act alike on a centre (the same factor, no rectification, the same strength) are one, told by the
    likeliest of them; a centre on which no grade can act has none. Centres that are approved in that year or later get
    the grade that is expected of them.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy
        With ``as_of`` and ``evaluation.chances``.
    most : int
        Of more joint grades so many are drawn.
    seed : int

    Raises
    ------
    UsageError
        There is no history, or no chances are given.
    """
    city = City(eco, policy)
    if city.history is None or not policy.evaluation.chances:
        words = Words(
            "grades ahead need the last year of history (--as-of YEAR) and evaluation.chances",
            "考虑未来等次须指明历史截止年（--as-of 年份）和 evaluation.chances",
        )
        raise UsageError(words)
    year = city.as_of + 1
    acting: list[tuple[str, list[tuple[str, float]]]] = []
    for i, centre in enumerate(city.candidate_ids):
        record = city.history.records.get(centre)
        if record is not None:
            outcomes = _outcomes(city, i, record, year)
            if len(outcomes) > 1:
                acting.append((centre, outcomes))
    number = math.prod(len(outcomes) for _, outcomes in acting)
    if number <= most:
        found = [
            Branch({c: g for (c, _), (g, _) in zip(acting, one, strict=True)}, math.prod(p for _, p in one))
            for one in product(*(outcomes for _, outcomes in acting))
        ]
        return Branches(year, tuple(found), listed=True, seed=seed)
    rng = np.random.default_rng(seed)
    drawn = Counter(
        tuple(outcomes[int(rng.choice(len(outcomes), p=_shares(outcomes)))][0] for _, outcomes in acting)
        for _ in range(most)
    )
    names = [centre for centre, _ in acting]
    some = tuple(Branch(dict(zip(names, one, strict=True)), times / most) for one, times in sorted(drawn.items()))
    return Branches(year, some, listed=False, seed=seed)


def _shares(outcomes: Sequence[tuple[str, float]]) -> list[float]:
    whole = math.fsum(p for _, p in outcomes)
    return [p / whole for _, p in outcomes]


def _outcomes(city: City, i: int, record: Record, year: int) -> list[tuple[str, float]]:
    """The grades of a centre that differ in what they do, each with its chance; one where none does anything."""
    told = city.policy.evaluation
    chances = told.chances.get(city.text("formation")[i], {})  # type: ignore[call-overload]
    graded = record.inside and record.approved is not None and record.there(year)
    completed = any(decision == "completed" and y < year for y, decision in record.decisions)
    if not graded or completed or not chances or year >= (record.approved or 0) + city.policy.build_period:
        return []
    found = city.allowed(i)
    paid = found is not None and year + 1 in found.caps and record.paid_until is None
    judged = year + 1 in city.policy.goals.coverage.years
    alike: dict[tuple[float, bool, float], list[tuple[float, str]]] = {}
    for grade in GRADES:
        chance = chances.get(grade, 0.0)
        if chance > 0:
            acts = (
                told.factors.get(grade, 1.0) if paid else 1.0,  # type: ignore[call-overload]
                grade == told.rectify_after,
                told.capability.get(grade, 1.0) if judged else 1.0,  # type: ignore[call-overload]
            )
            alike.setdefault(acts, []).append((chance, grade))
    whole = math.fsum(chance for some in alike.values() for chance, _ in some)
    return [(max(some)[1], math.fsum(chance for chance, _ in some) / whole) for some in alike.values()]


@dataclass(frozen=True)
class Valued:
    """One of the values: what is proven of it, and the plan of each branch; None where there is no plan."""

    certificate: StageCertificate | None
    plans: tuple[Plan, ...] | None
    infeasible: bool = False

    @property
    def value(self) -> float | None:
        """The expected value of the first stage."""
        return None if self.certificate is None else self.certificate.objective


@dataclass(frozen=True)
class Tree:
    """The answer: branches, their problems, and the four values by name."""

    told: Branches
    scenes: tuple[Scene, ...]
    values: Mapping[str, Valued]

    def worth(self, name: str, k: int) -> float | None:
        """The first stage in branch k of the plans behind a value."""
        plans = self.values[name].plans
        return None if plans is None else _worth(self.scenes[k], plans[k])

    def difference(self, more: str, less: str) -> float | None:
        """How much better one value is than another, 0 or more."""
        a, b = self.values[more].value, self.values[less].value
        sign = 1.0 if self.scenes[0].stage.sense == "maximise" else -1.0
        return None if a is None or b is None else sign * (a - b)


def grow(
    eco: Ecosystem, policy: Policy, told: Branches, limits: Limits | None = None, hear: Hear | None = None
) -> Tree:
    """Find the four values and the plans behind them.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy
    told : Branches
        See :func:`branches`.
    limits : Limits, optional
        Time in all.
    hear : callable, optional
        Hears what is being computed.
    """
    limits, begin = limits or Limits(), time.process_time()
    scenes = tuple(_scene(eco, policy, branch, k, told.year) for k, branch in enumerate(told.branches))
    if len({(scene.problem.years, frozenset(scene.problem.candidates)) for scene in scenes}) > 1:
        raise UsageError(Words("grades change which years are decided", "等次改变了可决定的年份"))
    chances = [branch.chance for branch in told.branches]
    values: dict[str, Valued] = {}
    for name in ("recourse", "single", "only_now", "foresight"):
        if hear is not None:
            hear(NAMES[name])
        left = limits.since(begin)
        values[name] = (
            _foresight(scenes, chances, left) if name == "foresight" else _joint(scenes, chances, name, left)  # type: ignore[arg-type]
        )
    return Tree(told, scenes, values)


NAMES: Mapping[str, Words] = {
    "single": Words("one plan for all grades", "各等次共用一个方案"),
    "recourse": Words("next year now, later by grade", "先定次年，其后视等次而定"),
    "foresight": Words("all by grade, known beforehand", "事先知道等次"),
    "only_now": Words("every approval next year", "全部在次年批复"),
}


def _scene(eco: Ecosystem, policy: Policy, branch: Branch, k: int, year: int) -> Scene:
    said = ", ".join(f"{c} {g}" for c, g in branch.grades.items()) or "–"
    return Scene(f"{k}", Words(said, said), compile_city(eco, policy, branch.foreseen(year)))


def _foresight(scenes: Sequence[Scene], chances: Sequence[float], limits: Limits) -> Valued:
    """Each branch planned by itself."""
    begin = time.process_time()
    found = [stages.solve(scene.problem, limits.since(begin)) for scene in scenes]
    if any(one.status == "infeasible" for one in found):
        return Valued(None, None, infeasible=True)
    if any(one.plan is None for one in found):
        return Valued(None, None)
    firsts = [one.stages[0] for one in found]
    bounds = [first.bound for first in firsts]
    value = math.fsum(p * (first.objective or 0.0) for p, first in zip(chances, firsts, strict=True))
    bound = None
    if all(b is not None for b in bounds):
        bound = math.fsum(p * float(b or 0.0) for p, b in zip(chances, bounds, strict=True))
    sign = -1.0 if firsts[0].sense == "maximise" else 1.0
    answer = highs.Answer("proven", None, None if bound is None else sign * bound)
    certificate = stages.certificate(scenes[0].stage, value, 0.0, answer, Limits())
    return Valued(certificate, tuple(one.plan for one in found if one.plan is not None))


def _joint(scenes: Sequence[Scene], chances: Sequence[float], link: Link, limits: Limits) -> Valued:
    """One program for all branches: every stage in expectation, one after another."""
    begin = time.process_time()
    scenes = [_only_now(scene) for scene in scenes] if link == "only_now" else scenes
    problem = blocks(scenes, whole=True)
    frame, worth = program.build(problem)
    _linked(frame, scenes, everything=link == "single")
    first = scenes[0].problem
    values: Floats | None = None
    told: tuple[Stage, highs.Answer, float] | None = None
    for n, stage in enumerate((*first.before, *first.stages)):
        sign = -1.0 if stage.sense == "maximise" else 1.0
        goal: Terms = {}
        level = 0.0
        for k, chance in enumerate(chances):
            terms, constant = worth_in(frame, worth, scenes, k, stage, sign)
            add(goal, terms, chance)
            level += chance * constant
        known: Floats | None = values if values is not None and len(values) == len(frame.columns) else None
        answer = highs.minimise(frame, goal, limits.since(begin), start=known)
        if answer.status == "infeasible" and told is None and values is None:
            return Valued(None, None, infeasible=True)
        if answer.values is None:
            break
        values = answer.values
        if n == len(first.before):
            told = (stage, answer, sign * level)
        if answer.status != "proven":
            break
        reached = sum(v * values[c] for c, v in goal.items())
        frame.at_most(goal, reached + SLACK * max(1.0, abs(reached)), "stage")
    if values is None or told is None:
        return Valued(None, None)
    # the rows that hold a stage are of the search: the money has to keep those of the rules, to the last digit
    bare, _ = program.build(problem)
    _linked(bare, scenes, everything=link == "single")
    plans = _plans(problem, bare, values[: len(bare.columns)], scenes)
    stage, answer, constant = told
    value = math.fsum(p * _worth(scene, plan) for p, scene, plan in zip(chances, scenes, plans, strict=True))
    return Valued(stages.certificate(stage, value, constant, answer, Limits()), plans)


def _worth(scene: Scene, plan: Plan) -> float:
    return score.stage_value(score.goals(scene.problem, score.to_arrays(scene.problem, plan)), scene.stage)


def _only_now(scene: Scene) -> Scene:
    """The branch in which nobody new is approved after the next year; what is announced stays."""
    problem = scene.problem
    assert problem.settled is not None
    mask = np.zeros((len(problem.candidates), len(problem.years)), dtype=bool)
    mask[problem.settled.start < 0, problem.settled.open + 1 :] = True
    return replace(scene, problem=replace(problem, bars=(*problem.bars, Bar(WAITS, mask))))


def _linked(frame: Frame, scenes: Sequence[Scene], *, everything: bool) -> None:
    """Tie what is decided before the grades are known: approvals and money of the next year, who is stopped then.

    ``everything``: approvals of all years.
    """
    first = scenes[0].problem
    assert first.settled is not None
    last = len(first.years) if everything else min(first.settled.open + 1, len(first.years))
    n = len(first.candidates)
    where = [{c: k * n + i for i, c in enumerate(s.problem.candidates)} for k, s in enumerate(scenes)]
    for i, centre in enumerate(first.candidates):
        for k in range(1, len(scenes)):
            there = where[k][centre]
            for y in range(first.settled.open, last):
                if not (_stands(scenes[0].problem, i) or _stands(scenes[k].problem, there - k * n)):
                    terms = add(dict(frame.started_by(i, y)), frame.started_by(there, y), -1.0)
                    frame.between(terms, 0.0, 0.0, "same")
            if first.settled.stoppable[i]:
                frame.between(add(dict(frame.chosen(i)), frame.chosen(there), -1.0), 0.0, 0.0, "same")
            if first.support is not None and first.support.open < len(first.support.years):
                f = first.support.open
                pays = [frame.pay.get((one, f)) for one in (i, there)]
                money = {column: s for column, s in zip(pays, (1.0, -1.0), strict=True) if column is not None}
                if money:
                    frame.between(money, 0.0, 0.0, "same")


def _stands(problem: PlanningProblem, i: int) -> bool:
    """Whether history has decided on a position."""
    settled = problem.settled
    return settled is not None and bool(settled.payee[i] or settled.start[i] >= 0)


def _plans(problem: PlanningProblem, frame: Frame, values: Floats, scenes: Sequence[Scene]) -> tuple[Plan, ...]:
    """The plan of each branch."""
    whole = stages.to_plan(problem, frame, values)
    out = []
    for k, scene in enumerate(scenes):
        ids = {named(k, c): c for c in scene.problem.candidates}
        starts = {ids[c]: y for c, y in whole.starts.items() if c in ids}
        out.append(Plan(starts, {ids[c]: money for c, money in whole.support.items() if c in ids}))
    return tuple(out)
