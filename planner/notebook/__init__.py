"""What the notebooks (folder ``notebooks``) show: they hold prose, controls and tests; what they count is counted here.

marimo, an extra, is imported only where something is shown. What does not live here: measures (``graph``), reading
data (``loaders``), starting a notebook (``planner.cli.commands.notebook``).
"""

from __future__ import annotations

from planner.notebook.choosing import askable, caps, data_folder, figure, scenario_files, solver, span, why
from planner.notebook.page import Grid, Page, attempt, language_switch
from planner.notebook.tables import (
    arrow,
    bottlenecks,
    brokers,
    certified,
    changes,
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

__all__ = [
    "Grid",
    "Page",
    "arrow",
    "askable",
    "attempt",
    "bottlenecks",
    "brokers",
    "caps",
    "certified",
    "changes",
    "counted",
    "data_folder",
    "figure",
    "hanging",
    "in_all",
    "language_switch",
    "origin",
    "presence",
    "scenario_files",
    "side_by_side",
    "solver",
    "span",
    "takes",
    "upstream",
    "why",
    "years_of",
]
