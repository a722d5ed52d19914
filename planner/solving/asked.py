"""What a stage asks of a solver: its objective in figures of a size that the solver's tolerances are made for.

Also what the solver's answer then says: the value of a step, and how far two values may be apart and count as one.
What does not live here: the solving of a stage (``planner.solving.exact_stage``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.problem.rows import PlanningProblem, Stage
from planner.problem.steps import stage_step
from planner.program.frame import Terms
from planner.solving import highs

PROOF = 1e-6
"""Relative distance of bound and objective up to which a plan is called proven, where values have no step."""
HALF = 0.49
"""Part of a step within which a bound proves, and which a later stage may not pass: less than half of it."""
WHOLE = 2e11
"""Greatest coefficient, in steps, that is handed to the solver in whole numbers; beyond it HiGHS's arithmetic cannot
tell one step (of 60 small knapsacks each, none was wrong at 10¹¹ and 19 at 10¹²), and nothing is called proven."""
DIGITS = 3
"""Else the greatest coefficient gets so many digits before the point."""
TIDY = 1e-6
"""How far a number of steps may be from a whole one by noise."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One stage's objective, to be minimised.

    Attributes
    ----------
    stage : Stage
    goal : dict
        The terms to be minimised, in the data's figures.
    constant : float
        The stage's constant, in its natural sense.
    step : float or None
        What every value of the stage is a multiple of, above its constant; None where real numbers have their say.
    scale : float
        What the goal is multiplied by for the solver: whole numbers of steps where there is a step and they stay below
        :data:`WHOLE`, else a power of ten.
    top : float
        The greatest coefficient of the goal: the scale of the stage's values.
    """

    stage: Stage
    goal: Terms
    constant: float
    step: float | None
    scale: float
    top: float

    @staticmethod
    def of(problem: PlanningProblem, stage: Stage, worth: tuple[Terms, float]) -> Asked:
        """From the stage's terms and their constant (``planner.program.stage_worth``)."""
        terms, constant = worth
        sign = -1.0 if stage.sense == "maximise" else 1.0
        goal = {c: sign * v for c, v in terms.items() if v}
        top = max(map(abs, goal.values()), default=0.0)
        step = stage_step(problem, stage)
        if step is not None and step < 1.0 and top / step > WHOLE:
            step = None  # fractions of more digits than can be told apart are measurements, not counted units
        if not top:
            return Asked(stage=stage, goal=goal, constant=constant, step=step, scale=1.0, top=top)
        scale = 10.0 ** (DIGITS - 1 - math.floor(math.log10(top)))
        if step is not None and top / step <= WHOLE:
            scale = 1.0 / step
        return Asked(stage=stage, goal=goal, constant=constant, step=step, scale=scale, top=top)

    @property
    def sign(self) -> float:
        """-1 where the stage maximises."""
        return -1.0 if self.stage.sense == "maximise" else 1.0

    @property
    def provable(self) -> bool:
        """Whether the solver's arithmetic can tell one step."""
        return self.step is None or self.top / self.step <= WHOLE

    @property
    def absolute(self) -> float:
        """The gap of the solver's objective that is none: less than half a step."""
        return highs.ABSOLUTE_GAP if self.step is None else max(highs.ABSOLUTE_GAP, HALF * self.step * self.scale)

    def scaled(self) -> tuple[Terms, float]:
        """The objective and its constant as the solver gets them."""
        whole = self.step is not None and self.scale == 1.0 / self.step
        terms = {c: v * self.scale for c, v in self.goal.items()}
        if whole:
            terms = {c: float(round(v)) if abs(v - round(v)) < TIDY else v for c, v in terms.items()}
        return terms, self.sign * self.constant * self.scale

    def natural(self, value: float | None) -> float | None:
        """A value of the solver's objective as a value of the stage."""
        return None if value is None else self.sign * value / self.scale + self.constant

    def noise(self, value: float) -> float:
        """How far two values of the stage may be apart and count as one."""
        if self.step is not None:
            return HALF * self.step
        return PROOF * max(abs(value), self.top)
