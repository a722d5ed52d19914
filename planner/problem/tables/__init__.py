"""Planner tables: a selection problem as small tables and settings, the form of the published cases.

Declarations (``declared``), settings.json (``settings``), what the tables must say together (``checks``) and the
planning problem that they make (``building``). What does not live here: reading files (``loaders``).
"""

from planner.problem.tables.building import from_tables, further_values, keep_goals, rule
from planner.problem.tables.checks import check_tables
from planner.problem.tables.declared import NAMES, ON_TARGETS, ONLY_LESS, PLANNER_TABLES, TERMS
from planner.problem.tables.settings import MODES, OBJECTIVES, Settings, read_settings, stages_of, terms_of

__all__ = [
    "MODES",
    "NAMES",
    "OBJECTIVES",
    "ONLY_LESS",
    "ON_TARGETS",
    "PLANNER_TABLES",
    "TERMS",
    "Settings",
    "check_tables",
    "from_tables",
    "further_values",
    "keep_goals",
    "read_settings",
    "rule",
    "stages_of",
    "terms_of",
]
