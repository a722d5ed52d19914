"""One program for all branches of a tree of grades, and how its values are found.

Foresight falls apart into one plan for each branch, so it is found first, and bounds the others stage by stage. Its
approvals are then tried in the joint program, where only the money is left to find: where that reaches the bound of
every stage, it is the answer. Only otherwise is the joint program searched, from what was found, for a counted number
of rounds.

What does not live here: the branches and what the values are for (``grade_tree``).
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from graph.base.words import Words
from planner import program
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import Bar, CountRow, Floats, PlanningProblem, Rule, Stage
from planner.program.frame import Frame, Terms, add
from planner.program.objective import Worth
from planner.solving import highs, stages
from planner.solving.asked import PROOF
from planner.solving.highs import Limits
from planner.solving.stages import StageCertificate
from planner.studies.stress.side_by_side import Scene, blocks, named, worth_in

SLACK = 1e-7
"""Relative amount of a stage that the next one may give up; below what proof distinguishes."""
ROUNDS = 20_000
"""Rounds of the solver that the first stage of a joint program may take, times the effort asked for."""
LATER_ROUNDS = 500
"""… and each stage after it"""
TRIED = 4
"""Sets of approvals of the next year that are tried in all branches."""
Link = Literal["single", "recourse", "only_now"]
WAITS = Rule("only now", "only now", Words("approved next year or never", "只在次年批复"))
TAKEN = Rule("taken now", "taken now", Words("approved next year as in another branch", "次年批复与另一分支相同"))


@dataclass(frozen=True)
class Valued:
    """One of the values: what is proven of it, and the plan of each branch; None where there is no plan.

    ``ladder``: for each stage the best expected value that any plan can have which is best in the stages before; None
    where it is not proven.
    """

    certificate: StageCertificate | None
    plans: tuple[Plan, ...] | None
    infeasible: bool = False
    ladder: tuple[float | None, ...] = ()

    @property
    def value(self) -> float | None:
        """The expected value of the first stage."""
        return None if self.certificate is None else self.certificate.objective

    def bound(self, main: int) -> float | None:
        """What is proven of the stage at position ``main``, the scenario's first: no plan is better."""
        if len(self.ladder) > main and self.ladder[main] is not None:
            return self.ladder[main]
        return None if main or self.certificate is None else self.certificate.bound


def foresight(scenes: Sequence[Scene], chances: Sequence[float], limits: Limits) -> Valued:
    """Each branch planned by itself."""
    begin = time.process_time()
    found = []
    for scene in scenes:
        found.append(stages.solve(scene.problem, limits.since(begin)))
        if found[-1].status == "infeasible":
            return Valued(None, None, infeasible=True)
    if any(one.plan is None for one in found):
        return Valued(None, None)
    before = len(scenes[0].problem.before)
    certificates = [(*one.around[:before], *one.stages) for one in found]
    ladder: list[float | None] = []
    for each in zip(*certificates, strict=True):
        sure = all(c.status == "proven" for c in each) and None not in ladder
        ladder.append(
            math.fsum(p * float(c.objective or 0.0) for p, c in zip(chances, each, strict=True)) if sure else None
        )
    firsts = [one.stages[0] for one in found]
    bound = None
    if all(first.bound is not None for first in firsts):
        bound = math.fsum(p * float(first.bound or 0.0) for p, first in zip(chances, firsts, strict=True))
    value = math.fsum(p * (first.objective or 0.0) for p, first in zip(chances, firsts, strict=True))
    plans = tuple(one.plan for one in found if one.plan is not None)
    return Valued(_certified(scenes[0].stage, value, bound), plans, ladder=tuple(ladder))


def _certified(stage: Stage, value: float, bound: float | None) -> StageCertificate:
    """The certificate of an expected value and a bound on it, both as they are told."""
    sign = -1.0 if stage.sense == "maximise" else 1.0
    answer = highs.Answer("proven", None, None if bound is None else sign * bound)
    return stages.certificate(stage, value, 0.0, answer, Limits())


def only_now_value(scenes: Sequence[Scene], chances: Sequence[float], limits: Limits) -> Valued:
    """The value of recourse where nobody new is approved after the next year."""
    begin = time.process_time()
    scenes = [_only_now(scene) for scene in scenes]
    apart = foresight(scenes, chances, limits)
    return joint(scenes, chances, "only_now", limits.since(begin), apart)


