"""The scale of an indicator: how a measured value or a panel's mean becomes a share of the indicator's points.

Three kinds: ``linear FROM TO``, ``steps X:POINTS …`` and ``rubric``; all arithmetic is exact. What does not live here:
points, panels and grades (``planner.studies.evaluation``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from graph.base.cell_text import fold
from graph.base.words import Words

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_LINEAR = re.compile(rf"linear\s+({_NUMBER})\s+({_NUMBER})", re.ASCII | re.IGNORECASE)
_STEP = re.compile(rf"({_NUMBER}):({_NUMBER})", re.ASCII)
FORMS = Words(
    "write 'linear FROM TO', 'steps X:POINTS X:POINTS …' or 'rubric'",
    "请写 linear 起 止、steps 值:分 值:分 … 或 rubric",
)


class ScaleError(ValueError):
    """A text that is no scale; ``words`` says why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale; build it with :func:`parse`.

    Attributes
    ----------
    kind
        ``linear``, ``steps`` or ``rubric``.
    marks
        linear: (from, to); steps: the values X, rising; rubric: (0, 100).
    shares
        steps: the share of the full points at each X; else empty.
    """

    kind: Literal["linear", "steps", "rubric"]
    marks: tuple[Fraction, ...]
    shares: tuple[Fraction, ...] = ()

    def share(self, value: Fraction) -> Fraction:
        """Share in [0, 1] of the points that a value gets.

        linear: clip((v − from)/(to − from), 0, 1), falling scales allowed; steps: the share of the highest X ≤ v,
        0 below the first; rubric: v/100. O(steps). Source: 湖南省制造业创新中心考评指标参考表 for the first.

        Examples
        --------
        >>> parse("linear 10 50").share(Fraction(30)), parse("steps 3:4 10:10").share(Fraction(9))
        (Fraction(1, 2), Fraction(2, 5))
        """
        if self.kind == "steps":
            reached = [s for x, s in zip(self.marks, self.shares, strict=True) if x <= value]
            return reached[-1] if reached else Fraction(0)
        low, high = self.marks
        return min(Fraction(1), max(Fraction(0), (value - low) / (high - low)))

    def value(self, share: Fraction) -> Fraction:
        """Give the value at which the share is reached: the inverse of :meth:`share` on a linear scale.

        Examples
        --------
        >>> str(parse("linear 10 50").value(Fraction(1, 2))), str(parse("steps 3:4 10:10").value(Fraction(1, 2)))
        ('30', '10')
        """
        if self.kind == "steps":
            return next(x for x, s in zip(self.marks, self.shares, strict=True) if s >= share)
        return self.marks[0] + share * (self.marks[1] - self.marks[0])

    @property
    def has_threshold(self) -> bool:
        """Whether the scale itself says at which value nothing is got; a rubric does not."""
        return self.kind != "rubric"


def parse(text: str) -> Scale:
    """Read a scale.

    Raises
    ------
    ScaleError
        If it is none: unknown kind, equal ends, steps that do not rise or give nothing.

    Examples
    --------
    >>> parse("steps 0:0 3:4 6:7 10:10").shares[1]
    Fraction(2, 5)
    >>> parse("rubric").share(Fraction(80))
    Fraction(4, 5)
    """
    plain = " ".join(fold(text).replace("：", ":").split())
    kind = plain.partition(" ")[0].casefold()
    if plain.casefold() in ("rubric", "rubric 0–100", "rubric 0-100", "rubric 0 100"):
        return Scale("rubric", (Fraction(0), Fraction(100)))
    if kind == "linear":
        return _linear(plain)
    if kind == "steps":
        return _steps(plain.split()[1:])
    if not plain:
        raise ScaleError(Words("there is no scale", "没有评分尺度"))
    raise ScaleError(Words("this is no scale", "不是评分尺度"))


def _linear(text: str) -> Scale:
    found = _LINEAR.fullmatch(text)
    if found is None:
        raise ScaleError(Words("linear takes two numbers", "linear 后须有两个数"))
    low, high = map(Fraction, found.groups())
    if low == high:
        raise ScaleError(Words("the two ends of a linear scale are the same", "linear 的起止相同"))
    return Scale("linear", (low, high))


def _steps(parts: list[str]) -> Scale:
    steps = [_STEP.fullmatch(part) for part in parts]
    if not steps or None in steps:
        raise ScaleError(Words("steps takes pairs X:POINTS", "steps 后须为“值:分”"))
    pairs = [(Fraction(s[1]), Fraction(s[2])) for s in steps if s is not None]
    values = [x for x, _ in pairs]
    if any(b <= a for a, b in pairwise(values)):
        raise ScaleError(Words("the values of the steps do not rise", "steps 的值须逐级上升"))
    most = max(points for _, points in pairs)
    if most <= 0 or any(points < 0 for _, points in pairs):
        raise ScaleError(Words("the points of the steps are below 0, or all 0", "steps 的分值为负或全为零"))
    return Scale("steps", tuple(values), tuple(points / most for _, points in pairs))
