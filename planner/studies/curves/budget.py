"""One budget row of a problem and what can be asked about it: the best for a cap, the least that a value takes.

What does not live here: which caps are asked for (``curve``, ``stairs``).
"""

from __future__ import annotations

import difflib
import math
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.base.errors import UsageError
from graph.base.money_units import money
from graph.base.words import Words
from planner import program
from planner.families.kinds.budgets import budget_terms, budget_used, most_used, moved
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import BudgetRow, Floats, Goal, PlanningProblem, Stage
from planner.problem.steps import common_step, goal_step
from planner.program.frame import Frame, Terms, add
from planner.solving.asked import PROOF
from planner.solving.highs import Limits
from planner.solving.live_model import LiveModel, left_of
from planner.solving.paid_choices import PaidChoices, paid_plan
from planner.solving.stages import Status, starts_of

GRAIN = 1e-6
"""Share of the range of use, money paid in any amount, by which two budgets must differ to count as different."""
RESOLUTION = 1e-7
"""Share of the range of a real-numbered value by which two must differ to count as different."""
UNITS = 1e4
"""Units into which a real-numbered range is divided inside, so that tolerances are far below the resolution."""


def find_row(problem: PlanningProblem, name: str) -> BudgetRow:
    """The budget row of this scenario key (``budgets.total``) or, in planner tables, of this name.

    Raises
    ------
    UsageError
        There is no such row; those that there are are named.
    """
    rows = {row.rule.key or row.rule.name.removeprefix("budget "): row for row in problem.budgets}
    if name in rows:
        return rows[name]
    words = Words("no budget row {name}; there are: {known}", "没有预算行 {name}；可选：{known}").fill(
        name=name, known=", ".join(rows) or "–"
    )
    if near := difflib.get_close_matches(name, rows, 1):
        words = Words("{w}; did you mean {near}?", "{w}；是否指 {near}？").fill(w=words, near=near[0])
    raise UsageError(words)


def in_figures(problem: PlanningProblem, name: str) -> tuple[PlanningProblem, BudgetRow]:
    """The problem with the caps of a row as the scenario states them, whatever history makes of them; and that row.

    What is carried over to a row counts as given and negative, and rows to which its own money is carried over have
    the same cap: all of them are kept by what :func:`used_by` gives. What history has used is used; no plan keeps a
    cap below it, nor goes beyond one because it held more.

    Raises
    ------
    UsageError
        There is no such row, or its year is over.
    """
    row = find_row(problem, name)
    money = problem.support
    if money is not None and row.years is not None and set(row.years) <= set(money.years[: money.open]):
        raise UsageError(Words("{n}: the year is over, its money is spent", "{n}：该年度已过，资金已支付").fill(n=name))
    names = {b.rule.name for b in moved(problem, row)}

    def stated(b: BudgetRow) -> BudgetRow:
        if b.rule.name not in names:
            return b
        given = b.given - (b.cap - b.overdrawn - row.told)
        return replace(b, cap=row.told, given=round(given, 9), stated=None, overdrawn=0.0, held=None)

    problem = replace(problem, budgets=tuple(stated(b) for b in problem.budgets))
    return problem, find_row(problem, name)


def with_cap(problem: PlanningProblem, row: BudgetRow, cap: float | None) -> PlanningProblem:
    """The problem with another cap on a row; ``None`` takes the row out."""
    names = {b.rule.name for b in moved(problem, row)}
    kept = (b if b.rule.name not in names else None if cap is None else replace(b, cap=cap) for b in problem.budgets)
    return replace(problem, budgets=tuple(b for b in kept if b is not None))


def used_by(problem: PlanningProblem, row: BudgetRow, plan: Plan) -> float:
    """What a plan uses of the row, recomputed: the least cap that it keeps."""
    return _most_used(problem, moved(problem, row), plan)


def _most_used(problem: PlanningProblem, rows: Sequence[BudgetRow], plan: Plan) -> float:
    at = score.to_arrays(problem, plan)
    return max(budget_used(problem, each, at) for each in rows)


