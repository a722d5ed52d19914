"""What one cell means: numbers, whole numbers, yes or no, one of a list. A cell is read or refused, never guessed.

What does not live here: rows, keys and references (``tables``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.base.cell_text import fold, key, shown, trim
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.schema import Column
from loaders.tables.changed import is_calendar, mangled, serial, year_meant

LARGEST = 1e15
"""Larger numbers are refused: beyond it a double no longer tells tenths apart."""

_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_UNIT = re.compile(r"^(?P<number>[-+\d.,]+)\s*(?P<unit>%|‰|\D*[万亿元千百岁年个分]\D*|[kKmM]|RMB|CNY|EUR|€|¥|￥)$")
_NOT_FINITE = {"nan", "inf", "+inf", "-inf", "infinity", "-infinity", "+infinity", "na", "n/a", "null", "none"}
_SPREADSHEET_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
_YES = {"true", "yes", "1", "1.0", "是", "y", "t"}
_NO = {"false", "no", "0", "0.0", "否", "n", "f"}
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: no encoding can write it."""
_POINTED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|[+-]?\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
_A_DATE = Words("a date or a time, not a number", "是日期或时间，不是数字")
_AS_NUMBER = Words(
    "show the cell as a number (it holds {n}), or write the number that is meant",
    "请将单元格格式改为数值（其值为 {n}），或填写应有的数字",
)
_TOO_NARROW = re.compile(r"#{2,}")
"""What a spreadsheet shows, and writes into a CSV file, where a column is too narrow for its number or date."""
_LETTERS = str.maketrans("OoIl", "0011")


@dataclass(frozen=True)
class Refusal:
    """Why a cell was not read: the rule's code, what is wrong and the mend (None = the rule's own words)."""

    code: str
    message: Words | None = None
    mend: Words | None = None


Parse = Callable[[str], Any]
"""From a cell that is not blank to its value or a :class:`Refusal`."""


def parser(column: Column) -> Parse:
    """How the cells of this column are read.

    Examples
    --------
    >>> from graph.model.schema import TABLES
    >>> read = parser(TABLES["investments"].column("investment"))
    >>> read("１，２００"), read("-3").code, read("1_000").code
    (1200.0, 'C308', 'C304')
    """
    if is_calendar(column):
        return lambda cell: _year(cell, column)
    if column.kind in ("number", "integer"):
        return lambda cell: _ranged(number(cell, whole=column.kind == "integer"), column)
    if column.kind == "boolean":
        return boolean
    if column.kind == "choice":
        return _choice(column)
    return identifier if column.kind in ("id", "ref") else text


def _is_error(value: str) -> bool:
    return value in _SPREADSHEET_ERRORS or _TOO_NARROW.fullmatch(value) is not None


def text(cell: str) -> str | Refusal:
    """A text, with blanks at its ends taken away."""
    value = trim(cell)
    if _is_error(value):
        return Refusal("C311")
    if value[:1] == value[-1:] == '"' and cell[:1] != '"' and len(value) > 1:
        value = trim(value[1:-1])  # quotes after a blank that no CSV reader knows, such as the ideographic one
    return value if value.isascii() or not _HALF.search(value) else Refusal("C320")


def identifier(cell: str) -> str | Refusal:
    """An id, full-width characters folded.

    Examples
    --------
    >>> identifier(" Ｔ０１"), identifier("a|b").code
    ('T01', 'C312')
    """
    value = fold(cell)
    if _is_error(value):
        return Refusal("C311")
    if "|" in value or not value.isprintable():
        return Refusal("C320" if _HALF.search(value) else "C312")
    broken = mangled(value)
    return value if broken is None else Refusal(broken)


def boolean(cell: str) -> bool | Refusal:
    """Yes or no, in English, Chinese or figures."""
    value = fold(cell).casefold()
    if value in _YES or value in _NO:
        return value in _YES
    return Refusal("C311" if _is_error(fold(cell)) else "C309")


