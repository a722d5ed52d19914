"""What ``plan`` shows a person: the answer with its certificate first, then the numbers behind it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.cli.screen.certificate import audit_text, certificate, conflict_text, solved_by, verdict
from planner.cli.screen.colours import Look, look
from planner.cli.screen.course import course_text, grades_text
from planner.cli.screen.levels import levels_text
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import money, rule_figures
from planner.layout.amounts import evened
from planner.runs.words import GOAL_WORDS

if TYPE_CHECKING:
    from planner.cli.commands.plan.printed import NotMeasured
    from planner.runs.plan_result import PlanResult


def plan_text(
    result: PlanResult, missing: Sequence[NotMeasured], lang: Lang, run: Path, *, everything: bool = False
) -> str:
    """The whole answer of ``plan``; with ``everything`` the figures of the objective, its bound and the goals too."""
    kept = Words("run kept in {run}", "运行结果存于 {run}").fill(run=run).say(lang)
    if result.status == "infeasible":
        return "\n\n".join(
            part
            for part in (
                conflict_text(result, result.title, lang),
                grades_text(result, lang),
                levels_text(result.levels, lang),
                _mends(result, lang),
                kept,
            )
            if part
        )
    if result.objective is None:
        words = Words(
            "no plan was found in time; give it more with --time-limit", "限时内未找到方案；请用 --time-limit 延长"
        )
        if result.interrupted:
            words = Words("stopped before any plan was found", "中断时尚未找到任何方案")
        return "\n\n".join([words.say(lang), kept])
    parts = [_headline(result, lang), _chosen(result, lang), course_text(result, lang), _by_year(result, lang)]
    parts += [levels_text(result.levels, lang)]
    parts += [_goals(result, missing, lang, everything=everything)]
    proof = certificate(result) if everything else solved_by(result)
    parts += [_binding(result, lang), proof.say(lang) + "\n" + audit_text(result.audit, lang), kept]
    return "\n\n".join(part for part in parts if part)


def _headline(result: PlanResult, lang: Lang) -> str:
    unit = result.dataset.money_unit
    covered = sum(t.with_plan > 0 for t in result.technologies)
    there = Words(" beside {e:existing one|existing ones}", "（已有 {e} 家）") if result.existing else Words("", "")
    what = Words(", {covered} of {all} technologies covered", "，覆盖 {covered}/{all} 项技术")
    what = what if result.technologies else Words("", "")
    words = Words(
        "{title}: {n:centre|centres} chosen" + there.en + ", {paid} {unit} of support" + what.en,
        "{title}：新选 {n} 家中心" + there.zh + "，支持资金 {paid} {unit}" + what.zh,
    ).fill(
        title=result.title,
        n=len(result.chosen),
        e=len(result.existing),
        paid=money(sum(c.total_support for c in result.chosen)),
        unit=unit,
        covered=covered,
        all=len(result.technologies),
    )
    seen: Look = "good" if result.status == "proven" else "doubt"
    lines = [look(words.say(lang), "head"), look(verdict(result).say(lang), seen)]
    if result.dataset.illustrative:
        lines.append(
            Words("made-up data (illustrative): not a real recommendation", "虚构示例数据，不构成真实建议").say(lang)
        )
    return "\n".join(lines)


def _chosen(result: PlanResult, lang: Lang) -> str:
    head = {
        "zh": [
            "编号",
            "中心",
            "区县",
            "领域",
            "牵头单位",
            "批复年份",
            f"支持资金（{result.dataset.money_unit}）",
        ],
        "en": ["id", "centre", "district", "field", "lead", "year", "support"],
    }
    rows = [
        [
            c.centre,
            c.name,
            c.district_name,
            c.field_name,
            c.lead_name,
            str(c.year),
            money(c.total_support),
        ]
        for c in result.chosen
    ]
    return aligned(evened(rows, [6]), head[lang], right=[5, 6], most=30)


def _by_year(result: PlanResult, lang: Lang) -> str:
    head = {
        "zh": ["年份", "支持资金", "市级", "区县", "市级上限", "余量"],
        "en": ["year", "support", "city", "districts", "city cap", "left"],
    }
    rows = []
    for year in result.support_by_year:
        cap = year.cap
        left = ["–", "–"] if cap is None else [money(cap), money(cap - year.city)]
        rows.append([str(year.year), money(year.paid), money(year.city), money(year.district), *left])
    money_columns = [1, 2, 3, 4, 5]
    return aligned(evened(rows, money_columns), head[lang], right=money_columns)


def _goals(result: PlanResult, unmeasured: Sequence[NotMeasured], lang: Lang, *, everything: bool) -> str:
    """Each goal as a share of all there is to reach: in per cent, with ``everything`` from 0 to 1."""
    head = {
        "zh": ["目标（0–1）" if everything else "目标达成度", "现状", "布局后"],
        "en": ["goal (0–1)" if everything else "goal reached", "today", "with the plan"],
    }
    missing = {one.goal: one for one in unmeasured}
    none = Words("not measured", "未评估").say(lang)
    rows = [
        [words.say(lang), "–", none]
        if name in missing
        else [words.say(lang), *(_share(g[name], everything=everything) for g in (result.goals_today, result.goals))]
        for name, words in GOAL_WORDS.items()
    ]
    lines = [aligned(rows, head[lang], right=[1, 2])]
    said = Words(
        "{goal} is not measured: no {needs}; its weight of {w} is left out",
        "{goal}未评估：缺少{needs}；其权重 {w} 不计",
    )
    lines += [
        said.fill(goal=GOAL_WORDS[one.goal], needs=one.needs, w=percent(one.weight, 0)).say(lang)
        for one in missing.values()
    ]
    return "\n".join(lines)


def _share(value: float, *, everything: bool) -> str:
    return f"{value:.4f}" if everything else percent(value)


def _binding(result: PlanResult, lang: Lang) -> str:
    if not result.binding:
        return Words("no rule binds", "没有起约束作用的规则").say(lang)
    title = Words("rules that bind (nothing is left)", "起约束作用的规则（余量为零）").say(lang)
    figures = rule_figures([(row.unit, (row.used, row.limit)) for row in result.binding])
    rows = [
        ["  " + row.words.say(lang), used, "=", limit, row.key]
        for row, (used, limit) in zip(result.binding, figures, strict=True)
    ]
    return title + "\n" + aligned(rows, right=[1, 3], most=70)


def _mends(result: PlanResult, lang: Lang) -> str:
    """What would make it solvable, each line tried; then changes of the data, and whether the search was cut short."""
    if result.mends_complete is None:  # nothing was looked for
        return ""
    lines: list[str] = []
    if result.mends:
        title = Words(
            "what would it take? Each of these alone makes it solvable (tried):",
            "怎样才能满足？以下任一项即可（均已验算）：",
        )
        lines.append(title.say(lang))
        for k, mend in enumerate(result.mends, 1):
            if len(mend.changes) == 1:
                lines.append(f"  {k}. {mend.words.say(lang)}")
            else:
                together = Words("{n} changes together:", "以下 {n} 项同时调整：").fill(n=len(mend.changes))
                lines.append(f"  {k}. {together.say(lang)}")
                lines += [f"     – {change.words.say(lang)}" for change in mend.changes]
            lines.append("     " + " ".join(f"--set {shlex.quote(text)}" for text in mend.set))
    if result.data_mends:
        title = Words("or a change of the data, any one of these:", "或修改数据，以下任一项即可：")
        lines += [title.say(lang), *(f"  – {mend.words.say(lang)}" for mend in result.data_mends)]
    if not lines:
        lines = [Words("no change of up to six rules was found that helps", "未找到六条以内规则的可行调整").say(lang)]
    if result.mends_complete is False:
        words = Words(
            "the search was cut short: there may be more, or smaller ones; --effort 10 lets it work ten times as long",
            "搜索被截断，可能还有其他或更小的调整；加 --effort 10 可放宽到十倍工作量",
        )
        lines.append(words.say(lang))
    return "\n".join(lines)
