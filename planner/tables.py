"""Planner tables: a selection problem as seven small tables and settings, the form of the published cases.

candidates(candidate, value) · budgets(row, cap) · usage(candidate, row, amount) ·
technologies(technology, weight, required) · covers(candidate, technology, strength) · synergies(a, b, bonus) ·
rules(kind, a, b) · settings(objective, coverage, count_min, count_max, offset, sign, …).
What does not live here: reading files (``loaders``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from graph.findings import Finding
from graph.schema import Column, Table
from graph.words import Words
from planner.problem import (
    BUILT_IN,
    BudgetRow,
    CountRow,
    DepthRow,
    Goal,
    Layer,
    Logic,
    Pairs,
    PlanningProblem,
    Rule,
    Stage,
)


def _text(name: str, zh: str, refers: tuple[str, ...] = ()) -> Column:
    return Column(name, zh, "ref" if refers else "id", Words(name, zh), required=True, refers=refers)


def _number(name: str, zh: str, low: float | None = None) -> Column:
    return Column(name, zh, "number", Words(name, zh), required=True, low=low)


def _table(name: str, zh: str, key: Sequence[str], *columns: Column, required: bool = False) -> Table:
    return Table(name, zh, Words(name, zh), tuple(key), columns, required)


PLANNER_TABLES: tuple[Table, ...] = (
    _table(
        "candidates", "候选", ["candidate"], _text("candidate", "候选"), _number("value", "自身价值"), required=True
    ),
    _table("budgets", "预算", ["row"], _text("row", "预算行"), _number("cap", "上限")),
    _table(
        "usage",
        "用量",
        ["candidate", "row"],
        _text("candidate", "候选", ("candidates",)),
        Column("row", "预算行", "text", Words("row", "预算行"), required=True),
        _number("amount", "用量"),
    ),
    _table(
        "technologies",
        "技术",
        ["technology"],
        _text("technology", "技术"),
        _number("weight", "权重", 0),
        Column("required", "最少覆盖", "integer", Words("required", "最少覆盖"), low=0, default=0),
    ),
    _table(
        "covers",
        "覆盖",
        ["candidate", "technology"],
        _text("candidate", "候选", ("candidates",)),
        _text("technology", "技术", ("technologies",)),
        Column("strength", "强度", "number", Words("strength", "强度"), low=0, default=1.0),
    ),
    _table(
        "synergies",
        "协同",
        ["a", "b"],
        _text("a", "甲", ("candidates",)),
        _text("b", "乙", ("candidates",)),
        _number("bonus", "加分"),
    ),
    _table(
        "rules",
        "规则",
        ["kind", "a", "b"],
        Column(
            "kind",
            "类型",
            "choice",
            Words("kind", "类型"),
            required=True,
            choices=(("requires", "依赖"), ("excludes", "互斥")),
        ),
        _text("a", "甲", ("candidates",)),
        _text("b", "乙", ("candidates",)),
    ),
)
"""Declarations for ``loaders.tables.read_tables``; further numeric columns of candidates are goals by name."""


@dataclass(frozen=True)
class Settings:
    """Settings of a case. ``published = offset + sign × objective``, where a published value is known."""

    objective: Literal["max_value", "min_cost"] = "max_value"
    coverage: Literal["any", "best", "all"] = "any"
    count_min: int | None = None
    count_max: int | None = None
    offset: float = 0.0
    sign: float = 1.0
    published: float | None = None
    tol: float = 1e-6


def read_settings(path: Path) -> tuple[Settings, list[Finding]]:
    """Read ``settings.json``; a missing file means the defaults.

    Returns
    -------
    settings : Settings
    findings : list of Finding
        Everything that is wrong: not JSON, unknown or wrong values (codes P1xx).
    """
    if not path.is_file():
        return Settings(), []
    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        wrong = Words("not a JSON object", "不是 JSON 对象")
        return Settings(), [_setting("P101", path.name, "", "", wrong, Words("write {...}", "应写成 {...}"))]
    good: dict[str, Any] = {}
    findings = []
    for key, value in data.items():
        if key not in _SETTINGS:
            mend = Words("known: {k}", "可用：{k}").fill(k=", ".join(_SETTINGS))
            findings.append(
                _setting("P102", path.name, key, value, Words("unknown setting", "没有此项设置"), mend, "warning")
            )
        elif not _SETTINGS[key][0](value):
            findings.append(
                _setting("P103", path.name, key, value, Words("wrong value", "取值有误"), _SETTINGS[key][1])
            )
        else:
            good[key] = value
    return Settings(**good), findings


def _setting(
    code: str,
    file: str,
    key: str,
    value: Any,
    message: Words,
    mend: Words,
    level: Literal["error", "warning"] = "error",
) -> Finding:
    return Finding(code, level, file, 0, key, str(value)[:80], message, mend)


def _number_like(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


_A_COUNT = Words("a whole number from 0, or null", "应为不小于 0 的整数或 null")
_A_NUMBER = Words("a number", "应为数字")
_SETTINGS: dict[str, tuple[Callable[[Any], bool], Words]] = {
    "objective": (lambda v: v in ("max_value", "min_cost"), Words("max_value or min_cost", "max_value 或 min_cost")),
    "coverage": (lambda v: v in ("any", "best", "all"), Words("any, best or all", "any、best 或 all")),
    "count_min": (_count, _A_COUNT),
    "count_max": (_count, _A_COUNT),
    "offset": (_number_like, _A_NUMBER),
    "sign": (_number_like, _A_NUMBER),
    "published": (lambda v: v is None or _number_like(v), _A_NUMBER),
    "tol": (_number_like, _A_NUMBER),
}


def rule(name: str, family: str, en: str, zh: str) -> Rule:
    """A rule of the tables, which no scenario key can change."""
    return Rule(name, family, Words(en, zh))


def from_tables(columns: Mapping[str, Mapping[str, Any]], settings: Settings) -> PlanningProblem:
    """The planning problem of a set of planner tables.

    Parameters
    ----------
    columns : mapping of table → column → array
        As ``loaders.tables.read_tables(path, PLANNER_TABLES)`` returns them; missing tables are empty.
    settings : Settings

    Returns
    -------
    PlanningProblem
        One approval "year"; stages: the objective, then nothing (``min_cost`` needs no tie-break).

    Examples
    --------
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B"], "value": [3.0, 2.0]},
    ...     "budgets": {"row": ["money"], "cap": [1.0]},
    ...     "usage": {"candidate": ["A", "B"], "row": ["money", "money"], "amount": [1.0, 1.0]}}, Settings())
    >>> problem.candidates, problem.budgets[0].usage
    (('A', 'B'), array([1., 1.]))
    """
    ids = tuple(str(c) for c in columns["candidates"]["candidate"])
    where = {c: i for i, c in enumerate(ids)}
    amounts = _amounts(columns, where)
    caps = dict(zip(*(_column(columns, "budgets", c) for c in ("row", "cap")), strict=True))
    counts: tuple[CountRow, ...] = ()
    if settings.count_min is not None or settings.count_max is not None:
        low = -np.inf if settings.count_min is None else settings.count_min
        high = np.inf if settings.count_max is None else settings.count_max
        counts = (CountRow(rule("count", "count", "number chosen", "入选数"), np.arange(len(ids)), low, high),)
    layer, depths = _technologies(columns, where, settings)
    pairs = Pairs(
        "synergies",
        np.array([where[str(a)] for a in _column(columns, "synergies", "a")], dtype=np.int64),
        np.array([where[str(b)] for b in _column(columns, "synergies", "b")], dtype=np.int64),
        np.array(_column(columns, "synergies", "bonus"), dtype=np.float64),
    )
    maximise = settings.objective == "max_value"
    further = further_values(columns)
    return PlanningProblem(
        candidates=ids,
        years=(0,),
        cost=sum(amounts.values(), np.zeros(len(ids))),
        values={"value": np.array(columns["candidates"]["value"], dtype=np.float64)} | further,
        layers=(layer,),
        pairs=(pairs,),
        budgets=tuple(
            BudgetRow(
                rule(f"budget {row}", "budget", f"budget {row}", f"预算 {row}"), float(cap), usage=amounts[str(row)]
            )
            for row, cap in caps.items()
            if str(row) in amounts
        ),
        counts=counts,
        depths=depths,
        logic=_logic(columns, where),
        goals=(
            Goal("total", (("value", 1.0), ("technologies", 1.0), ("synergies", 1.0))),
            Goal("cost", (("cost", 1.0),)),
            Goal("count", (("count", 1.0),)),
            Goal("value", (("value", 1.0),)),
            *(Goal(name, ((name, 1.0),)) for name in further),
        ),
        stages=(Stage("maximise", {"total": 1.0}) if maximise else Stage("minimise", {"cost": 1.0}),),
    )


NAMES = frozenset({"candidate", "value", "total", "technologies", "synergies", *BUILT_IN})
"""Names that no further column of candidates can have as a goal."""


def further_values(columns: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The further numeric columns of candidates by name, blanks as 0.

    They are there when the tables were read with ``read_tables(path, PLANNER_TABLES, extra=["candidates"])``.

    Examples
    --------
    >>> further_values({"candidates": {"candidate": ["A"], "value": [1.0], "jobs": [float("nan")]}})
    {'jobs': array([0.])}
    """
    return {
        name: np.nan_to_num(np.array(values, dtype=np.float64))
        for name, values in columns["candidates"].items()
        if name not in NAMES
    }


