"""A stage of a small program, searched on one live linear program for as long as that is quick.

Where a program has few decisions HiGHS spends most of its time on what prepares a search. A tree whose nodes start from
the basis of the one before (``planner.solving.warm_tree``) proves such a program in a few hundred linear programs; one
that takes more is HiGHS's, from the best plan so far. Work is counted, so the way does not depend on the machine. What
does not live here: the tree, and HiGHS's own search (``planner.solving.search``).
"""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from planner.problem.rows import Floats, Ints
from planner.program.frame import Frame, Terms
from planner.program.whole_rows import most_of
from planner.solving import highs
from planner.solving.highs import Answer, Limits, Listener
from planner.solving.relaxation import Columns
from planner.solving.warm_tree import PER_ROUND, Leaf, UnsolvedError, WarmTree

SMALL = 150
"""Decisions up to which a program is small."""
ROUNDS = 150
"""Rounds (of ten linear programs) after which the tree leaves the rest to HiGHS. The stages of the sample take 1 to 71,
where HiGHS's own search takes five times as long."""
MARGIN = 1e-9
"""Relative room for the arithmetic of values that are held against a limit."""
PATIENCE = 0.5
"""Seconds between two reports of progress."""

Hear = Callable[[float | None, float | None], None]


def is_small(frame: Frame, terms: Terms, limits: Limits) -> bool:
    """Whether the tree is asked at all: few decisions, all yes/no, something to gain by them, no limit in nodes.

    Where nothing but amounts is gained by (money that moves), what is left may be as small as the tolerance of one
    linear program; HiGHS's own search tells its bound apart from that.
    """
    few = 0 < len(frame.integer) <= SMALL and not frame.whole and not frame.contradiction
    return few and any(terms.get(column) for column in frame.integer) and limits.nodes is None


def minimise(
    frame: Frame,
    terms: Terms,
    limits: Limits,
    *,
    start: Floats | None = None,
    progress: Hear | None = None,
    patient: bool = False,
) -> Answer:
    """Minimise ``terms`` over a small model within :data:`ROUNDS`.

    Parameters
    ----------
    frame, terms, limits, start, progress
        As in :func:`planner.solving.search.minimise`.
    patient : bool
        Within the limits alone, where HiGHS's own search has failed.

    Returns
    -------
    Answer
        ``proven`` or ``infeasible``; ``interrupted`` after Ctrl-C; else ``time_limit``: the work ran out, and values
        and bound are what is known so far. ``rounds`` is the work that it took.
    """
    tree, order, costs = planted(frame, terms, limits)
    known = None if start is None else frame.for_solver(start)[order]
    value = math.inf if known is None else float(costs @ known)
    most = sys.maxsize if patient else ROUNDS
    rounds = most if limits.rounds is None else min(most, limits.rounds)
    with highs.interruptible() as stop:
        try:
            work = replace(limits, rounds=rounds)
            leaf = tree.minimise(tree.low, tree.high, value, work, stop=stop.is_set, hear=_seldom(progress))
        except UnsolvedError:  # a linear program that the simplex method could not end: HiGHS has other ways
            leaf = Leaf(math.inf, -math.inf, None, cut=True)
        stopped = stop.is_set()
    best = known if leaf.values is None else leaf.values
    spent = math.ceil(tree.programs / PER_ROUND)
    bound = leaf.bound if math.isfinite(leaf.bound) else None
    if best is None:
        nothing: highs.Status = "interrupted" if stopped else "time_limit"
        return Answer(nothing, None, bound, spent) if leaf.cut else Answer("infeasible", None, None, spent)
    values = np.zeros(len(frame.columns))
    values[order] = best
    values = frame.in_figures(values)
    if leaf.cut:
        return Answer("interrupted" if stopped else "time_limit", values, bound, spent)
    return Answer("proven", values, min(leaf.bound, float(costs @ best)), spent)


def none_but(
    frame: Frame, terms: Terms, values: Floats, most: float, limits: Limits, columns: Collection[int]
) -> bool | None:
    """Whether it is shown that no other choice of a small model has ``terms`` of at most ``most``.

    Parameters
    ----------
    frame, terms, limits
        As in :func:`minimise`.
    values : ndarray
        (columns,) the choice.
    most : float
        In the figures of the terms.
    columns : collection of int
        Yes/no columns in which another choice must differ.

    Returns
    -------
    bool or None
        None: the work ran out.
    """
    tree, order, _ = planted(frame, terms, limits)
    place = {int(column): n for n, column in enumerate(order)}
    cut = {c: 1.0 if values[c] > 0.5 else -1.0 for c in columns}
    row = tree.add_row(np.array([place[c] for c in cut], dtype=np.int64), np.array(list(cut.values())))
    tree.bound_row(row, most_of(cut))
    rounds = ROUNDS if limits.rounds is None else min(ROUNDS, limits.rounds)
    # only what is better than the cutoff by the tolerance counts, and ``most`` itself must
    cutoff = most + tree.tolerance + MARGIN * abs(most)
    with highs.interruptible() as stop:
        try:
            work = replace(limits, rounds=rounds)
            leaf = tree.minimise(tree.low, tree.high, cutoff, work, first=True, stop=stop.is_set)
        except UnsolvedError:
            return None
    return None if leaf.cut else leaf.values is None


def planted(frame: Frame, terms: Terms, limits: Limits) -> tuple[WarmTree, Ints, Floats]:
    """A tree of the model, which column of the frame each of its columns is, and the costs of these."""
    costs = np.zeros(len(frame.columns))
    for column, value in terms.items():
        costs[column] = value * frame.scale[column]
    # every column in the objective, so that those too are handed over that no row uses
    frame.lp.setObjective(frame.expression(dict.fromkeys(range(len(frame.columns)), 1.0)))
    silent = Listener(None, threading.Event(), Limits())
    model, order = highs.handed_over(frame, replace(limits, threads=1), silent)
    costs = costs[order]
    model.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
    place = np.zeros(len(frame.columns), dtype=np.int64)
    place[order] = np.arange(len(order))
    return WarmTree(frame, model.getLp(), order, Columns.of(frame, place).begin, limits.absolute), order, costs


def _seldom(progress: Hear | None) -> Hear:
    """The listener, called only now and then."""
    last = -math.inf

    def hear(best: float | None, bound: float | None) -> None:
        nonlocal last
        if progress is not None and time.monotonic() - last >= PATIENCE:
            last = time.monotonic()
            progress(best, bound)

    return hear
