"""The evaluation system as the scoring needs it: indicators, points and cuts by formation, in exact numbers.

What does not live here: reading it from a policy and a dataset (``facts``) and scoring (``scoring``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from graph.base.words import Words
from graph.model.scales import Scale

Grade = Literal["excellent", "good", "pass", "poor"]
GRADES: tuple[Grade, ...] = ("excellent", "good", "pass", "poor")
"""Best first."""


def exact(number: float) -> Fraction:
    """A number as it was written: 0.1 is 1/10, not the double next to it.

    Examples
    --------
    >>> exact(0.1), exact(82.5)
    (Fraction(1, 10), Fraction(165, 2))
    """
    return Fraction(repr(float(number)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator; ``points`` are those of the table or system, before those by formation."""

    id: str
    name: Words
    dimension: str
    qualitative: bool
    unit: str
    scale: Scale
    scale_text: str
    points: Fraction
    veto: bool = False
    evidence_required: bool = False
    formation: str = ""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How centres are scored. Points and cuts of a formation go before the general ones."""

    name: str
    indicators: tuple[Indicator, ...]
    points: Mapping[str, Mapping[str, Fraction]]
    cuts: Mapping[Grade, Fraction]
    cuts_by_formation: Mapping[str, Mapping[Grade, Fraction]]
    least: int = 3
    trim_from: int = 5
    noise: Fraction = Fraction(2)
    dimensions: Mapping[str, Words] | None = None

    def asked(self, formation: str) -> tuple[tuple[Indicator, Fraction], ...]:
        """The indicators asked of a formation and their full points; those of 0 points are not asked."""
        own = self.points.get(formation, {})
        pairs = ((i, own.get(i.id, i.points)) for i in self.indicators if i.formation in ("", formation))
        return tuple((i, points) for i, points in pairs if points > 0)

    def cuts_of(self, formation: str) -> tuple[tuple[Grade, Fraction], ...]:
        """The least score of each grade but the poorest, best first."""
        own = self.cuts_by_formation.get(formation, {})
        return tuple((g, own.get(g, self.cuts[g])) for g in GRADES[:-1])

    def grade(self, score: Fraction, formation: str) -> Grade:
        """The highest grade whose cut the score reaches; nothing is rounded.

        Examples
        --------
        >>> cuts = {"excellent": Fraction(90), "good": Fraction(75), "pass": Fraction(60)}
        >>> rules = Rules(name="x", indicators=(), points={}, cuts=cuts,
        ...               cuts_by_formation={"institute": {"good": Fraction(70)}})
        >>> rules.grade(Fraction(75), ""), rules.grade(Fraction(500, 7), "institute"), rules.grade(Fraction(59), "")
        ('good', 'good', 'poor')
        """
        return next((g for g, cut in self.cuts_of(formation) if score >= cut), "poor")
