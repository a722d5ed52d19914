"""Changes: how many decisions of an earlier plan a new one may change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from typing_extensions import override

from planner.families.kind import Asked, Give, RuleKind
from planner.families.lever import Lever, name_of
from planner.families.model import Model, Terms, Worth, add
from planner.problem.rows import ChangeRow, PlanningProblem
from planner.problem.score import Arrays, Use, of_history


def changes(model: Model) -> None:
    """Keep the number of changes to the baseline at most as great as asked."""
    for row in model.problem.changes:
        terms, constant = change_terms(model)
        model.at_most(terms, row.most - constant, row.rule.family)


def change_terms(model: Model) -> Worth:
    """Number of changes: 1 − start[i, planned year], or x_i where none was planned; a stop, 1 − x_i, is one as well."""
    problem = model.problem
    terms: Terms = {}
    constant = 0.0
    if problem.baseline is not None:
        for i in np.flatnonzero(problem.baseline.counted):
            planned = int(problem.baseline.start[i])
            add(
                terms,
                model.chosen(int(i)) if planned < 0 else model.started(int(i), planned),
                1.0 - 2.0 * (planned >= 0),
            )
            constant += float(planned >= 0)
    if problem.settled is not None:
        for i in np.flatnonzero(problem.settled.stoppable):
            add(terms, model.chosen(int(i)), -1.0)
            constant += 1.0
    return terms, constant


class Changes(RuleKind[ChangeRow]):
    """Changes ≤ most."""

    row = ChangeRow
    field = "changes"
    families = (("changes", changes),)

    @override
    def uses(self, problem: PlanningProblem, row: ChangeRow, at: Arrays) -> Iterator[Use]:
        made = of_history(problem, at)["changes"]
        yield Use(rule=row.rule, side="most", limit=float(row.most), used=made, slack=row.most - made)

    @override
    def switch(self, model: Model, row: ChangeRow, w: int) -> None:
        terms, constant = change_terms(model)
        whole = float(len(model.problem.candidates))
        model.at_most(add(terms, {w: whole}, -1.0), row.most - constant, "waivable")

    @override
    def levers(self, asked: Asked, rows: Sequence[ChangeRow]) -> Iterator[Lever]:
        for row in rows:
            yield Lever("", "waive", rules=(name_of(row.rule),), label=row.rule.words)

    @override
    def loosen(self, model: Model, row: ChangeRow, give: Give, asked: Asked) -> None:
        terms, constant = change_terms(model)
        whole = float(len(model.problem.candidates))
        model.at_most(add(terms, give(whole), -1.0), row.most - constant, "loosened")

    @override
    def copied(self, row: ChangeRow, k: int, times: int, n: int) -> ChangeRow:
        return row


KIND = Changes()
