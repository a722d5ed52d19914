"""The planning problem of a set of planner tables.

What does not live here: what a target becomes (``targets``), and whether the tables agree (``checks``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from graph.base.findings import Finding
from graph.base.words import Words
from planner.problem.rows import (
    Bar,
    BudgetRow,
    CountRow,
    DepthRow,
    Floats,
    FloorRow,
    Goal,
    Ints,
    Layer,
    Logic,
    Pairs,
    PlanningProblem,
    Project,
    Rule,
)
from planner.problem.tables import targets
from planner.problem.tables.columns import by_item, column, numbers
from planner.problem.tables.declared import NAMES, ON_TARGETS
from planner.problem.tables.settings import Settings, stages_of, terms_of


def rule(name: str, family: str, en: str, zh: str) -> Rule:
    """A rule of the tables, which no scenario key can change."""
    return Rule(name, family, Words(en, zh))


def from_tables(columns: Mapping[str, Mapping[str, Any]], settings: Settings) -> PlanningProblem:
    """The planning problem of a set of planner tables.

    Parameters
    ----------
    columns : mapping of table → column → array
        As ``loaders.table_set.read_tables(path, PLANNER_TABLES)`` returns them; missing tables are empty.
    settings : Settings

    Returns
    -------
    PlanningProblem
        One approval "year"; the stages that the settings ask for.

    Notes
    -----
    The cost of a candidate is its ``cost`` where that column is given, else its amounts in all rows of ``usage``. A
    target is a rule unless a stage weighs ``targets``, ``shortfall`` or ``largest_shortfall``; see
    ``docs/planner-tables.md``.

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
    projects = _projects(columns, where)
    sources = where | {p.name: len(ids) + b for b, p in enumerate(projects)}
    cover = _cover(columns, sources, settings)
    wished = bool(terms_of(settings) & set(ON_TARGETS))
    aims = targets.aims(columns, cover)
    pairs = Pairs(
        "synergies",
        np.array([where[str(a)] for a in column(columns, "synergies", "a")], dtype=np.int64),
        np.array([where[str(b)] for b in column(columns, "synergies", "b")], dtype=np.int64),
        np.array(column(columns, "synergies", "bonus"), dtype=np.float64),
    )
    further = further_values(columns)
    reached = targets.reached(aims)
    must_floors, must_depths = ((), ()) if wished else targets.musts(aims)
    budgets, floors = _rows(columns, amounts, len(ids))
    bars, locks = _locks(columns, where)
    return PlanningProblem(
        candidates=ids,
        years=(0,),
        bars=bars,
        cost=_cost(columns, amounts, len(ids)),
        values={"value": np.array(columns["candidates"]["value"], dtype=np.float64)} | further,
        layers=(cover, targets.met(aims), reached),
        pairs=(pairs,),
        budgets=budgets,
        counts=(*_count(settings, len(ids)), *locks),
        depths=(*_required(columns, cover), *must_depths),
        logic=_logic(columns, where),
        floors=(*floors, *must_floors),
        projects=projects,
        largest=(targets.largest(reached),),
        goals=(
            Goal("total", (("value", 1.0), ("technologies", 1.0), ("synergies", 1.0))),
            Goal("cost", (("cost", 1.0),)),
            Goal("count", (("count", 1.0),)),
            Goal("shortfall", (("reached", -1.0),), float(reached.weight.sum())),
            *(
                Goal(name, ((name, 1.0),))
                for name in ("value", "technologies", "targets", "synergies", "largest_shortfall", *further)
            ),
        ),
        stages=stages_of(settings),
    )


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
                kept.append(
                    Finding(
                        "P104",
                        "error",
                        file="candidates",
                        row=int(n) + 2,
                        column=name,
                        value="",
                        message=words,
                        mend=mend,
                    )
                )
    return {**columns, "candidates": {k: v for k, v in table.items() if k not in idle}}, kept


def _amounts(columns: Mapping[str, Mapping[str, Any]], where: Mapping[str, int]) -> dict[str, Floats]:
    out: dict[str, Floats] = {}
    for c, row, amount in zip(*(column(columns, "usage", k) for k in ("candidate", "row", "amount")), strict=True):
        out.setdefault(str(row), np.zeros(len(where)))[where[str(c)]] += float(amount)
    return out


def _cost(columns: Mapping[str, Mapping[str, Any]], amounts: Mapping[str, Floats], n: int) -> Floats:
    """The column ``cost`` where it is given, else the sum of all amounts."""
    given = numbers(columns, "candidates", "cost", np.nan)
    if len(given) and not np.isnan(given).all():
        return np.nan_to_num(given)
    return np.asarray(sum(amounts.values(), np.zeros(n)), dtype=np.float64)


