"""What ``pareto`` shows a person: how many plans, the table of points, and the knee in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import TERM_WORDS, amount
from planner.runs.words import GOAL_WORDS
from planner.studies.fronts.answer import FrontAnswer, PrintedFront

SHOWN = 40
"""Points shown without ``-v``."""
ENDINGS = {
    "complete": Words("complete: no other point exists, proven", "前沿完整：已证明没有其他方案"),
    "resolution": Words(
        "complete down to the steps below, not beyond: nearer points may be missing",
        "在下列步长之上完整；差异更小的方案可能未列出",
    ),
    "time_limit": Words("incomplete: stopped at the time limit", "前沿不完整：到时停止"),
    "interrupted": Words("incomplete: interrupted", "前沿不完整：已中断"),
    "inexact": Words(
        "incomplete: an answer of the solver did not hold when recomputed", "前沿不完整：求解器的某个答案未通过重算"
    ),
}


def labels(answer: FrontAnswer) -> dict[str, Words]:
    """Names of the goals in both languages; a further column of planner tables is its own name."""
    if answer.dataset is None:
        terms = {goal: TERM_WORDS.get(goal, Words(goal, goal)) for goal in answer.goals}
        return {goal: Words(goal, words.zh) for goal, words in terms.items()}
    unit = answer.dataset.money_unit
    known = GOAL_WORDS | {
        "partners": Words("partner organisations", "参与单位数"),
        "cost": Words("cost ({unit})", "投入（{unit}）").fill(unit=unit),
        "count": Words("centres chosen", "入选家数"),
        "delay": Words("years of delay", "推迟年数"),
        "late_money": Words("late money", "资金延后量"),
    }
    return {goal: _label(goal, known) for goal in answer.goals}


def _label(goal: str, known: Mapping[str, Words]) -> Words:
    """A goal in words; a combination has the words of each name, a component without words its own name."""
    if goal in known:
        return known[goal]
    from planner.studies.fronts.terms import mentioned

    names = sorted(mentioned([goal]) & set(known), key=len, reverse=True)
    if not names:
        return Words(goal, goal)
    each = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, names))})(?![\w.])")
    text = re.sub(r"\s*\*\s*", " × ", goal)
    return Words(each.sub(lambda m: known[m[0]].en, text), each.sub(lambda m: known[m[0]].zh, text))


def front_text(answer: PrintedFront, lang: Lang, *, everything: bool) -> str:
    """The whole answer of ``pareto``."""
    if answer.status == "infeasible":
        return Words("infeasible: no plan keeps all rules", "无可行方案：没有任何方案能满足全部规则").say(lang)
    if not answer.points:
        late = Words("no point was found in time", "限时内未找到方案")
        return (ENDINGS["interrupted"] if answer.status == "interrupted" else late).say(lang)
    names = [answer.label(g).say(lang) for g in answer.goals]
    count = Words("{n:plan|plans}, none better than another on all of: {goals}", "{n} 个方案，在{goals}上互不占优")
    lines = [count.fill(n=len(answer.points), goals=Words(", ", "、").say(lang).join(names)).say(lang)]
    lines.append(ENDINGS[answer.status].say(lang))
    if answer.status == "resolution":
        lines.append(_steps(answer, names, lang))
    lines.append("\n" + _table(answer, names, lang, everything=everything) + "\n")
    lines.append(knee_words(answer, names, lang))
    audit = answer.audit
    if audit.clean and audit.checked:
        lines.append(Words("audit clean: {n:,} checks", "复核通过：共 {n:,} 项").fill(n=audit.checked).say(lang))
    elif not audit.clean:
        lines.append(
            Words("THE AUDIT FOUND FAULTS; do not use these plans", "复核发现问题，请勿使用这些方案").say(lang)
        )
    took = Words("{q:solve|solves}, {s:.1f} CPU seconds", "求解 {q} 次，CPU {s:.1f} 秒")
    lines.append(took.fill(q=answer.questions, s=answer.cpu_seconds).say(lang))
    if answer.figure is not None:
        lines.append(Words("figure: {f}", "图：{f}").fill(f=answer.figure).say(lang))
    for kept in answer.kept or ():
        words = Words("plan {n} kept in {run}", "第 {n} 个方案存于 {run}").fill(n=kept.plan, run=kept.run)
        lines.append(words.say(lang))
    if answer.run is not None:
        lines.append(Words("front kept in {run}", "前沿存于 {run}").fill(run=answer.run).say(lang))
    return "\n".join(lines)


def _steps(answer: FrontAnswer, names: list[str], lang: Lang) -> str:
    """By how much points must differ on each goal to be told apart."""
    parts = [f"{name} {answer.resolution[goal]:.3g}" for goal, name in zip(answer.goals, names, strict=True)]
    words = Words("told apart from: {parts}", "可分辨的最小差异：{parts}")
    return words.fill(parts=Words(", ", "、").say(lang).join(parts)).say(lang)


def _table(answer: FrontAnswer, names: list[str], lang: Lang, *, everything: bool) -> str:
    head = [Words("no.", "序").say(lang), *names, Words("centres", "家数").say(lang), ""]
    knee = answer.knee.point if answer.knee else None
    shown = range(len(answer.points)) if everything else _some(len(answer.points), knee)
    rows = []
    for n in shown:
        mark = Words("knee", "拐点").say(lang) if n == knee else ""
        rows.append([str(n + 1), *map(amount, answer.points[n]), str(len(answer.plans[n])), mark])
    rows.append([Words("ideal", "理想").say(lang), *map(amount, answer.ideal), "", ""])
    rows.append([Words("nadir", "最劣").say(lang), *map(amount, answer.nadir), "", ""])
    text = aligned(rows, head, right=list(range(len(names) + 2)))
    left = len(answer.points) - len(shown)
    if left:
        text += "\n" + Words(
            "{n:point between is|points between are} not shown; -v shows all", "另有 {n} 个方案未列出，用 -v 全部列出"
        ).fill(n=left).say(lang)
    return text


def _some(n: int, knee: int | None) -> list[int]:
    """Positions to show: all, or evenly spread ones with both ends and the knee."""
    if n <= SHOWN:
        return list(range(n))
    return sorted({round(k * (n - 1) / (SHOWN - 1)) for k in range(SHOWN)} | ({knee} if knee is not None else set()))


def knee_words(answer: FrontAnswer, names: list[str], lang: Lang) -> str:
    """The knee in a sentence."""
    knee = answer.knee
    if answer.status not in ("complete", "resolution"):
        return Words("the knee is told only of a complete front", "前沿不完整，不判断拐点").say(lang)
    if knee is None:
        return Words("no knee: no plan between the extremes stands out", "无明显拐点：两端之间没有突出的方案").say(lang)
    parts = [
        Words("{goal} {value} ({share} of its range)", "{goal} {value}（达到可选范围的 {share}）")
        .fill(goal=name, value=amount(value), share=percent(share, 0))
        .say(lang)
        for name, value, share in zip(names, answer.points[knee.point], knee.reached, strict=True)
    ]
    words = Words(
        "knee: plan {n}, the best balance between the extremes: {parts}", "拐点：第 {n} 个方案，两端之间最均衡：{parts}"
    )
    return words.fill(n=knee.point + 1, parts=Words(", ", "，").say(lang).join(parts)).say(lang)
