r"""What a cell of a spreadsheet shows of its number: thousands, ten-thousands, per cent, a unit, or nothing at all.

Number formats as ECMA-376 part 1, 18.8.31 has them, and ``!`` for ``\\``, as Chinese spreadsheets write it. What does
not live here: reading the formats of a workbook (``loaders.readers.workbook``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from graph.base.cell_text import fold, shown
from graph.base.findings import Finding
from graph.base.money_units import magnitude, money
from graph.base.words import Words
from graph.model.schema import Column
from loaders.rules.catalogue import finding
from loaders.tables.units import judge

_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_SYMBOLS = frozenset("$¥￥€£") | {"US$", "CN¥", "HK$"}
"""Signs of a currency: they say nothing of thousands, and those of Excel's own formats follow the reader's country."""
_TRUE = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "=": (0,), "<>": (-1, 1)}


@dataclass(frozen=True, kw_only=True)
class _Section:
    """One part of a format code, between semicolons."""

    condition: tuple[str, Decimal] | None
    by: Decimal
    """The number is shown divided by this."""
    digits: bool
    plain: bool
    """Shows a number as it is, a text or a date: nothing here is to be said of it."""
    before: str = ""
    after: str = ""
    whole: int = 0
    places: tuple[int, int] = (0, 0)
    """Figures after the point, at least and at most."""
    grouped: bool = False


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a person sees of a number.

    Attributes
    ----------
    text
        The cell as it is shown; blank if it shows nothing.
    by
        The number is shown divided by this; 0 if no number is shown.
    unit
        What stands after the number, else before it: ``万元``, ``%``; blank if nothing or the sign of a currency.
    """

    text: str
    by: Decimal
    unit: str


def seen(code: str, value: float) -> Seen | None:
    r"""What a format shows of a number; None if it is a text, a date, or a number that is shown as it is.

    Examples
    --------
    >>> seen("#,##0,", 1234567).text, seen('0!.0,"万"', 123456).text, seen("0.0%", 0.123).text
    ('1,235', '12.3万', '12.3%')
    >>> seen('0!.0000"亿元"', 12345).by, seen(";;;", 5).text, seen("#,##0.00_ ", 1200)
    (Decimal('10000'), '', None)
    """
    number = Decimal(repr(value))
    section = _section(_parsed(code), number)
    if section is None or section.plain:
        return None
    unit = next((u for s in (section.after, section.before) if (u := s.strip()) and u not in _SYMBOLS), "")
    if not section.digits:
        return Seen(text=(section.before + section.after).strip(), by=Decimal(0), unit="")
    return Seen(text=_text(section, number), by=section.by, unit=unit)


def matters(code: str) -> bool:
    r"""Whether a format may show a number as another one, or as nothing; most formats do not.

    >>> matters("#,##0.00"), matters("0.0,"), matters("yyyy-mm-dd"), matters('_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ')
    (False, True, False, False)
    """
    return any(not s.plain and (s.digits or place < 2) for place, s in enumerate(_parsed(code)[:3]))


def formatted(
    column: Column, header: str, cells: Iterable[tuple[int, str, str]], file: str, dataset: str | None
) -> Iterator[Finding]:
    """C323: numbers of a column that a person sees as other numbers, once for each way.

    Parameters
    ----------
    column, header, file
        The column, and the header and file that the finding names.
    cells
        Spreadsheet row, stored number and format of the cells whose format matters.
    dataset
        The dataset's unit of money.
    """
    found: dict[tuple[Decimal, str], list[tuple[int, str, Seen]]] = {}
    for row, cell, code in cells:
        try:
            value = float(cell)
        except ValueError:
            continue
        if (what := seen(code, value)) is not None and _differs(column, what, value, cell, dataset):
            found.setdefault((what.by, what.unit), []).append((row, cell, what))
    for (_, unit), places in found.items():
        yield _finding(column, header, unit, places, file, dataset)


def _finding(
    column: Column, header: str, unit: str, places: list[tuple[int, str, Seen]], file: str, dataset: str | None
) -> Finding:
    row, cell, what = places[0]
    amount = column.unit == "money"
    own = f" {dataset}" if amount and dataset else ""
    words = Words(
        "the cell shows {t}, its number is {v}: {v}{own} is read", "单元格显示“{t}”，存储值为 {v}：按 {v}{own} 读取"
    )
    if not what.text:
        words = Words(
            "the cell shows nothing, its number is {v}: {v}{own} is read",
            "单元格什么也不显示，存储值为 {v}：按 {v}{own} 读取",
        )
    words = words.fill(t=shown(what.text), v=f"{Decimal(cell):,f}", own=own)
    if len(places) > 1:
        words = Words("{w} ({n} such cells)", "{w}（共 {n} 格）").fill(w=words, n=len(places))
    mend: Words | None = None
    stated = amount and dataset is not None and money(unit) is not None
    if stated and (judged := judge(column, unit, dataset)) is not None:
        mend = judged.mend
    return finding("C323", file, row, header, cell, words, mend, level="error" if stated else None)


def _differs(column: Column, what: Seen, value: float, cell: str, dataset: str | None) -> bool:
    """Whether what is seen means another value than the one that is read."""
    if column.kind not in ("number", "integer"):
        return column.kind in ("id", "ref", "text") and what.text != cell
    return value != 0 and (what.by == 0 or _another(column, what, dataset))


