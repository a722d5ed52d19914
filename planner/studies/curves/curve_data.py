"""From loaded input to a budget curve: points, gains, roadmap, an audit of every plan.

What does not live here: the search (``curve``, ``stairs``, ``roadmap``), its type
(``answer``), words and pictures of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from time import process_time
from typing import Any

from graph.base.errors import InputError, UsageError
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.audit import audit, audit_tables
from planner.families.city_problem import compile_city
from planner.problem import score, tables
from planner.problem.plan import Plan
from planner.problem.promises import held, slack
from planner.problem.rows import BudgetRow, PlanningProblem
from planner.problem.tables import Settings
from planner.rulebook.scenario import Scenario
from planner.runs.certificates import AuditCount, SolverName
from planner.runs.tables_case import rows_of
from planner.solving import highs
from planner.solving.highs import Limits, keeping
from planner.solving.promises_first import least_short
from planner.studies.curves import roadmap
from planner.studies.curves.answer import (
    CurveAnswer,
    CurvePoint,
    Enough,
    GainOfMore,
    Least,
    MoreMoney,
    NestedRoadmap,
    RoadmapStep,
    VariedRow,
)
from planner.studies.curves.budget import BudgetModel, find_row, fits, in_figures, million, nice_grid, with_cap
from planner.studies.curves.curve import Ends, Point, ends, gains, grid, stair_points
from planner.studies.curves.roadmap import Best, Roadmap
from planner.studies.curves.stairs import Ending
from planner.studies.data_behind import data_behind

POINTS = 8
"""Budgets of a grid, about, and most steps of a roadmap, unless the person says otherwise."""
UNLIMITED = 1e12
"""A cap that limits nothing, for a row that the scenario leaves out."""

Check = Callable[[float, Plan, float], tuple[bool, int]]
"""Audits a plan under a budget, with the value claimed: (clean, rules checked)."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked of a curve: budgets (``at``) or their range, how many, stairs, more money, a roadmap."""

    row: str
    at: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    points: int | None = None
    stairs: bool = False
    more: float | None = None
    roadmap: bool = True


@dataclass(frozen=True)
class Listener:
    """Hears of progress: budgets done, and the roadmap's program."""

    points: Callable[[int, float], None] | None = None
    roadmap: roadmap.Report | None = None


def city_curve(
    eco: Ecosystem,
    scenario: Scenario,
    reload: Callable[[Sequence[str]], Scenario],
    wanted: Wanted,
    limits: Limits,
    hear: Listener | None = None,
) -> CurveAnswer:
    """The budget curve of a city under a scenario.

    Parameters
    ----------
    eco, scenario
        What to plan.
    reload : callable
        The scenario with further ``--set`` changes.
    wanted : Wanted
        ``row`` is the scenario key of a budget: ``budgets.total``, ``budgets.city.2024``, ``equity.pot``.
    limits : Limits
        Time in all, threads, seed.
    hear : Listener, optional

    Raises
    ------
    UsageError
        The row is no budget row.
    """
    problem = compile_city(eco, scenario.policy)
    own = next((b.told for b in problem.budgets if b.rule.key == wanted.row), None)
    if own is None:
        problem = _with_row(eco, reload, wanted.row) or problem
    problem, row = in_figures(problem, wanted.row)
    names = eco.names("Centre")

    def check(budget: float, plan: Plan, value: float) -> tuple[bool, int]:
        policy = reload([f"{wanted.row}={budget!r}"]).policy
        done = audit(eco, policy, plan, {"objective": value})
        return done.clean, done.checked

    unit = eco.info.money_unit
    answer = _curve(problem, row, own, wanted, limits, hear or Listener(), check, unit)
    return replace(
        answer,
        scenario=scenario.name,
        title=scenario.title,
        dataset=data_behind(eco),
        names={c: names[c] for c in problem.candidates},
    )


def _with_row(eco: Ecosystem, reload: Callable[[Sequence[str]], Scenario], key: str) -> PlanningProblem | None:
    """The problem with a cap on a row that the scenario leaves open, or None where the key cannot be set."""
    try:
        problem = compile_city(eco, reload([f"{key}={UNLIMITED:.0f}"]).policy)
    except InputError:
        return None
    return problem if any(b.rule.key == key for b in problem.budgets) else None


def tables_curve(
    columns: Mapping[str, Mapping[str, Any]],
    settings: Settings,
    wanted: Wanted,
    limits: Limits,
    hear: Listener | None = None,
) -> CurveAnswer:
    """The budget curve of planner tables; ``wanted.row`` is a row of budgets (``""``: the only one)."""
    problem = tables.from_tables(columns, settings)
    name = wanted.row
    if not name and len(problem.budgets) == 1:
        name = problem.budgets[0].rule.name.removeprefix("budget ")
    if not name:
        words = Words(
            "name the budget row to vary with --row; there are: {known}", "请用 --row 指定预算行；可选：{known}"
        )
        raise UsageError(
            words.fill(known=", ".join(b.rule.name.removeprefix("budget ") for b in problem.budgets) or "–")
        )
    row = find_row(problem, name)
    rows = {table: rows_of(data) for table, data in columns.items()}

    def check(budget: float, plan: Plan, value: float) -> tuple[bool, int]:
        caps = [{**r, "cap": budget} if str(r["row"]) == name else r for r in rows["budgets"]]
        chosen = [c for c in problem.candidates if c in plan.starts]
        done = audit_tables({**rows, "budgets": caps}, asdict(settings), chosen, value)
        return done.clean, done.checked

    return _curve(problem, row, row.cap, replace(wanted, row=name), limits, hear or Listener(), check, "")


