"""Today's approvals while the grades of the year are not known yet: two stages, at most 16 joint grades.

The grade of year A + 1 is known after its approvals and payments and before those of A + 2. With f(x, s) the first
stage of the objective under joint grades s of chance p_s, each value is a maximum of Σ p_s f(x_s, s) (a minimum where
the objective is minimised) over plans x_s, one for each s, each keeping all rules under its grades:

    single      start_s = start_1, and the money of A + 1 in common
    recourse    the approvals and the money of A + 1 in common (Birge & Louveaux 2011, chapter 2)
    foresight   nothing in common
    only_now    as recourse, and nobody new is approved after A + 1

What does not live here: how the values are found (``joint_grades``), the scenarios side by side
(``planner.studies.stress.side_by_side``), what is printed.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.families.city_problem import compile_city
from planner.problem.city import City
from planner.problem.city.grading import GRADES
from planner.problem.history import Foreseen, Record
from planner.rulebook.policy import Policy
from planner.solving.highs import Limits
from planner.studies.course.joint_grades import Valued, foresight, joint, only_now_value, worth_of
from planner.studies.course.tree_types import NAMES
from planner.studies.stress.side_by_side import Scene

MOST = 16
"""Joint grades that are listed; of more, so many are drawn."""
Hear = Callable[[Words], None]


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
    if city.history is None:
        words = Words(
            "grades ahead need the last year of history: --as-of YEAR", "考虑未来等次须指明历史截止年：--as-of 年份"
        )
        raise UsageError(words)
    if not policy.evaluation.chances:
        words = Words(
            "grades ahead need their chances: set evaluation.chances, e.g. "
            "--set evaluation.chances.enterprise='{{good: 0.8, pass: 0.1, poor: 0.1}}'",
            "考虑未来等次须给出各等次的概率：请设置 evaluation.chances，如 "
            "--set evaluation.chances.enterprise='{{good: 0.8, pass: 0.1, poor: 0.1}}'",
        )
        raise UsageError(words.fill())
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
class Tree:
    """The answer: branches, their problems, and the four values by name."""

    told: Branches
    scenes: tuple[Scene, ...]
    values: Mapping[str, Valued]

    def worth(self, name: str, k: int) -> float | None:
        """The first stage in branch k of the plans behind a value."""
        plans = self.values[name].plans
        return None if plans is None else worth_of(self.scenes[k], plans[k])

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

    def found(name: str, valued: Callable[[Limits], Valued]) -> Valued:
        if hear is not None:
            hear(NAMES[name])
        values[name] = valued(limits.since(begin))
        return values[name]

    apart = found("foresight", lambda left: foresight(scenes, chances, left))
    now = found("recourse", lambda left: joint(scenes, chances, "recourse", left, apart))
    found("single", lambda left: joint(scenes, chances, "single", left, now if now.plans else apart))
    found("only_now", lambda left: only_now_value(scenes, chances, left))
    return Tree(told, scenes, values)


def _scene(eco: Ecosystem, policy: Policy, branch: Branch, k: int, year: int) -> Scene:
    said = ", ".join(f"{c} {g}" for c, g in branch.grades.items()) or "–"
    return Scene(f"{k}", Words(said, said), compile_city(eco, policy, branch.foreseen(year)))
