"""The sentences of an explanation, in both languages, from figures that are already there.

What does not live here: the figures (``planner.studies.explain.prices``, ``planner.studies.explain.standing``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.base.words import Words
from planner.families.kind import Standing
from planner.runs.plan_result import ChosenCentre, PlanResult
from planner.studies.explain.prices import Price

FEW = 4
"""So many names are listed before "and n more"."""


def listed(names: Iterable[str]) -> Words:
    """Names in a row, cut after a few.

    >>> listed("ABCDEF")
    Words(en='A, B, C, D and 2 more', zh='A、B、C、D等 6 家')
    """
    every = list(names)
    en, zh = ", ".join(every[:FEW]), "、".join(every[:FEW])
    if len(every) > FEW:
        return Words(f"{en} and {len(every) - FEW} more", f"{zh}等 {len(every)} 家")
    return Words(en, zh)


def reasons(
    result: PlanResult,
    centre: str,
    price: Price,
    rows: Sequence[Standing],
    out: Sequence[str],
    along: Sequence[str],
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
    """
    row = next((c for c in result.chosen if c.centre == centre), None)
    if row is None:
        return [*_bars(rows), *_forced(result, price), *_moved(out, along, chosen=False)]
    said = [_contribution(result, row)]
    alone = [t.name for t in result.technologies if [c.centre for c in t.centres] == [centre]]
    if alone:
        words = Words("it alone covers {t}", "计划中仅由它承担：{t}")
        said.append(words.fill(t=_technologies(alone)))
    past = next((h for h in result.history if h.centre == centre), None)
    if past is not None and price.cost is None:
        words = Words(
            "it was approved in {y} and stands: the plan takes no approval back",
            "已于 {y} 年批复：方案不撤销既往批复",
        )
        return [*said, words.fill(y=past.approved_year), *_held(rows)]
    return [*said, *_left_out(result, price), *_moved(out, along, chosen=True), *_held(rows)]


def _technologies(names: Sequence[str]) -> Words:
    words = listed(names)
    return Words(words.en, words.zh.replace(" 家", " 项") if len(names) > FEW else words.zh)


def _contribution(result: PlanResult, row: ChosenCentre) -> Words:
    whole, own = result.objective, row.contribution or 0.0
    rank = 1 + sum((c.contribution or 0.0) > own for c in result.chosen)
    share = 100 * own / whole if whole else 0.0
    return Words(
        "it contributes {c:.6f} of the objective {whole:.6f} ({share:.1f} %), number {rank} of {n} chosen centres",
        "对目标值 {whole:.6f} 的贡献为 {c:.6f}（{share:.1f}%），在 {n} 家入选中心中居第 {rank}",
    ).fill(c=own, whole=whole, share=share, rank=rank, n=len(result.chosen))


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
    whole, cost = result.objective or 0.0, price.cost or 0.0
    better = result.stages[0].sense == "maximise"
    worth = whole - cost if better else whole + cost
    change = Words("{x:.6f} worse", "降低 {x:.6f}") if cost >= 0 else Words("{x:.6f} better", "提高 {x:.6f}")
    if not better:
        change = Words("{x:.6f} more", "增加 {x:.6f}") if cost >= 0 else Words("{x:.6f} less", "减少 {x:.6f}")
    share = 100 * abs(cost / whole) if whole else 0.0
    known = Words("proven", "已证明") if price.proven else Words("not proven", "未证明")
    return Words(
        "the best plan {how} is worth {worth:.6f}: {change} ({share:.2f} %; {known})",
        "{how}的最优方案目标值为 {worth:.6f}，{change}（{share:.2f}%，{known}）",
    ).fill(how=how, worth=worth, change=change.fill(x=abs(cost)), share=share, known=known)


def _moved(out: Sequence[str], along: Sequence[str], *, chosen: bool) -> list[Words]:
    said = []
    if out:
        words = (
            Words("in its place would come {n}", "取而代之的是：{n}")
            if chosen
            else Words("to make room, {n} would go", "为其让位的是：{n}")
        )
        said.append(words.fill(n=listed(out)))
    if along:
        words = (
            Words("{n} would go with it", "随之退出的还有：{n}")
            if chosen
            else Words("{n} would come with it", "随之入选的还有：{n}")
        )
        said.append(words.fill(n=listed(along)))
    return said


def _held(rows: Sequence[Standing]) -> list[Words]:
    words = Words("it is needed for a rule with nothing to spare: {rule}", "规则无余量，少它则不满足：{rule}")
    return [words.fill(rule=row.rule.words) for row in rows]
