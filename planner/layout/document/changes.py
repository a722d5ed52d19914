"""What a plan changes of the draft before, as sentences and tables of a document.

What does not live here: the comparison (``planner.studies.compare``) and the paper (``template``).
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.amounts import evened
from planner.layout.content import Result
from planner.layout.document.fill import Content, Lines, Table
from planner.layout.document.template import Parts
from planner.layout.text import number
from planner.studies.compare import CentreChange, Comparison, compare
from planner.studies.worth_words import technologies

PARTS: Parts = (
    (Words("In short", "总体变化"), ((None, ("changes",)),)),
    (Words("Money", "资金变化"), ((None, ("changed_money",)),)),
    (Words("Centres", "中心变化"), ((None, ("changed_centres",)),)),
)


def changes_of(before: Result, now: Result, lang: Lang) -> tuple[Parts, dict[str, Content]]:
    """The sections of the comparison, and what their fields become."""
    found = compare(before, now)
    return PARTS, {
        "changes": Lines([words.say(lang) for words in _said(found, before, now)]),
        "changed_centres": _centres(found, lang),
        "changed_money": _money(found, lang),
    }


def _said(found: Comparison, before: Result, now: Result) -> list[Words]:
    unit = content.unit(now)
    paid = [sum(c.total_support for c in r.chosen) for r in (before, now)]
    more = paid[1] - paid[0]
    change = Words("the same money", "支持资金不变")
    if abs(more) >= 0.005:
        change = (
            Words("{m} {u} more", "支持资金增加{m}{u}") if more > 0 else Words("{m} {u} less", "支持资金减少{m}{u}")
        )
    lines = [
        Words(
            "Compared with the draft before ({a}): {out:centre falls|centres fall} out, {into} come in, {moved} change "
            "year, {kept} stay as they were; {change}.",
            "与上一稿（{a}）相比：退出{out}家，新增{into}家，调整批复年份{moved}家，其余{kept}家不变；{change}。",
        ).fill(
            a=Words(before.title.en or before.scenario, before.title.zh or before.scenario),
            out=len(found.left),
            into=len(found.joined),
            moved=len(found.moved),
            kept=found.kept,
            change=change.fill(m=number(abs(more), 2), u=unit),
        )
    ]
    for words, changed in (
        (Words("Covered now: {t}.", "新增有中心承担的技术：{t}。"), found.closed),
        (Words("Left open now: {t}.", "由有中心承担变为无人承担的技术：{t}。"), found.opened),
    ):
        if changed:
            lines.append(words.fill(t=technologies([t.name for t in changed])))
    if not found.same_data:
        lines.append(
            Words(
                "The two drafts rest on different data; differences may come from there.",
                "两稿所用数据不同，差异可能由此而来。",
            )
        )
    return lines


def _centres(found: Comparison, lang: Lang) -> Table:
    groups: Sequence[tuple[Words, Sequence[CentreChange]]] = (
        (Words("falls out", "退出"), found.left),
        (Words("comes in", "新增"), found.joined),
        (Words("changes year", "调整年份"), found.moved),
        (Words("paid otherwise", "资金调整"), found.paid_otherwise),
    )
    rows = [
        [words.say(lang), c.name, c.district, *(_cell(v) for v in (c.year_a, c.year_b, c.support_a, c.support_b))]
        for words, group in groups
        for c in group
    ]
    heads = [
        Words("Change", "变化"),
        Words("Centre", "中心名称"),
        Words("District", "区县"),
        Words("Year before", "原年份"),
        Words("Year now", "现年份"),
        Words("Support before", "原支持资金"),
        Words("Support now", "现支持资金"),
    ]
    rows = rows or [[Words("none", "无").say(lang), *[""] * 6]]
    return Table([h.say(lang) for h in heads], evened(rows, [5, 6]), [20, 44, 22, 17, 17, 20, 20], (3, 4, 5, 6), 9)


def _money(found: Comparison, lang: Lang) -> Table:
    rows = [
        [str(y.year), number(y.paid_a, 2), number(y.paid_b, 2), number(y.paid_b - y.paid_a, 2)] for y in found.years
    ]
    heads = [
        Words("Year", "年份"),
        Words("Before ({u})", "上一稿（{u}）").fill(u=found.b.money_unit),
        Words("Now", "本稿"),
        Words("Change", "变化"),
    ]
    return Table([h.say(lang) for h in heads], evened(rows, [1, 2, 3]), [30, 42, 42, 42], (1, 2, 3))


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else number(value, 2)
