"""The step of a goal: the greatest amount of which every value that a plan can reach is a whole multiple.

With steps a front is exact without any tolerance: "better" means "better by a step"; and a stage is proven only when
its bound lies within half a step. What does not live here: fronts, stages.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np

from planner.problem.figures import LARGEST, whole
from planner.problem.rows import Floats, Goal, Layer, PlanningProblem, Stage

FEW = 1e7
"""Greatest number of steps that a shared fraction which is no decimal (thirteenths, say) may come to."""
_DENOMINATOR = 1000
_NOISE = 1e-9
"""How far an amount may be from a whole number of steps, in steps."""


def common_step(amounts: Iterable[float]) -> float | None:
    """The greatest step of which all amounts are multiples, or None.

    Examples
    --------
    >>> common_step([4.0, 6.0, -10.0]), common_step([0.25, 0.1]), common_step([1.0, math.pi])
    (2.0, 0.05, None)
    >>> common_step([8.5, 12.75, 12500000.5]), common_step([4e-7, 1e-6])
    (0.25, 2e-07)
    >>> round(1 / common_step([3 / 39, 1 / 39])), common_step([0.0])
    (39, 1.0)
    """
    sizes = sorted({abs(float(a)) for a in amounts} - {0.0})
    if not sizes:
        return 1.0
    decimals = whole(sizes, LARGEST)
    if decimals is not None:
        return float(decimals[1])
    shared = 1
    for size in sizes:
        ratio = Fraction(size / sizes[0]).limit_denominator(_DENOMINATOR)
        shared = math.lcm(shared, ratio.denominator)
        if shared > FEW:
            return None
    step = sizes[0] / shared
    counts = [size / step for size in sizes]
    if counts[-1] > FEW or any(abs(c - round(c)) > _NOISE * max(1.0, c * 1e-6) for c in counts):
        return None
    step *= math.gcd(*(round(c) for c in counts))
    return step


def goal_step(problem: PlanningProblem, goal: Goal) -> float | None:
    """The step of one goal of the problem, above the goal's constant; None where real numbers have their say.

    Examples
    --------
    >>> problem = PlanningProblem(candidates=("A", "B"), years=(2023,), values={"jobs": np.array([30.0, 45.0])})
    >>> goal_step(problem, Goal("jobs", (("jobs", 1.0),)))
    15.0
    """
    return _step_of(problem, dict(goal.parts))


def stage_step(problem: PlanningProblem, stage: Stage) -> float | None:
    """The step of what a stage weighs, above the constants of its goals; None where real numbers have their say.

    Examples
    --------
    >>> problem = PlanningProblem(candidates=("A", "B"), years=(2023,), cost=np.array([20000001.0, 20000000.0]),
    ...     goals=(Goal("cost", (("cost", 1.0),)),))
    >>> stage_step(problem, Stage("minimise", {"cost": 1.0}))
    1.0
    """
    parts: dict[str, float] = {}
    for goal in problem.goals:
        weight = stage.weights.get(goal.name, 0.0)
        for part, factor in goal.parts if weight else ():
            parts[part] = parts.get(part, 0.0) + weight * factor
    return _step_of(problem, parts)


def _step_of(problem: PlanningProblem, parts: Mapping[str, float]) -> float | None:
    """The step of Σ factor × component."""
    amounts: list[float] = []
    for part, factor in parts.items():
        if factor == 0.0:
            continue
        found = _amounts(problem, part)
        if found is None:
            return None
        amounts += [factor * float(a) for a in np.unique(found)]
    step = common_step(amounts)
    return None if step is None or sum(map(abs, amounts)) > LARGEST * step else step


def _amounts(problem: PlanningProblem, part: str) -> Floats | None:
    """Amounts of which every value of a component is a sum of whole multiples."""
    for layer in problem.layers:
        if layer.name == part:
            return _layer_amounts(layer)
    known = {pairs.name: pairs.bonus for pairs in problem.pairs} | dict(problem.values)
    known["count"] = known["changes"] = np.ones(1)
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
    stands = np.zeros(0) if layer.settled is None else np.nan_to_num(layer.settled * layer.strength[:, None]).ravel()
    cover = np.concatenate([reach.ravel(), layer.existing[:, periods].ravel(), stands])
    if np.any(cover != np.round(cover)):
        return None
    return np.asarray(np.multiply.outer(worth.ravel(), layer.marginal).ravel(), dtype=np.float64)
