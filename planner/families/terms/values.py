"""Own values of candidates, by name: they need no column and no row."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from planner.families.model import Model, Worth
from planner.families.term import Term, own


def worths(model: Model, needed: Collection[str]) -> Iterator[tuple[str, Worth]]:
    """Σ_i value_i · x_i of each value that is needed."""
    for name, value in model.problem.values.items():
        if name in needed:
            yield name, (own(model, value), 0.0)


TERM = Term(30, worths)
