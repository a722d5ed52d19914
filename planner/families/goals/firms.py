"""The task 行业领军企业: distinct leading firms engaged."""

from __future__ import annotations

import numpy as np

from planner.families.goal import GoalFamily, Parts, engaged, share
from planner.problem.city.city import City
from planner.problem.rows import Goal, Layer


def parts(city: City) -> Parts:
    """The layer ``firms``."""
    return Parts(Goal("firms", (("firms", 1.0),)), (firms(city),))


def firms(city: City) -> Layer:
    """Distinct leading ("champion") firms engaged."""
    champion = city.eco.column("organisations", "champion") & (city.eco.column("organisations", "kind") == "firm")
    return engaged(city, "firms", city.eco.ids("Organisation"), share(champion.astype(np.float64)), city.members)


GOAL = GoalFamily("firms", 40, parts)
