"""The planning problem as plain data: what stands between the ecosystem and the integer program.

Built from an ecosystem and a policy (``planner.problem.city``) or from published tables (``planner.problem.tables``);
the program (``planner.program``) reads nothing else. Arrays are numpy, indices are positions.
What does not live here: files, graphs, solvers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, fields, replace
from typing import Literal

import numpy as np

from planner.problem.course_rows import Baseline, ChangeRow, DueRow, Grading, Match, Missed, Settled
from planner.problem.rule import Bools, Floats, Ints, Rule

__all__ = [
    "BUILT_IN",
    "MET",
    "OF_HISTORY",
    "Bar",
    "Baseline",
    "Bools",
    "BudgetRow",
    "ChangeRow",
    "CountRow",
    "DepthRow",
    "DueRow",
    "Floats",
    "FloorRow",
    "Goal",
    "Grading",
    "Ints",
    "LargestShortfall",
    "Layer",
    "Logic",
    "Match",
    "Missed",
    "Pairs",
    "PlanningProblem",
    "Project",
    "Rule",
    "Settled",
    "Stage",
    "Support",
]


@dataclass(frozen=True, kw_only=True)
class Layer:
    """Items that chosen candidates cover: technologies, cross-sector ties, people, leading firms.

    Item m at judged period p has ``existing[m, p] + Σ_i strength_im · ramp[p, y_i]`` cover, and is worth
    ``weight[m] · period_weight[p] · g(cover)``, where ``g`` climbs by ``marginal[r]`` over the r-th unit of cover
    (linear between whole numbers, flat beyond ``len(marginal)``).

    ``mode``: ``any`` adds strengths up; ``best`` takes the greatest single strength (graded); ``all`` gives the
    full weight only when every listed candidate is chosen; ``sum`` is worth weight × cover without end;
    ``met`` gives the full weight when the cover reaches 1 (within :data:`MET`), else nothing. The last two know
    no ``marginal``.

    A candidate of a link is a source: position N + b stands for project b of the problem.
    """

    name: str
    items: tuple[str, ...]
    weight: Floats
    """(M,)"""
    item: Ints
    """(L,) item of each link"""
    candidate: Ints
    """(L,) candidate of each link"""
    strength: Floats
    """(L,)"""
    existing: Floats
    """(M, P) cover that is there already"""
    ramp: Floats
    """(P, Y) share of full strength in period p when approved in year y"""
    period_weight: Floats
    """(P,) sums to 1"""
    marginal: Floats
    """(R,) non-increasing worth of each unit of cover"""
    mode: Literal["any", "best", "all", "sum", "met"] = "any"
    settled: Floats | None = None
    """(L, P) share of full strength of links whose candidate's start history has settled, in place of ``ramp``; NaN
    where the ramp holds (mode ``any`` only)"""

    def growth(self, link: int, p: int) -> Floats:
        """(Y,) share of full strength of one link in period p, by the year of approval."""
        if self.settled is None or np.isnan(self.settled[link, p]):
            return np.asarray(self.ramp[p])
        return np.full(self.ramp.shape[1], self.settled[link, p])


MET = 1e-12
"""Share of a target up to which it counts as met when missed: the noise of figures that are no decimals."""


@dataclass(frozen=True)
class Project:
    """What its members do together: it counts as chosen when all of them are, from the latest of their years on."""

    name: str
    members: Ints
    """At least one candidate"""


@dataclass(frozen=True)
class LargestShortfall:
    """A term of the objective: the greatest weight_m · (1 − cover_m) over the items of a layer, at least 0.

    The layer's mode is ``any``, ``best`` or ``all``, its cover the share of what is wanted; existing cover and
    judged periods count as they do in the layer.
    """

    name: str
    layer: str


@dataclass(frozen=True)
class Pairs:
    """Signed bonuses that count when both candidates are chosen."""

    name: str
    a: Ints
    b: Ints
    bonus: Floats


@dataclass(frozen=True, kw_only=True)
class Support:
    """Money paid to a chosen candidate in support years k = 0..K−1 after its start."""

    years: tuple[int, ...]
    """Funding years, first approval year to last approval year + K − 1."""
    cap: Floats
    """(N, K) greatest payment in each support year: share × base × evaluation factor, first-year cap applied"""
    total: Floats
    """(N,) greatest sum; inf = none"""
    minimum: Floats
    """(N,) least sum of a chosen candidate"""
    first: Floats
    """(N,) least payment in the first support year of a chosen candidate; at most ``cap[:, 0]``"""
    open: int = 0
    """Position of the first funding year that is not history"""
    paid: Floats | None = None
    """(N, F) what history has paid; 0 in the years to come"""
    limit: Floats | None = None
    """(N, F) greatest payment by funding year of centres that history knows, in place of ``cap``; NaN: ``cap`` holds"""
    unit: float | None = None
    """Payments are whole multiples of this"""
    no_gap: bool = False
    """Whether no year without money may lie between two with money, where the caps allow any"""

    def past(self, i: int) -> Floats:
        """(F,) what history has paid a centre."""
        return np.zeros(len(self.years)) if self.paid is None else np.asarray(self.paid[i])

    def by_year(self, i: int) -> Floats | None:
        """(F,) the caps of a centre that history knows; None for a candidate."""
        return None if self.limit is None or np.isnan(self.limit[i]).any() else np.asarray(self.limit[i])

    def most(self) -> Floats:
        """(N,) the most that the caps allow in the years to come."""
        cap = self.cap.sum(axis=1)
        if self.limit is not None:
            cap = np.where(np.isnan(self.limit).any(axis=1), cap, np.nan_to_num(self.limit).sum(axis=1))
        return np.asarray(np.minimum(cap, self.total), dtype=np.float64)

    def fitting(self) -> Support:
        """The same with every least support within what the caps allow: what holds where a bar on others is let off."""
        minimum = np.minimum(self.minimum, self.most())
        return replace(self, minimum=minimum, first=np.minimum(self.first, minimum))


@dataclass(frozen=True)
class BudgetRow:
    """Σ usage_i · x_i + Σ share_i · pay_if (f in ``years``) ≤ cap."""

    rule: Rule
    cap: float
    _: KW_ONLY
    usage: Floats | None = None
    """(N,) fixed use of a chosen candidate"""
    share: Floats | None = None
    """(N,) part of each payment that this row carries"""
    years: tuple[int, ...] | None = None
    """Funding years of the row; None = all"""
    start: int | None = None
    """Position of the approval year whose candidates use it; None = all"""
    given: float = 0.0
    """What history has used; payments of past years count here and not under ``share``"""
    stated: float | None = None
    """The cap as the scenario states it, where money carried over or history makes another of it"""
    overdrawn: float = 0.0
    """By how much history has used more than the scenario allows: ``cap`` is then what it has used"""
    held: Bools | None = None
    """(N,) centres of history that the plan may stop: what those that stay use may go beyond the cap, and then nothing
    is left for others"""

    @property
    def told(self) -> float:
        """The figure that a planner knows."""
        return self.cap if self.stated is None else self.stated

    @property
    def usage_held(self) -> Floats | None:
        """(N,) the part of ``usage`` that is of history; None: none is."""
        return None if self.usage is None or self.held is None else np.where(self.held, self.usage, 0.0)


@dataclass(frozen=True)
class CountRow:
    """low ≤ given + Σ_{i in members} (chosen, in approval year ``year`` or up to year ``until`` if given) ≤ high."""

    rule: Rule
    members: Ints
    _: KW_ONLY
    low: float = -np.inf
    high: float = np.inf
    given: int = 0
    """What is there already: existing centres that count"""
    year: int | None = None
    """Position of the one approval year that counts; None = all"""
    until: int | None = None
    """Position of the last approval year that counts; None = all"""
    staying: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Centres of history that count in every year while they stay, and that the plan may stop"""
    stated_low: float | None = None
    """The least number as the scenario states it, where history has made another of it"""

    @property
    def told_low(self) -> float:
        """The least number that a planner knows."""
        return self.low if self.stated_low is None else self.stated_low


