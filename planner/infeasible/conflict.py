"""Why a problem has no plan: the smallest set of named rules that cannot all be kept.

A *correction* is a set of rules without which all others can be kept; every conflict holds a rule of each correction.
So the least number of rules that hits all corrections known is a lower bound, and a conflict of that size is a
smallest one (implicit hitting sets: Ignatiev, Previti, Liffiton & Marques-Silva 2015, after Liffiton & Sakallah 2008).
A first conflict comes from deletion filtering (Chinneck & Dravnieks 1991).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from planner import program
from planner.families.kinds import filtered, ruled
from planner.problem.rows import PlanningProblem, Rule
from planner.program.frame import Frame
from planner.solving import highs
from planner.solving.effort import Effort
from planner.solving.highs import Limits
from planner.solving.switchable_rules import Waivable

ROUNDS = 10_000
"""Work of the whole search, in rounds of the solver."""
MORE = 15
"""Questions that may be spent on choosing, of several smallest conflicts, the one of the foremost rules."""
HEAVY = 10_000.0
"""What a rule weighs against its position, which must be less: fewer rules first, then foremost ones."""


@dataclass(frozen=True)
class Conflict:
    """Rules in conflict.

    Attributes
    ----------
    rules : tuple of Rule
        In the order of the problem.
    irreducible : bool
        Whether every proper subset of them was shown to be satisfiable.
    smallest : bool
        Whether no conflict of fewer rules exists.
    at_least : int
        Every conflict has at least so many rules.
    """

    rules: tuple[Rule, ...]
    irreducible: bool
    smallest: bool = False
    at_least: int = 0


def find(problem: PlanningProblem, seconds: float | None = None, rounds: int = ROUNDS) -> Conflict:
    """Find a smallest conflict among the named rules of an infeasible problem.

    Parameters
    ----------
    problem : PlanningProblem
        Known to be infeasible.
    seconds : float, optional
        CPU time that a person has set; what it cuts short depends on the machine.
    rounds : int
        Work of all questions together, counted: a slower or busier machine gives the same answer. Where it runs out
        the best so far is given, and marked.

    Returns
    -------
    Conflict
        Empty if the problem is infeasible without any named rule.

    Examples
    --------
    >>> from planner.problem.tables import Settings, from_tables
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B"], "value": [1.0, 1.0]},
    ...     "budgets": {"row": ["money"], "cap": [1.0]},
    ...     "usage": {"candidate": ["A", "B"], "row": ["money", "money"], "amount": [1.0, 1.0]}}, Settings(count_min=2))
    >>> found = find(problem)
    >>> [rule.name for rule in found.rules], found.smallest
    (['count', 'budget money'], True)
    """
    effort = Effort(rounds, seconds)
    search = _Search(problem, effort)
    sure = search.first()
    if sure:
        sure = search.shorten()
    smallest = sure and search.smallest()
    if smallest:
        search.foremost()
    if sure and status(only(problem, search.conflict), Limits(rounds=ROUNDS)) == "proven":
        # figures too far apart: what the switches called a conflict is none without them, so nothing was decided
        return Conflict(problem.rules(), irreducible=False)
    rules = tuple(rule for rule in problem.rules() if rule.name in search.conflict)
    least = len(rules) if smallest else min(search.least, len(rules))
    return Conflict(rules, sure, smallest, least)


class _Search:
    """A search for a smallest conflict: the corrections found so far, and the smallest conflict found so far."""

    def __init__(self, problem: PlanningProblem, effort: Effort) -> None:
        self.problem = problem
        self.model = Waivable(problem, effort)
        late = {row.rule.name for kind, row in ruled(problem) if not kind.foremost}
        # a planner sets targets, quotas and money before readiness and thresholds
        self.order = sorted(self.model.names, key=lambda name: name in late)
        self.corrections: list[frozenset[str]] = []
        self.conflict: set[str] = set(self.model.names)
        self.least = 0

    def ask(self, kept: Collection[str]) -> bool | None:
        """Whether some rules can be kept together (None: unknown); a correction is noted if they can."""
        met, correction = self.model.keep(kept)
        if met:
            self.corrections.append(correction)
        return met

    def first(self) -> bool:
        """Collect corrections that share no rule until their union is a conflict; whether one was found."""
        union: set[str] = set()
        while True:
            met = self.ask(union)
            if met is None:
                return False
            if not met:
                self.conflict = union
                self.least = len(self.corrections)
                return True
            if not self.corrections[-1]:
                self.conflict = set()  # everything can be kept: there is no conflict
                return False
            union |= self.corrections[-1]

    def shorten(self) -> bool:
        """Drop each rule without which the others still conflict; whether all were decided."""
        sure = True
        for name in [n for n in self.model.names if n in self.conflict]:
            rest = self.conflict - {name}
            if any(rest.isdisjoint(correction) for correction in self.corrections):
                continue  # without it the others can be kept: that is known already
            met = self.ask(rest)
            if met is False:
                self.conflict = rest
            elif met is None:
                sure = False
        return sure

    def hit(self) -> set[str]:
        """The fewest and foremost rules that hit every correction."""
        return hitting_set(self.order, self.corrections, self.problem)

    def smallest(self) -> bool:
        """Look for a smaller conflict until none can be; whether that was shown."""
        while True:
            hit = self.hit()
            self.least = max(self.least, len(hit))
            if len(hit) >= len(self.conflict):
                return True
            met = self.ask(hit)
            if met is None:
                return False
            if not met:
                self.conflict = set(hit)
                return True

    def foremost(self) -> None:
        """Of several smallest conflicts, take that of the foremost rules, so that solver and version do not choose."""
        weight = {name: HEAVY + n for n, name in enumerate(self.order)}
        for _ in range(MORE):
            hit = self.hit()
            if sum(weight[n] for n in hit) >= sum(weight[n] for n in self.conflict):
                return
            met = self.ask(hit)
            if met is False:
                self.conflict = hit
            if not met:
                return


def hitting_set(names: Sequence[str], corrections: Sequence[frozenset[str]], problem: PlanningProblem) -> set[str]:
    """The fewest rules of which every correction holds one; of several such sets that of the foremost rules.

    Examples
    --------
    >>> hitting_set("abc", [frozenset("ab"), frozenset("bc")], PlanningProblem(candidates=(), years=()))
    {'b'}
    """
    frame = Frame(problem, "hitting")
    used = sorted({name for c in corrections for name in c}, key=list(names).index)
    column = {name: frame.column("hit", integer=True) for name in used}
    for correction in corrections:
        frame.at_least({column[name]: 1.0 for name in correction}, 1.0, "correction")
    weights = {column[name]: HEAVY + list(names).index(name) for name in used}
    answer = highs.minimise(frame, weights, Limits())
    assert answer.values is not None  # taking all of them hits everything
    return {name for name in used if answer.values[column[name]] > 0.5}


def only(problem: PlanningProblem, names: Collection[str]) -> PlanningProblem:
    """The problem with just these rules and no objective."""
    kept = set(names)
    return replace(filtered(problem, lambda rule: rule.name in kept), stages=())


def status(problem: PlanningProblem, limits: Limits) -> highs.Status:
    """Whether the problem has any plan: ``proven`` (yes), ``infeasible``, or a limit."""
    frame, _ = program.build(problem)
    return highs.minimise(frame, {}, limits).status
