"""A made-up research programme of any size: projects, their partners, one sum of money for all years."""

from __future__ import annotations

import numpy as np

from graph.base.words import Words
from planner.problem.rows import (
    Bar,
    BudgetRow,
    CountRow,
    DepthRow,
    Goal,
    Layer,
    PlanningProblem,
    Rule,
    Stage,
    Support,
)

YEARS, PAID = 8, 5


def _rule(name: str) -> Rule:
    return Rule(name, name, Words(name, name))


def made_up_programme(projects: int, seed: int, *, count: int = 20, parts: int = 12) -> PlanningProblem:
    """Projects as CORDIS has them in kind: few partners each, some partners in very many, money of all sizes.

    Parameters
    ----------
    projects : int
    seed : int
    count : int
        How many are to be chosen.
    parts : int
        Parts of the programme, each of which must be covered.
    """
    rng = np.random.default_rng(seed)
    partners = 4 * projects
    popular = 1.0 / np.arange(1, partners + 1) ** 0.7
    sizes = np.minimum(1 + rng.geometric(0.12, projects), 60)
    lists = [np.unique(rng.choice(partners, size, p=popular / popular.sum())) for size in sizes]
    candidate = np.repeat(np.arange(projects), [len(one) for one in lists])
    item = np.concatenate(lists)
    cost = np.round(4e5 * sizes * rng.uniform(0.5, 1.6, projects), 2)
    ready = rng.integers(0, YEARS, projects)
    layer = Layer(
        name="partners",
        items=tuple(f"O{k}" for k in range(partners)),
        weight=np.ones(partners),
        item=item,
        candidate=candidate,
        strength=np.ones(len(item)),
        existing=np.zeros((partners, 1)),
        ramp=np.ones((1, YEARS)),
        period_weight=np.ones(1),
        marginal=np.ones(1),
    )
    years = tuple(range(2014, 2014 + YEARS))
    funding = tuple(range(2014, 2014 + YEARS + PAID - 1))
    money = Support(
        years=funding,
        cap=np.repeat(cost[:, None], PAID, axis=1),
        total=np.full(projects, np.inf),
        minimum=cost,
        first=np.zeros(projects),
    )
    part = rng.integers(0, parts, projects)
    return PlanningProblem(
        candidates=tuple(f"P{k}" for k in range(projects)),
        years=years,
        bars=(Bar(_rule("ready"), np.arange(YEARS)[None, :] < ready[:, None]),),
        support=money,
        counts=(CountRow(_rule("target"), np.arange(projects), low=count, high=count),),
        budgets=(BudgetRow(_rule("money"), 1e8, share=np.ones(projects)),),
        depths=tuple(
            DepthRow(_rule(f"part {k}"), np.flatnonzero(part == k), np.flatnonzero(part == k), 1) for k in range(parts)
        ),
        layers=(layer,),
        goals=(
            Goal("partners", (("partners", 1.0),)),
            Goal("cost", (("cost", 1.0),)),
            Goal("delay", (("delay", 1.0),)),
            Goal("late money", (("late_money", 1.0),)),
        ),
        stages=(
            Stage("maximise", {"partners": 1.0}),
            Stage("minimise", {"cost": 1.0}),
            Stage("minimise", {"delay": 1.0}),
            Stage("minimise", {"late money": 1.0}),
        ),
    )
