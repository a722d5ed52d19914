"""One stage solved to the last digit: the solver's choice held against exact rows, its money settled, its proof closed.

A solver's tolerances let pass what is not there, and hide what is: a choice that breaks a row by one unit of 10⁹ is cut
away and the question put again; a bound that ends some units beyond the value of a plan is closed by the question
whether any plan is better by a step. What does not live here: one call of the solver (``planner.solving.search``), the
order of the stages (``planner.solving.stages``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner import program
from planner.problem import score
from planner.problem.figures import NOISE
from planner.problem.rows import Floats, PlanningProblem, Stage
from planner.program.frame import Frame, Terms
from planner.program.whole_rows import most_of, on
from planner.solving import exact_money, highs, small_program
from planner.solving.asked import HALF, Asked
from planner.solving.choices import ChoiceProgram
from planner.solving.highs import Answer, Limits
from planner.solving.live_model import MANY_SMALL
from planner.solving.only_choice import is_only_choice, is_worth_asking
from planner.solving.search import SMALL

STAGE_TOLERANCE = 1e-7
"""Relative amount of an earlier stage's value that a later stage may give up, where cover is part of it; below what
proof distinguishes."""
ROUNDS = 200
"""How often a choice that a tolerance let pass may be cut away, and a better one be found, in one stage."""
MANY_CHOICES = 50
"""Yes/no columns from which it is asked whether others could be chosen: below, the stages behind are as fast."""
UNPAID = 3
"""Choices that cannot be paid after which a stage asks the program with payments."""
MANY_BEHIND = 2
"""Stages that must stand behind one for the question whether it leaves one choice alone."""

Minimise = Callable[..., Answer]
"""What ``planner.solving.search.minimise`` is."""
Hear = Callable[[float | None, float | None], None]


@dataclass
class ExactModel:
    """The program of a problem, with what the stages so far have added to it.

    Attributes
    ----------
    problem : PlanningProblem
    minimise : callable
    """

    problem: PlanningProblem
    minimise: Minimise
    alone: bool = True
    """Whether stages of choices alone are asked of a program without payments (``planner.solving.choices``)"""
    _added: list[tuple[Terms, float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.frame, self.worth = program.build(self.problem)
        self._settled = False
        self._choices = ChoiceProgram.of(self.frame) if self.alone else None

    def _at_most(self, terms: Terms, limit: float, name: str) -> None:
        self._added.append((terms, limit, name))
        self.frame.at_most(terms, limit, name)

    def _cut_off(self, cut: Terms) -> None:
        """Leave a choice out, in all programs."""
        self._at_most(cut, most_of(cut), "cover")
        if self._choices is not None:
            self._choices.at_most(cut, most_of(cut), "cover")

    def best(self, asked: Asked, limits: Limits, start: Floats | None, hear: Hear | None) -> Answer:
        """The best choice that keeps every row exactly, its money settled.

        A solver that gives what was cut away has no tolerance but a fault: its answer is passed on, for the audit to
        see.

        Parameters
        ----------
        asked : Asked
        limits : Limits
            Of this stage.
        start : ndarray, optional
            (columns,) a known solution.
        hear : callable, optional
            Hears of incumbent and bound in the solver's figures.

        Returns
        -------
        Answer
            Values and bound (of the goal, to be minimised) in the data's figures.
        """
        begin, bound = time.process_time(), None
        for unpaid in range(ROUNDS):
            alone = self._choices is not None and unpaid < UNPAID
            ask = self._of_choices if alone else self._of_whole
            answer = ask(asked, limits.since(begin), start, hear)
            bound = answer.bound
            if answer.values is None or self._fault(answer.values):
                return answer
            values = self._exact(self.frame, asked, answer.values)
            if values is not None:
                found = self._closed(asked, Answer(answer.status, values, bound), limits.since(begin))
                return replace(found, shut=answer.shut)
            for cut in self.frame.broken(answer.values) or [_other_choice(self.frame, answer.values)]:
                self._cut_off(cut)
            if answer.status == "interrupted":
                return Answer("interrupted", None, bound)
        return Answer("time_limit", None, bound)

    def _of_whole(self, asked: Asked, limits: Limits, start: Floats | None, hear: Hear | None) -> Answer:
        """The solver's answer to a stage, with its bound in the data's figures."""
        goal, constant = asked.scaled()
        left = replace(limits, absolute=asked.absolute)
        answer = self.minimise(self.frame, goal, left, constant=constant, start=start, progress=hear)
        bound = None if answer.bound is None or not asked.provable else answer.bound / asked.scale
        return replace(answer, bound=bound)

    def _of_choices(self, asked: Asked, limits: Limits, start: Floats | None, hear: Hear | None) -> Answer:
        """The answer to a stage by the program without payments, of which nothing is paid yet."""
        choices = self._choices
        own = None if choices is None else choices.asked(asked.stage)
        if choices is None or own is None:
            return self._of_whole(asked, limits, start, hear)

        def told(value: float | None) -> float | None:
            natural = own.natural(value)
            return None if natural is None else asked.sign * (natural - asked.constant) * asked.scale

        def hears(best: float | None, bound: float | None) -> None:
            if hear is not None:
                hear(told(best), told(bound))

        goal, constant = own.scaled()
        known = None if start is None else choices.of_whole(start)
        left = replace(limits, absolute=own.absolute)
        answer = self.minimise(choices.frame, goal, left, constant=constant, start=known, progress=hears)
        bound = told(answer.bound) if own.provable else None
        values = answer.values
        if values is not None and answer.status == "proven" and own.step is not None and answer.bound is not None:
            value = _worth(goal, values)
            if abs(value - answer.bound) <= HALF * own.step * own.scale:  # no plan lies between
                bound = told(value)
        return replace(
            answer,
            values=None if values is None else choices.in_whole(values),
            bound=None if bound is None else bound / asked.scale,
            shut=choices.sides_in_whole(answer.shut),
        )

    def _fault(self, values: Floats) -> bool:
        """Whether a choice breaks a cut."""
        chosen = on(values, self.frame.integer)
        cuts = ((cut, most) for cut, most, name in self._added if name == "cover")
        return any(sum(v for c, v in cut.items() if c in chosen) > most for cut, most in cuts)

    @staticmethod
    def _exact(frame: Frame, asked: Asked, values: Floats) -> Floats | None:
        """The choice with its money settled; None if it breaks a row."""
        if frame.broken(values):
            return None
        return exact_money.settled(frame, _polished(frame, asked.scaled()[0], values), asked.goal)

    def _closed(self, asked: Asked, answer: Answer, limits: Limits) -> Answer:
        """The answer with its bound at its value, where it is shown that no plan is better by a step."""
        if asked.step is None or answer.bound is None or answer.status != "proven" or answer.values is None:
            return answer
        values, begin = answer.values, time.process_time()
        frame, value = self.frame, _worth(asked.goal, values)
        if abs(value - answer.bound) <= HALF * asked.step:
            return answer
        for _ in range(ROUNDS):
            if frame is self.frame:  # a copy, so that this question leaves no row behind
                frame, _ = program.build(self.problem)
                for terms, limit, name in self._added:
                    frame.at_most(terms, limit, name)
                frame.at_most(asked.goal, value - asked.step * (1.0 - HALF), "better")
            found = self.minimise(frame, {}, limits.since(begin))
            if found.status == "infeasible":
                return Answer("proven", values, value)
            if found.values is None:
                break
            better = self._exact(frame, asked, found.values)
            if better is not None:
                values, value, frame = better, _worth(asked.goal, better), self.frame
                continue
            for cut in frame.broken(found.values) or [_other_choice(frame, found.values)]:
                frame.at_most(cut, most_of(cut), "cover")
        return Answer(answer.status, values, answer.bound)

    def is_only(self, asked: Asked, answer: Answer, behind: Sequence[Stage], limits: Limits) -> bool:
        """Whether the choice with which a stage was proven to be best is all that the stages behind may take.

        It is not asked for one stage, which takes no more work than the question.
        """
        if len(behind) < MANY_BEHIND or not is_worth_asking(self.frame):
            return False
        if answer.status != "proven" or answer.values is None or not asked.provable or asked.step is None:
            return False
        goal, _ = asked.scaled()
        most = _worth(goal, answer.values) + asked.step * asked.scale * (1.0 - HALF)
        if limits.seconds is not None:  # the stages behind keep their share
            limits = replace(limits, seconds=limits.seconds / 2)
        return is_only_choice(self.frame, goal, answer.values, most, limits, answer.shut)

    def of_only(
        self, behind: Sequence[Stage], values: Floats, reached: Mapping[str, float]
    ) -> list[tuple[Asked, Answer]]:
        """The answers of stages that have one choice alone to take, which reaches these goals."""
        asked = [Asked.of(self.problem, stage, program.stage_worth(self.worth, stage)) for stage in behind]
        return [(one, Answer("proven", values, _in_goal(one, reached))) for one in asked]

    def hold(self, asked: Asked, reached: Mapping[str, float], shut: Sequence[tuple[int, float, float]] = ()) -> None:
        """Hold what a stage has reached: to half a step; what is made of choices and money, to the last digit.

        What no plan as good takes (``shut``) is shut for the stages to come.
        """
        for column, low, high in shut:
            self.frame.columns[column].bounds(low, high)
        value = _in_goal(asked, reached)
        slack = self._slack(self.frame, asked, value)
        self._at_most(asked.goal, value + slack, "stage")
        own = None if self._choices is None else self._choices.asked(asked.stage)
        if self._choices is None or own is None:  # what this stage has reached says nothing of choices alone
            self._choices = None
            return
        for column, low, high in shut:
            self._choices.frame.columns[self._choices.place[column]].bounds(low, high)
        value = _in_goal(own, reached)
        slack = max(slack, self._slack(self._choices.frame, own, value))
        self._choices.frame.at_most(own.goal, value + slack, "stage")

    def settle(self, asked: Asked, answer: Answer, limits: Limits) -> None:
        """Settle who is chosen for the stages to come, where no others reach what a proven stage has reached.

        Which others come next is one more question of the same kind; the stages behind (cost, delay) would ask which of
        all plans of that worth is best in terms of something else, which a relaxation knows little of.
        """
        if self._choices is None or self._settled or answer.status != "proven" or answer.values is None:
            return
        frame, own = self._choices.frame, self._choices.asked(asked.stage)
        chosen = sorted({c for row in frame.active[: len(frame.problem.candidates)] if (c := row[-1]) is not None})
        if own is None or not own.provable or len(frame.integer) < MANY_CHOICES:
            return
        values = self._choices.of_whole(answer.values)
        goal, _ = own.scaled()
        value, slack = _worth(own.goal, values), self._slack(frame, own, _worth(own.goal, values))
        if limits.seconds is not None:  # the stages behind keep their share
            limits = replace(limits, seconds=limits.seconds / 3)
        most = (value + 2 * slack) * own.scale
        if _none_other(frame, goal, values, most, replace(limits, absolute=own.absolute), chosen):
            self._settled = True
            back = self._choices.back()
            for c in chosen:
                side = 1.0 if values[c] > 0.5 else 0.0
                frame.columns[c].bounds(side, side)
                self.frame.columns[back[c]].bounds(side, side)

    @staticmethod
    def _slack(frame: Frame, asked: Asked, value: float) -> float:
        """What a later stage may give up of what a stage has reached."""
        settled = set(frame.integer) | set(frame.pay.values()) | frame.measured
        part = NOISE if settled.issuperset(asked.goal) else STAGE_TOLERANCE
        return part * max(abs(value), asked.top) if asked.step is None else HALF * asked.step


def _in_goal(asked: Asked, reached: Mapping[str, float]) -> float:
    """What a plan that has reached these goals is worth in the goal of a stage, which is minimised."""
    return asked.sign * (score.stage_value(reached, asked.stage) - asked.constant)


def _worth(goal: Terms, values: Floats) -> float:
    return float(sum(v * float(values[c]) for c, v in goal.items()))


def _other_choice(frame: Frame, values: Floats) -> Terms:
    """The cut that leaves out one choice: its columns that are 1 less those that are 0."""
    return {c: 1.0 if values[c] > 0.5 else -1.0 for c in frame.integer}


def _none_other(frame: Frame, goal: Terms, values: Floats, most: float, limits: Limits, columns: Sequence[int]) -> bool:
    """Whether no choice that differs in these columns has a goal of at most ``most``."""
    if small_program.is_small(frame, goal, limits):
        shown = small_program.none_but(frame, goal, values, most, limits, columns)
        if shown is not None:
            return shown
    settings = MANY_SMALL if len(frame.integer) <= SMALL else {}
    return is_only_choice(frame, goal, values, most, limits, columns=columns, settings=settings)


def _polished(frame: Frame, goal: Terms, values: Floats) -> Floats:
    """The same choice with its money solved once more as an LP, free of the noise of almost-integral columns."""
    if not frame.pay:
        return values
    before = {c: (frame.columns[c].lowBound, frame.columns[c].upBound) for c in frame.integer}
    for column in frame.integer:
        whole = float(round(values[column]))
        frame.columns[column].bounds(whole, whole)
    answer = highs.minimise(frame, goal, Limits())
    for column, sides in before.items():
        frame.columns[column].bounds(*sides)
    return values if answer.values is None else answer.values
