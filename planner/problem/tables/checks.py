"""What planner tables and settings must say together: contradictions and omissions, each with place and mend.

Codes P2xx. What does not live here: single cells and references (``loaders``), ``settings.json`` by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

import numpy as np

from graph.base.findings import Finding
from graph.base.words import Words
from planner.problem.tables.columns import column, numbers
from planner.problem.tables.declared import NAMES, ON_TARGETS, TERMS
from planner.problem.tables.settings import Settings, stages_of, terms_of

Places = Mapping[str, tuple[str, Sequence[int]]]
"""Table → its file and the row number of each of its rows."""


@dataclass(frozen=True)
class _Given:
    columns: Mapping[str, Mapping[str, Any]]
    settings: Settings
    places: Places = field(default_factory=dict)

    def finding(
        self,
        code: str,
        table: str,
        position: int,
        name: str,
        value: Any,
        message: Words,
        mend: Words,
        level: Literal["error", "warning"] = "error",
    ) -> Finding:
        file, rows = self.places.get(table, (f"{table}.csv", ()))
        row = rows[position] if 0 <= position < len(rows) else position + 2
        return Finding(
            code,
            level,
            file=file,
            row=row if position >= 0 else 0,
            column=name,
            value=str(value)[:80],
            message=message,
            mend=mend,
        )


def check_tables(
    columns: Mapping[str, Mapping[str, Any]],
    settings: Settings,
    places: Places | None = None,
    *,
    sought: bool = True,
) -> list[Finding]:
    """Everything that the tables and the settings say against one another.

    Parameters
    ----------
    columns : mapping of table → column → array
        As ``loaders.table_set.read_tables(path, PLANNER_TABLES)`` returns them.
    settings : Settings
    places : mapping, optional
        Table → (file, row numbers), so that findings can name rows that the reader counted.
    sought : bool
        Whether the objective of the settings is what is sought; otherwise it is not checked.

    Returns
    -------
    list of Finding
        P201 row without cap and floor, P202 floor above cap, P203 cost half given, P204 rule without a second
        candidate, P205 lock with one, P206 locked in and out, P207 (warning) requires and excludes the same, P208 no
        target where targets are weighed, P209 target above 1 where cover is 0 or 1, P210 (warning) nothing to gain,
        P211 unknown term.

    Examples
    --------
    >>> tables = {"candidates": {"candidate": ["A"], "value": [1.0]},
    ...     "rules": {"kind": ["locked_in", "locked_out"], "a": ["A", "A"], "b": ["", ""]}}
    >>> [(f.code, f.row, f.message.en) for f in check_tables(tables, Settings())]
    [('P206', 3, 'A is locked in (row 2) and locked out')]
    """
    given = _Given(columns, settings, places or {})
    checks = (_rows, _cost, _rules, _targets, *((_terms, _gain) if sought else ()))
    return [found for check in checks for found in check(given)]


def _rows(given: _Given) -> Iterator[Finding]:
    names = column(given.columns, "budgets", "row")
    caps = numbers(given.columns, "budgets", "cap", np.nan)
    floors = numbers(given.columns, "budgets", "floor", np.nan)
    for n, (row, cap, floor) in enumerate(zip(names, caps, floors, strict=True)):
        if np.isnan(cap) and np.isnan(floor):
            words = Words("row {r} has neither a cap nor a floor", "预算行 {r} 既无上限也无下限").fill(r=row)
            mend = Words("give one of them, or remove the row", "请给出其一，或删去该行")
            yield given.finding("P201", "budgets", n, "cap", "", words, mend)
        elif floor > cap:
            words = Words("the floor of row {r} is above its cap {c}", "预算行 {r} 的下限高于上限 {c}")
            mend = Words("a floor is at most the cap", "下限不得高于上限")
            yield given.finding(
                "P202", "budgets", n, "floor", f"{floor:.15g}", words.fill(r=row, c=f"{cap:.15g}"), mend
            )


def _cost(given: _Given) -> Iterator[Finding]:
    costs = numbers(given.columns, "candidates", "cost", np.nan)
    if np.isnan(costs).all():
        return
    for n in np.flatnonzero(np.isnan(costs)):
        one = column(given.columns, "candidates", "candidate")[int(n)]
        words = Words("{c} has no cost, others have one", "{c} 未填成本，其他候选已填").fill(c=one)
        mend = Words("give every cost, 0 if there is none, or none at all", "请全部填写（没有则填 0），或全部留空")
        yield given.finding("P203", "candidates", int(n), "cost", "", words, mend)


def _rules(given: _Given) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], int] = {}
    kinds, firsts = column(given.columns, "rules", "kind"), column(given.columns, "rules", "a")
    given_seconds = column(given.columns, "rules", "b")
    seconds = given_seconds if len(given_seconds) else [""] * len(kinds)
    for n, (kind, a, b) in enumerate(zip(map(str, kinds), map(str, firsts), map(str, seconds), strict=True)):
        seen[kind, a, b] = n
        lock = kind in ("locked_in", "locked_out")
        if lock and b:
            words = Words("a lock speaks of one candidate", "必选或排除只涉及一个候选")
            yield given.finding("P205", "rules", n, "b", b, words, Words("leave b blank", "请将乙列留空"))
        elif not lock and not b:
            words = Words("the rule lacks its second candidate", "规则缺少第二个候选")
            yield given.finding("P204", "rules", n, "b", "", words, Words("name it in b", "请在乙列填写"))
        elif not lock and a == b:
            words = Words("{c} stands against itself", "{c} 与自身成对").fill(c=a)
            yield given.finding("P204", "rules", n, "b", b, words, Words("name another", "请填写另一个候选"))
        yield from _clash(given, seen, kind, a, b)


def _clash(given: _Given, seen: Mapping[tuple[str, str, str], int], kind: str, a: str, b: str) -> Iterator[Finding]:
    """Two locks that forbid each other, told at the later of them; rules: ``planner.problem.doubtful_data``."""
    here = seen[kind, a, b]
    _, rows = given.places.get("rules", ("", ()))

    def at(n: int) -> int:
        return rows[n] if n < len(rows) else n + 2

    if kind in ("locked_in", "locked_out"):
        other = {"locked_in": "locked_out", "locked_out": "locked_in"}[kind]
        if (other, a, b) in seen:
            words = Words("{c} is locked in (row {n}) and locked out", "{c} 既必选（第 {n} 行）又被排除")
            if other == "locked_out":
                words = Words("{c} is locked out (row {n}) and locked in", "{c} 既被排除（第 {n} 行）又必选")
            mend = Words("remove one of the two rows", "请删去其中一行")
            yield given.finding("P206", "rules", here, "kind", kind, words.fill(c=a, n=at(seen[other, a, b])), mend)


def _targets(given: _Given) -> Iterator[Finding]:
    target = numbers(given.columns, "technologies", "target", np.nan)
    weighed = sorted(terms_of(given.settings) & set(ON_TARGETS))
    if weighed and not (target > 0.0).any():
        words = Words("no technology has a target, which {t} is measured against", "没有技术给出目标量，无法计算 {t}")
        mend = Words("fill the column target", "请填写目标量列")
        yield given.finding("P208", "technologies", -1, "target", "", words.fill(t=", ".join(weighed)), mend)
    if given.settings.coverage in ("any", "all"):
        for n in np.flatnonzero(target > 1.0):
            words = Words(
                "with coverage {m} a technology is covered or not: a target above 1 cannot be met",
                "覆盖方式为 {m} 时覆盖非 0 即 1，目标量大于 1 无法达到",
            ).fill(m=given.settings.coverage)
            mend = Words('set "coverage": "sum" if strengths add up', '若强度可累加，请设 "coverage": "sum"')
            yield given.finding("P209", "technologies", int(n), "target", f"{target[n]:.15g}", words, mend)


def _terms(given: _Given) -> Iterator[Finding]:
    known = [*TERMS, *(name for name in given.columns["candidates"] if name not in NAMES)]
    for name in sorted(terms_of(given.settings) - set(known)):
        words = Words("{t} is no term and no column of candidates", "{t} 既不是可用的目标项，也不是候选表的列")
        near = get_close_matches(name, known, 1)
        mend = Words("known: {k}", "可用：{k}").fill(k=", ".join(known))
        if near:
            mend = Words("nearest is {k}", "最接近的是 {k}").fill(k=near[0])
        yield Finding(
            "P211",
            "error",
            file="settings.json",
            row=0,
            column="stages",
            value=name,
            message=words.fill(t=name),
            mend=mend,
        )


def _gain(given: _Given) -> Iterator[Finding]:
    """Weights that are all zero: every choice is as good as any other."""
    weighed = terms_of(given.settings)
    parts = {"value", "technologies", "synergies"} if "total" in weighed else set()
    parts |= weighed - {"total"}
    sources = {
        "value": ("candidates", "value"),
        "technologies": ("technologies", "weight"),
        "synergies": ("synergies", "bonus"),
        **dict.fromkeys(ON_TARGETS, ("technologies", "weight")),
    }
    if not parts <= set(sources) or not len(column(given.columns, "candidates", "candidate")):
        return
    if any(np.any(numbers(given.columns, *sources[part], 0.0)) for part in parts):
        return
    words = Words(
        "all weights are zero: every choice that keeps the rules is as good", "权重全为零：凡满足规则的选择均无优劣"
    )
    mend = Words("give values, weights or bonuses, or minimise the cost", "请给出价值、权重或加分，或改为求成本最小")
    stage = ", ".join(sorted(stages_of(given.settings)[0].weights))
    yield Finding(
        "P210", "warning", file="settings.json", row=0, column="objective", value=stage, message=words, mend=mend
    )
