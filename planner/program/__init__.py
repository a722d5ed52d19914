"""The integer program: a planning problem in, a PuLP model with named rows out.

The program in mathematics stands in ``docs/model.md``; :data:`FAMILIES` lists the function of each family.
It knows nothing of graphs, files or solvers.
"""

from __future__ import annotations

from planner.families.kinds import KINDS
from planner.families.terms import TERMS
from planner.problem.rows import PlanningProblem
from planner.program import objective
from planner.program.frame import Frame
from planner.program.objective import Worth, stage_worth

FAMILIES = {
    **{name: function for kind in KINDS for name, function in kind.families},
    **{name: function for term in TERMS for name, function in term.families},
    "objective": objective.goals,
}
"""Constraint family → the function that builds it; ``docs/model.md`` names each."""

__all__ = ["FAMILIES", "Frame", "build", "stage_worth"]


def build(problem: PlanningProblem) -> tuple[Frame, dict[str, Worth]]:
    """Build the model: all rules, and the worth of each goal that a stage weighs.

    Returns
    -------
    frame : Frame
        The PuLP model (no objective set yet) with its columns.
    worth : dict of str to (terms, constant)
        Expression of every weighed goal; :func:`stage_worth` adds them up for one stage.
    """
    frame = Frame(problem)
    for kind in KINDS:
        kind.build(frame)
    return frame, objective.goals(frame)
