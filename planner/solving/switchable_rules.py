"""The rules of a problem, each with a switch that waives it: one model for every question of which can be kept.

What does not live here: which questions are asked (``planner.infeasible.conflict``), and how far a rule must give way
(``planner.infeasible``).
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from planner import program
from planner.problem.rows import Bar, BudgetRow, CountRow, DepthRow, FloorRow, Logic, PlanningProblem
from planner.program.amounts import floor_scale, floor_terms
from planner.program.choice import count_terms, depth_terms
from planner.program.frame import Frame, Terms, add, total
from planner.program.money import budget_terms
from planner.solving.clock import Clock
from planner.solving.highs import Limits
from planner.solving.live_model import LiveModel

NODES = 2000
"""Nodes of the search tree after which a single question is given up, whatever the speed of the machine."""
ROOM = 1.01
"""Factor on the room of a waived budget, so that rounding does not make a rule of it."""
FEW = 0.5
"""Part of the rules waived that may be too many: fewest is worth little, and takes four times as long to prove."""


class Waivable:
    """A problem whose named rules can be waived one by one.

    A waived rule's rows get as much room as any choice could use, so that fixing the switches gives the same
    problem as leaving the rules out.

    Attributes
    ----------
    names : tuple of str
        Names of the rules, in the order of the problem.
    questions : int
        How many were asked so far.
    """

    def __init__(self, problem: PlanningProblem, seconds: float) -> None:
        self.names = tuple(rule.name for rule in problem.rules())
        self.clock = Clock(seconds)
        self.questions = 0
        bare = replace(problem, bars=(), counts=(), budgets=(), floors=(), depths=(), logic=(), stages=())
        self.frame, _ = program.build(bare)
        self.switch = {name: self.frame.column("waived", integer=True) for name in self.names}
        families = (problem.bars, problem.counts, problem.budgets, problem.floors, problem.depths, problem.logic)
        for row in (row for rows in families for row in rows):
            _waivable(self.frame, problem, row, self.switch[row.rule.name])
        self.model = LiveModel(self.frame, Limits(), threading.Event())
        self.model.highs.setOptionValue("mip_max_nodes", NODES)
        self.model.highs.setOptionValue("mip_rel_gap", FEW)
        self.model.exact_to(0.99)  # numbers of rules are whole

    def keep(self, kept: Collection[str]) -> tuple[bool | None, frozenset[str]]:
        """Keep some rules, and waive few of the others.

        Parameters
        ----------
        kept : collection of str
            Names of rules that must hold.

        Returns
        -------
        met : bool or None
            Whether the rules can be kept together; None if the question was given up.
        waived : frozenset of str
            If so, rules (few, not always fewest) without which all others can be kept together.
        """
        self.questions += 1
        if self.clock.left <= 0:
            return None, frozenset()
        places = np.array([self.model.place[c] for c in self.switch.values()], dtype=np.int32)
        high = np.array([0.0 if name in kept else 1.0 for name in self.switch])
        if len(places):
            self.model.highs.changeColsBounds(len(places), places, np.zeros(len(places)), high)
        self.model.objective({c: 1.0 for name, c in self.switch.items() if name not in kept})
        answer = self.model.minimise(self.clock.left)
        if answer.status == "infeasible":
            return False, frozenset()
        if answer.values is None:
            return None, frozenset()
        # a switch that is open by a hair counts as open: what it let through may be more than a hair
        return True, frozenset(name for name, c in self.switch.items() if answer.values[c] > 0.0)


def _waivable(frame: Frame, problem: PlanningProblem, row: object, w: int) -> None:
    """The row with its switch ``w``."""
    if isinstance(row, Bar):
        for i, y in np.argwhere(row.mask):
            frame.at_most(add(frame.started(int(i), int(y)), {w: 1.0}, -1.0), 0.0, "waivable")
    elif isinstance(row, CountRow):
        _count(frame, row, w)
    elif isinstance(row, BudgetRow):
        need = _most(problem, row)
        if need > row.cap:
            room = ROOM * (need - row.cap)
            frame.at_most(add(budget_terms(frame, row), {w: room}, -1.0), row.cap, "waivable")
    elif isinstance(row, FloorRow):
        scale = floor_scale(row)
        room = scale * ROOM * (row.floor - float(np.minimum(row.amount, 0.0).sum()))
        terms = {column: scale * value for column, value in floor_terms(frame, row).items()}
        frame.at_least(add(terms, {w: room}), scale * row.floor, "waivable")
    elif isinstance(row, DepthRow):
        missing = row.depth - len(set(row.given))
        if missing > 0:
            frame.at_least(add(depth_terms(frame, row), {w: float(missing)}), missing, "waivable")
    elif isinstance(row, Logic):
        _logic(frame, row, w)


def _count(frame: Frame, row: CountRow, w: int) -> None:
    terms, size = count_terms(frame, row), float(len(row.members))
    low, high = row.low - row.given, row.high - row.given
    if low > 0:
        frame.at_least(add(dict(terms), {w: low}), low, "waivable")
    if high < size:
        frame.at_most(add(dict(terms), {w: size - high}, -1.0), high, "waivable")


def _logic(frame: Frame, row: Logic, w: int) -> None:
    members = [int(i) for i in row.members]
    if row.kind == "requires":
        for b in members[1:]:
            terms: Terms = add(frame.chosen(members[0]), frame.chosen(b), -1.0)
            frame.at_most(add(terms, {w: 1.0}, -1.0), 0.0, "waivable")
        return
    frame.at_most(add(total(map(frame.chosen, members)), {w: len(members) - 1.0}, -1.0), 1.0, "waivable")


def _most(problem: PlanningProblem, row: BudgetRow) -> float:
    """The most that any choice could use of a row."""
    most = 0.0 if row.usage is None else float(np.maximum(row.usage, 0.0).sum())
    if row.share is not None and problem.support is not None:
        paid = np.minimum(problem.support.total, problem.support.cap.sum(axis=1))
        most += float(np.maximum(row.share, 0.0) @ paid)
    return most
