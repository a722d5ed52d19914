"""What must hold between the values of a policy, and between a policy and an ecosystem. One check a function.

What does not live here: single values (pydantic, ``sentences``) and what only the program can say (infeasible).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import get_args

from graph.base.findings import Level
from graph.base.words import Words
from planner.rulebook.kinds import Formation, Grade
from planner.rulebook.policy import Policy
from planner.rulebook.scenario.clash import Clash
from planner.rulebook.scenario.evaluation_checks import evaluation_system
from planner.rulebook.scenario.shape import Keys

ONLY_MORE = ("coverage", "collaboration", "partners", "talent", "firms")
"""Goals made of cover, which the program holds down only: minimised, it would count less than there is."""
SURE = 1e-6
"""How far chances may be from summing to 1."""


def check(policy: Policy) -> tuple[Clash, ...]:
    """Check a policy in itself: codes Y740–Y759 and Y77x.

    Returns
    -------
    tuple of Clash
        In a fixed order; level ``error`` makes the scenario unusable.

    Examples
    --------
    >>> from planner.rulebook.scenario import shipped
    >>> policy = shipped("ningbo-2023").policy
    >>> check(policy.model_copy(update={"objective": ()}))[0].message.zh
    'objective 为空'
    """
    return tuple(clash for one in _CHECKS for clash in one(policy))


def _years(p: Policy) -> Iterator[Clash]:
    if p.years.first > p.years.last:
        message = Words("the first approval year {a} is after the last, {b}", "首个批复年 {a} 晚于末个批复年 {b}")
        mend = Words("set years.last to {a} or later", "请将 years.last 设为 {a} 或更晚").fill(a=p.years.first)
        yield Clash(
            "Y740",
            "error",
            ("years", "first"),
            value=str(p.years.first),
            message=message.fill(a=p.years.first, b=p.years.last),
            mend=mend,
        )
    if p.target.year < p.years.first:
        message = Words("the target year {y} is before the first approval year {a}", "目标年 {y} 早于首个批复年 {a}")
        mend = Words("set target.year within the approval years", "请将 target.year 设在批复年份之内")
        yield Clash(
            "Y741",
            "error",
            ("target", "year"),
            value=str(p.target.year),
            message=message.fill(y=p.target.year, a=p.years.first),
            mend=mend,
        )
    elif p.target.year > p.years.last >= p.years.first:
        message = Words("the target year {y} is after the last approval year {b}", "目标年 {y} 晚于末个批复年 {b}")
        mend = Words("no approval counts after {b}; is that meant?", "{b} 年之后不再批复，请确认").fill(b=p.years.last)
        yield Clash(
            "Y741",
            "warning",
            ("target", "year"),
            value=str(p.target.year),
            message=message.fill(y=p.target.year, b=p.years.last),
            mend=mend,
        )


def _target(p: Policy) -> Iterator[Clash]:
    low, high = p.target.count, p.target.maximum
    if low is not None and high is not None and low > high:
        message = Words("the target {low} is above the greatest number {high}", "目标数 {low} 大于上限 {high}")
        mend = Words("raise target.maximum or lower target.count", "请提高 target.maximum 或降低 target.count")
        yield Clash(
            "Y749", "error", ("target", "count"), value=str(low), message=message.fill(low=low, high=high), mend=mend
        )


def _ramp(p: Policy) -> Iterator[Clash]:
    ramp = p.goals.coverage.ramp
    path: Keys = ("goals", "coverage", "ramp")
    if not ramp:
        mend = Words("give at least one share, e.g. [0, 0, 0.5, 1]", "请至少给出一个比例，如 [0, 0, 0.5, 1]")
        yield Clash(
            "Y742", "error", path, value="[]", message=Words("the ramp is empty", "能力爬坡（ramp）为空"), mend=mend
        )
    for i, (a, b) in enumerate(itertools.pairwise(ramp)):
        if b < a:
            message = Words("the ramp falls from {a} to {b}", "能力爬坡由 {a} 降到 {b}").fill(a=a, b=b)
            mend = Words("strength may only grow with the years", "能力只能逐年上升")
            yield Clash("Y742", "error", (*path, i + 1), value=str(b), message=message, mend=mend)


def _coverage(p: Policy) -> Iterator[Clash]:
    path: Keys = ("goals", "coverage", "years")
    used = "coverage" in _terms(p)
    for year in p.goals.coverage.years:
        if year < p.years.first:
            message = Words(
                "coverage is judged in {y}, before the first approval year", "覆盖评判年 {y} 早于首个批复年"
            ).fill(y=year)
            mend = Words(
                "judge it in {a} or later, and take this one out: goals.coverage.years.{y}=null",
                "请设在 {a} 年或之后，并去掉此年：goals.coverage.years.{y}=null",
            ).fill(a=p.years.first, y=year)
            yield Clash("Y743", "error", (*path, year), value=str(year), message=message, mend=mend)
    if not p.goals.coverage.years:
        mend = Words("name at least one year, e.g. {2030: 1}", "请至少给出一年，如 {2030: 1}")
        yield Clash(
            "Y743",
            "error",
            path,
            value="{}",
            message=Words("no year in which coverage is judged", "没有覆盖评判年"),
            mend=mend,
        )
    for name, weights in (("years", p.goals.coverage.years), ("kinds", p.goals.coverage.kinds)):
        if used and (weights or name == "kinds") and not any(weights.values()):
            message = Words(
                "coverage counts in the objective but has no weight here", "目标中计入覆盖度，此处却没有权重"
            )
            yield Clash("Y743", "error", ("goals", "coverage", name), value="", message=message, mend=_SOME_WEIGHT)
    for goal, values in (
        ("talent", p.goals.talent.tiers),
        ("mechanism", dict.fromkeys(p.goals.mechanism.conditions, 1.0)),
    ):
        if goal in _terms(p) and not any(values.values()):
            where: Keys = ("goals", goal, "tiers" if goal == "talent" else "conditions")
            message = Words(
                "{goal} counts in the objective but nothing is worth anything here", "目标中计入 {goal}，此处却全无分值"
            )
            yield Clash("Y751", "warning", where, value="", message=message.fill(goal=goal), mend=_SOME_WEIGHT)


def _objective(p: Policy) -> Iterator[Clash]:
    if not p.objective:
        mend = Words(
            "give at least one stage, e.g. [{maximise: {coverage: 1}}]",
            "请至少给出一个阶段，如 [{maximise: {coverage: 1}}]",
        )
        yield Clash(
            "Y744",
            "error",
            ("objective",),
            value="[]",
            message=Words("objective is empty", "objective 为空"),
            mend=mend,
        )
    for i, stage in enumerate(p.objective):
        path: Keys = ("objective", i)
        given = [(k, w) for k, w in (("maximise", stage.maximise), ("minimise", stage.minimise)) if w is not None]
        if len(given) != 1:
            message = Words("stage {n} has both maximise and minimise", "第 {n} 阶段同时写了 maximise 和 minimise")
            if not given:
                message = Words("stage {n} has neither maximise nor minimise", "第 {n} 阶段既无 maximise 也无 minimise")
            mend = Words("give just one; a further stage may hold the other", "请只写一个，另一个可放在后一阶段")
            yield Clash("Y744", "error", path, value="", message=message.fill(n=i + 1), mend=mend)
        for sense, weights in given:
            if not any(weights.values()):
                message = Words("all weights of stage {n} are zero", "第 {n} 阶段的权重全为零").fill(n=i + 1)
                yield Clash("Y744", "error", (*path, sense), value="", message=message, mend=_SOME_WEIGHT)
            up = 1.0 if sense == "maximise" else -1.0
            for goal, weight in weights.items():
                if goal in ONLY_MORE and up * weight < 0:
                    message = Words(
                        "{g} can only be maximised: what is covered once is worth no less for being covered again",
                        "{g} 只能求最大：重复覆盖不会减少价值",
                    )
                    mend = Words("turn the sign of its weight, or leave it out", "请改变其权重的符号，或删去该项")
                    yield Clash(
                        "Y754",
                        "error",
                        (*path, sense, goal),
                        value=str(weight),
                        message=message.fill(g=goal),
                        mend=mend,
                    )


def _quotas(p: Policy) -> Iterator[Clash]:
    for kind in type(p.quotas).model_fields:
        spans = getattr(p.quotas, kind)
        for key, r in spans.items() if isinstance(spans, dict) else ():
            path: Keys = ("quotas", kind, key)
            if r.min is not None and r.max is not None and r.min > r.max:
                message = Words("the least number {a} is above the greatest, {b}", "最少数 {a} 大于最多数 {b}").fill(
                    a=r.min, b=r.max
                )
                mend = Words("lower min or raise max", "请降低 min 或提高 max")
                yield Clash("Y745", "error", path, value="", message=message, mend=mend)
            if kind == "year" and not p.years.first <= key <= p.years.last:
                message = Words("{y} is not an approval year", "{y} 不在批复年份之内").fill(y=key)
                level: Level = "error" if r.min else "warning"
                mend = Words("approval years are {a} to {b}", "批复年份为 {a} 至 {b}").fill(
                    a=p.years.first, b=p.years.last
                )
                yield Clash("Y745", level, path, value="", message=message, mend=mend)


def _evaluation(p: Policy) -> Iterator[Clash]:
    for grade in get_args(Grade):
        if grade not in p.evaluation.factors:
            message = Words("there is no support factor for the grade {g}", "等次 {g} 没有支持系数").fill(g=grade)
            mend = Words("give evaluation.factors.{g} from 0 to 1", "请给出 evaluation.factors.{g}（0 到 1）").fill(
                g=grade
            )
            yield Clash("Y746", "error", ("evaluation", "factors"), value="", message=message, mend=mend)
    for formation in get_args(Formation):
        if formation not in p.evaluation.expected:
            message = Words("no grade is expected of the formation {f}", "组建模式 {f} 没有预期等次").fill(f=formation)
            mend = Words("give evaluation.expected.{f}, e.g. good", "请给出 evaluation.expected.{f}，如 good").fill(
                f=formation
            )
            yield Clash("Y746", "error", ("evaluation", "expected"), value="", message=message, mend=mend)
    for formation, chances in p.evaluation.chances.items():
        whole = math.fsum(chances.values())
        if abs(whole - 1.0) > SURE:
            message = Words("the chances of the grades of {f} sum to {s:g}", "{f} 各等次概率之和为 {s:g}")
            mend = Words("let them sum to 1", "请使其总和为 1")
            path: Keys = ("evaluation", "chances", formation)
            yield Clash(
                "Y746", "error", path, value=f"{whole:g}", message=message.fill(f=formation, s=whole), mend=mend
            )


def _fixed(p: Policy) -> Iterator[Clash]:
    for i, one in enumerate(p.fixed.rejected):
        if one in p.fixed.chosen:
            message = Words("{c} is fixed as chosen and as rejected", "{c} 既列为必选又列为排除").fill(c=one)
            mend = Words("take it out of one of the two lists", "请从其中一个名单中删去")
            yield Clash("Y747", "error", ("fixed", "rejected", i), value=one, message=message, mend=mend)
    lists: list[tuple[Keys, Sequence[str]]] = [
        (("fixed", "chosen"), p.fixed.chosen),
        (("fixed", "rejected"), p.fixed.rejected),
    ]
    lists.append((("goals", "mechanism", "conditions"), p.goals.mechanism.conditions))
    for path, ids in lists:
        for i, one in enumerate(ids):
            if one in ids[:i]:
                message, mend = Words("{c} stands twice", "{c} 重复").fill(c=one), Words("keep one", "请只保留一个")
                level: Level = "error" if path[0] == "goals" else "warning"
                yield Clash("Y747", level, (*path, i), value=one, message=message, mend=mend)


def _budgets(p: Policy) -> Iterator[Clash]:
    last = p.years.last + p.support.years - 1
    for year in p.budgets.city:
        if not p.years.first <= year <= last:
            message = Words(
                "no support can be paid in {y}, so this budget limits nothing", "{y} 年不会发生支持经费，该预算不起作用"
            )
            mend = Words("funding years are {a} to {b}", "经费年度为 {a} 至 {b}").fill(a=p.years.first, b=last)
            yield Clash(
                "Y748", "warning", ("budgets", "city", year), value=str(year), message=message.fill(y=year), mend=mend
            )
    cap = p.support.total_cap
    if cap is not None and p.support.default_minimum > cap:
        message = Words(
            "the least support {a} is above the cap {b}: no such candidate can be chosen",
            "最低支持 {a} 高于上限 {b}，候选中心将无法入选",
        )
        mend = Words("lower support.default_minimum", "请降低 support.default_minimum")
        path: Keys = ("support", "default_minimum")
        yield Clash(
            "Y750", "warning", path, value="", message=message.fill(a=p.support.default_minimum, b=cap), mend=mend
        )


def _course(p: Policy) -> Iterator[Clash]:
    last = p.years.last + p.support.years - 1
    if p.as_of is not None and p.as_of > last:
        message = Words(
            "history up to {a} goes beyond the last funding year {b}", "历史截止年 {a} 晚于末个经费年度 {b}"
        ).fill(a=p.as_of, b=last)
        mend = Words(
            "set as_of to {b} or earlier, or years.last later", "请将 as_of 设为 {b} 或更早，或推迟 years.last"
        ).fill(b=last)
        yield Clash("Y752", "error", ("as_of",), value=str(p.as_of), message=message, mend=mend)
    whole = sum(p.payers.shares.values())
    if whole >= 1:
        message = Words("higher payers pay {s:g} of the support", "上级出资方承担的比例合计为 {s:g}").fill(s=whole)
        mend = Words("leave a part for city and district", "请给市县两级留出一部分")
        yield Clash("Y753", "error", ("payers", "shares"), value=f"{whole:g}", message=message, mend=mend)
    for i, rule in enumerate(p.payers.match):
        both = sorted(set(rule.left) & set(rule.of))
        if both or not rule.left or not rule.of:
            message = Words(
                "a match rule needs payers on both sides, none of them on both", "配套规则两侧都须有出资方，且不得重复"
            )
            mend = Words("e.g. left: [city, district], of: [province]", "如 left: [city, district]，of: [province]")
            yield Clash("Y753", "error", ("payers", "match", i), value=", ".join(both), message=message, mend=mend)


_CHECKS: tuple[Callable[[Policy], Iterator[Clash]], ...] = (
    _years,
    _target,
    _ramp,
    _coverage,
    _objective,
    _quotas,
    _evaluation,
    evaluation_system,
    _fixed,
    _budgets,
    _course,
)
_SOME_WEIGHT = Words("give at least one weight above zero", "请至少给出一个大于零的权重")


def _terms(p: Policy) -> set[str]:
    return {t for s in p.objective for w in (s.maximise, s.minimise) if w for t, v in w.items() if v}
