"""Tables as CSV text that spreadsheets open as it is meant: UTF-8 with BOM, no cell that could run.

What does not live here: which tables there are (``planner.layout.content``).
"""

from __future__ import annotations

import csv
import io

from graph.base.cell_text import neutral
from graph.base.words import Lang
from planner.layout.amounts import settled_cells
from planner.layout.content import Cell, Sheet


def csv_bytes(sheet: Sheet, lang: Lang) -> bytes:
    r"""One table as CSV; text is neutralised, amounts of a row are written to nine digits of its greatest.

    So a millionth that is left under a cap is no noise in a cell of its own, and no amount passes its cap.

    Examples
    --------
    >>> from graph.base.words import Words
    >>> from planner.layout.columns import Field
    >>> sheet = Sheet("a", Words("a", "a"), (Field("name", "名称"), Field("paid", "金额", "money")), (("=1+1", -3.5),))
    >>> csv_bytes(sheet, "zh").decode("utf-8-sig")
    "名称,金额\r\n'=1+1,-3.5\r\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([c.header(lang) for c in sheet.columns])
    amounts = [c.kind in ("money", "number") for c in sheet.columns]
    writer.writerows([[_plain(cell) for cell in settled_cells(row, amounts)] for row in sheet.rows])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    return str(int(cell)) if float(cell).is_integer() else repr(float(cell))
