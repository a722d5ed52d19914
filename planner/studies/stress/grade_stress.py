"""What grades that are not known yet may do to a plan that is held: money by year, rules that fail, cover that is lost.

The plan of a run is given; only its money is settled anew (``grade_draws``). All figures are shares and quantiles of a
sample, with its size and seed. What does not live here: sentences on the screen (``planner.cli``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from graph.measures.independence import greatest_disjoint
from planner.families.kinds.depths import depth_used
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import Bools, DepthRow, Floats, Ints, PlanningProblem, Rule
from planner.problem.score import Arrays
from planner.rulebook.policy import Policy
from planner.runs.plan_result import PlanResult
from planner.studies.stress.grade_draws import NEVER, Fate, Grades, Held, Settled, fate, settle
from planner.studies.stress.grades_answer import (
    GradesAnswer,
    GradesYear,
    OneGrade,
    Quantiles,
    UnsureCentre,
    UnsureRule,
    UnsureTechnology,
)

Tested = Literal["target", "must_cover", "budget"]
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST = 1_000_000
"""Draws times centres times years that are settled at a time."""


def grade_stress(
    problem: PlanningProblem, policy: Policy, plan: Plan, result: PlanResult, draws: int, seed: int
) -> GradesAnswer:
    """Hold a plan against drawn grade histories.

    Parameters
    ----------
    problem : PlanningProblem
        Of the run, compiled with ``evaluation.chances``.
    policy : Policy
    plan : Plan
        With the support of all centres of the scheme, chosen or only paid.
    result : PlanResult
        For names, and for who covers which technology.
    draws : int
        How many histories, at least 1.
    seed : int

    Raises
    ------
    UsageError
        The run was planned without chances of grades, or without support.
    """
    if problem.grading is None or problem.support is None:
        words = Words(
            "the run's scenario gives no chances of grades: set evaluation.chances, e.g. "
            "--set evaluation.chances.enterprise='{{good: 0.8, pass: 0.1, poor: 0.1}}', and plan again",
            "该运行的情景未给出各等次的概率：请设置 evaluation.chances，如 "
            "--set evaluation.chances.enterprise='{{good: 0.8, pass: 0.1, poor: 0.1}}'，并重新规划",
        )
        raise UsageError(words.fill())
    held = Held.of(problem, score.to_arrays(problem, plan))
    study = _Study(held, policy, result, score.to_arrays(problem, plan))
    at_a_time = max(1, MOST // max(1, len(held.at) * len(held.years)))
    grades = held.draw(draws, seed)
    fates = fate(held, grades)
    parts = [settle(held, _some(fates, slice(k, k + at_a_time))) for k in range(0, draws, at_a_time)]
    money = Settled(
        pay=np.concatenate([part.pay for part in parts]),
        cap=np.concatenate([part.cap for part in parts]),
        missing=np.concatenate([part.missing for part in parts]),
        over=np.concatenate([part.over for part in parts]),
        solved=sum(part.solved for part in parts),
    )
    rules, failed = study.rules(fates, money)
    return GradesAnswer(
        draws=draws,
        seed=seed,
        solved=money.solved,
        years=tuple(study.years(money)),
        rules=rules,
        any_rule=float(failed.mean()),
        centres=tuple(study.centres(fates, money)),
        technologies=tuple(study.technologies(fates)),
    )


def _some(fates: Fate, part: slice) -> Fate:
    return Fate(fates.factor[part], fates.ends[part], fates.down[part])


class _Study:
    """One plan; every method looks at one thing that grades do to it."""

    def __init__(self, held: Held, policy: Policy, result: PlanResult, at: Arrays) -> None:
        self.held, self.policy, self.result, self.plan = held, policy, result, at
        self.ids = [held.problem.candidates[i] for i in held.at]
        self.names = {row.centre: row.name for row in result.history}
        self.names |= {row.centre: row.name for row in (*result.existing, *result.chosen)}
        self.place = {centre: k for k, centre in enumerate(self.ids)}

    def years(self, money: Settled) -> Iterator[GradesYear]:
        """Money of city and district by year to come, beside plan, caps after grades, and the city's budget."""
        held = self.held
        for f, year in enumerate(held.years.tolist()):
            if f == 0 or not (held.pay[:, f].any() or money.pay[..., f].any()):
                continue
            paid = money.pay[..., f].sum(axis=1)
            budget, city, beyond = self._budget(money, year)
            yield GradesYear(
                year=year,
                planned=float(held.pay[:, f].sum()),
                quantiles=_quantiles(paid),
                mean=float(paid.mean()),
                cap=_quantiles(money.cap[..., f].sum(axis=1)),
                budget=budget,
                city=city,
                beyond=beyond,
            )

    def _budget(self, money: Settled, year: int) -> tuple[float | None, Quantiles | None, float | None]:
        """The budget of the year alone, what is used of it, and the chance that it does not hold."""
        for b, (row, share, counts, left) in enumerate(self.held.budgets):
            if row.years == (year,) and row.rule.family == "budget":
                used = np.einsum("dny,n->d", money.pay[..., counts], share)
                beyond = float((money.over[:, b] > 0).mean())
                return left, _quantiles(used), beyond
        return None, None, None

    def rules(self, fates: Fate, money: Settled) -> tuple[tuple[UnsureRule, ...], Bools]:
        """Target, must-covers and budgets, each with its chance to fail; and the draws in which any of them does."""
        told = [*self._target(fates), *self._must_cover(fates), *self._budgets(money)]
        failed = np.zeros(len(fates.ends), dtype=bool)
        out = []
        for rule, kind, broken in told:
            failed |= broken
            chance = float(broken.mean())
            out.append(UnsureRule(rule=rule.name, key=rule.key, words=rule.words, kind=kind, chance=chance))
        return tuple(sorted(out, key=lambda row: -row.chance)), failed

    def _target(self, fates: Fate) -> Iterator[tuple[Rule, Tested, Bools]]:
        told = self.policy.target
        used = next((row for row in self.result.rules if row.key == "target.count" and row.side == "least"), None)
        if used is None or used.limit is None or used.used is None:
            return
        payee = self.plan.start[self.held.at] < 0
        counts = (self.held.approved <= told.year) & (~payee | told.count_existing)
        gone = ((fates.ends < told.year) & counts[None]).sum(axis=1)
        yield Rule(used.rule, used.family, used.words, used.key, "centres"), "target", used.used - gone < used.limit

    def _must_cover(self, fates: Fate) -> Iterator[tuple[Rule, Tested, Bools]]:
        ended = fates.ends < NEVER
        seen: dict[bytes, int] = {}
        which = np.zeros(len(ended), dtype=np.int64)
        kinds: list[Bools] = []
        for d, row in enumerate(ended):
            if row.tobytes() not in seen:
                seen[row.tobytes()] = len(kinds)
                kinds.append(row)
            which[d] = seen[row.tobytes()]
        for depth in self.held.problem.depths:
            if depth.rule.family == "must_cover":
                fails = np.array([self._reached(depth, kind) < depth.depth for kind in kinds], dtype=bool)
                yield depth.rule, "must_cover", fails[which]

    def _reached(self, row: DepthRow, ended: Bools) -> float:
        """The depth that is left of a must-cover when some centres have ended."""
        gone = {int(i) for i in self.held.at[ended]}
        start = self.plan.start.copy()
        start[list(gone)] = -1
        at = Arrays(start, self.plan.pay)
        lost = [bool(by) and set(by) <= gone for by in row.given_by] or [False] * len(row.given)
        if not row.sharing:
            left = tuple(g for g, out in zip(row.given, lost, strict=True) if not out)
            return depth_used(DepthRow(row.rule, row.candidate, row.group, row.depth, given=left), at)
        there = [*(at.sources[row.candidate] >= 0).tolist(), *(not out for out in lost)]
        rests: list[set[int]] = [set() for _ in there]
        for thing, together in enumerate(row.sharing):
            for k in together:
                rests[k].add(thing)
        return float(greatest_disjoint([s for s, here in zip(rests, there, strict=True) if here]))

    def _budgets(self, money: Settled) -> Iterator[tuple[Rule, Tested, Bools]]:
        for b, (row, *_) in enumerate(self.held.budgets):
            yield row.rule, "budget", money.over[:, b] > 0

    def centres(self, fates: Fate, money: Settled) -> Iterator[UnsureCentre]:
        """Each centre that is still paid or may end: planned and mean money to come, least support waived, end."""
        total = money.pay.sum(axis=2)
        told = self.held.grading
        least = np.minimum(told.minimum[self.held.at], told.paid[self.held.at] + self.held.pay.sum(axis=1))
        waived = np.maximum(least[None] - told.paid[self.held.at] - total - money.missing, 0.0)
        for k, centre in enumerate(self.ids):
            planned = float(self.held.pay[k].sum())
            ends = float((fates.ends[:, k] < NEVER).mean())
            if planned or total[:, k].any() or ends:
                yield UnsureCentre(
                    centre=centre,
                    name=self.names.get(centre, centre),
                    planned=planned,
                    mean=float(total[:, k].mean()),
                    quantiles=_quantiles(total[:, k]),
                    waived=float(waived[:, k].mean()),
                    ends=ends,
                )

    def technologies(self, fates: Fate) -> Iterator[UnsureTechnology]:
        """Technologies that grades can leave without cover, the likeliest first, and those that hang on one grade."""
        singles, told = self._single_grades()
        alone = fate(self.held, singles) if len(singles) else None
        usual = fate(self.held, self.held.expected())
        rows: list[UnsureTechnology] = []
        for one in self.result.technologies:
            by = [c.centre for c in one.centres]
            if not by or any(c not in self.place for c in by):
                continue  # nobody covers it, or a centre outside the scheme does, which no grade can touch
            who = np.array([self.place[c] for c in by])
            chance = float(self._bare(fates, who).mean())
            hangs = []
            if alone is not None and not self._bare(usual, who).any():
                hangs = [told[k] for k in np.flatnonzero(self._bare(alone, who)).tolist()]
            if chance > 0 or hangs:
                found = {"technology": one.technology, "name": one.name}
                rows.append(UnsureTechnology(**found, centres=tuple(by), chance=chance, grades=tuple(hangs)))
        yield from sorted(rows, key=lambda row: (-row.chance, row.technology))

    def _bare(self, fates: Fate, who: Ints) -> Bools:
        """(D,) whether in some year a technology that some of these centres would cover has no cover left."""
        begun = self.held.years[None, :] >= self.held.approved[who][:, None]
        idle = np.all(fates.down[:, who] | ~begun[None], axis=1)
        none = np.logical_and(idle, np.any(begun, axis=0)[None])
        ended = (fates.ends[:, who] < NEVER).all(axis=1)
        return np.asarray(none[:, 1:].any(axis=1) | ended)

    def _single_grades(self) -> tuple[Grades, list[OneGrade]]:
        """Histories in which one grade alone is another than expected, and which one that is."""
        told, usual = self.held.grading, self.held.expected()[0]
        made, said = [], []
        for k, i in enumerate(self.held.at.tolist()):
            for y in np.flatnonzero(self.held.graded[k]).tolist():
                for g in np.flatnonzero(told.chance[i] > 0).tolist():
                    if g != usual[k, y]:
                        one = usual.copy()
                        one[k, y] = g
                        made.append(one)
                        year = int(self.held.years[y])
                        chance = float(told.chance[i, g])
                        said.append(OneGrade(centre=self.ids[k], year=year, grade=told.grades[g], chance=chance))
        return (np.array(made) if made else np.zeros((0, *usual.shape), dtype=np.int64)), said


def _quantiles(values: Floats) -> Quantiles:
    """Quantiles of a sample, each one of its values (the least one that at least this share does not exceed)."""
    found = {f"q{100 * q:02.0f}": float(np.quantile(values, q, method="inverted_cdf")) for q in QUANTILES}
    return Quantiles(**found)


def told_plan(result: PlanResult, plan: Plan) -> Plan:
    """The plan with the support to come of centres that it pays and does not choose."""
    known = {row.centre: dict(row.support) for row in result.history if row.centre not in plan.starts}
    more: Mapping[str, dict[int, float]] = {centre: years for centre, years in known.items() if years}
    return Plan(plan.starts, {**plan.support, **more})
