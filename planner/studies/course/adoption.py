"""A plan's year turned into history: its approvals as decisions, what they promise for later years as commitments.

What does not live here: writing the rows (``planner.runs.table_files``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.runs.plan_result import ChosenCentre, PlanResult
from planner.studies.course.recording import Row, Signed, commitment, decision, payment

SMALLEST = 1e-9
"""Amounts below it are no money."""


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """Rows of the course tables that a plan's year becomes, and the centres that it approves."""

    year: int
    centres: tuple[str, ...]
    decisions: tuple[Row, ...]
    commitments: tuple[Row, ...]
    payments: tuple[Row, ...]

    def rows(self) -> dict[str, tuple[Row, ...]]:
        """Table → rows."""
        return {"decisions": self.decisions, "commitments": self.commitments, "payments": self.payments}


def adopt(
    plan: PlanResult, year: int, signed: Signed, *, paid: bool = False, shares: Mapping[str, float] | None = None
) -> Adopted:
    """Turn one year of a plan into decisions and commitments.

    Parameters
    ----------
    plan : PlanResult
    year : int
        Approvals of this year are decided; support of later years is promised to them, by city and district together.
        What the plan decides on centres that were there before (stop, reduce …) is decided as well.
    signed : Signed
        Who decided, on which date, by which paper.
    paid : bool
        Whether the year's support, of centres that were there before too, and the equity of new ones are recorded as
        paid, to the amount planned.
    shares : mapping of str to float, optional
        Part of its support that the district pays, of centres that are only paid; the plan tells those of all others.

    Returns
    -------
    Adopted

    Raises
    ------
    UsageError
        The run holds no plan, the plan decides nothing in that year, or the year is history to it.
    """
    if not plan.has_plan:
        raise UsageError(
            Words("the run holds no plan: its rules cannot all be met", "该运行没有规划：各项规则无法同时满足")
        )
    if plan.as_of is not None and year <= plan.as_of:
        words = Words("{y} is history to this plan (as of {a})", "{y} 年在该规划中已是历史（截至 {a} 年）")
        raise UsageError(words.fill(y=year, a=plan.as_of))
    there = {record.centre for record in plan.history}
    new = [c for c in plan.chosen if c.year == year and c.centre not in there]
    told = [d for d in plan.decisions if d.year == year and d.decision != "approved"]
    if not new and not told:
        years = sorted({c.year for c in plan.chosen if c.centre not in there})
        words = Words(
            "the plan decides nothing in {y}; it approves in {all}", "该规划在 {y} 年没有决定事项；批复年份为 {all}"
        )
        raise UsageError(words.fill(y=year, all=", ".join(map(str, years)) or "–"))
    decisions = [decision(signed, c.centre, year, "approved", c.level) for c in new]
    decisions += [decision(signed, d.centre, year, d.decision) for d in told]
    commitments = [
        commitment(signed, c.centre, later, amount)
        for c in new
        for later, amount in sorted(c.support.items())
        if later > year and amount > SMALLEST
    ]
    payments = [*(row for c in new for row in _paid(signed, c, year)), *_paid_before(plan, year, signed, shares or {})]
    return Adopted(
        year=year,
        centres=tuple(c.centre for c in new),
        decisions=tuple(decisions),
        commitments=tuple(commitments),
        payments=tuple(payments) if paid else (),
    )


def _paid(signed: Signed, centre: ChosenCentre, year: int) -> list[Row]:
    """The year's support of a new centre by payer, to the last digit, and its equity."""
    rows = _support(signed, centre.centre, year, centre.support.get(year, 0.0), centre.district_share or 0.0)
    equity = [payment(signed, centre.centre, year, centre.equity, "city", "equity")] if centre.equity > SMALLEST else []
    return [*rows, *equity]


def _paid_before(plan: PlanResult, year: int, signed: Signed, shares: Mapping[str, float]) -> list[Row]:
    """The year's support of centres that were approved earlier, by history or by the plan."""
    chosen = {c.centre: c for c in plan.chosen if c.year < year}
    money = {c.centre: c.support for c in plan.history if c.centre not in chosen} | {
        centre: c.support for centre, c in chosen.items()
    }
    share = {**shares, **{centre: c.district_share or 0.0 for centre, c in chosen.items()}}
    return [
        row
        for centre, years in money.items()
        for row in _support(signed, centre, year, years.get(year, 0.0), share.get(centre, 0.0))
    ]


def _support(signed: Signed, centre: str, year: int, amount: float, share: float) -> list[Row]:
    district = amount * share
    parts = (("city", amount - district), ("district", district))
    return [payment(signed, centre, year, a, payer, "support") for payer, a in parts if a > SMALLEST]
