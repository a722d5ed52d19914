"""All rules of a problem that may give way: what a scenario can change by one key, and what only the data can.

Each kind of row and each family gives its own. What does not live here: how far they must give way
(``planner.infeasible``), and the words of a change (``planner.families.lever``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from planner.families.kind import Asked, RuleKind
from planner.families.kinds import RECONSIDERED, RULES
from planner.families.lever import Lever
from planner.families.rules import family_of
from planner.problem.rows import PlanningProblem, Rule
from planner.rulebook.policy import Policy


def asked_of(problem: PlanningProblem, policy: Policy, rule: Rule, money_unit: str = "") -> Asked:
    """A rule's family with the problem and policy that it is asked about."""
    return Asked(problem, policy, family_of(rule), money_unit)


def levers(problem: PlanningProblem, policy: Policy, money_unit: str = "") -> tuple[Lever, ...]:
    """All rules of a problem that may give way.

    Parameters
    ----------
    problem : PlanningProblem
        As compiled under ``policy``.
    policy : Policy
    money_unit : str
        For the sentences.

    Returns
    -------
    tuple of Lever
        Those of the scenario first, in the order in which a planner reconsiders them; then those of the data (key
        ``""``), in the order of the problem. Rules that no plan at least support could break are left out.
    """

    def of(kinds: Iterable[RuleKind[Any]]) -> Iterator[Lever]:
        for kind in kinds:
            groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
            for row in getattr(problem, kind.field):
                groups[row.rule.family, row.rule.key].append(row)
            for rows in groups.values():
                asked = asked_of(problem, policy, rows[0].rule, money_unit)
                yield from (asked.family.levers or kind.levers)(asked, rows)

    scenario = (lever for lever in of(RECONSIDERED) if lever.key)
    return (*scenario, *(lever for lever in of(RULES) if not lever.key and lever.items))
