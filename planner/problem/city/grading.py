"""What grades to come may be in a city, and what they act on; only where the policy gives their chances.

What does not live here: drawing grades and settling the money (``planner.studies.stress.grade_draws``).
"""

from __future__ import annotations

import math
from typing import get_args

import numpy as np

from planner.problem.allowed import expected, grade_of
from planner.problem.city.city import City
from planner.problem.history import Record
from planner.problem.rows import Floats, Grading
from planner.rulebook.kinds import Grade

NEVER = 10_000
"""A year that does not come."""
GRADES: tuple[str, ...] = get_args(Grade)


def grading_of(city: City) -> Grading | None:
    """The chances of grades of a city's centres and what grades act on; None where the policy gives no chances."""
    told = city.policy.evaluation
    if not told.chances:
        return None
    records = [city.record(int(row)) for row in city.candidates]
    formations = city.text("formation")
    hoped = [expected(city.policy, c, f) for c, f in zip(city.candidate_ids, formations, strict=True)]
    known = [
        grade if record is None else grade_of(city.policy, record, formation, city.as_of)
        for grade, record, formation in zip(hoped, records, formations, strict=True)
    ]
    chances = [dict(told.chances.get(f, {})) for f in formations]  # type: ignore[call-overload]
    least = city.number("minimum_support")
    rule = city.policy.support
    paid = np.array([0.0 if r is None else math.fsum(r.own.values()) for r in records])
    cap = math.inf if rule.total_cap is None else rule.total_cap
    return Grading(
        grades=GRADES,
        factor=np.array([told.factors.get(g, 1.0) for g in GRADES]),  # type: ignore[call-overload]
        capability=np.array([told.capability.get(g, 1.0) for g in GRADES]),  # type: ignore[call-overload]
        rectifies=np.array([g == told.rectify_after for g in GRADES]),
        chance=np.array([[one.get(g, 0.0) for g in GRADES] for one in chances]).reshape(city.size, len(GRADES)),
        expected=np.array([_index(g) for g in hoped], dtype=np.int64),
        known=np.array([_index(g) for g in known], dtype=np.int64),
        approved=np.array([_approved(r) for r in records], dtype=np.int64),
        graded=city.policy.build_period,
        until=np.array([_until(r) for r in records], dtype=np.int64),
        closes=np.array([_closes(r) for r in records], dtype=np.int64),
        base=_base(city),
        minimum=np.where(np.isnan(least), rule.default_minimum, least),
        paid=paid,
        room=np.maximum(cap - paid, 0.0),
        given=_given(city),
        rectified=tuple(() if r is None else tuple(sorted(r.rectified)) for r in records),
    )


def _index(grade: str | None) -> int:
    return -1 if grade is None else GRADES.index(grade)


def _approved(record: Record | None) -> int:
    return 0 if record is None else record.approved or 0


def _until(record: Record | None) -> int:
    """The last year in which a centre is graded: until it ends or is completed."""
    if record is None:
        return NEVER
    completed = [year for year, decision in record.decisions if decision == "completed"]
    return 0 if record.gone else min([NEVER if record.ends is None else record.ends, *completed])


def _closes(record: Record | None) -> int:
    if record is None:
        return NEVER
    last = [year for year in (record.ends, record.paid_until) if year is not None]
    return 0 if record.gone else min([NEVER, *last])


def _base(city: City) -> Floats:
    rule = city.policy.support
    base = rule.share * city.bases[:, : rule.years]
    if rule.first_year_cap is not None:
        base[:, 0] = np.minimum(base[:, 0], rule.first_year_cap)
    return np.asarray(base)


def _given(city: City) -> Floats:
    out = np.zeros((city.size, len(city.funding)))
    for i in range(city.size):
        found = city.allowed(i)
        for year, amount in ({} if found is None else found.given).items():
            if year in city.funding:
                out[i, city.funding.index(year)] = amount
    return out
