"""What notebooks use beside ``buju`` itself: their language, measures of the ecosystem, tables and pages.

Needs the extra ``notebooks``. What does not live here: what is shown and counted (``planner.notebook``, ``graph``).
"""

from __future__ import annotations

from buju.speech import spoken
from graph.assessment.assessment import assess
from graph.base.words import Lang
from graph.measures.collaboration import joined_pairs
from graph.measures.coverage import active_centres, depth, prerequisite_gaps
from planner.notebook import (
    Asked,
    Page,
    arrow,
    askable,
    attempt,
    bottlenecks,
    brokers,
    by_changes,
    caps,
    certified,
    changes,
    counted,
    data_folder,
    decided,
    figure,
    graded,
    hanging,
    hinges,
    in_all,
    language_switch,
    measured_years,
    meeting,
    origin,
    parts_by_year,
    plain,
    presence,
    scenario_files,
    shown,
    side_by_side,
    solver,
    span,
    support_next,
    takes,
    upstream,
    variants,
    why,
    with_grade,
    years_of,
)
from planner.studies.compare import compare

LANG: Lang = spoken()
"""The language in which a notebook opens."""

__all__ = [
    "LANG",
    "Asked",
    "Page",
    "active_centres",
    "arrow",
    "askable",
    "assess",
    "attempt",
    "bottlenecks",
    "brokers",
    "by_changes",
    "caps",
    "certified",
    "changes",
    "compare",
    "counted",
    "data_folder",
    "decided",
    "depth",
    "figure",
    "graded",
    "hanging",
    "hinges",
    "in_all",
    "joined_pairs",
    "language_switch",
    "measured_years",
    "meeting",
    "origin",
    "parts_by_year",
    "plain",
    "prerequisite_gaps",
    "presence",
    "scenario_files",
    "shown",
    "side_by_side",
    "solver",
    "span",
    "support_next",
    "takes",
    "upstream",
    "variants",
    "why",
    "with_grade",
    "years_of",
]