def value_of(problem: PlanningProblem, plan: Plan) -> float:
    """The value of a plan in the first stage, recomputed."""
    return score.stage_value(score.goals(problem, score.to_arrays(problem, plan)), problem.stages[0])


def fits(used: float, cap: float) -> bool:
    """Whether a use keeps a cap, up to the rounding of money to a millionth.

    >>> fits(28.0000001, 28.0), fits(28.001, 28.0)
    (True, False)
    """
    return used <= cap + 1e-6 * max(1.0, 1e-3 * abs(cap))


def million(unit: str) -> float | None:
    """One million yuan in a money unit, or None where the unit does not say.

    >>> million("万元"), million("人民币亿元"), million("M EUR"), million("points")
    (100.0, 0.01, None, None)
    """
    said = money(unit)
    return 1e6 / said.factor if said is not None and said.currency == "CNY" else None


@dataclass(frozen=True, kw_only=True)
class Found:
    """An answer: ``plan`` and its recomputed ``value`` (of the first stage) and ``used`` (of the row).

    ``bound`` is the solver's, of what was asked for: no plan has a better one.
    """

    status: Status
    plan: Plan | None
    value: float | None
    used: float | None
    bound: float | None
    interrupted: bool = False


class BudgetModel:
    """A model without the cap, kept alive: bounds on value and use change from question to question.

    Parameters
    ----------
    problem : PlanningProblem
        Only its first stage plays a part.
    row : BudgetRow
        The row whose cap is varied.
    limits : Limits
        Time for all questions together from now on, threads, seed.
    stop : threading.Event
        Set when the person wants to stop.

    Attributes
    ----------
    grain : float
        The least difference of use that counts: its step where it comes in whole multiples of one, else about
        :data:`GRAIN` of its range, a power of ten.
    resolution : float
        The least difference of value that counts: its step, else :data:`RESOLUTION` of its range.
    exact : bool
        Whether both have steps, so that no tolerance plays a part.
    """

    def __init__(self, problem: PlanningProblem, row: BudgetRow, limits: Limits, stop: threading.Event) -> None:
        self.problem = replace(with_cap(problem, row, None), stages=problem.stages[:1])
        self.rows, self.limits, self.begin = moved(problem, row), replace(limits, gap=0.0), time.process_time()
        self.given = row.given if len(self.rows) == 1 else 0.0
        whole, worth = program.build(self.problem)
        stage = self.problem.stages[0]
        self.paid, uses = self._by_choices(whole, stage)
        amounts = self._uses(whole)
        if self.paid is None:
            frame, uses = whole, amounts
        else:
            frame, worth = self.paid.choices.frame, self.paid.choices.worth
        self.sign = 1.0 if stage.sense == "maximise" else -1.0
        terms, self.constant = program.stage_worth(worth, stage)
        self.live = LiveModel(frame, self.limits, stop, warm=True)
        self.frame = frame
        value_step, self.use_step = self._value_step(stage), self._use_step()
        gains = {c: self.sign * v for c, v in terms.items() if v}
        value_range, use_range = self._range(gains, frame), self._range(amounts, whole)
        self.value_unit = value_step or max(value_range, 1e-9) / UNITS
        self.use_unit = self.use_step or max(use_range, 1e-9) / UNITS
        self.resolution = value_step or RESOLUTION * max(value_range, 1e-9)
        self.grain = self.use_step or 10.0 ** math.floor(math.log10(GRAIN * max(use_range, 1e-9)))
        self.exact = value_step is not None and self.use_step is not None
        self.gains = {c: v / self.value_unit for c, v in gains.items()}
        self.uses = {c: v / self.use_unit for c, v in uses.items() if v}
        self.value_row, self.use_row = self.live.row(self.gains), self.live.row(self.uses)

    def _value_step(self, stage: Stage) -> float | None:
        by_name = {g.name: g for g in self.problem.goals}
        parts = [(part, w * f) for g, w in stage.weights.items() if w for part, f in by_name[g].parts if f]
        return goal_step(self.problem, Goal("", tuple(parts)))

    def _use_step(self) -> float | None:
        row, *others = self.rows
        if others or (row.share is not None and self.problem.support is not None and np.any(row.share)):
            return None  # money is paid in any amount
        return common_step([] if row.usage is None else row.usage)

    def _uses(self, frame: Frame) -> Terms:
        """What is used, ``given`` left out: of several rows with one cap, the greatest."""
        if len(self.rows) == 1:
            return budget_terms(frame, self.rows[0])
        low, high = min(each.given for each in self.rows), max(most_used(self.problem, each) for each in self.rows)
        column = frame.column("pay_used", low, high)
        for each in self.rows:
            frame.at_most(add(budget_terms(frame, each), {column: -1.0}), -each.given, "used")
        return {column: 1.0}

    def _by_choices(self, whole: Frame, stage: Stage) -> tuple[PaidChoices | None, Terms]:
        """The program without payments and what its choices use of the row, where they can be asked alone."""
        paid = PaidChoices.of(whole, [stage]) if len(self.rows) == 1 else None
        uses = None if paid is None else paid.uses(self.rows[0])
        return (None, {}) if uses is None else (paid, uses)

    @staticmethod
    def _range(terms: Terms, frame: Frame) -> float:
        tops = {c: frame.most(c) for c in terms}
        return sum(abs(v) * tops[c] for c, v in terms.items())

    def best(self, cap: float) -> Found:
        """The best value within a cap, at the least use that this value takes; ``bound`` is of the value."""
        found = self._best(cap)
        if found.used is not None and not fits(found.used, cap):
            # a column whole but for 10⁻⁶ stepped over the cap: the same question, held more strictly
            self.live.strict()
            found = self._best(cap)
        if found.plan is None or found.value is None or found.used is None:
            return found
        least = self.least(found.value)
        if least.plan is None or least.status != "proven" or found.bound is None:
            return replace(found, status="time_limit", interrupted=found.interrupted or least.interrupted)
        return replace(least, bound=found.bound, status="proven" if self._sure(found, cap) else "time_limit")

    def most(self, cap: float) -> Found:
        """The best value within a cap, whatever it uses."""
        found = self._best(cap)
        if found.used is not None and not fits(found.used, cap):
            self.live.strict()
            found = self._best(cap)
        unsure = found.status == "proven" and not self._sure(found, cap)
        return replace(found, status="time_limit" if unsure else found.status)

    def _sure(self, found: Found, cap: float) -> bool:
        """Whether a value within a cap is proven to be the best one."""
        if found.status != "proven" or found.used is None or found.value is None or found.bound is None:
            return False
        near = abs(found.bound - found.value) <= max(2 * self.resolution, PROOF * abs(found.value))
        return near and fits(found.used, cap)

    def held(
        self, cap: float, kept: Collection[str], only: Collection[str] | None
    ) -> tuple[tuple[str, ...], float] | None:
        """The best choice within a cap that holds ``kept``, and nothing but ``only`` where given; and its value.

        None: there is none, or none is proven in time.
        """
        sides: dict[int, tuple[float, float]] = {}
        for centre, row in zip(self.problem.candidates, self.frame.active, strict=False):
            if row[-1] is None and centre in kept:
                return None
            if row[-1] is not None and (centre in kept or (only is not None and centre not in only)):
                sides[row[-1]] = (1.0, 1.0) if centre in kept else (0.0, 0.0)
        self.live.hold(sides)
        self._within(cap)
        answer = self.live.minimise(left_of(self.limits, self.begin))
        self.live.hold({})
        if answer.values is None or answer.status != "proven":
            return None
        starts = starts_of(self.problem, self.frame, answer.values)
        gained = sum(v * float(answer.values[c]) for c, v in self.gains.items())
        value, told = value_of(self.problem, Plan(starts, {})), self.constant + self.sign * gained * self.value_unit
        if abs(value - told) > max(self.resolution, PROOF * max(1.0, abs(told))):  # money has a part in it
            value = value_of(self.problem, self._plan(answer.values))
        return tuple(starts), value

    def _within(self, cap: float) -> None:
        """Ask for the best value within a cap."""
        self.live.bound(self.value_row)
        # where use has a step, the cap may lie anywhere below the next one
        over = 0.25 * self.grain if self.use_step is not None else 0.0
        self.live.bound(self.use_row, high=(cap - self.given + over) / self.use_unit)
        self.live.objective({c: -v for c, v in self.gains.items()})

    def _best(self, cap: float) -> Found:
        self._within(cap)
        found = self._ask()
        bound = None if found.bound is None else self.constant - self.sign * found.bound * self.value_unit
        return replace(found, bound=bound)

    def least(self, value: float | None = None) -> Found:
        """The plan that uses least of the row, of all plans or of those that reach a value."""
        low = -math.inf
        if value is not None:
            low = (self.sign * (value - self.constant) - 0.5 * self.resolution) / self.value_unit
        self.live.bound(self.value_row, low=low)
        self.live.bound(self.use_row)
        self.live.objective(self.uses)
        found = self._ask()
        return replace(found, bound=None if found.bound is None else found.bound * self.use_unit + self.given)

    def _ask(self) -> Found:
        answer = self.live.minimise(left_of(self.limits, self.begin))
        stopped = self.live.stop.is_set() or answer.status == "interrupted"
        if answer.values is None:
            status: Status = "infeasible" if answer.status == "infeasible" and not stopped else "time_limit"
            return Found(status=status, plan=None, value=None, used=None, bound=None, interrupted=stopped)
        plan = self._plan(answer.values)
        status = "proven" if answer.status == "proven" and not stopped else "time_limit"
        value, used = value_of(self.problem, plan), _most_used(self.problem, self.rows, plan)
        return Found(status=status, plan=plan, value=value, used=used, bound=answer.bound, interrupted=stopped)

    def _plan(self, values: Floats) -> Plan:
        """The plan of an answer, its money settled."""
        return paid_plan(self.problem, self.live, self.paid, values)

    def worse(self, value: float, other: float) -> bool:
        """Whether a value is worse than another by what counts."""
        return self.sign * (other - value) > 0.25 * self.resolution

    def has_time(self) -> bool:
        """Whether the time limit has not run out."""
        left = left_of(self.limits, self.begin)
        return left is None or left > 0.0

    def rounded_up(self, used: float) -> float:
        """A use as an amount that is enough for it: the next whole grain."""
        return grained(used, self.grain)


