"""What the history of a scheme adds to a planning problem: what it has settled, what is due, what was planned before.

What does not live here: the other rows (``planner.problem.rows``), how history is read (``planner.problem.history``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.base.words import Words
from planner.problem.rule import Bools, Floats, Ints, Rule


@dataclass(frozen=True)
class Settled:
    """What history has settled: starts that stand, years that are over, centres that are paid and not chosen."""

    start: Ints
    """(N,) position of the approval year of centres whose start stands; −1: open"""
    payee: Bools
    """(N,) centres that are paid and nothing else: approved before the first year, or ended"""
    stoppable: Bools
    """(N,) approved centres that the plan may stop; a stop acts from the year after the first open year on"""
    open: int
    """Position of the first approval year that is to be decided; Y: none"""

    @property
    def fixed(self) -> Bools:
        """(N,) centres that are chosen whatever the plan."""
        return np.asarray((self.start >= 0) & ~self.stoppable)


@dataclass(frozen=True)
class Missed:
    """A rule that the past has broken: what it asked, what history attained."""

    of: Rule
    side: Literal["least", "most"]
    asked: float
    attained: float


@dataclass(frozen=True)
class Baseline:
    """What was planned before: the starts and the money that a plan is compared with."""

    start: Ints
    """(N,) position of the planned approval year; −1: not planned, or planned for a year that has passed"""
    counted: Bools
    """(N,) whether a difference is a change: not where history has decided, or a planned start has passed"""
    pay: Floats
    """(N, F) planned support"""


@dataclass(frozen=True)
class ChangeRow:
    """Number of changes to the baseline ≤ most."""

    rule: Rule
    most: int


@dataclass(frozen=True, kw_only=True)
class Match:
    """What a centre's match comes from: its row asks for Σ share · pay ≥ floor, and both hang on the rule's figure."""

    figure: float
    """How many times what the right give the left have to give"""
    of: float
    """What the payers on the right have given and promised"""
    left: float
    """What those on the left have"""
    of_part: float
    """What those on the right give for each unit of city and district money to come"""
    left_part: float
    """What those on the left give"""
    most: float = 0.0
    """The most that the centre may still be paid"""
    ungraded: float = 0.0
    """The same, had it no poor grades: what they have made unreachable is not asked for"""

    def asked(self) -> tuple[float, float]:
        """Share and floor.

        >>> Match(figure=0.5, of=500.0, left=0.0, of_part=0.5, left_part=0.75).asked()
        (0.5, 250.0)
        """
        share, floor = self.left_part - self.figure * self.of_part, self.figure * self.of - self.left
        if self.ungraded > self.most and share > 0:
            floor -= max(0.0, min(floor, share * self.ungraded) - share * self.most)
        return share, floor


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """Σ_l share_l · pay[centre_l, year_l] ≥ floor: what is owed, promised or has to match, in the years to come."""

    rule: Rule
    centre: Ints
    """(L,) candidates"""
    year: Ints
    """(L,) positions of funding years"""
    share: Floats
    """(L,)"""
    floor: float
    stays: int = -1
    """The centre that has to stay for the row to bind; −1: binds in any case"""
    soft: bool = False
    """Whether it may fall short: the shortfall is what the problem's first stage makes least"""
    match: Match | None = None
    """What the row comes from, where its rule has a figure"""
    words: Words | None = None
    """What this row asks, where its rule is of several rows"""


@dataclass(frozen=True, kw_only=True)
class Grading:
    """What grades that are not known yet may become, and what they act on; of all N positions.

    ``chance`` has a row of zeros where no chances are given: such a centre gets the grade that is expected.
    """

    grades: tuple[str, ...]
    factor: Floats
    """(G,) factor of the money of the year after"""
    capability: Floats
    """(G,) share of its strength that a centre keeps in the year after"""
    rectifies: Bools
    """(G,) whether a year of rectification follows"""
    chance: Floats
    """(N, G)"""
    expected: Ints
    """(N,) grade that the plan counts on; −1: none"""
    known: Ints
    """(N,) grade of the last year of history, recorded or expected; −1: none"""
    approved: Ints
    """(N,) calendar year of approval; 0: the plan decides it"""
    graded: int
    """Number of years, from approval on, in which a centre is graded"""
    until: Ints
    """(N,) last year in which decisions let it be graded"""
    closes: Ints
    """(N,) last year in which decisions let it be paid"""
    base: Floats
    """(N, K) greatest support in each support year before grades"""
    minimum: Floats
    """(N,) least support in all, before what grades have waived"""
    paid: Floats
    """(N,) what city and district have paid up to as_of"""
    room: Floats
    """(N,) what may still be paid under the total cap"""
    given: Floats
    """(N, F) promises as they were given, of city and district together"""
    rectified: tuple[tuple[int, ...], ...]
    """Years of rectification that are known, of each position"""
