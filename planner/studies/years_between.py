"""What an earlier year's plan had planned for the years since, and what has come: approvals, money, ends.

What does not live here: the other differences of two runs (``compare``).
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.runs.plan_result import PlanResult


@dataclass(frozen=True)
class ApprovalBetween:
    """A centre whose approval was planned for these years, or came in them; ``None``: not planned, has not come."""

    centre: str
    name: str
    planned: int | None
    came: int | None


@dataclass(frozen=True)
class MoneyBetween:
    """Support of all payers in one year: as the earlier run had planned it, and as it was paid."""

    year: int
    planned: float
    paid: float


@dataclass(frozen=True, kw_only=True)
class YearsBetween:
    """From the end of one history to the end of a later one."""

    first: int
    last: int
    """The years after the earlier history, up to the end of the later one."""
    as_planned: int
    """Approvals that came in the year that was planned."""
    otherwise: tuple[ApprovalBetween, ...]
    """Approvals that did not."""
    money: tuple[MoneyBetween, ...]
    ended: tuple[str, ...]
    """Centres that ended in these years."""


def years_between(a: PlanResult, b: PlanResult) -> YearsBetween | None:
    """Hold what ``a`` had planned against what ``b`` knows as history; None unless ``b`` stands later.

    Examples
    --------
    >>> from planner.runs.course_types import HistoryCentre
    >>> from planner.runs.plan_result import ChosenCentre
    >>> planned = ChosenCentre(centre="C1", name="one", year=2025, support={}, total_support=0.0)
    >>> a = PlanResult(status="proven", as_of=2024, chosen=(planned,), new={2025: 90.0, 2026: 80.0})
    >>> b = PlanResult(status="proven", as_of=2025, history=(HistoryCentre(centre="C2", approved_year=2025),),
    ...     paid={2025: 60.0})
    >>> found = years_between(a, b)
    >>> [(x.centre, x.planned, x.came) for x in found.otherwise], found.money
    ([('C1', 2025, None), ('C2', None, 2025)], (MoneyBetween(year=2025, planned=90.0, paid=60.0),))
    """
    if a.as_of is None or b.as_of is None or a.as_of >= b.as_of:
        return None
    years = range(a.as_of + 1, b.as_of + 1)
    planned = {c.centre: c.year for c in a.chosen}
    came = {h.centre: h.approved_year for h in b.history if h.approved_year is not None and h.approved_year in years}
    due = {c: y for c, y in planned.items() if y in years}
    names = {h.centre: h.name for h in b.history} | {c.centre: c.name for c in (*b.rejected, *b.chosen, *a.chosen)}
    otherwise = tuple(
        ApprovalBetween(c, names.get(c, ""), planned.get(c), came.get(c))
        for c in sorted({*due, *came})
        if planned.get(c) != came.get(c)
    )
    money = tuple(MoneyBetween(y, a.committed.get(y, 0.0) + a.new.get(y, 0.0), b.paid.get(y, 0.0)) for y in years)
    ended = tuple(h.centre for h in b.history if h.ends is not None and h.ends in years)
    return YearsBetween(
        first=years[0],
        last=years[-1],
        as_planned=sum(came.get(c) == y for c, y in due.items()),
        otherwise=otherwise,
        money=money,
        ended=ended,
    )
