"""The money of a choice to the last digit: payments in whole units that keep every row exactly.

A solver's payments keep their rows to some 10⁻⁹; a sum that is printed must keep its cap, and parts must add up. So the
payments are moved to the nearest whole units, held against the rows in exact arithmetic, and where a row is missed the
few units that mend it are found by a small program of their own, whose figures are units (iterative refinement:
Gleixner, Steffy & Wolter 2016, with whole numbers). What does not live here: which centres are chosen.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from planner.problem.figures import NOISE, decimal, exact, sum_of_products
from planner.problem.rows import Floats
from planner.program.frame import Frame, Terms
from planner.solving import highs
from planner.solving.highs import Limits

ATTEMPTS = ((9, True), (12, True), (14, True), (12, False))
"""Digits of the greatest payment down to the unit, and whether payments are whole units: where caps are no decimals, or
meet in a point that is none, the last attempt keeps rows of such caps to :data:`planner.problem.figures.NOISE`."""
ROOM = 1000
"""Units by which a payment may be moved from where the solver put it."""
STILL = 1e-4
"""What moving a payment by a unit costs, as part of the greatest cost: among equals they stay where they are."""
NODES = 1000
"""Nodes of the search for those units."""

MEASURED = 1e-6
"""What measures of payments are rounded up to."""
HALF_OF_ONE = 1e-3
"""Part of :data:`MEASURED` that counts as noise."""

Paid = dict[int, Fraction]
"""Column of money → payment."""


@dataclass(frozen=True)
class _Row:
    """``low ≤ Σ coefficient · payment ≤ high``."""

    terms: Mapping[int, Fraction]
    low: Fraction | None
    high: Fraction | None
    typed: bool = True
    """Whether all its figures are decimals of few digits, so that it is kept to the last of them"""

    def used(self, paid: Mapping[int, Fraction]) -> Fraction:
        return sum_of_products((v, paid[c]) for c, v in self.terms.items())

    def missed(self, paid: Mapping[int, Fraction]) -> bool:
        used = self.used(paid)
        return (self.low is not None and used < self.low) or (self.high is not None and used > self.high)

    def loosened(self, noise: Fraction) -> _Row:
        """The row with its sides moved out by a part of what they are, if its figures are no decimals."""
        if self.typed:
            return self
        room = noise * max(abs(side or Fraction(0)) for side in (self.low, self.high))
        low = None if self.low is None else self.low - room
        return replace(self, low=low, high=None if self.high is None else self.high + room)


def settled(frame: Frame, values: Floats, goal: Terms | None = None) -> Floats | None:
    """The same choice with payments that keep every row of the frame exactly.

    Parameters
    ----------
    frame : Frame
    values : ndarray
        (columns,) a solution, whole but for noise, in the data's figures.
    goal : dict, optional
        What is to be kept low where payments must be moved.

    Returns
    -------
    ndarray or None
        Payments are multiples of a power of ten that lies nine digits below the greatest (or twelve, or fourteen). None
        if this choice has no payments that keep the rows.
    """
    out = values.copy()
    whole = [*frame.integer, *frame.whole]
    out[whole] = np.round(out[whole])
    for column in frame.measured:  # what falls short is known to the solver's noise only: never less than it says
        out[column] = math.ceil(out[column] / MEASURED - HALF_OF_ONE) * MEASURED
    columns = list(frame.pay.values())
    if not columns:
        return out
    pays = set(columns)
    rows = [_residual(row, out, pays) for row in frame.money]
    for digits, in_units in ATTEMPTS:
        asked = rows if in_units else [row.loosened(exact(NOISE)) for row in rows]
        paid = _attempt(frame, columns, asked, out, goal or {}, digits if in_units else -digits)
        if paid is not None:
            for c in columns:
                out[c] = float(paid[c])
            return out
    return None


def _residual(row: tuple[Terms, float, float], values: Floats, columns: Collection[int]) -> _Row:
    """What a row asks of the payments once all else is decided."""
    terms, low, high = row
    done = sum_of_products(
        (exact(v), exact(float(values[c]))) for c, v in terms.items() if c not in columns and values[c]
    )
    typed = all(map(decimal, (*terms.values(), low, high)))
    # of caps that are no decimals, parts that should cancel leave a hair: a payment of nothing may not miss it
    hair = Fraction(0) if typed else exact(NOISE) * max(exact(abs(v)) for v in terms.values())
    sides = [exact(side) - done if math.isfinite(side) else None for side in (low, high)]
    low_left, high_left = (Fraction(0) if left is not None and abs(left) <= hair else left for left in sides)
    return _Row({c: exact(v) for c, v in terms.items() if c in columns}, low_left, high_left, typed)


def _attempt(
    frame: Frame, columns: Sequence[int], rows: Sequence[_Row], values: Floats, goal: Terms, digits: int
) -> Paid | None:
    """Payments in units that many digits below the greatest (negative: in any amount), or None."""
    box = _box(columns, rows)
    if any(high is not None and low > high for low, high in box.values()):
        return None
    top = max((float(high) for _, high in box.values() if high is not None), default=0.0)
    unit = Fraction(10) ** (math.floor(math.log10(top)) + 1 - abs(digits)) if top > 0.0 else Fraction(1)
    paid: Paid = {}
    for c, (low, high) in box.items():
        least, most = low, high
        if digits > 0:
            least, most = unit * math.ceil(low / unit), None if high is None else unit * math.floor(high / unit)
        near = max(least, unit * round(Fraction(float(values[c])) / unit))
        paid[c] = near if most is None else min(near, most)
        if paid[c] < least:
            return None
        box[c] = least, most
    several = [row for row in rows if len(row.terms) != 1]
    missed = [row for row in several if row.missed(paid)]
    if missed and all(row.terms for row in missed):
        paid = _mended(frame, box, several, paid, goal, unit, whole=digits > 0)
        missed = [row for row in several if digits > 0 and row.missed(paid)] if paid else missed
    return None if missed else paid


def _box(columns: Sequence[int], rows: Sequence[_Row]) -> dict[int, tuple[Fraction, Fraction | None]]:
    """Least and greatest payment by the rows that speak of one payment alone."""
    box: dict[int, tuple[Fraction, Fraction | None]] = {c: (Fraction(0), None) for c in columns}
    for row in rows:
        if len(row.terms) != 1:
            continue
        ((c, factor),) = row.terms.items()
        sides = [side if side is None or factor == 1 else side / factor for side in (row.low, row.high)]
        low, high = sides if factor > 0 else sides[::-1]
        least, most = box[c]
        least = least if low is None else max(least, low)
        box[c] = least, high if most is None or (high is not None and high < most) else most
    return box


def _mended(
    frame: Frame,
    box: Mapping[int, tuple[Fraction, Fraction | None]],
    rows: Sequence[_Row],
    paid: Paid,
    goal: Terms,
    unit: Fraction,
    *,
    whole: bool,
) -> Paid:
    """The payments moved by the units that keep the rows, at the least cost; {} if there are none near by."""
    small = Frame(frame.problem, "units")
    moves: dict[int, tuple[int, int]] = {}
    costs = {c: goal.get(c, 0.0) for c in paid}
    top = max(map(abs, costs.values()))
    ends: Terms = {}
    for c, (low, high) in box.items():
        down = min(float((paid[c] - low) / unit), ROOM)
        up = ROOM if high is None else min(float((high - paid[c]) / unit), ROOM)
        if down <= 0.0 and up <= 0.0:
            continue
        moves[c] = small.column("up", 0.0, up, integer=whole), small.column("down", 0.0, down, integer=whole)
        for column, sign in zip(moves[c], (1.0, -1.0), strict=True):
            ends[column] = (sign * costs[c] / top if top else 1.0) + STILL
    for row in rows:
        largest = max((abs(v) for v in row.terms.values()), default=Fraction(0))
        if not largest:
            continue
        terms: Terms = {}
        for c, v in row.terms.items():
            if c in moves:
                terms[moves[c][0]], terms[moves[c][1]] = float(v / largest), -float(v / largest)
        used, step = row.used(paid), largest * unit
        least = -math.inf if row.low is None else float((row.low - used) / step)
        most = math.inf if row.high is None else float((row.high - used) / step)
        small.between(terms, least, most, "units")
    answer = highs.minimise(small, ends, Limits(nodes=NODES))
    if answer.values is None:
        return {}
    found = answer.values.round() if whole else answer.values
    moved = {c: Fraction(float(found[up] - found[down])) for c, (up, down) in moves.items()}
    return {c: amount + unit * moved.get(c, Fraction(0)) for c, amount in paid.items()}
