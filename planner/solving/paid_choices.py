"""Choices asked about without payments, each of which can be paid for sure, and paid when its plan is wanted.

For studies that ask many questions of one program: the rows that stand for payments (``planner.solving.choices``) make
it smaller, and only plans that are kept need their money. Where those rows may not be all, the studies ask the whole.
What does not live here: the rows, and the questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.families.kinds.budgets import budget_terms
from planner.problem.plan import Plan
from planner.problem.rows import BudgetRow, Floats, Ints, PlanningProblem, Stage
from planner.program.frame import Frame, Terms, add
from planner.solving import small_program
from planner.solving.choices import ChoiceProgram, is_complete
from planner.solving.highs import Limits
from planner.solving.live_model import LiveModel
from planner.solving.one_year import least_paid
from planner.solving.stages import to_plan
from planner.solving.warm_tree import WarmTree


@dataclass(frozen=True)
class PaidChoices:
    """The choices of a program, and the whole of it, in which a choice is paid the least that it must be."""

    whole: Frame
    choices: ChoiceProgram

    @staticmethod
    def of(whole: Frame, stages: Sequence[Stage]) -> PaidChoices | None:
        """The choices of a program; None where one of the stages asks for payments, or not all choices can be paid."""
        if not whole.pay or whole.contradiction or not is_complete(whole.problem):
            return None
        choices = ChoiceProgram.of(whole)
        if choices is None or choices.frame.contradiction or any(choices.asked(stage) is None for stage in stages):
            return None
        return PaidChoices(whole, choices)

    def uses(self, row: BudgetRow) -> Terms | None:
        """What choices use of a budget at the least; None where that depends on when they are paid."""
        problem, frame = self.whole.problem, self.choices.frame
        terms = budget_terms(frame, row)
        money = problem.support
        if row.share is None or money is None or not np.any(row.share):
            return terms
        if np.any(row.share < 0.0) or not (row.years is None or set(money.years) <= set(row.years)):
            return None
        for i, least in enumerate((row.share * least_paid(money)).tolist()):
            add(terms, frame.chosen(i), least)
        return terms

    def plan(self, values: Floats) -> Plan:
        """The plan of a choice (columns of the choices), paid the least that it must be."""
        tree, order = self._payments
        there = self.choices.in_whole(values)
        decided = np.flatnonzero(np.isin(order, self.whole.integer))
        corner = tree.corner(decided, np.round(there[order[decided]]))
        if corner is not None:
            there = np.zeros(len(order))
            there[order] = corner
            there = self.whole.in_figures(there)
        return to_plan(self.whole.problem, self.whole, there)

    @cached_property
    def _payments(self) -> tuple[WarmTree, Ints]:
        """The linear program that pays a choice, and the column of the whole that each of its columns is."""
        tree, order, _ = small_program.planted(self.whole, dict.fromkeys(self.whole.pay.values(), 1.0), Limits())
        return tree, order


def paid_plan(problem: PlanningProblem, live: LiveModel, paid: PaidChoices | None, values: Floats) -> Plan:
    """The plan of an answer of a live model, its money settled; ``paid``: the model asks choices without payments."""
    if paid is not None:
        return paid.plan(values)
    return to_plan(problem, live.frame, live.polished(values) if live.frame.pay else values)
