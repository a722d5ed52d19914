"""Notes of the workbook: where its numbers come from and what its columns mean, as rows of text and as cell notes.

What does not live here: the sheets (``workbook``).
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.base.licence import warning
from graph.base.rounding import gap_percent
from graph.base.words import Lang, Words
from planner.layout import content, statements
from planner.layout.content import Cell, Result
from planner.layout.proven import proven

HEADS: Mapping[str, Words] = {
    "total_support": Words(
        "Sum of the yearly support; source: result.json, chosen[].support",
        "各年度支持资金之和；来源：result.json 的 chosen[].support",
    ),
    "equity": Words(
        "Equity paid by the second instrument; source: result.json, chosen[].equity",
        "股权投入；来源：result.json 的 chosen[].equity",
    ),
    "year": Words(
        "Year of approval; source: result.json, chosen[].year", "批复年份；来源：result.json 的 chosen[].year"
    ),
    "technologies": Words(
        "Technologies that the centre covers with evidence; source: result.json, chosen[].technologies",
        "中心有依据承担的技术；来源：result.json 的 chosen[].technologies",
    ),
    "source": Words(
        "Where the row of the dataset comes from; 'illustrative' is made-up data",
        "数据行的来源；illustrative 表示虚构数据",
    ),
    "today": Words(
        "Existing centres that cover the technology; source: result.json, technologies[].today",
        "承担该技术的已建中心数；来源：result.json 的 technologies[].today",
    ),
    "with_plan": Words(
        "Centres that cover it with the plan; source: result.json, technologies[].with_plan",
        "布局后承担该技术的中心数；来源：result.json 的 technologies[].with_plan",
    ),
    "severity": Words("Severity 1–5 as the dataset states it", "数据集所载严重度（1–5）"),
    "slack": Words("Limit less use; 0: the rule binds", "限值减已用；为 0 时起约束作用"),
    "key": Words("Key of the scenario file that sets the rule", "设定该规则的情景参数"),
    "reasons": Words("Source: result.json, rejected[].reasons", "来源：result.json 的 rejected[].reasons"),
}
"""Note on the head of a column, by the column's key."""


def rows(result: Result, lang: Lang) -> list[tuple[str, str]]:
    """What the last sheet says: (subject, text)."""
    data = result.dataset
    said = [
        (Words("Recommendation", "推荐布局"), statements.recommendation(result)),
        (Words("Certificate", "求解结论"), statements.certificate(result)),
        (Words("Data", "数据"), statements.origin(result)),
        (
            Words("Numbers", "数字"),
            Words(
                "Every number is the run's; totals and what is left are formulas with their values; "
                "cells hold all digits.",
                "所有数字均取自该次运行；合计与余量为带值公式；单元格保留全部位数。",
            ),
        ),
        (
            Words("Colours", "底色"),
            Words(
                "Red: a technology that nobody covers. Amber: covered by one centre only, or a rule that binds.",
                "红底：无人承担的技术；黄底：仅一家承担，或起约束作用的规则。",
            ),
        ),
    ]
    if content.is_made_up(result):
        said.append((Words("Made-up data", "虚构数据"), content.NOTE))
    if (words := warning(data.licence)) is not None:
        said.append((Words("Licence of the data", "数据许可"), words))
    if data.note:
        said.append((Words("Note of the dataset", "数据集说明"), Words(data.note, data.note)))
    return [(subject.say(lang), text.say(lang)) for subject, text in said]


def key_figures(result: Result) -> list[tuple[Words, Words | Cell, str]]:
    """What the summary says, as (label, value, cell style).

    Examples
    --------
    >>> from planner.runs.plan_result import PlanResult
    >>> empty = PlanResult(status="proven", cost=0.0)
    >>> [label.en for label, _, _ in key_figures(empty)][:2]
    ['Certificate', 'Objective']
    """
    data, policy, money = result.dataset, result.policy, content.unit(result)
    solver = result.solver
    status = proven(result)
    gap = result.gap
    audit = result.audit
    everything, bare = len(result.technologies), len(content.uncovered(result))
    clean = Words("clean", "通过") if audit.clean else Words("NOT CLEAN", "未通过")
    cap = Words("{n} ({thin} by one centre only)", "{n}（其中 {thin} 项仅一家）").fill(
        n=everything - bare, thin=len(content.single(result))
    )
    return [
        (Words("Certificate", "求解结论"), status, "text"),
        (Words("Objective", "目标值"), _plain(result.objective), "text"),
        (Words("Bound", "上界"), _plain(result.bound), "text"),
        (Words("Gap", "间隙"), None if gap is None else gap_percent(gap), "text"),
        (Words("Solver", "求解器"), f"{solver.name} {solver.version}".strip(), "text"),
        (Words("Independent audit", "独立复核"), clean, "text"),
        (Words("Dataset", "数据集"), data.name, "text"),
        (Words("Field taxonomy", "领域分类"), data.taxonomy, "text"),
        (Words("Data licence", "数据许可"), data.licence, "text"),
        (Words("Scenario", "情景"), result.scenario, "text"),
        (Words("Target", "目标家数"), policy.target_count, "figure"),
        (Words("Recommended centres", "推荐中心数"), len(result.chosen), "figure"),
        (Words("Existing centres", "已建中心数"), len(result.existing), "figure"),
        (Words("Technologies covered", "已覆盖技术数"), cap, "text"),
        (Words("Technologies in all", "技术总数"), everything, "figure"),
        (
            Words("Support ({u})", "支持资金（{u}）").fill(u=money),
            sum(c.total_support for c in result.chosen),
            "amount",
        ),
        (
            Words("Equity ({u})", "股权投入（{u}）").fill(u=money),
            sum(c.equity for c in result.chosen),
            "amount",
        ),
        (Words("Cost ({u})", "总成本（{u}）").fill(u=money), result.cost, "amount"),
    ]


def _plain(value: float | None) -> str | None:
    return None if value is None else repr(float(value))
