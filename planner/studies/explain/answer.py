"""What is said of one candidate, as types: its price, and the whole explanation; ``explanations.json`` holds them.

What does not live here: how they are computed (``explaining``, ``prices``, ``flips``). Nothing is rounded; money is in
the dataset's unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from graph.base.records import ABSENT, keywords
from graph.base.words import Words


@dataclass(frozen=True, kw_only=True)
class Priced:
    """What the other answer costs; ``pushes_out``: who changes places with it, ``along``: who comes or goes with it."""

    cost: float | None
    proven: bool
    cut_short: bool
    lifted: tuple[Words, ...]
    pushes_out: tuple[str, ...]
    along: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PricedCentre(Priced):
    """A candidate's price in the table of all, with its share of the objective."""

    centre: str
    name: str
    chosen: bool
    contribution: float | None


@dataclass(frozen=True, kw_only=True)
class BindingRow:
    """A rule that stands for or against the candidate, with what is left of it."""

    rule: str
    family: str
    key: str
    words: Words
    unit: str
    side: str
    limit: float | None
    used: float | None
    slack: float | None
    needs: float | None


@dataclass(frozen=True, kw_only=True)
class FlipRow:
    """What would turn the answer round; ``set`` is empty for changes of the data."""

    words: Words
    set: tuple[Annotated[str, keywords(pattern="=")], ...]


@dataclass(frozen=True, kw_only=True)
class StoppingCost:
    """What stopping a centre that is there costs at once, with nothing put in its place."""

    money: float
    """Its support of city and district in the years to come, which is freed."""
    promised: float
    """Promises as they are held, which are broken."""
    paid: float
    """Support that all payers have paid, which is lost."""
    equity_paid: float
    objective: float
    """What the first stage loses."""
    technologies: tuple[str, ...]
    """Technologies that no centre of the plan covers any more."""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why one candidate was chosen or not."""

    centre: str
    name: str
    chosen: bool
    year: int | None
    reasons: tuple[Words, ...]
    cost: float | None
    proven: bool
    cut_short: bool
    lifted: tuple[Words, ...]
    pushes_out: tuple[str, ...]
    along: tuple[str, ...]
    binding: tuple[BindingRow, ...]
    flip: tuple[FlipRow, ...]
    contribution: float | None
    stopping_cost: StoppingCost | None = field(default=None, metadata=ABSENT)
    """Of a centre that the scheme has approved already."""


@dataclass(frozen=True, kw_only=True)
class Explained:
    """What has been explained of a run so far: prices and whole explanations, by centre."""

    prices: Mapping[str, Priced] = field(default_factory=dict)
    centres: Mapping[str, Explanation] = field(default_factory=dict)
