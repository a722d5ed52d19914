"""Boxes of conditions in which something fails: the patient rule induction method (PRIM).

Friedman & Fisher (1999), Statistics and Computing 9; as used for finding scenarios: Bryant & Lempert (2010),
Technological Forecasting and Social Change 77. What does not live here: what counts as failing (``answer``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.base.records import Share
from planner.problem.rows import Bools, Floats

PEEL = 0.05
"""Share of the cases in the box that one peel takes off."""
LEAST = 10
"""Cases that a box holds at least."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """A condition of a box: the key lies from ``low`` to ``high`` (None: as far as the cases go).

    ``by_chance``: the chance that the box without this condition would show as many failures in a part of this size if
    the condition said nothing (the quasi-p-value of Bryant & Lempert).
    """

    key: str
    low: float | None
    high: float | None
    by_chance: float


@dataclass(frozen=True, kw_only=True)
class Box:
    """Conditions that hold together, what share of the cases in it fail, and what share of all that fail it holds."""

    sides: tuple[Side, ...]
    cases: int
    density: Share
    coverage: Share


def find(keys: Sequence[str], values: Floats, fails: Bools) -> Box | None:
    """The box of conditions with the best balance of density and coverage.

    Parameters
    ----------
    keys : sequence of str
    values : ndarray
        (cases, keys) of numbers.
    fails : ndarray
        (cases,) whether the case fails.

    Returns
    -------
    Box or None
        The step of the peeling trajectory with the greatest harmonic mean of density and coverage, less the
        conditions that can go without lowering it. None: no case fails, all do, or no condition tells more than none.

    Notes
    -----
    O(d · n · steps). Of each key the lowest and the highest ``PEEL`` of the cases in the box is tried; the peel with
    the greatest mean of what is left is taken, the first of equals. Ties of values go or stay together.

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 101)[:, None]
    >>> found = find(["budget"], x, x[:, 0] < 0.3)
    >>> [(s.key, s.low, round(s.high, 2)) for s in found.sides], round(found.density, 2), found.coverage
    ([('budget', None, 0.3)], 0.97, 1.0)
    """
    if not fails.any() or fails.all():
        return None
    none = np.stack([np.full(len(keys), -np.inf), np.full(len(keys), np.inf)])
    best, score = none, _balance(fails, _inside(values, none))
    for bounds in _peeled(values, fails):
        balance = _balance(fails, _inside(values, bounds))
        if balance > score + 1e-12:
            best, score = bounds, balance
    best = _dropped(values, fails, best, score)
    if not np.isfinite(best).any():
        return None
    inside = _inside(values, best)
    return Box(
        sides=tuple(_sides(keys, values, fails, best)),
        cases=int(inside.sum()),
        density=float(fails[inside].mean()),
        coverage=float(fails[inside].sum() / fails.sum()),
    )


def _inside(values: Floats, bounds: Floats) -> Bools:
    held: Bools = ((values >= bounds[0]) & (values <= bounds[1])).all(axis=1)
    return held


def _balance(fails: Bools, inside: Bools) -> float:
    hit = float(fails[inside].sum())
    return 2.0 * hit / float(inside.sum() + fails.sum())


def _peeled(values: Floats, fails: Bools) -> list[Floats]:
    """Every box of the peeling trajectory, from all cases on."""
    bounds = np.stack([np.full(values.shape[1], -np.inf), np.full(values.shape[1], np.inf)])
    out: list[Floats] = []
    while True:
        inside = _inside(values, bounds)
        tried = [
            (float(fails[left].mean()), k, side, bound)
            for k in range(values.shape[1])
            for side in (0, 1)
            if (cut := _cut(values, inside, k, side)) is not None
            for bound, left in [cut]
            if left.sum() >= LEAST
        ]
        if not tried:
            return out
        _, k, side, bound = max(tried, key=lambda one: one[0])
        bounds = bounds.copy()
        bounds[side, k] = bound
        out.append(bounds)


def _cut(values: Floats, inside: Bools, k: int, side: int) -> tuple[float, Bools] | None:
    """The bound that peels one side, and the cases that it leaves."""
    column = values[inside, k]
    order = np.unique(column)
    if len(order) < 2:
        return None
    if side == 0:
        edge = np.quantile(column, PEEL, method="lower")
        bound = float(order[order > edge][0])
        return bound, inside & (values[:, k] >= bound)
    edge = np.quantile(column, 1.0 - PEEL, method="higher")
    bound = float(order[order < edge][-1])
    return bound, inside & (values[:, k] <= bound)


def _dropped(values: Floats, fails: Bools, bounds: Floats, score: float) -> Floats:
    """Bounds without the sides that can go at no loss, the last key first."""
    for k in reversed(range(values.shape[1])):
        for side, free in ((0, -np.inf), (1, np.inf)):
            wider = bounds.copy()
            wider[side, k] = free
            if _balance(fails, _inside(values, wider)) >= score - 1e-12:
                bounds = wider
    return bounds


def _sides(keys: Sequence[str], values: Floats, fails: Bools, bounds: Floats) -> list[Side]:
    from scipy.stats import binom  # noqa: PLC0415 - half a second of imports that no other command needs

    out = []
    inside = _inside(values, bounds)
    for k, key in enumerate(keys):
        low, high = (float(b) if np.isfinite(b) else None for b in bounds[:, k])
        if low is None and high is None:
            continue
        wider = bounds.copy()
        wider[:, k] = -np.inf, np.inf
        without = fails[_inside(values, wider)].mean()
        chance = float(binom.sf(fails[inside].sum() - 1, inside.sum(), without))
        out.append(Side(key=key, low=low, high=high, by_chance=chance))
    return out
