"""Tables as CSV text that spreadsheets open as it is meant: UTF-8 with BOM, no cell that could run.

What does not live here: which tables there are (``planner.layout.content``).
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

from graph.base.words import Lang
from planner.layout.content import Cell, Sheet
from planner.layout.text import neutral

DIGITS = 9
"""Digits of the greatest amount of a row down to which its amounts are written."""


def csv_bytes(sheet: Sheet, lang: Lang) -> bytes:
    r"""One table as CSV; text is neutralised, amounts of a row are written to :data:`DIGITS` digits of its greatest.

    So a millionth that is left under a cap is no noise in a cell of its own, and no amount passes its cap.

    Examples
    --------
    >>> from graph.base.words import Words
    >>> from planner.layout.content import Field
    >>> sheet = Sheet("a", Words("a", "a"), (Field("name", "名称"), Field("paid", "金额", "money")), (("=1+1", -3.5),))
    >>> csv_bytes(sheet, "zh").decode("utf-8-sig")
    "名称,金额\r\n'=1+1,-3.5\r\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([c.header(lang) for c in sheet.columns])
    amounts = [c.kind in ("money", "number") for c in sheet.columns]
    writer.writerows([[_plain(cell) for cell in _rounded(row, amounts)] for row in sheet.rows])
    return text.getvalue().encode("utf-8-sig")


def _rounded(row: Sequence[Cell], amounts: Sequence[bool]) -> list[Cell]:
    """The row with its amounts rounded by the greatest of them.

    >>> _rounded(("2024", 1899.9999997499995, 1900.0, 2.5000053938128985e-07), (False, True, True, True))
    ['2024', 1900.0, 1900.0, 0.0]
    """
    sizes = [abs(c) for c, yes in zip(row, amounts, strict=True) if yes and isinstance(c, int | float) and c]
    if not sizes or not math.isfinite(max(sizes)):
        return list(row)
    places = DIGITS - math.floor(math.log10(max(sizes))) - 1
    return [round(c, places) if yes and isinstance(c, float) else c for c, yes in zip(row, amounts, strict=True)]


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    return str(int(cell)) if float(cell).is_integer() else repr(float(cell))
