"""What a stress test says, as types: the object that ``stress.json`` keeps and that screen and figure read.

What does not live here: how it is computed (``of_run``, ``core_index_data``, ``of_scenarios``). Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from graph.base.records import ABSENT, Count, keywords
from graph.base.words import Words
from planner.problem.rows import Rule
from planner.runs.certificates import AuditCount, Sense, SolverName, Status
from planner.runs.plan_result import DatasetFacts
from planner.studies.data_behind import DataBehind
from planner.studies.stress.grades_answer import GradesAnswer

Place = Literal["core", "borderline", "exterior"]
Measure = Literal["regret", "maximin", "expected", "cvar"]
Ending = Literal["complete", "infeasible", "no_common", "stopped", "interrupted"]


@dataclass(frozen=True, kw_only=True)
class BrokenRule:
    """A rule that is not kept: its name, the scenario key that changes it, the rule in words."""

    rule: str
    key: str
    words: Words

    @staticmethod
    def of(rule: Rule) -> BrokenRule:
        """Name a rule of a problem."""
        return BrokenRule(rule=rule.name, key=rule.key, words=rule.words)


@dataclass(frozen=True, kw_only=True)
class UncoveredTechnology:
    """A technology that loses its only cover."""

    technology: str
    name: str


@dataclass(frozen=True, kw_only=True)
class BestReplacement:
    """What the best plan without it costs; ``lifted``: what had to be eased, ``comes`` and ``goes``: who beside it."""

    cost: float | None
    proven: bool
    lifted: tuple[Words, ...]
    comes: tuple[str, ...]
    goes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FailureRow:
    """One failure: what is lost when nothing is replaced, and the best replacement.

    Attributes
    ----------
    centres, barred, existing : tuple of str
        Chosen centres that fail with it; candidates that cannot come in their place; existing centres that it leads,
        which are not counted.
    goals : mapping of str to float
        Value of each goal before, less its value after.
    """

    kind: Literal["centre", "organisation", "person"]
    id: str
    name: str
    centres: tuple[str, ...]
    barred: tuple[str, ...] = ()
    existing: tuple[str, ...] = ()
    loss: float
    goals: Mapping[str, float]
    technologies: tuple[UncoveredTechnology, ...]
    broken: tuple[BrokenRule, ...]
    replacement: BestReplacement


@dataclass(frozen=True, kw_only=True)
class FailuresAnswer:
    """Every single failure, the worst first; ``mean_loss`` is that of centres.

    ``complete``: not interrupted before all were looked at.
    """

    objective: float
    sense: Sense
    mean_loss: float
    losses: tuple[FailureRow, ...]
    complete: bool


@dataclass(frozen=True, kw_only=True)
class CorePlan:
    """A non-dominated plan; ``weights``: for how many of the sampled weights it is the best."""

    chosen: tuple[str, ...]
    weights: Count | None = field(default=None, metadata=ABSENT)


@dataclass(frozen=True, kw_only=True)
class CoreCandidate:
    """A candidate's share of the plans; ``proven``: whether its class holds beyond the plans found.

    ``acceptability`` is its share of the sampled weights, ``chosen`` whether the plan of the run has it.
    """

    candidate: str
    name: str
    core_index: Annotated[float | None, keywords(minimum=0, maximum=1)]
    class_: Place | None
    proven: bool
    acceptability: float | None = field(default=None, metadata=ABSENT)
    chosen: bool | None = field(default=None, metadata=ABSENT)


@dataclass(frozen=True, kw_only=True)
class CoreAnswer:
    """Which candidates are in every good plan, whatever the weights.

    Attributes
    ----------
    method : str
        ``exact``: every plan was tried; ``front``: all non-dominated plans as a front; ``sampled``: from drawn weights.
    vertices : tuple of tuple of float
        Extreme points of the weights that are allowed.
    questions : int or None
        Of a front: solves; of a sample stand ``samples``, ``proven`` (of them), ``seed`` and ``weights``.
    """

    method: Literal["exact", "front", "sampled"]
    goals: tuple[str, ...]
    low: Mapping[str, float]
    high: Mapping[str, float]
    orders: tuple[tuple[str, ...], ...]
    vertices: tuple[tuple[float, ...], ...]
    plans: tuple[CorePlan, ...]
    candidates: tuple[CoreCandidate, ...]
    complete: bool
    infeasible: bool
    interrupted: bool = False
    questions: Count | None = field(default=None, metadata=ABSENT)
    samples: Count | None = field(default=None, metadata=ABSENT)
    proven: Count | None = field(default=None, metadata=ABSENT)
    seed: Count | None = field(default=None, metadata=ABSENT)
    weights: tuple[tuple[float, ...], ...] | None = field(default=None, metadata=ABSENT)
    solver: SolverName | None = field(default=None, metadata=ABSENT)

    @property
    def ranked(self) -> tuple[CoreCandidate, ...]:
        """Candidates by core index, then by acceptability, the highest first."""
        return tuple(sorted(self.candidates, key=lambda r: (-(r.core_index or 0.0), -(r.acceptability or 0.0))))


@dataclass(frozen=True, kw_only=True)
class ScenarioRow:
    """One scenario by itself: its chance, its best plan and what is known of it."""

    name: str
    title: Words
    chance: float | None
    status: Status
    objective: float | None
    bound: float | None
    gap: float | None
    chosen: tuple[str, ...]
    years: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A plan in one scenario: its value, how far off the best that is; no regret where it breaks rules there."""

    value: float | None
    regret: float | None
    broken: tuple[BrokenRule, ...]


