"""Which rules stand against one another in the cases without a plan: a conflict found for one is tried on the others.

To look for a smallest conflict takes many questions; whether rules that are known to conflict do so here as well takes
one. What does not live here: the search (``planner.infeasible.conflict``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from planner.infeasible import conflict
from planner.problem.rows import PlanningProblem
from planner.solving.highs import Limits
from planner.studies.sweep.case import CaseRow, Shared, problem_of
from planner.studies.sweep.varied import Values


def named(
    shared: Shared,
    rows: Mapping[int, CaseRow],
    cases: Mapping[int, Values],
    hear: Callable[[int, int], None] | None = None,
) -> dict[int, CaseRow]:
    """The rows, those without a plan with their conflict; in the order of their numbers, so always the same.

    A conflict that was found for an earlier case holds in a later one, but need not be a smallest one there.
    """
    known: list[frozenset[str]] = []
    out = dict(rows)
    left = sorted(number for number, row in rows.items() if row.status == "infeasible" and not row.conflict)
    for done, number in enumerate(left, 1):
        _, problem = problem_of(shared, cases[number])
        names = next((names for names in known if _stands(problem, names)), None)
        if names is None:
            names = frozenset(rule.name for rule in conflict.find(problem).rules)
            known.append(names)
        rules = [rule for rule in problem.rules() if rule.name in names]
        keys = tuple(dict.fromkeys(rule.key or rule.name for rule in rules))
        out[number] = replace(
            rows[number], conflict=keys, conflict_words=tuple(dict.fromkeys(rule.words for rule in rules))
        )
        if hear is not None:
            hear(done, len(left))
    return out


def _stands(problem: PlanningProblem, names: frozenset[str]) -> bool:
    """Whether these rules alone leave no plan."""
    there = names & {rule.name for rule in problem.rules()}
    return conflict.status(conflict.only(problem, there), Limits(rounds=conflict.ROUNDS)) == "infeasible"
