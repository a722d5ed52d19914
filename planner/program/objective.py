"""The objective: each goal as an expression over the columns, and each stage as a weighted sum of goals."""

from __future__ import annotations

import numpy as np

from planner.families.kinds.changes import change_terms
from planner.families.kinds.dues import bound
from planner.problem.rows import BUILT_IN, OF_HISTORY, Floats, PlanningProblem, Stage
from planner.program.coverage import layer_worth
from planner.program.frame import Frame, Terms, add, total
from planner.program.pairing import pair_worth
from planner.program.shortfall import largest_shortfall

Worth = tuple[Terms, float]
"""An expression and its constant."""


def goals(frame: Frame) -> dict[str, Worth]:
    """Every goal that some stage weighs, as (terms, constant); components are built once."""
    every = (*frame.problem.before, *frame.problem.stages, *frame.problem.after)
    weighed = {name for stage in every for name, w in stage.weights.items() if w}
    wanted = [goal for goal in frame.problem.goals if goal.name in weighed]
    parts = _components(frame, {component for goal in wanted for component, factor in goal.parts if factor})
    out: dict[str, Worth] = {}
    for goal in wanted:
        terms: Terms = {}
        constant = goal.constant
        for component, factor in goal.parts:
            if factor:
                add(terms, parts[component][0], factor)
                constant += factor * parts[component][1]
        out[goal.name] = terms, constant
    return out


def _components(frame: Frame, needed: set[str]) -> dict[str, Worth]:
    """Build the components that are needed: layers, pairs, own values, built-in terms."""
    problem = frame.problem
    parts = {layer.name: layer_worth(frame, layer) for layer in problem.layers if layer.name in needed}
    parts |= {pairs.name: (pair_worth(frame, pairs), 0.0) for pairs in problem.pairs if pairs.name in needed}
    parts |= {name: (_own(frame, value), 0.0) for name, value in problem.values.items() if name in needed}
    parts |= {term.name: (largest_shortfall(frame, term), 0.0) for term in problem.largest if term.name in needed}
    parts |= {name: course_term(frame, name) for name in OF_HISTORY if name in needed}
    return parts | {name: (built_in(frame, name), paid_before(problem, name)) for name in BUILT_IN if name in needed}


def _own(frame: Frame, value: Floats) -> Terms:
    """Σ_i value_i · x_i."""
    terms: Terms = {}
    for i in np.flatnonzero(value):
        add(terms, frame.chosen(int(i)), float(value[i]))
    return terms


def built_in(frame: Frame, name: str) -> Terms:
    """The built-in terms cost, delay, late_money and count."""
    problem = frame.problem
    everyone = range(len(problem.candidates))
    if name == "count":
        return total(frame.chosen(i) for i in everyone)
    if name == "delay":
        lag = [year - problem.years[0] for year in problem.years]
        return total(frame.when_started(i, lag) for i in everyone)
    if name == "late_money":
        years = problem.support.years if problem.support else ()
        return {column: float(years[f] - years[0]) for (_, f), column in frame.pay.items()}
    terms: Terms = dict.fromkeys(frame.pay.values(), 1.0)
    return terms if problem.cost is None else add(terms, _own(frame, problem.cost))


def paid_before(problem: PlanningProblem, name: str) -> float:
    """What history has added to a built-in term already."""
    money = problem.support
    if money is None or money.paid is None or name not in ("cost", "late_money"):
        return 0.0
    lag = np.array([year - problem.years[0] for year in money.years], dtype=np.float64)
    return float(money.paid.sum() if name == "cost" else money.paid.sum(axis=0) @ lag)


def course_term(frame: Frame, name: str) -> Worth:
    """The terms of problems with a history: shortfall of soft dues, changes, money moved."""
    problem = frame.problem
    if name == "shortfall":
        short: Terms = {}
        for row in problem.dues:
            if row.soft:
                column = frame.column("pay_short", 0.0, row.floor)
                bound(frame, row, {column: 1.0}, "shortfall")
                short[column] = 1.0
        return short, 0.0
    return change_terms(frame) if name == "changes" else money_moved(frame)


def money_moved(frame: Frame) -> Worth:
    """Σ |pay − planned| over centres and years to come; each term is a column above both differences."""
    problem = frame.problem
    terms: Terms = {}
    constant = 0.0
    if problem.baseline is None or problem.support is None:
        return terms, constant
    for i in range(len(problem.candidates)):
        for f in range(problem.support.open, len(problem.support.years)):
            planned, column = float(problem.baseline.pay[i, f]), frame.pay.get((i, f))
            if column is None:
                constant += planned
            elif planned == 0.0:
                add(terms, {column: 1.0})
            else:
                moved = frame.column("pay_moved", 0.0, None)
                frame.at_least({moved: 1.0, column: -1.0}, -planned, "moved")
                frame.at_least({moved: 1.0, column: 1.0}, planned, "moved")
                terms[moved] = 1.0
    return terms, constant


def stage_worth(worth: dict[str, Worth], stage: Stage) -> Worth:
    """The weighted sum of goals of one stage."""
    terms: Terms = {}
    constant = 0.0
    for name, weight in stage.weights.items():
        if weight:
            add(terms, worth[name][0], weight)
            constant += weight * worth[name][1]
    return terms, constant
