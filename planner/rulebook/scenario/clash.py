"""One finding between the values of a policy, before its place is known. What does not live here: the checks."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

from graph.base.findings import Level
from graph.base.words import Words
from planner.rulebook.scenario.shape import Keys


@dataclass(frozen=True, slots=True)
class Clash:
    """One finding before its place is known."""

    code: str
    level: Level
    path: Keys
    _: KW_ONLY
    value: str
    message: Words
    mend: Words
