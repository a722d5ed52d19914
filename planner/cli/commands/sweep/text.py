"""What ``sweep`` shows a person: how many cases have a plan, who is always chosen, where plans fail."""

from __future__ import annotations

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
    parts = ["\n".join(line.say(lang) for line in _head(answer))]
    if answer.chosen:
        parts.append(_chosen(answer, lang, everything=everything))
    if answer.failing:
        parts.append(_failing(answer, lang, everything=everything))
    parts.append("\n".join(line.say(lang) for line in _foot(answer)))
    return "\n\n".join(parts)


def _head(answer: PrintedSweep) -> list[Words]:
    told = [(STATUSES[status], n) for status, n in answer.statuses.items()]
    counts = Words(
        ", ".join(f"{n:,} {words.en}" for words, n in told), "，".join(f"{words.zh} {n:,} 个" for words, n in told)
    )
    lines = [Words("{n:,} cases: {c}", "{n:,} 个情况：{c}").fill(n=answer.done, c=counts)]
    if answer.seed is not None:
        words = Words("drawn by a Latin hypercube over {k}, seed {s}", "对 {k} 作拉丁超立方抽样，种子 {s}")
        lines.append(words.fill(k=", ".join(answer.keys), s=answer.seed))
    if answer.objective:
        low, middle, high = (f"{v:.6g}" for v in answer.objective)
        words = Words("objective {a} to {b}, median {m}", "目标值 {a} 至 {b}，中位数 {m}")
        lines.append(words.fill(a=low, b=high, m=middle))
    for rules, n in list(answer.conflicts.items())[:SHOWN]:
        lines.append(Words("  {n:,} × in conflict: {r}", "  {n:,} 个：相互冲突 {r}").fill(n=n, r=rules))
    return lines


def _chosen(answer: PrintedSweep, lang: Lang, *, everything: bool) -> str:
    lines = []
    for kind, words in KINDS.items():
        ids = [one.centre for one in answer.chosen if one.kind == kind]
        line = Words("{w} ({n}): {ids}", "{w}（{n} 家）：{ids}")
        lines.append(line.fill(w=words, n=len(ids), ids=" ".join(ids) or "–").say(lang))
    some = sorted((one for one in answer.chosen if one.kind == "sometimes"), key=lambda one: (-one.share, one.centre))
    lines.append(Words("sometimes ({n}):", "有时入选（{n} 家）：").fill(n=len(some)).say(lang))
    shown = some if everything else some[:SHOWN]
    rows = [
        [one.centre, one.name, percent(one.share), " ".join(f"{y}:{n}" for y, n in one.years.items())] for one in shown
    ]
    head = [w.say(lang) for w in (Words("id", "编号"), Words("centre", "中心"), Words("of plans", "占比"))]
    lines.append(aligned(rows, [*head, Words("years", "年份").say(lang)], right=[2]))
    return "\n".join(lines) + _left(len(some) - len(shown), lang)


def _failing(answer: PrintedSweep, lang: Lang, *, everything: bool) -> str:
    shown = answer.failing if everything else answer.failing[:SHOWN]
    title = Words("where it fails (boxes of conditions):", "何处不成立（条件区间）：").say(lang)
    return "\n".join([title, *(_one(row).say(lang) for row in shown)]) + _left(len(answer.failing) - len(shown), lang)


def _one(row: Failing) -> Words:
    name = f" {row.name}" if row.name else ""
    what = (
        Words("no plan", "没有方案")
        if row.what == PLAN
        else Words(f"{row.what}{name} stays open", f"{row.what}{name} 未覆盖")
    )
    begin = Words("  {w}: {n:,} of {of:,} cases", "  {w}：{of:,} 个中 {n:,} 个").fill(w=what, n=row.cases, of=row.of)
    if row.box is None:
        return Words(f"{begin.en}; no box tells more", f"{begin.zh}；没有更有说服力的区间")
    sides = [_side(side) for side in row.box.sides]
    numbers = percent(row.box.density, 0), percent(row.box.coverage, 0)
    return Words(
        f"{begin.en}; {' and '.join(sides)}: {numbers[0]} of the cases there, {numbers[1]} of all such",
        f"{begin.zh}；{' 且 '.join(sides)}：其中 {numbers[0]} 如此，占全部的 {numbers[1]}",
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
