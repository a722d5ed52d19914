"""The answer of ``plan --grades tree`` as JSON data: today's approvals, what follows each joint grade, the values.

What does not live here: the tree itself (``grade_tree``), sentences (``planner.cli``).
"""

from __future__ import annotations

from typing import Any

from graph.model.ecosystem import Ecosystem
from planner.audit import audit
from planner.problem.plan import Plan
from planner.rulebook.policy import Policy
from planner.solving.highs import Limits
from planner.studies.course.grade_tree import NAMES, Hear, Tree, Valued, branches, grow

SMALLEST = 1e-9
"""Amounts below it are no money."""


def tree_answer(
    eco: Ecosystem, policy: Policy, limits: Limits | None = None, seed: int = 0, hear: Hear | None = None
) -> dict[str, Any]:
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

    Returns
    -------
    dict
        JSON-ready, nothing rounded: ``year``, ``listed``, ``seed``, ``sense``, ``now`` [{centre, name, support}]
        (approvals of the next year), ``paid_now`` {centre: money} of centres approved by then, ``branches`` [{grades,
        chance, value, later [{centre, name, year}], stops []}], ``values`` {single, recourse, foresight, only_now:
        {value, bound, gap, status}}, ``value_of_recourse``, ``value_of_information``, ``value_of_waiting``, ``audit``.

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
    now = [c for c, y in first.starts.items() if y == told.year]
    return {
        "year": told.year,
        "listed": told.listed,
        "seed": told.seed,
        "sense": tree.scenes[0].stage.sense,
        "now": [{"centre": c, "name": names[c], "support": first.support.get(c, {}).get(told.year, 0.0)} for c in now],
        "paid_now": {
            c: years[told.year]
            for c, years in first.support.items()
            if c not in now and years.get(told.year, 0.0) > SMALLEST
        },
        "branches": [_branch(tree, k, names) for k in range(len(told.branches))],
        "values": {name: _valued(tree.values[name]) for name in NAMES},
        "value_of_recourse": tree.difference("recourse", "single"),
        "value_of_information": tree.difference("foresight", "recourse"),
        "value_of_waiting": tree.difference("recourse", "only_now"),
        "audit": _audited(eco, policy, tree),
    }


def _branch(tree: Tree, k: int, names: Any) -> dict[str, Any]:
    branch, plans = tree.told.branches[k], tree.values["recourse"].plans
    starts = plans[k].starts if plans else {}
    settled = tree.scenes[k].problem.settled
    stops = [
        c
        for i, c in enumerate(tree.scenes[k].problem.candidates)
        if plans and settled is not None and settled.stoppable[i] and c not in starts
    ]
    later = sorted(((y, c) for c, y in starts.items() if y > tree.told.year))
    return {
        "grades": dict(branch.grades),
        "chance": branch.chance,
        "value": tree.worth("recourse", k),
        "later": [{"centre": c, "name": names[c], "year": y} for y, c in later],
        "stops": stops,
    }


def _valued(told: Valued) -> dict[str, Any]:
    proof = told.certificate
    status = "infeasible" if told.infeasible else "time_limit" if proof is None else proof.status
    return {
        "value": told.value,
        "bound": None if proof is None else proof.bound,
        "gap": None if proof is None else proof.gap,
        "status": status,
    }


def _audited(eco: Ecosystem, policy: Policy, tree: Tree) -> dict[str, Any]:
    """The audit of every plan behind every value, under the grades of its branch and with its value claimed."""
    clean, checked, findings = True, 0, []
    for name, valued in tree.values.items():
        for k, plan in enumerate(valued.plans or ()):
            branch = tree.told.branches[k]
            seen = audit(eco, policy, plan, {"objective": tree.worth(name, k) or 0.0}, branch.foreseen(tree.told.year))
            clean, checked = clean and seen.clean, checked + seen.checked
            findings += [f"{name}: {finding.words.en}" for finding in seen.findings]
    return {"clean": clean, "checked": checked, "findings": findings}
