"""What a history adds to the tables that are handed out: money in three parts, decisions, what was missed and changed.

What does not live here: the other tables (``planner.layout.content``), how anything looks or is written.
"""

from __future__ import annotations

import math

from graph.base.words import Lang, Words
from graph.model.schema import DECISIONS, GRADES, LEVELS
from planner.layout.columns import CENTRE, NAME, PAID, SOURCE, YEAR, Field
from planner.layout.content import Cell, Result, Sheet, source
from planner.layout.statuses import STATUSES, statuses
from planner.layout.text import number

KINDS = {value: Words(value.replace("_", " "), zh) for value, zh in DECISIONS}
_GRADES = {value: Words(value, zh) for value, zh in GRADES}
_LEVELS = {value: Words(value, zh) for value, zh in LEVELS}
PARTS = Words("Support paid, committed and new", "已拨付、已承诺与新增支持")


def course_sheets(result: Result, lang: Lang) -> tuple[Sheet, ...]:
    """The tables of a result with a history; none without one.

    Examples
    --------
    >>> from planner.runs.plan_result import PlanResult
    >>> course_sheets(PlanResult(status="proven"), "en")
    ()
    """
    if result.as_of is None:
        return ()
    made = [parts(result, lang), decisions(result, lang), scheme(result, lang)]
    if any((result.equity.paid, result.equity.committed, result.equity.new)):
        made.append(equity_parts(result, lang))
    if result.missed:
        made.append(missed(result, lang))
    if result.milestones:
        made.append(milestones(result, lang))
    if result.price_of_sticking is not None:
        made.append(changes(result, lang))
    return tuple(made)


def part_years(result: Result) -> list[int]:
    """Years in which any of the three parts has money, in order."""
    return sorted({*result.paid, *result.committed, *result.new})


def parts(result: Result, lang: Lang) -> Sheet:
    """One row a year: support of all payers that is paid, committed and new, and their sum.

    Examples
    --------
    >>> from planner.runs.plan_result import PlanResult
    >>> told = PlanResult(status="proven", as_of=2024, paid={2024: 90.0}, committed={2025: 40.0}, new={2025: 0.1})
    >>> [row[:5] for row in parts(told, "en").rows]
    [(2024, 90.0, 0.0, 0.0, 90.0), (2025, 0.0, 40.0, 0.1, 40.1)]
    """
    columns = (
        YEAR,
        PAID,
        Field("committed", "已承诺", "money"),
        Field("new", "新增", "money"),
        Field("support", "各出资方支持合计", "money"),
        SOURCE,
    )
    rows: list[tuple[Cell, ...]] = []
    for year in part_years(result):
        three = tuple(float(part.get(year, 0.0)) for part in (result.paid, result.committed, result.new))
        rows.append((year, *three, math.fsum(three), source(result, "", lang)))
    return Sheet("money_parts", PARTS, columns, tuple(rows))


def decisions(result: Result, lang: Lang) -> Sheet:
    """One row for each centre on which the first open year decides: what, with how much money, and why."""
    columns = (
        CENTRE,
        NAME,
        YEAR,
        Field("decision", "决定"),
        Field("support", "当年支持资金", "money"),
        Field("reasons", "理由"),
        SOURCE,
    )
    names = {h.centre: h.name for h in result.history} | {c.centre: c.name for c in result.chosen}
    rows = [
        (
            d.centre,
            names.get(d.centre, d.centre),
            d.year,
            KINDS[d.decision].say(lang),
            float(d.support),
            d.reason.say(lang),
            source(result, "", lang),
        )
        for d in result.decisions
    ]
    year = "" if result.as_of is None else str(result.as_of + 1)
    return Sheet("decisions", Words("Decisions of {y}", "{y} 年度决定").fill(y=year), columns, tuple(rows))


def scheme(result: Result, lang: Lang) -> Sheet:
    """One row for each centre that the scheme has approved: how it stands, its grades, what it was paid, what comes."""
    columns = (
        CENTRE,
        NAME,
        Field("status", "状态"),
        Field("approved_year", "批复年份", "year"),
        Field("level", "级别"),
        Field("ends", "终止年份", "year"),
        Field("grades", "历年等次"),
        PAID,
        Field("to_come", "以后各年支持", "money"),
        Field("promised", "承诺", "money"),
        Field("waived", "无法兑现的最低支持", "money"),
        Field("equity_paid", "已拨股权", "money"),
        SOURCE,
    )
    stands = statuses(result)
    rows = [
        (
            h.centre,
            h.name,
            STATUSES[stands[h.centre]].say(lang),
            h.approved_year,
            _LEVELS.get(h.level, Words(h.level, h.level)).say(lang) or None,
            h.ends,
            ("；" if lang == "zh" else "; ").join(f"{y} {_GRADES[g].say(lang)}" for y, g in h.grades.items()) or None,
            math.fsum(h.paid.values()),
            math.fsum(h.support.values()),
            math.fsum(h.promised.values()),
            float(h.waived),
            math.fsum(h.equity_paid.values()),
            source(result, "", lang),
        )
        for h in result.history
    ]
    return Sheet("scheme", Words("Centres of the scheme", "已批复中心"), columns, tuple(rows))


