"""Depths: how many different groups among the chosen must cover an item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from typing_extensions import override

from graph.measures.independence import greatest_disjoint
from planner.families.kind import Asked, Give, RuleKind
from planner.families.lever import Lever
from planner.families.model import Model, Terms, add, total
from planner.problem.rows import Bools, DepthRow, Missed, PlanningProblem
from planner.problem.score import Arrays, Use


def depths(model: Model) -> None:
    """Demand Σ_g v_g ≥ depth − |given|, v_g ≤ Σ_{i in g} x_i, v_g ≤ 1; a group of one candidate is its own v.

    With ``sharing``: binary w_i ≤ x_i for candidates and w_e for what is given, Σ_{i in S} w_i ≤ 1 for each set S of
    centres that share something, and Σ w ≥ depth.
    """
    for row in model.problem.depths:
        terms = depth_terms(model, row)
        need = depth_need(row)
        if need > 0:
            model.at_least(terms, need, row.rule.family)


def depth_need(row: DepthRow) -> int:
    """What :func:`depth_terms` has to reach: the depth, less what is given and always counts."""
    return row.depth if row.sharing else row.depth - len(set(row.given))


def depth_terms(model: Model, row: DepthRow) -> Terms:
    """The number of different groups that a depth row counts, those given left out (but see ``sharing``)."""
    if row.sharing:
        return _apart(model, row)
    groups: dict[int, list[int]] = defaultdict(list)
    for i, g in zip(row.candidate, row.group, strict=True):
        if int(g) not in row.given:
            groups[int(g)].append(int(i))
    terms: Terms = {}
    for members in groups.values():
        if len(members) == 1:
            add(terms, model.chosen(members[0]))
        else:
            present = model.column("group")
            model.at_most(add({present: 1.0}, total(map(model.chosen, members)), -1.0), 0.0, "group")
            terms[present] = 1.0
    return terms


def _apart(model: Model, row: DepthRow) -> Terms:
    """Σ w over centres that are picked so that no two share anything; those given may be picked or not."""
    picked = [model.column("apart", integer=True) for _ in range(len(row.candidate) + len(row.given))]
    for column, i in zip(picked, row.candidate, strict=False):
        model.at_most(add({column: 1.0}, model.chosen(int(i)), -1.0), 0.0, "apart")
    for together in row.sharing:
        model.at_most({picked[k]: 1.0 for k in together}, 1.0, "apart")
    return dict.fromkeys(picked, 1.0)


def depth_used(row: DepthRow, at: Arrays) -> float:
    """Number of different groups that cover the item."""
    on = at.sources[row.candidate] >= 0
    if row.sharing:
        there = [*on.tolist(), *(True for _ in row.given)]
        rests: list[set[int]] = [set() for _ in there]
        for thing, together in enumerate(row.sharing):
            for k in together:
                rests[k].add(thing)
        return float(greatest_disjoint([s for s, here in zip(rests, there, strict=True) if here]))
    return float(len({int(g) for g in row.group[on]} | set(row.given)))


class Depths(RuleKind[DepthRow]):
    """Groups that cover the item ≥ depth."""

    row = DepthRow
    field = "depths"
    families = (("depth", depths),)
    enumerable = True

    @override
    def uses(self, problem: PlanningProblem, row: DepthRow, at: Arrays) -> Iterator[Use]:
        reached = depth_used(row, at)
        yield Use(rule=row.rule, side="least", limit=row.depth, used=reached, slack=reached - row.depth)

    @override
    def switch(self, model: Model, row: DepthRow, w: int) -> None:
        need = depth_need(row)
        if need > 0:
            model.at_least(add(depth_terms(model, row), {w: float(need)}), need, "waivable")

    @override
    def loosen(self, model: Model, row: DepthRow, give: Give, asked: Asked) -> None:
        need = depth_need(row)
        if need > 0:
            model.at_least(add(depth_terms(model, row), give(need)), need, "loosened")

    @override
    def eased(self, row: DepthRow, lever: Lever, by: float, asked: Asked) -> DepthRow:
        return replace(row, depth=row.depth - round(by))

    @override
    def reaches(self, row: DepthRow, able: Bools) -> float | None:
        groups = {int(g) for g in row.group[able[row.candidate]]} | set(row.given)
        return float(len(groups)) if len(groups) < row.depth else None

    @override
    def kept(self, row: DepthRow, choice: Bools) -> Bools:
        groups = [row.candidate[row.group == g] for g in np.unique(row.group) if int(g) not in row.given]
        reached = sum((choice[:, members].any(axis=1).astype(np.int64) for members in groups), np.zeros(len(choice)))
        return np.asarray(reached + len(set(row.given)) >= row.depth, dtype=np.bool_)

    @override
    def settle(self, problem: PlanningProblem, row: DepthRow) -> tuple[DepthRow | None, tuple[Missed, ...]]:
        """Once no approval is left to decide, what history has reached is all that can be asked."""
        settled = problem.settled
        assert settled is not None
        if settled.open < len(problem.years):
            return row, ()
        at = Arrays(np.where(settled.fixed, settled.start, -1), np.zeros((len(settled.start), 0)))
        reached = int(depth_used(row, at))
        if reached >= row.depth:
            return row, ()
        return replace(row, depth=reached), (Missed(row.rule, "least", float(row.depth), float(reached)),)

    @override
    def copied(self, row: DepthRow, k: int, times: int, n: int) -> DepthRow:
        return replace(row, candidate=row.candidate + k * n)


KIND = Depths()