def joint(scenes: Sequence[Scene], chances: Sequence[float], link: Link, limits: Limits, above: Valued) -> Valued:
    """The best expected stages over plans that have something in common; ``above`` asks for less in common."""
    begin = time.process_time()
    if above.infeasible:
        return Valued(None, None, infeasible=True)
    whole = _Joint(scenes, chances, everything=link == "single")
    known = _tried(whole, link, limits, above)
    return whole.searched(limits.since(begin), above, known)


@dataclass(frozen=True)
class Known:
    """Values of all columns that keep all rows (None: no money fits the approvals tried), and the stages they reach."""

    values: Floats | None = None
    reached: tuple[float, ...] = ()

    def reaching(self, ladder: Sequence[float | None]) -> int:
        """How many stages, from the first on, come up to their bounds."""
        number = 0
        for got, best in zip(self.reached, ladder, strict=False):
            if best is None or not _same(got, best):
                break
            number += 1
        return number

    def better(self, other: Known, senses: Sequence[float]) -> bool:
        """Whether its stages are better than those of another, the earlier ones first."""
        for mine, his, sense in zip(self.reached, other.reached, senses, strict=False):
            if not _same(mine, his):
                return sense * mine < sense * his
        return len(self.reached) > len(other.reached)


class _Joint:
    """One program for all branches: every stage in expectation, one after another."""

    def __init__(self, scenes: Sequence[Scene], chances: Sequence[float], *, everything: bool) -> None:
        self.scenes, self.chances, self.everything = scenes, chances, everything
        self.problem = blocks(scenes, whole=True)
        first = scenes[0].problem
        self.stages, self.main = (*first.before, *first.stages), len(first.before)

    def built(self) -> tuple[Frame, Mapping[str, Worth]]:
        """The program, its branches linked."""
        frame, worth = program.build(self.problem)
        _linked(frame, self.scenes, everything=self.everything)
        return frame, worth

    def goal(self, frame: Frame, worth: Mapping[str, Worth], stage: Stage) -> tuple[Terms, float]:
        """The expected value of a stage, to be minimised, and its constant."""
        sign = -1.0 if stage.sense == "maximise" else 1.0
        goal: Terms = {}
        level = 0.0
        for k, chance in enumerate(self.chances):
            terms, constant = worth_in(frame, worth, self.scenes, k, stage, sign)
            add(goal, terms, chance)
            level += chance * constant
        return goal, level

    def money_for(self, starts: Sequence[Mapping[str, int]], limits: Limits) -> Known:
        """The best money for given approvals of all branches."""
        frame, worth = self.built()
        years, n = self.problem.years, len(self.scenes[0].problem.candidates)
        for k, scene in enumerate(self.scenes):
            for i, centre in enumerate(scene.problem.candidates):
                if _stands(scene.problem, i):
                    continue
                year = starts[k].get(centre)
                for y, column in enumerate(frame.active[k * n + i]):
                    if column is not None:
                        value = 0.0 if year is None or year > years[y] else 1.0
                        frame.between({column: 1.0}, value, value, "held")
        values: Floats | None = None
        reached = []
        for stage in self.stages:
            goal, level = self.goal(frame, worth, stage)
            answer = highs.minimise(frame, goal, replace(limits, rounds=LATER_ROUNDS * limits.effort), start=values)
            if answer.values is None:
                break
            values = answer.values
            got = sum(v * values[c] for c, v in goal.items())
            reached.append((got + level) * (-1.0 if stage.sense == "maximise" else 1.0))
            frame.at_most(goal, got + SLACK * max(1.0, abs(got)), "stage")
        return Known(values, tuple(reached))

    def searched(self, limits: Limits, above: Valued, known: Known) -> Valued:
        """Every stage from the first whose bound is not reached by what is known."""
        begin = time.process_time()
        values, sure = known.values, known.reaching(above.ladder)
        ladder: list[float | None] = list(above.ladder[:sure])
        # where an earlier stage has to be worse than with less in common, the first may be better
        bound = above.bound(self.main) if sure >= self.main else None
        if sure < len(self.stages):
            frame, worth = self.built()
            for stage in self.stages[:sure]:
                assert values is not None
                self._hold(frame, self.goal(frame, worth, stage)[0], values)
            for n, stage in list(enumerate(self.stages))[sure:]:
                sign = -1.0 if stage.sense == "maximise" else 1.0
                goal, level = self.goal(frame, worth, stage)
                rounds = (ROUNDS if n <= self.main else LATER_ROUNDS) * limits.effort
                answer = highs.minimise(frame, goal, replace(limits.since(begin), rounds=rounds), start=values)
                if answer.status == "infeasible" and values is None:
                    return Valued(None, None, infeasible=True)
                values = values if answer.values is None else answer.values
                if n == self.main and answer.bound is not None:
                    found = answer.bound + level
                    bound = sign * (found if bound is None else max(found, sign * bound))
                if answer.status != "proven" or values is None:
                    break
                ladder.append(sign * (level + float(sum(v * values[c] for c, v in goal.items()))))
                self._hold(frame, goal, values)
        if values is None:
            return Valued(None, None)
        # the rows that hold a stage are of the search: the money has to keep those of the rules, to the last digit
        bare, _ = self.built()
        plans = _plans(self.problem, bare, values[: len(bare.columns)], self.scenes)
        worths = [worth_of(scene, plan) for scene, plan in zip(self.scenes, plans, strict=True)]
        value = math.fsum(p * worth for p, worth in zip(self.chances, worths, strict=True))
        if len(ladder) < self.main:
            bound = None  # a stage before the first is not proven, so nothing is of the first
        return Valued(_certified(self.stages[self.main], value, bound), plans, ladder=tuple(ladder))

    @staticmethod
    def _hold(frame: Frame, goal: Terms, values: Floats) -> None:
        reached = sum(v * values[c] for c, v in goal.items())
        frame.at_most(goal, reached + SLACK * max(1.0, abs(reached)), "stage")


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= PROOF * max(1.0, abs(b))