def _curve(
    problem: PlanningProblem,
    row: BudgetRow,
    own: float | None,
    wanted: Wanted,
    limits: Limits,
    hear: Listener,
    check: Check,
    unit: str,
) -> CurveAnswer:
    limits = replace(limits, gap=0.0)
    clock = _Clock(limits)
    stairs = _by_stairs(problem, row, wanted)
    amount = wanted.more or million(unit) or 1.0
    with keeping() as stop:
        model = BudgetModel(replace(problem, before=()), row, limits, stop)
        edge = ends(model)
        budgets = [] if edge.least.plan is None else _budgets(model, edge, wanted, own)
        able = [b for b in budgets if edge.least.status != "proven" or fits(edge.least.used or 0.0, b)]
        given = kept = problem
        shorts = [0.0, 0.0]
        if problem.before and able:
            found = [least_short(with_cap(problem, row, cap), clock.left()) for cap in (None, able[0])]
            shorts = [math.inf if short is None else short for short in found]
        # where less money falls short of promises first, the best value need not rise with the budget
        steady = shorts[1] <= shorts[0] + slack(problem) < math.inf
        if problem.before and shorts[0] < math.inf:
            kept = held(problem, shorts[0])
            model = BudgetModel(kept, row, clock.left(), stop)
            edge = replace(edge, enough=model.best(math.inf))
            stairs, problem = stairs and steady, kept if steady else problem
        points: list[Point] = []
        ending: Ending
        if edge.least.plan is None:
            ending = "infeasible" if edge.least.status == "infeasible" else "time_limit"
        elif stairs:
            points, ending = stair_points(model, budgets[0], budgets[-1], stop, hear.points)
        else:
            points, ending = grid(problem, row, able, clock.left(), stop, hear.points)
            poor = [
                Point(budget=b, status="infeasible", plan=None, value=None, bound=None, used=None)
                for b in budgets
                if b not in able
            ]
            points = [*poor, *points]
        points = gains(
            problem,
            row,
            points,
            amount,
            clock.left(),
            enough=edge.enough,
            stairs=stairs,
            stop=stop,
            model=model if steady else None,
        )
        road = None
        if wanted.roadmap and not stop.is_set():
            best = _spread([p for p in points if steady or _keeps(given, p, shorts[0])], wanted.points or POINTS)
            road = roadmap.find(kept, row, best, clock.left(), hear.roadmap, stop) if best else None
        if stop.is_set() or (road is not None and road.interrupted):
            ending = "interrupted"
    checks: list[tuple[bool, int]] = []
    told = _points(problem, points, check, checks)
    nested = None if road is None else _roadmap(problem, road, check, checks)
    return CurveAnswer(
        complete=ending == "complete",
        status=ending,
        kind="stairs" if stairs else "grid",
        row=VariedRow(key=row.rule.key or wanted.row, words=row.rule.words),
        sense=problem.stages[0].sense,
        goals=dict(problem.stages[0].weights),
        own=own,
        least=_least(model, edge),
        enough=_enough(model, edge),
        more=MoreMoney(amount=amount, unit=unit, million=million(unit) == amount),
        grain=model.grain,
        points=told,
        roadmap=nested,
        audit=AuditCount(clean=all(clean for clean, _ in checks), checked=sum(n for _, n in checks)),
        solver=SolverName(name="HiGHS", version=highs.version()),
    )


def _keeps(problem: PlanningProblem, point: Point, short: float) -> bool:
    """Whether the plan of a budget falls short of promises by no more than ``short``."""
    if point.plan is None:
        return False
    there = score.of_history(problem, score.to_arrays(problem, point.plan))["shortfall"]
    return there <= short + slack(problem)


def _by_stairs(problem: PlanningProblem, row: BudgetRow, wanted: Wanted) -> bool:
    """Whether stairs are asked for, and are there: where money paid counts in the value, every yuan may change it."""
    by_name = {g.name: g for g in problem.goals}
    parts = {part for g, w in problem.stages[0].weights.items() if w for part, f in by_name[g].parts if f}
    smooth = problem.support is not None and bool(parts & {"cost", "late_money"})
    if wanted.stairs and smooth:
        words = Words(
            "the first objective counts money paid, which may change with every yuan: the curve has no stairs; "
            "leave out --stairs",
            "首要目标含支付金额，可随每一元变化，曲线没有阶梯；请去掉 --stairs",
        )
        raise UsageError(words)
    return wanted.stairs or (row.share is None and not smooth and not wanted.at and wanted.points is None)