def grained(used: float, grain: float) -> float:
    """The least multiple of a grain that is enough for a use, itself stated to a millionth.

    >>> grained(28.0000003, 1.0), grained(6120.41236, 0.001), grained(0.3, 0.1)
    (28.0, 6120.413, 0.3)
    """
    count = math.ceil((used - min(1e-5, 0.01 * grain)) / grain - 1e-9)
    return float(f"{count * grain:.12g}")


def nice_grid(low: float, high: float, points: int, own: Sequence[float] = ()) -> list[float]:
    """Round budgets from ``low`` to ``high``, both ends included, about ``points`` of them; ``own`` are added.

    >>> nice_grid(5312.4, 8960.0, 8, [8050.0])
    [5312.4, 5500.0, 6000.0, 6500.0, 7000.0, 7500.0, 8050.0, 8500.0, 8960.0]
    >>> nice_grid(3.0, 3.0, 5)
    [3.0]
    """
    if high <= low:
        return [low]
    rough = (high - low) / max(1, points - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = min((size * m for m in (1.0, 2.0, 2.5, 5.0, 10.0)), key=lambda s: abs(math.log(s / rough)))
    fixed = {low, high, *(b for b in own if low < b < high)}
    inner = [float(f"{step * k:.12g}") for k in range(math.ceil(low / step), math.floor(high / step) + 1)]
    return sorted({*fixed, *(b for b in inner if low < b < high and all(abs(b - f) > 0.1 * step for f in fixed))})
