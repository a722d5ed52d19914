"""Figures as they were typed: exact decimals, whole numbers of a common unit, and when a rule is met.

A cell such as 0.1 is one tenth, not the binary number next to it. Sums that are held against a limit are formed of
such decimals, so that a threshold equal to its value is met and one unit more is not, at every size. What does not live
here: the rules themselves; the audit has its own reading of the same definition (``docs/model.md``, "Met").
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

import numpy as np

from planner.problem.rows import Bools, Floats

LARGEST = 2.0**53
"""Whole numbers up to this are exact as floats."""
DIGITS = 15
"""Significant digits of a figure: every decimal of so many digits survives being held as a float."""
SHORT = 14
"""A figure that is a decimal of so many digits was typed: of those that arithmetic made, one in a hundred looks so."""
NOISE = 1e-12
"""What figures that are no such decimals (means, products of shares) may be off by, as part of the larger side."""
MANY = 1e12
"""Greatest whole number of units that a figure may have to count as a multiple of a unit."""


@lru_cache(maxsize=1 << 16)
def exact(value: float) -> Fraction:
    """The decimal that a figure was typed as; whole numbers of any size are themselves.

    Examples
    --------
    >>> exact(0.1), exact(4.5000000000000003e-07), exact(2.0**60) == 2**60
    (Fraction(1, 10), Fraction(9, 20000000), True)
    """
    if float(value).is_integer():
        return Fraction(int(value))
    return Fraction(f"{value:.{DIGITS}g}")


@lru_cache(maxsize=1 << 16)
def decimal(value: float) -> bool:
    """Whether a figure is a decimal of at most :data:`SHORT` digits, which is held to its last digit; also infinity.

    Examples
    --------
    >>> decimal(1234567890.1234), decimal(1 / 3), decimal(0.1 + 0.2), decimal(float("nan"))
    (True, False, False, False)
    """
    return float(f"{value:.{SHORT}g}") == value


def sum_of_products(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Σ of products, exact: in whole numbers over one denominator, reduced once, in a tenth of the time of fractions.

    Examples
    --------
    >>> sum_of_products([(Fraction(1, 2), Fraction(3)), (Fraction(1, 3), Fraction(1, 4))]), sum_of_products([])
    (Fraction(19, 12), Fraction(0, 1))
    """
    top, below = 0, 1
    for one, other in pairs:
        part, under = one.numerator * other.numerator, one.denominator * other.denominator
        if under != below:
            common = math.lcm(under, below)
            top, part, below = top * (common // below), part * (common // under), common
        top += part
    return Fraction(top, below)


def met(value: float, limit: float) -> bool:
    """Whether ``value ≥ limit`` holds, equal figures included whatever arithmetic made them.

    Examples
    --------
    >>> met(0.1 + 0.2, 0.3), met(0.3, 0.1 + 0.2), met(3e9 - 1, 3e9), met(float("nan"), 0.0)
    (True, True, False, False)
    >>> met(1e9, 1000000000.0001)
    False
    """
    if value >= limit or not (math.isfinite(value) and math.isfinite(limit)):
        return bool(value >= limit)
    near = value >= limit - NOISE * max(abs(value), abs(limit))
    return bool(near and not (decimal(value) and decimal(limit)))


def all_met(values: Floats, limit: float) -> Bools:
    """Which values keep ``value ≥ limit``, as :func:`met` has it; NaN keeps nothing.

    Examples
    --------
    >>> all_met(np.array([0.1 + 0.2, 0.2, np.nan, np.inf]), 0.3)
    array([ True, False, False,  True])
    """
    return np.array([met(float(v), limit) for v in values.ravel()], dtype=np.bool_).reshape(values.shape)


def whole(figures: Iterable[float], most: float = MANY) -> tuple[list[int], Fraction] | None:
    """Figures as whole numbers of the greatest unit that they share.

    Parameters
    ----------
    figures : iterable of float
        Decimals.
    most : float
        No figure may count more units than this; figures that are no whole numbers, not more than :data:`MANY`.

    Returns
    -------
    counts : list of int
    unit : Fraction
        ``counts × unit`` are the figures. None where they share no unit of which the greatest counts ``most`` at most.

    Examples
    --------
    >>> whole([4e-7, 4e-7, 1e-6]), whole([1e9, 2e9]), whole([0.5, math.pi])
    (([2, 2, 5], Fraction(1, 5000000)), ([1, 2], Fraction(1000000000, 1)), None)
    """
    values = np.asarray(list(figures), dtype=np.float64)
    counts: list[int] | None
    if not np.isfinite(values).all():
        return None
    top = float(np.abs(values).max(initial=0.0))
    if top == 0.0:
        return [0] * len(values), Fraction(1)
    if np.all(values == np.rint(values)):
        counts = [int(n) for n in values]
        shared = math.gcd(*counts)
        return ([n // shared for n in counts], Fraction(shared)) if top / shared <= most else None
    first = math.floor(math.log10(top))
    for places in range(-first, math.ceil(math.log10(min(most, MANY))) - first + 1):
        counts = _counts(values, places)
        if counts is not None:
            shared = math.gcd(*counts)
            counts = [n // shared for n in counts]
            unit = Fraction(shared) * Fraction(10) ** -places
            return (counts, unit) if max(map(abs, counts)) <= most else None
    return None


def _counts(values: Floats, places: int) -> list[int] | None:
    """The values as whole numbers of 10^−places; None where one is none, but for the noise of a few roundings."""
    if abs(places) > 300:
        return None
    moved = values * 10.0**places if places >= 0 else values / 10.0**-places
    near = np.rint(moved)
    if np.any(np.abs(moved - near) > 1e-14 * np.abs(moved)):
        return None
    if np.abs(near).max() < 2.0**53:
        return [int(n) for n in near]
    return [round(exact(float(v)) * Fraction(10) ** places) for v in values]