@dataclass(frozen=True)
class DepthRow:
    """At least ``depth`` different groups among the chosen candidates (and ``given`` groups) cover the item.

    With ``sharing`` the groups are single centres, and of those that share something at most one counts: a set packing.
    """

    rule: Rule
    candidate: Ints
    """(L,) candidates that cover it"""
    group: Ints
    """(L,) group (lead) of each; equal numbers count once"""
    depth: int
    _: KW_ONLY
    given: tuple[int, ...] = ()
    """Groups that cover it already"""
    sharing: tuple[tuple[int, ...], ...] = ()
    """Each: places in (candidate …, given …) of centres that share one organisation or person"""
    given_by: tuple[tuple[int, ...], ...] = ()
    """Of each group that covers it already its centres, −1: outside the scheme; told where grades have chances"""


@dataclass(frozen=True)
class FloorRow:
    """Σ amount_l · (source_l chosen) ≥ floor."""

    rule: Rule
    source: Ints
    """(L,) candidates, or N + b for project b"""
    amount: Floats
    """(L,)"""
    floor: float


@dataclass(frozen=True)
class Logic:
    """``requires``: the first member needs every other; ``excludes``: at most one of them."""

    rule: Rule
    kind: Literal["requires", "excludes"]
    members: Ints


@dataclass(frozen=True)
class Bar:
    """A named rule that forbids starts: ``mask[i, y]`` is true where it does."""

    rule: Rule
    mask: Bools
    """(N, Y)"""
    figure: Floats | None = None
    """(N,) what the rule holds against ``least``, NaN = missing; None where it is no threshold"""
    least: float = 0.0


