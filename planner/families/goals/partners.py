"""No task of the policy: how many organisations lead or join a centre, a number, not a share."""

from __future__ import annotations

import numpy as np

from planner.families.goal import GoalFamily, Parts, engaged
from planner.problem.city.city import City
from planner.problem.rows import Goal, Layer


def parts(city: City) -> Parts:
    """The layer ``partners``."""
    return Parts(Goal("partners", (("partners", 1.0),)), (partners(city),))


def partners(city: City) -> Layer:
    """Distinct organisations that lead or join a centre, each worth 1: a number, not a share."""
    ids = city.eco.ids("Organisation")
    return engaged(city, "partners", ids, np.ones(len(ids)), city.members)


GOAL = GoalFamily("partners", 60, parts, task=False)
