"""Amounts that a scenario takes over from a policy that comes with buju, held against the unit of the data (Y765).

What does not live here: units in the headers of tables (``loaders.tables.units``), the names of units
(``graph.base.money_units``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from graph.base.findings import Finding
from graph.base.money_units import money
from graph.base.words import Words
from planner.rulebook.kinds import Amount
from planner.rulebook.scenario.scenario import Scenario
from planner.rulebook.scenario.shape import Keys, dotted

UNIT = "万元"
"""Unit of the amounts in the policies that come with buju."""
_SHIPPED = "policy:"


def money_against(scenario: Scenario, unit: str) -> tuple[Finding, ...]:
    """Say which amounts of a shipped policy are taken as they stand though the data are in another unit (Y765).

    An amount is a number in the unit of the data, wherever it stands; those of the policies that come with buju are
    meant in 万元. What a scenario, or ``--set``, gives itself is taken at its word.

    Parameters
    ----------
    scenario : Scenario
    unit : str
        The money unit of the data; empty: unknown, nothing is said.

    Examples
    --------
    >>> from planner.rulebook.scenario import shipped
    >>> [f.message.en for f in money_against(shipped("ningbo-2023"), "元")][0]
    'the policy means 1,000 万元; the data are in 元, and 1,000 元 is what counts'
    >>> [f.mend.en for f in money_against(shipped("ningbo-2023"), "元")]
    ['--set support.total_cap=10000000', '--set support.first_year_cap=5000000']
    >>> money_against(shipped("ningbo-2023"), "人民币万元")
    ()
    """
    meant, own = money(UNIT), money(unit)
    if not unit.strip() or meant is None or own == meant:
        return ()
    found = []
    for path, value in _amounts(scenario.policy):
        at = scenario.origins.get(dotted(path))
        if not value or at is None or not at.file.startswith(_SHIPPED):
            continue
        message = Words(
            "the policy means {n:,.12g} {m}; the data are in {u}, and {n:,.12g} {u} is what counts",
            "政策所指为 {n:,.12g}{m}；数据的金额单位为“{u}”，现按 {n:,.12g}{u} 计算",
        ).fill(n=value, m=UNIT, u=unit)
        mend = Words("give {k} in {u}, or null for none", "请按“{u}”给出 {k}；不设限可写 null").fill(
            k=dotted(path), u=unit
        )
        if own is not None and own.currency == meant.currency:
            said = f"--set {dotted(path)}={value * meant.factor / own.factor:.15g}"
            mend = Words(said, said)
        found.append(
            Finding(
                "Y765",
                "warning",
                file=at.file,
                row=at.line,
                column=str(at.column or ""),
                value=f"{value:.15g}",
                message=message,
                mend=mend,
            )
        )
    return tuple(found)


def _amounts(part: BaseModel, path: Keys = ()) -> Iterator[tuple[Keys, float]]:
    """Every amount of money in a policy, with its path."""
    for name, field in type(part).model_fields.items():
        value, here = getattr(part, name), (*path, name)
        if isinstance(value, BaseModel):
            yield from _amounts(value, here)
        elif any(isinstance(mark, Amount) for mark in field.metadata) or _is_money(field.annotation):
            items = value.items() if isinstance(value, dict) else [(None, value)]
            yield from ((here if key is None else (*here, key), one) for key, one in items if one is not None)
        elif isinstance(value, dict):
            yield from (
                found
                for key, one in value.items()
                if isinstance(one, BaseModel)
                for found in _amounts(one, (*here, key))
            )


def _is_money(annotation: Any) -> bool:
    """Whether an annotation holds amounts: money, money or null, money by year."""
    marks = getattr(annotation, "__metadata__", ())
    return any(isinstance(mark, Amount) for mark in marks) or any(map(_is_money, get_args(annotation)))
