"""Figures that people read are rounded here: a half away from zero, as in a spreadsheet; a share always as ``28.9%``.

Shares have one decimal, also where it is 0, so that a column of them stands straight; losses of a plan's worth two.
What does not live here: amounts of money (``planner.layout.amounts``), what is rounded.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext


def half_up(value: float | Decimal, decimals: int) -> Decimal:
    """A number to so many decimals, a half away from zero.

    >>> half_up(12.25, 1), half_up(-0.125, 2)
    (Decimal('12.3'), Decimal('-0.13'))
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    with localcontext() as context:
        context.prec = max(28, exact.adjusted() + decimals + 3)
        return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def percent(share: float, decimals: int = 1) -> str:
    """A share as a percentage of fixed decimals.

    >>> percent(0.8123), percent(1.0), percent(0.8125, 1), percent(0.25, 0), percent(-1e-9)
    ('81.2%', '100.0%', '81.3%', '25%', '0.0%')
    """
    points = half_up(Decimal(repr(float(share))) * 100, decimals)
    return f"{points or abs(points):f}%"


def gap_percent(gap: float) -> str:
    """A gap to its bound as a percentage of four decimals at most, no idle zeros.

    >>> gap_percent(0.0), gap_percent(0.0123), gap_percent(1.23e-5)
    ('0%', '1.23%', '0.0012%')
    """
    text = percent(gap, 4)[:-1].rstrip("0").rstrip(".")
    return f"{text}%"
