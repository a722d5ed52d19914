"""Agreement of experts: Krippendorff's alpha for interval data, exactly.

What does not live here: which reviews count (``planner.studies.evaluation.facts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction


def krippendorff_alpha(units: Iterable[Sequence[Fraction]]) -> Fraction | None:
    """Krippendorff's α with the interval metric, in exact arithmetic.

    α = 1 − D_o/D_e with D_o = (1/n) Σ_u Σ_{i≠j} (v_ui − v_uj)²/(m_u − 1) over units of m_u ≥ 2 values, n values in
    them in all, and D_e = Σ_{i≠j} (v_i − v_j)²/(n(n − 1)) over all n values. O(n).

    Parameters
    ----------
    units : iterable of sequences of Fraction
        The values that each unit (here: a centre on an indicator) was given; who gave them does not matter.

    Returns
    -------
    Fraction or None
        1 where all agree within every unit, 0 where agreement is that of chance, below 0 where it is worse. None with
        fewer than two units of two values or more, and where all values are the same: nothing can be said.

    References
    ----------
    .. [1] K. Krippendorff, Content Analysis, 4th ed., Sage 2018, chapter 12.

    Examples
    --------
    >>> units = [[80, 80, 70], [60, 70, 65], [90, 85], [55]]
    >>> krippendorff_alpha([[Fraction(v) for v in unit] for unit in units])
    Fraction(23, 30)
    """
    paired = [unit for unit in units if len(unit) >= 2]
    values = [v for unit in paired for v in unit]
    n = len(values)
    expected = _spread(values)
    if len(paired) < 2 or expected == 0:
        return None
    observed = sum((_spread(unit) / (len(unit) - 1) for unit in paired), Fraction(0))
    return 1 - observed / n / (expected / (n * (n - 1)))


def _spread(values: Sequence[Fraction]) -> Fraction:
    """Sum of squared differences over all ordered pairs: 2(n Σv² − (Σv)²)."""
    return 2 * (len(values) * sum((v * v for v in values), Fraction(0)) - sum(values, Fraction(0)) ** 2)
