"""Several scenarios: regret matrix, minimax regret, maximin, CVaR, and what knowing the future would be worth.

WS = Σ p_s z*_s (wait and see), RP = max_x Σ p_s f(x, s) (here and now), EEV = Σ p_s f(x̄, s) for the plan x̄ of the mean
scenario; EVPI = WS − RP ≥ 0 and VSS = RP − EEV ≥ 0 (Birge & Louveaux 2011, chapter 4; where the objective is minimised
the differences are turned). What does not live here: the joint program (``joint``), files and sentences.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.problem.rows import Floats, PlanningProblem, Rule, Stage
from planner.solving import highs, stages
from planner.solving.highs import Limits
from planner.solving.live_model import left_of
from planner.solving.stages import Solution, StageCertificate
from planner.studies.stress.cross_evaluation import Crossing, cross
from planner.studies.stress.interrupts import Interrupts
from planner.studies.stress.joint_program import Choice, Joint, Measure
from planner.studies.stress.side_by_side import Scene

SURE = 1e-6
"""How far the chances may be from summing to 1."""
Report = Callable[[Words], None]
"""Hears what is being computed."""


@dataclass(frozen=True)
class Robust:
    """A choice for all scenarios, with what it is worth in each.

    Attributes
    ----------
    measure : str
    starts : mapping or None
        None: there is none, or none was found in time.
    crossings : tuple of Crossing
        The choice in each scenario.
    value : float or None
        The measure, recomputed from ``crossings``.
    certificate : StageCertificate
        What is proven of ``value``.
    """

    measure: Measure
    starts: Mapping[str, int] | None
    crossings: tuple[Crossing, ...]
    value: float | None
    certificate: StageCertificate


@dataclass(frozen=True, kw_only=True)
class Stressed:
    """The answer on several scenarios.

    Attributes
    ----------
    scenes : tuple of Scene
    chances : tuple of float or None
    solutions : tuple of Solution
        The best plan of each scenario.
    matrix : tuple of tuple of Crossing
        ``matrix[a][s]``: the best plan of scenario a put into scenario s.
    robust : dict of measure to Robust
        Empty where there is no choice for all scenarios, or one of them has no plan.
    conflict : tuple of Rule
        Rules that stand against one choice for all.
    eev : Robust or None
        The plan of the mean scenario in each scenario; None where there is no such scenario or plan.
    """

    scenes: tuple[Scene, ...]
    chances: tuple[float, ...] | None
    tail: float
    solutions: tuple[Solution, ...]
    matrix: tuple[tuple[Crossing, ...], ...]
    robust: dict[Measure, Robust]
    conflict: tuple[Rule, ...]
    mean_starts: Mapping[str, int] | None
    mean_crossings: tuple[Crossing, ...]
    interrupted: bool = False

    @property
    def sign(self) -> float:
        """1 where the objective is maximised, −1 where it is minimised."""
        return 1.0 if self.scenes[0].stage.sense == "maximise" else -1.0

    def regret(self, s: int, crossing: Crossing) -> float | None:
        """How much worse a crossing is than the best plan of scenario s."""
        best = self.solutions[s].objective
        return None if crossing.value is None or best is None else self.sign * (best - crossing.value)

    def _mean(self, values: Sequence[float | None]) -> float | None:
        if self.chances is None or len(values) < len(self.chances) or any(v is None for v in values):
            return None
        return math.fsum(p * float(v or 0.0) for p, v in zip(self.chances, values, strict=True))

    @property
    def ws(self) -> float | None:
        """Wait and see: the mean of the best values."""
        return self._mean([s.objective for s in self.solutions])

    @property
    def rp(self) -> float | None:
        """Here and now: the best mean value of one choice for all."""
        found = self.robust.get("expected")
        return None if found is None else found.value

    @property
    def eev(self) -> float | None:
        """Mean value of the plan that is best for the mean scenario; None also where it breaks rules somewhere."""
        return self._mean([c.value for c in self.mean_crossings])

    @property
    def evpi(self) -> float | None:
        """Expected value of perfect information."""
        return None if self.ws is None or self.rp is None else self.sign * (self.ws - self.rp)

    @property
    def vss(self) -> float | None:
        """Value of the stochastic solution."""
        return None if self.rp is None or self.eev is None else self.sign * (self.rp - self.eev)


def stress(
    scenes: Sequence[Scene],
    chances: Sequence[float] | None = None,
    tail: float = 0.2,
    mean: PlanningProblem | None = None,
    limits: Limits | None = None,
    report: Report | None = None,
) -> Stressed:
    """Hold one choice against several scenarios.

    Parameters
    ----------
    scenes : sequence of Scene
    chances : sequence of float, optional
        Without them there is no expected value, CVaR, EVPI and VSS.
    tail : float
        α of CVaR, 0 < α ≤ 1.
    mean : PlanningProblem, optional
        The mean scenario; None: VSS is not computed.
    limits : Limits, optional
        Time in all, threads, seed; everything is asked to proof.
    report : callable, optional

    Raises
    ------
    UsageError
        Fewer than two scenarios, scenarios that do not agree on what is decided, or chances that are none.

    Examples
    --------
    >>> from planner.problem.tables import Settings, from_tables
    >>> def scene(name, values):
    ...     table = {"candidate": ["A", "B"], "value": values}
    ...     return Scene(name, Words(name, name), from_tables({"candidates": table}, Settings(count_max=1)))
    >>> found = stress([scene("dry", [4.0, 3.0]), scene("wet", [0.0, 3.0])], [0.5, 0.5])
    >>> found.robust["regret"].value, found.ws, found.rp, found.evpi
    (1.0, 3.5, 3.0, 0.5)
    """
    joint = Joint(scenes)
    chances = None if chances is None else check_chances(chances, len(scenes))
    if not 0.0 < tail <= 1.0:
        raise UsageError(Words("the tail of CVaR lies above 0 and up to 1", "CVaR 的尾部概率须大于 0 且不超过 1"))
    asker = _Asker(joint, chances, tail, replace(limits or Limits(), gap=0.0), report)
    told = None if chances is None else tuple(chances)
    found = Stressed(
        scenes=tuple(scenes),
        chances=told,
        tail=tail,
        solutions=(),
        matrix=(),
        robust={},
        conflict=(),
        mean_starts=None,
        mean_crossings=(),
    )
    with Interrupts() as interrupts:
        for more in asker.steps(found, mean if chances is not None else None):
            if interrupts.pressed:  # what was being asked then is not known
                return replace(found, interrupted=True)
            found = more
    return found


class _Asker:
    """Asks one question after the other within the time that is left."""

    def __init__(
        self, joint: Joint, chances: Sequence[float] | None, tail: float, limits: Limits, report: Report | None
    ) -> None:
        self.joint, self.tail, self.limits, self.report = joint, tail, limits, report
        n = len(joint.scenes)
        self.weights = [1.0 / n] * n if chances is None else list(chances)
        self.begin = time.process_time()

    def steps(self, found: Stressed, mean: PlanningProblem | None) -> Iterator[Stressed]:
        """The answer after each step: single scenarios, matrix, choices for all, mean scenario."""
        for scene in found.scenes:
            found = replace(found, solutions=(*found.solutions, self.best(scene)))
            yield found
        if any(s.plan is None for s in found.solutions):
            return
        found = replace(found, matrix=self.matrix(found.solutions))
        yield found
        measures: tuple[Measure, ...] = ("regret", "maximin")
        for measure in measures if found.chances is None else (*measures, "expected", "cvar"):
            made = self.robust(measure, found.solutions)
            if made is None:
                yield replace(found, conflict=self.conflict())
                return
            found = replace(found, robust={**found.robust, measure: made})
            yield found
        if mean is None:
            return
        self.hear(Words("the plan of the mean scenario", "求解平均情景的方案"))
        own = stages.solve(mean, self.left())
        if own.plan is not None:
            starts = own.plan.starts
            yield replace(found, mean_starts=starts, mean_crossings=self.crossings(starts))

    def left(self) -> Limits:
        """The limits with what is left of the time."""
        return replace(self.limits, seconds=left_of(self.limits, self.begin))

    def hear(self, words: Words) -> None:
        """Say what is being computed."""
        if self.report is not None:
            self.report(words)

    def best(self, scene: Scene) -> Solution:
        """The best plan of one scenario."""
        self.hear(Words("best plan of {s}", "求解情景 {s} 的最优方案").fill(s=scene.name))
        return stages.solve(scene.problem, self.left())

    def crossings(self, starts: Mapping[str, int]) -> tuple[Crossing, ...]:
        """A choice in every scenario."""
        return tuple(cross(scene.problem, starts, self.left()) for scene in self.joint.scenes)

    def matrix(self, solutions: Sequence[Solution]) -> tuple[tuple[Crossing, ...], ...]:
        """Every scenario's best plan in every scenario."""
        self.hear(Words("each plan in each scenario", "各方案代入各情景"))
        rows = []
        for a, own in enumerate(solutions):
            row = []
            for s, scene in enumerate(self.joint.scenes):
                at_home = Crossing(own.objective, own.plan)
                row.append(at_home if a == s else cross(scene.problem, _starts(own), self.left()))
            rows.append(tuple(row))
        return tuple(rows)

    def robust(self, measure: Measure, solutions: Sequence[Solution]) -> Robust | None:
        """The choice that is best by one measure; None where no choice keeps the rules of all scenarios."""
        self.hear(Words("one choice for all: {m}", "适用于全部情景的方案：{m}").fill(m=NAMES[measure]))
        best = [float(s.objective or 0.0) for s in solutions]
        choice = self.joint.choose(measure, self.weights, best, self.tail, self.left())
        if choice.answer.status == "infeasible":
            return None
        made = self._robust(choice, best)
        if measure == "regret" and any(s.status != "proven" for s in solutions):
            # the best values are not proven, so neither is the distance from them
            open_ = replace(made.certificate, bound=None, gap=None, status="time_limit")
            return replace(made, certificate=open_)
        return made

    def _robust(self, choice: Choice, best: Sequence[float]) -> Robust:
        """The choice put into every scenario, its measure recomputed, and what the bound says of it."""
        sign, measure = self.joint.sign, choice.measure
        crossings = () if choice.starts is None else self.crossings(choice.starts)
        values = [c.value for c in crossings if c.value is not None]
        value = None
        if crossings and len(values) == len(crossings):
            value = measured(measure, values, self.weights, best, self.tail, sign)
        maximise = measure != "regret" and sign > 0
        # the joint program minimises: the regret, the cost, or what is to be maximised with its sign turned
        told = None if choice.answer.bound is None else choice.answer.bound + choice.constant
        stage = Stage("maximise" if maximise else "minimise", {measure: 1.0})
        answer = highs.Answer(choice.answer.status, None, told)
        return Robust(measure, choice.starts, crossings, value, stages.certificate(stage, value, 0.0, answer, Limits()))

    def conflict(self) -> tuple[Rule, ...]:
        """Rules that stand against one choice for all."""
        self.hear(Words("no choice for all: which rules", "没有通用方案：查找相互冲突的规则"))
        return self.joint.conflict()


