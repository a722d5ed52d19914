"""Logic: one candidate needs others, or candidates exclude one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from typing_extensions import override

from planner.families.kind import Asked, Give, RuleKind, Standing
from planner.families.model import Model, add, total
from planner.problem.rows import Bools, Logic, Missed, PlanningProblem
from planner.problem.score import Arrays


def logic(model: Model) -> None:
    """Keep x_a ≤ x_b for every b that a requires; Σ x ≤ 1 over members that exclude one another."""
    for row in model.problem.logic:
        members = [int(i) for i in row.members]
        if row.kind == "requires":
            for b in members[1:]:
                model.at_most(add(model.chosen(members[0]), model.chosen(b), -1.0), 0.0, row.rule.family)
        else:
            model.at_most(total(map(model.chosen, members)), 1.0, row.rule.family)


class LogicRows(RuleKind[Logic]):
    """x_a ≤ x_b, or Σ x ≤ 1."""

    row = Logic
    field = "logic"
    families = (("logic", logic),)
    enumerable = True

    @override
    def breaks(self, problem: PlanningProblem, row: Logic, at: Arrays) -> bool:
        on = at.start[row.members] >= 0
        return bool(on[0] and not on[1:].all()) if row.kind == "requires" else bool(on.sum() > 1)

    @override
    def switch(self, model: Model, row: Logic, w: int) -> None:
        members = [int(i) for i in row.members]
        if row.kind == "requires":
            for b in members[1:]:
                terms = add(model.chosen(members[0]), model.chosen(b), -1.0)
                model.at_most(add(terms, {w: 1.0}, -1.0), 0.0, "waivable")
            return
        terms = total(map(model.chosen, members))
        model.at_most(add(terms, {w: len(members) - 1.0}, -1.0), 1.0, "waivable")

    @override
    def loosen(self, model: Model, row: Logic, give: Give, asked: Asked) -> None:
        members = [int(i) for i in row.members]
        if row.kind == "requires":
            for b in members[1:]:
                terms = add(model.chosen(members[0]), model.chosen(b), -1.0)
                model.at_most(add(terms, give(1.0), -1.0), 0.0, "loosened")
            return
        terms = give(-float(len(members)))
        for i in members:
            add(terms, model.chosen(i))
        model.at_most(terms, 1.0, "loosened")

    @override
    def against(self, problem: PlanningProblem, row: Logic, i: int, at: Arrays) -> Iterator[Standing]:
        on = at.start[row.members] >= 0
        if row.kind == "requires" and row.members[0] == i and not on[1:].all():
            there = float(on[1:].sum())
            yield Standing(
                rule=row.rule, side="least", limit=float(len(on) - 1), used=there, slack=there - len(on) + 1, needs=None
            )
        elif row.kind == "excludes" and i in row.members and on.any():
            yield Standing(
                rule=row.rule, side="most", limit=1.0, used=float(on.sum()), slack=1.0 - float(on.sum()), needs=1.0
            )

    @override
    def kept(self, row: Logic, choice: Bools) -> Bools:
        on = choice[:, row.members]
        kept = (~on[:, 0] | on[:, 1:].all(axis=1)) if row.kind == "requires" else on.sum(axis=1) <= 1
        return np.asarray(kept, dtype=np.bool_)

    @override
    def settle(self, problem: PlanningProblem, row: Logic) -> tuple[Logic | None, tuple[Missed, ...]]:
        """What an approved centre needs and history has not brought is asked only as far as a plan can give it."""
        settled = problem.settled
        assert settled is not None
        if row.kind == "requires" and settled.start[row.members[0]] >= 0:
            can = np.asarray(problem.allowed[row.members[1:]].any(axis=1), dtype=np.bool_).reshape(-1)
            if not can.all():
                kept = np.concatenate([row.members[:1], row.members[1:][can]])
                missed = Missed(row.rule, "least", float(len(can)), float(can.sum()))
                return (replace(row, members=kept) if can.any() else None), (missed,)
        return row, ()

    @override
    def copied(self, row: Logic, k: int, times: int, n: int) -> Logic:
        return replace(row, members=row.members + k * n)


KIND = LogicRows()
