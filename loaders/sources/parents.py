"""Departments and campuses as their parent organisation, by the registry's own relations.

What does not live here: names (``registry``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Parents:
    """Organisation → its one parent; those of ``several`` have none here, and those of ``circles`` are not followed."""

    of: Mapping[str, str]
    several: frozenset[str]
    circles: frozenset[str]

    @classmethod
    def read(cls, relations: Iterable[tuple[str, str, str]]) -> Parents:
        """From (id, relation, other): ``parent`` and ``child``, in either case; other relations are passed over.

        Examples
        --------
        >>> known = Parents.read([("Lab", "Parent", "Univ"), ("Univ", "child", "Lab"), ("Univ", "related", "X"),
        ...                       ("Desk", "parent", "Lab")])
        >>> known.top("Desk"), known.top("Univ")
        ('Univ', 'Univ')
        """
        found: dict[str, set[str]] = {}
        for one, relation, other in relations:
            kind = relation.strip().lower()
            if kind == "parent" and one != other:
                found.setdefault(one, set()).add(other)
            elif kind == "child" and one != other:
                found.setdefault(other, set()).add(one)
        single = {i: next(iter(p)) for i, p in found.items() if len(p) == 1}
        several = frozenset(i for i, p in found.items() if len(p) > 1)
        return cls(single, several, frozenset(i for i in single if _turns(i, single)))

    def top(self, organisation: str) -> str:
        """The organisation at the top; the last before two parents or a circle, so that nothing is guessed."""
        at = organisation
        while at in self.of and at not in self.circles:
            at = self.of[at]
        return at


def _turns(start: str, of: Mapping[str, str]) -> bool:
    """Whether following the parents comes back to the start."""
    at, steps = of[start], 0
    while at in of and at != start and steps <= len(of):
        at, steps = of[at], steps + 1
    return at == start
