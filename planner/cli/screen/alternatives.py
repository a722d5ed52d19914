"""What ``--next`` shows a person: the plans in proven order, and how each differs from the best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned

if TYPE_CHECKING:
    from planner.runs.next_plans import NextPlans

MANY = 6
"""From so many ids on, a cell gives the first few and how many more there are."""


def alternatives_text(found: NextPlans | None, lang: Lang) -> str:
    """A table of the plans and a sentence on ties, after a blank line; nothing where no plans were asked for."""
    if found is None:
        return ""
    plans = found.plans
    if not plans:
        return "\n\n" + Words("no plan was proven in time", "限时内没有得到已证明的方案").say(lang)
    head = {"zh": ["序", "目标值", "家数", "换入", "换出"], "en": ["no.", "objective", "centres", "joins", "leaves"]}
    rows = [
        [
            str(n),
            f"{plan.objective:.6f}",
            str(len(plan.chosen)),
            _ids(plan.joined, lang),
            _ids(plan.left, lang),
        ]
        for n, plan in enumerate(plans, 1)
    ]
    title = Words("{n:plan|plans} in proven order", "按已证明的先后次序列出的 {n} 个方案").fill(n=len(plans))
    if found.differ > 1:
        more = Words(
            ", each different from all before it in at least {d} centres", "（各方案与其前各方案至少有 {d} 家中心不同）"
        )
        title = Words(title.en + more.en, title.zh + more.zh).fill(d=found.differ)
    lines = [title.say(lang), aligned(rows, head[lang], right=[0, 1, 2], most=46), _ties(found).say(lang)]
    if found.exhausted:
        lines.append(Words("there are no further plans", "没有更多方案").say(lang))
    if not found.clean:
        lines.append(
            Words("THE AUDIT FOUND FAULTS; do not use these plans", "复核发现问题，请勿使用这些方案").say(lang)
        )
    return "\n\n" + "\n".join(lines)


def _ties(found: NextPlans) -> Words:
    count, complete = found.ties.count, found.ties.complete
    if count == 1 and complete:
        return Words("no other plan is as good as the best", "没有与最优方案同样好的其他方案")
    if complete:
        return Words("{n:plan is|plans are} equally good", "共有 {n} 个方案并列最优").fill(n=count)
    return Words(
        "all {n} listed are equally good; there may be more (raise --next)",
        "所列 {n} 个方案并列最优，可能还有更多（可加大 --next）",
    ).fill(n=count)


def _ids(ids: Sequence[str], lang: Lang) -> str:
    shown = " ".join(ids[:MANY])
    if len(ids) > MANY:
        shown += Words(" and {n} more", " 等 {n} 家").fill(n=len(ids) - MANY if lang == "en" else len(ids)).say(lang)
    return shown or "–"
