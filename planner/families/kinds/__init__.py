"""The kinds of rows, one file a kind, each found by its module's ``KIND``.

Kinds stand in the order of their fields in ``PlanningProblem``: in that order they enter the program, and their rules
are listed. What does not live here: the rules of a scheme (``planner.families.rules``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from planner.families.kind import Kind, RuleKind
from planner.problem.rows import PlanningProblem, Rule


def _found() -> tuple[Kind[Any], ...]:
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    places = [f.name for f in fields(PlanningProblem)]
    return tuple(sorted((module.KIND for module in modules), key=lambda kind: places.index(kind.field)))


KINDS = _found()
"""All kinds, in the order in which they enter the program"""
RULES: tuple[RuleKind[Any], ...] = tuple(kind for kind in KINDS if isinstance(kind, RuleKind))
"""Those of named rules"""
RECONSIDERED = tuple(sorted(RULES, key=lambda kind: not kind.foremost))
"""Kinds of rules in the order in which a planner reconsiders them: targets, quotas and money before thresholds"""
_BY_ROW = {kind.row: kind for kind in KINDS}


def kind_of(row: object) -> Kind[Any]:
    """The kind of a row."""
    return _BY_ROW[type(row)]


def ruled(problem: PlanningProblem) -> Iterator[tuple[RuleKind[Any], Any]]:
    """Every row of a named rule with its kind, in order."""
    return ((kind, row) for kind in RULES for row in getattr(problem, kind.field))


def filtered(problem: PlanningProblem, keep: Callable[[Rule], bool]) -> PlanningProblem:
    """The problem with those of its rules that ``keep`` says.

    What the caps do not allow a candidate is a bar, and so a rule: where it is left out, its least support gives way.
    """
    kept: dict[str, Any] = {
        kind.field: tuple(r for r in getattr(problem, kind.field) if keep(r.rule)) for kind in RULES
    }
    money = problem.support
    return replace(problem, **kept, support=None if money is None else money.fitting())


def changed(problem: PlanningProblem, change: Callable[[RuleKind[Any], Any], Any]) -> PlanningProblem:
    """The problem with every row of a named rule put through ``change``."""
    rows: dict[str, Any] = {kind.field: tuple(change(kind, r) for r in getattr(problem, kind.field)) for kind in RULES}
    return replace(problem, **rows)
