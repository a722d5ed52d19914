"""The task 关键共性核心技术: expected coverage of technologies by severity, ramped, in the coverage years."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from planner.families.goal import GoalFamily, Parts, share
from planner.problem.city.city import City
from planner.problem.cover_worth import marginal_worth
from planner.problem.rows import Floats, Goal, Layer


def parts(city: City) -> Parts:
    """The layer ``technologies``."""
    return Parts(Goal("coverage", (("technologies", 1.0),)), (technologies(city),))


def technologies(city: City) -> Layer:
    """Severity-weighted expected coverage, ramped, judged in the coverage years."""
    rule = city.policy.goals.coverage
    kinds = city.eco.column("technologies", "kind")
    weight = np.array([rule.kinds.get(k, 0.0) for k in kinds], dtype=np.float64) * city.eco.column(
        "technologies", "severity"
    )
    judged = sorted(rule.years)
    there = np.concatenate([city.existing, city.leaving])
    ramped = np.array([[city.grown(int(row), f) for f in judged] for row in there])
    existing = city.strength[there].T @ ramped.reshape(len(there), len(judged))
    links = sp.coo_array(city.strength[city.chosen_from])
    candidate, settled = links.coords[0].astype(np.int64), _settled(city, judged)
    return Layer(
        name="technologies",
        items=city.eco.ids("Technology"),
        weight=share(weight),
        item=links.coords[1].astype(np.int64),
        candidate=candidate,
        strength=links.data if settled is None else links.data * _expected_capability(city)[candidate],
        existing=np.asarray(existing),
        ramp=np.array([[city.ramp(f - y) for y in city.years] for f in judged]),
        period_weight=share(np.array([rule.years[f] for f in judged], dtype=np.float64)),
        marginal=marginal_worth(rule.failure, rule.depth),
        settled=None if settled is None else settled[candidate],
    )


def _settled(city: City, judged: list[int]) -> Floats | None:
    """(choices, P) share of full strength of approved centres that the plain ramp does not tell; NaN elsewhere.

    None where the ramp tells all: nobody was rectified, and grades do not act on strength.
    """
    records = [city.record(int(row)) for row in city.chosen_from]
    acts = any(share != 1.0 for share in city.policy.evaluation.capability.values())
    if not acts and not any(record is not None and record.rectified for record in records):
        return None
    out = np.full((city.choices, len(judged)), np.nan)
    for i, record in enumerate(records):
        if record is not None:
            out[i] = [city.grown(int(city.candidates[i]), f) for f in judged]
    return out


def _expected_capability(city: City) -> Floats:
    """(choices,) share of its strength that the expected grade leaves a candidate; 1 for approved centres."""
    rows = [int(row) for row in city.chosen_from]
    return np.array([1.0 if city.record(row) is not None else city.capability(row, 0) for row in rows])


GOAL = GoalFamily("coverage", 10, parts)
