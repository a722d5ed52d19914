"""The core problem: what the relaxation leaves open, with all else decided as the relaxation has it.

A core (Balas & Zemel 1980) holds the candidates that the relaxation chooses in part or is almost indifferent to. Branch
and bound on it takes a fraction of the time and often finds the optimum; whether it did, the bound of the whole says.
What does not live here: solving it (``planner.solving.search``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.problem.rows import Bools, Floats, Ints, PlanningProblem
from planner.solving.relaxation import Columns, Relaxation
from planner.solving.timetable import timetable

PART = 0.01
"""A candidate counts as chosen in part when its share is further than this from 0 and 1."""
LEAST = 10
EVERY = 50
"""Beside those chosen in part the core takes ``LEAST`` candidates, and one more for every ``EVERY``."""
OPEN = 200
"""Up to this many columns the years of centres outside the core may stay open; beyond, a timetable sets them."""
WHOLE = 1e-6


@dataclass(frozen=True)
class Fixed:
    """Columns with new bounds: ``low`` ≤ x ≤ ``high`` at the ``places`` in the HiGHS model."""

    places: Ints
    low: Floats
    high: Floats

    @staticmethod
    def of(columns: Columns, low: Floats, high: Floats) -> Fixed:
        """From (N, Y) bounds of "has started by year y"; only what is tighter than [0, 1] is kept."""
        tighter = columns.may_start & ((low > 0.0) | (high < 1.0))
        return Fixed(columns.begin[tighter], low[tighter], high[tighter])

    def and_whole(self, columns: Columns, values: Floats) -> Fixed:
        """With every start besides that is whole in ``values`` (columns of the HiGHS model) fixed there."""
        others = np.setdiff1d(columns.begin[columns.may_start], self.places)
        at = values[others]
        whole = np.abs(at - np.round(at)) <= WHOLE
        low = np.concatenate([self.low, np.round(at[whole])])
        high = np.concatenate([self.high, np.round(at[whole])])
        return Fixed(np.concatenate([self.places, others[whole]]), low, high)


def core(problem: PlanningProblem, columns: Columns, relaxation: Relaxation, gap: float, width: int = 1) -> Fixed:
    """Everything outside the core, fixed.

    Parameters
    ----------
    problem, columns, relaxation
        The relaxed problem.
    gap : float
        Relative gap that is aimed at: how much a timetable may give up.
    width : int
        How many times the usual number of further candidates the core takes.

    Returns
    -------
    Fixed
        Centres that the relaxation chooses outside the core start in the years that it gives them; where it mixes
        years, the years stay open if that leaves few columns open, else a timetable decides.
    """
    share = relaxation.chosen
    inside = _inside(relaxation, width)
    chosen = (share > 0.5) & ~inside
    started = np.where(chosen[:, None] | inside[:, None], relaxation.started, 0.0)
    mixed = columns.may_start & (np.abs(started - np.round(started)) > WHOLE)
    mixed |= inside[:, None] & columns.may_start
    if mixed.sum() > OPEN:
        losses, _ = relaxation.losses()
        dear = max(gap, 1e-4) * max(1e-9, abs(relaxation.bound)) / max(1, int(chosen.sum()))
        years = timetable(problem, chosen, losses, dear)
        inside |= chosen & (years < 0)
        started = ((years[:, None] >= 0) & (np.arange(started.shape[1]) >= years[:, None])).astype(np.float64)
        mixed = inside[:, None] & columns.may_start
    value = np.round(started)
    return Fixed.of(columns, np.where(mixed, 0.0, value), np.where(mixed, 1.0, value))


def _inside(relaxation: Relaxation, width: int) -> Bools:
    """(N,) who is in the core: chosen in part, then nearest to indifference."""
    share, surplus = relaxation.chosen, relaxation.surplus
    part = (share > PART) & (share < 1.0 - PART)
    size = int(part.sum()) + width * (LEAST + len(share) // EVERY)
    order = np.argsort(np.where(part, -1.0, np.abs(surplus)), kind="stable")
    inside = np.zeros(len(share), dtype=bool)
    inside[order[:size]] = True
    return inside & np.isfinite(surplus)


def hopeless(columns: Columns, relaxation: Relaxation, room: float) -> Fixed:
    """Decisions that no plan within ``room`` of the bound takes, fixed: an exact reduction.

    A start whose loss exceeds the room is barred; a candidate that cannot be left out is chosen. What follows about the
    monotone columns "has started by year y": 0 before the first year that is left, and for a centre that must be
    chosen 1 from the last such year on.

    Examples
    --------
    >>> at = Columns(np.array([[0, 1], [2, 3]]), np.zeros((2, 0), dtype=np.int64))
    >>> found = Relaxation(-10.0, np.zeros(4), np.zeros((2, 2)), np.array([[-5.0, 9.0], [-6.0, -7.0]]))
    >>> fixed = hopeless(at, found, 4.0)
    >>> fixed.places, fixed.low, fixed.high
    (array([0, 1, 2, 3]), array([0., 1., 0., 0.]), array([0., 1., 0., 0.]))
    """
    starts, out = relaxation.losses()
    may = columns.may_start & (starts <= room)
    never: Bools = ~np.asarray(may.any(axis=1))
    years = np.arange(may.shape[1])[None, :]
    first, last = np.argmax(may, axis=1), may.shape[1] - 1 - np.argmax(may[:, ::-1], axis=1)
    high = np.where(never[:, None] | (years < first[:, None]), 0.0, 1.0)
    low = np.where(((out > room) & ~never)[:, None] & (years >= last[:, None]), 1.0, 0.0)
    return Fixed.of(columns, low, high)
