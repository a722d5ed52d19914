"""How far rules of planner tables are out of reach, where nothing keeps them all."""

from __future__ import annotations

import numpy as np

from graph.base.words import Words
from planner.families.kinds import ruled
from planner.problem.rows import Bools, PlanningProblem, Rule


def reach(problem: PlanningProblem, rule: Rule) -> Words:
    """The rule in words; where even everything that may be chosen does not reach it, how far it all reaches.

    Examples
    --------
    >>> from planner.problem.rows import FloorRow
    >>> row = FloorRow(Rule("floor m", "floor", Words("m ≥ 9", "m ≥ 9")), np.array([0]), np.array([4.0]), 9.0)
    >>> reach(PlanningProblem(candidates=("A",), years=(0,), floors=(row,)), row.rule).en
    'm ≥ 9 (all candidates together reach 4)'
    """
    able = _able(problem)
    reached = (kind.reaches(row, able) for kind, row in ruled(problem) if row.rule == rule)
    most = next((m for m in reached if m is not None), None)
    return rule.words if most is None else _short(rule.words, most)


def _able(problem: PlanningProblem) -> Bools:
    """(N + B,) sources that no bar keeps out for good."""
    candidates: Bools = np.asarray(problem.allowed.any(axis=1), dtype=np.bool_)
    projects = [bool(candidates[p.members].all()) for p in problem.projects]
    return np.concatenate([candidates, np.array(projects, dtype=bool)])


def _short(words: Words, most: float) -> Words:
    more = Words("{w} (all candidates together reach {m})", "{w}（全部候选合计仅达 {m}）")
    return more.fill(w=words, m=f"{most:g}")
