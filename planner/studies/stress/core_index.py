"""Non-dominated plans and core index under partly known weights: Robust Portfolio Modeling, exact by enumeration.

Liesiö, Mild & Salo 2007, "Preference programming for robust portfolio modeling and project selection", European Journal
of Operational Research 181: plan x dominates y when V(x, w) ≥ V(y, w) for all feasible weights w and > for some. V is
linear in w, so the extreme points of the weights decide; what both plans hold cancels in the difference.
What does not live here: the weights (``weights``), and the index from sampled weights (``sampled``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.families.kinds import ruled
from planner.problem.cover_worth import depth_worth
from planner.problem.rows import BUILT_IN, Bools, Floats, Goal, Ints, Layer, PlanningProblem

MOST = 20
"""Greatest number of candidates whose 2^N plans are all tried."""
CHUNK = 1 << 15
NOISE = 1e-9
"""Relative difference of two values up to which they count as equal."""
UNWEIGHED = "unweighed"
"""Name of the goal that holds what carries no weight."""


@dataclass(frozen=True)
class CoreIndex:
    """Share of the plans that contain each candidate.

    Attributes
    ----------
    plans : ndarray of bool, (P, N)
        The non-dominated plans, in the order of their best value at the weights' centre.
    index : ndarray, (N,)
        Core index of each candidate.
    """

    plans: Bools
    index: Floats

    @property
    def core(self) -> Ints:
        """Positions of candidates in every plan (core index 1)."""
        return np.flatnonzero(self.plans.all(axis=0)) if len(self.plans) else np.zeros(0, dtype=np.int64)

    @property
    def exterior(self) -> Ints:
        """Positions of candidates in no plan (core index 0)."""
        return np.flatnonzero(~self.plans.any(axis=0)) if len(self.plans) else np.zeros(0, dtype=np.int64)


def core_index(plans: Bools) -> CoreIndex:
    """The core index of each candidate over several plans.

    >>> core_index(np.array([[True, True, False], [True, False, False]])).index
    array([1. , 0.5, 0. ])
    """
    return CoreIndex(plans, plans.mean(axis=0) if len(plans) else np.full(plans.shape[1], np.nan))


def exact(problem: PlanningProblem, goals: Sequence[str], vertices: Floats) -> CoreIndex:
    """All non-dominated plans and the core index, by trying every plan.

    Parameters
    ----------
    problem : PlanningProblem
        At most :data:`MOST` candidates, one approval year, no support by year. Its stages play no part.
    goals : sequence of str
        Goals that are weighed; what else the goal ``total`` of planner tables holds counts with weight 1.
    vertices : ndarray, (V, goals)
        Extreme points of the weights.

    Returns
    -------
    CoreIndex
        Without any plan where none keeps the rules.

    Raises
    ------
    UsageError
        The problem is too large to be enumerated.

    Notes
    -----
    2^N plans, and P · K comparisons for P plans of which K are not dominated.

    Examples
    --------
    >>> from planner.problem.tables import Settings, from_tables
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B", "C"], "value": [0, 0, 0],
    ...     "jobs": [5, 3, 1], "patents": [0, 3, 1]}}, Settings(count_max=1))
    >>> exact(problem, ["jobs", "patents"], np.array([[1.0, 0.0], [0.0, 1.0]])).index
    array([0.5, 0.5, 0. ])
    """
    if not enumerable(problem, goals):
        words = Words(
            "more than {n} candidates, years, support or further rules: sample the weights",
            "候选超过 {n} 家，或涉及年份、资金或其他规则：请抽样权重",
        )
        raise UsageError(words.fill(n=MOST))
    problem = weighed(problem, goals)
    names = [*goals, *([UNWEIGHED] if any(g.name == UNWEIGHED for g in problem.goals) else [])]
    sign = np.array([sign_of(g) for g in names])
    weights = np.concatenate([vertices, np.ones((len(vertices), len(names) - vertices.shape[1]))], axis=1)
    plans, values = [], []
    for choice in choices(problem):
        worth = np.stack([goal_values(problem, choice, g) for g in names], axis=1)
        plans.append(choice)
        values.append((worth * sign) @ weights.T)
    every, value = np.concatenate(plans), np.concatenate(values)
    keep = non_dominated(value)
    order = keep[np.argsort(-value[keep].mean(axis=1), kind="stable")]
    return core_index(every[order])


MODES = frozenset({"any", "best", "all"})
"""Modes of layers that it knows."""


def enumerable(problem: PlanningProblem, goals: Sequence[str]) -> bool:
    """Whether the plans of a problem can all be tried, and everything that they are held against is known here."""
    n = len(problem.candidates)
    if n > MOST or len(problem.years) > 1 or problem.support is not None:
        return False
    if any(getattr(problem, f.name) for f in fields(problem)[len(fields(PlanningProblem)) :]):
        return False  # rows of a later problem, which nobody here tries
    links = [x.candidate for x in problem.layers] + [x.candidate for x in problem.depths]
    beyond = any(np.any(candidate >= n) for candidate in links)
    known = {x.name for x in problem.layers if x.mode in MODES} | {x.name for x in problem.pairs}
    known |= {*problem.values, "count", "cost"}
    problem = weighed(problem, goals)
    used = {part for g in problem.goals if g.name in (*goals, UNWEIGHED) for part, _ in g.parts}
    return all(kind.enumerable for kind, _ in ruled(problem)) and not beyond and used <= known


def sign_of(goal: str) -> float:
    """1 for a goal that is maximised; −1 for costs, counts, delays and shortfalls, which are minimised.

    >>> sign_of("talent"), sign_of("cost")
    (1.0, -1.0)
    """
    return -1.0 if goal in BUILT_IN or goal.endswith("shortfall") else 1.0


def weighed(problem: PlanningProblem, goals: Sequence[str]) -> PlanningProblem:
    """The problem with one more goal: what ``total`` holds beside the goals that are weighed, if anything.

    >>> from planner.problem.tables import Settings, from_tables
    >>> problem = from_tables({"candidates": {"candidate": ["A"], "value": [1.0]}}, Settings())
    >>> weighed(problem, ["value"]).goals[-1].parts
    (('technologies', 1.0), ('synergies', 1.0))
    """
    known = {g.name: g for g in problem.goals}
    if unknown := [g for g in goals if g not in known]:
        words = Words("unknown goal {g}; there are {known}", "没有目标 {g}；可选：{known}")
        raise UsageError(words.fill(g=", ".join(unknown), known=", ".join(known)))
    if "total" not in known:
        return problem
    named = {part for g in goals for part, _ in known[g].parts}
    rest = tuple(part for part in known["total"].parts if part[0] not in named)
    return replace(problem, goals=(*problem.goals, Goal(UNWEIGHED, rest))) if rest else problem


def choices(problem: PlanningProblem) -> Iterator[Bools]:
    """Every choice of candidates that keeps the rules, (P, N) at a time."""
    n = len(problem.candidates)
    bits = np.arange(n)
    for start in range(0, 1 << n, CHUNK):
        numbers = np.arange(start, min(start + CHUNK, 1 << n))
        choice = (numbers[:, None] >> bits & 1).astype(bool)
        yield choice[_kept(problem, choice)]


def _kept(problem: PlanningProblem, choice: Bools) -> Bools:
    """(P,) whether each choice keeps every rule."""
    good = np.ones(len(choice), dtype=np.bool_)
    for kind, row in ruled(problem):
        good &= kind.kept(row, choice)
    return good


def goal_values(problem: PlanningProblem, choice: Bools, name: str) -> Floats:
    """(P,) the value of one goal for many choices of a problem with one approval year and no support."""
    goal = next(g for g in problem.goals if g.name == name)
    x = choice.astype(np.float64)
    out: Floats = np.full(len(choice), goal.constant)
    layers = {layer.name: layer for layer in problem.layers}
    pairs = {p.name: p for p in problem.pairs}
    for part, factor in goal.parts:
        if part in layers:
            out += factor * _layer_values(layers[part], choice)
        elif part in pairs:
            out += factor * ((x[:, pairs[part].a] * x[:, pairs[part].b]) @ pairs[part].bonus)
        elif part in problem.values:
            out += factor * (x @ problem.values[part])
        elif part == "count":
            out += factor * x.sum(axis=1)
        elif part == "cost" and problem.cost is not None:
            out += factor * (x @ problem.cost)
    return out


def _layer_values(layer: Layer, choice: Bools) -> Floats:
    shape = (len(choice), *layer.existing.shape)
    reach = layer.ramp[:, 0] * layer.strength[:, None]
    if layer.mode == "all":
        worth = np.full(shape, np.inf)
        for m, i in zip(layer.item, layer.candidate, strict=True):
            worth[:, m] = np.minimum(worth[:, m], choice[:, i, None] * layer.ramp[:, 0])
        worth = np.where(np.isfinite(worth), np.minimum(worth, 1.0), 0.0)
    else:
        worth = np.broadcast_to(layer.existing, shape).copy()
        for m, i, r in zip(layer.item, layer.candidate, reach, strict=True):
            more = choice[:, i, None] * r
            worth[:, m] = np.maximum(worth[:, m], more) if layer.mode == "best" else worth[:, m] + more
        worth = worth if layer.mode == "best" else depth_worth(layer.marginal, worth)
    return np.asarray(np.einsum("m,pmt,t->p", layer.weight, worth, layer.period_weight))


def non_dominated(values: Floats) -> Ints:
    """Positions of the rows that no other row beats: nowhere less and somewhere more. Equal rows all stay.

    Parameters
    ----------
    values : ndarray, (P, V)
        Of each plan at each extreme point, all maximised.

    Examples
    --------
    >>> non_dominated(np.array([[1.0, 1.0], [2.0, 0.0], [1.0, 0.5], [1.0, 1.0]]))
    array([0, 1, 3])
    """
    noise = NOISE * max(1.0, float(np.abs(values).max(initial=0.0)))
    order = np.argsort(-values.sum(axis=1), kind="stable")
    front = np.zeros((0, values.shape[1]))
    kept: list[int] = []
    for start in range(0, len(order), 256):
        part = order[start : start + 256]
        part = part[~_beaten(values[part], front, noise)]
        part = part[~_beaten(values[part], values[part], noise)]
        kept += part.tolist()
        front = np.concatenate([front, values[part]])
    return np.sort(np.array(kept, dtype=np.int64))


def _beaten(rows: Floats, others: Floats, noise: float) -> Bools:
    """(R,) whether each row is beaten by one of the others."""
    out = np.zeros(len(rows), dtype=bool)
    for start in range(0, len(others), 256):
        open_ = np.flatnonzero(~out)
        if not len(open_):
            break
        some = others[start : start + 256]
        least = np.all(some[None] >= rows[open_, None] - noise, axis=2)
        more = np.any(some[None] > rows[open_, None] + noise, axis=2)
        out[open_] = (least & more).any(axis=1)
    return out
