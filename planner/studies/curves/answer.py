"""What a budget curve says, as types: the object that is ``curve.json`` and that screen, tables and figure read.

What does not live here: how it is computed (``curve_data``). Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from graph.base.records import ABSENT, keywords
from graph.base.words import Words
from planner.runs.certificates import AuditCount, Sense, SolverName, Status
from planner.studies.curves.stairs import Ending
from planner.studies.data_behind import DataBehind

FORMAT: Final = "buju-curve/1"
Clean = Annotated[bool | None, keywords(description="whether the audit of this plan found nothing")]


@dataclass(frozen=True, kw_only=True)
class VariedRow:
    """The budget row whose cap is varied."""

    key: str
    words: Words


@dataclass(frozen=True, kw_only=True)
class Least:
    """The least budget with which there is a plan; ``bound``: no lower one has."""

    budget: float | None
    bound: float | None
    status: Status


@dataclass(frozen=True, kw_only=True)
class Enough:
    """The budget beyond which more adds nothing."""

    budget: float
    value: float | None
    status: Status


@dataclass(frozen=True, kw_only=True)
class MoreMoney:
    """The amount whose gain is told at each budget; ``million``: it is one million yuan."""

    amount: float
    unit: str
    million: bool


@dataclass(frozen=True, kw_only=True)
class GainOfMore:
    """What more money adds at a budget."""

    budget: Annotated[float, keywords(description="budget plus the amount")]
    value: float | None
    gain: Annotated[float | None, keywords(description="best value there minus best value here; both solved")]
    status: Status


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """The best plan of one budget."""

    budget: Annotated[float, keywords(description="cap of the row, in the unit of the data")]
    status: Status
    value: Annotated[float | None, keywords(description="best value of the first objective, recomputed from the plan")]
    bound: float | None
    gap: float | None
    used: Annotated[float | None, keywords(description="of the row")]
    chosen: tuple[str, ...]
    years: Mapping[str, int]
    support: Mapping[str, Mapping[int, float]]
    joined: Annotated[tuple[str, ...], keywords(description="chosen here, not at the budget before")] = ()
    left: Annotated[tuple[str, ...], keywords(description="chosen at the budget before, not here")] = ()
    more: GainOfMore | None
    clean: Clean = None


@dataclass(frozen=True, kw_only=True)
class RoadmapStep:
    """The plan of one budget on the roadmap."""

    budget: float
    value: float
    price: Annotated[
        float, keywords(description="price of nesting: the budget's best value against this one, 0 or more")
    ]
    used: float
    added: Annotated[tuple[str, ...], keywords(description="centres that the budget before does not found")]
    chosen: tuple[str, ...]
    years: Mapping[str, int]
    support: Mapping[str, Mapping[int, float]]
    upwards: Annotated[
        float | None, keywords(description="value of the roadmap that adds greedily to the cheapest plan")
    ]
    downwards: Annotated[
        float | None, keywords(description="value of the roadmap that drops greedily from the dearest plan")
    ]
    clean: Clean


@dataclass(frozen=True, kw_only=True)
class NestedRoadmap:
    """One order of founding centres for all budgets; ``mean`` of its values, and the bound on any such mean."""

    status: Status
    mean: float
    bound: float | None
    gap: float | None
    mean_price: float
    steps: tuple[RoadmapStep, ...]


@dataclass(frozen=True, kw_only=True)
class CurveAnswer:
    """A budget curve; ``scenario``, ``title``, ``dataset`` and ``names`` of candidates are those of a city."""

    format: str = FORMAT
    complete: bool
    status: Ending
    kind: Annotated[
        Literal["stairs", "grid"], keywords(description="stairs: all breakpoints; grid: these budgets only")
    ]
    row: VariedRow
    sense: Sense
    goals: Mapping[str, float]
    """Weights of the goals in the first objective."""
    own: Annotated[float | None, keywords(description="the cap of the scenario itself")]
    least: Least
    enough: Enough | None
    more: MoreMoney
    grain: float
    """Amounts of the row are whole multiples of it."""
    points: tuple[CurvePoint, ...]
    roadmap: NestedRoadmap | None
    audit: AuditCount
    solver: SolverName
    scenario: str | None = field(default=None, metadata=ABSENT)
    title: Words | None = field(default=None, metadata=ABSENT)
    dataset: DataBehind | None = field(default=None, metadata=ABSENT)
    names: Mapping[str, str] | None = field(default=None, metadata=ABSENT)

    @property
    def found(self) -> tuple[CurvePoint, ...]:
        """The budgets for which there is a plan."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def values(self) -> tuple[tuple[CurvePoint, float], ...]:
        """The budgets for which there is a plan, each with its best value."""
        return tuple((point, point.value) for point in self.points if point.value is not None)

    @property
    def gains(self) -> tuple[tuple[CurvePoint, float], ...]:
        """The budgets at which it is known what more money adds, each with the gain."""
        known = ((point, point.more.gain) for point in self.points if point.more is not None)
        return tuple((point, gain) for point, gain in known if gain is not None)

    @property
    def illustrative(self) -> bool:
        """Whether the data behind it are made up."""
        return self.dataset is not None and self.dataset.illustrative


@dataclass(frozen=True, kw_only=True)
class PrintedCurve(CurveAnswer):
    """A curve as ``buju curve`` prints it: with its time, the run that keeps it, the files written."""

    cpu_seconds: float
    run: str | None = field(default=None, metadata=ABSENT)
    files: tuple[str, ...] = field(default=(), metadata=ABSENT)
