"""What is doubtful in data that can be solved: figures too far apart, rules that forbid each other.

All are warnings with a code (P110, P112); what cannot be read at all is refused where it is read.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.rulebook.policy import Policy

SPREAD = 1e8
"""Greatest over least figure of one row from which the small ones drown: a solver holds rows to about 1e-6 of 1."""
Requires = tuple[str, tuple[str, ...]]
Columns = Mapping[str, Mapping[str, Any]]


def of_tables(columns: Columns, objective: str = "max_value", at: Sequence[int] = ()) -> list[Finding]:
    """Doubts about planner tables.

    Parameters
    ----------
    columns : mapping of table → column → values
    objective : str
        As the settings name it.
    at : sequence of int
        Row of each rule in its file, where known.

    Examples
    --------
    >>> usage = {"candidate": ["A", "B"], "row": ["m", "m"], "amount": [1e-6, 1e9]}
    >>> candidates, budgets = {"candidate": ["A", "B"], "value": [1, 0]}, {"row": ["m"], "cap": [5]}
    >>> found = of_tables({"candidates": candidates, "budgets": budgets, "usage": usage})
    >>> [(f.code, f.value) for f in found], found[0].message.en
    ([('P110', 'm')], 'the figures of budget row m lie between 1e-06 (A) and 1e+09 (B)')
    """
    rows: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for candidate, row, amount in zip(*(_column(columns, "usage", c) for c in ("candidate", "row", "amount"))):  # noqa: B905 - one table
        rows[str(row)].append((str(candidate), float(amount)))
    capped = {str(row) for row in _column(columns, "budgets", "row")}
    out = [
        found
        for row, figures in rows.items()
        if (row in capped or objective == "min_cost")
        and (found := _spread("usage", "amount", row, _budget(row), figures)) is not None
    ]
    if objective != "min_cost":
        out += _of_worth(columns)
    kinds = list(zip(*(_column(columns, "rules", c) for c in ("kind", "a", "b"))))  # noqa: B905 - one table
    requires = [(str(a), (str(b),)) for kind, a, b in kinds if str(kind) == "requires"]
    excludes = [(str(a), str(b)) for kind, a, b in kinds if str(kind) == "excludes"]
    places = {str(a): row for (kind, a, _), row in zip(kinds, at, strict=False) if str(kind) == "requires"}
    return [*out, *_forbidden("rules", "b", requires, excludes, places)]


def of_city(eco: Ecosystem, policy: Policy) -> list[Finding]:
    """Doubts about a city under a policy.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy
    """
    centres = eco.column("centres", "id")
    out: list[Finding | None] = []
    if policy.equity.pot is not None:
        pairs = list(zip(centres, eco.column("centres", "equity"), strict=True))
        words = Words("the equity pot", "注资资金池")
        out.append(_spread("centres", "equity", "equity.pot", words, pairs))
    needs = list(zip(centres, eco.column("centres", "minimum_support"), strict=True))
    words = Words("the support budgets", "支持资金预算")
    out.append(_spread("centres", "minimum_support", "budgets", words, needs))
    by_centre: dict[str, list[tuple[str, float]]] = defaultdict(list)
    columns = (eco.column("investments", c) for c in ("centre_id", "year", "investment"))
    for centre, year, money in zip(*columns, strict=True):
        by_centre[str(centre)].append((f"{year:g}", float(money)))
    for centre, figures in by_centre.items():
        words = Words("the support of {c}", "{c} 的支持资金").fill(c=centre)
        out.append(_spread("investments", "investment", centre, words, figures))
    pairs = [
        (f"{a}|{b}", v) for a, b, v in zip(*(eco.column("synergies", c) for c in ("a", "b", "bonus")), strict=True)
    ]
    words = Words("the collaboration goal", "协同目标")
    out.append(_spread("synergies", "bonus", "collaboration", words, pairs))
    requires, excludes = _rules(eco)
    return [*(f for f in out if f is not None), *_forbidden("rules", "members", requires, excludes)]


def _rules(eco: Ecosystem) -> tuple[list[Requires], list[tuple[str, ...]]]:
    requires, excludes = [], []
    for kind, members, limit in zip(*(eco.column("rules", c) for c in ("kind", "members", "limit")), strict=True):
        ids = tuple(m.strip() for m in str(members).split("|") if m.strip())
        if kind == "requires" and ids:
            requires.append((ids[0], ids[1:]))
        elif kind == "excludes" or (kind == "at_most" and limit <= 1):
            excludes.append(ids)
    return requires, excludes


def _column(columns: Columns, table: str, name: str) -> Iterable[Any]:
    return columns.get(table, {}).get(name, ())  # type: ignore[no-any-return]


def _budget(row: str) -> Words:
    return Words("budget row {r}", "预算行 {r}").fill(r=row)


def _spread(file: str, column: str, value: str, row: Words, figures: Sequence[tuple[Any, Any]]) -> Finding | None:
    """P110 where the figures of one row are too far apart."""
    sizes = [(abs(float(f)), str(who)) for who, f in figures if f and math.isfinite(f)]
    if not sizes or max(sizes)[0] <= SPREAD * min(sizes)[0]:
        return None
    (low, least), (high, most) = min(sizes), max(sizes)
    message = Words(
        "the figures of {row} lie between {low:g} ({least}) and {high:g} ({most})",
        "{row} 的数值介于 {low:g}（{least}）与 {high:g}（{most}）之间",
    ).fill(row=row, low=low, least=least, high=high, most=most)
    mend = Words(
        "no solver can weigh them in one row: check the units, or put 0 for what does not matter",
        "求解器无法在同一行中兼顾：请核对单位，或将无关紧要的数值填 0",
    )
    return Finding("P110", "warning", file=file, row=0, column=column, value=value, message=message, mend=mend)


def _of_worth(columns: Columns) -> Iterator[Finding]:
    """P110 on the objective."""
    figures = [
        *zip(_column(columns, "candidates", "candidate"), _column(columns, "candidates", "value")),  # noqa: B905
        *zip(_column(columns, "technologies", "technology"), _column(columns, "technologies", "weight")),  # noqa: B905
        *zip(_column(columns, "synergies", "a"), _column(columns, "synergies", "bonus")),  # noqa: B905
    ]
    found = _spread("candidates", "value", "objective", Words("the objective", "目标函数"), figures)
    if found is not None:
        yield found


def _forbidden(
    file: str,
    column: str,
    requires: Sequence[Requires],
    excludes: Sequence[Sequence[str]],
    rows: Mapping[str, int] | None = None,
) -> Iterator[Finding]:
    """P112 for each candidate whose own needs exclude one another, directly or along a chain."""
    needs: dict[str, set[str]] = defaultdict(set)
    for a, others in requires:
        needs[a].update(others)
    for a, wanted in needs.items():
        reach, new = {a}, set(wanted)
        while new:
            reach |= new
            new = {c for b in new if b in needs for c in needs[b]} - reach
        clash = next((both for row in excludes if len(both := [m for m in row if m in reach]) > 1), None)
        if clash is not None:
            message = Words(
                "{a} can never be chosen: with it the rules require {b} together, which exclude one another",
                "{a} 永远无法入选：选入它即须同时选入 {b}，而两者互斥",
            ).fill(a=a, b=" + ".join(clash))
            mend = Words("drop one of these rules if it may be chosen", "若应可入选，请删去其中一条规则")
            yield Finding(
                "P112",
                "warning",
                file=file,
                row=(rows or {}).get(a, 0),
                column=column,
                value=a,
                message=message,
                mend=mend,
            )
