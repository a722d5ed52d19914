"""What some payers give has to match what others give: for each centre, all years together, paid and promised."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from graph.base.words import Words
from planner.families.kind import Asked, Family
from planner.families.lever import Lever, name_of
from planner.problem.city import City
from planner.problem.history import Record
from planner.problem.rows import DueRow, Match, Rule


def rows(city: City) -> Iterator[DueRow]:
    """One row for each match rule and each centre that has money of its right-hand payers."""
    told = city.policy.payers
    for k, match in enumerate(told.match):
        words = Words("{l} pay at least {n:g} times what {o} pay", "{l} 支付不少于 {o} 的 {n:g} 倍").fill(
            l=_named(match.left), o=_named(match.of), n=match.at_least
        )
        name = "match" if k == 0 else f"match {k + 1}"
        rule = Rule(name, "match", words, f"payers.match.{k}.at_least", "money")
        for i, row in enumerate(city.candidates):
            record = city.record(int(row))
            if record is None:
                continue
            of = _given(record, match.of, promised=True)
            if of <= 0:
                continue
            part, found = _parts(city, i), city.allowed(i)
            asked = Match(
                figure=match.at_least,
                of=of,
                left=_given(record, match.left, promised=True, beside_own=True),
                of_part=math.fsum(part[payer] for payer in match.of),
                left_part=math.fsum(part[payer] for payer in match.left),
                most=0.0 if found is None else found.most,
                ungraded=0.0 if found is None else found.ungraded,
            )
            share, floor = asked.asked()
            open_to = found.caps if found is not None and found.most > 0 else {}
            years = np.array([city.funding.index(y) for y, cap in open_to.items() if cap > 0], dtype=np.int64)
            yield DueRow(
                rule=rule,
                centre=np.full(len(years), i),
                year=years,
                share=np.full(len(years), share),
                floor=floor,
                stays=i,
                match=asked,
            )


def _named(payers: Collection[str]) -> Words:
    known = {"city": "市级", "district": "区县", "province": "省级", "nation": "国家", "other": "其他"}
    return Words(" and ".join(payers), "、".join(known[payer] for payer in payers))


def _parts(city: City, i: int) -> dict[str, float]:
    """What each payer gives for each unit of city and district money in the years to come."""
    shares = city.policy.payers.shares
    own = 1.0 - math.fsum(shares.values())
    district = float(city.district_share[i])
    higher = {str(payer): share / own for payer, share in shares.items()}
    return {"city": 1.0 - district, "district": district, "province": 0.0, "nation": 0.0, "other": 0.0, **higher}


def _given(record: Record, payers: Collection[str], *, promised: bool, beside_own: bool = False) -> float:
    """What payers have paid, and what those beside city and district have promised: theirs the plan decides."""
    paid = [money for payer in payers for money in record.support.get(payer, {}).values()]
    if promised:
        told = [p for p in payers if not (beside_own and p in ("city", "district"))]
        paid += [money for payer in told for money in record.promises.get(payer, {}).values()]
    return math.fsum(paid)


def levers(asked: Asked, same: Sequence[DueRow]) -> Iterator[Lever]:
    """How many times the money of others has to be matched."""
    k = int(same[0].rule.key.split(".")[2])
    told = asked.policy.payers.match[k]
    label = Words("{l} pay at least {n} times what {o} pay", "{l} 支付不少于 {o} 的 {n} 倍").fill(
        l=_named(told.left), o=_named(told.of), n="{n}"
    )
    names = tuple({name_of(row.rule): None for row in same})
    yield Lever(
        same[0].rule.key, "score", rules=names, label=label, value=told.at_least, reach=told.at_least, bends=True
    )


FAMILY = Family("match", 96, rows=rows, levers=levers)