def _rows(
    columns: Mapping[str, Mapping[str, Any]], amounts: Mapping[str, Floats], n: int
) -> tuple[tuple[BudgetRow, ...], tuple[FloorRow, ...]]:
    """Budget rows with a cap, and those with a floor; a cap that nothing uses is no row."""
    names = [str(row) for row in column(columns, "budgets", "row")]
    caps, lows = numbers(columns, "budgets", "cap", np.nan), numbers(columns, "budgets", "floor", np.nan)
    budgets, floors = [], []
    for row, cap, low in zip(names, caps, lows, strict=True):
        used = amounts.get(row, np.zeros(n))
        if not np.isnan(cap) and (row in amounts or cap < 0.0):
            name = rule(f"budget {row}", "budget", f"budget {row} ≤ {cap:.15g}", f"预算 {row} ≤ {cap:.15g}")
            budgets.append(BudgetRow(name, float(cap), usage=used))
        if not np.isnan(low):
            name = rule(f"floor {row}", "floor", f"budget {row} ≥ {low:.15g}", f"预算 {row} ≥ {low:.15g}")
            on = np.flatnonzero(used)
            floors.append(FloorRow(name, on, used[on], float(low)))
    return tuple(budgets), tuple(floors)


def _projects(columns: Mapping[str, Mapping[str, Any]], where: Mapping[str, int]) -> tuple[Project, ...]:
    members: dict[str, list[int]] = {}
    for name, candidate in zip(*(column(columns, "projects", k) for k in ("project", "candidate")), strict=True):
        members.setdefault(str(name), []).append(where[str(candidate)])
    return tuple(Project(name, np.array(own, dtype=np.int64)) for name, own in members.items())


def _cover(columns: Mapping[str, Mapping[str, Any]], sources: Mapping[str, int], settings: Settings) -> Layer:
    items = tuple(str(t) for t in column(columns, "technologies", "technology"))
    place = {t: m for m, t in enumerate(items)}
    strength = np.array(column(columns, "covers", "strength"), dtype=np.float64)
    if settings.coverage == "any":
        strength = (strength > 0).astype(np.float64)
    return Layer(
        name="technologies",
        items=items,
        weight=np.array(column(columns, "technologies", "weight"), dtype=np.float64),
        item=np.array([place[str(t)] for t in column(columns, "covers", "technology")], dtype=np.int64),
        candidate=np.array([sources[str(c)] for c in column(columns, "covers", "candidate")], dtype=np.int64),
        strength=strength,
        existing=np.zeros((len(items), 1)),
        ramp=np.ones((1, 1)),
        period_weight=np.ones(1),
        marginal=np.ones(1),
        mode=settings.coverage,
    )


def _required(columns: Mapping[str, Mapping[str, Any]], cover: Layer) -> tuple[DepthRow, ...]:
    needs = np.nan_to_num(numbers(columns, "technologies", "required", 0.0))
    rows = []
    for t, need, links in zip(cover.items, needs, by_item(cover.item, len(cover.items)), strict=True):
        if need:
            by = cover.candidate[links[cover.strength[links] > 0]]
            name = rule(f"required {t}", "required", f"{t} must be covered", f"必须覆盖 {t}")
            rows.append(DepthRow(name, by, by, int(need)))
    return tuple(rows)


def _count(settings: Settings, n: int) -> tuple[CountRow, ...]:
    if settings.count_min is None and settings.count_max is None:
        return ()
    low = -np.inf if settings.count_min is None else settings.count_min
    high = np.inf if settings.count_max is None else settings.count_max
    return (CountRow(rule("count", "count", "number chosen", "入选数"), np.arange(n), low=low, high=high),)


def _locks(
    columns: Mapping[str, Mapping[str, Any]], where: Mapping[str, int]
) -> tuple[tuple[Bar, ...], tuple[CountRow, ...]]:
    """Candidates locked out as bars, those locked in as counts of one."""
    bars, counts = [], []
    for kind, a in zip(*(column(columns, "rules", k) for k in ("kind", "a")), strict=True):
        if kind == "locked_out":
            mask = np.zeros((len(where), 1), dtype=bool)
            mask[where[str(a)]] = True
            bars.append(Bar(rule(f"locked out {a}", "lock", f"{a} is locked out", f"排除 {a}"), mask))
        elif kind == "locked_in":
            member: Ints = np.array([where[str(a)]], dtype=np.int64)
            counts.append(CountRow(rule(f"locked in {a}", "lock", f"{a} is locked in", f"必选 {a}"), member, low=1))
    return tuple(bars), tuple(counts)


def _logic(columns: Mapping[str, Mapping[str, Any]], where: Mapping[str, int]) -> tuple[Logic, ...]:
    out = []
    for kind, a, b in zip(*(column(columns, "rules", k) for k in ("kind", "a", "b")), strict=True):
        if str(kind) not in ("requires", "excludes"):
            continue
        words = {
            "requires": (f"{a} requires {b}", f"{a} 依赖 {b}"),
            "excludes": (f"{a} excludes {b}", f"{a} 与 {b} 互斥"),
        }
        name = rule(f"{kind} {a} {b}", "logic", *words[str(kind)])
        logic_kind: Literal["requires", "excludes"] = "requires" if kind == "requires" else "excludes"
        out.append(Logic(name, logic_kind, np.array([where[str(a)], where[str(b)]], dtype=np.int64)))
    return tuple(out)