def _tried(whole: _Joint, link: Link, limits: Limits, above: Valued) -> Known:
    """The best of the approvals at hand, their money settled together; the first that reaches every bound."""
    begin, best = time.process_time(), Known()
    senses = [-1.0 if stage.sense == "maximise" else 1.0 for stage in whole.stages]
    for starts in _at_hand(whole, link, limits, above):
        found = whole.money_for(starts, limits.since(begin))
        if found.values is not None and (best.values is None or found.better(best, senses)):
            best = found
        if best.values is not None and best.reaching(above.ladder) == len(whole.stages):
            break
    return best


def _at_hand(whole: _Joint, link: Link, limits: Limits, above: Valued) -> Iterator[Sequence[Mapping[str, int]]]:
    """Approvals of all branches that have in common what the link asks for."""
    plans = above.plans or ()
    if not plans:
        return
    year = whole.scenes[0].problem.years[_open(whole.scenes[0].problem)] if link != "single" else None
    starts = [plan.starts for plan in plans]
    shared = [frozenset((c, y) for c, y in one.items() if year is None or y == year) for one in starts]
    weight: Counter[frozenset[tuple[str, int]]] = Counter()
    for one, chance in zip(shared, whole.chances, strict=True):
        weight[one] += chance  # type: ignore[assignment]
    if year is not None and len(weight) == 1:
        yield starts
        return
    for common, _ in weight.most_common(TRIED):
        if year is None:
            yield [dict(common)] * len(starts)
            continue
        taken = {c for c, _ in common}
        apart = foresight([_taking(scene, taken) for scene in whole.scenes], whole.chances, limits)
        if apart.plans:
            yield [plan.starts for plan in apart.plans]


def _open(problem: PlanningProblem) -> int:
    """Position of the first year that is decided."""
    assert problem.settled is not None
    return min(problem.settled.open, len(problem.years) - 1)


def _taking(scene: Scene, taken: AbstractSet[str]) -> Scene:
    """The branch in which these candidates, and no others, are approved in the next year."""
    problem, now = scene.problem, _open(scene.problem)
    mask = np.zeros((len(problem.candidates), len(problem.years)), dtype=bool)
    counts = list(problem.counts)
    for i, centre in enumerate(problem.candidates):
        if _stands(problem, i):
            continue
        if centre in taken:
            mask[i] = True
            mask[i, now] = False
            counts.append(CountRow(TAKEN, np.array([i]), low=1))
        else:
            mask[i, now] = True
    return replace(scene, problem=replace(problem, bars=(*problem.bars, Bar(TAKEN, mask)), counts=tuple(counts)))


def worth_of(scene: Scene, plan: Plan) -> float:
    """The first stage of a branch under its plan, recomputed."""
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
