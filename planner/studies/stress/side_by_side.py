"""Several problems of the same candidates side by side, each with its own columns: the blocks of a joint program.

Rows, columns and terms of problem k are moved to its copy, S · N candidates in all; nothing links the copies yet.
What does not live here: what links them and what is asked of them (``joint_program``, ``planner.studies.course``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.families.kinds.dues import bound
from planner.families.terms.built_in import paid_before
from planner.problem.rows import (
    BUILT_IN,
    OF_HISTORY,
    Floats,
    Goal,
    Ints,
    PlanningProblem,
    Settled,
    Stage,
    Support,
)
from planner.program.frame import Frame, Terms, add
from planner.program.objective import Worth


@dataclass(frozen=True)
class Scene:
    """A scenario: its name, how it is called, and the problem that it makes."""

    name: str
    title: Words
    problem: PlanningProblem

    @property
    def stage(self) -> Stage:
        """The first stage of the objective, in which scenarios are compared."""
        return self.problem.stages[0]


def named(k: int, name: str) -> str:
    """The name of something of problem k among those of all."""
    return f"{k}|{name}"


WHOLE = (
    *("candidates", "years", "cost", "values", "support", "goals", "stages"),
    *("settled", "missed", "baseline", "before", "most_short", "after", "grading"),
)
"""Fields of a problem that are no rows; every other field is a family of rows, moved by :func:`_moved`."""
_BESIDE = (*BUILT_IN, *OF_HISTORY)
"""Components that sum over all candidates of a problem: they are taken scenario by scenario (:func:`worth_in`)."""


def blocks(scenes: Sequence[Scene], *, whole: bool = False) -> PlanningProblem:
    """The scenarios' problems side by side, S · N candidates; nothing links them yet.

    Built-in terms are left out of the goals (:class:`Joint` adds them by scenario). Rules get the scenario's name.
    ``whole``: goals of all stages are told, not of the first alone.
    """
    n, size = len(scenes[0].problem.candidates), len(scenes) * len(scenes[0].problem.candidates)
    families: dict[str, list[Any]] = {f.name: [] for f in fields(PlanningProblem) if f.name not in WHOLE}
    goals: list[Goal] = []
    values: dict[str, Floats] = {}
    stage: dict[str, float] = {}
    for k, scene in enumerate(scenes):
        problem = scene.problem
        every = (*problem.before, *problem.stages) if whole else (scene.stage,)
        place = _Place(scene, k, n, size)
        for name, rows in families.items():
            rows += [_moved(row, place) for row in getattr(problem, name)]
        values |= {named(k, name): place.spread(own) for name, own in problem.values.items()}
        for goal in problem.goals:
            own = tuple((named(k, part), factor) for part, factor in goal.parts if part not in _BESIDE)
            goals.append(Goal(named(k, goal.name), own, goal.constant))
        stage |= {named(k, name): 1.0 for one in every for name, weight in one.weights.items() if weight}
    beside: Any = PlanningProblem(
        candidates=tuple(named(k, c) for k, scene in enumerate(scenes) for c in scene.problem.candidates),
        years=scenes[0].problem.years,
        values=values,
        support=_support([s.problem.support for s in scenes], n),
        goals=tuple(goals),
        stages=(Stage("maximise", stage),),
        settled=_settled([s.problem.settled for s in scenes]),
    )
    joint: PlanningProblem = replace(beside, **{name: tuple(rows) for name, rows in families.items()})
    return joint


class _Place:
    """Where the rows of scenario k stand among those of all."""

    def __init__(self, scene: Scene, k: int, n: int, size: int) -> None:
        self.scene, self.k, self.n, self.size = scene, k, n, size
        self.beyond = len(getattr(scene.problem, "projects", ()))

    def spread(self, own: Floats) -> Any:
        """An array of the candidates (first axis), zero for the candidates of other scenarios."""
        out = np.zeros((self.size, *own.shape[1:]), dtype=own.dtype)
        out[self.k * self.n : (self.k + 1) * self.n] = own
        return out

    def shift(self, positions: Ints) -> Ints:
        """Positions of candidates; those from N on stand for what several do together, behind all candidates."""
        together = self.size + self.k * self.beyond + positions - self.n
        return np.where(positions < self.n, positions + self.k * self.n, together)


def _moved(row: Any, place: _Place) -> Any:
    """A row, layer, set of pairs or term of one scenario, moved to the scenario's copy."""
    k, change = place.k, dict[str, Any]()
    listed = hasattr(row, "centre")  # its arrays go by entries, not by candidates
    for f in fields(row):
        value = getattr(row, f.name)
        if f.name == "rule":
            words = Words("{s}: {w}", "{s}：{w}").fill(s=place.scene.name, w=value.words)
            change["rule"] = replace(value, name=named(k, value.name), words=words)
        elif f.name in ("name", "layer"):
            change[f.name] = named(k, value)
        elif f.name in ("members", "staying", "candidate", "source", "a", "b"):
            change[f.name] = place.shift(value)
        elif f.name == "centre":
            change["centre"] = value + k * place.n
        elif f.name == "stays":
            change["stays"] = value + k * place.n if value >= 0 else value
        elif f.name in ("usage", "share", "mask", "held") and value is not None and not listed:
            change[f.name] = place.spread(value)
        elif f.name == "figure":
            change["figure"] = None
    return replace(row, **change)


