"""How far a plan uses the rules of a problem, and which of them it breaks: every kind of row answers for its own.

Computed from the problem and the plan by plain arrays: no model, no solver. What does not live here: what a plan is
worth (``planner.problem.score``), and the audit, which shares nothing with this.
"""

from __future__ import annotations

from planner.families.kinds import ruled
from planner.problem.rows import PlanningProblem, Rule
from planner.problem.score import Arrays, Use


def uses(problem: PlanningProblem, at: Arrays) -> list[Use]:
    """How far every rule that has a limit is used, a side at a time, in the order of the rules."""
    return [use for kind, row in ruled(problem) for use in kind.uses(problem, row, at)]


def broken(problem: PlanningProblem, at: Arrays) -> list[Rule]:
    """Rules that the plan breaks, bars and logic included; a self-check, not the audit."""
    return [row.rule for kind, row in ruled(problem) if kind.breaks(problem, row, at)]
