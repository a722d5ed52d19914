"""Sentences of a layout in both languages: what is recommended, how sure it is, why each centre; from one result.

Every number in them is the result's or a sum of the result's. What does not live here: documents and figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.base.licence import forbidden
from graph.base.rounding import gap_percent, percent
from graph.base.words import Words
from planner.layout import content
from planner.layout.content import Result
from planner.layout.proven import proven
from planner.layout.text import number
from planner.runs.plan_result import ChosenCentre

FEW = 6
"""So many names stand in a sentence before "and n more"."""


def listed(names: Sequence[str], most: int = FEW) -> Words:
    """Names in a row, cut after a few.

    >>> listed(["A", "B"], 1)
    Words(en='A and 1 more', zh='A等2项')
    """
    en, zh = ", ".join(names[:most]), "、".join(names[:most])
    if len(names) > most:
        en, zh = f"{en} and {len(names) - most} more", f"{zh}等{len(names)}项"
    return Words(en, zh)


def recommendation(result: Result) -> Words:
    """What the plan founds, by when, and for how much money."""
    policy, chosen = result.policy, result.chosen
    have, target = len(chosen) + len(result.existing), policy.target_count
    there = Words(" beside {e:existing one|existing ones}, {have} in all", "，连同已建{e}家共{have}家")
    there = there if result.existing else Words("", "")
    words = Words(
        "The plan founds {n:technology innovation centre|technology innovation centres}" + there.en + "{target}, "
        "with {money} {unit} of support in all years.",
        "本方案推荐布局技术创新中心{n}家" + there.zh + "{target}，各年度支持资金合计{money}{unit}。",
    )
    aim = Words("", "")
    if target is not None:
        aim = Words(" (target: {t} by {y})", "（目标：到{y}年{t}家）").fill(t=target, y=policy.target_year or "?")
    paid = sum(c.total_support for c in chosen)
    return words.fill(
        n=len(chosen),
        e=len(result.existing),
        have=have,
        target=aim,
        money=number(paid, 2),
        unit=content.unit(result),
    )


def coverage(result: Result) -> Words:
    """How many technologies are covered, left open, and in one hand."""
    everything, bare, thin = len(result.technologies), content.uncovered(result), content.single(result)
    return Words(
        "{c} of {n} key technologies are covered; {b} are left open, {t} hang on a single centre.",
        "{n}项关键技术中{c}项有中心承担，{b}项仍无人承担，{t}项仅一家承担。",
    ).fill(c=everything - len(bare), n=everything, b=len(bare), t=len(thin))


def certificate(result: Result) -> Words:
    """How good the plan is proven to be, and what the independent audit says."""
    solver, audit = result.solver, result.audit
    status = proven(result)
    clean = (
        Words("clean, {n} checks recomputed", "通过，重新核算{n}项")
        if audit.clean
        else Words("NOT CLEAN, {n} checks recomputed", "未通过，重新核算{n}项")
    )
    gap = "?" if result.gap is None else gap_percent(result.gap)
    return Words(
        "Certificate: {status}. Objective {z}, bound {b}, gap {gap}, solver {name} {version}. "
        "Independent audit: {clean}.",
        "求解结论：{status}。目标值{z}，上界{b}，间隙{gap}，求解器 {name} {version}。独立复核：{clean}。",
    ).fill(
        status=status,
        z=plain(result.objective),
        b=plain(result.bound),
        gap=gap,
        name=solver.name,
        version=solver.version,
        clean=clean.fill(n=audit.checked),
    )


def plain(value: Any) -> str:
    """A number in words' company: at most six decimals, no idle zeros; the workbook holds it unrounded.

    >>> plain(0.443095418), plain(1899.99999999), plain(20.0), plain(None)
    ('0.443095', '1,900', '20', '–')
    """
    return "–" if value is None else number(float(value), 6)


def reason(result: Result, centre: ChosenCentre) -> Words:
    """Why a chosen centre is in the plan: what it covers, what it alone covers, its share, its members, its money."""
    names = {t.technology: t.name for t in result.technologies}
    key = centre.centre
    covered = [names.get(t, t) for t in centre.technologies]
    alone = [t.name for t in result.technologies if [x.centre for x in t.centres] == [key]]
    parts = [
        Words("led by {lead}, approved in {y}", "依托{lead}，{y}年批复").fill(
            lead=centre.lead_name or "–", y=centre.year
        )
    ]
    if covered:
        parts.append(Words("works on {t}", "承担{t}").fill(t=listed(covered)))
    if alone and len(alone) == len(covered):
        parts.append(Words("and nobody else covers any of it", "均仅由其承担"))
    elif alone:
        parts.append(Words("alone covers {t}", "其中仅由其承担的有{t}").fill(t=listed(alone)))
    if centre.members:
        parts.append(Words("{n} member organisations", "成员单位{n}家").fill(n=len(centre.members)))
    if centre.contribution is not None:
        added = sum((c.contribution or 0.0) for c in result.chosen)
        share = centre.contribution / added if added else 0.0
        said = Words("brings {p} of what the plan adds", "贡献占方案新增成效的{p}")
        parts.append(said.fill(p=percent(share)))
    money = Words("support {m} {u}", "支持资金{m}{u}").fill(m=number(centre.total_support, 2), u=content.unit(result))
    parts.append(money)
    en, zh = "; ".join(p.en for p in parts), "；".join(p.zh for p in parts)
    return Words(f"{centre.name}: {en}.", f"{centre.name}：{zh}。")


def chief_reason(result: Result, centre: ChosenCentre) -> tuple[Words, list[str]]:
    """The one reason that weighs most, with a slot ``t`` for technologies, and their names.

    What it opens alone goes before what it opens with others, what it alone covers, what it covers, what it brings.
    """
    key = centre.centre
    bare = [t.name for t in result.technologies if t.today <= 0 and key in {x.centre for x in t.centres}]
    alone = [t.name for t in result.technologies if [x.centre for x in t.centres] == [key]]
    names = {t.technology: t.name for t in result.technologies}
    covered = [names.get(t, t) for t in centre.technologies]
    if only := [name for name in bare if name in alone]:
        return Words("alone opens {t}", "独家填补{t}空白"), only
    if bare:
        return Words("opens, with others, {t}", "与其他中心共同填补{t}空白"), bare
    if alone:
        return Words("alone covers {t}", "独家承担{t}"), alone
    if covered:
        return Words("strengthens {t}", "增强{t}攻关力量"), covered
    added = sum((c.contribution or 0.0) for c in result.chosen)
    if centre.contribution is not None and added:
        share = percent(centre.contribution / added)
        return Words("brings {p} of what the plan adds", "贡献本方案新增成效的{p}").fill(p=share), []
    return Words("rules call for it", "规则要求纳入"), []


def origin(result: Result) -> Words:
    """Which data the result rests on, and that nothing was computed anew."""
    data = result.dataset
    kinds = forbidden(data.licence)
    forbids = Words("", "") if kinds is None else Words(" (it forbids {k})", "（禁止{k}）").fill(k=kinds)
    return Words(
        "Data: {name}; field taxonomy {taxonomy}; licence {licence}{forbids}. Scenario: {scenario}. "
        "Every number of this document is taken from the run's result.json.",
        "数据：{name}；领域分类{taxonomy}；许可{licence}{forbids}。情景：{scenario}。"
        "本文全部数字取自该次运行的 result.json。",
    ).fill(
        forbids=forbids,
        name=data.name or "–",
        taxonomy=data.taxonomy or "–",
        licence=data.licence or "–",
        scenario=result.scenario or "–",
    )