NAMES: Mapping[Measure, Words] = {
    "regret": Words("least largest regret", "最大后悔值最小"),
    "maximin": Words("best worst case", "最坏情形最优"),
    "expected": Words("best expected value", "期望值最优"),
    "cvar": Words("best mean of the worst cases (CVaR)", "最坏尾部均值（CVaR）最优"),
}


def _starts(solution: Solution) -> Mapping[str, int]:
    return solution.plan.starts if solution.plan is not None else {}


def check_chances(chances: Sequence[float], n: int) -> Sequence[float]:
    """The chances, if they are n numbers from 0 that sum to 1.

    Raises
    ------
    UsageError

    Examples
    --------
    >>> check_chances([0.5, 0.4], 2)
    Traceback (most recent call last):
    graph.base.errors.UsageError: the chances must be 2 numbers from 0 that sum to 1; they are 0.5, 0.4 (sum 0.9)
    """
    good = len(chances) == n and all(math.isfinite(p) and p >= 0.0 for p in chances)
    if not good or abs(math.fsum(chances) - 1.0) > SURE:
        words = Words(
            "the chances must be {n} numbers from 0 that sum to 1; they are {p} (sum {s:g})",
            "概率应为 {n} 个不小于 0、总和为 1 的数；现为 {p}（总和 {s:g}）",
        )
        raise UsageError(words.fill(n=n, p=", ".join(f"{p:g}" for p in chances), s=math.fsum(chances)))
    return chances


