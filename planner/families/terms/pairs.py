"""Pairs: bonuses, of either sign, that count when both candidates are chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import numpy as np

from planner.families.model import Model, Terms, Worth, add
from planner.families.term import Term, wanted
from planner.problem.rows import Pairs

MANY_PAIRS = 3
"""From this many positive pairs per candidate on, the budget rows are lifted onto the pairs."""


def pair_worth(model: Model, pairs: Pairs) -> Terms:
    """The worth Σ bonus_ij · p_ij with p ≤ x_i, p ≤ x_j (bonus > 0) or p ≥ x_i + x_j − 1 (bonus < 0), 0 ≤ p ≤ 1.

    Integral without saying so: a positive bonus pushes p up to min(x_i, x_j), a negative one down to
    max(0, x_i + x_j − 1).
    """
    bonus: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, value in zip(pairs.a, pairs.b, pairs.bonus, strict=True):
        bonus[min(int(a), int(b)), max(int(a), int(b))] += float(value)
    out: Terms = {}
    columns: dict[tuple[int, int], int] = {}
    for (i, j), value in sorted(bonus.items()):
        x, y = model.chosen(i), model.chosen(j)
        if value == 0.0 or not x or not y:
            continue
        p = model.column("pair")
        out[p] = value
        if value > 0:
            model.at_most(add({p: 1.0}, x, -1.0), 0.0, "pair")
            model.at_most(add({p: 1.0}, y, -1.0), 0.0, "pair")
            columns[i, j] = p
        else:
            model.at_least(add(add({p: 1.0}, x, -1.0), y, -1.0), -1.0, "pair")
    if len(columns) >= MANY_PAIRS * len(model.problem.candidates):
        lifted_budgets(model, columns)
    return out


def lifted_budgets(model: Model, columns: dict[tuple[int, int], int]) -> None:
    """Add Σ_j w_j · p_ij ≤ (B − w_i) · x_i for each budget row of fixed usage and each candidate i.

    The budget row times x_i (reformulation-linearisation, Adams & Sherali 1986): valid because p_ij ≤ x_i x_j in
    every integral solution, and much tighter than the budget row alone.
    """
    partners: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (i, j), p in columns.items():
        partners[i].append((j, p))
        partners[j].append((i, p))
    for row in model.problem.budgets:
        if row.usage is None or row.share is not None or row.start is not None or np.any(row.usage < 0):
            continue
        if row.held is not None:  # those that stay may go beyond the cap
            continue
        for i, others in partners.items():
            terms: Terms = {p: float(row.usage[j]) for j, p in others}
            add(terms, model.chosen(i), -(row.cap - row.given - float(row.usage[i])))
            model.at_most(terms, 0.0, "pair_budget")


def worths(model: Model, needed: Collection[str]) -> Iterator[tuple[str, Worth]]:
    """The worth of each set of pairs that is needed."""
    for pairs in wanted(model.problem.pairs, needed):
        yield pairs.name, (pair_worth(model, pairs), 0.0)


TERM = Term(20, worths, (("pairs", pair_worth), ("pairs under a budget", lifted_budgets)))
