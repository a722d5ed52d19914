"""What ``plan --grades tree`` answers, as types: today's approvals, what follows each joint grade, the values.

What does not live here: how they are found (``tree_answer``). A plan without grades ahead loads this and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.words import Words
from planner.runs.certificates import Sense, Status

NAMES: Mapping[str, Words] = {
    "single": Words("one plan for all grades", "各等次共用一个方案"),
    "recourse": Words("next year now, later by grade", "先定次年，其后视等次而定"),
    "foresight": Words("all by grade, known beforehand", "事先知道等次"),
    "only_now": Words("every approval next year", "全部在次年批复"),
}
"""What each value is of."""


@dataclass(frozen=True, kw_only=True)
class ApprovedNow:
    """A centre that is approved next year, and its support of that year."""

    centre: str
    name: str
    support: float


@dataclass(frozen=True, kw_only=True)
class ApprovedLater:
    """A centre that is approved after next year."""

    centre: str
    name: str
    year: int


@dataclass(frozen=True, kw_only=True)
class AfterGrades:
    """What follows one joint grade: its chance, the first stage of the objective, later approvals, stops."""

    grades: Mapping[str, str]
    chance: float
    value: float | None
    later: tuple[ApprovedLater, ...]
    stops: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ExpectedValue:
    """An expected value of the first stage, and what is proven of it."""

    value: float | None
    bound: float | None
    gap: float | None
    status: Status


@dataclass(frozen=True, kw_only=True)
class TreeAudit:
    """The audit of every plan behind every value, under the grades of its branch."""

    clean: bool
    checked: int
    findings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TreeAnswer:
    """Next year's approvals before its grades are known; nothing is rounded.

    Attributes
    ----------
    year : int
        The first year that is decided.
    listed : bool
        Whether the branches are all joint grades there are; else they were drawn by ``seed``.
    now : tuple of ApprovedNow
    paid_now : mapping of str to float
        Support of ``year`` to centres that were approved before.
    branches : tuple of AfterGrades
    values : mapping of str to ExpectedValue
        ``single``, ``recourse``, ``foresight``, ``only_now``.
    value_of_recourse, value_of_information, value_of_waiting : float or None
        None where one of the two values is not known.
    """

    year: int
    listed: bool
    seed: int
    sense: Sense
    now: tuple[ApprovedNow, ...]
    paid_now: Mapping[str, float]
    branches: tuple[AfterGrades, ...]
    values: Mapping[str, ExpectedValue]
    value_of_recourse: float | None
    value_of_information: float | None
    value_of_waiting: float | None
    audit: TreeAudit
