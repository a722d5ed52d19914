"""What the notebooks (folder ``notebooks``) show: they hold prose, controls and tests; what they count is counted here.

marimo, an extra, is imported only where something is shown. What does not live here: measures (``graph``), reading
data (``loaders``), starting a notebook (``planner.cli.commands.notebook``).
"""

from __future__ import annotations

from graph.base.rounding import percent
from planner.layout.amounts import shown
from planner.notebook.chart import Dots
from planner.notebook.choosing import askable, caps, data_folder, figure, scenario_files, solver, span, why
from planner.notebook.course import (
    by_changes,
    decided,
    graded,
    hinges,
    measured_years,
    parts_by_year,
    support_next,
    with_grade,
)
from planner.notebook.meeting import Meeting, meeting, variants
from planner.notebook.names import decided_names
from planner.notebook.page import Grid, Page, attempt, language_switch, plain
from planner.notebook.tables import (
    arrow,
    bottlenecks,
    brokers,
    certified,
    changes,
    chosen,
    counted,
    hanging,
    in_all,
    origin,
    presence,
    side_by_side,
    takes,
    upstream,
    years_of,
)
from planner.notebook.variant import Asked

__all__ = [
    "Asked",
    "Dots",
    "Grid",
    "Meeting",
    "Page",
    "arrow",
    "askable",
    "attempt",
    "bottlenecks",
    "brokers",
    "by_changes",
    "caps",
    "certified",
    "changes",
    "chosen",
    "counted",
    "data_folder",
    "decided",
    "decided_names",
    "figure",
    "graded",
    "hanging",
    "hinges",
    "in_all",
    "language_switch",
    "measured_years",
    "meeting",
    "origin",
    "parts_by_year",
    "percent",
    "plain",
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
