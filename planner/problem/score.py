"""What a plan is worth, computed from the problem by plain arrays: no model, no solver.

Objectives are always reported from here, recomputed on the rounded plan, never read from a solver. The objective's
terms are plain data, so that their worth needs nothing else. What does not live here: how far a plan uses the rules,
which every kind of row answers for itself (``planner.families.use``); :class:`Use` is what it answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from planner.problem.cover_worth import depth_worth
from planner.problem.plan import Plan
from planner.problem.rows import (
    MET,
    OF_HISTORY,
    Floats,
    Ints,
    Layer,
    PlanningProblem,
    Rule,
    Stage,
)

TOLERANCE = 1e-6
"""Relative tolerance below which a row counts as used up."""


@dataclass(frozen=True)
class Arrays:
    """A plan as arrays: ``start`` (N,) position of the approval year or −1, ``pay`` (N, F).

    ``projects`` (B,) is the start of each project: the latest of its members', −1 unless all of them start.
    """

    start: Ints
    pay: Floats
    projects: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def chosen(self) -> Floats:
        """(N,) 1 where chosen."""
        return (self.start >= 0).astype(np.float64)

    @property
    def sources(self) -> Ints:
        """(N + B,) starts of candidates and projects, as links count them."""
        return np.concatenate([self.start, self.projects])

    def without(self, i: int) -> Arrays:
        """The plan without candidate i, whose money is left where it was."""
        start = self.start.copy()
        start[i] = -1
        return replace(self, start=start)


@dataclass(frozen=True, kw_only=True)
class Use:
    """How far a rule is used: ``limit`` and ``used`` in the rule's unit; ``slack`` ≥ 0, 0 where it binds."""

    rule: Rule
    side: str
    limit: float
    used: float
    slack: float

    @property
    def binding(self) -> bool:
        """Whether nothing is left."""
        return self.slack <= TOLERANCE * max(abs(self.limit), abs(self.used))


def to_arrays(problem: PlanningProblem, plan: Plan) -> Arrays:
    """The plan in positions; unknown ids are a ``KeyError``."""
    where = {c: i for i, c in enumerate(problem.candidates)}
    year = {y: n for n, y in enumerate(problem.years)}
    start = np.full(len(where), -1, dtype=np.int64)
    for centre, approved in plan.starts.items():
        start[where[centre]] = year[approved]
    funding = problem.support.years if problem.support else ()
    pay = np.zeros((len(where), len(funding)))
    if problem.support is not None and problem.support.paid is not None:
        pay += problem.support.paid
    for centre, money in plan.support.items():
        for f, amount in money.items():
            pay[where[centre], funding.index(f)] = amount
    together = [start[p.members].max() if (start[p.members] >= 0).all() else -1 for p in problem.projects]
    return Arrays(start, pay, np.array(together, dtype=np.int64))


def goals(problem: PlanningProblem, at: Arrays) -> dict[str, float]:
    """The value of every goal of the problem, constants included."""
    parts: dict[str, float] = {layer.name: layer_value(layer, at) for layer in problem.layers}
    layers = {layer.name: layer for layer in problem.layers}
    for term in problem.largest:
        parts[term.name] = largest_shortfall(layers[term.layer], at)
    x = at.chosen
    for pairs in problem.pairs:
        parts[pairs.name] = float(np.sum(pairs.bonus * x[pairs.a] * x[pairs.b]))
    for name, value in problem.values.items():
        parts[name] = float(value @ x)
    fixed = 0.0 if problem.cost is None else float(problem.cost @ x)
    parts["cost"] = fixed + float(at.pay.sum())
    years = np.asarray(problem.years, dtype=np.float64)
    parts["delay"] = float(np.sum((years[at.start] - years[0])[at.start >= 0]))
    funding = np.asarray(problem.support.years if problem.support else (), dtype=np.float64)
    parts["late_money"] = float(at.pay.sum(axis=0) @ (funding - years[0])) if len(funding) else 0.0
    parts["count"] = float(x.sum())
    parts |= dict.fromkeys(OF_HISTORY, 0.0) | of_history(problem, at)
    return {g.name: g.constant + sum(f * parts[c] for c, f in g.parts) for g in problem.goals}


def of_history(problem: PlanningProblem, at: Arrays) -> dict[str, float]:
    """The terms of problems with a history: shortfall of soft dues, changes to the baseline, money moved."""
    short = 0.0
    for due in problem.dues:
        stays = due.stays < 0 or problem.settled is None or not problem.settled.stoppable[due.stays]
        if due.soft and (stays or at.start[due.stays] >= 0):
            short += max(0.0, due.floor - float(np.sum(due.share * at.pay[due.centre, due.year])))
    changes, moved = 0.0, 0.0
    if problem.settled is not None:
        changes += float((problem.settled.stoppable & (at.start < 0)).sum())
    if problem.baseline is not None:
        changes += float((problem.baseline.counted & (at.start != problem.baseline.start)).sum())
        begin = 0 if problem.support is None else problem.support.open
        moved = float(np.abs(at.pay - problem.baseline.pay)[:, begin:].sum())
    return {"shortfall": short, "changes": changes, "money_moved": moved}


def stage_value(values: Mapping[str, float], stage: Stage) -> float:
    """The weighted sum of one stage."""
    return sum(weight * values[name] for name, weight in stage.weights.items() if weight)


def layer_value(layer: Layer, at: Arrays) -> float:
    """Σ_m Σ_p weight · period_weight · worth of cover, for the layer's mode."""
    return float(layer.weight @ cover_worth(layer, at) @ layer.period_weight)


def cover_worth(layer: Layer, at: Arrays) -> Floats:
    """(M, P) worth of the cover of each item, for the layer's mode, before weights."""
    start = at.sources[layer.candidate]
    on = start >= 0
    ramped = np.where(on[:, None], layer.ramp[:, start].T, 0.0)
    if layer.settled is not None:
        stands = np.where(on[:, None], layer.settled, 0.0)
        ramped = np.where(np.isnan(layer.settled), ramped, stands)
    reach = ramped * layer.strength[:, None]
    shape = layer.existing.shape
    if layer.mode == "all":
        least = np.full(shape, np.inf)
        np.minimum.at(least, layer.item, ramped)
        return np.where(np.isfinite(least), np.minimum(least, 1.0), 0.0)
    cover = layer.existing.copy()
    if layer.mode == "best":
        np.maximum.at(cover, layer.item, reach)
        return cover
    np.add.at(cover, layer.item, reach)
    if layer.mode == "sum":
        return cover
    if layer.mode == "met":
        return (cover >= 1.0 - MET).astype(np.float64)
    return depth_worth(layer.marginal, cover)


def largest_shortfall(layer: Layer, at: Arrays) -> float:
    """The greatest weight · (1 − cover) over items and judged periods, at least 0."""
    judged = layer.period_weight > 0
    missing = layer.weight[:, None] * (1.0 - np.minimum(cover_worth(layer, at), 1.0)[:, judged])
    return float(np.max(missing, initial=0.0))
