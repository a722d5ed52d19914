"""What a front says, as types: the object that is ``front.json`` and that screen and figure read.

What does not live here: how it is found (``front``, ``front_data``). Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

from graph.base.records import ABSENT, Count, keywords
from graph.base.words import Words
from planner.runs.certificates import AuditCount, Sense, SolverName
from planner.studies.data_behind import DataBehind
from planner.studies.fronts.front import Ending

FORMAT: Final = "buju-front/1"


@dataclass(frozen=True, kw_only=True)
class Knee:
    """The point that stands out most: its position, and the share of each goal's range that it reaches."""

    point: Count
    reached: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class FrontAnswer:
    """A front: one point and one plan a row, then what sums them up; the last keys are those of a city.

    Attributes
    ----------
    resolution
        By how much points must differ to be told apart, by goal; not there where the front is complete.
    steps
        By how much each goal must differ to count as different.
    questions
        Integer programs solved.
    years, support
        Approval year and money of each chosen centre, a mapping for each plan.
    labels
        Goals in words.
    """

    format: str = field(default="", metadata=ABSENT)
    complete: bool
    status: Ending
    resolution: Mapping[str, float] = field(default_factory=dict, metadata=ABSENT)
    goals: tuple[str, ...]
    senses: tuple[Sense, ...]
    points: tuple[tuple[float, ...], ...]
    plans: tuple[tuple[str, ...], ...]
    ideal: tuple[float, ...]
    nadir: tuple[float, ...]
    knee: Knee | None
    steps: tuple[float, ...]
    questions: Count
    solver: SolverName
    years: tuple[Mapping[str, int], ...] | None = field(default=None, metadata=ABSENT)
    support: tuple[Mapping[str, float], ...] | None = field(default=None, metadata=ABSENT)
    audit: AuditCount
    dataset: DataBehind | None = field(default=None, metadata=ABSENT)
    scenario: str | None = field(default=None, metadata=ABSENT)
    title: Words | None = field(default=None, metadata=ABSENT)
    labels: Mapping[str, Words] | None = field(default=None, metadata=ABSENT)

    def label(self, goal: str) -> Words:
        """A goal in words; its own name where there are none."""
        return (self.labels or {}).get(goal, Words(goal, goal))


@dataclass(frozen=True, kw_only=True)
class KeptPlan:
    """A plan of the front (its number in the table) that was kept as a run."""

    plan: Annotated[int, keywords(minimum=1)]
    run: str


@dataclass(frozen=True, kw_only=True)
class PrintedFront(FrontAnswer):
    """A front as ``buju pareto`` prints it: with the runs that keep it, its time, its figure."""

    run: str | None = field(default=None, metadata=ABSENT)
    kept: tuple[KeptPlan, ...] | None = field(default=None, metadata=ABSENT)
    cpu_seconds: float
    figure: str | None = field(default=None, metadata=ABSENT)
