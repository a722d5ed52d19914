"""Where a value of a scenario comes from, and the clause that it rests on. Plain data."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.words import Words

_NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Origin:
    """The file (relative to the scenario, or ``policy:NAME``), line and column of a value; ``--set`` has no line.

    >>> str(Origin("base.yaml", 3, 12)), str(Origin("--set"))
    ('base.yaml:3:12', '--set')
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Clause:
    """What a value of the rule book rests on: the quoted clause (may be empty), its source, and how buju reads it."""

    clause: str
    source: str
    reading: Words = _NOTHING
