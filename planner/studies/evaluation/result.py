"""What an evaluation says, as types: the object that is ``evaluation.json``, that a run keeps and all exports read.

What does not live here: how it is made (``building``) and kept (``keeping``). Numbers are the doubles next to the
exact ones; nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from graph.base.words import Words
from planner.runs.certificates import AuditSummary
from planner.runs.plan_result import NOWHERE, DatasetFacts
from planner.studies.evaluation.dossier import CentreFile
from planner.studies.evaluation.votes import VoteRow

FORMAT: Final = "buju-evaluation/1"
Grade = Literal["excellent", "good", "pass", "poor"]


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """An indicator of the system that was used."""

    id: str
    name: Words
    dimension: str
    kind: Literal["quantitative", "qualitative"]
    unit: str = ""
    scale: str = ""
    points: float = 0.0
    veto: bool = False


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """A centre on one indicator: points got of the full ones; ``value`` is the figure, or the panel's mean."""

    indicator: str
    points: float | None
    full: float
    value: float | None
    reviews: int = 0
    """Reviews that the mean is of; 0 for a measured figure."""
    evidence: str = ""
    date: str = ""
    source: str = ""
    missing: str = ""


@dataclass(frozen=True, kw_only=True)
class WeightInterval:
    """Full points of one indicator between which the grade holds; ``to`` null = without end."""

    indicator: str
    from_: float
    to: float | None
    from_holds: bool
    to_holds: bool | None


@dataclass(frozen=True, kw_only=True)
class ExpertTurn:
    """An expert without whom the grade is another; null: the panel would be too small."""

    expert: str
    grade_without: Grade | None


@dataclass(frozen=True, kw_only=True)
class FigureTurn:
    """A figure that alone would turn the grade: the value (and points) at which it does."""

    indicator: str
    value: float
    raised_to: Grade | None = None
    raised_at: float | None = None
    """Value from which on the grade is ``raised_to``."""
    raised_points: float | None = None
    lowered_to: Grade | None = None
    lowered_below: float | None = None
    """Value short of which the grade is ``lowered_to``."""
    lowered_points: float | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """A review that comes due: ``review`` of the milestone, or ``completion`` of the build period."""

    mark: Literal["review", "completion"]
    year: int
    state: Literal["past", "due", "to come"]


@dataclass(frozen=True, kw_only=True)
class GradeRow:
    """One centre's evaluation; score, grade, factor and cap are null while something is missing."""

    centre: str
    name: str
    formation: str
    approved_year: int
    score: float | None
    grade: Grade | None
    low: float
    high: float
    rank: int | None
    """Place by score among the scored centres of the formation; equal scores share it."""
    ranked: int
    """Scored centres of the formation."""
    dimensions: Mapping[str, float | None]
    """Share of its points that each dimension got, × 100; null while one of its indicators is missing."""
    points: Mapping[str, float]
    panel: Mapping[str, float]
    veto: tuple[str, ...]
    items: tuple[ItemRow, ...]
    holds_while: tuple[WeightInterval, ...]
    decides_alone: tuple[ExpertTurn, ...]
    turned_by: tuple[FigureTurn, ...]
    noise: float
    near_cuts: tuple[Grade, ...]
    next_factor: float | None
    next_cap: float | None
    paid: float
    """Support of city and district until the year evaluated."""
    before: Grade | None = None
    """Grade recorded for the year before."""
    due: tuple[Due, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MissingRow:
    """What keeps a centre without score."""

    centre: str
    indicator: str
    why: str


@dataclass(frozen=True, kw_only=True)
class LeftOutRow:
    """An expert in conflict."""

    expert: str
    centre: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Krippendorff's α of the year, and of each indicator; null where nothing can be said."""

    alpha: float | None
    by_indicator: Mapping[str, float | None]


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """A candidate's score on one build condition, made from indicators and reviews."""

    centre: str
    condition: str
    score: float | None
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, kw_only=True)
class EvaluationResult:
    """The evaluation of one year."""

    format: str = FORMAT
    year: int
    system: str
    scenario: str
    title: Words = NOWHERE
    dataset: DatasetFacts = field(default_factory=DatasetFacts)
    cuts: Mapping[str, float]
    cuts_by_formation: Mapping[str, Mapping[str, float]]
    dimensions: Mapping[str, Words]
    indicators: tuple[IndicatorRow, ...]
    grades: tuple[GradeRow, ...]
    missing: tuple[MissingRow, ...]
    left_out: tuple[LeftOutRow, ...]
    agreement: Agreement
    votes: tuple[VoteRow, ...] = ()
    readiness: tuple[Readiness, ...] = ()
    files: tuple[CentreFile, ...] = ()
    """What the dossiers say beside the grades."""
    audit: AuditSummary = field(default_factory=AuditSummary)
