"""The sentences of an explanation, in both languages, from figures that are already there.

What does not live here: the figures (``planner.studies.explain.prices``, ``planner.studies.explain.standing``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graph.base.words import Words
from planner.families.kind import Standing
from planner.runs.plan_result import ChosenCentre, PlanResult
from planner.studies.explain.prices import Price
from planner.studies.worth_words import named, per_cent, technologies


def reasons(
    result: PlanResult,
    centre: str,
    price: Price,
    rows: Sequence[Standing],
    out: Sequence[str],
    along: Sequence[str],
    then: Collection[str] = (),
) -> list[Words]:
    """Why a candidate is chosen or not, the weightiest reason first.

    Parameters
    ----------
    result : PlanResult
        The run's result.
    centre : str
    price : Price
    rows : sequence of Standing
        Rules that stand against it, or that it holds up.
    out, along : sequence of str
        Names of centres that change places with it, and of those that change with it.
    then : collection of str
        Ids of all centres of the plan with the other answer; empty where there is none.
    """
    row = next((c for c in result.chosen if c.centre == centre), None)
    if row is None:
        return [*_bars(rows), *_forced(result, price), *_moved(out, along, chosen=False), *_swapped(result, then)]
    said = [_contribution(result, row)]
    alone = [t.name for t in result.technologies if [c.centre for c in t.centres] == [centre]]
    if alone:
        words = Words("it alone covers {t}", "计划中仅由它承担：{t}")
        said.append(words.fill(t=technologies(alone)))
    past = next((h for h in result.history if h.centre == centre), None)
    if past is not None and price.cost is None:
        words = Words(
            "it was approved in {y} and stands: the plan takes no approval back",
            "已于 {y} 年批复：方案不撤销既往批复",
        )
        return [*said, words.fill(y=str(past.approved_year)), *_held(rows)]
    return [*said, *_left_out(result, price), *_moved(out, along, chosen=True), *_swapped(result, then), *_held(rows)]


def _contribution(result: PlanResult, row: ChosenCentre) -> Words:
    own = row.contribution or 0.0
    rank = 1 + sum((c.contribution or 0.0) > own for c in result.chosen)
    return Words(
        "{share} of the plan's worth comes from it, number {rank} of {n} chosen centres",
        "贡献占方案综合得分的{share}，在{n}家入选中心中居第{rank}",
    ).fill(share=per_cent(own, result.objective), rank=rank, n=len(result.chosen))


def _bars(rows: Sequence[Standing]) -> list[Words]:
    said = []
    for row in rows:
        if row.side == "bars":
            has = Words("", "")
            if row.used is not None:
                has = Words(": it has {x:g}", "，该中心为 {x:g}").fill(x=row.used)
            elif row.missing:
                has = Words(": its figure is missing", "，该中心缺少数据")
            said.append(Words("barred: {rule}{has}", "不合规则：{rule}{has}").fill(rule=row.rule.words, has=has))
    return said


_CUT = Words("the search for its price was cut short", "其代价的搜索被截断")


def _forced(result: PlanResult, price: Price) -> list[Words]:
    if price.cut_short:
        return [_CUT]
    if price.cost is None:
        return [Words("no plan can hold it", "任何方案都无法纳入它")]
    said = _lifted(price, Words("no plan with it keeps all rules; for there to be one: {what}",
                                "纳入它便无法满足全部规则；须先调整：{what}"))  # fmt: skip
    return [*said, _priced(result, price, Words("with it", "纳入它"))]


def _left_out(result: PlanResult, price: Price) -> list[Words]:
    if price.cut_short:
        return [_CUT]
    if price.cost is None:
        return [Words("no plan can do without it", "任何方案都不能缺少它")]
    said = _lifted(price, Words("no plan without it keeps all rules; for there to be one: {what}",
                                "去掉它便无法满足全部规则；须先调整：{what}"))  # fmt: skip
    return [*said, _priced(result, price, Words("without it", "去掉它"))]


def _lifted(price: Price, words: Words) -> list[Words]:
    changes = [move.change().words for move in price.lifted]
    if not changes:
        return []
    return [words.fill(what=Words("; ".join(c.en for c in changes), "；".join(c.zh for c in changes)))]


def _priced(result: PlanResult, price: Price, how: Words) -> Words:
    cost, share = price.cost or 0.0, per_cent(price.cost or 0.0, result.objective)
    known = Words("proven", "已证明") if price.proven else Words("not proven", "未证明")
    better = result.stages[0].sense == "maximise"
    if not cost:
        words = Words("the best plan {how} is worth the same ({known})", "{how}的最优方案综合得分相同（{known}）")
        return words.fill(how=how, known=known)
    change = Words("less", "降低") if (cost > 0) == better else Words("more", "提高")
    words = Words(
        "the best plan {how} is worth {share} {change} ({known})", "{how}的最优方案综合得分{change}{share}（{known}）"
    )
    return words.fill(how=how, share=share, change=change, known=known)


def _swapped(result: PlanResult, other: Collection[str]) -> list[Words]:
    """Technologies that the plan with the other answer would open up or lose, by name."""
    if not other:
        return []
    now, then = _covered(result, {c.centre for c in result.chosen}), _covered(result, other)
    said = []
    for words, names in (
        (Words("these technologies would then be left open: {t}", "由此失去承担的技术：{t}"), now - then),
        (Words("these technologies would then be covered: {t}", "由此新增承担的技术：{t}"), then - now),
    ):
        if names:
            said.append(words.fill(t=technologies([t.name for t in result.technologies if t.technology in names])))
    return said


def _covered(result: PlanResult, chosen: Collection[str]) -> set[str]:
    """Technologies that existing centres or these candidates cover."""
    every = {t for row in result.existing for t in row.technologies}
    return every.union(*(r.technologies for r in (*result.chosen, *result.rejected) if r.centre in chosen))


def _moved(out: Sequence[str], along: Sequence[str], *, chosen: bool) -> list[Words]:
    said = []
    if out:
        words = (
            Words("in its place would come {n}", "取而代之的是：{n}")
            if chosen
            else Words("to make room, {n} would go", "为其让位的是：{n}")
        )
        said.append(words.fill(n=named(out)))
    if along:
        words = (
            Words("{n} would go with it", "随之退出的还有：{n}")
            if chosen
            else Words("{n} would come with it", "随之入选的还有：{n}")
        )
        said.append(words.fill(n=named(along)))
    return said


def _held(rows: Sequence[Standing]) -> list[Words]:
    words = Words("it is needed for a rule with nothing to spare: {rule}", "规则无余量，少它则不满足：{rule}")
    return [words.fill(rule=row.rule.words) for row in rows]
