"""The objective: each goal as an expression over the columns, and each stage as a weighted sum of goals."""

from __future__ import annotations

from planner.families.model import Terms, Worth, add
from planner.families.terms import worths
from planner.problem.rows import Stage
from planner.program.frame import Frame

__all__ = ["Worth", "goals", "stage_worth"]


def goals(frame: Frame) -> dict[str, Worth]:
    """Every goal that some stage weighs, as (terms, constant); components are built once."""
    every = (*frame.problem.before, *frame.problem.stages, *frame.problem.after)
    weighed = {name for stage in every for name, w in stage.weights.items() if w}
    wanted = [goal for goal in frame.problem.goals if goal.name in weighed]
    parts = worths(frame, {component for goal in wanted for component, factor in goal.parts if factor})
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


def stage_worth(worth: dict[str, Worth], stage: Stage) -> Worth:
    """The weighted sum of goals of one stage."""
    terms: Terms = {}
    constant = 0.0
    for name, weight in stage.weights.items():
        if weight:
            add(terms, worth[name][0], weight)
            constant += weight * worth[name][1]
    return terms, constant
