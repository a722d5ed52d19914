"""One finding between the values of a policy, before its place is known. What does not live here: the checks."""

from __future__ import annotations

from typing import NamedTuple

from graph.base.findings import Level
from graph.base.words import Words
from planner.rulebook.scenario.shape import Keys


class Clash(NamedTuple):
    """One finding before its place is known."""

    code: str
    level: Level
    path: Keys
    value: str
    message: Words
    mend: Words