def keep_goals(
    columns: Mapping[str, Mapping[str, Any]], findings: Sequence[Finding], goals: Sequence[str]
) -> tuple[dict[str, Mapping[str, Any]], list[Finding]]:
    """Leave out the further columns of candidates that are no goals, with their findings; blanks in goals are errors.

    Parameters
    ----------
    columns, findings
        As read with ``extra=["candidates"]``.
    goals : sequence of str
        Names of the goals asked for.

    Returns
    -------
    columns : dict
    findings : list of Finding
        Those that remain, and P104 for each blank in a goal.
    """
    table = dict(columns["candidates"])
    idle = {name for name in table if name not in goals and name not in NAMES}
    kept = [f for f in findings if f.column not in idle]
    for name in sorted(set(goals) & set(table) - NAMES):
        known = {f.row for f in kept if f.column == name}
        for n in np.flatnonzero(np.isnan(np.array(table[name], dtype=np.float64))):
            if not known:
                words = Words("blank in a goal, at candidate {c}", "目标列为空，候选 {c}").fill(c=table["candidate"][n])
                mend = Words("give a number, 0 if there is nothing", "请填数字，没有则填 0")
                kept.append(Finding("P104", "error", "candidates", int(n) + 2, name, "", words, mend))
    return {**columns, "candidates": {k: v for k, v in table.items() if k not in idle}}, kept


