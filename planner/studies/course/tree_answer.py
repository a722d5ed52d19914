"""The answer of ``plan --grades tree``: today's approvals, what follows each joint grade, the values, their audit.

What does not live here: its types (``tree_types``), the tree itself (``grade_tree``), sentences (``planner.cli``).
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.model.ecosystem import Ecosystem
from planner.audit import audit
from planner.problem.plan import Plan
from planner.rulebook.policy import Policy
from planner.runs.certificates import Status
from planner.solving.highs import Limits
from planner.studies.course.grade_tree import Hear, Tree, branches, grow
from planner.studies.course.joint_grades import Valued
from planner.studies.course.tree_types import (
    NAMES,
    AfterGrades,
    ApprovedLater,
    ApprovedNow,
    ExpectedValue,
    TreeAnswer,
    TreeAudit,
)

SMALLEST = 1e-9
"""Amounts below it are no money."""


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