def number(cell: str, *, whole: bool = False) -> float | Refusal:
    """A finite number; full-width digits and thousands separators are read.

    Examples
    --------
    >>> number("1,200"), number("2023.0", whole=True), number("20O1").mend.say("en")
    (1200.0, 2023.0, 'write 2001 if that is meant')
    """
    value = fold(cell)
    if _PLAIN.fullmatch(value):
        read = float(value)
    elif _GROUPED.fullmatch(value):
        read = float(value.replace(",", ""))
    else:
        return _not_a_number(value)
    if not math.isfinite(read) or abs(read) > LARGEST:
        words = Words("the number is too large", "数值过大")
        return Refusal("C306", words, Words("check the number and its unit", "请核对数值及单位"))
    if whole and not read.is_integer():
        return Refusal("C307")
    return read


def _not_a_number(value: str) -> Refusal:
    if _is_error(value):
        return Refusal("C311")
    if (kept := serial(value)) is not None:
        return Refusal("C304", _A_DATE, _AS_NUMBER.fill(n=f"{kept:.12g}"))
    if value.casefold() in _NOT_FINITE:
        return Refusal("C306")
    if unit := _UNIT.match(value):
        return _with_unit(unit["number"], unit["unit"])
    return Refusal("C304", None, _meant(value))


def _meant(value: str) -> Words | None:
    """The mend of figures with letters among them, points of thousands or a decimal comma."""
    meant = value.translate(_LETTERS).replace("_", "")
    if _POINTED.fullmatch(value):
        meant = value.replace(".", "").replace(",", ".")
    elif "_" not in value and re.fullmatch(r"[+-]?\d+,\d+", value, re.ASCII):
        meant = value.replace(",", ".")
    if meant == value or not _PLAIN.fullmatch(meant):
        return None
    return Words("write {n} if that is meant", "如指 {n}，请直接写 {n}").fill(n=meant)


def _with_unit(figures: str, unit: str) -> Refusal:
    plain = figures.replace(",", "")
    if unit != "%" or not _PLAIN.fullmatch(plain):
        words = Words("write {n}, in the dataset's unit", "请按数据集的单位只写 {n}").fill(n=plain)
        return Refusal("C305", None, words)
    words = Words("write {n} for {p}%", "{p}% 请写作 {n}").fill(n=f"{float(plain) / 100:.12g}", p=plain)
    return Refusal("C305", None, words)


def _ranged(value: float | Refusal, column: Column) -> float | Refusal:
    if isinstance(value, Refusal):
        return value
    low, high = column.low, column.high
    if (low is None or value >= low) and (high is None or value <= high):
        return value
    if high is None:
        words = Words(f"less than {low:g}", f"小于 {low:g}")
    elif low is None:
        words = Words(f"more than {high:g}", f"大于 {high:g}")
    else:
        words = Words(f"not between {low:g} and {high:g}", f"不在 {low:g} 与 {high:g} 之间")
    mend = None
    if (low, high) == (0, 1) and 1 < value <= 100:
        mend = Words("write {n} for {v} percent", "{v}% 请写作 {n}").fill(n=f"{value / 100:.12g}", v=f"{value:.12g}")
    return Refusal("C308", words, mend)


def _year(cell: str, column: Column) -> float | Refusal:
    """A year of the calendar; a date, ``2024年`` or a spreadsheet's number of a day gets the year as its mend."""
    read = _ranged(number(cell, whole=True), column)
    meant = year_meant(cell) if isinstance(read, Refusal) else None
    if meant is None or not (column.low or 0) <= meant <= (column.high or 0):
        return read
    return Refusal("C317", None, Words("write {n}", "请写作 {n}").fill(n=meant))


def _choice(column: Column) -> Parse:
    known = {key(form): value for value, zh in column.choices for form in (value, zh)}
    near = Nearest([form for pair in column.choices for form in pair])
    every = Words(", ".join(v for v, _ in column.choices), "、".join(f"{v}（{zh}）" for v, zh in column.choices))
    otherwise = Words("use one of: {every}", "可用：{every}").fill(every=every)

    def read(cell: str) -> str | Refusal:
        value = known.get(key(cell))
        if value is not None:
            return value
        plain = fold(cell)
        if _is_error(plain):
            return Refusal("C311")
        words = Words("'{v}' is not one of the possible values", "“{v}”不在可选值之内").fill(v=shown(plain))
        return Refusal("C310", words, near.words(plain, otherwise))

    return read
