"""The audit of an evaluation: every point, score, grade, factor and cap recomputed from the tables, cell by cell.

Written from DESIGN 14's definitions alone; no code is shared with the scoring. What does not live here: the scoring
(``planner.studies.evaluation``) and the audit of plans (``planner.audit.check``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Protocol

from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.audit.evaluation_money import Till
from planner.audit.evaluation_tables import Book, read_book
from planner.audit.report import AuditReport, Ledger, Rule, agrees
from planner.rulebook.policy import Policy


def _rule(code: str, family: str, en: str, zh: str) -> Rule:
    return Rule(code, family, Words(en, zh))


CENTRES = _rule(
    "A940",
    "evaluated",
    "{centre} is evaluated and should not be, or the reverse",
    "{centre}的评价与应评名单不符",
)
POINTS = _rule(
    "A941",
    "points",
    "{centre}, {key}: {value} points are claimed, the audit finds {limit}",
    "{centre}，{key}：申报{value}分，审计核算{limit}分",
)
SCORE = _rule(
    "A942",
    "score",
    "{centre}, {key}: {value} is claimed, the audit finds {limit}",
    "{centre}，{key}：申报{value}，审计核算{limit}",
)
GRADE = _rule(
    "A943",
    "grade",
    "{centre} is graded {said}, the audit finds {found} ({key})",
    "{centre}评为{said}，审计核定为{found}（{key}）",
)
MISSING = _rule(
    "A944", "missing", "{centre}: {key} is {said}, the audit finds {found}", "{centre}：{key}为{said}，审计为{found}"
)
LEFT_OUT = _rule(
    "A945",
    "left_out",
    "{centre}, expert {key}: {said}, the audit finds {found}",
    "{centre}，专家{key}：{said}，审计为{found}",
)
MONEY = _rule(
    "A946",
    "next_money",
    "{centre}, {key}: {value} is claimed, the audit finds {limit}",
    "{centre}，{key}：申报{value}，审计核算{limit}",
)
RULES: tuple[Rule, ...] = (CENTRES, POINTS, SCORE, GRADE, MISSING, LEFT_OUT, MONEY)
"""Rules of the evaluation's audit, by code."""
NONE = Words("none", "无")


class Claimed(Protocol):
    """What is audited: an evaluation's year, grades, missing indicators and experts left out."""

    @property
    def year(self) -> int:
        """The year evaluated."""

    @property
    def grades(self) -> Iterable[Any]:
        """Rows with centre, points, score, low, high, grade, veto, next_factor and next_cap."""

    @property
    def missing(self) -> Iterable[Any]:
        """Rows with centre, indicator and why."""

    @property
    def left_out(self) -> Iterable[Any]:
        """Rows with centre, expert and why."""


def audit_evaluation(eco: Ecosystem, policy: Policy, claimed: Claimed) -> AuditReport:
    """Recompute an evaluation from the tables and the policy; whatever differs is a finding that names its cell.

    Parameters
    ----------
    eco, policy
        What was evaluated, and by which rules.
    claimed
        The evaluation. Figures are compared within 1e-6 of the larger (or of 1); grades and names exactly.

    Notes
    -----
    ``key`` of a finding is the cell: the indicator and the rows of the tables that it follows from, as a spreadsheet
    counts them.
    """
    book = read_book(eco, policy, claimed.year)
    names = {"centres": dict(zip(eco.ids("Centre"), eco.names("Centre").values(), strict=True))}
    ledger = Ledger(dict.fromkeys(r.family for r in RULES), names)
    till = Till(eco, policy, claimed.year)
    said = {row.centre: row for row in claimed.grades}
    for centre in dict.fromkeys((*book.centres, *said)):
        there = centre in book.centres and centre in said
        ledger.check(CENTRES, there, centre=centre)
        if there:
            _centre(ledger, book, centre, said[centre])
            _money(ledger, till, said[centre])
    _lists(ledger, book, claimed)
    return ledger.report({})


def _centre(ledger: Ledger, book: Book, centre: str, row: Any) -> None:
    got: dict[str, Fraction] = {}
    full = Fraction(0)
    lost = Fraction(0)
    vetoed = []
    for q in book.asked(centre):
        worth = book.worth(centre, q)
        full += worth
        part = book.part(centre, q)
        where = book.cell(centre, q)
        if part is None:
            lost += worth
            ledger.check(POINTS, q not in row.points, centre=centre, value=row.points.get(q, math.nan), key=where)
            continue
        got[q] = worth * part
        if book.indicators[q].veto and part == 0:
            vetoed.append(q)
        _same(ledger, POINTS, row.points.get(q), got[q], centre, where)
    for q in set(row.points) - set(book.asked(centre)):
        ledger.check(POINTS, holds=False, centre=centre, value=row.points[q], key=book.cell(centre, q))
    total = sum(got.values(), Fraction(0))
    cell = f"centres.csv:{book.centres[centre].row}"
    low, high = (100 * total / full, 100 * (total + lost) / full) if full else (Fraction(0), Fraction(100))
    score = None if lost or not full else low
    _same(ledger, SCORE, row.score, score, centre, cell)
    _same(ledger, SCORE, row.low, low, centre, cell)
    _same(ledger, SCORE, row.high, high, centre, cell)
    grade = "poor" if vetoed else None if score is None else book.letter(centre, score)
    ledger.check(
        GRADE,
        grade == row.grade,
        centre=centre,
        key=cell,
        said=row.grade or NONE,
        found=grade or NONE,
    )
    ledger.check(
        GRADE, list(row.veto) == vetoed, centre=centre, key=cell, said="/".join(row.veto), found="/".join(vetoed)
    )


def _money(ledger: Ledger, till: Till, row: Any) -> None:
    factor, cap = till.next_money(row.centre, row.grade)
    _same(ledger, MONEY, row.next_factor, factor, row.centre, "next_factor")
    _same(ledger, MONEY, row.next_cap, cap, row.centre, "next_cap")


def _lists(ledger: Ledger, book: Book, claimed: Claimed) -> None:
    for rule, said, found in (
        (MISSING, {(m.centre, m.indicator): m.why for m in claimed.missing}, dict(book.missing())),
        (LEFT_OUT, {(m.centre, m.expert): m.why for m in claimed.left_out}, dict(book.left_out())),
    ):
        for centre, key in _both(said, found):
            a, b = said.get((centre, key)), found.get((centre, key))
            ledger.check(rule, a == b, centre=centre, key=key, said=a or NONE, found=b or NONE)


def _both(a: dict[tuple[str, str], str], b: dict[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys((*a, *b))


def _same(ledger: Ledger, rule: Rule, said: float | None, found: Fraction | None, centre: str, key: str) -> None:
    """Check that a claimed figure is the one found; null on one side alone is a difference."""
    alike = said is None and found is None if said is None or found is None else agrees(float(said), float(found))
    value = math.nan if said is None else float(said)
    limit = math.nan if found is None else float(found)
    ledger.check(rule, alike, centre=centre, value=value, limit=limit, key=key)