def _another(column: Column, what: Seen, dataset: str | None) -> bool:
    """Whether a number that is shown so means another one than the stored one."""
    if column.unit == "money" and dataset is not None:
        given, own = money(what.unit), money(dataset)
        if given is not None and own is not None:
            same = Decimal(given.factor) == Decimal(own.factor) * what.by
            return given.currency != own.currency or not same
        if own is not None and own.factor != 1:
            return what.by != 1
    if fold(what.unit) == "%" and (column.low, column.high) == (0, 1):
        return what.by != Decimal("0.01")
    times = magnitude(what.unit, certain=what.by == 1)
    return what.by != Decimal(times)


@lru_cache(maxsize=1024)
def _parsed(code: str) -> tuple[_Section, ...]:
    return tuple(map(_read, _sections(code)))


def _section(sections: tuple[_Section, ...], number: Decimal) -> _Section | None:
    """The section that shows a number."""
    numeric = sections[:3]
    if not any(s.condition for s in numeric):
        if len(numeric) < 2:
            return numeric[0] if numeric else None
        if number < 0:
            return numeric[1]
        return numeric[2] if number == 0 and len(numeric) > 2 else numeric[0]
    for place, section in enumerate(numeric):
        if section.condition is None:
            if place < len(numeric) - 1 and (number > 0) != (place == 0):
                continue
            return section
        sign, limit = section.condition
        if ((number > limit) - (number < limit)) in _TRUE[sign]:
            return section
    return None


def _sections(code: str) -> list[list[str]]:
    """Tokens by section: a literal begins with ``"``, what stands in brackets with ``[``."""
    out: list[list[str]] = [[]]
    i = 0
    while i < len(code):
        c = code[i]
        if c == '"':
            end = code.find('"', i + 1)
            end = len(code) if end < 0 else end
            out[-1].append('"' + code[i + 1 : end])
            i = end
        elif c in "\\!":
            out[-1].append('"' + code[i + 1 : i + 2])
            i += 1
        elif c in "_*":
            i += 1
        elif c == "[":
            end = code.find("]", i)
            end = len(code) if end < 0 else end
            out[-1].append(code[i:end])
            i = end
        elif c == ";":
            out.append([])
        else:
            out[-1].append(c)
        i += 1
    return out


def _read(tokens: list[str]) -> _Section:
    """Make a section of its tokens."""
    condition = None
    plain: list[str] = []
    for token in tokens:
        if token.startswith("[$"):
            plain.append('"' + token[2:].split("-")[0])
        elif token.startswith("["):
            if (found := _CONDITION.fullmatch(token[1:].strip())) is not None:
                condition = (found[1], Decimal(found[2]))
            elif re.fullmatch(r"\[[hHmMsS]+", token):
                return _as_it_is(condition)
        else:
            plain.append(token)
    bare = "".join(t for t in plain if not t.startswith('"'))
    if "@" in bare or "/" in bare or re.search(r"[eE][+-]|[yYmMdDhHsS]|general|通用", bare, re.IGNORECASE):
        return _as_it_is(condition)
    places = [i for i, t in enumerate(plain) if t in "0#?"]
    if not places:
        return _Section(condition=condition, by=Decimal(0), digits=False, plain=False, before=_literal(plain))
    return _number(plain, places[0], places[-1], condition)


def _number(plain: list[str], first: int, last: int, condition: tuple[str, Decimal] | None) -> _Section:
    end = last + 1
    while end < len(plain) and plain[end] in ".,":
        end += 1
    core = plain[first:end]
    point = core.index(".") if "." in core else len(core)
    left, right = core[:point], core[point + 1 :]
    by = Decimal(1000) ** (_ending(left) + _ending(right))
    percent = sum(t in "%％" for t in plain if not t.startswith('"'))
    by /= Decimal(100) ** percent
    dots = [i for i, t in enumerate(left) if t in ('".', '"．')]
    tail = [t for t in (left[dots[-1] :] if dots else right) if t in "0#?"]
    if dots:
        by *= Decimal(10) ** len(tail)
        left = left[: dots[-1]]
    before, after = _literal(plain[:first]), _literal(plain[end:])
    whole = sum(t == "0" for t in left)
    words = [w for w in (before.strip(), after.strip()) if w and w not in _SYMBOLS and w not in ("-", "+", "(", ")")]
    grouped = "," in left[: len(left) - _ending(left)]
    return _Section(
        by=by,
        before=before,
        after=after,
        digits=True,
        plain=by == 1 and not words and whole < 2,
        whole=whole,
        places=(sum(t == "0" for t in tail), len(tail)),
        grouped=grouped,
        condition=condition,
    )


def _as_it_is(condition: tuple[str, Decimal] | None) -> _Section:
    return _Section(condition=condition, by=Decimal(1), digits=True, plain=True)


def _ending(part: list[str]) -> int:
    """Commas after the last figure of a part: each is a thousand."""
    n = 0
    while n < len(part) and part[-1 - n] == ",":
        n += 1
    return n


def _literal(tokens: Iterable[str]) -> str:
    return "".join(t.removeprefix('"') if t.startswith('"') else t for t in tokens if t not in (",", "."))


def _text(section: _Section, number: Decimal) -> str:
    least, most = section.places
    value = (abs(number) / section.by).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    body = f"{value:,f}" if section.grouped else f"{value:f}"
    whole, _, tail = body.partition(".")
    tail = tail[:least] + tail[least:].rstrip("0")
    sign = "-" if number < 0 and value and "-" not in section.before and "(" not in section.before else ""
    return f"{sign}{section.before}{whole.zfill(section.whole)}{'.' + tail if tail else ''}{section.after}".strip()
