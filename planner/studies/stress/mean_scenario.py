"""The mean scenario: the data of several scenarios averaged by their chances, for the expected-value problem (EV).

What does not live here: what the plan for the mean is worth (``uncertainty``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from graph.base.words import Words
from planner.problem.rows import PlanningProblem


class NoMeanError(ValueError):
    """The scenarios differ in more than numbers."""


def mean_problem(problems: Sequence[PlanningProblem], chances: Sequence[float]) -> PlanningProblem:
    """Average every number of several problems of the same form.

    Parameters
    ----------
    problems : sequence of PlanningProblem
    chances : sequence of float
        They sum to 1.

    Raises
    ------
    NoMeanError
        A rule is in some of them only, or they differ in something that has no mean (who is barred, a depth).

    Examples
    --------
    >>> from planner.problem.rows import BudgetRow, Rule
    >>> def problem(cap):
    ...     row = BudgetRow(Rule("money", "budget", Words("money", "经费")), cap, usage=np.array([1.0]))
    ...     return PlanningProblem(candidates=("A",), years=(2023,), budgets=(row,))
    >>> mean_problem([problem(2.0), problem(4.0)], [0.5, 0.5]).budgets[0].cap
    3.0
    """
    # the later stages only break ties; those of the first scenario stand for all
    rest = problems[0].stages[1:]
    alike = [replace(problem, stages=(*problem.stages[:1], *rest)) for problem in problems]
    likely = [(problem, p) for problem, p in zip(alike, chances, strict=True) if p > 0.0]
    out: PlanningProblem = _mean([problem for problem, _ in likely], [p for _, p in likely])
    return out


def _mean(values: list[Any], chances: Sequence[float]) -> Any:
    first = values[0]
    if isinstance(first, Words):  # a rule's sentence holds its figures: that of the first scenario stands for all
        return first
    if any(type(v) is not type(first) for v in values):
        raise NoMeanError
    if is_dataclass(first) and not isinstance(first, type):
        made = {}
        for f in fields(first):
            several = [getattr(v, f.name) for v in values]
            made[f.name] = _mean([float(v) for v in several] if f.type == "float" else several, chances)
        return type(first)(**made)
    if isinstance(first, np.ndarray):
        return _mean_array(values, chances)
    if isinstance(first, Mapping | tuple):
        return _mean_parts(values, chances)
    if all(v == first for v in values):
        return first
    if isinstance(first, float):
        return float(sum(p * v for p, v in zip(chances, values, strict=True)))
    raise NoMeanError


def _mean_array(values: list[Any], chances: Sequence[float]) -> Any:
    first = values[0]
    number = np.issubdtype(first.dtype, np.floating)
    if any(v.shape != first.shape for v in values):
        raise NoMeanError
    if all(np.array_equal(v, first, equal_nan=number) for v in values):
        return first
    if not number:
        raise NoMeanError
    return sum((p * v for p, v in zip(chances, values, strict=True)), np.zeros(first.shape))


def _mean_parts(values: list[Any], chances: Sequence[float]) -> Any:
    """Mappings by key, tuples by place."""
    first = values[0]
    if isinstance(first, Mapping):
        if any(list(v) != list(first) for v in values):
            raise NoMeanError
        return {key: _mean([v[key] for v in values], chances) for key in first}
    if any(len(v) != len(first) for v in values):
        raise NoMeanError
    return tuple(_mean(list(several), chances) for several in zip(*values, strict=True))
