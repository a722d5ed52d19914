"""Dues: what is owed, promised or has to match, in the years to come; it may be allowed to fall short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from typing_extensions import override

from graph.base.words import Words
from planner.families.kind import Asked, Give, RuleKind
from planner.families.lever import Item, Lever, name_of
from planner.families.model import Model, Terms, add
from planner.problem.rows import DueRow, Missed, PlanningProblem
from planner.problem.score import Arrays, Use


def dues(model: Model) -> None:
    """Demand Σ_l share_l · pay[centre_l, year_l] ≥ floor (· x of the centre that has to stay), unless it is soft.

    Where no stage asks for the least that soft dues fall short, together they may fall short by so much.
    """
    for row in model.problem.dues:
        if not row.soft:
            bound(model, row, {}, "due")
    if model.problem.most_short is not None:
        model.at_most(short_terms(model), model.problem.most_short, "due")


def short_terms(model: Model) -> Terms:
    """Σ of what soft dues fall short, each a new column."""
    short: Terms = {}
    for row in model.problem.dues:
        if row.soft:
            column = model.column("pay_short", 0.0, row.floor)
            bound(model, row, {column: 1.0}, "shortfall")
            short[column] = 1.0
    return short


def due_terms(model: Model, row: DueRow) -> Terms:
    """The left side of a due."""
    terms: Terms = {}
    for i, f, share in zip(row.centre, row.year, row.share, strict=True):
        column = model.pay.get((int(i), int(f)))
        if column is not None:
            add(terms, {column: float(share)})
    return terms


def bound(model: Model, row: DueRow, gain: Terms, name: str) -> None:
    """Add the row, with what it gains.

    Where the plan may stop the centre, nothing is due after a stop, though what it is still paid may count against it.
    """
    terms = add(due_terms(model, row), gain)
    if row.stays >= 0 and model.problem.settled is not None and model.problem.settled.stoppable[row.stays]:
        against = _against(model.problem, row)
        model.at_least(add(terms, model.chosen(row.stays), -row.floor - against), -against, name)
    else:
        model.at_least(terms, row.floor, name)


def _against(problem: PlanningProblem, row: DueRow) -> float:
    """The most that payments can count against a due: where a payer of them stands on its other side."""
    money = problem.support
    if money is None or money.limit is None or not (row.share < 0).any():
        return 0.0
    return float(np.maximum(-row.share, 0.0) @ money.limit[row.centre, row.year])


def due_paid(row: DueRow, at: Arrays) -> float:
    """What a plan pays of a due."""
    return float(np.sum(row.share * at.pay[row.centre, row.year]))


def binds(problem: PlanningProblem, row: DueRow, at: Arrays) -> bool:
    """Whether a due is due in a plan: not after a stop."""
    settled = problem.settled
    stops = row.stays >= 0 and settled is not None and bool(settled.stoppable[row.stays])
    return not stops or bool(at.start[row.stays] >= 0)


class Dues(RuleKind[DueRow]):
    """Σ share · pay ≥ floor."""

    row = DueRow
    field = "dues"
    families = (("dues", dues),)

    @override
    def uses(self, problem: PlanningProblem, row: DueRow, at: Arrays) -> Iterator[Use]:
        if not row.soft and binds(problem, row, at):
            paid = due_paid(row, at)
            rule = row.rule if row.words is None else replace(row.rule, words=row.words)
            yield Use(rule=rule, side="least", limit=row.floor, used=paid, slack=paid - row.floor)

    @override
    def switch(self, model: Model, row: DueRow, w: int) -> None:
        most = row.floor + _against(model.problem, row)
        if not row.soft and most > 0:
            bound(model, row, {w: most}, "waivable")

    @override
    def levers(self, asked: Asked, rows: Sequence[DueRow]) -> Iterator[Lever]:
        items = tuple(Item(row.rule.name, row.rule.words, name_of(row.rule)) for row in rows if not row.soft)
        label = Words("without “{n}”", "不再要求“{n}”")
        if items:
            yield Lever("", "waive", rules=tuple(name_of(row.rule) for row in rows), label=label, items=items)

    @override
    def loosen(self, model: Model, row: DueRow, give: Give, asked: Asked) -> None:
        most = row.floor + _against(model.problem, row)
        if row.soft or most <= 0:
            return
        if row.match is None:
            bound(model, row, give(most), "loosened")
            return
        match = row.match
        gain = {c: v * match.of for c, v in give(most / match.of).items()}
        if match.of * match.figure < most:  # not enough in proportion; where the figure falls to 0, nothing is due
            none = model.column("none", integer=True)
            model.at_least(add(dict(give(0.0)), {none: match.figure}, -1.0), 0.0, "loosened")
            add(gain, {none: most})
        bound(model, row, gain, "loosened")

    @override
    def eased(self, row: DueRow, lever: Lever, by: float, asked: Asked) -> DueRow:
        assert row.match is not None
        match = replace(row.match, figure=max(0.0, row.match.figure - by))
        share, floor = match.asked()
        return replace(row, share=np.full(len(row.share), share), floor=floor, match=match)

    @override
    def settle(self, problem: PlanningProblem, row: DueRow) -> tuple[DueRow | None, tuple[Missed, ...]]:
        """A due whose years are all past cannot be met any more; what nothing can count against is met."""
        money = problem.support
        if money is None or not len(row.centre) or int(row.year.max()) < money.open:
            return None, ((Missed(row.rule, "least", row.floor, 0.0),) if row.floor > 0 else ())
        if row.floor + _against(problem, row) <= 0:
            return None, ()
        return row, ()

    @override
    def copied(self, row: DueRow, k: int, times: int, n: int) -> DueRow:
        return replace(row, centre=row.centre + k * n, stays=row.stays if row.stays < 0 else row.stays + k * n)


KIND = Dues()
