"""Planner tables as a command reads and checks them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.screen.console import Console

if TYPE_CHECKING:
    from buju.tables_solved import PlannerTables


def read_planner_tables(folder: Path, out: Console, goals: Collection[str] = ()) -> PlannerTables:
    """Read and check planner tables (``buju.tables_solved.read``); warnings are said at once, others with ``-v``.

    Raises
    ------
    InputError
        With all findings at once, if one of them is an error.
    """
    from buju.tables_solved import read

    given = read(folder, goals=goals)
    shown = [f for f in given.findings if out.verbose or f.level == "warning"]
    out.findings(() if out.quiet else shown)
    return given
