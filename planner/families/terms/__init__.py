"""The components of goals, one file a kind, each found by its module's ``TERM``.

Kinds stand in the order of their ``order``: in that order their columns and rows enter the program. What does not live
here: which components a policy makes of a city (``planner.families.goals``), and the stages of the objective
(``planner.program.objective``).
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from pkgutil import iter_modules

from planner.families.model import Model, Worth
from planner.families.term import Term


def _found() -> tuple[Term, ...]:
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    return tuple(sorted((module.TERM for module in modules), key=lambda term: term.order))


TERMS = _found()
"""All kinds of components, in the order in which they enter the program"""


def worths(model: Model, needed: Collection[str]) -> dict[str, Worth]:
    """Build the components of the problem that are needed: name → expression and constant."""
    return {name: worth for term in TERMS for name, worth in term.worths(model, needed)}
