"""N−1: what a plan loses when one centre, one lead organisation or one chief scientist fails.

(a) *Nothing replaced*: the centres that fail are taken out of the plan with their support; everything else stays. The
objective, the goals, the cover of technologies and the rules are recomputed (``planner.problem.score``).
(b) *Best replacement*: the whole plan is made anew without them (replacement cost, ``planner.studies.explain.prices``).
Conventional N−1 security of networks, after the worst single outage. What does not live here: files and sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from planner.families import use
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem, Rule
from planner.runs.plan_result import PlanResult
from planner.solving.highs import Limits
from planner.studies.explain.prices import ExplainedPlan, Price, price

Kind = Literal["centre", "organisation", "person"]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Who fails, and the candidates that fail with him: ``lost`` in the plan, ``barred`` in any other plan as well."""

    kind: Kind
    id: str
    name: str
    lost: tuple[str, ...]
    barred: tuple[str, ...]
    existing: tuple[str, ...] = ()
    """Existing centres that he leads as well; what they hold today is not in the run, and is not counted."""


@dataclass(frozen=True)
class Loss:
    """What a failure costs when nothing is replaced.

    Attributes
    ----------
    loss : float
        How much worse the first stage of the objective gets: positive is worse, whatever its sense.
    goals : dict of str to float
        Value of each goal before, less its value after.
    technologies : tuple of str
        Technologies that had cover and have none left.
    broken : tuple of Rule
        Rules that the rest of the plan no longer keeps; what is owed or promised to those that fail is no such rule.
    """

    loss: float
    goals: dict[str, float]
    technologies: tuple[str, ...]
    broken: tuple[Rule, ...]


def failures(result: PlanResult) -> list[Failure]:
    """Every single failure that can strike the plan of a result, in the order of its centres.

    Parameters
    ----------
    result : PlanResult
        A run's result. Chief scientists are there in results that name them.

    Examples
    --------
    >>> from planner.runs.plan_result import ChosenCentre
    >>> centre = ChosenCentre(centre="C1", name="One", lead="O1", lead_name="Firm", year=2024, support={},
    ...     total_support=0.0)
    >>> [(f.kind, f.id, f.lost) for f in failures(PlanResult(status="proven", chosen=(centre,)))]
    [('centre', 'C1', ('C1',)), ('organisation', 'O1', ('C1',))]
    """
    chosen, rejected, existing = result.chosen, result.rejected, result.existing
    out = [Failure(kind="centre", id=c.centre, name=c.name, lost=(c.centre,), barred=(c.centre,)) for c in chosen]
    roles: tuple[tuple[Kind, str], ...] = (("organisation", "lead"), ("person", "chief_scientist"))
    for kind, role in roles:
        names = {getattr(c, role): getattr(c, f"{role}_name") for c in chosen if getattr(c, role)}
        for holder, name in names.items():
            lost = tuple(c.centre for c in chosen if getattr(c, role) == holder)
            others = tuple(c.centre for c in rejected if getattr(c, role) == holder)
            there = tuple(c.centre for c in existing if getattr(c, role) == holder)
            out.append(
                Failure(kind=kind, id=holder, name=name or holder, lost=lost, barred=(*lost, *others), existing=there)
            )
    return out


def without(plan: Plan, centres: Sequence[str]) -> Plan:
    """The plan without some centres and their support.

    >>> without(Plan({"A": 2023, "B": 2024}, {"A": {2023: 10.0}}), ["A"])
    Plan(starts={'B': 2024}, support={})
    """
    gone = set(centres)
    return Plan(
        {c: y for c, y in plan.starts.items() if c not in gone},
        {c: m for c, m in plan.support.items() if c not in gone},
    )


def loss(case: ExplainedPlan, failure: Failure, covered: Mapping[str, Sequence[str]]) -> Loss:
    """What a failure costs when nothing is replaced.

    Parameters
    ----------
    case : ExplainedPlan
        Problem and plan.
    failure : Failure
    covered : mapping of technology to centres
        Which centres, existing ones included, cover each technology with the plan.

    Notes
    -----
    Never negative for an objective that more centres cannot hurt: no negative pair bonus, no cost.
    """
    problem = _beside(case.problem, failure.lost)
    before = score.goals(problem, score.to_arrays(problem, case.plan))
    at = score.to_arrays(problem, without(case.plan, failure.lost))
    after = score.goals(problem, at)
    gone = set(failure.lost)
    held = {rule.name for rule in use.broken(problem, score.to_arrays(problem, case.plan))}
    broken = {rule.name: rule for rule in use.broken(problem, at) if rule.name not in held}
    return Loss(
        case.sign * (score.stage_value(after, case.stage) - score.stage_value(before, case.stage)),
        {name: before[name] - after[name] for name in before},
        tuple(t for t, centres in covered.items() if centres and set(centres) <= gone),
        tuple(broken.values()),
    )


def _beside(problem: PlanningProblem, centres: Sequence[str]) -> PlanningProblem:
    """The problem without what is owed or promised to these centres alone."""
    gone = set(centres)
    kept = (row for row in problem.dues if not {problem.candidates[int(i)] for i in row.centre} <= gone)
    return replace(problem, dues=tuple(kept))


def replacement(case: ExplainedPlan, failure: Failure, limits: Limits | None = None) -> Price:
    """The best plan without everything that fails: replacement cost z* − z*(x_j = 0 for all that are barred).

    Where the rules leave no such plan, the fewest rules that stand in the way give way by the least amounts, and they
    are named (``planner.studies.explain.prices``). ``limits`` hold for each solve (default: 20 s).
    """
    first, *others = failure.barred
    return price(case, first, limits, others)
