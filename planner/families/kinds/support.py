"""Support: the money paid to each centre by funding year, within its caps."""

from __future__ import annotations

from planner.families.kind import Kind
from planner.families.model import Model, Terms, add
from planner.problem.rows import Support


def support(model: Model) -> None:
    """Bound the money paid to each centre.

    0 ≤ pay[i, f] ≤ Σ_k cap_ik · start[i, f − k] and minimum_i · x_i ≤ Σ_f pay[i, f] ≤ total_i · x_i;
    in the year of approval y, pay[i, y] ≥ first_i · start[i, y].

    Pay by funding year rather than by (start, support year): fewer columns, and one row a centre and year.
    """
    money = model.problem.support
    if money is None:
        return
    for i in range(len(model.problem.candidates)):
        if model.active[i][-1] is not None:
            _support_of(model, money, i)


def _support_of(model: Model, money: Support, i: int) -> None:
    n_years = len(model.problem.years)
    paid: Terms = {}
    for f in range(len(money.years)):
        limit: Terms = {}
        for k in range(money.cap.shape[1]):
            if 0 <= f - k < n_years and money.cap[i, k] > 0:
                add(limit, model.started(i, f - k), float(money.cap[i, k]))
        if limit:
            column = model.column(f"pay_{i}_{f}", 0.0, float(money.cap[i].max()))
            model.pay[i, f] = column
            model.at_most(add({column: 1.0}, limit, -1.0), 0.0, "share")
            paid[column] = 1.0
            if f < n_years and money.first[i] > 0:
                model.at_least(add({column: 1.0}, model.started(i, f), -float(money.first[i])), 0.0, "first_year")
    if money.total[i] < money.cap[i].sum():
        model.at_most(add(dict(paid), model.chosen(i), -float(money.total[i])), 0.0, "total_cap")
    if money.minimum[i] > 0:
        model.at_least(add(dict(paid), model.chosen(i), -float(money.minimum[i])), 0.0, "minimum")


class SupportColumns(Kind[Support]):
    """The one ``Support`` of a problem."""

    row = Support
    field = "support"
    families = (("support", support),)
    single = True


KIND = SupportColumns()
