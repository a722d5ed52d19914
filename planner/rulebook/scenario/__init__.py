"""Scenarios: a rule book that ships with buju, changed file by file and by ``--set``, every value with its origin.

What does not live here: what the values mean (``planner.rulebook.policy``) and what they mean to the program
(``planner.problem.city``).
"""

from __future__ import annotations

from planner.rulebook.scenario.against import check_against
from planner.rulebook.scenario.origins import Clause, Origin
from planner.rulebook.scenario.scenario import Scenario, load, shipped
from planner.rulebook.scenario.sources import shipped_names

__all__ = ["Clause", "Origin", "Scenario", "check_against", "load", "shipped", "shipped_names"]
