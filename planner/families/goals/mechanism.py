"""The task 新型体制机制: each candidate's mean score of the build conditions that tell of its mechanism."""

from __future__ import annotations

import numpy as np

from planner.families.goal import GoalFamily, Parts, present, share
from planner.problem.city.city import City
from planner.problem.rows import Floats, Goal
from planner.rulebook.kinds import Condition


def parts(city: City) -> Parts:
    """The value ``mechanism``; the existing centres' part is the goal's constant."""
    value, today = mechanism(city)
    return Parts(Goal("mechanism", (("mechanism", 1.0),), constant=today), values={"mechanism": value})


def mechanism(city: City) -> tuple[Floats, float]:
    """Give each candidate's mean mechanism score as a share of all centres' sum, and the existing centres' part."""
    score = _condition_mean(city, city.policy.goals.mechanism.conditions) * present(city)
    part = share(score)
    return part[city.candidates], float(part[city.existing].sum())


def _condition_mean(city: City, conditions: tuple[Condition, ...]) -> Floats:
    out = np.zeros(city.eco.size("Centre"))
    centre = city.eco.codes("conditions", "centre_id", "Centre")
    for name in conditions:
        out[centre] += np.nan_to_num(city.eco.column("conditions", name)) / 100.0 / len(conditions)
    return out


GOAL = GoalFamily("mechanism", 50, parts)
