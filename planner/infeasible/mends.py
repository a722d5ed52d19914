"""What would it take: the least changes of a scenario, each of which alone makes it solvable.

A change of one rule is the least slack of that rule alone, all others kept, found exactly; every such rule stands in
every irreducible conflict, so that those of one conflict are enough to look at. Where several rules must give way
together, sets of them are found from the smallest number up, none containing another; within a set the sum of the
relative changes is least. Every mend is tried through the scenario itself before it is offered.
What does not live here: the slacks (``loosening``) and the sentences (``planner.families``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from graph.base.words import Words
from planner.families.lever import Change, Item, Lever, moved, name_of, rounding_step
from planner.families.levers import levers
from planner.infeasible.conflict import Conflict, status
from planner.infeasible.giving_way import Ask, CutShortError, fewest, least
from planner.infeasible.loosening import Loosened, eased
from planner.problem.rows import PlanningProblem
from planner.program.frame import Frame, Terms, total
from planner.rulebook.policy import Policy
from planner.solving import highs
from planner.solving.effort import Effort
from planner.solving.live_model import MANY_SMALL

MOST_MENDS = 5
MOST_RULES = 6
"""No set of more rules than this is looked for."""
ROUNDS = 10_000
"""Work of the whole search, in rounds of the solver."""
ATTEMPTS = 4
"""How many times a rounded figure that just fails may be moved on by one unit."""
Check = Callable[[Sequence[str]], bool]
"""Whether the scenario with these ``--set`` changes can be met."""


@dataclass(frozen=True)
class Mend:
    """Changes that together make a scenario solvable; ``sets`` is empty for changes of the data."""

    words: Words
    sets: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Mends:
    """All mends found. ``complete``: there is no smaller or other set of rules within the limits on number."""

    scenario: tuple[Mend, ...]
    data: tuple[Mend, ...]
    complete: bool


def find(
    problem: PlanningProblem,
    policy: Policy,
    conflict: Conflict,
    check: Check,
    seconds: float | None = None,
    money_unit: str = "",
    times: int = 1,
) -> Mends:
    """Find the least changes that make an infeasible scenario solvable.

    Parameters
    ----------
    problem : PlanningProblem
        Known to be infeasible.
    policy : Policy
        What it was compiled under.
    conflict : Conflict
        An irreducible conflict of it.
    check : callable
        Tries a mend through the scenario; a mend that fails is not offered.
    seconds : float, optional
        CPU time that a person has set beside :data:`ROUNDS` of counted work; what was found until then is returned,
        with ``complete`` false.
    money_unit : str
        For the sentences.
    times : int
        How many times :data:`ROUNDS` the search may take.

    Returns
    -------
    Mends
        Mends of one rule in the order of the problem, then of two rules, and so on; beside them single changes of the
        data that would do.
    """
    effort = Effort(ROUNDS * times, seconds)
    bare = replace(problem, stages=())
    known = levers(bare, policy, money_unit)
    named = {name_of(rule) for rule in conflict.rules}
    mends: list[Mend] = []
    data: list[Mend] = []
    tried: list[set[str]] = []
    complete = conflict.irreducible
    for lever in known:
        if not named & set(lever.rules):
            continue
        if effort.over:
            complete = False
            break
        answer = _least(bare, policy, [lever], effort)
        complete = complete and answer is not None
        if not answer:
            continue
        if lever.key:
            tried.append({lever.key})
        found = _tried(answer, check, effort) if lever.key else _tried_on_data(bare, policy, answer, effort)
        if found:
            (mends if lever.key else data).append(found)
    free = [lever for lever in known if lever.key]
    complete = _together(bare, policy, free, tried, mends, check, effort) and complete
    return Mends(tuple(mends), tuple(data), complete)


@dataclass(frozen=True)
class _Need:
    """How far one lever must move."""

    lever: Lever
    by: float
    waived: tuple[Item, ...]
    """The items that are let off"""

    def change(self, extra: int) -> Change | None:
        if self.by <= 1e-7 and not self.waived:
            return None
        return moved(self.lever, self.by, self.waived, extra)


def _least(bare: PlanningProblem, policy: Policy, free: Sequence[Lever], effort: Effort) -> list[_Need] | None:
    """How far the levers must move together, least relative sum; [] if nothing suffices, None if time ran out."""
    try:
        moved_ = least(Loosened(bare, policy, free), _asking(effort))
    except CutShortError:
        return None
    return [_Need(m.lever, m.by, m.items) for m in moved_ or ()]


def _asking(effort: Effort) -> Ask:
    """Questions within what is left of the work."""

    def ask(frame: Frame, terms: Terms) -> highs.Answer:
        answer = highs.minimise(frame, terms, effort.limits, settings=MANY_SMALL)
        effort.spent(answer)
        return answer

    return ask


def _tried_on_data(bare: PlanningProblem, policy: Policy, needs: Sequence[_Need], effort: Effort) -> Mend | None:
    """The mend of the data, if the problem with just that change is shown to have a plan."""
    changes = tuple(c for need in needs if (c := need.change(0)) is not None)
    problem = bare
    for need in needs:
        problem = eased(problem, policy, need.lever, need.by, need.waived)
    if not changes or status(problem, effort.limits) != "proven":
        return None
    return Mend(_said(changes), (), changes)


def _tried(needs: Sequence[_Need], check: Check, effort: Effort) -> Mend | None:
    """The mend in round figures that the scenario confirms; None if it never does."""
    for extra in range(ATTEMPTS):
        mend = _mend(needs, extra)
        if mend is None or check(mend.sets):
            return mend and _nearer(mend, needs, extra, check)
        if effort.over:
            return None
    whole = [replace(need, by=need.lever.reach) if need.lever.bends else need for need in needs]
    mend = None if whole == needs else _mend(whole)
    return _nearer(mend, whole, 0, check) if mend and check(mend.sets) else None


def _mend(needs: Sequence[_Need], extra: int = 0) -> Mend | None:
    """The changes that are needed, in round figures; None if there is nothing to change."""
    changes = tuple(c for need in needs if (c := need.change(extra)) is not None)
    return Mend(_said(changes), tuple(c.set for c in changes if c.set), changes) if changes else None


def _nearer(mend: Mend, needs: Sequence[_Need], extra: int, check: Check) -> Mend:
    """The mend with the least moves of levers that bend, found by halving down to the unit of round figures."""
    needs = list(needs)
    for place, need in enumerate(needs):
        fails, suffices = 0.0, need.by
        while need.lever.bends and suffices - fails > 0.5 * rounding_step(need.lever.value - suffices):
            halfway = replace(need, by=0.5 * (fails + suffices))
            nearer = _mend([*needs[:place], halfway, *needs[place + 1 :]], extra)
            if nearer is None or nearer.sets == mend.sets:
                break
            if check(nearer.sets):
                mend, needs[place], suffices = nearer, halfway, halfway.by
            else:
                fails = halfway.by
    return mend


def _said(changes: Sequence[Change]) -> Words:
    if len(changes) == 1:
        return changes[0].alone
    return Words("; ".join(c.words.en for c in changes), "；".join(c.words.zh for c in changes))


def _together(
    bare: PlanningProblem,
    policy: Policy,
    free: Sequence[Lever],
    known: list[set[str]],
    mends: list[Mend],
    check: Check,
    effort: Effort,
) -> bool:
    """Add mends of several rules, from the smallest sets up; whether the search came to its end."""
    before: tuple[int, ...] = ()
    while len(mends) < MOST_MENDS:
        if effort.over:
            return False
        model = Loosened(bare, policy, free)
        touched = {slack.lever.key: model.touched(slack) for slack in model.slacks}
        for keys in known:
            _not_again(model, touched, keys)
        try:
            places = fewest(model.frame, list(touched.values()), _asking(effort), before)
        except CutShortError:
            return False
        if places is None:
            return True
        before = places
        keys = {free[place].key for place in places}
        if len(keys) > MOST_RULES:
            return True
        known.append(keys)
        needs = _least(bare, policy, [lever for lever in free if lever.key in keys], effort)
        if needs is None:
            return False
        found = _tried(needs, check, effort)
        if found:
            mends.append(found)
    return True


def _not_again(model: Loosened, touched: dict[str, int], keys: set[str]) -> None:
    """Forbid every set of levers that contains these."""
    model.frame.at_most(total({touched[key]: 1.0} for key in keys), len(keys) - 1.0, "no_good")
