"""Support: the money paid to each centre by funding year, within its caps."""

from __future__ import annotations

from planner.families.kind import Kind
from planner.families.model import Model, Terms, add
from planner.problem.rows import Support

LEAST = 1.0
"""What counts as money in a year where no unit is set, for rules on years without money; in the dataset's unit"""


def support(model: Model) -> None:
    """Bound the money paid to each centre.

    0 ≤ pay[i, f] ≤ Σ_k cap_ik · start[i, f − k] and minimum_i · x_i ≤ Σ_f pay[i, f] ≤ total_i · x_i;
    in the year of approval y, pay[i, y] ≥ first_i · start[i, y].

    Pay by funding year rather than by (start, support year): fewer columns, and one row a centre and year. A centre
    that history knows has its caps by funding year, 0 ≤ pay[i, f] ≤ limit_if, and columns for the years to come only;
    one that the plan may stop is paid nothing from the second open year on unless it stays.
    """
    money = model.problem.support
    if money is None:
        return
    for i in range(len(model.problem.candidates)):
        if money.by_year(i) is not None:
            _known(model, money, i)
        elif model.active[i][-1] is not None:
            _support_of(model, money, i)


def _known(model: Model, money: Support, i: int) -> None:
    """Columns and rows of a centre that history knows."""
    settled = model.problem.settled
    may_stop = settled is not None and bool(settled.stoppable[i])
    paid: Terms = {}
    assert money.limit is not None
    for f in range(money.open, len(money.years)):
        cap = float(money.limit[i, f])
        if cap > 0:
            column = model.column(f"pay_{i}_{f}", 0.0, cap)
            model.pay[i, f] = column
            paid[column] = 1.0
            if may_stop and f > money.open:
                model.at_most(add({column: 1.0}, model.chosen(i), -cap), 0.0, "share")
            else:
                model.at_most({column: 1.0}, cap, "share")
    if paid and money.total[i] < money.limit[i, money.open :].sum():
        model.at_most(paid, float(money.total[i]), "total_cap")


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


def schedules(model: Model) -> None:
    """Hold payments to whole units, and years with money together, where the scheme asks for it.

    pay[i, f] = unit · n[i, f], n whole. With q[i, f] ∈ {0, 1} for "money in year f": pay ≤ cap · q, pay ≥ least · q,
    and q[i, f] + q[i, h] − 1 ≤ q[i, g] for f < g < h; a year that is history, or whose cap is 0, is no gap.
    """
    money = model.problem.support
    if money is None or (money.unit is None and not money.no_gap):
        return
    for i in sorted({i for i, _ in model.pay}):
        years = [f for f in range(len(money.years)) if (i, f) in model.pay]
        tops = {f: _top(money, i, f) for f in years}
        if money.unit is not None:
            for f in years:
                whole = model.column("units", 0.0, tops[f] / money.unit, whole=True)
                model.between({model.pay[i, f]: 1.0, whole: -money.unit}, 0.0, 0.0, "unit")
        if money.no_gap:
            _no_gap(model, money, i, tops)


def _top(money: Support, i: int, f: int) -> float:
    """The greatest payment to a centre in a funding year."""
    known = money.by_year(i)
    return float(money.cap[i].max() if known is None else known[f])


def _no_gap(model: Model, money: Support, i: int, tops: dict[int, float]) -> None:
    least = money.unit or LEAST
    paid: dict[int, Terms] = {}
    for f, top in tops.items():
        q = model.column("paid", integer=True)
        pay = model.pay[i, f]
        model.at_most({pay: 1.0, q: -top}, 0.0, "no_gap")
        model.at_least({pay: 1.0, q: -min(least, top)}, 0.0, "no_gap")
        paid[f] = {q: 1.0}
    past = money.past(i)
    before = any(past[: money.open] > 0)
    span = money.cap.shape[1]
    for g in tops:
        for h in (h for h in tops if g < h < g + span):
            for f in (f for f in tops if h - span < f < g):
                terms = add(add(dict(paid[f]), paid[h]), paid[g], -1.0)
                for y in range(min(f + 1, len(model.problem.years))):
                    if g - y < span and money.by_year(i) is None and money.cap[i, g - y] == 0:
                        add(terms, model.started(i, y), -1.0)
                model.at_most(terms, 1.0, "no_gap")
            if before:
                model.at_most(add(dict(paid[h]), paid[g], -1.0), 0.0, "no_gap")


class SupportColumns(Kind[Support]):
    """The one ``Support`` of a problem."""

    row = Support
    field = "support"
    families = (("support", support), ("schedules", schedules))
    single = True


KIND = SupportColumns()
