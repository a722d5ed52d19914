"""What a spreadsheet, a locale or a habit has changed on the way: ids, dates, thousands, percentages, rows of totals.

What is certainly lost is refused, what may be meant otherwise is a finding. What does not live here: the parsing of a
cell (``cells``) and headers (``headers``, ``units``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from graph.base.cell_text import fold, shown
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
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ][\d:.]+)?|\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})"
    r"|(?:-?\d+ days?, )?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月"
    rf"|\d{{1,2}}-(?:{_MONTHS})(?:-\d{{2,4}})?|(?:{_MONTHS})-\d{{2,4}}",
    re.ASCII | re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", re.ASCII)
_OF_A_DATE = re.compile(r"[\d年月日度份/.\-:TZ \u3000]*|FY ?\d{4}", re.IGNORECASE)
_SPAN = re.compile(r"(?:(-?\d+) days?, )?(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_TOTAL = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共计|总和|备注|附注|说明|注释?|制表|填表|审核|单位|资料来源|数据来源)"
    r"(?:[:：;（(\d一二三].*|人.*)?",
    re.DOTALL,
)
_TOTAL_EN = re.compile(r"(?:sub-?|grand )?totals?|sum|notes?|remarks?|source|source:.*|notes?\s*[:：].*", re.IGNORECASE)
_LOST = "\ufffd"
_FAR = 100
"""Whole numbers from this on, beside amounts of a few units, tell that the points are those of thousands."""
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

    A day of 1905 is the number of a year whose cell is shown as a date.

    Examples
    --------
    >>> year_meant("2024-03-01"), year_meant("2024年"), year_meant("45352"), year_meant("20240301"), year_meant("x")
    (2024, 2024, 2024, 2024, None)
    >>> year_meant("1905-07-16")
    2024
    """
    said = fold(cell)
    number = serial(said)
    if number is not None and 1900 <= number <= 2199:
        return int(number)
    plain = said.removesuffix(".0")
    if plain.isdecimal() and plain.isascii():
        number = int(plain) if len(plain) <= 8 else 0
        if 30_000 <= number <= 75_000:
            return (date(1899, 12, 30) + timedelta(days=number)).year
        year, month = (number // 10_000, number // 100 % 100) if len(plain) == 8 else (number // 100, number % 100)
        return year if 1900 <= year <= 2199 and 1 <= month <= 12 and len(plain) in (6, 8) else None
    years = _YEAR.findall(said)
    return int(years[0]) if len(set(years)) == 1 and _OF_A_DATE.fullmatch(said) else None


_DAY_ONE = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of spreadsheets, from March 1900 on; they count a 29 February 1900 that there never was."""


def serial(cell: str) -> float | None:
    """The number that a spreadsheet keeps a date or a time as, as this reader writes them; None for other cells.

    Examples
    --------
    >>> serial("1903-04-14"), serial("1900-01-02"), serial("12:00:00"), serial("1200 days, 12:00:00"), serial("2024")
    (1200.0, 2.0, 0.5, 1200.5, None)
    """
    if (span := _SPAN.fullmatch(cell)) is not None:
        days, *clock = (float(part or 0) for part in span.groups())
        return days + math.fsum(part / unit for part, unit in zip(clock, (24, 1440, 86400), strict=True))
    if not _ISO.fullmatch(cell):
        return None
    try:
        found = (datetime.fromisoformat(cell).replace(tzinfo=UTC) - _DAY_ONE) / timedelta(days=1)
    except ValueError:
        return None
    return found if found >= 61 else found - 1


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
    whole = [size for c in given if _WHOLE.fullmatch(c) and (size := abs(float(c)))]
    telling = any(c.endswith("0") for c in pointed) or min(whole, default=0.0) >= _FAR
    if not pointed or (len(pointed) < 3 and not telling):
        return
    if not all(_GROUPED.fullmatch(c) for c in pointed) or not all(_WHOLE.fullmatch(c) for c in given if "." not in c):
        return
    if column.high is None or max(float(c) for c in pointed) * 1000 <= column.high:
        meant = pointed[0].replace(".", "")
        words = Words("read as {n}; every point has three figures after it", "按 {n} 读取；每个小数点后都正好三位")
        mend = Words("write {m} if thousands are meant", "如为千位分隔，请写作 {m}").fill(m=meant)
        yield finding("C318", file, 1, column.name, pointed[0], words.fill(n=f"{float(pointed[0]):g}"), mend)


def garbled(cell: str) -> str | None:
    """What a text meant before it was read in a wrong encoding; blank if that is lost, None if nothing is wrong.

    UTF-8 read as GBK or as Windows-1252, and the mark that stands for a character that could not be read.

    Examples
    --------
    >>> garbled("瀹佹尝"), garbled("KÃ¶ln"), garbled("甲\ufffd司"), garbled("宁波"), garbled("Köln")
    ('宁波', 'Köln', '', None, None)
    """
    if cell.isascii():
        return None
    if _LOST in cell:
        return ""
    for wrong in ("gb18030", "cp1252") if len(cell) > 2 or ord(cell[0]) < 256 else ():
        try:
            meant = cell.encode(wrong).decode()
        except UnicodeError:
            continue
        if meant.isprintable():
            return meant
    return None


def lost_characters(column: Column, cells: Iterable[str], numbers: Sequence[int], file: str) -> Iterator[Finding]:
    """C322: texts that were read in a wrong encoding before they came here."""
    found = {cell: meant for cell in set(cells) if (meant := garbled(cell)) is not None}
    if not found:
        return
    places = [(number, cell) for number, cell in zip(numbers, cells, strict=True) if cell in found]
    number, cell = places[0]
    words = Words(
        "{n:cell has|cells have} lost characters or read as another encoding", "有 {n} 格文字丢失字符或编码有误"
    )
    mend = None
    if found[cell]:
        mend = Words("write {m} if that is meant", "如指“{m}”，请直接填写").fill(m=shown(found[cell]))
    yield finding("C322", file, number, column.name, cell, words.fill(n=len(places)), mend)


def shares(table: Table, values: Mapping[str, Any], numbers: Sequence[int], file: str) -> Iterator[Finding]:
    """X581: points from 0 to 100 that are shares, or of a scale to 5 or 10: whole columns, whole rows, single cells."""
    names = [c.name for c in table.columns if c.kind == "number" and (c.low, c.high) == (0, 100) and c.name in values]
    columns = {name: list(values[name]) for name in names}
    many = len(names) >= 3
    for top in (1, 10):
        low = [name for name, column in columns.items() if _at_most(column, top)]
        if top == 10 and not (low == names if many else "score" in low and len(columns["score"]) >= 3):
            continue
        if low:
            words = Words(
                "no value is above {top}, on a scale from 0 to 100: {which}",
                "0–100 分的列中没有大于 {top} 的值：{which}",
            )
            which = Words(", ".join(low), "、".join(table.column(name).zh for name in low))
            value = next(v for v in columns[low[0]] if v > 0)
            yield finding("X581", file, 1, low[0], f"{value:g}", words.fill(which=which, top=top))
        if len(low) == len(names):
            return
    if not many:
        return
    for number, *row in zip(numbers, *columns.values(), strict=True):
        given = [v for v in row if not math.isnan(v)]
        most = next((top for top in (1, 10) if len(given) >= 3 and _at_most(given, top)), None)
        if most is not None:
            words = Words(
                "no score of the row is above {top}, on a scale from 0 to 100", "该行各分值均不大于 {top}，而满分为 100"
            )
            yield finding("X581", file, number, names[0], f"{max(given):g}", words.fill(top=most))
            continue
        for name, value in zip(names, row, strict=True):
            if 0 < value < 1:
                words = Words("a share among points from 0 to 100", "0–100 分的列中出现小于 1 的比例")
                yield finding("X581", file, number, name, f"{value:g}", words)


def _at_most(values: Iterable[float], top: float) -> bool:
    given = [v for v in values if not math.isnan(v)]
    return bool(given) and 0 < max(given) <= top
