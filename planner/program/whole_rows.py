"""Rows of yes/no columns in whole numbers: what a solver's tolerance lets pass is found out here, and cut away.

A solver holds rows to about 10⁻⁶ of its own scale; amounts of 10⁹ that miss a cap by one pass it. A row whose figures
are decimals is therefore kept in whole numbers as well, and a choice is held against those.
What does not live here: the model that the solver is given (``frame``), and money (``planner.solving.exact_money``).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from planner.problem.figures import LARGEST, NOISE, decimal, exact, whole
from planner.problem.rows import Floats

HIGH = 10**6
"""Coefficients above this are divided by a power of ten for the solver, and their row is given half a unit of room."""
SURE = 100
"""Whole rows of coefficients up to this need no check: no tolerance can hide a unit of them."""


@dataclass(frozen=True)
class WholeRow:
    """``low ≤ Σ coefficient · column ≤ high`` in whole numbers; None: no such side."""

    terms: Mapping[int, int]
    low: int | None
    high: int | None
    sides: tuple[float, float] = (-math.inf, math.inf)
    """The sides as they are given, in units, but no nearer than half a unit to the next whole number"""

    @staticmethod
    def of(terms: Mapping[int, float], low: float, high: float) -> WholeRow:
        """The row in whole numbers of a unit.

        Examples
        --------
        >>> WholeRow.of({0: 4e-7, 1: 4e-7, 2: 4e-7}, -math.inf, 1e-6)
        WholeRow(terms={0: 1, 1: 1, 2: 1}, low=None, high=2, sides=(-inf, 2.5))
        """
        found = whole(terms.values(), LARGEST)
        noise = Fraction(0)
        if found is None:  # as many digits as they have; means and products of shares: their noise on the sides
            parts = [exact(v) for v in terms.values()]
            unit = Fraction(1, math.lcm(*(part.denominator for part in parts)))
            found = [int(part / unit) for part in parts], unit
            if not all(map(decimal, (*terms.values(), low, high))):
                noise = exact(NOISE) * max(map(abs, parts))
        counts, unit = found
        least = (exact(low) - noise) / unit if low > -math.inf else None
        most = (exact(high) + noise) / unit if high < math.inf else None
        return WholeRow(
            dict(zip(terms, counts, strict=True)),
            None if least is None else math.ceil(least),
            None if most is None else math.floor(most),
            (
                -math.inf if least is None else max(float(least), math.ceil(least) - 0.5),
                math.inf if most is None else min(float(most), math.floor(most) + 0.5),
            ),
        )

    @property
    def sure(self) -> bool:
        """Whether the solver's own tolerance is far below a unit."""
        return all(abs(n) <= SURE for n in self.terms.values())

    def for_solver(self) -> tuple[dict[int, float], float, float]:
        """Coefficients and sides as the solver gets them: large ones scaled down, with half a unit of room."""
        top = max(map(abs, self.terms.values()), default=0)
        scale, room = 1.0, 0.0
        if top > HIGH:
            scale, room = 10.0 ** (math.floor(math.log10(top)) - 5), 0.5
        low, high = self.sides
        return {c: n / scale for c, n in self.terms.items()}, (low - room) / scale, (high + room) / scale

    def cut(self, chosen: Collection[int]) -> dict[int, float] | None:
        """What the choice (columns that are 1) breaks of the row, as a cut Σ sign · column ≤ Σ of those chosen − 1.

        A minimal cover (Balas 1975): columns that are enough to break the row by themselves. None if nothing is broken.

        Examples
        --------
        >>> WholeRow({0: 5, 1: 4, 2: 1}, None, 8).cut({0, 1, 2}), WholeRow({0: 5, 1: 4}, None, 9).cut({0, 1})
        ({0: 1.0, 1: 1.0}, None)
        >>> WholeRow({0: 3, 1: 2}, 3, None).cut({1})
        {0: -1.0}
        """
        used = sum(n for c, n in self.terms.items() if c in chosen)
        if self.high is not None and used > self.high:
            return _cover(self.terms, self.high, chosen)
        if self.low is not None and used < self.low:
            return _cover({c: -n for c, n in self.terms.items()}, -self.low, chosen)
        return None


def _cover(terms: Mapping[int, int], high: int, chosen: Collection[int]) -> dict[int, float]:
    """Columns that at their present values alone break Σ ≤ high, as few as taking away the least gives."""
    least = sum(min(n, 0) for n in terms.values())
    # beyond the least that the row can be: what each column adds at its present value
    adds = {c: abs(n) for c, n in terms.items() if n != 0 and (c in chosen) == (n > 0)}
    total = least + sum(adds.values())
    for c in sorted(adds, key=lambda c: adds[c]):
        if total - adds[c] > high:
            total -= adds.pop(c)
    return {c: 1.0 if terms[c] > 0 else -1.0 for c in adds}


def most_of(cut: Mapping[int, float]) -> float:
    """The right side of a cut: one less than what it forbids."""
    return sum(v for v in cut.values() if v > 0) - 1.0


def on(values: Floats, columns: Collection[int]) -> set[int]:
    """The columns that are 1."""
    return {c for c in columns if values[c] > 0.5}
