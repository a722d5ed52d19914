"""The goals of a city, one file a goal, each found by its module's ``GOAL``.

They stand in the order of their ``order``. What does not live here: how layers, pairs and values enter the program
(``planner.families.terms``), how a plan is scored on them (``planner.problem.score``).
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from planner.families.goal import GoalFamily
from planner.problem.city.city import City
from planner.problem.rows import BUILT_IN, OF_HISTORY, Goal


def _found() -> tuple[GoalFamily, ...]:
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    return tuple(sorted((module.GOAL for module in modules), key=lambda goal: (goal.order, goal.name)))


FAMILIES = _found()
"""All goals, in order"""
GOALS = tuple(family.name for family in FAMILIES if family.task)
"""The five tasks of the policy, in its order"""


def components(city: City) -> dict[str, Any]:
    """The fields ``layers``, ``pairs``, ``values`` and ``goals`` of a city's planning problem.

    Beside the goals found here stand the built-in terms, each a goal by its own name.
    """
    parts = [family.parts(city) for family in FAMILIES]
    plain = (*BUILT_IN, *(OF_HISTORY if city.history is not None else ()))
    return {
        "layers": tuple(layer for one in parts for layer in one.layers),
        "pairs": tuple(pairs for one in parts for pairs in one.pairs),
        "values": {name: value for one in parts for name, value in one.values.items()},
        "goals": (*(one.goal for one in parts), *(Goal(name, ((name, 1.0),)) for name in plain)),
    }
