"""The families of the audit, one file a family, each found by its module's ``AUDIT``.

Written from the definitions alone: nothing is shared with the families of the program. What does not live here: the
reading of a plan (``planner.audit.shape``), its figures (``planner.audit.goals``, ``planner.audit.claims``).
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from planner.audit.family import AuditFamily


def _found() -> tuple[AuditFamily, ...]:
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    families: list[AuditFamily] = [module.AUDIT for module in modules]
    return tuple(sorted(families, key=lambda family: (family.order, family.rules[0].code)))


FAMILIES = _found()
"""All families, in the order in which they are checked"""
