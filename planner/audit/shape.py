"""A plan read without trust: whatever is no candidate, no whole year or no finite sum is a finding and left out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from numbers import Integral, Real
from typing import Any

from graph.base.words import Words
from planner.audit.facts import Facts
from planner.audit.family import rule
from planner.audit.report import Ledger

UNKNOWN_CENTRE = rule(
    "A801", "shape", "{centre} is no centre of this dataset", "方案中的{centre}不在数据集的中心名单内"
)
NOT_A_CANDIDATE = rule(
    "A802", "shape", "{centre} already exists and cannot be approved again", "{centre}为已有中心，不得再次批复"
)
BAD_YEAR = rule(
    "A803", "shape", "{centre}: approval year {given} is not a whole year", "{centre}：批复年份“{given}”不是整数年份"
)
BAD_PAY = rule(
    "A804",
    "shape",
    "{centre}: support {given} in {when} is not a finite number",
    "{centre}：{when}年支持额“{given}”不是有效数字",
)
BAD_PAY_YEAR = rule("A805", "shape", "{centre}: {given} is not a funding year", "{centre}：“{given}”不是有效的资金年份")
BAD_SUPPORT = rule("A806", "shape", "{centre}: support is not given by year", "{centre}：支持资金未按年度列示")
RULES = (UNKNOWN_CENTRE, NOT_A_CANDIDATE, BAD_YEAR, BAD_PAY, BAD_PAY_YEAR, BAD_SUPPORT)
WHY = Words(
    "A plan names candidates of its dataset, whole years and finite sums; anything else cannot be carried out.",
    "方案只能列出本数据集的候选中心、整数年份和有效金额，否则无法执行。",
)


def is_number(value: object) -> bool:
    """Whether something is a number; yes and no are none."""
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _known(book: Ledger, facts: Facts, centre: Any, *, candidate: bool) -> bool:
    known = isinstance(centre, str) and centre in facts.centres
    book.check(UNKNOWN_CENTRE, known, centre=str(centre))
    if known and candidate:
        known = not facts.centres[centre].existing and not facts.centres[centre].absent
        book.check(NOT_A_CANDIDATE, known, centre=centre)
    return known


def starts(book: Ledger, facts: Facts, given: Any) -> Iterator[tuple[str, int]]:
    """Chosen candidates whose approval year is a whole number; anything else is written down and left out."""
    if not isinstance(given, Mapping):
        book.check(BAD_YEAR, holds=False, given=repr(given))
        return
    for centre, year in given.items():
        if _known(book, facts, centre, candidate=True):
            book.check(BAD_YEAR, _is_whole(year), centre=centre, given=repr(year))
            if _is_whole(year):
                yield centre, int(year)


def support(book: Ledger, facts: Facts, given: Any) -> Iterator[tuple[str, list[tuple[int, float]]]]:
    """Finite sums paid to known centres; anything else is written down and left out."""
    if not isinstance(given, Mapping):
        book.check(BAD_SUPPORT, holds=False)
        return
    for centre, years in given.items():
        known = _known(book, facts, centre, candidate=False)
        by_year = isinstance(years, Mapping)
        book.check(BAD_SUPPORT, by_year, centre=str(centre))
        if not (known and by_year):
            continue
        rows = []
        for year, paid in years.items():
            book.check(BAD_PAY_YEAR, _is_whole(year), centre=centre, given=repr(year))
            finite = is_number(paid) and math.isfinite(paid)
            book.check(BAD_PAY, finite, centre=centre, when=year, given=repr(paid))
            if finite and _is_whole(year):
                rows.append((int(year), float(paid)))
        yield centre, rows
