"""Why a problem has no plan: a set of named rules that cannot all be kept, none of which can be spared.

Found by deletion filtering (Chinneck & Dravnieks 1991), families first, then single rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner import highs, program
from planner.highs import Limits
from planner.problem import PlanningProblem, Rule


@dataclass(frozen=True)
class Conflict:
    """Rules in conflict. ``irreducible``: every proper subset of them was shown to be satisfiable."""

    rules: tuple[Rule, ...]
    irreducible: bool


def find(problem: PlanningProblem, limits: Limits | None = None) -> Conflict:
    """Find an irreducible conflict among the named rules of an infeasible problem.

    Parameters
    ----------
    problem : PlanningProblem
        Known to be infeasible.
    limits : Limits, optional
        Time for each single check (default 20 s); a check that runs out keeps its rule, and the answer then says that
        it may not be irreducible.

    Returns
    -------
    Conflict
        Rules in the order of the problem. Empty if the problem is infeasible without any named rule.
    """
    limits = limits or Limits(seconds=20.0)
    keep = [rule.name for rule in problem.rules()]
    family = {rule.name: rule.family for rule in problem.rules()}
    sure = True
    groups: list[Callable[[str], bool]] = [lambda n, f=f: family[n] == f for f in dict.fromkeys(family.values())]  # type: ignore[misc]
    for in_group in groups:
        trial = [name for name in keep if not in_group(name)]
        if len(trial) < len(keep) and status(only(problem, trial), limits) == "infeasible":
            keep = trial
    for name in list(keep):
        trial = [other for other in keep if other != name]
        verdict = status(only(problem, trial), limits)
        if verdict == "infeasible":
            keep = trial
        elif verdict != "proven":
            sure = False
    return Conflict(tuple(rule for rule in problem.rules() if rule.name in set(keep)), sure)


def only(problem: PlanningProblem, names: list[str]) -> PlanningProblem:
    """The problem with just these rules and no objective."""
    kept = set(names)
    return replace(
        problem,
        bars=tuple(row for row in problem.bars if row.rule.name in kept),
        counts=tuple(row for row in problem.counts if row.rule.name in kept),
        budgets=tuple(row for row in problem.budgets if row.rule.name in kept),
        depths=tuple(row for row in problem.depths if row.rule.name in kept),
        logic=tuple(row for row in problem.logic if row.rule.name in kept),
        stages=(),
    )


def status(problem: PlanningProblem, limits: Limits) -> highs.Status:
    """Whether the problem has any plan: ``proven`` (yes), ``infeasible``, or a limit."""
    frame, _ = program.build(problem)
    return highs.minimise(frame, {}, limits).status
