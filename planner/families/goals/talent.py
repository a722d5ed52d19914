"""The task 高端人才队伍: distinct people engaged, worth by tier."""

from __future__ import annotations

import numpy as np

from planner.families.goal import GoalFamily, Parts, engaged, share
from planner.problem.city.city import City
from planner.problem.rows import Goal, Layer


def parts(city: City) -> Parts:
    """The layer ``people``."""
    return Parts(Goal("talent", (("people", 1.0),)), (people(city),))


def people(city: City) -> Layer:
    """Distinct people engaged, worth by tier."""
    tiers = city.policy.goals.talent.tiers
    weight = np.array([tiers.get(t, 0.0) for t in city.eco.column("people", "tier")], dtype=np.float64)
    return engaged(city, "people", city.eco.ids("Person"), share(weight), city.people)


GOAL = GoalFamily("talent", 30, parts)
