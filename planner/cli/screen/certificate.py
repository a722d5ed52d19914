"""What proves an answer: status, bound and gap; the audit; and the rules in conflict where there is no plan."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from graph.base.rounding import gap_percent
from graph.base.words import Lang, Words
from planner.cli.screen.colours import look
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import exact
from planner.runs.words import STATUS_WORDS

NO_GAP = 1e-9
"""A gap that is none."""

if TYPE_CHECKING:
    from planner.runs.certificates import AuditSummary
    from planner.runs.plan_result import PlanResult
    from planner.runs.tables_result import TablesResult

    Result = PlanResult | TablesResult


def certificate(result: Result) -> Words:
    """Status, objective, bound and gap in a sentence."""
    unknown = Words("unknown", "未知")
    bound = unknown if result.bound is None else exact(result.bound)
    gap = unknown if result.gap is None else gap_percent(result.gap)
    return Words(
        "{status}; objective {objective}, bound {bound}, gap {gap} ({name} {version})",
        "{status}；目标值 {objective}，上界 {bound}，间隙 {gap}（{name} {version}）",
    ).fill(
        status=_status(result),
        objective=unknown if result.objective is None else exact(result.objective),
        bound=bound,
        gap=gap,
        name=result.solver.name,
        version=result.solver.version,
    )


def verdict(result: Result) -> Words:
    """What is proven, in a word; where it is not all, by how much a better plan could be better."""
    if result.status == "proven" or result.gap is None or result.gap <= NO_GAP:
        return _status(result)
    words = Words("{status}: no plan can be better by more than {gap}", "{status}；任何方案至多比它好{gap}")
    return words.fill(status=_status(result), gap=_up(result.gap))


def _up(gap: float) -> Words:
    """A gap in per cent, rounded up."""
    text = f"{math.ceil(1e4 * gap) / 100:.2f}"
    return Words(f"{text}%", f"{text}%")


def solved_by(result: Result) -> Words:
    """Who solved it."""
    words = Words("solved by {name} {version}", "求解器：{name} {version}")
    return words.fill(name=result.solver.name, version=result.solver.version)


def _status(result: Result) -> Words:
    """What the status means; a plan that no trusted solver vouches for was not stopped early, it is just unproven."""
    if result.status == "time_limit" and result.solver_findings:
        return Words("not proven", "未证明最优")
    if result.status == "time_limit" and result.gap is not None and result.gap <= NO_GAP:
        return Words(
            "the first goal is proven optimal, what follows it was stopped early",
            "首要目标已证明最优，后续目标提前停止",
        )
    return STATUS_WORDS[result.status]


def audit_text(audit: AuditSummary, lang: Lang) -> str:
    """What the audit found."""
    if audit.clean:
        words = Words(
            "audit clean: {n} checks recomputed from plan and policy", "复核通过：依据方案与规则独立重算 {n} 项"
        )
        return words.fill(n=f"{audit.checked:,}").say(lang)
    words = Words("THE AUDIT FOUND {n} FAULTS; do not use this plan", "复核发现 {n} 处问题，请勿使用本方案")
    lines = [look(words.fill(n=len(audit.findings)).say(lang), "bad")]
    return "\n".join(lines + [f"  {f.code} {f.message.say(lang)}" for f in audit.findings])


def conflict_text(result: Result, title: Words, lang: Lang) -> str:
    """The rules that stand against one another."""
    if result.conflict_smallest:
        words = Words(
            "{title}: cannot be met. These {n} rules stand against one another, and no fewer do (proven); without any "
            "one of them the others can be kept:",
            "{title}：无法满足。下列 {n} 条规则相互冲突（已证明没有更少的规则相互冲突），"
            "去掉其中任何一条，其余即可同时满足：",
        )
    elif result.conflict_irreducible:
        words = Words(
            "{title}: cannot be met. These {n} rules stand against one another; without any one of them the others can "
            "be kept. Whether fewer conflict was not decided (at least {least} do): the search was cut short; "
            "--effort 10 lets it work ten times as long:",
            "{title}：无法满足。下列 {n} 条规则相互冲突，去掉其中任何一条，其余即可同时满足；"
            "搜索被截断，未能判定是否有更少的规则相互冲突（至少 {least} 条），加 --effort 10 可放宽到十倍工作量：",
        )
    else:
        words = Words(
            "{title}: cannot be met. Among these {n} rules are some that stand against one another; the search was cut "
            "short before they were narrowed down; --effort 10 lets it work ten times as long:",
            "{title}：无法满足。下列 {n} 条规则中存在相互冲突，搜索被截断，未能进一步缩小范围；"
            "加 --effort 10 可放宽到十倍工作量：",
        )
    rows = [["  " + row.words.say(lang), row.key] for row in result.conflict or ()]
    filled = words.fill(title=title, n=len(rows), least=result.conflict_at_least)
    return filled.say(lang) + "\n" + aligned(rows, most=70)
