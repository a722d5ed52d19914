"""Amounts of money as they are shown: rounded once, here, the same in page, workbook, document, figure and CSV.

Rounding never turns two amounts round, so what stays under its cap stays under it when both are shown.
What does not live here: which amounts there are (``content``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from planner.layout.text import number

Cell = str | float | int | None
DECIMALS = 2
"""Decimals of an amount that is shown, in the dataset's unit: of 万元, a hundred yuan."""
DIGITS = 9
"""Digits of the greatest amount of a row down to which the row is handed out as numbers."""
_AMOUNT = re.compile(r"[+\u2212-]?[\d,]+(\.\d{1,2})?")


def shown(value: float) -> str:
    """An amount in words' company: two decimals at most, a half away from zero, no idle zeros.

    >>> shown(1019.25), shown(2300.00000025), shown(0.125), shown(-2.5e-7), shown(8050.0), shown(1234567.891)
    ('1,019.25', '2,300', '0.13', '0', '8,050', '1,234,567.89')
    """
    return number(value, DECIMALS)


def places(value: float) -> int:
    """How many decimals :func:`shown` shows.

    >>> places(8050.0), places(6037.5), places(178.333)
    (0, 1, 2)
    """
    return len(shown(value).partition(".")[2])


def most_places(values: Iterable[float | None]) -> int:
    """Decimals of amounts that stand in one table: those of the amount that needs most.

    >>> most_places([1019.25, 1900.0, None]), most_places([430.0]), most_places([])
    (2, 0, 0)
    """
    return max((places(v) for v in values if v is not None), default=0)


def evened(rows: Sequence[Sequence[str]], columns: Iterable[int]) -> list[list[str]]:
    """Rows of a table whose ``columns`` hold shown amounts: all with the decimals of the finest; other cells stay.

    >>> evened([["2023", "1,019.25", "1,050"], ["2024", "+1,900", "–"]], [1, 2])
    [['2023', '1,019.25', '1,050.00'], ['2024', '+1,900.00', '–']]
    """
    out, columns = [list(row) for row in rows], list(columns)
    amounts = [(row, k) for row in out for k in columns if _AMOUNT.fullmatch(row[k])]
    most = max((len(_decimals(row[k])) for row, k in amounts), default=0)
    for row, k in amounts:
        row[k] = padded(row[k], most)
    return out


def padded(text: str, most: int) -> str:
    """A shown amount with at least so many decimals.

    >>> padded("1,900", 2), padded("6,037.5", 2), padded("430", 0)
    ('1,900.00', '6,037.50', '430')
    """
    return f"{text.partition('.')[0]}.{_decimals(text):0<{most}}" if most else text


def _decimals(text: str) -> str:
    return text.partition(".")[2]


def settled(row: Sequence[float | None], digits: int = DIGITS) -> list[float | None]:
    """Amounts of one row as numbers, without the noise of the arithmetic: to so many digits of the greatest.

    >>> settled((1899.9999997499995, 1900.0, 2.5000053938128985e-07, None))
    [1900.0, 1900.0, 0.0, None]
    """
    sizes = [abs(v) for v in row if v]
    if not sizes or not math.isfinite(max(sizes)):
        return list(row)
    decimals = digits - math.floor(math.log10(max(sizes))) - 1
    return [v if v is None else round(v, decimals) for v in row]


def settled_cells(row: Sequence[Cell], amounts: Sequence[bool]) -> list[Cell]:
    """A row of a table with the amounts among its cells settled; whole numbers, text and blanks stay.

    >>> settled_cells(("2024", 1899.9999997499995, 1900.0, 2.5000053938128985e-07), (False, True, True, True))
    ['2024', 1900.0, 1900.0, 0.0]
    """
    numbers = [c if yes and isinstance(c, int | float) else None for c, yes in zip(row, amounts, strict=True)]
    return [
        new if isinstance(c, float) and new is not None else c for c, new in zip(row, settled(numbers), strict=True)
    ]
