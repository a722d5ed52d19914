"""The contribution ledger: what each chosen centre adds to the objective, shared so that it sums to the objective.

Shapley values of the game whose value is the objective's first stage and whose players are the chosen centres, years
and payments as planned (Shapley 1953): additive over the terms of the objective, so that it is found term by term.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from math import comb, factorial

import numpy as np

from planner.problem.cover_worth import depth_worth
from planner.problem.plan import Plan
from planner.problem.rows import Floats, Layer, PlanningProblem
from planner.problem.score import Arrays, goals, stage_value, to_arrays

MOST_STATES = 4096
"""Up to this many different coalitions (players of equal strength are alike) an item is shared exactly."""


def ledger(problem: PlanningProblem, plan: Plan) -> tuple[float, dict[str, float]]:
    """Share the objective among the existing centres (as one block, first) and the chosen ones.

    Parameters
    ----------
    problem : PlanningProblem
    plan : Plan

    Returns
    -------
    existing : float
        The first stage with nothing chosen.
    contribution : dict of str to float
        Of each chosen centre; ``existing + Σ contribution`` is the objective. In the unit of the objective; costs of
        a stage that minimises are positive.

    Raises
    ------
    ValueError
        The stage weighs targets met or a largest shortfall, or a layer with projects: no term-by-term shares are known.

    Notes
    -----
    A chosen centre gets its own values (and cost, delay, late money), half of each pair bonus, and its Shapley share
    of every item that it covers with others: for item m at period p the game v(S) = g(e + Σ_S a_i) − g(e) with g
    concave, e the cover that exists. Equal full covers under a depth of 1 share the item's worth equally, w/n. An item
    with more than :data:`MOST_STATES` different coalitions is shared by strength, a_i / Σ a · v(all): the
    Aumann–Shapley price, which sums to the same whole and agrees where strengths are equal.
    """
    at = to_arrays(problem, plan)
    stage = problem.stages[0]
    others = np.where((at.start < 0)[:, None], at.pay, 0.0)
    nothing = stage_value(goals(problem, replace(at, start=np.full_like(at.start, -1), pay=others)), stage)
    factors: dict[str, float] = defaultdict(float)
    for goal in problem.goals:
        weight = stage.weights.get(goal.name, 0.0)
        for component, factor in goal.parts:
            factors[component] += weight * factor
    share = np.zeros(len(problem.candidates))
    weighed = {component for component, factor in factors.items() if factor}
    closed = {term.name for term in problem.largest}
    closed |= {s.name for s in problem.layers if s.mode == "met" or np.any(s.candidate >= len(share))}
    if weighed & closed:
        raise ValueError(f"no ledger of {', '.join(sorted(weighed & closed))}")
    for component, factor in factors.items():
        if factor:
            share += factor * _component(problem, at, component)
    return nothing, {c: float(share[i]) for i, c in enumerate(problem.candidates) if at.start[i] >= 0}


def _component(problem: PlanningProblem, at: Arrays, name: str) -> Floats:
    """(N,) shares of one component."""
    x = at.chosen
    out = np.zeros(len(problem.candidates))
    for layer in problem.layers:
        if layer.name == name:
            out += layer_shares(layer, at)
    for pairs in problem.pairs:
        if pairs.name == name:
            half = 0.5 * pairs.bonus * x[pairs.a] * x[pairs.b]
            np.add.at(out, pairs.a, half)
            np.add.at(out, pairs.b, half)
    if name in problem.values:
        out += problem.values[name] * x
    years = np.asarray(problem.years, dtype=np.float64)
    if name == "cost":
        out += at.pay.sum(axis=1) + (0.0 if problem.cost is None else problem.cost * x)
    elif name == "delay":
        out += np.where(at.start >= 0, years[at.start] - years[0], 0.0)
    elif name == "late_money" and problem.support is not None:
        out += at.pay @ (np.asarray(problem.support.years, dtype=np.float64) - years[0])
    elif name == "count":
        out += x
    return out


def layer_shares(layer: Layer, at: Arrays) -> Floats:
    """(N,) Shapley shares of a layer's worth above what exists already."""
    out = np.zeros(len(at.start))
    on = np.flatnonzero(at.start[layer.candidate] >= 0)
    by_item: dict[int, list[int]] = defaultdict(list)
    for link in on:
        by_item[int(layer.item[link])].append(int(link))
    parts = np.bincount(layer.item, minlength=len(layer.items))
    marginal = tuple(float(v) for v in layer.marginal)
    for m, links in by_item.items():
        players = layer.candidate[links]
        for p in np.flatnonzero(layer.period_weight):
            worth = float(layer.weight[m] * layer.period_weight[p])
            ramp = np.array([layer.growth(link, int(p))[at.start[layer.candidate[link]]] for link in links])
            have = float(layer.existing[m, p])
            if worth == 0.0:
                continue
            if layer.mode == "all":
                whole = min(1.0, float(ramp.min())) if len(links) == parts[m] else 0.0
                shares = np.full(len(links), whole / len(links))
            elif layer.mode == "best":
                shares = greatest_shares(ramp * layer.strength[links], have)
            elif layer.mode == "sum":
                shares = ramp * layer.strength[links]
            else:
                shares = cover_shares(tuple((ramp * layer.strength[links]).tolist()), have, marginal)
            np.add.at(out, players, worth * shares)
    return out


