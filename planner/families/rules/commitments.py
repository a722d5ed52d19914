"""What approvals have promised for later years: firm (kept), with priority (as little short as can be), or free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graph.base.words import Words
from planner.families.kind import Asked, Family
from planner.families.lever import Item, Lever, name_of
from planner.problem.city import City
from planner.problem.rows import DueRow, Rule

MOST_NAMED = 8
"""Promises that a sentence names."""
_WORDS = Words("promised support is paid", "承诺的支持按期兑现")
_ONE = Words("{c}: support promised for {y} is paid", "{c}：{y} 年承诺的支持按期兑现")


def rows(city: City) -> Iterator[DueRow]:
    """One row for each centre and year with a promise, as it is held; all of them are one rule."""
    how = city.policy.course.commitments
    if how == "free":
        return
    rule = Rule("commitments", "commitments", _WORDS, "course.commitments", "money")
    for i in range(city.size):
        found = city.allowed(i)
        for year, amount in ({} if found is None else found.promised).items():
            if amount > 0:
                at = np.array([city.funding.index(year)])
                # a stop acts from the year after the next on: the promise of the next year holds in any case
                stays = i if year > city.as_of + 1 else -1
                words = _ONE.fill(c=city.candidate_names[i], y=year)
                soft = how == "priority"
                yield DueRow(
                    rule=rule,
                    centre=np.array([i]),
                    year=at,
                    share=np.ones(1),
                    floor=amount,
                    stays=stays,
                    soft=soft,
                    words=words,
                )


def levers(asked: Asked, same: Sequence[DueRow]) -> Iterator[Lever]:
    """All promises together come first but may fall short; the sentence names them with their amounts."""
    money = asked.problem.support
    firm = [row for row in same if not row.soft]
    if not firm or money is None:
        return
    told = [
        f"{asked.problem.candidates[int(r.centre[0])]} {money.years[int(r.year[0])]}: {r.floor:,.12g}" for r in firm
    ]
    listed = ", ".join(told[:MOST_NAMED]) + (" …" if len(told) > MOST_NAMED else "")
    first = asked.policy.course.commitments == "priority"  # held at what a plan keeps of them
    label = (
        Words("promises may fall short ({l})", "允许承诺兑现不足（{l}）")
        if first
        else Words("promises come first but may fall short ({l})", "承诺优先兑现，但允许不足（{l}）")
    )
    name = name_of(firm[0].rule)
    item = Item("commitments", firm[0].rule.words, name)
    yield Lever(
        "course.commitments",
        "waive",
        rules=(name,),
        label=label.fill(l=listed),
        items=(item,),
        becomes="free" if first else "priority",
        was=asked.policy.course.commitments,
    )


FAMILY = Family("commitments", 94, rows=rows, levers=levers)
