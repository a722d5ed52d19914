"""The audit of a choice on published planner tables: rows, rules and the objective, in plain Python.

What does not live here: reading the tables, and the program that solves them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from planner.audit import table_terms as terms
from planner.audit.family import rule
from planner.audit.report import AuditReport, Ledger, agrees, total

Tables = Mapping[str, Iterable[Mapping[str, Any]]]


UNKNOWN = rule("A901", "shape", "{centre} is no candidate of these tables", "{centre}不在候选名单内")
TWICE = rule("A902", "shape", "{centre} is listed {value} times", "{centre}重复列出{value}次")
COUNT_MIN = rule("A903", "count_min", "{value} are chosen, fewer than {limit}", "入选{value}个，少于下限{limit}个")
COUNT_MAX = rule("A904", "count_max", "{value} are chosen, more than {limit}", "入选{value}个，超过上限{limit}个")
BUDGET = rule("A905", "budget", "row {key} uses {value}, more than {limit}", "预算行{key}占用{value}，超过上限{limit}")
REQUIRED = rule(
    "A906",
    "required",
    "technology {key} is covered {value} times, fewer than {limit}",
    "技术{key}覆盖{value}次，少于要求的{limit}次",
)
REQUIRES = rule(
    "A907", "requires", "{centre} is chosen without {key}, which it needs", "{centre}已入选，但其依赖的{key}未入选"
)
EXCLUDES = rule("A908", "excludes", "{centre} and {key} exclude one another", "{centre}与{key}互斥，不得同时入选")
UNREADABLE = rule("A909", "rules_table", "rule {key} cannot be checked", "规则“{key}”无法核验")
CLAIM = rule(
    "A910", "objective", "the plan claims {value}, the audit finds {limit}", "方案申报目标值{value}，审计核算{limit}"
)
SETTING = rule("A911", "settings", "setting {key} is not known", "设置项“{key}”的取值无法识别")
FLOOR = rule("A921", "floor", "row {key} reaches {value}, less than {limit}", "预算行{key}仅达{value}，低于下限{limit}")
TARGET = rule(
    "A922",
    "target",
    "technology {key} reaches {value}, less than its target {limit}",
    "技术{key}仅达{value}，低于目标量{limit}",
)
LOCKED_IN = rule("A923", "lock", "{centre} is locked in but not chosen", "{centre}为必选项但未入选")
LOCKED_OUT = rule("A924", "lock", "{centre} is locked out but chosen", "{centre}已被排除却入选")
STAGE = rule(
    "A925",
    "objective",
    "the plan claims {value} for {key}, the audit finds {limit}",
    "方案申报{key}为{value}，审计核算{limit}",
)
ALL = (
    *(UNKNOWN, TWICE, COUNT_MIN, COUNT_MAX, BUDGET, REQUIRED, REQUIRES, EXCLUDES, UNREADABLE, CLAIM, SETTING),
    *(FLOOR, TARGET, LOCKED_IN, LOCKED_OUT, STAGE),
)
FAMILIES = tuple(dict.fromkeys(r.family for r in ALL))


def audit_tables(
    tables: Tables,
    settings: Mapping[str, Any],
    chosen: Collection[str],
    claimed: float | None = None,
    claims: Mapping[str, float] | None = None,
) -> AuditReport:
    """Recheck every row of published planner tables on a choice, and recompute its objective.

    Parameters
    ----------
    tables
        Rows by table: candidates(candidate, value, cost), budgets(row, cap, floor), usage(candidate, row, amount),
        technologies(technology, weight, required, target), projects(project, candidate),
        covers(candidate, technology, strength), synergies(a, b, bonus), rules(kind, a, b). Numbers may be text, as a
        CSV reader gives them; a missing table is an empty one.
    settings
        ``objective`` or ``stages``, ``coverage`` any, best, all or sum, ``count_min`` and ``count_max`` or null.
    chosen
        Ids of the chosen candidates.
    claimed
        The objective (the first stage) to compare with.
    claims
        Further figures to compare with: any key of ``recomputed``.

    Returns
    -------
    AuditReport
        ``recomputed`` has ``objective``, every term that a stage may weigh, and ``stage1``, ``stage2`` …

    Notes
    -----
    total = Σ value + Σ weight · cover + Σ bonus of pairs of which both are chosen. A project covers what is listed
    for it when all its candidates are chosen. Cover, ``any``: 1 when something chosen covers with strength > 0;
    ``best``: the greatest strength among what is chosen; ``all``: 1 when everything listed for the technology is
    chosen (and something is listed); ``sum``: the sum of strengths of what is chosen.
    cost = Σ ``cost`` of the chosen where that column holds anything, else Σ of all their amounts in ``usage``, whether
    their row has a cap or not. A target that is weighed counts as reached within 1e-12 of it.

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
    wanted = terms.stages(settings)
    book.check(SETTING, wanted is not None, key="objective")
    book.check(SETTING, settings.get("coverage", "any") in terms.MODES, key="coverage")
    asked = {name for _, weights in wanted or () for name in weights} | set(claims or ())
    found = terms.terms(rows, str(settings.get("coverage", "any")), taken, asked)
    known_terms = wanted is not None and all(name in found for _, weights in wanted for name in weights)
    if wanted is not None:
        book.check(SETTING, known_terms, key="stages")
    for n, (_, weights) in enumerate(wanted or ()) if known_terms else ():
        found[f"stage{n + 1}"] = math.fsum(float(w) * found[name] for name, w in weights.items())
    found["objective"] = found.get("stage1", found["total"])
    _targets(book, rows, settings, taken)
    scale = terms.scale(rows, wanted or ())
    if claimed is None:
        book.skip("objective")
    else:
        book.check(CLAIM, agrees(claimed, found["objective"], scale), value=claimed, limit=found["objective"])
    for key, value in (claims or {}).items():
        said = found.get(key, math.nan)
        book.check(STAGE, agrees(value, said, scale), value=value, limit=said, key=key)
    return book.report(found)


