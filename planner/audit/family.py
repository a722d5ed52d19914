"""What a family of the audit is: its codes, why it is asked for, and how it is checked on a plan.

What does not live here: the families (``planner.audit.rules``, one file each).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from functools import cached_property

from graph.base.words import Words
from planner.audit.facts import Facts
from planner.audit.past import Past
from planner.audit.report import Ledger, Rule
from planner.rulebook.policy import Policy

Starts = Mapping[str, int]
Pay = Mapping[str, Mapping[int, float]]


def rule(code: str, family: str, en: str, zh: str) -> Rule:
    """A code with its family and sentence."""
    return Rule(code, family, Words(en, zh))


@dataclass(frozen=True)
class Given:
    """What is audited: the facts of the city, the policy, and what could be read of the plan.

    Rules ask for centre after centre who was free or decided: that is found once.
    """

    facts: Facts
    policy: Policy
    starts: Starts
    """Approval year of every chosen candidate"""
    pay: Pay
    """Support by centre and year"""
    past: Past | None = None
    """What stands as of a year, if anything does"""

    @cached_property
    def new(self) -> Starts:
        """Approval year of every chosen centre that history has not approved."""
        return {i: y for i, y in self.starts.items() if self.past is None or i not in self.past.stands}

    @cached_property
    def held(self) -> Starts:
        """Approval year of every chosen centre that history has approved."""
        return {i: y for i, y in self.starts.items() if self.past is not None and i in self.past.stands}

    @cached_property
    def decided(self) -> Starts:
        """Approval year of every chosen centre that is decided: approved by history, or announced."""
        past = self.past
        known = set() if past is None else {*past.stands, *past.announced}
        return {i: y for i, y in self.starts.items() if i in known}

    @cached_property
    def free(self) -> Starts:
        """Approval year of every chosen centre on which only the plan decides."""
        return {i: y for i, y in self.starts.items() if i not in self.decided}

    @property
    def over(self) -> bool:
        """Whether no approval is left to decide."""
        return self.past is not None and self.past.as_of >= self.policy.years.last

    def leaving(self, year: int) -> list[str]:
        """Centres that will end, or have, and are still there in a year."""
        if self.past is None:
            return []
        gone = [i for i, s in self.past.stands.items() if self.facts.centres[i].absent and s.is_there(year)]
        stopped = [i for i in self.stopped if year <= self.past.as_of + 1]
        return [*gone, *stopped]

    @cached_property
    def stopped(self) -> list[str]:
        """Approved centres that the plan stops: they are there for another year."""
        if self.past is None or not self.policy.course.may_stop:
            return []
        known = ((i, self.facts.centres[i]) for i, s in self.past.stands.items() if s.ours and i not in self.starts)
        return [i for i, centre in known if not centre.absent and not centre.existing]


@dataclass(frozen=True)
class AuditFamily:
    """One family of the audit, found by its module's ``AUDIT``."""

    order: int
    """Place among the families, in which they are checked"""
    rules: tuple[Rule, ...]
    why: Words
    check: Callable[[Ledger, Given], None]
    """Check every rule of the family, count each check, and note what is off"""
    _: KW_ONLY
    of_money: bool = False
    """Whether it looks at what is paid"""
    when: Callable[[Policy], bool] | None = None
    """Whether a policy asks for it at all; None: every policy does"""

    def asked(self, policy: Policy) -> bool:
        """Whether the family is asked under a policy."""
        return self.when is None or self.when(policy)
