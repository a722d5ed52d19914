"""Floors: amounts of the chosen that must reach a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from typing_extensions import override

from planner.families.kind import Asked, Give, RuleKind
from planner.families.kinds.budgets import ROOM
from planner.families.model import Model, Terms, add
from planner.problem.rows import Bools, FloorRow, PlanningProblem
from planner.problem.score import Arrays, Use


def floors(model: Model) -> None:
    """Demand Σ_l amount_l · x_l ≥ floor; where no amount is negative, an amount beyond the floor counts as the floor.

    Cutting amounts down to what is wanted changes no choice and tightens the relaxation.
    """
    for row in model.problem.floors:
        model.at_least(floor_terms(model, row), row.floor, row.rule.family)


def floor_terms(model: Model, row: FloorRow) -> Terms:
    """The left side of a floor."""
    whole = row.floor > 0.0 and not np.any(row.amount < 0.0)
    amount: dict[int, float] = defaultdict(float)
    for source, value in zip(row.source, row.amount, strict=True):
        amount[int(source)] += float(value)
    terms: Terms = {}
    for source, value in amount.items():
        add(terms, model.chosen(source), min(value, row.floor) if whole else value)
    return terms


def floor_used(row: FloorRow, at: Arrays) -> float:
    """Amount that the chosen sources bring together."""
    return float(row.amount @ (at.sources[row.source] >= 0))


def room(row: FloorRow) -> float:
    """How far below its floor a waived row may be."""
    return ROOM * (row.floor - float(np.minimum(row.amount, 0.0).sum()))


class Floors(RuleKind[FloorRow]):
    """Σ amount_l · x_l ≥ floor."""

    row = FloorRow
    field = "floors"
    families = (("floors", floors),)

    @override
    def uses(self, problem: PlanningProblem, row: FloorRow, at: Arrays) -> Iterator[Use]:
        reached = floor_used(row, at)
        yield Use(rule=row.rule, side="least", limit=row.floor, used=reached, slack=reached - row.floor)

    @override
    def switch(self, model: Model, row: FloorRow, w: int) -> None:
        model.at_least(add(floor_terms(model, row), {w: room(row)}), row.floor, "waivable")

    @override
    def loosen(self, model: Model, row: FloorRow, give: Give, asked: Asked) -> None:
        model.at_least(add(floor_terms(model, row), give(room(row))), row.floor, "loosened")

    @override
    def reaches(self, row: FloorRow, able: Bools) -> float | None:
        most = float(np.maximum(row.amount, 0.0) @ able[row.source])
        return most if most < row.floor else None

    @override
    def copied(self, row: FloorRow, k: int, times: int, n: int) -> FloorRow:
        return replace(row, source=row.source + k * n)


KIND = Floors()
