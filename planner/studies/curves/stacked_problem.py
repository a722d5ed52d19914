"""One problem for several budgets at once: a copy of the problem for each, joined by "what is founded stays".

The copies are plain data again, so that the same program and solver answer them. What does not live here: solving.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from graph.base.words import Words
from planner.families.kinds import RULES
from planner.families.kinds.budgets import moved
from planner.problem.rows import (
    BUILT_IN,
    Bar,
    BudgetRow,
    CountRow,
    Floats,
    Goal,
    Logic,
    Pairs,
    PlanningProblem,
    Rule,
    Settled,
    Stage,
    Support,
)

NESTS = Rule("roadmap", "roadmap", Words("what is founded stays", "已建中心不再撤出"))

SHARED = "shared"


def stacked(problem: PlanningProblem, row: BudgetRow, caps: Sequence[float]) -> PlanningProblem:
    """K copies of a problem, copy k under cap k of one row; what copy k chooses, copy k + 1 chooses as well.

    Parameters
    ----------
    problem : PlanningProblem
        Only its first stage plays a part.
    row : BudgetRow
        The row whose cap differs; if the problem lacks it, it is added.
    caps : sequence of float
        Not falling.

    Returns
    -------
    PlanningProblem
        Of K·N candidates, ``k·id``. Its goal ``k`` is the first stage's value in copy k, its one stage their mean;
        built-in terms of the first stage, which know no copies, stand in the goal :data:`SHARED`.

    Examples
    --------
    >>> from planner.problem.tables import Settings, from_tables
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B"], "value": [3.0, 2.0]},
    ...     "budgets": {"row": ["money"], "cap": [1.0]},
    ...     "usage": {"candidate": ["A", "B"], "row": ["money", "money"], "amount": [2.0, 1.0]}}, Settings())
    >>> both = stacked(problem, problem.budgets[0], [1.0, 3.0])
    >>> both.candidates, [(b.cap, b.usage.tolist()) for b in both.budgets]
    (('0·A', '0·B', '1·A', '1·B'), [(1.0, [2.0, 1.0, 0.0, 0.0]), (3.0, [0.0, 0.0, 2.0, 1.0])])
    """
    times, n = len(caps), len(problem.candidates)
    levels = range(times)
    rows = moved(problem, row)
    others = [b for b in problem.budgets if b.rule.name not in {each.rule.name for each in rows}]
    copies = [replace(problem, budgets=(*others, *(replace(each, cap=cap) for each in rows))) for cap in caps]
    ruled: dict[str, Any] = {
        kind.field: tuple(kind.copied(r, k, times, n) for k, one in enumerate(copies) for r in getattr(one, kind.field))
        for kind in RULES
    }
    ruled["logic"] += tuple(_nested(n, times))
    parts = _weighed(problem)
    named, goals = {part for part, _ in parts}, _levels(problem, parts, times)
    return PlanningProblem(
        candidates=tuple(f"{k}·{c}" for k in levels for c in problem.candidates),
        years=problem.years,
        **ruled,
        cost=None if problem.cost is None else np.tile(problem.cost, times),
        values={
            f"{k}·{name}": _block(value, k, times)
            for k in levels
            for name, value in problem.values.items()
            if name in named
        },
        layers=tuple(
            replace(layer, name=f"{k}·{layer.name}", candidate=layer.candidate + k * n)
            for k in levels
            for layer in problem.layers
            if layer.name in named
        ),
        pairs=tuple(
            Pairs(f"{k}·{p.name}", p.a + k * n, p.b + k * n, p.bonus)
            for k in levels
            for p in problem.pairs
            if p.name in named
        ),
        support=None if problem.support is None else _tiled(problem.support, times),
        goals=goals,
        settled=None if problem.settled is None else _stands(problem.settled, times),
        stages=(Stage(problem.stages[0].sense, {g.name: 1.0 / times for g in goals}),),
    )


def _weighed(problem: PlanningProblem) -> list[tuple[str, float]]:
    """Components of the first stage with their factors."""
    by_name = {g.name: g for g in problem.goals}
    return [(part, w * f) for g, w in problem.stages[0].weights.items() if w for part, f in by_name[g].parts if f]


def _levels(problem: PlanningProblem, parts: Sequence[tuple[str, float]], times: int) -> tuple[Goal, ...]:
    """One goal a copy, and one for the built-in terms, which sum over all copies at once."""
    by_name = {g.name: g for g in problem.goals}
    constant = sum(w * by_name[g].constant for g, w in problem.stages[0].weights.items() if w)
    own = [(part, f) for part, f in parts if part not in BUILT_IN]
    shared = tuple((part, f) for part, f in parts if part in BUILT_IN)
    levels = (Goal(f"{k}", tuple((f"{k}·{part}", f) for part, f in own), constant) for k in range(times))
    return (*levels, *((Goal(SHARED, shared),) if shared else ()))


def _block(value: Floats, k: int, times: int) -> Floats:
    """``value`` for copy k, nothing for the others."""
    out = np.zeros((times, len(value)))
    out[k] = value
    return out.ravel()


def _stands(settled: Settled, times: int) -> Settled:
    """What history has settled, in each copy."""
    stoppable = np.tile(settled.stoppable, times)
    return Settled(np.tile(settled.start, times), np.tile(settled.payee, times), stoppable, settled.open)


def _tiled(money: Support, times: int) -> Support:
    return replace(
        money,
        cap=np.tile(money.cap, (times, 1)),
        total=np.tile(money.total, times),
        minimum=np.tile(money.minimum, times),
        first=np.tile(money.first, times),
        paid=None if money.paid is None else np.tile(money.paid, (times, 1)),
        limit=None if money.limit is None else np.tile(money.limit, (times, 1)),
    )


def _nested(n: int, times: int) -> list[Logic]:
    return [
        Logic(NESTS, "requires", np.array([k * n + i, (k + 1) * n + i])) for k in range(times - 1) for i in range(n)
    ]


def holding(problem: PlanningProblem, kept: Sequence[str], only: Sequence[str] | None = None) -> PlanningProblem:
    """The problem with some candidates chosen in any case, and none but ``only`` (where given)."""
    where = {c: i for i, c in enumerate(problem.candidates)}
    members = np.array([where[c] for c in kept], dtype=np.int64)
    counts = problem.counts
    if len(members):
        counts = (*counts, CountRow(NESTS, members, low=float(len(members))))
    bars = problem.bars
    if only is not None:
        out = np.array([c not in set(only) for c in problem.candidates], dtype=bool)
        bars = (*bars, Bar(NESTS, np.repeat(out[:, None], len(problem.years), axis=1)))
    return replace(problem, counts=counts, bars=bars)