_TABLES = ("candidates", "budgets", "usage", "technologies", "projects", "covers", "synergies", "rules")


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


def _budgets(book: Ledger, rows: terms.Rows, taken: set[str]) -> None:
    if not rows["budgets"]:
        book.skip("budget")
    used: dict[str, list[float]] = {}
    for r in rows["usage"]:
        if r["candidate"] in taken:
            used.setdefault(r["row"], []).append(terms.number(r["amount"]))
    for r in rows["budgets"]:
        spent = total((amount,) for amount in used.get(r["row"], ()))
        cap, floor = terms.given(r.get("cap")), terms.given(r.get("floor"))
        if cap is not None:
            book.at_most(BUDGET, spent, cap, measured=True, key=r["row"])
        if floor is not None:
            book.at_least(FLOOR, spent, floor, measured=True, key=r["row"])
    if not any(terms.given(r.get("floor")) is not None for r in rows["budgets"]):
        book.skip("floor")


def _targets(book: Ledger, rows: terms.Rows, settings: Mapping[str, Any], taken: set[str]) -> None:
    """Targets as rules, where no stage weighs how far they are reached."""
    wanted = terms.stages(settings) or ()
    wished = any(w for _, weights in wanted for name, w in weights.items() if name in terms.ON_TARGETS)
    asked = {r["technology"]: terms.number(r.get("target")) for r in rows["technologies"]}
    if wished or not any(asked.values()):
        book.skip("target")
        return
    cover = terms.covers(rows, str(settings.get("coverage", "any")), taken)
    for technology, target in asked.items():
        if target > 0.0:
            book.at_least(TARGET, cover.get(technology, 0.0), target, measured=True, key=technology)


def _required(book: Ledger, rows: terms.Rows, taken: set[str]) -> None:
    by: dict[str, set[str]] = {}
    active = taken | terms.funded(rows, taken)
    for r in rows["covers"]:
        if r["candidate"] in active and terms.number(r["strength"]) > 0.0:
            by.setdefault(r["technology"], set()).add(r["candidate"])
    needs = ((r["technology"], terms.number(r.get("required"))) for r in rows["technologies"])
    asked = [(technology, least) for technology, least in needs if least > 0.0]
    if not asked:
        book.skip("required")
    for technology, least in asked:
        book.at_least(REQUIRED, len(by.get(technology, ())), least, key=technology)


def _between(book: Ledger, rows: terms.Rows, taken: set[str]) -> None:
    kinds = Counter(r["kind"] for r in rows["rules"])
    for family in ("requires", "excludes"):
        if not kinds[family]:
            book.skip(family)
    if not kinds["locked_in"] + kinds["locked_out"]:
        book.skip("lock")
    if not rows["rules"]:
        book.skip("rules_table")
    for r in rows["rules"]:
        kind, a, b = r["kind"], r["a"], r["b"]
        if kind == "requires":
            book.check(REQUIRES, a not in taken or b in taken, centre=a, key=b)
        elif kind == "excludes":
            book.check(EXCLUDES, a not in taken or b not in taken, centre=a, key=b)
        elif kind == "locked_in":
            book.check(LOCKED_IN, a in taken, centre=a)
        elif kind == "locked_out":
            book.check(LOCKED_OUT, a not in taken, centre=a)
        else:
            book.check(UNREADABLE, holds=False, key=f"{kind} {a} {b}")
