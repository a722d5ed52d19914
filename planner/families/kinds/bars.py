"""Bars: what forbids starts of single candidates. They make no rows; a barred year makes no column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from typing_extensions import override

from graph.base.words import Words
from planner.families.kind import Asked, Give, RuleKind, Standing
from planner.families.lever import Item, Lever, name_of
from planner.families.model import Model, add
from planner.problem.figures import all_met
from planner.problem.rows import Bar, Bools, Floats, Missed, PlanningProblem, Rule
from planner.problem.score import Arrays


def once_and_ready(model: Model) -> None:
    """Make ``active[i, y]`` binary with active[i, y−1] ≤ active[i, y]; a barred year adds no column.

    Monotone ``active`` stands for Σ_{y' ≤ y} start[i, y'] ≤ 1; in a year in which i may not start,
    active[i, y] *is* active[i, y−1]. A start that history has settled stands: its column is at least 1.
    """
    allowed, settled = model.problem.allowed, model.problem.settled
    for i in range(len(model.problem.candidates)):
        columns: list[int | None] = []
        before: int | None = None
        for y in range(len(model.problem.years)):
            if allowed[i, y]:
                now = model.column(f"active_{i}_{y}", integer=True)
                if before is not None:
                    model.at_most({before: 1.0, now: -1.0}, 0.0, "once")
                if settled is not None and settled.fixed[i]:
                    model.at_least({now: 1.0}, 1.0, "settled")
                before = now
            columns.append(before)
        model.active.append(columns)


def threshold(years: Sequence[int], rule: Rule, figure: Floats, least: float) -> Iterator[Bar]:
    """A bar on every candidate whose figure is below ``least`` or missing (NaN); none if there is no such candidate."""
    short = ~all_met(figure, least)
    if short.any():
        yield Bar(rule, np.repeat(short[:, None], len(years), axis=1), figure, least)


def barred(problem: PlanningProblem, bar: Bar) -> tuple[Item, ...]:
    """The candidates that a bar holds up, as things that may be waived."""
    found = ((problem.candidates[i], int(i)) for i in np.flatnonzero(bar.mask.any(axis=1)))
    return tuple(Item(centre, Words(centre, centre), name_of(bar.rule), i) for centre, i in found)


class Bars(RuleKind[Bar]):
    """start[i, y] = 0 where the bar's mask is true."""

    row = Bar
    field = "bars"
    families = (("once and ready", once_and_ready),)
    foremost = False
    enumerable = True

    @override
    def breaks(self, problem: PlanningProblem, row: Bar, at: Arrays) -> bool:
        on = np.flatnonzero(at.start >= 0)
        return bool(row.mask[on, at.start[on]].any())

    @override
    def switch(self, model: Model, row: Bar, w: int) -> None:
        for i, y in np.argwhere(row.mask):
            model.at_most(add(model.started(int(i), int(y)), {w: 1.0}, -1.0), 0.0, "waivable")

    @override
    def levers(self, asked: Asked, rows: Sequence[Bar]) -> Iterator[Lever]:
        """A threshold gives way as a figure; other bars are let off candidate by candidate, as their family says."""
        for bar in rows:
            low = np.zeros(0) if bar.figure is None else bar.figure[np.isfinite(bar.figure)]
            if len(low) and bar.least > low.min():
                label = asked.label(bar.rule) or Words("{w}: {n}", "{w}：{n}").fill(w=bar.rule.words, n="{n}")
                reach = bar.least - float(low.min())
                yield Lever(
                    bar.rule.key, "score", rules=(name_of(bar.rule),), label=label, value=bar.least, reach=reach
                )

    @override
    def loosen(self, model: Model, row: Bar, give: Give, asked: Asked) -> None:
        for i in np.flatnonzero(row.mask.any(axis=1)):
            if row.figure is not None:
                missing = row.least - float(row.figure[i])
                terms = {c: v * (missing if np.isfinite(missing) else 1.0) for c, v in model.chosen(int(i)).items()}
                model.at_most(add(terms, give() if np.isfinite(missing) else {}, -1.0), 0.0, "loosened")
                continue
            for y in np.flatnonzero(row.mask[i]):
                model.at_most(add(model.started(int(i), int(y)), give(1.0, int(i)), -1.0), 0.0, "loosened")

    @override
    def eased(self, row: Bar, lever: Lever, by: float, asked: Asked) -> Bar:
        assert row.figure is not None
        short = ~all_met(row.figure, row.least - by)
        return replace(row, least=row.least - by, mask=np.repeat(short[:, None], row.mask.shape[1], axis=1))

    @override
    def without(self, row: Bar, candidates: Sequence[int]) -> Bar:
        mask = row.mask.copy()
        mask[list(candidates)] = False
        return replace(row, mask=mask)

    @override
    def against(self, problem: PlanningProblem, row: Bar, i: int, at: Arrays) -> Iterator[Standing]:
        if row.mask[i].all():
            figure = None if row.figure is None or not np.isfinite(row.figure[i]) else float(row.figure[i])
            slack = None if figure is None else figure - row.least
            missing = row.figure is not None and figure is None
            yield Standing(
                rule=row.rule, side="bars", limit=row.least, used=figure, slack=slack, needs=None, missing=missing
            )

    @override
    def kept(self, row: Bar, choice: Bools) -> Bools:
        return np.asarray(~choice[:, row.mask.all(axis=1)].any(axis=1), dtype=np.bool_)

    @override
    def settle(self, problem: PlanningProblem, row: Bar) -> tuple[Bar | None, tuple[Missed, ...]]:
        """Only those are barred whose start is open; a bar that approved centres do not pass is no bar to them."""
        assert problem.settled is not None
        stands = (problem.settled.start >= 0) | problem.settled.payee
        mask = np.where(stands[:, None], False, row.mask)
        broken = int(row.mask[problem.settled.start >= 0].any(axis=1).sum()) if row.rule.family == "fixed" else 0
        missed = (Missed(row.rule, "most", 0.0, float(broken)),) if broken else ()
        return (replace(row, mask=mask) if mask.any() else None), missed

    @override
    def copied(self, row: Bar, k: int, times: int, n: int) -> Bar:
        mask = np.zeros((times, *row.mask.shape), dtype=bool)
        mask[k] = row.mask
        return Bar(row.rule, mask.reshape(times * n, -1))


KIND = Bars()
