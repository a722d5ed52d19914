"""The audit of a choice on published planner tables: rows, rules and the objective, in plain Python.

What does not live here: reading the tables, and the program that solves them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graph.words import Words
from planner.audit.report import AuditReport, Ledger, Rule, agrees, slack_of_money

Tables = Mapping[str, Iterable[Mapping[str, Any]]]


def _rule(code: str, family: str, en: str, zh: str) -> Rule:
    return Rule(code, family, Words(en, zh))


UNKNOWN = _rule("A901", "shape", "{centre} is no candidate of these tables", "{centre}不在候选名单内")
TWICE = _rule("A902", "shape", "{centre} is listed {value} times", "{centre}重复列出{value}次")
COUNT_MIN = _rule("A903", "count_min", "{value} are chosen, fewer than {limit}", "入选{value}个，少于下限{limit}个")
COUNT_MAX = _rule("A904", "count_max", "{value} are chosen, more than {limit}", "入选{value}个，超过上限{limit}个")
BUDGET = _rule("A905", "budget", "row {key} uses {value}, more than {limit}", "预算行{key}占用{value}，超过上限{limit}")
REQUIRED = _rule(
    "A906",
    "required",
    "technology {key} is covered {value} times, fewer than {limit}",
    "技术{key}覆盖{value}次，少于要求的{limit}次",
)
REQUIRES = _rule(
    "A907", "requires", "{centre} is chosen without {key}, which it needs", "{centre}已入选，但其依赖的{key}未入选"
)
EXCLUDES = _rule("A908", "excludes", "{centre} and {key} exclude one another", "{centre}与{key}互斥，不得同时入选")
UNREADABLE = _rule("A909", "rules_table", "rule {key} cannot be checked", "规则“{key}”无法核验")
CLAIM = _rule(
    "A910", "objective", "the plan claims {value}, the audit finds {limit}", "方案申报目标值{value}，审计核算{limit}"
)
SETTING = _rule("A911", "settings", "setting {key} is not known", "设置项“{key}”的取值无法识别")
ALL = (UNKNOWN, TWICE, COUNT_MIN, COUNT_MAX, BUDGET, REQUIRED, REQUIRES, EXCLUDES, UNREADABLE, CLAIM, SETTING)
FAMILIES = tuple(dict.fromkeys(r.family for r in ALL))


def audit_tables(
    tables: Tables, settings: Mapping[str, Any], chosen: Collection[str], claimed: float | None = None
) -> AuditReport:
    """Recheck every row of published planner tables on a choice, and recompute its objective.

    Parameters
    ----------
    tables
        Rows by table: candidates(candidate, value), budgets(row, cap), usage(candidate, row, amount),
        technologies(technology, weight, required), covers(candidate, technology, strength), synergies(a, b, bonus),
        rules(kind, a, b). Numbers may be text, as a CSV reader gives them; a missing table is an empty one.
    settings
        ``objective`` max_value or min_cost, ``coverage`` any, best or all, ``count_min`` and ``count_max`` or null.
    chosen
        Ids of the chosen candidates.
    claimed
        The objective to compare with.

    Returns
    -------
    AuditReport
        ``recomputed`` has ``objective``, ``cost`` and ``count``.

    Notes
    -----
    max_value = Σ value + Σ weight · covered + Σ bonus of pairs of which both are chosen. ``any``: covered is 1 when
    a chosen candidate covers with strength > 0; ``best``: the greatest strength among the chosen; ``all``: 1 when
    every candidate listed for the technology is chosen (and at least one is listed).
    min_cost = Σ of all amounts of the chosen in ``usage``, whether their row has a cap or not.

    Examples
    --------
    >>> tables = {"candidates": [{"candidate": "A", "value": 5}, {"candidate": "B", "value": 3}],
    ...           "budgets": [{"row": "y1", "cap": 4}],
    ...           "usage": [{"candidate": "A", "row": "y1", "amount": 4}, {"candidate": "B", "row": "y1", "amount": 1}]}
    >>> audit_tables(tables, {"objective": "max_value"}, ["A"], 5.0).clean
    True
    >>> audit_tables(tables, {"objective": "max_value"}, ["A", "B"], 8.0).findings[0].words.en
    'row y1 uses 5, more than 4'
    """
    rows = {name: list(tables.get(name, ())) for name in _TABLES}
    book = Ledger(FAMILIES)
    known = {r["candidate"] for r in rows["candidates"]}
    for centre, times in Counter(chosen).items():
        book.check(UNKNOWN, centre in known, centre=str(centre))
        book.check(TWICE, times == 1, centre=str(centre), value=times, limit=1)
    taken = {c for c in chosen if c in known}
    _counts(book, settings, len(taken))
    _budgets(book, rows, taken)
    _required(book, rows, taken)
    _between(book, rows, taken)
    book.check(SETTING, settings.get("objective") in ("max_value", "min_cost"), key="objective")
    book.check(SETTING, settings.get("coverage", "any") in ("any", "best", "all"), key="coverage")
    cost = math.fsum(_float(r["amount"]) for r in rows["usage"] if r["candidate"] in taken)
    found = cost if settings.get("objective") == "min_cost" else _value(rows, settings.get("coverage", "any"), taken)
    if claimed is None:
        book.skip("objective")
    else:
        book.check(CLAIM, agrees(claimed, found), value=claimed, limit=found)
    return book.report({"objective": found, "cost": cost, "count": float(len(taken))})


_TABLES = ("candidates", "budgets", "usage", "technologies", "covers", "synergies", "rules")


def _float(value: Any) -> float:
    """A number, or its text; blank (also NaN) is 0."""
    number = float(value) if value not in ("", None) else 0.0
    return 0.0 if math.isnan(number) else number


def _counts(book: Ledger, settings: Mapping[str, Any], count: int) -> None:
    least, most = settings.get("count_min"), settings.get("count_max")
    if least is None:
        book.skip("count_min")
    else:
        book.at_least(COUNT_MIN, count, least)
    if most is None:
        book.skip("count_max")
    else:
        book.at_most(COUNT_MAX, count, most)


def _budgets(book: Ledger, rows: Mapping[str, list[Mapping[str, Any]]], taken: set[str]) -> None:
    if not rows["budgets"]:
        book.skip("budget")
    used: dict[str, list[float]] = {}
    for r in rows["usage"]:
        if r["candidate"] in taken:
            used.setdefault(r["row"], []).append(_float(r["amount"]))
    for r in rows["budgets"]:
        spent, cap = math.fsum(used.get(r["row"], ())), float(r["cap"])
        book.check(BUDGET, spent <= cap + slack_of_money(cap), value=spent, limit=cap, key=r["row"])


def _required(book: Ledger, rows: Mapping[str, list[Mapping[str, Any]]], taken: set[str]) -> None:
    by: dict[str, set[str]] = {}
    for r in rows["covers"]:
        if r["candidate"] in taken and _float(r["strength"]) > 0.0:
            by.setdefault(r["technology"], set()).add(r["candidate"])
    asked = [(r["technology"], _float(r["required"])) for r in rows["technologies"] if _float(r["required"]) > 0.0]
    if not asked:
        book.skip("required")
    for technology, least in asked:
        book.at_least(REQUIRED, len(by.get(technology, ())), least, key=technology)


def _between(book: Ledger, rows: Mapping[str, list[Mapping[str, Any]]], taken: set[str]) -> None:
    kinds = Counter(r["kind"] for r in rows["rules"])
    for family in ("requires", "excludes"):
        if not kinds[family]:
            book.skip(family)
    if not rows["rules"]:
        book.skip("rules_table")
    for r in rows["rules"]:
        kind, a, b = r["kind"], r["a"], r["b"]
        if kind == "requires":
            book.check(REQUIRES, a not in taken or b in taken, centre=a, key=b)
        elif kind == "excludes":
            book.check(EXCLUDES, a not in taken or b not in taken, centre=a, key=b)
        else:
            book.check(UNREADABLE, holds=False, key=f"{kind} {a} {b}")


def _value(rows: Mapping[str, list[Mapping[str, Any]]], coverage: str, taken: set[str]) -> float:
    strengths: dict[str, dict[str, float]] = {}
    for r in rows["covers"]:
        mine = strengths.setdefault(r["technology"], {})
        mine[r["candidate"]] = max(mine.get(r["candidate"], 0.0), _float(r["strength"]))
    parts = [_float(r["value"]) for r in rows["candidates"] if r["candidate"] in taken]
    parts += [_float(r["bonus"]) for r in rows["synergies"] if r["a"] in taken and r["b"] in taken]
    for r in rows["technologies"]:
        listed = strengths.get(r["technology"], {})
        best = max((strength for c, strength in listed.items() if c in taken), default=0.0)
        if coverage == "all":
            covered = float(bool(listed) and set(listed) <= taken)
        else:
            covered = best if coverage == "best" else float(best > 0.0)
        parts.append(_float(r["weight"]) * covered)
    return math.fsum(parts)
