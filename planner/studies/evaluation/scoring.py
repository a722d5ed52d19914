"""Points of a centre on every indicator, its score, grade and vetoes; panels of experts. All arithmetic is exact.

What does not live here: reading data (``facts``) and what a grade hangs on (``hinges``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from planner.studies.evaluation.rules import Grade, Indicator, Rules

Missing = Literal["no value", "too few reviews"]
NOUGHT = Fraction(0)
HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class EvaluatedCentre:
    """A centre that is evaluated."""

    id: str
    name: str
    formation: str
    approved: int


@dataclass(frozen=True, slots=True)
class Review:
    """One score of one expert, in the year evaluated."""

    expert: str
    centre: str
    indicator: str
    score: Fraction


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one year.

    Attributes
    ----------
    values
        (centre, indicator) → measured value.
    reviews
        (centre, indicator) → all its reviews, in the order of the table.
    conflicts
        (expert, centre) → why the expert is left out there: ``declared``, ``own organisation`` or ``co-publication``.
    """

    year: int
    rules: Rules
    centres: tuple[EvaluatedCentre, ...]
    values: Mapping[tuple[str, str], Fraction]
    reviews: Mapping[tuple[str, str], tuple[Review, ...]]
    conflicts: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A centre on one indicator: ``got`` of ``points``; None with the reason where it is missing."""

    indicator: Indicator
    points: Fraction
    share: Fraction | None
    value: Fraction | None
    """The measured value, or the panel's score."""
    by_panel: bool
    kept: tuple[Fraction, ...] = ()
    """Reviews that the mean is of."""
    missing: Missing | None = None

    @property
    def got(self) -> Fraction | None:
        """Points got."""
        return None if self.share is None else self.points * self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A centre's evaluation; ``score`` is None while something is missing, ``low`` and ``high`` say what it may be."""

    centre: EvaluatedCentre
    items: tuple[Item, ...]
    score: Fraction | None
    low: Fraction
    high: Fraction
    vetoes: tuple[str, ...]
    grade: Grade | None

    @property
    def points(self) -> Fraction:
        """Full points of the centre's formation."""
        return sum((i.points for i in self.items), NOUGHT)


def panel(scores: Sequence[Fraction], least: int, trim_from: int) -> tuple[Fraction, ...]:
    """The reviews that the panel's mean is of: without one highest and one lowest from ``trim_from`` on.

    Empty where there are fewer than ``least``.

    Examples
    --------
    >>> [str(v) for v in panel([Fraction(v) for v in (90, 80, 70, 60, 100)], 3, 5)]
    ['70', '80', '90']
    >>> panel([Fraction(80), Fraction(85)], 3, 5)
    ()
    """
    kept = sorted(scores)
    if len(kept) < least:
        return ()
    return tuple(kept[1:-1] if len(kept) >= trim_from else kept)


def mean(scores: Sequence[Fraction]) -> Fraction:
    """Plain mean."""
    return sum(scores, NOUGHT) / len(scores)


def item(facts: Facts, centre: str, indicator: Indicator, points: Fraction, without: Collection[str] = ()) -> Item:
    """A centre on one indicator; ``without`` names experts whose reviews are taken out beside those in conflict."""
    rules = facts.rules
    reviews = facts.reviews.get((centre, indicator.id), ()) if indicator.qualitative else ()
    if reviews:
        left = [r for r in reviews if (r.expert, centre) not in facts.conflicts and r.expert not in without]
        kept = panel([r.score for r in left], rules.least, rules.trim_from)
        if not kept:
            return Item(
                indicator=indicator, points=points, share=None, value=None, by_panel=True, missing="too few reviews"
            )
        value = mean(kept)
        return Item(
            indicator=indicator,
            points=points,
            share=indicator.scale.share(value),
            value=value,
            by_panel=True,
            kept=kept,
        )
    measured = facts.values.get((centre, indicator.id))
    if measured is None:
        return Item(indicator=indicator, points=points, share=None, value=None, by_panel=False, missing="no value")
    return Item(
        indicator=indicator, points=points, share=indicator.scale.share(measured), value=measured, by_panel=False
    )


def evaluate(facts: Facts, centre: EvaluatedCentre, without: Collection[str] = ()) -> Scored:
    """Score a centre: 100 · Σ points got / Σ points; O(indicators + reviews).

    A veto (0 points on an indicator that has one) makes it poor, whatever else is missing; a missing indicator
    leaves score and grade open and gives the interval of possible scores.
    """
    asked = facts.rules.asked(centre.formation)
    items = tuple(item(facts, centre.id, i, points, without) for i, points in asked)
    return graded(facts.rules, centre, items)


def graded(rules: Rules, centre: EvaluatedCentre, items: tuple[Item, ...]) -> Scored:
    """Score, vetoes and grade of a centre whose items are known."""
    full = sum((i.points for i in items), NOUGHT)
    got = sum((i.got for i in items if i.got is not None), NOUGHT)
    lost = sum((i.points for i in items if i.got is None), NOUGHT)
    low, high = (HUNDRED * got / full, HUNDRED * (got + lost) / full) if full else (NOUGHT, HUNDRED)
    score = low if full and not lost else None
    vetoes = tuple(i.indicator.id for i in items if i.indicator.veto and i.share == 0)
    grade: Grade | None = "poor" if vetoes else None if score is None else rules.grade(score, centre.formation)
    return Scored(centre=centre, items=items, score=score, low=low, high=high, vetoes=vetoes, grade=grade)