def greatest_shares(strength: Floats, have: float) -> Floats:
    """Shapley shares of max(have, greatest strength) − have: the airport game (Littlechild & Owen 1973).

    >>> greatest_shares(np.array([1.0, 0.5]), 0.0)
    array([0.75, 0.25])
    """
    out = np.zeros(len(strength))
    order = np.argsort(strength, kind="stable")
    before, running = have, 0.0
    for rank, i in enumerate(order):
        level = max(have, float(strength[i]))
        running += (level - before) / (len(order) - rank)
        before = level
        out[i] = running
    return out


@lru_cache(maxsize=65536)
def cover_shares(amounts: tuple[float, ...], have: float, marginal: tuple[float, ...]) -> Floats:
    """Shapley shares of g(have + Σ amounts) − g(have).

    Parameters
    ----------
    amounts : tuple of float
        What each player adds to the cover.
    have : float
        Cover that is there already.
    marginal : tuple of float
        Worth of each unit of cover.

    Returns
    -------
    ndarray of float
        A share for each player, in their order.

    Examples
    --------
    >>> cover_shares((1.0, 1.0), 0.0, (0.5, 0.25))
    array([0.375, 0.375])
    >>> cover_shares((1.0, 1.0, 1.0), 0.0, (1.0,)).round(4)
    array([0.3333, 0.3333, 0.3333])
    """
    steps = np.asarray(marginal, dtype=np.float64)

    def worth(cover: float) -> float:
        return float(depth_worth(steps, have + cover))

    whole = worth(sum(amounts)) - worth(0.0)
    kinds = sorted({a for a in amounts if a > 0})
    numbers = [amounts.count(a) for a in kinds]
    states = int(np.prod([n + 1 for n in numbers])) if kinds else 0
    if whole == 0.0 or not kinds:
        return np.zeros(len(amounts))
    if states > MOST_STATES:
        return np.asarray(amounts) * whole / sum(amounts)
    shares = {a: _share_of(k, kinds, numbers, worth) for k, a in enumerate(kinds)}
    out = np.array([shares.get(a, 0.0) for a in amounts])
    return np.asarray(out * whole / out.sum())


def _share_of(one: int, kinds: Sequence[float], numbers: Sequence[int], worth: Callable[[float], float]) -> float:
    """The Shapley share of one player of a kind: Σ over coalitions of the others, alike players counted together."""
    n = sum(numbers)
    others = [count - (k == one) for k, count in enumerate(numbers)]
    out = 0.0
    for held in product(*(range(count + 1) for count in others)):
        size = sum(held)
        ways = float(np.prod([comb(a, b) for a, b in zip(others, held, strict=True)]))
        cover = sum(k * h for k, h in zip(kinds, held, strict=True))
        chance = factorial(size) * factorial(n - size - 1) / factorial(n)
        out += ways * chance * (worth(cover + kinds[one]) - worth(cover))
    return out
