"""What a goal of the objective is, and the layers that several goals are made of.

A *goal* (``planner.families.goals``, one file a goal) knows the scheme: which layers, pairs and values a policy makes
of a city, and how they add up. How such a component enters the program: ``planner.families.terms``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from planner.problem.city.city import City
from planner.problem.rows import Floats, Goal, Ints, Layer, Pairs


@dataclass(frozen=True)
class Parts:
    """A goal, and the components of the planning problem that it is made of."""

    goal: Goal
    layers: tuple[Layer, ...] = ()
    pairs: tuple[Pairs, ...] = ()
    values: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class GoalFamily:
    """A goal: what a policy asks of a city under this name.

    Examples
    --------
    >>> from planner.families.goals import GOALS
    >>> GOALS
    ('coverage', 'collaboration', 'talent', 'firms', 'mechanism')
    """

    name: str
    """Name of the goal"""
    order: int
    """Place among the goals"""
    parts: Callable[[City], Parts]
    task: bool = True
    """Whether it is one of the policy's tasks, a share in [0, 1] that every plan is told by"""


def share(weight: Floats) -> Floats:
    """Weights as shares of their sum; all zero where the sum is."""
    whole = float(weight.sum())
    return weight / whole if whole > 0 else np.zeros_like(weight)


def once(
    city: City, name: str, items: tuple[str, ...], weight: Floats, item: Ints, candidate: Ints, have: Floats
) -> Layer:
    """A layer whose items count once, at once and in full."""
    return Layer(
        name=name,
        items=items,
        weight=weight,
        item=item,
        candidate=candidate,
        strength=np.ones(len(item)),
        existing=have.reshape(-1, 1),
        ramp=np.ones((1, len(city.years))),
        period_weight=np.ones(1),
        marginal=np.ones(1),
    )


def engaged(city: City, name: str, items: tuple[str, ...], weight: Floats, behind: sp.csr_array[np.float64]) -> Layer:
    """A layer of those who stand ``behind`` centres (all centres × items, 0/1), each counted once."""
    links = sp.coo_array(behind[city.chosen_from])
    have = np.minimum(np.asarray(behind[city.existing].sum(axis=0)).ravel(), 1.0)
    item, candidate = links.coords[1].astype(np.int64), links.coords[0].astype(np.int64)
    return once(city, name, items, weight, item, candidate, have)


def present(city: City) -> Floats:
    """(centres,) 1 for those that are there or may be: neither ended nor withdrawn."""
    out = np.zeros(city.eco.size("Centre"))
    out[city.chosen_from] = out[city.existing] = 1.0
    return out