class _Clock:
    """What is left of the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.begin = limits, process_time()

    def left(self) -> Limits:
        """The limits with the seconds that are left."""
        if self.limits.seconds is None:
            return self.limits
        return replace(self.limits, seconds=max(0.0, self.limits.seconds - (process_time() - self.begin)))


def _budgets(model: BudgetModel, edge: Ends, wanted: Wanted, own: float | None) -> list[float]:
    """Budgets of the grid (or the range of the stairs), cheapest first."""
    if wanted.at:
        return sorted(set(wanted.at))
    assert edge.least.used is not None
    low = wanted.low if wanted.low is not None else model.rounded_up(edge.least.used)
    top = None if edge.enough is None or edge.enough.used is None else model.rounded_up(edge.enough.used)
    high = wanted.high if wanted.high is not None else max(low, top if top is not None else (own or low))
    if high < low:
        words = Words("the range of budgets is empty: from {low} to {high}", "预算区间为空：{low} 至 {high}")
        raise UsageError(words.fill(low=f"{low:,.12g}", high=f"{high:,.12g}"))
    points = wanted.points or POINTS
    if wanted.low is not None and wanted.high is not None:
        if points == 1 or high == low:
            return [low]
        return [float(f"{low + (high - low) * k / (points - 1):.12g}") for k in range(points)]
    return nice_grid(low, high, points, [] if own is None else [own])


def _spread(points: Sequence[Point], most: int) -> list[Best]:
    """The proven points, of many at most ``most`` spread evenly, both ends included."""
    proven = [
        Best(p.budget, p.plan, p.value, p.bound)
        for p in points
        if p.status == "proven" and p.plan is not None and p.value is not None and p.bound is not None
    ]
    if len(proven) <= most + 4:
        return proven
    at = {round(k * (len(proven) - 1) / max(1, most - 1)) for k in range(most)}
    return [b for n, b in enumerate(proven) if n in at]


def _least(model: BudgetModel, edge: Ends) -> Least:
    used = edge.least.used
    budget = None if used is None else model.rounded_up(used)
    return Least(budget=budget, bound=edge.least.bound, status=edge.least.status)


def _enough(model: BudgetModel, edge: Ends) -> Enough | None:
    if edge.enough is None or edge.enough.used is None:
        return None
    found = edge.enough
    return Enough(budget=model.rounded_up(edge.enough.used), value=found.value, status=found.status)


def _points(
    problem: PlanningProblem, points: Sequence[Point], check: Check, checks: list[tuple[bool, int]]
) -> tuple[CurvePoint, ...]:
    out = []
    before: tuple[str, ...] = ()
    for point in points:
        row = CurvePoint(
            budget=point.budget,
            status=point.status,
            value=point.value,
            bound=point.bound,
            gap=point.gap,
            used=point.used,
            **_decided(problem, point.plan),
            more=None if point.more is None else GainOfMore(**asdict(point.more)),
        )
        if point.plan is not None and point.value is not None:
            checks.append(check(point.budget, point.plan, point.value))
            row = replace(
                row,
                joined=tuple(c for c in row.chosen if c not in before),
                left=tuple(c for c in before if c not in row.chosen),
                clean=checks[-1][0],
            )
            before = row.chosen
        out.append(row)
    return tuple(out)


def _decided(problem: PlanningProblem, plan: Plan | None) -> dict[str, Any]:
    """Fields of a plan: who is chosen, approved when, paid how much in each year."""
    if plan is None:
        return {"chosen": (), "years": {}, "support": {}}
    chosen = tuple(c for c in problem.candidates if c in plan.starts)
    support = {c: dict(sorted(plan.support[c].items())) for c in chosen if c in plan.support}
    return {"chosen": chosen, "years": {c: plan.starts[c] for c in chosen}, "support": support}


def _roadmap(problem: PlanningProblem, road: Roadmap, check: Check, checks: list[tuple[bool, int]]) -> NestedRoadmap:
    steps = []
    for step, up, down in zip(road.steps, road.upwards, road.downwards, strict=True):
        checks.append(check(step.budget, step.plan, step.value))
        steps.append(
            RoadmapStep(
                budget=step.budget,
                value=step.value,
                price=step.price,
                used=step.used,
                added=step.added,
                **_decided(problem, step.plan),
                upwards=up,
                downwards=down,
                clean=checks[-1][0],
            )
        )
    gap = abs(road.bound - road.mean) / max(1e-9, abs(road.mean))
    return NestedRoadmap(
        status=road.status,
        mean=road.mean,
        bound=road.bound if math.isfinite(road.bound) else None,
        gap=gap if math.isfinite(gap) else None,
        mean_price=sum(s.price for s in road.steps) / len(road.steps),
        steps=tuple(steps),
    )
