"""The integer program with rules that may give way: each chosen lever gets a slack of its own, exact, not a penalty.

What does not live here: which levers there are and how a row takes up its slack (``planner.families``), and what is
asked of the slack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner import program
from planner.families.kind import RuleKind
from planner.families.kinds import RECONSIDERED, changed, filtered
from planner.families.lever import Item, Lever, Name, name_of
from planner.families.levers import asked_of
from planner.problem.rows import PlanningProblem
from planner.program.frame import Frame, Terms, add
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

    def _give(self, name: Name, whole: float, candidate: int | None) -> Terms:
        """What a rule's row gains: its slack, and all of it (``whole``) where it or the one candidate is waived."""
        terms: Terms = {}
        for number in self.numbers[name]:
            add(terms, number)
        for column in self.waivers[name, candidate]:
            add(terms, {column: whole})
        return terms

    def _rows(self, problem: PlanningProblem, free: set[Name]) -> None:
        """Every row that may give way, with its slack; those that a planner reconsiders first come first."""
        for kind in RECONSIDERED:
            for row in getattr(problem, kind.field):
                if (name := name_of(row.rule)) in free:

                    def give(whole: float = 0.0, candidate: int | None = None, name: Name = name) -> Terms:
                        return self._give(name, whole, candidate)

                    kind.loosen(self.frame, row, give, asked_of(problem, self.policy, row.rule))


def fix(frame: Frame, i: int, *, on: bool) -> None:
    """Hold candidate i chosen or not chosen; where it cannot start at all, choosing it is a contradiction."""
    last = frame.active[i][-1]
    if last is None:
        frame.contradiction = frame.contradiction or on
    else:
        frame.columns[last].bounds(float(on), float(on))


def without(problem: PlanningProblem, names: set[Name]) -> PlanningProblem:
    """The problem without some of its rules."""
    return filtered(problem, lambda rule: name_of(rule) not in names)


def eased(
    problem: PlanningProblem, policy: Policy, lever: Lever, by: float, items: Sequence[Item] = ()
) -> PlanningProblem:
    """The problem after a lever has moved by ``by`` (or has waived ``items``), as if compiled anew."""
    free = set(lever.rules)
    if lever.kind == "waive":
        return _waived(problem, items)

    def change(kind: RuleKind[Any], row: Any) -> Any:
        if name_of(row.rule) not in free:
            return row
        return kind.eased(row, lever, by, asked_of(problem, policy, row.rule))

    return changed(problem, change)


def _waived(problem: PlanningProblem, items: Sequence[Item]) -> PlanningProblem:
    whole = {item.rule for item in items if item.candidate is None}
    single: dict[Name, list[int]] = defaultdict(list)
    for item in items:
        if item.candidate is not None:
            single[item.rule].append(item.candidate)

    def change(kind: RuleKind[Any], row: Any) -> Any:
        name = name_of(row.rule)
        return kind.without(row, single[name]) if name in single else row

    return without(changed(problem, change), whole)