def measured(
    measure: Measure,
    values: Sequence[float],
    chances: Sequence[float],
    best: Sequence[float],
    tail: float,
    sign: float = 1.0,
) -> float:
    """The measure of a choice from its values in the scenarios; ``sign`` −1 where they are minimised.

    Examples
    --------
    >>> values, chances, best = [4.0, 1.0, 2.0], [0.5, 0.2, 0.3], [5.0, 4.0, 2.0]
    >>> [round(measured(m, values, chances, best, 0.4), 9) for m in ("regret", "maximin", "expected", "cvar")]
    [3.0, 1.0, 2.8, 1.5]
    """
    worth = sign * np.array(values)
    if measure == "regret":
        return float(np.max(sign * np.array(best) - worth))
    if measure == "maximin":
        return sign * float(worth.min())
    if measure == "expected":
        return sign * math.fsum(p * float(v) for p, v in zip(chances, worth, strict=True))
    return sign * cvar(worth, np.array(chances), tail)


def cvar(worth: Floats, chances: Floats, tail: float) -> float:
    """The mean of the worst ``tail`` of the chances (Rockafellar & Uryasev 2000).

    >>> cvar(np.array([1.0, 2.0, 4.0]), np.array([0.25, 0.25, 0.5]), 0.5)
    1.5
    """
    order = np.argsort(worth, kind="stable")
    taken = np.minimum(chances[order], np.maximum(0.0, tail - np.concatenate([[0.0], np.cumsum(chances[order])[:-1]])))
    return math.fsum(worth[order] * taken) / tail
