"""Budgets: fixed use of the chosen and shares of the money paid, under a cap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from typing_extensions import override

from graph.base.words import Words
from planner.families.kind import Asked, Give, RuleKind, Standing
from planner.families.lever import Lever, name_of
from planner.families.model import Model, Terms, add
from planner.problem.figures import NOISE
from planner.problem.rows import Bools, BudgetRow, Floats, Missed, PlanningProblem
from planner.problem.score import Arrays, Use

ROOM = 1.01
"""Factor on the room of a waived budget, so that rounding does not make a rule of it."""


def budgets(model: Model) -> None:
    """Keep given + Σ_i usage_i · x_i + Σ_{i, f} share_i · pay[i, f] ≤ cap for every budget row.

    A row of one approval year counts the use of those alone that start in it. What history has paid is given. Where
    the centres that history holds go beyond the cap by themselves if all of them stay, they may, and others may not
    be chosen beside them: the row is put once for each other candidate, and holds if that one is chosen.
    """
    for row in model.problem.budgets:
        for terms, limit in budget_rows(model, row):
            model.at_most(terms, limit, row.rule.family)


def budget_rows(model: Model, row: BudgetRow) -> Iterator[tuple[Terms, float]]:
    """The rows of the program that a budget row is, each a left side and its limit."""
    limit, over = row.cap - row.given, beyond(row)
    if over <= 0.0:
        yield budget_terms(model, row), limit
        return
    assert row.usage is not None
    assert row.held is not None
    for i in np.flatnonzero((row.usage > 0.0) & ~row.held):
        if user := _user(model, row, int(i)):
            yield add(budget_terms(model, row), user, over), limit + over


def beyond(row: BudgetRow) -> float:
    """How far the centres that history holds may go beyond the cap by themselves; 0 where they cannot."""
    held = row.usage_held
    if held is None:
        return 0.0
    over = row.given + float(held.sum()) - row.cap
    return over if over > NOISE * max(1.0, abs(row.cap)) else 0.0


def budget_terms(model: Model, row: BudgetRow) -> Terms:
    """The left side of a budget row, what is given left out."""
    terms: Terms = {}
    if row.usage is not None:
        for used in np.flatnonzero(row.usage):
            add(terms, _user(model, row, int(used)), float(row.usage[used]))
    if row.share is not None and model.problem.support is not None:
        years = model.problem.support.years
        counted = set(years if row.years is None else row.years)
        for (i, f), column in model.pay.items():
            if row.share[i] and years[f] in counted:
                add(terms, {column: float(row.share[i])})
    return terms


def _user(model: Model, row: BudgetRow, i: int) -> Terms:
    """Whether a candidate uses a row: it is chosen, or starts in the row's year."""
    return model.chosen(i) if row.start is None else model.started(i, row.start)


def budget_used(problem: PlanningProblem, row: BudgetRow, at: Arrays) -> float:
    """Amount used of a budget row."""
    used = row.given
    if row.usage is not None:
        used += float(row.usage @ (at.chosen if row.start is None else (at.start == row.start).astype(np.float64)))
    if row.share is not None and problem.support is not None:
        years = problem.support.years
        counted = [f for f in range(problem.support.open, len(years)) if row.years is None or years[f] in row.years]
        used += float(row.share @ at.pay[:, counted].sum(axis=1))
    return used


def most_used(problem: PlanningProblem, row: BudgetRow) -> float:
    """The most that any choice could use of a row."""
    most = row.given if row.usage is None else row.given + float(np.maximum(row.usage, 0.0).sum())
    if row.share is not None and problem.support is not None:
        most += float(np.maximum(row.share, 0.0) @ problem.support.most())
    return most


def most_needed(problem: PlanningProblem, row: BudgetRow) -> float:
    """What the row would carry if every candidate were chosen and paid its least."""
    need = row.given if row.usage is None else row.given + float(np.maximum(row.usage, 0.0).sum())
    if row.share is not None and problem.support is not None:
        need += float(row.share @ problem.support.minimum)
        # what is owed, promised or has to match may lie in any of the years: all of it counts
        for due in problem.dues:
            part = row.share[due.centre][due.share > 0] / due.share[due.share > 0]
            need += float(np.max(part, initial=0.0)) * max(0.0, due.floor)
    return need


def needs(problem: PlanningProblem, row: BudgetRow, i: int) -> float:
    """What a candidate would take of a row at least; of a row of single years, what it could take in any of them."""
    money = problem.support
    need = 0.0 if row.usage is None else float(row.usage[i])
    if row.share is not None and money is not None:
        least = money.minimum[i] if row.years is None else min(money.cap[i].max(), money.minimum[i])
        need += float(row.share[i] * least)
    return need


def moved(problem: PlanningProblem, row: BudgetRow) -> tuple[BudgetRow, ...]:
    """The rows whose cap the figure of a row is: itself, and those of later years that its money is carried over to."""
    if row.years is None:
        return (row,)
    others = (b for b in problem.budgets if b.rule.family == row.rule.family and b.years is not None)
    return row, *(b for b in others if b.years is not None and set(row.years) < set(b.years))


