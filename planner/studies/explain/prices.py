"""What it costs the plan to leave a chosen centre out, or to take a rejected one in: replacement and forcing cost.

What does not live here: sentences (``planner.studies.explain.reasons``) and what would change the answer
(``planner.studies.explain.flips``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from planner import program
from planner.families.lever import Change, Item, Lever, moved
from planner.families.levers import levers
from planner.infeasible.giving_way import CutShortError, fewest, least
from planner.infeasible.loosening import Loosened, eased, fix
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.promises import held
from planner.problem.rows import Floats, PlanningProblem
from planner.program.frame import Frame, Terms, add
from planner.rulebook.policy import Policy
from planner.solving import highs
from planner.solving.effort import Effort
from planner.solving.highs import Limits
from planner.solving.live_model import MANY_SMALL
from planner.solving.stages import to_plan
from planner.solving.turned_plans import TurnedPlans

ROUNDS = 4000
"""Work of one solve, in rounds of the solver (``planner.solving.effort``)."""
LEAST = 1e-7
"""A lever that moves by less does not move."""
SAME = 1e-6
"""Plans whose worth differs by less (relative, or absolute below 1) are equally good; what a proof distinguishes."""


@dataclass(frozen=True)
class Move:
    """A lever moved: by how much, or which items are waived."""

    lever: Lever
    by: float
    items: tuple[Item, ...] = ()

    def change(self) -> Change:
        """In round figures and words."""
        return moved(self.lever, self.by, self.items)


@dataclass(frozen=True, kw_only=True)
class Price:
    """What the answer on one candidate costs when it is turned round.

    ``cost``: how much worse the best plan is in the first stage's unit, 0 or more unless rules had to be ``lifted``
    for there to be a plan at all, or the plan in question is not the best one; None: not even then, or ``cut_short``.
    ``starts``: that plan, as near to the present one as its worth allows. ``proven``: whether the solver proved it.
    ``cut_short``: whether the search ended for want of rounds; what it had is no price and is not given.
    """

    cost: float | None
    starts: Mapping[str, int]
    lifted: tuple[Move, ...]
    proven: bool
    cut_short: bool = False


class ExplainedPlan:
    """A plan to be explained: problem, policy, plan, and its worth in the first stage."""

    def __init__(self, problem: PlanningProblem, policy: Policy, plan: Plan, money_unit: str = "") -> None:
        # other plans have to keep promises that come first as well as this one does
        short = score.of_history(problem, score.to_arrays(problem, plan))["shortfall"]
        self.problem = replace(held(problem, short), stages=problem.stages[:1])
        self.policy, self.plan, self.money_unit = policy, plan, money_unit
        self.stage = problem.stages[0]
        self.sign = -1.0 if self.stage.sense == "maximise" else 1.0
        self.where = {c: i for i, c in enumerate(problem.candidates)}
        self.worth = self.worth_of(plan)
        self._under: dict[tuple[object, ...], TurnedPlans] = {}

    def worth_of(self, plan: Plan) -> float:
        """Value of the first stage, recomputed."""
        return score.stage_value(score.goals(self.problem, score.to_arrays(self.problem, plan)), self.stage)

    @cached_property
    def turned(self) -> TurnedPlans:
        """Best plans of the first stage with decisions turned round: all that is asked of them shares one program."""
        return self._turned_in(self.problem)

    def turned_under(self, lifted: tuple[Move, ...]) -> TurnedPlans:
        """The same of the problem with rules that give way; many candidates ask for the same ones."""
        change = tuple((m.lever.key, m.lever.rules, rounded(m.lever, m.by), m.items) for m in lifted)
        if change not in self._under:
            problem = self.problem
            for move in lifted:
                problem = eased(problem, self.policy, move.lever, rounded(move.lever, move.by), move.items)
            self._under[change] = self._turned_in(problem)
            self._under[change].taught_by(self.turned)
        return self._under[change]

    def _turned_in(self, problem: PlanningProblem) -> TurnedPlans:
        return TurnedPlans(problem, self.stage, (c in self.plan.starts for c in self.where), self.worth)

    def turn(self, centre: str, along: Collection[str] = ()) -> dict[int, bool]:
        """The opposite answer on a candidate, and the same on others."""
        return {self.where[c]: centre not in self.plan.starts for c in (centre, *along)}

    def settle(self, turns: Iterable[Mapping[int, bool]], limits: Limits | None = None) -> Iterator[int]:
        """Prove the best plans of many turns, from dear to cheap; counts those that are done."""
        asked = [self.turned.question(turn) for turn in turns]
        yield from (n for n, _ in enumerate(self.turned.falling(asked, limits or Limits(rounds=ROUNDS)), 1))

    def levers(self) -> tuple[Lever, ...]:
        """Rules that may give way."""
        return levers(self.problem, self.policy, self.money_unit)

    def goal(self, worth: Mapping[str, tuple[Terms, float]]) -> tuple[Terms, float]:
        """The first stage as a minimisation, and its constant."""
        terms, constant = program.stage_worth(dict(worth), self.stage)
        return {c: self.sign * v for c, v in terms.items()}, self.sign * constant

    def best(
        self, problem: PlanningProblem, fixed: Mapping[int, bool], limits: Limits, effort: Effort | None = None
    ) -> tuple[Plan | None, bool]:
        """A best plan of the first stage under ``fixed``, and whether that answer is proven."""
        frame, worth = program.build(problem)
        for i, on in fixed.items():
            fix(frame, i, on=on)
        terms, _ = self.goal(worth)
        answer = highs.minimise(frame, terms, limits)
        if effort is not None:
            effort.spent(answer)
        if answer.values is None:
            return None, answer.status == "infeasible"
        return to_plan(problem, frame, answer.values), answer.status == "proven"

    def nearest(self, problem: PlanningProblem, fixed: Mapping[int, bool], worth: float, limits: Limits) -> Plan | None:
        """Of the plans under ``fixed`` that are worth ``worth``, the one with the fewest centres changed."""
        frame, parts = program.build(problem)
        for i, on in fixed.items():
            fix(frame, i, on=on)
        terms, constant = self.goal(parts)
        frame.at_most(terms, self.sign * worth - constant + SAME * max(1.0, abs(worth)), "worth")
        change: Terms = {}
        for centre, i in self.where.items():
            add(change, frame.chosen(i), -1.0 if centre in self.plan.starts else 1.0)
        answer = highs.minimise(frame, change, limits)
        if answer.status != "proven" or answer.values is None:
            return None  # what was cut short is no answer: the plan at hand has the same worth
        return to_plan(problem, frame, answer.values)


def price(case: ExplainedPlan, centre: str, limits: Limits | None = None, along: Collection[str] = ()) -> Price:
    """Price the opposite answer on one candidate.

    Parameters
    ----------
    case : ExplainedPlan
    centre : str
        A candidate of the problem.
    limits : Limits, optional
        For each solve (default: :data:`ROUNDS` of work).
    along : collection of str
        Further candidates that are held as ``centre`` is.

    Returns
    -------
    Price
        Replacement cost z* − z*(x_j = 0) of a chosen centre, forcing cost z* − z*(x_j = 1) of another (signs turned
        where the first stage minimises). Where the rules leave no such plan, the fewest rules that stand in the way
        give way by the least amounts, and they are named.
    """
    limits = limits or Limits(rounds=ROUNDS)
    fixed = case.turn(centre, along)
    lifted: tuple[Move, ...] = ()
    turned = case.turned
    best, proven = _best(turned, fixed, limits)
    if not proven:
        return Price(cost=None, starts={}, lifted=(), proven=False, cut_short=True)
    if best is None:
        found = lift(case, fixed, limits)
        if found is None:
            return Price(cost=None, starts={}, lifted=(), proven=False, cut_short=True)
        lifted = found
        if lifted:
            turned = case.turned_under(lifted)
            best, proven = _best(turned, fixed, limits)
    if best is None or not proven:
        return Price(cost=None, starts={}, lifted=lifted, proven=proven, cut_short=not proven)
    starts, worth = best
    near = _nearest(case, turned, fixed, worth, limits) or starts
    cost = case.sign * (worth - case.worth)
    # a plan that is not the best of its scenario may be beaten; only noise is taken away
    noise = SAME * max(1.0, abs(case.worth))
    told = cost if lifted or cost < -noise else max(0.0, cost)
    return Price(cost=told, starts=near, lifted=lifted, proven=proven)


def _best(
    turned: TurnedPlans, fixed: Mapping[int, bool], limits: Limits
) -> tuple[tuple[Mapping[str, int], float] | None, bool]:
    """Starts and worth of a best plan under ``fixed``, and whether that answer is proven."""
    found = turned.best(fixed, limits)
    if found.values is None or not found.proven:
        return None, found.proven
    starts = turned.starts(found.values)
    worth, told = _worth(turned, Plan(starts, {})), turned.natural(found.value)
    if abs(worth - told) > SAME * max(1.0, abs(told)):  # money has a part in it: settled to the last digit
        worth = _worth(turned, turned.plan(found.values))
    return (starts, worth), True


def _worth(turned: TurnedPlans, plan: Plan) -> float:
    """The stage's value of a plan, recomputed."""
    problem = turned.problem
    return score.stage_value(score.goals(problem, score.to_arrays(problem, plan)), turned.stage)


