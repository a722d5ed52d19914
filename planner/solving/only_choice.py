"""Whether a stage leaves one choice alone: then every later stage has its answer, and its proof, without a search.

Where costs are counted to the cent two choices of the same cost are rare, while the stages behind (delay, late money)
are as hard to prove as if there were many: their relaxations say little. One more question in terms of the stage that
has just been proven, the best choice but one, settles all of them. What does not live here: the stages
(``planner.solving.stages``).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import highspy
import numpy as np

from planner.problem.rows import Floats
from planner.program.frame import Frame, Terms
from planner.program.whole_rows import most_of
from planner.solving import highs
from planner.solving.guarded_run import run_from
from planner.solving.highs import Limits, Listener
from planner.solving.live_model import MANY_SMALL

LEAST = 300
"""Yes/no columns from which the question is worth asking: below, the stages behind take less than it does."""
ROUNDS = 10_000
"""Looks of the solver at its limits after which the question is left open. Programmes of 3,390 made-up projects
take up to 2,000."""

MARGIN = 1e-9
"""Relative room for the arithmetic of the solver's bound."""


def is_worth_asking(frame: Frame) -> bool:
    """Whether a choice says all of a plan (no money, no amounts), and is one of many decisions."""
    return len(frame.integer) >= LEAST and not frame.pay and not frame.whole and not frame.contradiction


def is_only_choice(
    frame: Frame,
    goal: Terms,
    values: Floats,
    most: float,
    limits: Limits,
    shut: Sequence[tuple[int, float, float]] = (),
    columns: Sequence[int] | None = None,
    settings: Mapping[str, Any] = MANY_SMALL,
) -> bool:
    """Whether no other choice of the model has a goal of at most ``most``.

    Parameters
    ----------
    frame : Frame
        Left as it is.
    goal : dict
        What the stage minimises, in the solver's figures.
    values : ndarray
        (columns,) the choice.
    most : float
        In the figures of the goal.
    limits : Limits
    shut : sequence of (column, low, high)
        What every choice of at most ``most`` keeps.
    columns : sequence of int, optional
        Yes/no columns in which another choice must differ; all of them unless said. Those that say who is chosen leave
        the years open.
    settings : mapping
        Options of HiGHS.

    Returns
    -------
    bool
        True only where the solver's bound on all other choices lies above ``most``. That the solver finds no other
        choice at all proves nothing: presolve has called programs infeasible that are not.
    """
    frame.lp.setObjective(frame.expression(goal))
    with highs.interruptible() as stop:
        enough = threading.Event()

        def hear(best: float | None, bound: float | None) -> None:
            if (bound is not None and bound > most + MARGIN * abs(most)) or (best is not None and best <= most):
                enough.set()

        rounds = ROUNDS if limits.rounds is None else min(ROUNDS, limits.rounds)
        listener = _Until(hear, enough, stop, replace(limits, rounds=rounds))
        model, order = highs.handed_over(frame, replace(limits, gap=0.0), listener)
        place = {int(column): n for n, column in enumerate(order)}
        lp = model.getLp()
        for column, low, high in shut:
            at = place[column]
            model.changeColBounds(at, max(low, lp.col_lower_[at]), min(high, lp.col_upper_[at]))
        cut = {c: 1.0 if values[c] > 0.5 else -1.0 for c in (frame.integer if columns is None else columns)}
        places = np.array([place[c] for c in cut], dtype=np.int32)
        model.addRow(-highspy.kHighsInf, most_of(cut), len(cut), places, np.array(list(cut.values())))
        for name, value in settings.items():
            model.setOptionValue(name, value)
        run_from(model, None)
    bound = float(model.getInfo().mip_dual_bound)
    return bool(np.isfinite(bound) and bound > most + MARGIN * abs(most))


class _Until(Listener):
    """A listener that ends the search once enough is known, too."""

    def __init__(self, progress: highs.Hear, enough: threading.Event, stop: threading.Event, limits: Limits) -> None:
        super().__init__(progress, stop, limits)
        self.enough = enough

    @property
    def over(self) -> bool:
        """Whether the solver has to stop."""
        return self.enough.is_set() or super().over
