"""Support of each centre: yearly caps, total cap, least support. Source: drafting note, part 3, paragraph 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from graph.base.words import Words
from planner.families.kind import Asked, Family
from planner.families.kinds.bars import barred
from planner.families.lever import Item, Lever, name_of
from planner.problem.allowed import whole
from planner.problem.city import City
from planner.problem.figures import NOISE
from planner.problem.rows import Bar, Floats, Rule, Support


def rows(city: City) -> Iterator[Support | Bar]:
    """The caps, and a bar on candidates whose least support the caps do not allow."""
    money = support(city)
    yield money
    beyond = money.minimum > money.most() * (1 + NOISE)
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
    cap = rule.share * city.bases[:, : rule.years]
    cap[:, 1:] *= _factor(city)[:, None]
    if rule.first_year_cap is not None:
        cap[:, 0] = np.minimum(cap[:, 0], rule.first_year_cap)
    least = city.number("minimum_support")
    total = np.full(city.size, np.inf if rule.total_cap is None else rule.total_cap)
    years = tuple(range(city.years[0], city.years[-1] + rule.years))
    minimum = np.where(np.isnan(least), rule.default_minimum, least)
    first = np.minimum(rule.first_year_least * minimum, cap[:, 0])
    money = Support(
        years=years, cap=cap, total=total, minimum=minimum, first=first, unit=rule.unit, no_gap=rule.no_gap_years
    )
    return in_units(money) if city.history is None else with_history(city, money)


def in_units(money: Support) -> Support:
    """The caps in whole multiples of the unit, least sums rounded up to one where the caps allow."""
    unit = money.unit
    if unit is None:
        return money
    down = np.vectorize(lambda x: whole(x, unit), otypes=[np.float64])
    up = np.vectorize(lambda x: -whole(-x, unit), otypes=[np.float64])
    cap = down(money.cap)
    return replace(money, cap=cap, total=down(money.total), minimum=up(money.minimum),
                   first=np.minimum(up(money.first), cap[:, 0]))  # fmt: skip


def with_history(city: City, money: Support) -> Support:
    """The support of a city with a history: what was paid, and what each approved centre may still be paid."""
    money = in_units(money)
    assert city.history is not None
    years, as_of = money.years, city.history.as_of
    paid, limit = np.zeros((city.size, len(years))), np.full((city.size, len(years)), np.nan)
    cap, total, minimum, first = money.cap.copy(), money.total.copy(), money.minimum.copy(), money.first.copy()
    for i, row in enumerate(city.candidates):
        record = city.record(int(row))
        if record is None:
            continue
        own = record.own
        paid[i] = [own.get(year, 0.0) for year in years]
        found = city.allowed(i)
        limit[i] = 0.0 if found is None else [found.caps.get(year, 0.0) for year in years]
        begin = years.index(city.years[0]) if record.approved is None else record.approved - years[0]
        window = [begin + k for k in range(cap.shape[1])]
        cap[i] = [limit[i, f] if 0 <= f < len(years) and i < city.choices else 0.0 for f in window]
        total[i] = 0.0 if found is None else found.room
        minimum[i] = first[i] = 0.0
    past = sum(year <= as_of for year in years)
    return replace(money, cap=cap, total=total, minimum=minimum, first=first, open=past, paid=paid, limit=limit)


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


def levers(asked: Asked, bars: Sequence[Bar]) -> Iterator[Lever]:
    """Only the data can lower what a candidate needs at least."""
    money = asked.problem.support
    if money is None:
        return
    label = Words("least support within what the caps allow: {n}", "最低支持需求降到支持上限以内：{n}")
    most = money.most()
    for bar in bars:
        held = ((item, f"{item.id} ≤ {most[item.candidate]:g}") for item in barred(asked.problem, bar))
        items = tuple(Item(item.id, Words(said, said), item.rule, item.candidate) for item, said in held)
        yield Lever("", "waive", rules=(name_of(bar.rule),), label=label, items=items)


FAMILY = Family("support", 90, rows=rows, levers=levers)