def equity_parts(result: Result, lang: Lang) -> Sheet:
    """One row a year: equity paid, committed (by approval year) and of new centres, and their sum.

    Examples
    --------
    >>> from planner.runs.course_types import EquityMoney
    >>> from planner.runs.plan_result import PlanResult
    >>> told = EquityMoney(paid={2023: 200.0}, committed={2023: 50.0}, new={2025: 0.5})
    >>> [row[:5] for row in equity_parts(PlanResult(status="proven", as_of=2024, equity=told), "en").rows]
    [(2023, 200.0, 50.0, 0.0, 250.0), (2025, 0.0, 0.0, 0.5, 0.5)]
    """
    columns = (
        YEAR,
        PAID,
        Field("committed", "已承诺", "money"),
        Field("new", "新增", "money"),
        Field("equity", "股权合计", "money"),
        SOURCE,
    )
    three = (result.equity.paid, result.equity.committed, result.equity.new)
    rows: list[tuple[Cell, ...]] = []
    for year in sorted({y for part in three for y in part}):
        amounts = tuple(float(part.get(year, 0.0)) for part in three)
        rows.append((year, *amounts, math.fsum(amounts), source(result, "", lang)))
    title = Words("Equity paid, committed and new", "已拨付、已承诺与新增股权")
    return Sheet("equity_parts", title, columns, tuple(rows))


def missed(result: Result, lang: Lang) -> Sheet:
    """One row for each rule that history has broken: what it asked, what came."""
    columns = (
        Field("rule", "规则"),
        Field("words", "内容"),
        Field("key", "情景参数"),
        Field("asked", "要求", "number"),
        Field("attained", "实际", "number"),
        SOURCE,
    )
    rows = tuple(
        (m.rule, m.words.say(lang), m.key, float(m.asked), float(m.attained), source(result, "", lang))
        for m in result.missed
    )
    return Sheet("missed", Words("Missed by history", "历史未达成事项"), columns, rows)


def milestones(result: Result, lang: Lang) -> Sheet:
    """One row for each milestone that was due by the last year of history and not reached in time."""
    columns = (
        CENTRE,
        NAME,
        Field("milestone", "里程碑"),
        Field("due", "应达年份", "year"),
        Field("reached", "实际年份", "year"),
        Field("state", "状态"),
        SOURCE,
    )
    names = {h.centre: h.name for h in result.history}
    late, still = Words("late", "逾期达成"), Words("still open", "尚未达成")
    rows = tuple(
        (
            m.centre,
            names.get(m.centre, m.centre),
            m.name,
            m.due,
            m.reached,
            (still if m.reached is None else late).say(lang),
            source(result, "", lang),
        )
        for m in result.milestones
    )
    return Sheet("milestones", Words("Milestones not reached in time", "逾期里程碑"), columns, rows)


def changes(result: Result, lang: Lang) -> Sheet:
    """One row for each centre on which the plan differs from the earlier one; blank where it is not in one of them."""
    columns = (
        CENTRE,
        NAME,
        Field("from_year", "原定年份", "year"),
        Field("to_year", "现定年份", "year"),
        Field("from_support", "原支持合计", "money"),
        Field("to_support", "现支持合计", "money"),
        Field("counted", "是否计为变更"),
        Field("reasons", "理由"),
        SOURCE,
    )
    facts = (*result.chosen, *result.rejected, *result.existing, *result.ended)
    names = {c.centre: c.name for c in facts}
    yes, no = Words("yes", "是"), Words("no", "否")
    rows = tuple(
        (
            c.centre,
            names.get(c.centre, c.centre),
            None if c.from_ is None else c.from_.year,
            None if c.to is None else c.to.year,
            None if c.from_ is None else math.fsum(c.from_.support.values()),
            None if c.to is None else math.fsum(c.to.support.values()),
            (yes if c.counted else no).say(lang),
            c.reason.say(lang),
            source(result, "", lang),
        )
        for c in result.changes
    )
    return Sheet("changes", Words("Changes to the earlier plan", "相对原方案的变更"), columns, rows)


def sticking(result: Result) -> Words | None:
    """What keeping to the earlier plan costs, in a sentence; nothing where there was none."""
    price = result.price_of_sticking
    if price is None:
        return None
    counted = sum(c.counted for c in result.changes)
    words = Words(
        "Against the earlier plan {n} decisions change. The best plan without regard to it is worth {o} more in the "
        "objective and spends {m} {u} {more}.",
        "与原方案相比变更 {n} 项决定。不受原方案约束的最优方案，目标值高 {o}，支持资金{more} {m} {u}。",
    )
    more = Words("less", "少") if price.money < 0 else Words("more", "多")
    o, m = (0.0 if abs(v) < 5e-7 else v for v in (price.objective, price.money))
    return words.fill(n=counted, o=f"{o:.6f}".rstrip("0").rstrip("."), m=number(abs(m), 2), u=result.unit, more=more)
