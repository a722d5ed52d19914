"""The step of a goal: the greatest amount of which every value that a plan can reach is a whole multiple.

With steps a front is exact without any tolerance: "better" means "better by a step". What does not live here: fronts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from planner.problem.rows import Floats, Goal, Layer, PlanningProblem

MANY = 1e7
"""Greatest number of steps in the sum of all amounts; beyond it a goal counts as one of real numbers."""
_DENOMINATOR = 1000
_NOISE = 1e-9
"""How far an amount may be from a whole number of steps, in steps."""


def common_step(amounts: Iterable[float]) -> float | None:
    """The greatest step of which all amounts are multiples, or None.

    Examples
    --------
    >>> common_step([4.0, 6.0, -10.0]), common_step([0.25, 0.1]), common_step([1.0, math.pi])
    (2.0, 0.05, None)
    >>> round(1 / common_step([3 / 39, 1 / 39])), common_step([0.0])
    (39, 1.0)
    """
    sizes = sorted({abs(float(a)) for a in amounts} - {0.0})
    if not sizes:
        return 1.0
    whole = 1
    for size in sizes:
        ratio = Fraction(size / sizes[0]).limit_denominator(_DENOMINATOR)
        whole = math.lcm(whole, ratio.denominator)
        if whole > MANY:
            return None
    step = sizes[0] / whole
    counts = [size / step for size in sizes]
    if any(abs(c - round(c)) > _NOISE * max(1.0, c * 1e-6) for c in counts):
        return None
    step *= math.gcd(*(round(c) for c in counts))
    return step


def goal_step(problem: PlanningProblem, goal: Goal) -> float | None:
    """The step of one goal of the problem, above the goal's constant; None where real numbers have their say.

    Examples
    --------
    >>> problem = PlanningProblem(("A", "B"), (2023,), values={"jobs": np.array([30.0, 45.0])})
    >>> goal_step(problem, Goal("jobs", (("jobs", 1.0),)))
    15.0
    """
    amounts: list[float] = []
    for part, factor in goal.parts:
        found = _amounts(problem, part)
        if found is None:
            return None
        amounts += [factor * float(a) for a in np.unique(found)]
    step = common_step(amounts)
    return None if step is None or sum(map(abs, amounts)) > MANY * step else step


def _amounts(problem: PlanningProblem, part: str) -> Floats | None:
    """Amounts of which every value of a component is a sum of whole multiples."""
    for layer in problem.layers:
        if layer.name == part:
            return _layer_amounts(layer)
    known = {pairs.name: pairs.bonus for pairs in problem.pairs} | dict(problem.values)
    known["count"] = np.ones(1)
    known["delay"] = np.asarray(problem.years, dtype=np.float64) - problem.years[0]
    if problem.support is None or not len(problem.support.cap):  # otherwise money is paid in any amount
        known["cost"] = np.zeros(0) if problem.cost is None else problem.cost
        known["late_money"] = np.zeros(0)
    return known.get(part)


def _layer_amounts(layer: Layer) -> Floats | None:
    periods = np.flatnonzero(layer.period_weight)
    worth = np.outer(layer.weight, layer.period_weight[periods])
    ramp = layer.ramp[periods]
    reach = layer.strength[:, None, None] * ramp[None, :, :]
    if layer.mode in ("best", "sum"):
        return np.concatenate(
            [(worth[layer.item][:, :, None] * reach).ravel(), (worth * layer.existing[:, periods]).ravel()]
        )
    if layer.mode == "met":
        return np.asarray(worth.ravel(), dtype=np.float64)
    if layer.mode == "all":
        return np.asarray((worth[:, :, None] * np.minimum(ramp, 1.0)[None]).ravel(), dtype=np.float64)
    cover = np.concatenate([reach.ravel(), layer.existing[:, periods].ravel()])
    if np.any(cover != np.round(cover)):
        return None
    return np.asarray(np.multiply.outer(worth.ravel(), layer.marginal).ravel(), dtype=np.float64)
