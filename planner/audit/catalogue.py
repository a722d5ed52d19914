"""Every rule that the audit checks, by code, as the files of its families give them.

What does not live here: the rules' codes and sentences, and how they are checked (``planner.audit.rules``).
"""

from __future__ import annotations

from graph.base.words import Words
from planner.audit import claims, shape
from planner.audit.report import Rule
from planner.audit.rules import FAMILIES as FOUND

WHYS: dict[str, Words] = {
    **{one.code: shape.WHY for one in shape.RULES},
    **{one.code: family.why for family in FOUND for one in family.rules},
    **{one.code: claims.WHY for one in claims.RULES},
}
"""Why each rule is asked for, by code."""
_ALL = (*shape.RULES, *(one for family in FOUND for one in family.rules), *claims.RULES)
ALL: tuple[Rule, ...] = tuple(sorted(_ALL, key=lambda one: one.code))
"""All rules by code."""
SOMETIMES: frozenset[str] = frozenset(one.family for family in FOUND if family.when is not None for one in family.rules)
"""Families that only some policies ask for: a history, whole units, no gaps."""
FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(one.family for one in ALL))
"""All families, in the order of their codes."""
