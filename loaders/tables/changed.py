"""What a spreadsheet, a locale or a habit has changed on the way: ids, dates, thousands, percentages, rows of totals.

What is certainly lost is refused, what may be meant otherwise is a finding. What does not live here: the parsing of a
cell (``cells``) and headers (``headers``, ``units``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from graph.base.cell_text import fold
from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.schema import Column, Table
from loaders.rules.catalogue import finding

MISSING = frozenset(
    (
        *("na", "n/a", "n.a.", "n.a", "null", "none", "-", "--", "---", "—", "——", "–", "/", "\\", ".", "..", "…", "?"),
        *("无", "暂无", "缺", "缺失", "空", "不详", "未知", "待定", "待补", "未填"),
    )
)
"""What people write into a cell of numbers when the number is not known."""


def is_mark(cell: str) -> bool:
    """Whether a cell says that there is no number.

    >>> is_mark("N/A"), is_mark("—"), is_mark("0")
    (True, True, False)
    """
    return fold(cell).casefold() in MISSING


_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d{2,}|[+-]?\d[.,]\d+[eE][+-]?\d+", re.ASCII)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ][\d:.]+)?|\d{1,2}/\d{1,2}/\d{4}"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月"
    rf"|\d{{1,2}}-(?:{_MONTHS})(?:-\d{{2,4}})?|(?:{_MONTHS})-\d{{2,4}}",
    re.ASCII | re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", re.ASCII)
_OF_A_DATE = re.compile(r"[\d年月日度份/.\-:TZ \u3000]*|FY ?\d{4}", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_TOTAL = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共计|总和|备注|附注|说明|注释?|制表|填表|审核|单位|资料来源|数据来源)"
    r"(?:[:：;（(\d一二三].*|人.*)?",
    re.DOTALL,
)
_TOTAL_EN = re.compile(r"(?:sub-?|grand )?totals?|sum|notes?|remarks?|source|source:.*|notes?\s*[:：].*", re.IGNORECASE)
_EXACT = 15
"""Figures of a number that a spreadsheet keeps."""


def mangled(identifier: str) -> str | None:
    """The rule that an id breaks which a spreadsheet has changed: C314 (a number), C315 (a date); None if none.

    Examples
    --------
    >>> mangled("9.13302E+17"), mangled("2024-01-01"), mangled("E314")
    ('C314', 'C315', None)
    """
    if _SCIENTIFIC.fullmatch(identifier):
        return "C314"
    return "C315" if _DATE.fullmatch(identifier) else None


def cut_short(identifier: str) -> bool:
    """Whether an id of more than fifteen figures has only zeros after them, as a spreadsheet leaves it.

    >>> cut_short("913302000000000000"), cut_short("913302000000000034")
    (True, False)
    """
    return len(identifier) > _EXACT and identifier.isdigit() and not identifier[_EXACT:].strip("0")


def year_meant(cell: str) -> int | None:
    """The year of a date, of ``2024年`` or of the number that a spreadsheet keeps a date as; None if it is none.

    Examples
    --------
    >>> year_meant("2024-03-01"), year_meant("2024年"), year_meant("45352"), year_meant("20240301"), year_meant("x")
    (2024, 2024, 2024, 2024, None)
    """
    said = fold(cell)
    plain = said.removesuffix(".0")
    if plain.isdecimal() and plain.isascii():
        number = int(plain) if len(plain) <= 8 else 0
        if 30_000 <= number <= 75_000:
            return (date(1899, 12, 30) + timedelta(days=number)).year
        year, month = (number // 10_000, number // 100 % 100) if len(plain) == 8 else (number // 100, number % 100)
        return year if 1900 <= year <= 2199 and 1 <= month <= 12 and len(plain) in (6, 8) else None
    years = _YEAR.findall(said)
    return int(years[0]) if len(set(years)) == 1 and _OF_A_DATE.fullmatch(said) else None


def is_calendar(column: Column) -> bool:
    """Whether a column holds years of the calendar."""
    return column.kind == "integer" and (column.low or 0) >= 1000 and (column.high or 0) <= 9999


def no_data(row: Sequence[str], needed: Collection[int]) -> bool:
    """Whether a row below the data says totals or remarks; English words count only where a needed cell is blank.

    Examples
    --------
    >>> no_data(["合计", "", "9000"], [0, 1]), no_data(["total", "100"], [0, 1]), no_data(["注：单位万元"], [0])
    (True, False, True)
    """
    place, first = next(((i, fold(cell)) for i, cell in enumerate(row) if cell.strip()), (0, ""))
    if _TOTAL.fullmatch(first):
        return True
    blank = any(i >= len(row) or not row[i].strip() for i in needed)
    return place == 0 and blank and _TOTAL_EN.fullmatch(first) is not None


def thousands(column: Column, cells: Iterable[str], file: str) -> Iterator[Finding]:
    """C318: amounts whose points may be those of thousands: each has exactly three figures after it."""
    if column.kind != "number" or column.unit == "°":
        return
    given = [c for cell in cells if (c := fold(cell))]
    pointed = [c for c in given if "." in c]
    if len(pointed) < 2 or (len(pointed) < 3 and not any(c.endswith("0") for c in pointed)):
        return
    if not all(_GROUPED.fullmatch(c) for c in pointed) or not all(_WHOLE.fullmatch(c) for c in given if "." not in c):
        return
    if column.high is None or max(float(c) for c in pointed) * 1000 <= column.high:
        meant = pointed[0].replace(".", "")
        words = Words("read as {n}; every point has three figures after it", "按 {n} 读取；每个小数点后都正好三位")
        mend = Words("write {m} if thousands are meant", "如为千位分隔，请写作 {m}").fill(m=meant)
        yield finding("C318", file, 1, column.name, pointed[0], words.fill(n=f"{float(pointed[0]):g}"), mend)


def shares(table: Table, values: Mapping[str, Any], numbers: Sequence[int], file: str) -> Iterator[Finding]:
    """X581: points from 0 to 100 that are all at most 1, by columns or by rows."""
    names = [c.name for c in table.columns if c.kind == "number" and (c.low, c.high) == (0, 100) and c.name in values]
    columns = {name: list(values[name]) for name in names}
    low = [name for name, column in columns.items() if _at_most_one(column)]
    if low:
        words = Words(
            "no value is above 1, on a scale from 0 to 100: {which}", "0–100 分的列中没有大于 1 的值：{which}"
        )
        which = Words(", ".join(low), "、".join(table.column(name).zh for name in low))
        value = next(v for v in columns[low[0]] if v > 0)
        yield finding("X581", file, 1, low[0], f"{value:g}", words.fill(which=which))
    if len(low) == len(names) or len(names) < 3:
        return
    for number, *row in zip(numbers, *columns.values(), strict=True):
        if sum(not math.isnan(v) for v in row) >= 3 and _at_most_one(row):
            words = Words(
                "no score of the row is above 1, on a scale from 0 to 100", "该行各分值均不大于 1，而满分为 100"
            )
            yield finding("X581", file, number, names[0], f"{max(v for v in row if v == v):g}", words)  # noqa: PLR0124 (NaN)


def _at_most_one(values: Iterable[float]) -> bool:
    given = [v for v in values if not math.isnan(v)]
    return bool(given) and 0 < max(given) <= 1
