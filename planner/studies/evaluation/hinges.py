"""What a grade hangs on: the interval of each weight, the single expert, the single figure, cuts within noise.

All of it is exact. What does not live here: scoring (``scoring``).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from planner.studies.evaluation.rules import Grade, Rules
from planner.studies.evaluation.scoring import HUNDRED, NOUGHT, Facts, Item, Scored, evaluate, mean


@dataclass(frozen=True, slots=True)
class Interval:
    """Points of one indicator between which the grade holds, the others unchanged; ``to`` None = without end."""

    indicator: str
    low: Fraction
    high: Fraction | None
    low_holds: bool
    high_holds: bool | None

    def contains(self, points: Fraction) -> bool:
        """Whether the grade holds at these points."""
        above = points > self.low or (points == self.low and self.low_holds)
        return above and (self.high is None or points < self.high or (points == self.high and bool(self.high_holds)))


@dataclass(frozen=True, slots=True)
class Turn:
    """An expert without whom the grade would be another; None: the panel would be too small."""

    expert: str
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure, and the points on it at which the grade turns; None where no value turns it."""

    indicator: str
    raised_to: Grade | None
    raised_at: Fraction | None
    """Least points on the indicator that give ``raised_to``."""
    lowered_to: Grade | None
    lowered_below: Fraction | None
    """Below these points the grade is ``lowered_to``; 0 where only a veto, at no points at all, lowers it."""


def intervals(rules: Rules, scored: Scored) -> tuple[Interval, ...]:
    """For each indicator asked, the interval of its points w ≥ 0 within which the grade holds.

    score(w) = 100 (G + s·w)/(P + w) with the points got G and full points P of the others and the share s got. It runs
    one way in w, so that every cut bounds w on one side. At w = 0 the indicator is not asked: its veto is gone.
    """
    if scored.grade is None:
        return ()
    return tuple(_interval(rules, scored, one) for one in scored.items)


def _interval(rules: Rules, scored: Scored, one: Item) -> Interval:
    others = [i for i in scored.items if i is not one]
    full = sum((i.points for i in others), NOUGHT)
    at_nothing = _grade_without(rules, scored, others, full) == scored.grade
    if scored.vetoes:
        held = one.indicator.id not in scored.vetoes or len(scored.vetoes) > 1
        return Interval(one.indicator.id, NOUGHT, None, at_nothing if not held else bool(others), None)
    got = sum((i.got for i in others if i.got is not None), NOUGHT)
    share = one.share
    assert share is not None
    cuts = dict(rules.cuts_of(scored.centre.formation))
    order = [*cuts, "poor"]
    place = order.index(scored.grade)  # type: ignore[arg-type]
    low, low_holds = NOUGHT, at_nothing
    high: Fraction | None = None
    high_holds: bool | None = None
    bounds = [(cuts[scored.grade], True)] if scored.grade in cuts else []
    bounds += [(cuts[g], False) for g in order[:place]]
    for cut, reach in bounds:
        # reach: 100(G + s w) ≥ cut (P + w); else: 100(G + s w) < cut (P + w). Both are slope·w against gap.
        slope, gap = HUNDRED * share - cut, cut * full - HUNDRED * got
        if slope == 0:
            continue
        mark = gap / slope
        if (slope > 0) == reach:
            if mark > low or (mark == low and not reach):
                low, low_holds = max(mark, NOUGHT), reach if mark >= 0 else low_holds
        elif high is None or mark < high or (mark == high and not reach):
            high, high_holds = mark, reach
    return Interval(one.indicator.id, low, high, low_holds, high_holds)


def _grade_without(rules: Rules, scored: Scored, others: list[Item], full: Fraction) -> Grade | None:
    """The grade if an indicator were not asked."""
    if any(i.indicator.veto and i.share == 0 for i in others):
        return "poor"
    if not full or any(i.got is None for i in others):
        return None
    got = sum((i.got for i in others if i.got is not None), NOUGHT)
    return rules.grade(HUNDRED * got / full, scored.centre.formation)


def experts(facts: Facts, scored: Scored) -> tuple[Turn, ...]:
    """Experts without whose reviews of the centre, panel rules applied anew, the grade is another; by id."""
    if scored.grade is None:
        return ()
    asked = [i.indicator.id for i in scored.items if i.by_panel]
    names = {r.expert for q in asked for r in facts.reviews.get((scored.centre.id, q), ())}
    counted = sorted(x for x in names if (x, scored.centre.id) not in facts.conflicts)
    turned = ((x, evaluate(facts, scored.centre, (x,)).grade) for x in counted)
    return tuple(Turn(x, grade) for x, grade in turned if grade != scored.grade)


def figures(rules: Rules, scored: Scored) -> tuple[Figure, ...]:
    """For each measured figure, the points on it at which the grade alone would turn.

    The next grade up needs cut·P/100 − G points on the figure; it can be had if that is at most the full points. Down
    it goes below the own cut's need, if that is above 0.
    """
    if scored.score is None or scored.grade is None or scored.vetoes:
        return ()
    cuts = rules.cuts_of(scored.centre.formation)
    full = scored.points
    total = scored.score * full / HUNDRED
    out = []
    for one in scored.items:
        if one.by_panel or one.got is None:
            continue
        need = [(g, cut * full / HUNDRED - (total - one.got)) for g, cut in cuts]
        above = [(g, n) for g, n in need if n > one.got and n <= one.points]
        below = [(g, n) for g, n in need if NOUGHT < n <= one.got]
        up = min((n for _, n in above), default=None)
        down = max((n for _, n in below), default=None)
        lowered: Grade | None = None if down is None else next((g for g, n in need if n < down), "poor")
        if down is None and one.indicator.veto and scored.grade != "poor":
            lowered, down = "poor", NOUGHT
        raised = None if up is None else next(g for g, n in need if n <= up)
        out.append(Figure(one.indicator.id, raised, up, lowered, down))
    return tuple(f for f in out if f.raised_at is not None or f.lowered_below is not None)


def noise(scored: Scored) -> float:
    """Standard error of the score as far as experts differ: √Σ (100 p/P)² · (s/100)²·σ²/n over rubrics of panels.

    σ² is the sample variance (n − 1) of the reviews that the mean is of; figures count as exact.
    """
    return _root(_variance(scored))


def _variance(scored: Scored) -> Fraction:
    total, full = NOUGHT, scored.points
    for one in scored.items:
        if one.by_panel and len(one.kept) >= 2 and full and one.indicator.scale.kind == "rubric":
            centre = mean(one.kept)
            spread = sum(((v - centre) ** 2 for v in one.kept), NOUGHT) / (len(one.kept) - 1)
            total += (one.points / full) ** 2 * spread / len(one.kept)
    return total


def _root(square: Fraction) -> float:
    """Square root to 15 figures, the same on every machine."""
    scale = 10**30
    return isqrt(int(square * scale)) / 10**15


def near_cuts(rules: Rules, scored: Scored) -> tuple[Grade, ...]:
    """Grades whose cut lies within ``noise`` standard errors of the score; exact, by squares."""
    if scored.score is None or scored.vetoes:
        return ()
    reach = rules.noise**2 * _variance(scored)
    if not reach:
        return ()
    return tuple(g for g, cut in rules.cuts_of(scored.centre.formation) if (scored.score - cut) ** 2 <= reach)
