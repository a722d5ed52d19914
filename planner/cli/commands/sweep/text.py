"""What ``sweep`` shows a person: how many cases have a plan, who is always chosen, where plans fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned
from planner.studies.sweep.answer import PLAN, Failing, PrintedSweep
from planner.studies.sweep.boxes import Side

SHOWN = 12
"""Rows of each list without ``-v``."""
STATUSES = {
    "proven": Words("proven", "已证明最优"),
    "within_gap": Words("within the gap", "在间隙内"),
    "time_limit": Words("cut short", "到时停止"),
    "infeasible": Words("no plan possible", "无可行方案"),
    "invalid": Words("not a scenario", "情景无效"),
    "failed": Words("failed", "出错"),
}
KINDS = {
    "always": Words("always chosen", "总是入选"),
    "never": Words("never chosen", "从不入选"),
}


def sweep_text(answer: PrintedSweep, lang: Lang, *, everything: bool) -> str:
    """The whole answer of ``sweep``."""
    parts = ["\n".join(line.say(lang) for line in _head(answer, everything=everything))]
    if answer.chosen:
        parts.append(_chosen(answer, lang, everything=everything))
    if answer.failing:
        parts.append(_failing(answer, lang, everything=everything))
    parts.append("\n".join(line.say(lang) for line in _foot(answer)))
    return "\n\n".join(parts)


def _head(answer: PrintedSweep, *, everything: bool) -> list[Words]:
    told = [(STATUSES[status], n) for status, n in answer.statuses.items()]
    counts = Words(
        ", ".join(f"{n:,} {words.en}" for words, n in told), "，".join(f"{words.zh} {n:,} 种" for words, n in told)
    )
    lines = [Words("{n:case|cases}: {c}", "{n:,} 种情形：{c}").fill(n=answer.done, c=counts)]
    if answer.seed is not None:
        words = Words("drawn by a Latin hypercube over {k}, seed {s}", "对 {k} 作拉丁超立方抽样，种子 {s}")
        lines.append(words.fill(k=", ".join(answer.keys), s=answer.seed))
    if answer.objective:
        lines.append(_worth(answer.objective, everything=everything))
    for rules, n in list(answer.conflicts.items())[:SHOWN]:
        said = answer.conflict_words.get(rules)
        named = said if said is not None and said.en and not everything else Words(rules, rules)
        words = Words(
            "  without a plan, {n:case|cases}, for these rules: {r}", "  无方案 {n:,} 种，相互冲突的规则：{r}"
        )
        lines.append(words.fill(n=n, r=named))
    return lines


def _worth(objective: Sequence[float], *, everything: bool) -> Words:
    """How far the plans lie apart: in per cent of the best case's worth, or as objectives."""
    low, middle, high = objective
    if everything or high <= 0:
        words = Words("objective {a} to {b}, median {m}", "目标值 {a} 至 {b}，中位数 {m}")
        return words.fill(**{k: f"{v:.6g}" for k, v in zip("amb", objective, strict=True)})
    words = Words(
        "a plan is worth at least {a} of the best case's, half of them {m} and more",
        "各方案综合得分不低于最优情形的 {a}，半数达到 {m} 以上",
    )
    return words.fill(a=percent(low / high), m=percent(middle / high))


def _chosen(answer: PrintedSweep, lang: Lang, *, everything: bool) -> str:
    lines = []
    for kind, words in KINDS.items():
        names = [f"{one.name} {one.centre}" for one in answer.chosen if one.kind == kind]
        who = Words(", ".join(names) or "–", "、".join(names) or "–")
        lines.append(Words("{w} ({n}): {who}", "{w}（{n} 家）：{who}").fill(w=words, n=len(names), who=who).say(lang))
    some = sorted((one for one in answer.chosen if one.kind == "sometimes"), key=lambda one: (-one.share, one.centre))
    lines.append(Words("sometimes ({n}):", "有时入选（{n} 家）：").fill(n=len(some)).say(lang))
    shown = some if everything else some[:SHOWN]
    rows = [[one.centre, one.name, percent(one.share), _years(one.years, lang)] for one in shown]
    head = [w.say(lang) for w in (Words("id", "编号"), Words("centre", "中心"), Words("of plans", "入选比例"))]
    lines.append(aligned(rows, [*head, Words("years (plans)", "批复年份（方案数）").say(lang)], right=[2]))
    return "\n".join(lines) + _left(len(some) - len(shown), lang)


def _years(years: Mapping[str, int], lang: Lang) -> str:
    """Years of approval, each with in how many plans."""
    each = Words("{y} ({n})", "{y}（{n}）")
    return (", " if lang == "en" else "、").join(each.fill(y=y, n=n).say(lang) for y, n in years.items())


def _failing(answer: PrintedSweep, lang: Lang, *, everything: bool) -> str:
    shown = answer.failing if everything else answer.failing[:SHOWN]
    title = Words(
        "where there is no plan, or a technology stays open:", "何种条件下没有方案，或技术仍无中心承担："
    ).say(lang)
    return "\n".join([title, *(_one(row).say(lang) for row in shown)]) + _left(len(answer.failing) - len(shown), lang)


def _one(row: Failing) -> Words:
    what = (
        Words("no plan", "没有方案")
        if row.what == PLAN
        else Words(f"{row.name or row.what} stays open", f"{row.name or row.what}仍无中心承担")
    )
    begin = Words("  {w}: {n:,} of {of:case|cases}", "  {w}：{of:,} 种情形中 {n:,} 种").fill(
        w=what, n=row.cases, of=row.of
    )
    if row.box is None:
        return Words(f"{begin.en}; no range of the values tells which", f"{begin.zh}；未见集中于某一取值区间")
    sides = [_side(side) for side in row.box.sides]
    numbers = percent(row.box.density, 0), percent(row.box.coverage, 0)
    return Words(
        f"{begin.en}; where {' and '.join(sides)}: {numbers[0]} of the cases there, {numbers[1]} of all such cases",
        f"{begin.zh}；{' 且 '.join(sides)} 时有 {numbers[0]} 如此，占全部此类情形的 {numbers[1]}",
    )


def _side(side: Side) -> str:
    if side.low is None:
        return f"{side.key} ≤ {side.high:.6g}"
    if side.high is None:
        return f"{side.key} ≥ {side.low:.6g}"
    return f"{side.low:.6g} ≤ {side.key} ≤ {side.high:.6g}"


def _left(left: int, lang: Lang) -> str:
    if left <= 0:
        return ""
    return "\n" + Words("{n} more with -v", "另有 {n} 项，用 -v 查看").fill(n=left).say(lang)


def _foot(answer: PrintedSweep) -> list[Words]:
    lines = []
    if not answer.audits_clean:
        lines.append(Words("THE AUDIT FOUND FAULTS; do not use these plans", "复核发现问题，请勿使用这些方案"))
    elif answer.objective:
        lines.append(Words("every plan passed the audit", "所有方案均通过复核"))
    if answer.dataset.illustrative:
        lines.append(Words("made-up data (illustrative): not a real recommendation", "虚构示例数据，不构成真实建议"))
    lines.append(Words("{s:.1f} CPU seconds in this process", "本进程 CPU {s:.1f} 秒").fill(s=answer.cpu_seconds))
    return lines + [Words(f, f) for f in answer.files]
