"""The rule families of a city, one file a family, each found by its module's ``FAMILY``.

Families stand in the order of their ``order``: so their rules are compiled and listed. What does not live here: how
rows of a kind enter the program and are used (``planner.families.kinds``).
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from planner.families.kind import Family
from planner.problem.rows import Rule


def _found() -> tuple[Family, ...]:
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    families = (module.FAMILY for module in modules if hasattr(module, "FAMILY"))
    return tuple(sorted(families, key=lambda family: (family.order, family.name)))


FAMILIES = _found()
"""All families, in order"""
_BY_NAME = {family.name: family for family in FAMILIES}


def family_of(rule: Rule) -> Family:
    """The family of a rule; rules of planner tables and of studies get one that says nothing."""
    return _BY_NAME.get(rule.family) or Family(rule.family, len(FAMILIES), rows=lambda _: ())