@dataclass(frozen=True, kw_only=True)
class CommonChoice:
    """One choice for all scenarios, the best by one measure; its values and regrets in each."""

    value: float | None
    bound: float | None
    gap: float | None
    status: Status
    chosen: tuple[str, ...]
    years: Mapping[str, int]
    values: tuple[float | None, ...]
    regrets: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class MeanPlan:
    """The plan for the mean scenario, and what it is worth in each."""

    chosen: tuple[str, ...]
    years: Mapping[str, int]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class ScenariosAnswer:
    """One choice held against several scenarios.

    Attributes
    ----------
    status : str
        ``complete``; ``infeasible``: a scenario has no plan; ``no_common``: no choice for all; ``stopped``;
        ``interrupted``.
    matrix : tuple of tuple of Cell
        [plan][scenario]: the best plan of each scenario put into each.
    choices : mapping of str to CommonChoice
        By measure: ``regret``, ``maximin``, ``expected``, ``cvar``.
    ws, rp, eev, evpi, vss : float or None
        Wait and see, one choice now, the mean scenario's plan; what knowing, and what planning for all is worth.
    no_mean : bool
        The scenarios differ in more than numbers.
    """

    status: Ending
    sense: Sense
    scenarios: tuple[ScenarioRow, ...]
    matrix: tuple[tuple[Cell, ...], ...]
    choices: Mapping[Measure, CommonChoice]
    conflict: tuple[BrokenRule, ...]
    tail: float
    ws: float | None
    rp: float | None
    eev: float | None
    evpi: float | None
    vss: float | None
    mean: MeanPlan | None
    solver: SolverName
    audit: AuditCount
    no_mean: bool
    holds: Literal["value", "share"] | None = field(default=None, metadata=ABSENT)
    """What the scenario columns of planner tables hold"""


@dataclass(frozen=True, kw_only=True)
class StressAnswer:
    """A stress test of a run, of a city or of planner tables: the parts that were asked for.

    ``run``, ``tables``: of what; ``dataset``, ``title``, ``centres`` (id → name): of a city; ``kept``, ``figure``:
    where it was written.
    """

    run: str | None = field(default=None, metadata=ABSENT)
    tables: str | None = field(default=None, metadata=ABSENT)
    dataset: DatasetFacts | DataBehind | None = field(default=None, metadata=ABSENT)
    title: Words | None = field(default=None, metadata=ABSENT)
    centres: Mapping[str, str] | None = field(default=None, metadata=ABSENT)
    failures: FailuresAnswer | None = field(default=None, metadata=ABSENT)
    core: CoreAnswer | None = field(default=None, metadata=ABSENT)
    grades: GradesAnswer | None = field(default=None, metadata=ABSENT)
    scenarios: ScenariosAnswer | None = field(default=None, metadata=ABSENT)
    kept: str | None = field(default=None, metadata=ABSENT)
    cpu_seconds: float | None = field(default=None, metadata=ABSENT)
    figure: str | None = field(default=None, metadata=ABSENT)

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C was pressed before it was done."""
        return (
            (self.failures is not None and not self.failures.complete)
            or (self.core is not None and self.core.interrupted)
            or (self.scenarios is not None and self.scenarios.status == "interrupted")
        )
