"""What ``plan --as-of`` shows a person of the course of a scheme: money, decisions of the next year, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from graph.model.schema import DECISIONS, GRADES
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import money
from planner.layout.amounts import evened
from planner.studies.worth_words import per_cent

if TYPE_CHECKING:
    from planner.runs.plan_result import PlanResult

LONGEST = 44
"""Columns of a reason in the table; longer ones stand whole under it."""
DUST = 1e-6
"""Money of rounding alone."""
_DECISIONS = {value: Words(value, zh) for value, zh in DECISIONS}


def course_text(result: PlanResult, lang: Lang) -> str:
    """The blocks of a plan with a history; nothing where there is none."""
    if result.as_of is None:
        return ""
    blocks = (_money, _execution, _decisions, _missed, _waived, _ignored, _changes)
    return "\n\n".join(part for part in (block(result, lang) for block in blocks) if part)


def _money(result: PlanResult, lang: Lang) -> str:
    """Support of all payers by year: paid, committed, new."""
    title = Words("history up to {y}; support of all payers", "历史截至 {y} 年；各级支持资金").fill(y=result.as_of)
    head = {"zh": ["年份", "已拨付", "已承诺", "新增"], "en": ["year", "paid", "committed", "new"]}
    parts = (result.paid, result.committed, result.new)
    years = sorted({year for part in parts for year in part})
    rows = [[str(year), *(money(part[year]) if year in part else "–" for part in parts)] for year in years]
    whole = Words("all", "合计").say(lang)
    rows.append([whole, *(money(sum(part.values())) for part in parts)])
    return title.say(lang) + "\n" + aligned(evened(rows, [1, 2, 3]), head[lang], right=[1, 2, 3])


def _execution(result: PlanResult, lang: Lang) -> str:
    """How far each budget is executed so far."""
    title = Words("execution of budgets so far", "预算执行情况（截至历史年）").say(lang)
    rows = [
        [
            "  " + one.words.say(lang),
            money(one.paid),
            "/",
            money(one.budget),
            "–" if one.rate is None else percent(one.rate),
        ]
        for one in result.execution
    ]
    return title + "\n" + aligned(evened(rows, [1, 3]), right=[1, 3, 4], most=50) if rows else ""


def _decisions(result: PlanResult, lang: Lang) -> str:
    """What is decided for the next year, with its money and reason."""
    assert result.as_of is not None
    names = {row.centre: row.name for row in result.history} | {row.centre: row.name for row in result.chosen}
    title = Words("decisions of {y}", "{y} 年决定").fill(y=result.as_of + 1).say(lang)
    rows = [
        [
            one.centre,
            names.get(one.centre, ""),
            f"{_DECISIONS[one.decision].say(lang)} {one.date}".strip(),
            money(one.support),
            one.reason.say(lang),
        ]
        for one in result.decisions
    ]
    head = {"zh": ["编号", "中心", "决定", "支持", "理由"], "en": ["id", "centre", "decision", "support", "reason"]}
    if not rows:
        return ""
    whole = [f"  {row[0]}: {row[4]}" for row in rows if len(row[4]) > LONGEST]
    return "\n".join([title, aligned(evened(rows, [3]), head[lang], right=[3], most=LONGEST), *whole])


def _missed(result: PlanResult, lang: Lang) -> str:
    """Rules that the past has broken."""
    if not result.missed:
        return ""
    title = Words("missed already (the past makes nothing impossible)", "既往已未达成（不影响后续规划）").say(lang)
    rows = [["  " + one.words.say(lang), money(one.attained), "/", money(one.asked)] for one in result.missed]
    return title + "\n" + aligned(rows, right=[1, 3], most=70)


def _waived(result: PlanResult, lang: Lang) -> str:
    """What centres that are still there need at least and can no longer get."""
    lost = [
        one
        for one in result.history
        if one.waived > DUST and (one.ends is None or one.ends > (result.as_of or 0)) and one.because != "ended"
    ]
    if not lost:
        return ""
    title = Words("least support that can no longer be reached", "已无法兑现的最低支持").say(lang)
    rows = [["  " + one.centre, one.name, money(one.waived)] for one in lost]
    return title + "\n" + aligned(evened(rows, [2]), right=[2])


def _ignored(result: PlanResult, lang: Lang) -> str:
    """Rows that are dated after the last year of history."""
    payments, grades = (result.ignored.get(table, 0) for table in ("payments", "evaluations"))
    if not payments and not grades:
        return ""
    kinds = (
        (payments, Words("{n:payment|payments}", "拨付 {n} 笔")),
        (grades, Words("{n:grade|grades}", "等次 {n} 项")),
    )
    parts = [words.fill(n=n).say(lang) for n, words in kinds if n]
    words = Words("dated after {y} and not counted: {parts}", "{y} 年以后的记录不计入：{parts}")
    return words.fill(y=result.as_of, parts=Words(", ", "，").say(lang).join(parts)).say(lang)


def _changes(result: PlanResult, lang: Lang) -> str:
    """Changes to the earlier plan, and the price of sticking to it."""
    price = result.price_of_sticking
    if price is None:
        return ""
    none = Words("–", "–")
    names = {row.centre: row.name for row in result.rejected}
    names |= {row.centre: row.name for row in result.history} | {row.centre: row.name for row in result.chosen}
    rows = [
        [
            one.centre,
            names.get(one.centre, ""),
            str(one.from_.year) if one.from_ else none.say(lang),
            "→",
            str(one.to.year) if one.to else none.say(lang),
            one.reason.say(lang),
        ]
        for one in result.changes
    ]
    counted = sum(one.counted for one in result.changes)
    title = Words(
        "{n:change|changes} to the earlier plan; sticking to it costs {p}",
        "相对原方案变更 {n} 处；沿用原方案{p}",
    ).fill(n=counted, p=_price(abs(price.objective), result.objective))
    return "\n".join([title.say(lang), *([aligned(rows)] if rows else []), *_curve(result, lang)])


def _price(cost: float, worth: float | None) -> Words:
    if round(cost, 9) == 0:
        return Words("nothing", "没有代价")
    return Words("{p} of the plan's worth", "的代价为方案综合得分的{p}").fill(p=per_cent(cost, worth))


def _curve(result: PlanResult, lang: Lang) -> list[str]:
    """The best objective by the number of changes, where it was asked for."""
    if not result.changes_curve:
        return []
    title = Words("the best plan's worth by the number of changes", "按变更项数的最优综合得分").say(lang)
    whole = max((p.objective for p in result.changes_curve if p.objective is not None), default=None)
    none = Words("no plan", "无可行方案").say(lang)
    rows = [
        ["  ", str(p.changes), none if p.objective is None else per_cent(p.objective, whole).say(lang)]
        for p in result.changes_curve
    ]
    return [title, aligned(rows, right=[1, 2])]


def grades_text(result: PlanResult, lang: Lang) -> str:
    """Where there is no plan: grades that have moved what is owed into years whose budgets hold for themselves."""
    conflict = result.conflict or ()
    rules = {row.rule for row in conflict}
    if result.as_of is None or not any(row.family == "budget" for row in conflict):
        return ""
    year, said = result.as_of, []
    for row in result.history:
        grade = row.grades.get(year)
        if grade is not None and row.caps.get(year + 1) == 0.0 and f"minimum support {row.centre}" in rules:
            words = Words(
                "{name}: with the grade {g} of {y} it gets no support in {then}; what it is still owed falls on other "
                "years, and the budgets of single years need not hold that",
                "{name}：{y} 年评为{g}，{then} 年不得支持；尚欠的支持落到其他年份，而各年预算分别成立，未必容得下",
            )
            named = Words(grade, dict(GRADES)[grade])
            said.append(words.fill(name=row.name, g=named, y=year, then=year + 1).say(lang))
    return "\n".join(said)
