"""Best plans with some decisions turned round, many of them on one program: each answer helps the next.

The questions are settled from dear to cheap. A plan that is found is a bound on every question whose decisions it
takes; a decision that costs at least as much as what is known of the question in hand stays as the plan has it, and the
program shrinks as the prices fall. Small programs are searched by ``planner.solving.warm_tree``, larger ones by HiGHS
inside the same order. Every answer is proven, or says that it was cut short. What does not live here: rules that give
way (``planner.infeasible``), sentences.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import highspy
import numpy as np

from planner import program
from planner.problem.plan import Plan
from planner.problem.rows import Floats, PlanningProblem, Stage
from planner.program.frame import Terms
from planner.program.whole_rows import most_of
from planner.solving.asked import Asked
from planner.solving.guarded_run import run_from
from planner.solving.highs import CUTS, Limits, Listener, column_order, configured, interruptible, read_answer
from planner.solving.live_model import MANY_SMALL
from planner.solving.paid_choices import PaidChoices
from planner.solving.relaxation import Columns
from planner.solving.stages import starts_of, to_plan
from planner.solving.warm_tree import Leaf, WarmTree

SMALL = 150
"""Yes/no columns up to which a program is small."""
SAME = 1e-8
"""Absolute difference of values up to which a proof may fall short, where a goal knows no step and is about 1."""

Question = tuple[tuple[int, bool], ...]
"""Candidates and whether each is held chosen, sorted."""


@dataclass(kw_only=True)
class Turned:
    """What is known of one question: values of all columns (None: no plan known), and whether it is proven."""

    value: float = np.inf
    bound: float = -np.inf
    values: Floats | None = None
    settled: bool = False
    cut: bool = False

    @property
    def proven(self) -> bool:
        """Whether it is the best plan, or known that there is none."""
        return self.settled and not self.cut


class TurnedPlans:
    """A problem's first stage with decisions turned round.

    Parameters
    ----------
    problem : PlanningProblem
    stage : Stage
    chosen : sequence of bool
        The present plan, by candidate.
    worth : float
        Its value.
    """

    def __init__(self, problem: PlanningProblem, stage: Stage, chosen: Iterable[bool], worth: float) -> None:
        self.problem, self.stage = problem, stage
        self.frame, parts = program.build(problem)
        self.paid = PaidChoices.of(self.frame, [stage])
        asked = None if self.paid is None else self.paid.choices.asked(stage)
        if self.paid is None or asked is None:
            asked = Asked.of(problem, stage, program.stage_worth(parts, stage))
        else:
            self.frame = self.paid.choices.frame
        terms, _ = asked.scaled()
        self.scale, self.constant, self.sign = asked.scale, asked.constant, asked.sign
        size = min(1.0, max(abs(worth), asked.top)) if asked.step is None else 0.0
        self.tolerance = max(asked.absolute, SAME * size * asked.scale)
        self.on = np.array(list(chosen), dtype=bool)
        self.known: dict[Question, Turned] = {}
        self.pool: list[tuple[float, Floats]] = []
        self.tree: WarmTree | None = None
        self.cannot = self.frame.contradiction
        if not self.cannot:
            self._hand_over(terms)

    def _hand_over(self, terms: Terms) -> None:
        """Give the model to HiGHS, once."""
        frame = self.frame
        # every column in the objective, so that those too are handed over that no row uses
        frame.lp.setObjective(frame.expression(dict.fromkeys(range(len(frame.columns)), 1.0)))
        self.listener = Listener(None, threading.Event(), Limits())
        solver = configured(replace(Limits(), absolute=self.tolerance), self.listener)
        solver.createAndConfigureSolver(frame.lp)
        solver.buildSolverModel(frame.lp)
        self.model, self.order = frame.lp.solverModel, column_order(frame)
        place = np.zeros(len(frame.columns), dtype=np.int64)
        place[self.order] = np.arange(len(self.order))
        costs = np.zeros(len(self.order))
        for column, value in terms.items():
            costs[place[column]] = value * frame.scale[column]
        every = np.arange(len(costs), dtype=np.int32)
        self.model.changeColsCost(len(costs), every, costs)
        begin = Columns.of(frame, place).begin
        last = [frame.active[i][-1] for i in range(len(self.on))]
        self.chosen = np.array([-1 if c is None else place[c] for c in last], dtype=np.int64)
        there = self.chosen >= 0
        self.changes = int(self.model.getNumRow())
        places = self.chosen[there].astype(np.int32)
        signs = np.where(self.on[there], -1.0, 1.0)
        self.model.addRow(-highspy.kHighsInf, highspy.kHighsInf, len(places), places, signs)
        lp = self.model.getLp()
        self.low, self.high = np.array(lp.col_lower_), np.array(lp.col_upper_)
        small = len(frame.integer) <= SMALL and not frame.whole
        if small:
            self.tree = WarmTree(frame, lp, self.order, begin, self.tolerance)
        if self.tree is None:
            for name, value in MANY_SMALL.items():
                self.model.setOptionValue(name, value)

    def taught_by(self, other: TurnedPlans) -> None:
        """Branch by what was learnt of another problem of the same candidates and years: quicker, not other answers."""
        if self.tree is not None and other.tree is not None:
            self.tree.taught_by(other.tree)

    def question(self, fixed: Mapping[int, bool]) -> Question:
        """The question with these candidates held."""
        return tuple(sorted((i, bool(on)) for i, on in fixed.items()))

    def best(self, fixed: Mapping[int, bool], limits: Limits) -> Turned:
        """The best plan with these candidates held."""
        asked = self.question(fixed)
        for _ in self.falling([asked], limits):
            pass
        return self.known[asked]

    def falling(self, asked: Iterable[Question], limits: Limits) -> Iterator[Question]:
        """Settle questions from dear to cheap; each is given as soon as it is settled. ``limits`` hold for each.

        What was cut short is asked again when it is asked for again.
        """
        left: dict[Question, float] = {}
        for one in asked:
            found = self.known.get(one)
            if found is None or not found.proven:
                self.known[one] = self._from_pool(one)
                left[one] = self._relaxed(one)
        while left:
            one = max(left, key=lambda q: (self.known[q].value, left[q]))
            relaxed = left.pop(one)
            if np.isinf(relaxed) and relaxed > 0.0:
                self.known[one] = Turned(bound=np.inf, settled=True)
            else:
                self._settle(one, limits)
            yield one

    def _relaxed(self, asked: Question) -> float:
        """The bound of a question's relaxation; inf where it has no plan."""
        box = self._box(asked)
        if self.cannot or box is None:
            return np.inf
        return self.tree.relaxed(*box) if self.tree is not None else 0.0

    def _from_pool(self, asked: Question) -> Turned:
        """The best plan that is known for a question."""
        found = Turned()
        for value, values in self.pool:
            if value < found.value and self._takes(values, asked):
                found.value, found.values = value, values
        return found

    def _takes(self, values: Floats, asked: Question) -> bool:
        return all((self.chosen[i] >= 0 and values[self.chosen[i]] > 0.5) == on for i, on in asked)

    def _box(self, asked: Question, kept: Iterable[int] = ()) -> tuple[Floats, Floats] | None:
        """Bounds of all columns with the question's candidates held, and others kept as the plan has them."""
        low, high = self.low.copy(), self.high.copy()
        for i, on in (*asked, *((i, bool(self.on[i])) for i in kept)):
            place = self.chosen[i]
            if place >= 0:
                low[place] = high[place] = float(on)
            elif on:
                return None
        return low, high

    def _note(self, value: float, values: Floats) -> None:
        """Keep a plan: it bounds every open question whose decisions it takes."""
        self.pool.append((value, values))
        for asked, found in self.known.items():
            if not found.settled and value < found.value and self._takes(values, asked):
                found.value, found.values = value, values

    def _settle(self, asked: Question, limits: Limits) -> None:
        """Prove the best plan of one question."""
        found = self.known[asked]
        single = {q[0][0]: known.bound for q, known in self.known.items() if len(q) == 1 and self._settled_turn(q)}
        for i, _ in asked:
            single.pop(i, None)
        # without any plan all that is settled is kept at first: the plan that is found says what may stay so
        kept = [i for i, bound in single.items() if bound >= found.value - self.tolerance or np.isinf(found.value)]
        while True:
            box = self._box(asked, kept)
            leaf = Leaf(np.inf, np.inf, None) if box is None else self._search(*box, found, limits)
            if leaf.values is not None and leaf.value < found.value:
                self._note(leaf.value, leaf.values)
                found.value, found.values = leaf.value, leaf.values
            if leaf.cut:
                found.settled = found.cut = True
                return
            loose = {i for i in kept if single[i] < found.value - self.tolerance}
            if not loose:
                break
            kept = [i for i in kept if i not in loose]
        found.settled = True
        found.bound = min([leaf.bound, found.value, *(single[i] for i in kept)])

    def _settled_turn(self, asked: Question) -> bool:
        """Whether one candidate's turn is proven."""
        ((i, on),) = asked
        return self.known[asked].proven and on != self.on[i]

    def stays(self, within: float) -> dict[int, bool]:
        """Candidates that every plan whose value is at most ``within`` has as the present plan has them."""
        proven = ((q[0][0], known) for q, known in self.known.items() if len(q) == 1 and self._settled_turn(q))
        return {i: bool(self.on[i]) for i, known in proven if known.bound > within + self.tolerance}

    def nearest(self, asked: Question, within: float, limits: Limits) -> Floats | None:
        """Of the plans whose value is at most ``within``, one with the fewest candidates turned.

        None where the search was cut short, or the program is not small.
        """
        if self.tree is None:
            return None
        best, least = None, np.inf
        for value, values in self.pool:
            if value <= within and self._takes(values, asked) and self._turned(values) < least:
                best, least = values, self._turned(values)
        held = {i for i, _ in asked}
        box = self._box(asked, [i for i in self.stays(within) if i not in held])
        fewest = sum(on != self.on[i] for i, on in asked)
        while box is not None and least > fewest:
            self.tree.bound_row(self.changes, least - 1 - int(self.on.sum()))
            leaf = self.tree.minimise(*box, within + self.tolerance, limits, first=True)
            self.tree.bound_row(self.changes, highspy.kHighsInf)
            if leaf.cut:
                return None
            if leaf.values is None:
                break
            self._note(leaf.value, leaf.values)
            best, least = leaf.values, self._turned(leaf.values)
        return best

    def _turned(self, values: Floats) -> int:
        """How many candidates a plan has otherwise than the present one."""
        there = self.chosen >= 0
        return int((np.where(there, values[self.chosen] > 0.5, False) != self.on).sum())

    def plan(self, values: Floats) -> Plan:
        """The plan of a solution."""
        there = self._in_figures(values)
        return to_plan(self.problem, self.frame, there) if self.paid is None else self.paid.plan(there)

    def starts(self, values: Floats) -> dict[str, int]:
        """Start years of a solution, its money left open: what most questions of a choice need."""
        return starts_of(self.problem, self.frame, self._in_figures(values))

    def natural(self, value: float) -> float:
        """A value of the program as one of the stage."""
        return self.sign * value / self.scale + self.constant

    def _in_figures(self, values: Floats) -> Floats:
        """(columns of the frame,) a solution in the data's figures."""
        out = np.zeros(len(self.frame.columns))
        out[self.order] = values
        return self.frame.in_figures(out)

    def _search(self, low: Floats, high: Floats, known: Turned, limits: Limits) -> Leaf:
        """The best plan of a box, where it is better than the one that is known."""
        if self.tree is not None:
            return self.tree.minimise(low, high, known.value, limits)
        self.model.changeColsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)
        self.listener.begin(limits)
        with interruptible() as stop:
            self.listener.stop = stop
            for _ in range(CUTS):
                leaf = self._run(known)
                cuts = [] if leaf.values is None else self.frame.broken(self._in_figures(leaf.values))
                if stop.is_set():
                    raise KeyboardInterrupt
                if not cuts:
                    return leaf
                place = {int(c): k for k, c in enumerate(self.order)}
                for cut in cuts:  # a choice that a tolerance let pass: it breaks a row
                    places = np.array([place[c] for c in cut], dtype=np.int32)
                    signs = np.array(list(cut.values()), dtype=np.float64)
                    self.model.addRow(-highspy.kHighsInf, most_of(cut), len(places), places, signs)
        return Leaf(np.inf, -np.inf, None, cut=True)

    def _run(self, known: Turned) -> Leaf:
        """One run of HiGHS from the best plan that is known."""
        self.model.clearSolver()
        run_from(self.model, known.values)
        answer = read_answer(self.frame, self.model, self.order, Limits(), stopped=self.listener.stop.is_set())
        if answer.status == "infeasible":
            return Leaf(np.inf, known.value, None)
        values = None if answer.values is None else self.frame.for_solver(answer.values)[self.order]
        value = np.inf if values is None else float(self.model.getInfo().objective_function_value)
        if answer.status != "proven" or answer.bound is None or not np.isfinite(answer.bound):
            return Leaf(value, -np.inf, values, cut=True)
        return Leaf(value, answer.bound, values)