class Budgets(RuleKind[BudgetRow]):
    """Σ usage_i · x_i + Σ share_i · pay_if ≤ cap."""

    row = BudgetRow
    field = "budgets"
    families = (("budgets", budgets),)
    enumerable = True

    @override
    def uses(self, problem: PlanningProblem, row: BudgetRow, at: Arrays) -> Iterator[Use]:
        spent, held = budget_used(problem, row, at), row.usage_held
        limit = row.cap if held is None else max(row.cap, row.given + float(held @ at.chosen))
        yield Use(rule=row.rule, side="most", limit=limit, used=spent, slack=limit - spent)

    @override
    def switch(self, model: Model, row: BudgetRow, w: int) -> None:
        need = most_used(model.problem, row)
        if need > row.cap:
            room = ROOM * (need - row.cap)
            for terms, limit in budget_rows(model, row):
                model.at_most(add(terms, {w: room}, -1.0), limit, "waivable")

    @override
    def figures(self, asked: Asked, rows: Sequence[BudgetRow]) -> Iterator[Lever]:
        for row in rows:
            rows_moved = moved(asked.problem, row)
            lacking = [most_needed(asked.problem, each) - each.cap for each in rows_moved]
            if max(lacking) > 0.0:
                reach = max(lack + each.overdrawn for lack, each in zip(lacking, rows_moved, strict=True))
                label = Words("{w}: {n}", "{w}：{n}").fill(w=row.rule.words, n="{n}")
                names = tuple(name_of(each.rule) for each in rows_moved)
                yield Lever(
                    row.rule.key, "cap", rules=names, label=label, value=row.told, reach=reach, unit=asked.money_unit
                )

    @override
    def loosen(self, model: Model, row: BudgetRow, give: Give, asked: Asked) -> None:
        whole = ROOM * max(0.0, most_used(model.problem, row) - row.cap)
        given, over = give(whole + row.overdrawn), row.overdrawn
        if over <= 0.0:
            for terms, limit in budget_rows(model, row):
                model.at_most(add(terms, given, -1.0), limit, "loosened")
            return
        # what history has overdrawn has to be made good before any more may be spent
        more = model.column("more", integer=True)
        for terms, limit in budget_rows(model, row):
            model.at_most(add(dict(terms), {more: -whole}), limit, "loosened")
            model.at_most(add(add(terms, given, -1.0), {more: over}), limit, "loosened")

    @override
    def eased(self, row: BudgetRow, lever: Lever, by: float, asked: Asked) -> BudgetRow:
        stated = row.stated if row.stated is None or row.rule.key != lever.key else row.stated + by
        left = max(0.0, row.overdrawn - by)
        return replace(row, cap=row.cap + by - (row.overdrawn - left), stated=stated, overdrawn=left)

    @override
    def against(self, problem: PlanningProblem, row: BudgetRow, i: int, at: Arrays) -> Iterator[Standing]:
        if row.held is not None and row.held[i]:
            return
        used, need = budget_used(problem, row, at), needs(problem, row, i)
        if need > 0.0 and used + need > row.cap + NOISE * max(abs(row.cap), need):
            yield Standing(rule=row.rule, side="most", limit=row.cap, used=used, slack=row.cap - used, needs=need)

    @override
    def kept(self, row: BudgetRow, choice: Bools) -> Bools:
        used = np.full(len(choice), row.given)
        used += 0.0 if row.usage is None else choice.astype(np.float64) @ row.usage
        held = row.usage_held
        most = row.cap if held is None else np.maximum(row.cap, row.given + choice.astype(np.float64) @ held)
        return np.asarray(
            used <= most + NOISE * max(abs(row.cap), float(np.abs(used).max(initial=0.0))), dtype=np.bool_
        )

    @override
    def settle(self, problem: PlanningProblem, row: BudgetRow) -> tuple[BudgetRow | None, tuple[Missed, ...]]:
        """What history has spent beyond the cap is spent: nothing more may be, and the row is told as missed."""
        settled = problem.settled
        assert settled is not None
        usage = row.usage
        given = row.given
        if usage is not None:
            users = settled.fixed if row.start is None else settled.fixed & (settled.start == row.start)
            past = users & (settled.start < settled.open)
            given += float(usage[past].sum())
            usage = np.where(past, 0.0, usage)
            stoppable = settled.stoppable & (usage > 0.0)
            if row.start is not None:
                stoppable &= settled.start == row.start
            row = replace(row, held=stoppable if stoppable.any() else None)
        row = replace(row, usage=usage, given=given)
        if given > row.cap + NOISE * max(1.0, abs(row.cap)):
            missed = Missed(row.rule, "most", row.told, given)
            return replace(row, cap=given, stated=row.told, overdrawn=given - row.cap), (missed,)
        return row, ()

    @override
    def copied(self, row: BudgetRow, k: int, times: int, n: int) -> BudgetRow:
        usage = None if row.usage is None else _block(row.usage, k, times)
        held = None if row.held is None else _block(row.held.astype(np.float64), k, times) > 0.0
        return replace(row, usage=usage, held=held, share=None if row.share is None else _block(row.share, k, times))


def _block(value: Floats, k: int, times: int) -> Floats:
    """``value`` for copy k, nothing for the others."""
    out = np.zeros((times, len(value)))
    out[k] = value
    return out.ravel()


KIND = Budgets()
