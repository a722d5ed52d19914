"""What a kind of component of the objective is: layers, pairs, own values, built-in terms.

A *term* (``planner.families.terms``, one file a kind) knows how components of its kind enter the program, as
expressions over its columns; it knows no policy and no city.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np

from planner.families.model import Model, Terms, Worth, add
from planner.problem.rows import Floats


@dataclass(frozen=True)
class Term:
    """A kind of component, found by its module's ``TERM``."""

    order: int
    """Place among the kinds, in which they enter the program"""
    worths: Callable[[Model, Collection[str]], Iterator[tuple[str, Worth]]]
    """Model, needed names → name and worth of each component of this kind that is needed"""
    families: tuple[tuple[str, Callable[..., Any]], ...] = ()
    """Names in ``docs/model.md``, each with the function that builds it"""


class Named(Protocol):
    """A component with a name."""

    @property
    def name(self) -> str:
        """Its name."""


Component = TypeVar("Component", bound=Named)


def wanted(components: Sequence[Component], needed: Collection[str]) -> Iterator[Component]:
    """Those of the components that are needed."""
    return (one for one in components if one.name in needed)


def own(model: Model, value: Floats) -> Terms:
    """Σ_i value_i · x_i."""
    terms: Terms = {}
    for i in np.flatnonzero(value):
        add(terms, model.chosen(int(i)), float(value[i]))
    return terms
