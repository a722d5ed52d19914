"""The integer program with rules that may give way: each chosen lever gets a slack of its own, exact, not a penalty.

What does not live here: which levers there are (``levers``) and what is asked of the slack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np

from planner import program
from planner.families.levers import Item, Lever, Name, limit_of, name_of
from planner.problem.rows import Bar, CountRow, DepthRow, Logic, PlanningProblem, Rule
from planner.program.choice import count_terms, depth_need, depth_terms
from planner.program.frame import Frame, Terms, add
from planner.program.money import budget_terms
from planner.program.objective import Worth
from planner.rulebook.policy import Policy


@dataclass(frozen=True)
class Slack:
    """How far one lever gives way: ``size`` as an expression; columns of its items where it waives."""

    lever: Lever
    size: Terms
    items: tuple[tuple[Item, int], ...] = ()


class Loosened:
    """A model in which some levers may give way.

    Attributes
    ----------
    problem : PlanningProblem
        What the frame's hard rows come from.
    frame : Frame
    worth : dict of str to (terms, constant)
        Goals that the problem's stages weigh.
    slacks : list of Slack
        One for each lever, in their order.

    Candidates in ``fixed`` are held chosen (true) or not chosen.
    """

    def __init__(
        self, problem: PlanningProblem, policy: Policy, levers: Sequence[Lever], fixed: Mapping[int, bool] | None = None
    ) -> None:
        self.policy = policy
        free = {name for lever in levers for name in lever.rules}
        self.problem = without(problem, free)
        if any(lever.kind == "waive" and _of_support(problem, lever) for lever in levers):
            self.problem = _fitting(self.problem)
        self.frame: Frame
        self.worth: dict[str, Worth]
        self.frame, self.worth = program.build(self.problem)
        self.slacks = [self._slack(lever) for lever in levers]
        self.numbers: dict[Name, list[Terms]] = defaultdict(list)
        self.waivers: dict[tuple[Name, int | None], list[int]] = defaultdict(list)
        for slack in self.slacks:
            for item, column in slack.items:
                self.waivers[item.rule, item.candidate].append(column)
            if not slack.items:
                for name in slack.lever.rules:
                    self.numbers[name].append(slack.size)
        self._rows(problem, free)
        for i, on in (fixed or {}).items():
            fix(self.frame, i, on=on)

    def touched(self, slack: Slack) -> int:
        """A binary column that is 1 when the lever gives way at all."""
        column = self.frame.column("touched", integer=True)
        reach = float(len(slack.items)) if slack.items else slack.lever.reach
        self.frame.at_most(add(dict(slack.size), {column: reach}, -1.0), 0.0, "touched")
        return column

    def _slack(self, lever: Lever) -> Slack:
        if lever.kind == "waive":
            columns = tuple((item, self.frame.column("waived", integer=True)) for item in lever.items)
            return Slack(lever, {column: 1.0 for _, column in columns}, columns)
        return Slack(lever, {self.frame.column("slack", 0.0, lever.reach, integer=lever.whole): 1.0})

    def _give(self, name: Name, whole: float) -> Terms:
        """What a rule's row gains: its slack, and all of it (``whole``) where it is waived."""
        terms: Terms = {}
        for number in self.numbers[name]:
            add(terms, number)
        for column in self.waivers[name, None]:
            add(terms, {column: whole})
        return terms

    def _rows(self, problem: PlanningProblem, free: set[Name]) -> None:
        """Every row that may give way, with its slack."""
        for count in _of(problem.counts, free):
            self._count(count)
        for budget in _of(problem.budgets, free):
            terms = add(budget_terms(self.frame, budget), self._give(name_of(budget.rule), 0.0), -1.0)
            self.frame.at_most(terms, budget.cap, "loosened")
        for depth in _of(problem.depths, free):
            self._depth(depth)
        for row in _of(problem.logic, free):
            self._logic(row)
        for bar in _of(problem.bars, free):
            self._bar(bar)

    def _depth(self, row: DepthRow) -> None:
        need = depth_need(row)
        if need > 0:
            terms = add(depth_terms(self.frame, row), self._give(name_of(row.rule), need))
            self.frame.at_least(terms, need, "loosened")

    def _logic(self, row: Logic) -> None:
        frame = self.frame
        members = [int(i) for i in row.members]
        if row.kind == "requires":
            for b in members[1:]:
                terms = add(frame.chosen(members[0]), frame.chosen(b), -1.0)
                frame.at_most(add(terms, self._give(name_of(row.rule), 1.0), -1.0), 0.0, "loosened")
            return
        terms = self._give(name_of(row.rule), -float(len(members)))
        for i in members:
            add(terms, frame.chosen(i))
        frame.at_most(terms, 1.0, "loosened")

    def _count(self, row: CountRow) -> None:
        frame, name = self.frame, name_of(row.rule)
        if np.isfinite(row.low) and row.low > row.given:
            need = row.low - row.given
            frame.at_least(add(count_terms(frame, row), self._give(name, need)), need, "loosened")
        if np.isfinite(row.high):
            size = len(row.members)
            limit = limit_of(row, self.policy) - row.given
            terms = add(count_terms(frame, row), self._give(name, float(size)), -1.0)
            if limit >= 0:
                frame.at_most(terms, limit, "loosened")
                return
            # more exist than the limit: none may be added unless the limit is raised beyond them
            added = frame.column("added", integer=True)
            frame.at_most(add(count_terms(frame, row), {added: float(size)}, -1.0), 0.0, "loosened")
            frame.at_most(add(terms, {added: size - limit}), float(size), "loosened")

    def _bar(self, bar: Bar) -> None:
        frame, name = self.frame, name_of(bar.rule)
        for i in np.flatnonzero(bar.mask.any(axis=1)):
            if bar.figure is not None:
                missing = bar.least - float(bar.figure[i])
                terms = {c: v * (missing if np.isfinite(missing) else 1.0) for c, v in frame.chosen(int(i)).items()}
                give = self._give(name, 0.0) if np.isfinite(missing) else {}
                frame.at_most(add(terms, give, -1.0), 0.0, "loosened")
                continue
            for y in np.flatnonzero(bar.mask[i]):
                terms = frame.started(int(i), int(y))
                give = dict.fromkeys(self.waivers[name, int(i)], 1.0)
                frame.at_most(add(terms, give, -1.0), 0.0, "loosened")