def _column(columns: Mapping[str, Mapping[str, Any]], table: str, name: str) -> Sequence[Any]:
    values: Sequence[Any] = columns.get(table, {}).get(name, ())
    return values


def _amounts(columns: Mapping[str, Mapping[str, Any]], where: Mapping[str, int]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for c, row, amount in zip(*(_column(columns, "usage", k) for k in ("candidate", "row", "amount")), strict=True):
        out.setdefault(str(row), np.zeros(len(where)))[where[str(c)]] += float(amount)
    return out


def _technologies(
    columns: Mapping[str, Mapping[str, Any]], where: Mapping[str, int], settings: Settings
) -> tuple[Layer, tuple[DepthRow, ...]]:
    items = tuple(str(t) for t in _column(columns, "technologies", "technology"))
    place = {t: m for m, t in enumerate(items)}
    item = np.array([place[str(t)] for t in _column(columns, "covers", "technology")], dtype=np.int64)
    candidate = np.array([where[str(c)] for c in _column(columns, "covers", "candidate")], dtype=np.int64)
    strength = np.array(_column(columns, "covers", "strength"), dtype=np.float64)
    if settings.coverage == "any":
        strength = (strength > 0).astype(np.float64)
    layer = Layer(
        name="technologies",
        items=items,
        weight=np.array(_column(columns, "technologies", "weight"), dtype=np.float64),
        item=item,
        candidate=candidate,
        strength=strength,
        existing=np.zeros((len(items), 1)),
        ramp=np.ones((1, 1)),
        period_weight=np.ones(1),
        marginal=np.ones(1),
        mode=settings.coverage,
    )
    needs = np.nan_to_num(np.array(_column(columns, "technologies", "required"), dtype=np.float64))
    rows = []
    for m in np.flatnonzero(needs):
        by = candidate[(item == m) & (strength > 0)]
        name = rule(f"required {items[m]}", "required", f"{items[m]} must be covered", f"必须覆盖 {items[m]}")
        rows.append(DepthRow(name, by, by, int(needs[m])))
    return layer, tuple(rows)


def _logic(columns: Mapping[str, Mapping[str, Any]], where: Mapping[str, int]) -> tuple[Logic, ...]:
    out = []
    for kind, a, b in zip(*(_column(columns, "rules", k) for k in ("kind", "a", "b")), strict=True):
        words = {
            "requires": (f"{a} requires {b}", f"{a} 依赖 {b}"),
            "excludes": (f"{a} excludes {b}", f"{a} 与 {b} 互斥"),
        }
        name = rule(f"{kind} {a} {b}", "logic", *words[str(kind)])
        logic_kind: Literal["requires", "excludes"] = "requires" if kind == "requires" else "excludes"
        out.append(Logic(name, logic_kind, np.array([where[str(a)], where[str(b)]], dtype=np.int64)))
    return tuple(out)
