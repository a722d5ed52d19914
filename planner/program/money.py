"""Families of money: support of each centre by funding year, and budget rows."""

from __future__ import annotations

import numpy as np

from planner.problem.rows import BudgetRow, Support
from planner.program.frame import Frame, Terms, add


def support(frame: Frame) -> None:
    """Bound the money paid to each centre.

    0 ≤ pay[i, f] ≤ Σ_k cap_ik · start[i, f − k] and minimum_i · x_i ≤ Σ_f pay[i, f] ≤ total_i · x_i;
    in the year of approval y, pay[i, y] ≥ first_i · start[i, y].

    Pay by funding year rather than by (start, support year): fewer columns, and one row a centre and year.
    """
    money = frame.problem.support
    if money is None:
        return
    for i in range(len(frame.problem.candidates)):
        if frame.active[i][-1] is not None:
            _support_of(frame, money, i)


def _support_of(frame: Frame, money: Support, i: int) -> None:
    n_years = len(frame.problem.years)
    paid: Terms = {}
    for f in range(len(money.years)):
        limit: Terms = {}
        for k in range(money.cap.shape[1]):
            if 0 <= f - k < n_years and money.cap[i, k] > 0:
                add(limit, frame.started(i, f - k), float(money.cap[i, k]))
        if limit:
            column = frame.column(f"pay_{i}_{f}", 0.0, float(money.cap[i].max()))
            frame.pay[i, f] = column
            frame.at_most(add({column: 1.0}, limit, -1.0), 0.0, "share")
            paid[column] = 1.0
            if f < n_years and money.first[i] > 0:
                frame.at_least(add({column: 1.0}, frame.started(i, f), -float(money.first[i])), 0.0, "first_year")
    if money.total[i] < money.cap[i].sum():
        frame.at_most(add(dict(paid), frame.chosen(i), -float(money.total[i])), 0.0, "total_cap")
    if money.minimum[i] > 0:
        frame.at_least(add(dict(paid), frame.chosen(i), -float(money.minimum[i])), 0.0, "minimum")


def budgets(frame: Frame) -> None:
    """Keep Σ_i usage_i · x_i + Σ_{i, f} share_i · pay[i, f] ≤ cap for every budget row."""
    for row in frame.problem.budgets:
        frame.at_most(budget_terms(frame, row), row.cap, row.rule.family)


def budget_terms(frame: Frame, row: BudgetRow) -> Terms:
    """The left side of a budget row."""
    terms: Terms = {}
    if row.usage is not None:
        for used in np.flatnonzero(row.usage):
            add(terms, frame.chosen(int(used)), float(row.usage[used]))
    if row.share is not None and frame.problem.support is not None:
        years = frame.problem.support.years
        counted = set(years if row.years is None else row.years)
        for (i, f), column in frame.pay.items():
            if row.share[i] and years[f] in counted:
                add(terms, {column: float(row.share[i])})
    return terms
