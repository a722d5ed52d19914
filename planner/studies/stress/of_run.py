"""Stress of a run: every single failure, and the core index under partly known weights, kept in the run.

What does not live here: the computations (``failure``, ``core_data``) and what is printed (``planner.cli``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from graph.base.errors import UsageError
from graph.base.records import RecordError, decode, encode
from graph.base.words import Words
from planner.runs.store import Run
from planner.solving.highs import Limits
from planner.studies.explain.explaining import Explainer, read_case
from planner.studies.explain.prices import Price, differences
from planner.studies.fronts.front import Report as FrontReport
from planner.studies.stress.answer import (
    BestReplacement,
    BrokenRule,
    CoreAnswer,
    FailureRow,
    FailuresAnswer,
    UncoveredTechnology,
)
from planner.studies.stress.core_index_data import core_data
from planner.studies.stress.failure import Failure, failures, loss, replacement
from planner.studies.stress.grade_stress import grade_stress, told_plan
from planner.studies.stress.grades_answer import GradesAnswer
from planner.studies.stress.interrupts import Interrupts
from planner.studies.stress.kept import Kept
from planner.studies.stress.weights import WeightSet

Count = Callable[[int, int], None]
"""Called with parts done and parts in all."""
Answer = TypeVar("Answer")


class RunStress:
    """Puts one run under stress.

    Parameters
    ----------
    run : Run

    Raises
    ------
    UsageError
        The run holds no plan.
    """

    def __init__(self, run: Run) -> None:
        if not run.result.has_plan:
            words = Words("the run {run} holds no plan to put under stress", "运行结果 {run} 没有可供检验的方案")
            raise UsageError(words.fill(run=run.path))
        self.run, self.result = run, run.result
        self.explainer = Explainer(run)
        self.kept = Kept(run)

    @property
    def goals(self) -> tuple[str, ...]:
        """Goals that the first stage of the run's objective weighs."""
        return tuple(g for g, w in self.explainer.case.stage.weights.items() if w)

    def failures(self, limits: Limits | None = None, hear: Count | None = None) -> FailuresAnswer:
        """Every single failure, the worst first.

        Parameters
        ----------
        limits : Limits, optional
            For each solve of a replacement that the run does not hold yet (default: 20 s).
        hear : callable, optional
        """
        known = _kept(FailuresAnswer, self.kept.read().get("failures"))
        if known is None:
            rows = []
            every = failures(self.result)
            with Interrupts() as interrupts:
                self._settle(every, limits, interrupts)
                for n, failure in enumerate(every):
                    if hear is not None:
                        hear(n, len(every))
                    rows.append(self._row(failure, limits))
                    if interrupts.pressed:
                        break
            rows.sort(key=lambda row: (-row.loss, -len(row.technologies)))
            single = [row.loss for row in rows if row.kind == "centre"]
            assert self.result.objective is not None
            known = FailuresAnswer(
                objective=self.result.objective,
                sense=self.explainer.case.stage.sense,
                mean_loss=math.fsum(single) / len(single) if single else 0.0,
                losses=tuple(rows),
                complete=len(rows) == len(every),
            )
            if known.complete and all(row.replacement.proven for row in rows):
                self.kept.keep({"failures": encode(known)})
        return known

    def _settle(self, every: Sequence[Failure], limits: Limits | None, interrupts: Interrupts) -> None:
        """Prove the best replacements of all failures together: each answer helps the next."""
        case, known = self.explainer.case, self.explainer.has_price
        asked = [f.barred for f in every if len(f.barred) > 1 or not known(f.barred[0])]
        for _ in case.settle((case.turn(one[0], one[1:]) for one in asked), limits):
            if interrupts.pressed:
                break

    def _row(self, failure: Failure, limits: Limits | None) -> FailureRow:
        """One failure: who, what is lost when nothing is replaced, and the best replacement."""
        case = self.explainer.case
        covered = {t.technology: [c.centre for c in t.centres] for t in self.result.technologies}
        names = {t.technology: t.name for t in self.result.technologies}
        found = loss(case, failure, covered)
        goals = set(self.result.goals)
        return FailureRow(
            kind=failure.kind,
            id=failure.id,
            name=failure.name,
            centres=failure.lost,
            barred=failure.barred,
            existing=failure.existing,
            loss=found.loss,
            goals={g: v for g, v in found.goals.items() if g in goals},
            technologies=tuple(UncoveredTechnology(technology=t, name=names[t]) for t in found.technologies),
            broken=tuple(map(BrokenRule.of, found.broken)),
            replacement=self._replacement(failure, limits),
        )

    def _replacement(self, failure: Failure, limits: Limits | None) -> BestReplacement:
        """Cost of the best plan without what fails; who comes and who goes beside."""
        if len(failure.barred) == 1:
            told = self.explainer.price(failure.barred[0], limits)
            return BestReplacement(
                cost=told.cost,
                proven=told.proven,
                lifted=tuple(told.lifted),
                comes=tuple(told.pushes_out),
                goes=tuple(told.along),
            )
        found: Price = replacement(self.explainer.case, failure, limits)
        case = self.explainer.case
        leave, come = differences(case.plan.starts, found.starts, case.problem.candidates)
        nothing = found.cost is None
        return BestReplacement(
            cost=found.cost,
            proven=found.proven,
            lifted=tuple(move.change().words for move in found.lifted),
            comes=() if nothing else tuple(come),
            goes=() if nothing else tuple(c for c in leave if c not in failure.lost),
        )

    def grades(self, draws: int, seed: int) -> GradesAnswer:
        """What grades to come may do to the plan, which is held (``grade_stress``)."""
        key = f"grades {draws} {seed}"
        made = _kept(GradesAnswer, self.kept.read().get(key))
        if made is None:
            case = read_case(self.run)
            plan = told_plan(self.result, case.plan)
            made = grade_stress(case.problem, case.policy, plan, self.result, draws, seed)
            self.kept.keep({key: encode(made)})
        return made

    def core(
        self,
        known: WeightSet,
        samples: int | None = None,
        seed: int = 0,
        limits: Limits | None = None,
        hear: Count | None = None,
        front_hear: FrontReport | None = None,
    ) -> CoreAnswer:
        """Core index of the run's candidates under partly known weights (``core_index_data``)."""
        asked = [known.goals, dict(known.low), dict(known.high), known.orders, samples, seed]
        key = "core " + json.dumps(asked, ensure_ascii=False)
        made = _kept(CoreAnswer, self.kept.read().get(key))
        if made is None:
            rows = (*self.result.chosen, *self.result.rejected)
            names = {row.centre: row.name for row in rows}
            made = core_data(self.explainer.case.problem, known, names, samples, seed, limits, hear, front_hear)
            chosen = {row.centre for row in self.result.chosen}
            told = tuple(replace(row, chosen=row.candidate in chosen) for row in made.candidates)
            made = replace(made, candidates=told)
            if made.complete:
                self.kept.keep({key: encode(made)})
        return made


def _kept(kind: type[Answer], data: object) -> Answer | None:
    """What is kept of an answer; None where it is not there, or of another version."""
    try:
        return decode(kind, data)
    except RecordError:
        return None
