"""The rules of a problem, each with a switch that waives it: one model for every question of which can be kept.

What does not live here: how a row is switched off (``planner.families.kinds``), which questions are asked
(``planner.infeasible.conflict``), and how far a rule must give way (``planner.infeasible``).
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from planner import program
from planner.families.kinds import filtered, ruled
from planner.problem.rows import PlanningProblem
from planner.solving.effort import Effort
from planner.solving.highs import Limits, interruptible
from planner.solving.live_model import LiveModel

NODES = 2000
"""Nodes of the search tree after which a single question is given up, whatever the speed of the machine."""
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

    def __init__(self, problem: PlanningProblem, effort: Effort) -> None:
        self.names = tuple(rule.name for rule in problem.rules())
        self.effort = effort
        self.questions = 0
        bare = replace(filtered(problem, lambda _: False), stages=())
        self.frame, _ = program.build(bare)
        self.switch = {name: self.frame.column("waived", integer=True) for name in self.names}
        for kind, row in ruled(problem):
            kind.switch(self.frame, row, self.switch[row.rule.name])
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
        if self.effort.over:
            self.effort.cut = True
            return None, frozenset()
        places = np.array([self.model.place[c] for c in self.switch.values()], dtype=np.int32)
        high = np.array([0.0 if name in kept else 1.0 for name in self.switch])
        if len(places):
            self.model.highs.changeColsBounds(len(places), places, np.zeros(len(places)), high)
        self.model.objective({c: 1.0 for name, c in self.switch.items() if name not in kept})
        limits = self.effort.limits
        with interruptible() as stop:
            self.model.listener.stop = self.model.stop = stop
            answer = self.model.minimise(limits.seconds, limits.rounds)
        if stop.is_set():
            raise KeyboardInterrupt
        self.effort.spent(answer)
        if answer.status == "infeasible":
            return False, frozenset()
        if answer.values is None:
            return None, frozenset()
        # a switch that is open by a hair counts as open: what it let through may be more than a hair
        return True, frozenset(name for name, c in self.switch.items() if answer.values[c] > 0.0)
