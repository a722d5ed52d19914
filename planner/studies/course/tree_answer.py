"""The answer of ``plan --grades tree`` as types: today's approvals, what follows each joint grade, the values.

What does not live here: the tree itself (``grade_tree``), sentences (``planner.cli``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model.ecosystem import Ecosystem
from planner.audit import audit
from planner.problem.plan import Plan
from planner.rulebook.policy import Policy
from planner.runs.certificates import Sense, Status
from planner.solving.highs import Limits
from planner.studies.course.grade_tree import NAMES, Hear, Tree, branches, grow
from planner.studies.course.joint_grades import Valued

SMALLEST = 1e-9
"""Amounts below it are no money."""


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


def tree_answer(
    eco: Ecosystem, policy: Policy, limits: Limits | None = None, seed: int = 0, hear: Hear | None = None
) -> TreeAnswer:
    """Choose the next year's approvals with recourse, and say what waiting and knowing are worth.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy
        With ``as_of`` and ``evaluation.chances``.
    limits : Limits, optional
        Time in all.
    seed : int
        Of joint grades that are drawn.
    hear : callable, optional

    Raises
    ------
    UsageError
        There is no history, or no chances are given.
    """
    told = branches(eco, policy, seed=seed)
    tree = grow(eco, policy, told, limits, hear)
    names = eco.names("Centre")
    plans = tree.values["recourse"].plans or ()
    first = plans[0] if plans else Plan({}, {})
    paid = {c: years.get(told.year, 0.0) for c, years in first.support.items()}
    now = [c for c, y in first.starts.items() if y == told.year]
    return TreeAnswer(
        year=told.year,
        listed=told.listed,
        seed=told.seed,
        sense=tree.scenes[0].stage.sense,
        now=tuple(ApprovedNow(centre=c, name=names[c], support=paid.get(c, 0.0)) for c in now),
        paid_now={c: amount for c, amount in paid.items() if c not in now and amount > SMALLEST},
        branches=tuple(_branch(tree, k, names) for k in range(len(told.branches))),
        values={name: _valued(tree.values[name]) for name in NAMES},
        value_of_recourse=tree.difference("recourse", "single"),
        value_of_information=tree.difference("foresight", "recourse"),
        value_of_waiting=tree.difference("recourse", "only_now"),
        audit=_audited(eco, policy, tree),
    )


def _branch(tree: Tree, k: int, names: Mapping[str, str]) -> AfterGrades:
    branch, plans = tree.told.branches[k], tree.values["recourse"].plans
    starts = plans[k].starts if plans else {}
    settled = tree.scenes[k].problem.settled
    stops = [
        c
        for i, c in enumerate(tree.scenes[k].problem.candidates)
        if plans and settled is not None and settled.stoppable[i] and c not in starts
    ]
    later = sorted(((y, c) for c, y in starts.items() if y > tree.told.year))
    return AfterGrades(
        grades=dict(branch.grades),
        chance=branch.chance,
        value=tree.worth("recourse", k),
        later=tuple(ApprovedLater(centre=c, name=names[c], year=y) for y, c in later),
        stops=tuple(stops),
    )


def _valued(told: Valued) -> ExpectedValue:
    proof = told.certificate
    if proof is None:
        status: Status = "infeasible" if told.infeasible else "time_limit"
        return ExpectedValue(value=None, bound=None, gap=None, status=status)
    return ExpectedValue(value=told.value, bound=proof.bound, gap=proof.gap, status=proof.status)


def _audited(eco: Ecosystem, policy: Policy, tree: Tree) -> TreeAudit:
    clean, checked, findings = True, 0, []
    for name, valued in tree.values.items():
        for k, plan in enumerate(valued.plans or ()):
            branch = tree.told.branches[k]
            seen = audit(eco, policy, plan, {"objective": tree.worth(name, k) or 0.0}, branch.foreseen(tree.told.year))
            clean, checked = clean and seen.clean, checked + seen.checked
            findings += [f"{name}: {finding.words.en}" for finding in seen.findings]
    return TreeAudit(clean=clean, checked=checked, findings=tuple(findings))
