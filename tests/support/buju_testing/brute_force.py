"""The true optimum of a small city by trying every plan.

Rules and figures come from the audit; whether the money can be paid is a small linear program for each plan that
is tried, in the order of the objective. Nothing of the program that finds plans is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from scipy.optimize import linprog

from graph.model.ecosystem import Ecosystem
from planner.audit import catalogue, goals
from planner.audit.facts import Facts, read_facts
from planner.audit.family import Given
from planner.audit.report import Ledger
from planner.audit.rules import FAMILIES, budgets, lead_firm, quotas, readiness, ready, support, target
from planner.rulebook.policy import Policy, Stage

TIE = 1e-6
BY_YEAR = {"target_count", "quota_year", "horizon", "ready"}
PAID = ("cost", "late_money")


@dataclass
class Optimum:
    """Values of the stages (``None``: no plan is feasible) and one best plan."""

    objective: float | None
    second: float | None = None
    starts: dict[str, int] = field(default_factory=dict)
    tried: int = 0


def brute_force(eco: Ecosystem, policy: Policy) -> Optimum:
    """Optimum of stage 1, and of stage 2 among its ties (where stage 1 does not depend on money)."""
    facts = read_facts(eco)
    purse = Purse(facts, policy)
    stages = policy.objective
    sign = -1.0 if stages[0].minimise else 1.0
    plans = list(feasible_choices(facts, policy))
    ranked = sorted(((_value(stages[0], found), k) for k, (_, found) in enumerate(plans)), key=lambda x: -sign * x[0])
    depends = any(_weights(stages[0]).get(t) for t in PAID)
    best: Optimum | None = None
    for value, k in ranked:
        starts, found = plans[k]
        if best is not None and best.objective is not None and sign * value < sign * best.objective - TIE:
            break
        if depends:
            paid = purse.least(starts, _pay_weights(stages[0]))
            if paid is not None and (best is None or value + paid < best.objective):
                best = Optimum(value + paid, None, starts)
            continue
        weights = _pay_weights(stages[1]) if len(stages) > 1 else {}
        paid = purse.least(starts, weights)
        if paid is None:
            continue
        second = _value(stages[1], found) + paid if len(stages) > 1 else None
        if best is None:
            best = Optimum(value, second, starts)
        elif second is not None and second < best.second:
            best.second, best.starts = second, starts
    best = best or Optimum(None)
    best.tried = len(plans)
    return best


def _weights(stage: Stage) -> dict[str, float]:
    return dict(stage.maximise or stage.minimise or {})


def _value(stage: Stage, found: dict[str, float]) -> float:
    return sum(w * found[t] for t, w in _weights(stage).items())


def _pay_weights(stage: Stage) -> dict[str, float]:
    return {t: w for t, w in _weights(stage).items() if t in PAID}


def feasible_choices(facts: Facts, policy: Policy) -> Iterator[tuple[dict[str, int], dict[str, float]]]:
    """Every choice with years that keeps all rules but those on money, with its terms before any support is paid."""
    years = range(policy.years.first, policy.years.last + 1)
    able = {i: [y for y in years if not _broken(facts, policy, {i: y}, SINGLE)] for i in facts.candidates}
    able = {i: ys for i, ys in able.items() if ys}
    for size in range(len(able) + 1):
        for chosen in combinations(able, size):
            earliest = {i: able[i][0] for i in chosen}
            if _broken(facts, policy, earliest, TOGETHER) - BY_YEAR:
                continue
            pot = policy.equity.pot
            if pot is not None and goals.equity(facts, policy, earliest) > pot + 1e-9:
                continue
            fixed = goals.terms(facts, policy, earliest, {})
            for when in product(*(able[i] for i in chosen)):
                starts = dict(zip(chosen, when, strict=True))
                if _broken(facts, policy, starts, (target.AUDIT, quotas.AUDIT)):
                    continue
                delay = float(sum(y - policy.years.first for y in when))
                yield starts, fixed | {"coverage": goals.coverage(facts, policy, starts), "delay": delay}


SINGLE = (ready.AUDIT, readiness.AUDIT, lead_firm.AUDIT)
TOGETHER = tuple(f for f in FAMILIES if f not in SINGLE and not f.of_money)


def _broken(facts: Facts, policy: Policy, starts: dict[str, int], checks: tuple) -> set[str]:
    book = Ledger(catalogue.FAMILIES)
    for family in checks:
        family.check(book, Given(facts, policy, starts, {}))
    return {f.rule for f in book.findings}


class Purse:
    """Whether, and at what least weight, a choice can be paid what it needs."""

    def __init__(self, facts: Facts, policy: Policy) -> None:
        self.facts, self.policy = facts, policy
        self.hopeless: list[frozenset[tuple[str, int]]] = []

    def payments(self, starts: dict[str, int]) -> dict[str, dict[int, float]] | None:
        """Support that keeps all money rules at the least cost, by centre and year; ``None``: there is none."""
        if not starts:
            return {}
        solved = self._solve(starts, {"cost": 1.0})
        if solved is None:
            return None
        paid: dict[str, dict[int, float]] = {i: {} for i in starts}
        for (i, _, year), money_ in zip(solved[1], solved[2], strict=True):
            paid[i][year] = float(money_)
        return paid

    def least(self, starts: dict[str, int], weights: dict[str, float]) -> float | None:
        """Least weighted support (cost 1, late_money f − first) that keeps all money rules; ``None``: none does.

        Every rule on money is monotone (more centres only need more), so a choice that contains a hopeless one is.
        """
        plan = frozenset(starts.items())
        if any(bad <= plan for bad in self.hopeless):
            return None
        if not starts:
            return 0.0
        solved = self._solve(starts, weights)
        if solved is None:
            self.hopeless.append(self._core(starts))
        return solved[0] if solved else None

    def _core(self, starts: dict[str, int]) -> frozenset[tuple[str, int]]:
        """A hopeless part of a hopeless choice from which nothing more can be left out."""
        kept = dict(starts)
        for i in starts:
            without = {j: y for j, y in kept.items() if j != i}
            if without and self._solve(without, {}) is None:
                kept = without
        return frozenset(kept.items())

    def _solve(self, starts: dict[str, int], weights: dict[str, float]) -> tuple[float, list, list[float]] | None:
        """Value, columns (centre, support year, year) and their money."""
        facts, policy = self.facts, self.policy
        told = policy.support
        columns = [(i, k, y + k - 1) for i, y in starts.items() for k in range(1, told.years + 1)]
        most = [support.yearly_limit(facts, policy, i, k) for i, k, _ in columns]
        if told.first_year_cap is not None:
            most = [min(m, told.first_year_cap) if k == 1 else m for m, (_, k, _) in zip(most, columns, strict=True)]
        least = [support.first_year_least(facts, policy, i) if k == 1 else 0.0 for i, k, _ in columns]
        delta = np.array([budgets.district_share(facts, policy, i) for i, _, _ in columns])
        rows, caps = [], []
        for i in starts:
            mine = np.array([float(c[0] == i) for c in columns])
            rows.append(-mine)
            caps.append(-support.least_support(facts, policy, i))
            if told.total_cap is not None:
                rows.append(mine)
                caps.append(told.total_cap)
        for year, cap in policy.budgets.city.items():
            rows.append(np.array([float(c[2] == year) for c in columns]) * (1 - delta))
            caps.append(cap)
        if policy.budgets.total is not None:
            rows.append(np.ones(len(columns)))
            caps.append(policy.budgets.total)
        for district, cap in policy.budgets.districts.items():
            rows.append(np.array([float(facts.centres[c[0]].district == district) for c in columns]) * delta)
            caps.append(cap)
        cost = [
            weights.get("cost", 0.0) + weights.get("late_money", 0.0) * (f - policy.years.first) for _, _, f in columns
        ]
        done = linprog(cost, A_ub=np.array(rows), b_ub=caps, bounds=list(zip(least, most, strict=True)), method="highs")
        assert done.status in (0, 2), done.message
        return (float(done.fun), columns, done.x.tolist()) if done.status == 0 else None
