"""The findings of a stress test in sentences, in both languages; the screen and the figures say the same.

What does not live here: tables (``planner.cli``) and pictures (``planner.layout``).
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.base.words import Words
from planner.studies.stress.answer import (
    Cell,
    CoreAnswer,
    FailureRow,
    FailuresAnswer,
    ScenariosAnswer,
    UncoveredTechnology,
)
from planner.studies.stress.grades_answer import GradesAnswer
from planner.studies.worth_words import per_cent, technologies

KINDS = {
    "centre": Words("a centre fails", "中心失效"),
    "organisation": Words("a lead organisation fails, with its centres", "牵头单位失效，其牵头的中心随之失效"),
    "person": Words("a chief scientist leaves, with his centres", "首席科学家离开，其任职的中心随之失效"),
}
CLASSES = {
    "core": Words("core", "核心"),
    "borderline": Words("borderline", "边界"),
    "exterior": Words("exterior", "外围"),
}
CHOICES = {
    "regret": Words("least largest regret", "最大后悔值最小"),
    "maximin": Words("best worst case", "最坏情形最优"),
    "expected": Words("best expected value", "期望值最优"),
    "cvar": Words("best CVaR ({tail})", "CVaR（{tail}）最优"),
}


def short(value: float | None) -> str:
    """A number to six significant figures; – where there is none.

    >>> short(0.4430954), short(None), short(1234567.0), short(-0.0)
    ('0.443095', '–', '1.23457e+06', '0')
    """
    return "–" if value is None else f"{value + 0.0:.6g}"


def failures_finding(found: FailuresAnswer) -> list[Words]:
    """The worst single failure, the widest hole it tears, and what replacing helps."""
    rows = [row for row in found.losses if row.kind == "centre"]
    if not rows:
        return [Words("the plan chooses no centre, so none can fail", "方案未选入任何中心，无可失效")]
    worst = rows[0]
    said = [_loses(worst, found)]
    back = worst.replacement
    if back.cost is not None:
        words = Words(
            "with the best replacement it costs {c} of it{proof}", "若以最优方式补位，损失为方案综合得分的{c}{proof}"
        )
        proof = Words(" (proven)", "（已证明）") if back.proven else Words(" (not proven)", "（未证明）")
        said.append(words.fill(c=per_cent(back.cost, found.objective), proof=proof))
    hole = max(rows, key=lambda row: (len(row.technologies), row.loss))
    if len(hole.technologies) > len(worst.technologies):
        words = Words("the widest hole: without {n} {t}", "最大的缺口：失去{n}后，{t}")
        said.append(words.fill(n=hole.name, t=_cover(hole.technologies)))
    groups = [row for row in found.losses if row.kind != "centre" and len(row.centres) > 1]
    if groups:
        row = groups[0]
        words = Words(
            "worst of those who hold several centres: {n} takes {k} along and costs {c} of the plan's worth",
            "同时关系多家中心者中最坏：{n}，牵连 {k} 家，损失方案综合得分的{c}",
        )
        said.append(words.fill(n=row.name, k=len(row.centres), c=per_cent(row.loss, found.objective)))
    if not found.complete:
        said.append(
            Words("incomplete: interrupted before all failures were looked at", "不完整：尚未检验全部失效即被中断")
        )
    mean = Words(
        "mean loss of one of {n} centres: {m} of the plan's worth", "{n} 家中心任一失效的平均损失：方案综合得分的{m}"
    )
    return [*said, mean.fill(n=len(rows), m=per_cent(found.mean_loss, found.objective))]


def _loses(row: FailureRow, found: FailuresAnswer) -> Words:
    if row.loss < 0:
        words = Words(
            "the objective gets better whichever centre fails, since it minimises",
            "目标为求最小，任一中心失效都会使目标值变好",
        )
        return (
            words
            if found.sense == "minimise"
            else Words("no single failure makes the objective worse", "任一中心失效都不会使目标值变差")
        )
    words = Words("losing {n} costs {c} of the plan's worth; {t}", "失去{n}：损失方案综合得分的{c}；{t}")
    return words.fill(n=row.name, c=per_cent(row.loss, found.objective), t=_cover(row.technologies))


def _cover(lost: Sequence[UncoveredTechnology]) -> Words:
    if not lost:
        return Words("no technology loses its only cover", "没有技术失去唯一承担者")
    words = Words("{n:technology loses its|technologies lose their} only cover: {t}", "{n}项技术失去唯一承担者：{t}")
    return words.fill(n=len(lost), t=technologies([one.name for one in lost]))


EXACT = {
    ("exact", True): Words("exact: every plan was tried", "精确结果：已穷举全部方案"),
    ("front", True): Words(
        "exact: proven that no other plan is non-dominated (of equal ones, one is listed)",
        "精确结果：已证明没有其他非劣方案（等值者只列其一）",
    ),
    ("front", False): Words(
        "incomplete: stopped early; borderline is proven, core and exterior are not",
        "不完整：提前停止；“边界”已证明，“核心”与“外围”未证明",
    ),
}


def core_finding(core: CoreAnswer) -> list[Words]:
    """How many candidates are in every plan, some or none, and what is proven of that."""
    if core.infeasible:
        return [Words("no plan keeps all rules", "没有方案能满足全部规则")]
    if not core.plans:
        return [Words("no plan was proven in time", "限时内没有得到已证明的方案")]
    number = {k: sum(r.class_ == k for r in core.candidates) for k in CLASSES}
    split = {"core": number["core"], "border": number["borderline"], "out": number["exterior"], "n": len(core.plans)}
    if core.method != "sampled":
        words = Words(
            "whatever the weights: {core} candidates are core (in all {n} non-dominated plans), {border} borderline, "
            "{out} exterior (in none)",
            "无论权重如何：{core} 个候选为核心（在全部 {n} 个非劣方案中），{border} 个为边界，"
            "{out} 个为外围（均不入选）",
        )
        if not core.complete:
            words = Words(
                "of the {n} non-dominated plans found so far {core} candidates are in all, {border} in some, "
                "{out} in none",
                "目前得到的 {n} 个非劣方案中：{core} 个候选全部入选，{border} 个时有入选，{out} 个从未入选",
            )
        return [words.fill(**split), EXACT[core.method, core.complete]]
    words = Words(
        "{core} candidates are in all of the {n} plans that are best for a sampled weight, {border} in some, "
        "{out} in none",
        "在抽样权重下的 {n} 个最优方案中：{core} 个候选全部入选，{border} 个时有入选，{out} 个从未入选",
    )
    if len(core.plans) == 1:
        words = Words(
            "one plan is the best for every sampled weight: its {core} candidates are in, {out} are out",
            "抽样权重下最优方案只有一个：其 {core} 个候选入选，其余 {out} 个不入选",
        )
    drawn = Words(
        "sampled: {proven} of {s} weights (seed {seed}), each one's plan proven best for it; borderline is proven, "
        "core and exterior hold for the sample",
        "抽样结果：{s} 组权重（种子 {seed}）中 {proven} 组的方案已证明最优；“边界”已证明，“核心”与“外围”仅限样本",
    )
    return [words.fill(**split), drawn.fill(proven=core.proven, s=core.samples, seed=core.seed)]


def shares_lost(regrets: Sequence[float | None], bests: Sequence[float | None]) -> list[float | None]:
    """Regrets as shares of the best of each scenario; a regret itself where that best is nothing.

    >>> shares_lost([0.25, None, 3.0], [0.5, 0.5, 0.0])
    [0.5, None, 3.0]
    """
    return [
        None if regret is None else abs(regret / best) if best else regret
        for regret, best in zip(regrets, bests, strict=True)
    ]


def scenarios_finding(found: ScenariosAnswer) -> list[Words]:
    """What the one choice for all scenarios costs at most, or why there is none."""
    if found.status == "interrupted" and not found.choices:
        return [Words("interrupted before an answer was found", "尚未得到答案即被中断")]
    stuck = [s.name for s in found.scenarios if s.status == "infeasible"]
    if stuck:
        words = Words(
            "scenario {s} cannot be met by itself; `buju plan` says what it would take",
            "情景 {s} 本身无法满足；用 `buju plan` 查看需要作何调整",
        )
        return [words.fill(s=", ".join(stuck))]
    if found.status == "no_common":
        return [Words("no one choice keeps the rules of all scenarios", "没有任何方案能同时满足各情景的规则")]
    choice = found.choices.get("regret")
    if choice is None or choice.value is None:
        return [Words("no choice for all scenarios was found in time", "限时内未找到通用方案")]
    bests = [s.objective for s in found.scenarios]
    lost = shares_lost(choice.regrets, bests)
    worst = max(range(len(lost)), key=lambda s: lost[s] or 0.0)
    proof = Words("proven", "已证明") if choice.status == "proven" else Words("not proven", "未证明")
    words = Words(
        "one choice for all {n} scenarios costs at most {r} of the best plan's worth, in {s} ({proof})",
        "同一方案用于{n}个情景，损失最大的是 {s}，为该情景最优方案综合得分的{r}（{proof}）",
    )
    said = [
        words.fill(
            n=len(choice.regrets),
            r=per_cent(choice.regrets[worst] or 0.0, bests[worst]),
            proof=proof,
            s=found.scenarios[worst].name,
        )
    ]
    own = [_largest(row, bests) for row in found.matrix]
    kept = [(*r, found.scenarios[a].name) for a, r in enumerate(own) if r is not None]
    if not kept:
        said.append(
            Words("no scenario's own best plan stands in all scenarios", "没有哪个情景的最优方案能在全部情景中成立")
        )
    else:
        least, where, name = min(kept)
        words = Words(
            "the best plan of {s} costs up to {r} of the best plan's worth elsewhere",
            "情景 {s} 的最优方案用于其他情景，损失至多为该情景最优方案综合得分的{r}",
        )
        said.append(words.fill(s=name, r=per_cent(least * (bests[where] or 1.0), bests[where])))
    if found.evpi is not None:
        words = Words(
            "knowing the scenario beforehand would be worth {e} of what one choice is expected to bring (EVPI)",
            "事先知道情景的价值（EVPI）为即刻决策期望值的{e}",
        )
        said.append(words.fill(e=per_cent(found.evpi, found.rp)))
    return said


def _largest(row: Sequence[Cell], bests: Sequence[float | None]) -> tuple[float, int] | None:
    """The largest share that a plan loses over the scenarios, and where; None where it breaks rules in one."""
    lost = shares_lost([cell.regret for cell in row], bests)
    regrets = [(share, s) for s, share in enumerate(lost) if share is not None]
    return None if len(regrets) < len(row) else max(regrets)


def grades_finding(found: GradesAnswer, unit: str) -> list[Words]:
    """What grades to come may do to a plan: rules that fail, the money, cover that hangs on them; it is a sample.

    Parameters
    ----------
    found : GradesAnswer
    unit : str
        Of money.
    """
    draws = found.draws
    likely = [row for row in found.rules if row.chance > 0]
    words = Words(
        "in {p} of {n:,} drawn grade histories (seed {s}) a target, a must-cover or a budget fails",
        "抽取 {n:,} 组未来等次（种子 {s}），其中 {p} 使目标、必须攻克的技术或预算落空",
    )
    if not likely:
        words = Words(
            "in none of {n:,} drawn grade histories (seed {s}) does a target, a must-cover or a budget fail",
            "抽取 {n:,} 组未来等次（种子 {s}），目标、必须攻克的技术和预算均未落空",
        )
    said = [words.fill(p=percent(found.any_rule, draws), n=draws, s=found.seed)]
    planned, mean = sum(row.planned for row in found.years), sum(row.mean for row in found.years)
    words = Words(
        "money to come of city and district: {m:,.0f} {u} in the mean, of {p:,.0f} planned",
        "市县两级今后支持：平均 {m:,.0f} {u}，规划 {p:,.0f}",
    )
    said.append(words.fill(m=mean, u=unit, p=planned))
    hang = [row for row in found.technologies if row.grades]
    if hang:
        words = Words("{k:technology hangs|technologies hang} on one grade: {t}", "{k} 项技术系于一次评价：{t}")
        said.append(words.fill(k=len(hang), t=listed([row.name for row in hang])))
    elif found.technologies:
        words = Words(
            "no technology hangs on one grade alone; {k} may lose their only cover",
            "没有技术系于一次评价；{k} 项可能失去唯一承担者",
        )
        said.append(words.fill(k=len(found.technologies)))
    else:
        said.append(
            Words(
                "under this policy grades act on money alone: no technology hangs on one",
                "按本规则等次只影响经费，没有技术系于评价",
            )
        )
    return said


def percent(chance: float, draws: int) -> str:
    """A chance counted in a sample, with its standard error in points.

    >>> percent(0.1, 900)
    '10.0% (±1.0)'
    """
    return f"{100 * chance:.1f}% (±{100 * (chance * (1 - chance) / draws) ** 0.5:.1f})"


def listed(names: Sequence[str], most: int = 5) -> Words:
    """The first names of a list."""
    more = " …" if len(names) > most else ""
    return Words(", ".join(names[:most]) + more, "、".join(names[:most]) + more)