def _nearest(
    case: ExplainedPlan, turned: TurnedPlans, fixed: Mapping[int, bool], worth: float, limits: Limits
) -> Mapping[str, int] | None:
    """Of the plans under ``fixed`` that are worth ``worth``, the one with the fewest centres changed."""
    asked = turned.question(fixed)
    room = SAME * max(1.0, abs(worth)) * turned.scale
    within = max(turned.known[asked].value, (case.sign * (worth - turned.constant)) * turned.scale) + room
    if turned.tree is None:
        plan = case.nearest(turned.problem, {**turned.stays(within), **fixed}, worth, limits)
        return None if plan is None else plan.starts
    values = turned.nearest(asked, within, limits)
    return None if values is None else turned.starts(values)


def lift(case: ExplainedPlan, fixed: Mapping[int, bool], limits: Limits) -> tuple[Move, ...] | None:
    """The rules that must give way for a plan under ``fixed``, and how far; (): none suffice; None: cut short.

    Which of several sets of rules: ``planner.infeasible.giving_way``.
    """

    def ask(frame: Frame, terms: Terms) -> highs.Answer:
        return highs.minimise(frame, terms, limits, settings=MANY_SMALL)

    bare, known = replace(case.problem, stages=()), case.levers()
    try:
        model = Loosened(bare, case.policy, known, fixed)
        switches = [model.touched(slack) for slack in model.slacks]
        if (places := fewest(model.frame, switches, ask)) is None:
            return ()
        wanted = [known[place] for place in places]
        several = len(wanted) > 1 or any(len(lever.items) > 1 for lever in wanted)
        model = Loosened(case.problem if several else bare, case.policy, wanted, fixed)
        moved_ = least(model, ask, case.goal(model.worth)[0] if several else None)
    except CutShortError:
        return None
    return tuple(Move(m.lever, m.by, m.items) for m in moved_ or () if m.by > LEAST)


def moves(model: Loosened, values: Floats) -> tuple[Move, ...]:
    """What the levers of a solved model have moved by; levers that did not move are left out."""
    out = []
    for slack in model.slacks:
        by = sum(v * values[c] for c, v in slack.size.items())
        items = tuple(item for item, column in slack.items if values[column] > 0.5)
        if by > LEAST:
            out.append(Move(slack.lever, by, items))
    return tuple(out)


def rounded(lever: Lever, by: float) -> float:
    """The change in round figures, as :func:`planner.families.levers.moved` writes it."""
    return by if lever.kind == "waive" else abs(float(moved(lever, by).new) - lever.value)


def differences(
    before: Mapping[str, int], after: Mapping[str, int], order: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Centres that leave and centres that come, in the order of the candidates.

    >>> differences({"A": 2023, "B": 2023}, {"B": 2024, "C": 2023}, "ABC")
    (['A'], ['C'])
    """
    return [c for c in order if c in before and c not in after], [c for c in order if c in after and c not in before]
