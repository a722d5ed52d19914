"""What history has settled, and what it asks of the years to come: starts, the ledger, caps after grades, dues."""

from __future__ import annotations

import math

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.past import Stand
from planner.audit.report import Ledger
from planner.audit.to_come import ToCome

MOVED = rule(
    "A890",
    "history_starts",
    "{centre} was approved in {limit}; the plan says {value}",
    "{centre}于{limit}年批复，方案所列为{value}",
)
IN_THE_PAST = rule(
    "A891",
    "history_starts",
    "{centre} is approved in {year}, which is history up to {limit}",
    "{centre}在{year}年批复，而{limit}年及以前为既往",
)
ANNOUNCED = rule(
    "A892",
    "history_starts",
    "{centre} is announced for {limit}; the plan says {value}",
    "{centre}已宣布于{limit}年批复，方案所列为{value}",
)
LEDGER = rule(
    "A893",
    "history_paid",
    "{centre} was paid {limit} in {year}; the plan says {value}",
    "{centre}{year}年已拨付{limit}，方案所列为{value}",
)
CAP = rule(
    "A894",
    "history_caps",
    "{centre}: support of {value} in {year} exceeds {limit}, its cap after grades and decisions",
    "{centre}：{year}年支持{value}，超过按评价与决定核定的上限{limit}",
)
ROOM = rule(
    "A895",
    "history_caps",
    "{centre}: support of {value} still to come exceeds the room of {limit}",
    "{centre}：今后支持合计{value}，超过剩余额度{limit}",
)
OWED = rule(
    "A896",
    "history_owed",
    "{centre}: support of {value} still to come is less than the {limit} it is owed",
    "{centre}：今后支持合计{value}，少于尚欠的{limit}",
)
PROMISE = rule(
    "A897",
    "commitments",
    "{centre} is paid {value} in {year}, less than the {limit} promised",
    "{centre}{year}年支持{value}，少于承诺的{limit}",
)
MATCH = rule(
    "A898",
    "match",
    "{centre}: {key} give {value}, less than the {limit} that has to match",
    "{centre}：{key}合计支付{value}，少于应配套的{limit}",
)
AFTER_STOP = rule(
    "A899",
    "history_caps",
    "{centre} is stopped by the plan and paid in {year}",
    "{centre}由方案终止，却在{year}年获支持",
)


def check(book: Ledger, given: Given) -> None:
    """Families history_starts, history_paid, history_caps, history_owed, commitments, match."""
    _starts(book, given)
    if given.policy.course.commitments != "firm":
        book.skip("commitments")
    if not given.policy.payers.match:
        book.skip("match")
    assert given.past is not None
    for centre, stand in given.past.stands.items():
        if stand.ours:
            _paid(book, given, centre, stand)
            if stand.approved is not None:
                _to_come(book, given, ToCome(given, centre, stand))


def _starts(book: Ledger, given: Given) -> None:
    past, told = given.past, given.policy
    assert past is not None
    for centre, stand in past.stands.items():
        if given.facts.centres[centre].absent or given.facts.centres[centre].existing or not stand.ours:
            continue
        said = given.starts.get(centre)
        fine = said == stand.approved or (said is None and told.course.may_stop)
        value = math.nan if said is None else said
        book.check(MOVED, fine, centre=centre, value=value, limit=float(stand.approved or 0))
    for centre, year in given.new.items():
        book.check(IN_THE_PAST, year > past.as_of, centre=centre, year=year, limit=past.as_of)
        if centre in past.announced:
            when = past.announced[centre]
            book.check(ANNOUNCED, year == when, centre=centre, value=year, limit=when)
    for centre, when in past.announced.items():
        inside = told.years.first <= when <= told.years.last
        if inside and centre not in given.starts:
            book.check(ANNOUNCED, holds=False, centre=centre, value=math.nan, limit=when)


def _paid(book: Ledger, given: Given, centre: str, stand: Stand) -> None:
    """The plan holds for past years what city and district have paid, to the last digit."""
    past, pay = given.past, given.pay.get(centre, {})
    assert past is not None
    own = stand.own
    for year in range(given.policy.years.first, past.as_of + 1):
        there, said = own.get(year, 0.0), pay.get(year, 0.0)
        fine = abs(there - said) <= 1e-9 * max(1.0, abs(there))
        book.check(LEDGER, fine, centre=centre, year=year, value=said, limit=there)


def _to_come(book: Ledger, given: Given, one: ToCome) -> None:
    """Caps, room, what is owed and promised, what has to match: of one approved centre, in the years to come."""
    assert given.past is not None
    centre = one.centre
    for year in sorted({*one.caps, *one.pay}):
        book.at_most(CAP, one.pay.get(year, 0.0), one.caps.get(year, 0.0), measured=True, centre=centre, year=year)
        stops = one.stopped and year > given.past.as_of + 1
        book.check(AFTER_STOP, not stops or one.pay.get(year, 0.0) <= 0.0, centre=centre, year=year)
    if math.isfinite(one.room):
        book.at_most(ROOM, one.total, one.room, measured=True, centre=centre)
    if not one.stopped:
        book.at_least(OWED, one.total, one.owed(), measured=True, centre=centre)
    if given.policy.course.commitments == "firm":
        for year, held in one.promises().items():
            if not one.stopped or year <= given.past.as_of + 1:
                book.at_least(PROMISE, one.pay.get(year, 0.0), held, measured=True, centre=centre, year=year)
    for told in () if one.stopped else given.policy.payers.match:
        found = one.match(told.left, told.at_least, told.of)
        if found is not None:
            per, due = found
            book.at_least(MATCH, per * one.total, due, measured=True, centre=centre, key=" + ".join(told.left))


AUDIT = AuditFamily(
    130,
    (MOVED, IN_THE_PAST, ANNOUNCED, LEDGER, CAP, ROOM, OWED, PROMISE, MATCH, AFTER_STOP),
    Words(
        "History stands; what it has promised and graded binds the years to come.",
        "既往照实保留；已作的承诺与评价约束今后各年。",
    ),
    check,
    of_money=True,
    when=lambda policy: policy.as_of is not None,
)
