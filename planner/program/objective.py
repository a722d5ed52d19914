"""The objective: each goal as an expression over the columns, and each stage as a weighted sum of goals."""

from __future__ import annotations

import numpy as np

from planner.problem.rows import BUILT_IN, Floats, Stage
from planner.program.coverage import layer_worth
from planner.program.frame import Frame, Terms, add, total
from planner.program.pairing import pair_worth
from planner.program.shortfall import largest_shortfall

Worth = tuple[Terms, float]
"""An expression and its constant."""


def goals(frame: Frame) -> dict[str, Worth]:
    """Every goal that some stage weighs, as (terms, constant); components are built once."""
    weighed = {name for stage in frame.problem.stages for name, w in stage.weights.items() if w}
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
    return parts | {name: (built_in(frame, name), 0.0) for name in BUILT_IN if name in needed}


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


def stage_worth(worth: dict[str, Worth], stage: Stage) -> Worth:
    """The weighted sum of goals of one stage."""
    terms: Terms = {}
    constant = 0.0
    for name, weight in stage.weights.items():
        if weight:
            add(terms, worth[name][0], weight)
            constant += weight * worth[name][1]
    return terms, constant
