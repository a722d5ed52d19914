"""What city and district may, must and have promised to pay an approved centre in the years to come.

Computed from its record, the caps of the policy and the base of its support, for one centre. What does not live here:
the record (``planner.problem.history``), budgets, and candidates, whose caps go by the year of their start
(``planner.families.rules.support``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.problem.history import Record
from planner.rulebook.policy import Policy

NOISE = 1e-9
"""Part of a unit by which an amount may miss a whole multiple and still count as one."""


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Money of city and district for one approved centre, after as_of.

    Attributes
    ----------
    caps : mapping of int to float
        Greatest support by year, before the total cap.
    room : float
        Total cap less what is paid, never negative; infinite where there is no cap.
    owed : float
        Least support still to come.
    waived : float
        Part of its least support that its caps (after grades) cannot reach any more.
    promised : mapping of int to float
        Promises as they are held.
    given : mapping of int to float
        Promises as they were given, of city and district together.
    """

    caps: Mapping[int, float]
    room: float
    owed: float
    waived: float
    ungraded: float
    """The most that could still be paid if no grade had cost anything"""
    promised: Mapping[int, float]
    given: Mapping[int, float]

    @property
    def most(self) -> float:
        """The most that can still be paid."""
        return min(self.room, math.fsum(self.caps.values()))


def expected(policy: Policy, centre: str, formation: str) -> str | None:
    """The grade that is expected of a centre; None where nothing is."""
    told = policy.evaluation
    return told.centres.get(centre) or told.expected.get(formation)  # type: ignore[call-overload]


def grade_of(policy: Policy, record: Record, formation: str, year: int) -> str | None:
    """The grade of one year: recorded if there, else expected."""
    return record.grades.get(year) or expected(policy, record.centre, formation)


def factor(policy: Policy, record: Record, formation: str, year: int) -> float:
    """The factor of the money of ``year``: that of the grade of the year before; 1 in the first support year."""
    if record.approved is not None and year <= record.approved:
        return 1.0
    grade = grade_of(policy, record, formation, year - 1)
    return 1.0 if grade is None else policy.evaluation.factors[grade]  # type: ignore[index]


def whole(amount: float, unit: float | None) -> float:
    """The greatest multiple of the unit up to ``amount``.

    >>> whole(140.7, 1.0), whole(140.7, None), whole(140.9999999999, 1.0)
    (140.0, 140.7, 141.0)
    """
    if unit is None or not math.isfinite(amount):
        return amount
    return float(math.floor(amount / unit + NOISE)) * unit


def allowed(
    policy: Policy,
    record: Record,
    formation: str,
    base: Sequence[float],
    minimum: float,
    district_share: float,
    as_of: int,
) -> Allowed:
    """Find what an approved centre may be paid.

    Parameters
    ----------
    policy : Policy
    record : Record
        Of a centre with a year of approval.
    formation : str
    base : sequence of float
        What the share is taken of, by support year.
    minimum : float
        Its least total support.
    district_share : float
        Part of its support that its district pays.
    as_of : int

    Returns
    -------
    Allowed
        In whole multiples of ``support.unit``, if there is one.

    Notes
    -----
    pay_f ≤ share · base_k · factor(grade of f − 1), k = f − approved + 1; 0 in a rectified year, after the end, after
    completion. Owed: min(least support, paid + what can still be paid) − paid. A promise is held at
    min(amount · factor, cap of the year, room left), years in order.
    """
    rule, unit = policy.support, policy.support.unit
    caps: dict[int, float] = {}
    ungraded = []
    assert record.approved is not None
    for k, amount in enumerate(base[: rule.years]):
        year = record.approved + k
        if year > as_of and year >= policy.years.first:
            cap = rule.share * amount
            if k == 0 and rule.first_year_cap is not None:
                cap = min(cap, rule.first_year_cap)
            graded = cap * factor(policy, record, formation, year)
            caps[year] = whole(graded, unit) if _open(record, year) else 0.0
            if year in record.rectified or _open(record, year):
                ungraded.append(whole(cap, unit))
    paid = math.fsum(record.own.values())
    room = math.inf if rule.total_cap is None else whole(max(0.0, rule.total_cap - paid), unit)
    reach = paid + min(room, math.fsum(caps.values()))
    owed = max(0.0, min(minimum, reach) - paid)
    given = _given(record, district_share)
    promised: dict[int, float] = {}
    left = room
    for year, amount in sorted(given.items()):
        if year in caps:
            held = min(amount * factor(policy, record, formation, year), caps[year], left)
            promised[year] = whole(max(0.0, held), unit)
            left -= promised[year]
    waived = max(0.0, minimum - max(paid, reach))
    return Allowed(
        caps=caps,
        room=room,
        owed=owed,
        waived=waived,
        ungraded=min(room, math.fsum(ungraded)),
        promised=promised,
        given=given,
    )


def _open(record: Record, year: int) -> bool:
    """Whether a year is open for money of city and district."""
    if record.gone or year in record.rectified or (record.ends is not None and year > record.ends):
        return False
    return record.paid_until is None or year <= record.paid_until


def _given(record: Record, district_share: float) -> dict[int, float]:
    """Promises of city and district together; one of a single payer takes its share of the whole support with it."""
    out: dict[int, float] = {}
    for payer, part in (("", 1.0), ("city", 1.0 - district_share), ("district", district_share)):
        for year, amount in record.promises.get(payer, {}).items():
            out[year] = out.get(year, 0.0) + (amount / part if part > 0 else 0.0)
    return out
