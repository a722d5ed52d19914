"""Support of each centre: yearly caps, total cap, least support. Source: drafting note, part 3, paragraph 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from graph.base.words import Words
from planner.families.kind import Asked, Family
from planner.families.kinds.bars import barred
from planner.families.lever import Item, Lever, name_of
from planner.problem.city import City
from planner.problem.rows import Bar, Floats, PlanningProblem, Rule, Support


def rows(city: City) -> Iterator[Support | Bar]:
    """The caps, and a bar on candidates whose least support the caps do not allow."""
    money = support(city)
    yield money
    beyond = money.minimum > _most(money) * (1 + 1e-9)
    if beyond.any():
        words = Words("least support that the caps do not allow", "最低支持需求超出支持上限")
        rule = Rule("support caps", "support", words, "support.share")
        yield Bar(rule, np.repeat(beyond[:, None], len(city.years), axis=1))


def support(city: City) -> Support:
    """Caps of each candidate in each support year, its total cap and its least total.

    cap_k = share · base_k · factor_k with base_k the investment of year k (``annual``), up to year k
    (``cumulative``) or of the whole build period (``total``); factor_1 = 1, later the factor of the expected grade;
    the first year is also held under ``first_year_cap``, and gets at least ``first_year_least`` of the least total
    where its cap allows.
    """
    rule = city.policy.support
    invested = city.investment
    if rule.base == "cumulative":
        base = np.cumsum(invested, axis=1)
    elif rule.base == "total":
        base = np.repeat(invested[:, : city.policy.build_period].sum(axis=1, keepdims=True), 5, axis=1)
    else:
        base = invested
    cap = rule.share * base[:, : rule.years]
    cap[:, 1:] *= _factor(city)[:, None]
    if rule.first_year_cap is not None:
        cap[:, 0] = np.minimum(cap[:, 0], rule.first_year_cap)
    least = city.number("minimum_support")
    total = np.full(city.size, np.inf if rule.total_cap is None else rule.total_cap)
    years = tuple(range(city.years[0], city.years[-1] + rule.years))
    minimum = np.where(np.isnan(least), rule.default_minimum, least)
    return Support(years, cap, total, minimum, np.minimum(rule.first_year_least * minimum, cap[:, 0]))


def _factor(city: City) -> Floats:
    rule = city.policy.evaluation
    out = np.ones(city.size)
    for i, (centre, formation) in enumerate(zip(city.candidate_ids, city.text("formation"), strict=True)):
        grade = rule.centres.get(centre)
        if grade is None and formation:
            grade = rule.expected.get(formation)  # type: ignore[call-overload]
        if grade is not None:
            out[i] = rule.factors[grade]
    return out


def _most(money: Support) -> Floats:
    """(N,) the most that the caps allow."""
    return np.asarray(np.minimum(money.cap.sum(axis=1), money.total), dtype=np.float64)


def fitting(problem: PlanningProblem) -> PlanningProblem:
    """The problem with every least support within what its caps allow."""
    money = problem.support
    if money is None:
        return problem
    minimum = np.minimum(money.minimum, _most(money))
    return replace(problem, support=replace(money, minimum=minimum, first=np.minimum(money.first, minimum)))


def levers(asked: Asked, bars: Sequence[Bar]) -> Iterator[Lever]:
    """Only the data can lower what a candidate needs at least."""
    money = asked.problem.support
    if money is None:
        return
    label = Words("least support within what the caps allow: {n}", "最低支持需求降到支持上限以内：{n}")
    most = _most(money)
    for bar in bars:
        held = ((item, f"{item.id} ≤ {most[item.candidate]:g}") for item in barred(asked.problem, bar))
        items = tuple(Item(item.id, Words(said, said), item.rule, item.candidate) for item, said in held)
        yield Lever("", "waive", (name_of(bar.rule),), label, items=items, beside=fitting)


FAMILY = Family("support", 90, rows, levers=levers)
