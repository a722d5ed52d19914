"""How much a part of a plan matters on planner tables: replacement, rank under nested budgets, cost effectiveness.

Three measures of the conservation planners (Cabeza & Moilanen 2006; Jung et al. 2021; Joseph, Maloney & Possingham
2009), each found by solving again to proof or by plain recomputation. What does not live here: reasons and flips of a
city's plan (``planner.studies.explain``).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from graph.base.words import Words
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import Bar, BudgetRow, CountRow, PlanningProblem, Rule
from planner.solving.highs import Limits
from planner.solving.stages import Report, solve


@dataclass(frozen=True)
class Replacement:
    """The best plan without one candidate: how much worse it is (inf: there is none) and whom it chooses.

    ``proven`` says whether that plan, or that there is none, was proven.
    """

    cost: float
    objective: float | None
    chosen: tuple[str, ...]
    proven: bool


def replacement(
    problem: PlanningProblem, chosen: Collection[str], limits: Limits | None = None, report: Report | None = None
) -> dict[str, Replacement]:
    """Solve again without each chosen candidate in turn.

    Parameters
    ----------
    problem : PlanningProblem
        Of one approval year.
    chosen : collection of str
        The plan that is judged; it need not be optimal, and then a cost may be negative.
    limits : Limits, optional
        For each solve.
    report : callable, optional
        Hears of the progress of each solve, as in ``planner.solving.stages.solve``.

    Returns
    -------
    dict
        Candidate → replacement, in the order of the problem. Costs are in the unit of the first stage.

    Examples
    --------
    >>> from planner.problem.rows import Goal, Stage
    >>> problem = PlanningProblem(candidates=("A", "B"), years=(0,), values={"v": np.array([3.0, 2.0])},
    ...     goals=(Goal("v", (("v", 1.0),)),), stages=(Stage("maximise", {"v": 1.0}),))
    >>> {c: r.cost for c, r in replacement(problem, ["A", "B"]).items()}
    {'A': 3.0, 'B': 2.0}
    """
    worth = _worth(problem, chosen)
    sign = -1.0 if problem.stages[0].sense == "maximise" else 1.0
    out = {}
    for i, candidate in enumerate(problem.candidates):
        if candidate not in chosen:
            continue
        bars = (*problem.bars, _without(problem, [i], f"without {candidate}"))
        found = solve(replace(problem, bars=bars), limits, report)
        value = found.objective
        cost = math.inf if value is None else sign * (value - worth)
        plan = () if found.plan is None else tuple(c for c in problem.candidates if c in found.plan.starts)
        out[candidate] = Replacement(cost, value, plan, found.status in ("proven", "infeasible"))
    return out


@dataclass(frozen=True, kw_only=True)
class Rank:
    """Rank of each chosen candidate (1 the first to be chosen), and the plan at each budget."""

    importance: dict[str, float]
    budgets: tuple[float, ...]
    objectives: tuple[float, ...]
    chosen: tuple[tuple[str, ...], ...]
    proven: bool


def rank(
    problem: PlanningProblem, chosen: Collection[str], budgets: Sequence[float], limits: Limits | None = None
) -> Rank:
    """Build a plan up under growing budgets: what the smallest buys ranks first and stays chosen.

    Parameters
    ----------
    problem : PlanningProblem
        Its stages say what is sought at each budget (for targets: least shortfall); its cost is held under the budget.
    chosen : collection of str
        The plan; nothing else may be chosen.
    budgets : sequence of float
        Growing caps on the cost.
    limits : Limits, optional
        For each solve.

    Returns
    -------
    Rank
        A candidate bought by the k-th of n budgets has the importance (n − k + 1) / n, one that none buys 0.

    Raises
    ------
    ValueError
        Budgets that do not grow, or under one of which there is no plan.
    """
    if not budgets or any(b <= a for a, b in pairwise(budgets)):
        raise ValueError("budgets must grow")
    others = [i for i, c in enumerate(problem.candidates) if c not in chosen]
    cost = np.zeros(len(problem.candidates)) if problem.cost is None else problem.cost
    importance = dict.fromkeys((c for c in problem.candidates if c in chosen), 0.0)
    bought: list[int] = []
    objectives, plans, proven = [], [], True
    for k, budget in enumerate(budgets):
        row = BudgetRow(Rule("rank budget", "budget", Words("budget", "预算")), float(budget), usage=cost)
        kept = CountRow(Rule("kept", "lock", Words("kept", "保留")), np.array(bought, dtype=np.int64), low=len(bought))
        step = replace(
            problem,
            bars=(*problem.bars, _without(problem, others, "outside the plan")),
            budgets=(*problem.budgets, row),
            counts=(*problem.counts, kept),
        )
        found = solve(step, limits)
        if found.plan is None or found.objective is None:
            raise ValueError(f"no plan within {budget:g}")
        proven = proven and found.status == "proven"
        bought = [i for i, c in enumerate(problem.candidates) if c in found.plan.starts]
        for i in bought:
            share = (len(budgets) - k) / len(budgets)
            importance[problem.candidates[i]] = max(importance[problem.candidates[i]], share)
        objectives.append(found.objective)
        plans.append(tuple(problem.candidates[i] for i in bought))
    return Rank(
        importance=importance, budgets=tuple(budgets), objectives=tuple(objectives), chosen=tuple(plans), proven=proven
    )


@dataclass(frozen=True, kw_only=True)
class Effectiveness:
    """One project beside the baseline: cost, objective with both, what it adds, and its rank by benefit over cost."""

    project: str
    cost: float
    objective: float
    benefit: float
    rank: int


def cost_effectiveness(problem: PlanningProblem, baseline: str) -> tuple[Effectiveness, ...]:
    """What each project alone brings for its money, beside a baseline project.

    Parameters
    ----------
    problem : PlanningProblem
        With projects; rules (budgets too) play no part.
    baseline : str
        The project that is carried out in any case.

    Returns
    -------
    tuple of Effectiveness
        In the order of the projects. The rank goes by benefit / cost; a benefit that costs nothing comes first, no
        benefit last. The ranking looks at one project at a time: it is no plan.

    Raises
    ------
    KeyError
        There is no such project.
    """
    members = {p.name: {problem.candidates[i] for i in p.members} for p in problem.projects}
    costs = np.zeros(len(problem.candidates)) if problem.cost is None else problem.cost
    price = dict(zip(problem.candidates, costs.tolist(), strict=True))
    ground = _worth(problem, members[baseline])
    sign = 1.0 if problem.stages[0].sense == "maximise" else -1.0
    rows = []
    for name, own in members.items():
        value = _worth(problem, own | members[baseline])
        rows.append((name, math.fsum(price[c] for c in own - members[baseline]), value, sign * (value - ground)))
    by_ratio = sorted(range(len(rows)), key=lambda n: (-_ratio(rows[n][3], rows[n][1]), n))
    place = {n: position + 1 for position, n in enumerate(by_ratio)}
    return tuple(
        Effectiveness(project=name, cost=cost, objective=value, benefit=benefit, rank=place[n])
        for n, (name, cost, value, benefit) in enumerate(rows)
    )


def _ratio(benefit: float, cost: float) -> float:
    if cost > 0.0:
        return benefit / cost
    return math.inf if benefit > 0.0 else 0.0


def _worth(problem: PlanningProblem, chosen: Collection[str]) -> float:
    """The first stage with just these chosen, whatever the rules say."""
    plan = Plan(dict.fromkeys(chosen, problem.years[0]), {})
    return score.stage_value(score.goals(problem, score.to_arrays(problem, plan)), problem.stages[0])


def _without(problem: PlanningProblem, out: Sequence[int], name: str) -> Bar:
    mask = np.zeros((len(problem.candidates), len(problem.years)), dtype=bool)
    mask[list(out)] = True
    return Bar(Rule(name, "lock", Words(name, name)), mask)
