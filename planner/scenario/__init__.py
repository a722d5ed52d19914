"""Scenarios: a rule book that ships with buju, changed file by file and by ``--set``, every value with its origin.

What does not live here: what the values mean (``planner.policy``) and what they mean to the program
(``planner.compile``).
"""

from __future__ import annotations

from planner.scenario.against import check_against
from planner.scenario.origins import Clause, Origin
from planner.scenario.scenario import Scenario, load, shipped
from planner.scenario.sources import shipped_names

__all__ = ["Clause", "Origin", "Scenario", "check_against", "load", "shipped", "shipped_names"]