@dataclass(frozen=True)
class Goal:
    """A named term of the objective: constant + Σ factor × component value.

    Components are names of layers, pair sets, ``values`` and ``largest``, and the built-in :data:`BUILT_IN` terms.
    """

    name: str
    parts: tuple[tuple[str, float], ...]
    constant: float = 0.0


OF_HISTORY = ("shortfall", "changes", "money_moved")
"""Terms of problems with a history: Σ of what soft dues fall short; number of changes to the baseline; Σ |payment −
planned payment| in the years to come."""
BUILT_IN = ("cost", "delay", "late_money", "count")
"""``cost``: fixed cost of the chosen plus support paid; ``delay``: Σ years after the first approval year;
``late_money``: Σ payment × years after the first; ``count``: number chosen."""


@dataclass(frozen=True)
class Stage:
    """One stage of the lexicographic objective: weights of goals, maximised or minimised."""

    sense: Literal["maximise", "minimise"]
    weights: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class PlanningProblem:
    """Everything the program needs: N candidates, Y approval years.

    Kinds of rows stand in the order in which they enter the program and in which their rules are listed; each field
    of rows has its file in ``planner.families.kinds``.
    """

    candidates: tuple[str, ...]
    years: tuple[int, ...]
    bars: tuple[Bar, ...] = ()
    """What forbids starts: ready years, thresholds, locks"""
    projects: tuple[Project, ...] = ()
    support: Support | None = None
    counts: tuple[CountRow, ...] = ()
    budgets: tuple[BudgetRow, ...] = ()
    dues: tuple[DueRow, ...] = ()
    floors: tuple[FloorRow, ...] = ()
    depths: tuple[DepthRow, ...] = ()
    logic: tuple[Logic, ...] = ()
    cost: Floats | None = None
    """(N,) fixed cost of a chosen candidate, part of the ``cost`` term; None = 0"""
    values: Mapping[str, Floats] = field(default_factory=dict)
    """Own values of candidates, (N,) by name"""
    layers: tuple[Layer, ...] = ()
    pairs: tuple[Pairs, ...] = ()
    largest: tuple[LargestShortfall, ...] = ()
    goals: tuple[Goal, ...] = ()
    stages: tuple[Stage, ...] = ()
    settled: Settled | None = None
    missed: tuple[Missed, ...] = ()
    baseline: Baseline | None = None
    changes: tuple[ChangeRow, ...] = ()
    before: tuple[Stage, ...] = ()
    """Stages that go before those of the scenario"""
    most_short: float | None = None
    """How much soft dues may fall short together, where no stage asks for the least of it"""
    after: tuple[Stage, ...] = ()
    """Stages that only break the ties which those of the scenario leave"""
    grading: Grading | None = None
    """What grades to come may be, where the policy gives their chances; the program does not read it"""

    @property
    def allowed(self) -> Bools:
        """(N, Y) whether a start is allowed: nothing bars it."""
        mask = np.zeros((len(self.candidates), len(self.years)), dtype=bool)
        for bar in self.bars:
            mask |= bar.mask
        if self.settled is not None:
            stands = self.settled.start[:, None]
            past = np.arange(len(self.years))[None, :] < self.settled.open
            other = np.arange(len(self.years))[None, :] != stands
            mask = np.where(stands >= 0, other, mask | past | self.settled.payee[:, None])
        return np.asarray(~mask, dtype=np.bool_)

    def rules(self) -> tuple[Rule, ...]:
        """All named rules, in the order of the fields: the order in which they are checked."""
        rows = (row for f in fields(self) if isinstance(some := getattr(self, f.name), tuple) for row in some)
        named = (rule for row in rows if isinstance(rule := getattr(row, "rule", None), Rule))
        return tuple({rule.name: rule for rule in named}.values())
