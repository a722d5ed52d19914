"""What an answer on planner tables holds beside the plan: terms, stages, and the rules in conflict if there is none."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.words import Words
from planner import conflict, score
from planner.highs import Limits
from planner.problem import Bools, PlanningProblem, Rule
from planner.solve import Solution

CONFLICT_SECONDS = 30.0
"""Time in all for finding which rules stand against one another."""


def answer(problem: PlanningProblem, solution: Solution) -> dict[str, Any]:
    """Terms, stages and conflict of a solved set of planner tables, as JSON data.

    Returns
    -------
    dict
        ``terms``: every term recomputed from the plan; ``stages``: sense, weights, objective, bound, gap and status of
        each; ``conflict`` and ``conflict_irreducible`` where the problem is infeasible.
    """
    out: dict[str, Any] = {"terms": {}, "stages": [], "conflict": [], "conflict_irreducible": None}
    if solution.plan is not None:
        out["terms"] = score.goals(problem, score.to_arrays(problem, solution.plan))
    for stage in solution.stages:
        figures = {name: getattr(stage, name) for name in ("objective", "bound", "gap", "status")}
        out["stages"].append({"sense": stage.sense, "weights": dict(stage.weights), **figures})
    if solution.status == "infeasible":
        found = conflict.find(problem, Limits(seconds=5.0), within=CONFLICT_SECONDS)
        out["conflict"] = [_rule(problem, rule) for rule in found.rules]
        out["conflict_irreducible"] = found.irreducible
    return out


def _rule(problem: PlanningProblem, rule: Rule) -> dict[str, Any]:
    words = reach(problem, rule)
    return {"rule": rule.name, "family": rule.family, "words": {"en": words.en, "zh": words.zh}}


def reach(problem: PlanningProblem, rule: Rule) -> Words:
    """The rule in words; where even everything that may be chosen does not reach it, how far it all reaches.

    Examples
    --------
    >>> from planner.problem import FloorRow
    >>> row = FloorRow(Rule("floor m", "floor", Words("m ≥ 9", "m ≥ 9")), np.array([0]), np.array([4.0]), 9.0)
    >>> reach(PlanningProblem(("A",), (0,), floors=(row,)), row.rule).en
    'm ≥ 9 (all candidates together reach 4)'
    """
    able = _able(problem)
    for floor in problem.floors:
        if floor.rule == rule:
            most = float(np.maximum(floor.amount, 0.0) @ able[floor.source])
            return _short(rule.words, most) if most < floor.floor else rule.words
    for depth in problem.depths:
        if depth.rule == rule:
            groups = {int(g) for g in depth.group[able[depth.candidate]]} | set(depth.given)
            return _short(rule.words, float(len(groups))) if len(groups) < depth.depth else rule.words
    return rule.words


def _able(problem: PlanningProblem) -> Bools:
    """(N + B,) sources that no bar keeps out for good."""
    candidates: Bools = np.asarray(problem.allowed.any(axis=1), dtype=np.bool_)
    projects = [bool(candidates[p.members].all()) for p in problem.projects]
    return np.concatenate([candidates, np.array(projects, dtype=bool)])


def _short(words: Words, most: float) -> Words:
    more = Words("{w} (all candidates together reach {m})", "{w}（全部候选合计仅达 {m}）")
    return more.fill(w=words, m=f"{most:g}")