def fix(frame: Frame, i: int, *, on: bool) -> None:
    """Hold candidate i chosen or not chosen; where it cannot start at all, choosing it is a contradiction."""
    last = frame.active[i][-1]
    if last is None:
        frame.contradiction = frame.contradiction or on
    else:
        frame.columns[last].bounds(float(on), float(on))


class _Ruled(Protocol):
    @property
    def rule(self) -> Rule: ...


Row = TypeVar("Row", bound=_Ruled)


def _of(rows: Iterable[Row], free: set[Name]) -> list[Row]:
    return [row for row in rows if name_of(row.rule) in free]


def without(problem: PlanningProblem, names: set[Name]) -> PlanningProblem:
    """The problem without some of its rules."""
    return replace(
        problem,
        bars=tuple(row for row in problem.bars if name_of(row.rule) not in names),
        counts=tuple(row for row in problem.counts if name_of(row.rule) not in names),
        budgets=tuple(row for row in problem.budgets if name_of(row.rule) not in names),
        depths=tuple(row for row in problem.depths if name_of(row.rule) not in names),
        logic=tuple(row for row in problem.logic if name_of(row.rule) not in names),
    )


def _of_support(problem: PlanningProblem, lever: Lever) -> bool:
    families = {name_of(bar.rule): bar.rule.family for bar in problem.bars}
    return any(families.get(name) == "support" for name in lever.rules)


def _fitting(problem: PlanningProblem) -> PlanningProblem:
    """The problem with every least support within what its caps allow."""
    money = problem.support
    if money is None:
        return problem
    most = np.minimum(money.cap.sum(axis=1), money.total)
    minimum = np.minimum(money.minimum, most)
    return replace(problem, support=replace(money, minimum=minimum, first=np.minimum(money.first, minimum)))


def eased(
    problem: PlanningProblem, policy: Policy, lever: Lever, by: float, items: Sequence[Item] = ()
) -> PlanningProblem:
    """The problem after a lever has moved by ``by`` (or has waived ``items``), as if compiled anew."""
    free = set(lever.rules)
    if lever.kind == "waive":
        return _waived(problem, lever, items)

    def count(row: CountRow) -> CountRow:
        if lever.kind == "least":
            return replace(row, low=row.low - by)
        return replace(row, high=max(limit_of(row, policy) + by, row.given))

    def bar(row: Bar) -> Bar:
        assert row.figure is not None
        short = ~(row.figure >= row.least - by)
        return replace(row, least=row.least - by, mask=np.repeat(short[:, None], row.mask.shape[1], axis=1))

    def each(rows: tuple[Row, ...], change: Callable[[Row], Row]) -> tuple[Row, ...]:
        return tuple(change(row) if name_of(row.rule) in free else row for row in rows)

    return replace(
        problem,
        counts=each(problem.counts, count),
        budgets=each(problem.budgets, lambda row: replace(row, cap=row.cap + by)),
        depths=each(problem.depths, lambda row: replace(row, depth=row.depth - round(by))),
        bars=each(problem.bars, bar),
    )


def _waived(problem: PlanningProblem, lever: Lever, items: Sequence[Item]) -> PlanningProblem:
    if _of_support(problem, lever):
        problem = _fitting(problem)
    whole = {item.rule for item in items if item.candidate is None}
    single: dict[Name, list[int]] = defaultdict(list)
    for item in items:
        if item.candidate is not None:
            single[item.rule].append(item.candidate)
    bars = []
    for bar in problem.bars:
        mask = bar.mask.copy()
        mask[single.get(name_of(bar.rule), [])] = False
        bars.append(replace(bar, mask=mask))
    return without(replace(problem, bars=tuple(bars)), whole)
