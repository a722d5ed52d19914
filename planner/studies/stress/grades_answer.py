"""What grades to come may do to a plan, as types; all figures are shares and quantiles of a sample.

What does not live here: how they are drawn and settled (``grade_draws``, ``grade_stress``). Nothing is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from graph.base.records import Count, keywords
from graph.base.words import Words

Chance = Annotated[float, keywords(minimum=0, maximum=1)]


@dataclass(frozen=True, kw_only=True)
class Quantiles:
    """Quantiles of a sample, each one of its values (the least one that at least this share does not exceed)."""

    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


@dataclass(frozen=True, kw_only=True)
class GradesYear:
    """Support of city and district in a year to come: planned, drawn, and what the caps allow after grades.

    ``budget``, ``city``, ``beyond``: the city's budget of this year alone, what is used of it, and the chance that it
    does not hold; None where the year has none.
    """

    year: int
    planned: float
    quantiles: Quantiles
    mean: float
    cap: Quantiles
    budget: float | None
    city: Quantiles | None
    beyond: float | None


@dataclass(frozen=True, kw_only=True)
class UnsureRule:
    """A target, a must-cover or a budget with its chance to fail."""

    rule: str
    key: str
    words: Words
    kind: Literal["target", "must_cover", "budget"]
    chance: Chance


@dataclass(frozen=True, kw_only=True)
class UnsureCentre:
    """A centre that is still paid or may end: planned and drawn money, least support waived, chance of its end."""

    centre: str
    name: str
    planned: float
    mean: float
    quantiles: Quantiles
    waived: float
    ends: Chance


@dataclass(frozen=True, kw_only=True)
class OneGrade:
    """A grade of one centre in one year."""

    centre: str
    year: int
    grade: str
    chance: Chance


@dataclass(frozen=True, kw_only=True)
class UnsureTechnology:
    """A technology that may lose its only cover; ``grades``: each alone takes it away."""

    technology: str
    name: str
    centres: tuple[str, ...]
    chance: Chance
    grades: tuple[OneGrade, ...]


@dataclass(frozen=True, kw_only=True)
class GradesAnswer:
    """A plan held against drawn grade histories.

    ``solved``: draws in which a budget stood in the way; ``any_rule``: the chance that any of ``rules`` fails.
    """

    draws: Count
    seed: Count
    solved: Count
    years: tuple[GradesYear, ...]
    rules: tuple[UnsureRule, ...]
    any_rule: Chance
    centres: tuple[UnsureCentre, ...]
    technologies: tuple[UnsureTechnology, ...]