def _support(several: Iterable[Support | None], n: int) -> Support | None:
    """The supports side by side, over the longest funding years; a scenario without any pays nothing."""
    every = list(several)
    given = [s for s in every if s is not None]
    if not given:
        return None
    longest = max(given, key=lambda s: len(s.years))
    depth = max(s.cap.shape[1] for s in given)
    nothing = Support(
        years=longest.years, cap=np.zeros((n, depth)), total=np.full(n, np.inf), minimum=np.zeros(n), first=np.zeros(n)
    )
    all_of = [s or nothing for s in every]
    cap = np.concatenate([np.pad(s.cap, ((0, 0), (0, depth - s.cap.shape[1]))) for s in all_of])
    rules = {(s.open, s.unit, s.no_gap) for s in given}
    if len(rules) > 1:
        words = Words(
            "the scenarios differ in support.unit, support.no_gap_years or as_of: one choice for all cannot be sought",
            "各情景的 support.unit、support.no_gap_years 或 as_of 不一致，无法求通用方案",
        )
        raise UsageError(words)
    return Support(
        years=longest.years,
        cap=cap,
        total=np.concatenate([s.total for s in all_of]),
        minimum=np.concatenate([s.minimum for s in all_of]),
        first=np.concatenate([s.first for s in all_of]),
        open=longest.open,
        paid=_by_year([s.paid for s in all_of], n, len(longest.years), 0.0),
        limit=_by_year([s.limit for s in all_of], n, len(longest.years), np.nan),
        unit=longest.unit,
        no_gap=longest.no_gap,
    )


def _by_year(parts: Sequence[Floats | None], n: int, years: int, blank: float) -> Floats | None:
    """(S · N, F) money by year of all scenarios; years that a scenario does not know are 0, what none tells is None."""
    if all(part is None for part in parts):
        return None
    filled = [np.full((n, years), blank) if part is None else part for part in parts]
    return np.concatenate([np.pad(part, ((0, 0), (0, years - part.shape[1]))) for part in filled])


def _settled(several: Sequence[Settled | None]) -> Settled | None:
    """What history has settled in each scenario, side by side."""
    given = [one for one in several if one is not None]
    if not given:
        return None
    start, payee, stoppable = (
        np.concatenate([getattr(one, name) for one in given]) for name in ("start", "payee", "stoppable")
    )
    return Settled(start, payee, stoppable, given[0].open)


def worth_in(
    frame: Frame, worth: Mapping[str, Worth], scenes: Sequence[Scene], k: int, stage: Stage, sign: float
) -> Worth:
    """The value of a stage in scenario k, times ``sign``, as an expression over the columns of all scenarios.

    Parameters
    ----------
    frame : Frame
        Of the scenarios side by side (:func:`blocks`).
    worth : mapping
        Goals of all scenarios, as the program built them.
    """
    problem = scenes[k].problem
    terms: Terms = {}
    constant = 0.0
    for goal in problem.goals:
        weight = sign * stage.weights.get(goal.name, 0.0)
        if not weight:
            continue
        own, fixed = worth[named(k, goal.name)]
        add(terms, own, weight)
        constant += weight * fixed
        for part, factor in goal.parts:
            if part in BUILT_IN:
                add(terms, _built_in(frame, part, problem, k), weight * factor)
                constant += weight * factor * paid_before(problem, part)
            elif part == "shortfall":
                add(terms, shortfall_in(frame, k), weight * factor)
    return terms, constant


def _built_in(frame: Frame, name: str, problem: PlanningProblem, k: int) -> Terms:
    """The built-in terms (cost, delay, late money, count) of one scenario's copy."""
    n, first = len(problem.candidates), problem.years[0]
    members = range(k * n, (k + 1) * n)
    terms: Terms = {}
    for i in members:
        if name == "count":
            add(terms, frame.chosen(i))
        elif name == "delay":
            add(terms, frame.when_started(i, [y - first for y in problem.years]))
        elif name == "cost" and problem.cost is not None:
            add(terms, frame.chosen(i), float(problem.cost[i - k * n]))
    years = problem.support.years if problem.support else ()
    for (i, f), column in frame.pay.items():
        if i in members and name in ("cost", "late_money"):
            terms[column] = 1.0 if name == "cost" else float(years[f] - first)
    return terms


def shortfall_in(frame: Frame, k: int) -> Terms:
    """What the soft dues of scenario k fall short, each a new column."""
    short: Terms = {}
    for row in frame.problem.dues:
        if row.soft and row.rule.name.startswith(named(k, "")):
            column = frame.column("pay_short", 0.0, row.floor)
            bound(frame, row, {column: 1.0}, "shortfall")
            short[column] = 1.0
    return short
