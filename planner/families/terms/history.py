"""Terms of problems with a history: shortfall of soft dues, changes to the baseline, money moved."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from planner.families.kinds.changes import change_terms
from planner.families.kinds.dues import short_terms
from planner.families.model import Model, Terms, Worth, add
from planner.families.term import Term
from planner.problem.rows import OF_HISTORY


def worths(model: Model, needed: Collection[str]) -> Iterator[tuple[str, Worth]]:
    """Every term of history that is needed."""
    for name in OF_HISTORY:
        if name in needed:
            yield name, WORTH[name](model)


def shortfall(model: Model) -> Worth:
    """Σ of what soft dues fall short, each a column."""
    return short_terms(model), 0.0


def money_moved(model: Model) -> Worth:
    """Σ |pay − planned| over centres and years to come; each term is a column above both differences."""
    problem = model.problem
    terms: Terms = {}
    constant = 0.0
    if problem.baseline is None or problem.support is None:
        return terms, constant
    for i in range(len(problem.candidates)):
        for f in range(problem.support.open, len(problem.support.years)):
            planned, column = float(problem.baseline.pay[i, f]), model.pay.get((i, f))
            if column is None:
                constant += planned
            elif planned == 0.0:
                add(terms, {column: 1.0})
            else:
                moved = model.column("pay_moved", 0.0, None)
                model.at_least({moved: 1.0, column: -1.0}, -planned, "moved")
                model.at_least({moved: 1.0, column: 1.0}, planned, "moved")
                terms[moved] = 1.0
    return terms, constant


WORTH = {"shortfall": shortfall, "changes": change_terms, "money_moved": money_moved}
"""Name → the term"""

TERM = Term(50, worths)
