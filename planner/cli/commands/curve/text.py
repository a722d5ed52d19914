"""What ``curve`` shows a person: what money buys, the table of budgets, the roadmap with its price."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, Literal

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import money
from planner.layout.amounts import evened
from planner.runs.words import GOAL_WORDS
from planner.studies.curves.answer import CurveAnswer, NestedRoadmap, PrintedCurve

SHOWN = 40
"""Budgets shown without ``-v``."""
ENDINGS = {
    "time_limit": Words("incomplete: stopped at the time limit", "尚不完整：到时停止"),
    "interrupted": Words("incomplete: interrupted", "尚不完整：已中断"),
    "inexact": Words(
        "incomplete: an answer of the solver did not hold when recomputed", "尚不完整：求解器的某个答案未通过重算"
    ),
}
_GREEDY: Final[tuple[Literal["upwards", "downwards"], ...]] = ("upwards", "downwards")
NAMED = 6
"""Centres that are named with each step; beyond it they are counted."""


def row_words(answer: CurveAnswer) -> Words:
    """The budget row as a noun: "support money in all years"."""
    return answer.row.words


def unit(answer: CurveAnswer) -> str:
    """The money unit with a space before it, nothing in planner tables."""
    name = answer.more.unit
    return f" {name}" if name else ""


def value_words(answer: CurveAnswer) -> Words:
    """What the best value is a value of: the one goal of the first stage, or their weighted sum."""
    goals = list(answer.goals)
    if len(goals) == 1:
        name = goals[0]
        return GOAL_WORDS.get(name, Words(name, name)) if answer.dataset is not None else Words(name, f" {name} ")
    return Words("value (weighted goals)", "综合得分（目标加权）")


def more_words(answer: CurveAnswer) -> Words:
    """The amount whose gain is told, as one million yuan where it is that."""
    amount = budget(answer, answer.more.amount) + unit(answer)
    if answer.more.million:
        return Words("one more million yuan ({amount})", "再增一百万元（{amount}）").fill(amount=amount)
    return Words("{amount} more", "再增 {amount}").fill(amount=amount)


def curve_text(answer: PrintedCurve, lang: Lang, *, everything: bool) -> str:
    """The whole answer of ``curve``."""
    least = answer.least
    if least.budget is None:
        return _nothing(answer, lang)
    parts = ["\n".join(line.say(lang) for line in _head(answer, figures=everything))]
    if answer.points:
        parts.append(_table(answer, lang, everything=everything))
    if answer.roadmap is not None:
        parts.append(_roadmap(answer, answer.roadmap, lang, figures=everything))
    parts.append("\n".join(line.say(lang) for line in _foot(answer, figures=everything)))
    return "\n\n".join(parts)


def _nothing(answer: CurveAnswer, lang: Lang) -> str:
    if answer.least.status == "infeasible":
        words = Words(
            "no amount of {row} makes a plan possible: other rules stand against one another; `buju plan` names them",
            "无论{row}为多少都没有可行方案：其他规则相互冲突，可用 `buju plan` 查看",
        )
        return words.fill(row=row_words(answer)).say(lang)
    late = Words("no plan was found in time", "限时内未找到方案")
    return (ENDINGS["interrupted"] if answer.status == "interrupted" else late).say(lang)


def _head(answer: CurveAnswer, *, figures: bool) -> list[Words]:
    number = numbers(answer, figures=figures)
    lines = []
    if answer.found:
        words = Words(
            "{row}: from {low} to {high}{unit} the best {value} goes from {a} to {b}",
            "{row}：由 {low} 增至 {high}{unit}，最优{value}由 {a} 变为 {b}",
        )
        (first, begin), (last, end) = answer.values[0], answer.values[-1]
        if not figures and answer.dataset is not None:
            words = Words(
                "{row}: from {low} to {high}{unit} the best plan's worth goes from {a} to {b} of the greatest below",
                "{row}：由 {low} 增至 {high}{unit}，最优方案综合得分由最高者的{a}升至{b}",
            )
        lines.append(
            words.fill(
                row=row_words(answer),
                low=budget(answer, first.budget),
                high=budget(answer, last.budget),
                unit=unit(answer),
                value=value_words(answer),
                a=number(begin),
                b=number(end),
            )
        )
    if answer.kind == "stairs":
        lines.append(
            Words(
                "stairs: every budget at which a better plan becomes possible; between two of them nothing changes",
                "阶梯：列出最优方案改变的每一档预算，两档之间不变",
            )
        )
    else:
        lines.append(
            Words(
                "grid: these budgets only; what happens between them is not computed (--stairs finds every change)",
                "网格：只计算所列各档，档间未计算（--stairs 可求出每一处变化）",
            )
        )
    if not answer.complete and answer.status in ENDINGS:
        lines.append(ENDINGS[answer.status])
    return lines + _ends(answer)


def _ends(answer: CurveAnswer) -> list[Words]:
    least, enough, own = answer.least, answer.enough, answer.own
    proven = Words(" (proven)", "（已证明）")
    unsure = Words(" (the least found, not proven)", "（目前所得，未证明）")
    lines = [
        Words("at least {b}{unit} for there to be any plan{sure}", "至少需要 {b}{unit} 才有可行方案{sure}").fill(
            b="" if least.budget is None else budget(answer, least.budget),
            unit=unit(answer),
            sure=proven if least.status == "proven" else unsure,
        )
    ]
    if enough is not None and enough.status == "proven":
        words = Words("more than {b}{unit} adds nothing{sure}", "超过 {b}{unit} 后再增也无收益{sure}")
        lines.append(words.fill(b=budget(answer, enough.budget), unit=unit(answer), sure=proven))
    if own is not None:
        given = Words("the scenario gives {b}{unit}", "情景安排 {b}{unit}")
        if answer.dataset is None:
            given = Words("the tables give {b}", "规划表给出的上限为 {b}")
        lines.append(given.fill(b=budget(answer, own), unit=unit(answer)))
    return lines


def decimals(values: Sequence[float | None]) -> int:
    """Decimals that show five digits of the greatest of some values; none where all are whole.

    >>> decimals([0.5, 0.25]), decimals([29.4, 3.0]), decimals([1204.0, 7.0]), decimals([])
    (5, 3, 0, 0)
    """
    known = [v for v in values if v is not None]
    if all(abs(v - round(v)) < 1e-9 * max(1.0, abs(v)) for v in known):
        return 0
    greatest = max(abs(v) for v in known)
    return min(8, max(0, 4 - math.floor(math.log10(greatest))))


def numbers(answer: CurveAnswer, *, figures: bool) -> Callable[[float], str]:
    """A way to say values of the curve, all with the same decimals; of a city in per cent of its best value."""
    points = answer.points
    whole = max((p.value for p in points if p.value is not None), default=0.0)
    if not figures and answer.dataset is not None and whole > 0:
        return lambda value: percent(value / whole, 2)
    most = decimals([*(p.value for p in points), *(p.more.gain for p in points if p.more)])
    return lambda value: f"{value:,.{most}f}"


def means(answer: CurveAnswer, *, figures: bool) -> Callable[[float], str]:
    """A way to say means of values, which may have decimals where no value has."""
    if not figures and answer.dataset is not None:
        return numbers(answer, figures=False)
    return lambda value: f"{value:,.6g}"


def budget(answer: CurveAnswer, amount: float) -> str:
    """An amount of the row: money to the hundredth; in planner tables as exact as it is."""
    return money(amount) if answer.dataset is not None else f"{amount:,.10g}"


def _table(answer: CurveAnswer, lang: Lang, *, everything: bool) -> str:
    number = numbers(answer, figures=everything)
    nested = {s.budget: s for s in answer.roadmap.steps} if answer.roadmap else {}
    amount = f"+{budget(answer, answer.more.amount)}"
    head = [
        Words("budget", "预算"),
        Words("best value", "最优值") if everything or answer.dataset is None else Words("plan's worth", "综合得分"),
        Words("used", "使用"),
        Words("centres", "家数"),
        Words("in", "新进"),
        Words("out", "退出"),
        Words(f"{amount} adds", f"{amount} 的收益"),
    ]
    head += [Words("roadmap", "路线图"), Words("price", "代价")] if nested else []
    points = answer.points
    shown = (
        range(len(points))
        if everything
        else _some(len(points), [n for n, p in enumerate(points) if p.budget in nested])
    )
    rows = []
    for n in shown:
        p = points[n]
        if p.value is None:
            none = Words("no plan", "无方案") if p.status == "infeasible" else Words("not found", "未找到")
            rows.append([budget(answer, p.budget), none.say(lang)] + [""] * (len(head) - 2))
            continue
        more = p.more
        gain = "" if more is None or more.gain is None else number(more.gain) + _mark(more.status)
        change = [str(len(p.joined)), str(len(p.left))] if n else ["", ""]
        cells = [
            budget(answer, p.budget),
            number(p.value) + _mark(p.status),
            "" if p.used is None else budget(answer, p.used),
            str(len(p.chosen)),
            *change,
            gain,
        ]
        step = nested.get(p.budget)
        cells += [number(step.value), number(step.price)] if step else [""] * 2 if nested else []
        rows.append(cells)
    text = aligned(evened(rows, [0, 2]), [w.say(lang) for w in head], right=list(range(len(head))))
    if left := len(points) - len(shown):
        words = Words(
            "{n:budget between is|budgets between are} not shown; -v shows all", "另有 {n} 档未列出，用 -v 全部列出"
        )
        text += "\n" + words.fill(n=left).say(lang)
    if any(p.status not in ("proven", "infeasible") or (p.more and p.more.status != "proven") for p in points):
        text += "\n" + Words("* not proven", "* 未证明").say(lang)
    return text


def _mark(status: str) -> str:
    return "" if status == "proven" else "*"


def _some(n: int, wanted: Sequence[int]) -> list[int]:
    """Positions to show: all, or evenly spread ones with both ends and those of the roadmap."""
    if n <= SHOWN:
        return list(range(n))
    return sorted({round(k * (n - 1) / (SHOWN - 1)) for k in range(SHOWN)} | set(wanted))


def _roadmap(answer: CurveAnswer, road: NestedRoadmap, lang: Lang, *, figures: bool) -> str:
    number, mean = numbers(answer, figures=figures), means(answer, figures=figures)
    steps = road.steps
    if road.status == "proven":
        words = Words(
            "roadmap (what a lower budget founds stays): the best mean value of all such sequences, {mean}, proven",
            "路线图（低档预算已建的中心不再撤出）：在所有此类次序中平均值最优，为 {mean}，已证明",
        )
    else:
        words = Words(
            "roadmap (what a lower budget founds stays): mean value {mean}, not proven best; "
            "no such sequence is better than {bound}",
            "路线图（低档预算已建的中心不再撤出）：平均值 {mean}，任何此类次序不优于 {bound}；未证明最优",
        )
    lines = [words.fill(mean=mean(road.mean), bound="–" if road.bound is None else mean(road.bound)).say(lang)]
    dearest = max(steps, key=lambda s: s.price)
    if dearest.price > 0:
        price = Words(
            "price of nesting: {mean} on average, most at {b}{unit}: {price}",
            "逐级包含的代价：平均 {mean}，在 {b}{unit} 处最大，为 {price}",
        ).fill(
            mean=mean(road.mean_price),
            b=budget(answer, dearest.budget),
            unit=unit(answer),
            price=number(dearest.price),
        )
    else:
        price = Words("nesting costs nothing at these budgets", "在所列各档预算下，逐级包含没有代价")
    lines.append(price.say(lang))
    lines += [_greedy(answer, road, name, mean).say(lang) for name in _GREEDY]
    names = answer.names or {}
    rows = []
    for n, step in enumerate(steps):
        added = [f"{c} {names[c]}" if c in names else c for c in step.added]
        if len(added) > NAMED:
            every = [names.get(c, c) for c in step.added]
            listed = Words(", ".join(every), "、".join(every))
            who = Words("{n} centres: {ids}", "{n} 家：{ids}").fill(n=len(added), ids=listed)
        else:
            who = (
                Words(*(("+ " if n else "") + mark.join(added) for mark in (", ", "、"))) if added else Words("–", "–")
            )
        rows.append(["  " + budget(answer, step.budget), str(len(step.chosen)), who.say(lang)])
    head = [
        w.say(lang)
        for w in (Words("  budget", "  预算"), Words("centres", "家数"), Words("the roadmap founds", "路线图新建"))
    ]
    return "\n".join(lines) + "\n" + aligned(evened(rows, [0]), head, right=[0, 1], most=600)


def _greedy(
    answer: CurveAnswer, road: NestedRoadmap, name: Literal["upwards", "downwards"], mean: Callable[[float], str]
) -> Words:
    """How the greedy roadmap does beside the best one."""
    values = [s.upwards if name == "upwards" else s.downwards for s in road.steps]
    if name == "upwards":
        what = Words("adding greedily to the cheapest plan", "自最低档逐级贪心增加")
    else:
        what = Words("dropping greedily from the dearest plan", "自最高档逐级贪心减少")
    known = [v for v in values if v is not None]
    if len(known) < len(values):
        works = [s.budget for s, v in zip(road.steps, values, strict=True) if v is not None]
        words = Words("{what}: no plan outside {low} to {high}{unit}", "{what}：仅 {low} 至 {high}{unit} 有方案")
        return words.fill(what=what, low=budget(answer, min(works)), high=budget(answer, max(works)), unit=unit(answer))
    words = Words("{what}: mean value {mean}", "{what}：平均值 {mean}")
    return words.fill(what=what, mean=mean(sum(known) / len(known)))


def _foot(answer: PrintedCurve, *, figures: bool) -> list[Words]:
    lines = [_gain(answer, figures=figures)] if any(p.more for p in answer.points) else []
    audit = answer.audit
    if audit.clean and audit.checked:
        lines.append(Words("audit clean: {n:,} checks", "复核通过：共 {n:,} 项").fill(n=audit.checked))
    elif not audit.clean:
        lines.append(Words("THE AUDIT FOUND FAULTS; do not use these plans", "复核发现问题，请勿使用这些方案"))
    if answer.illustrative:
        lines.append(Words("made-up data (illustrative): not a real recommendation", "虚构示例数据，不构成真实建议"))
    lines.append(Words("{s:.1f} CPU seconds", "CPU {s:.1f} 秒").fill(s=answer.cpu_seconds))
    if answer.run is not None:
        lines.append(Words("run kept in {run}", "运行结果存于 {run}").fill(run=answer.run))
    lines += [Words(f, f) for f in answer.files]
    return lines


def _gain(answer: CurveAnswer, *, figures: bool) -> Words:
    """Where more money adds most, and where nothing."""
    number = numbers(answer, figures=figures)
    if not answer.gains:
        return Words("what more money adds was not found in time", "限时内未求出增资收益")
    most, gain = max(answer.gains, key=lambda told: told[1])
    if gain <= 0:
        return Words("{more} adds nothing at any of these budgets", "{more}，在所列各档预算下均无收益").fill(
            more=more_words(answer)
        )
    words = Words(
        "{more} adds most at {b}{unit}: {gain} (each gain is a difference of two optima)",
        "{more}，在 {b}{unit} 处收益最大：{gain}（各项收益均为两个最优值之差）",
    )
    return words.fill(
        more=more_words(answer),
        b=budget(answer, most.budget),
        unit=unit(answer),
        gain=number(gain),
    )
