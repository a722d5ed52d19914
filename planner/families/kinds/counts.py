"""Numbers of chosen candidates: targets, quotas, exclusive rules, at-most rules, locks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from typing_extensions import override

from graph.base.words import Words
from planner.families.kind import Asked, Give, RuleKind, Standing
from planner.families.lever import Lever, name_of
from planner.families.model import Model, Terms, add, total
from planner.problem.rows import Bools, CountRow, Ints, Missed, PlanningProblem, Rule
from planner.problem.score import Arrays, Use


def counts(model: Model) -> None:
    """Keep low ≤ given + Σ_{i in members or staying} x_i ≤ high (target, quotas, exclusive, at-most, levels, locks)."""
    for row in model.problem.counts:
        terms = count_terms(model, row)
        low, high = row.low - row.given, row.high - row.given
        # a side that no choice can break is no row
        low = low if low > 0 else -np.inf
        high = high if high < most(row) else np.inf
        if low == high or np.isfinite(low) or np.isfinite(high):
            model.between(terms, low, high, row.rule.family)


def count_terms(model: Model, row: CountRow) -> Terms:
    """The number of members that a count row counts, what is given left out."""
    if row.year is not None:
        counted = [model.started(int(i), row.year) for i in row.members]
    elif row.until is not None:
        counted = [model.started_by(int(i), row.until) for i in row.members]
    else:
        counted = [model.chosen(int(i)) for i in row.members]
    return total([*counted, *(model.chosen(int(i)) for i in row.staying)])


def most(row: CountRow) -> int:
    """How many a count row can count, what is given left out."""
    return len(row.members) + len(row.staying)


def count_used(row: CountRow, at: Arrays) -> float:
    """Number counted by a count row, what is given included."""
    start = at.start[row.members]
    counted = start >= 0
    if row.year is not None:
        counted = start == row.year
    elif row.until is not None:
        counted &= start <= row.until
    return row.given + float(np.sum(counted) + np.sum(at.start[row.staying] >= 0))


def capped(rule: Rule, members: Ints, limit: int, given: int) -> Iterator[CountRow]:
    """At most ``limit`` of the members beside those given; none may be added where more are given already.

    No row where all of them together are within the limit.
    """
    if given + len(members) > limit:
        yield CountRow(rule, members, high=max(limit, given), given=given)


def figure(asked: Asked, rows: Sequence[CountRow]) -> Iterator[Lever]:
    """The lever of rows under one key: their least number, else their greatest."""
    first = rows[0]
    least = bool(np.isfinite(first.low))
    if least:
        value = float(first.told_low)
        reach = max(row.told_low - row.given for row in rows)
    else:
        value = asked.stated(first, float(first.high))
        reach = max(row.given + most(row) - asked.stated(row, float(row.high)) for row in rows)
    if reach > 0:
        label = asked.label(first.rule) or numbered(first.rule.words, value)
        names = tuple(name_of(row.rule) for row in rows)
        yield Lever(first.rule.key, "least" if least else "most", rules=names, label=label, value=value, reach=reach)


def numbered(words: Words, value: float) -> Words:
    """A rule's own sentence, whose last number is its limit, with the mark ``{n}`` for that number.

    Examples
    --------
    >>> numbered(Words("CX: new centres, at most 2", "CX新建中心数不超过 2"), 2.0).en
    'CX: new centres, at most {n}'
    """
    number = f"{value:g}"
    escaped = [text.replace("{", "{{").replace("}", "}}") for text in words]
    if all(text.endswith(number) for text in escaped):
        return Words(*(text.removesuffix(number) + "{n}" for text in escaped))
    return Words(escaped[0] + ": {n}", escaped[1] + "：{n}")


class Counts(RuleKind[CountRow]):
    """low ≤ given + Σ chosen members ≤ high."""

    row = CountRow
    field = "counts"
    families = (("counts", counts),)
    enumerable = True

    @override
    def uses(self, problem: PlanningProblem, row: CountRow, at: Arrays) -> Iterator[Use]:
        used = count_used(row, at)
        if np.isfinite(row.low):
            yield Use(rule=row.rule, side="least", limit=row.low, used=used, slack=used - row.low)
        if np.isfinite(row.high):
            yield Use(rule=row.rule, side="most", limit=row.high, used=used, slack=row.high - used)

    @override
    def switch(self, model: Model, row: CountRow, w: int) -> None:
        terms, size = count_terms(model, row), float(most(row))
        low, high = row.low - row.given, row.high - row.given
        if low > 0:
            model.at_least(add(dict(terms), {w: low}), low, "waivable")
        if high < size:
            model.at_most(add(dict(terms), {w: size - high}, -1.0), high, "waivable")

    @override
    def figures(self, asked: Asked, rows: Sequence[CountRow]) -> Iterator[Lever]:
        return figure(asked, rows)

    @override
    def loosen(self, model: Model, row: CountRow, give: Give, asked: Asked) -> None:
        if np.isfinite(row.low) and row.low > row.given:
            need, told = row.low - row.given, row.told_low - row.given
            terms = add(count_terms(model, row), give(told))
            if told <= need:
                model.at_least(terms, need, "loosened")
            else:  # history has made the number smaller: it stays so until the figure falls below it
                kept = model.column("kept", integer=True)
                model.at_least(add(terms, {kept: told}), told, "loosened")
                model.at_least(add(count_terms(model, row), {kept: -need}), 0.0, "loosened")
        if np.isfinite(row.high):
            size = float(most(row))
            limit, there = asked.stated(row, float(row.high)) - row.given, row.high - row.given
            terms = add(count_terms(model, row), give(size), -1.0)
            if limit >= there:
                model.at_most(terms, limit, "loosened")
                return
            # history has more than the limit: none may be added unless the limit is raised beyond them
            added = model.column("added", integer=True)
            model.at_most(add(count_terms(model, row), {added: size}, -1.0), there, "loosened")
            model.at_most(add(terms, {added: size - limit}), size, "loosened")

    @override
    def eased(self, row: CountRow, lever: Lever, by: float, asked: Asked) -> CountRow:
        if lever.kind == "least":
            return replace(row, low=min(row.low, row.told_low - by))
        return replace(row, high=max(asked.stated(row, float(row.high)) + by, row.high))

    @override
    def against(self, problem: PlanningProblem, row: CountRow, i: int, at: Arrays) -> Iterator[Standing]:
        used = count_used(row, at)
        if i in row.members and np.isfinite(row.high) and used + 1 > row.high and row.year is None:
            yield Standing(
                rule=row.rule, side="most", limit=float(row.high), used=used, slack=row.high - used, needs=1.0
            )

    @override
    def kept(self, row: CountRow, choice: Bools) -> Bools:
        number = row.given + choice[:, row.members].sum(axis=1) + choice[:, row.staying].sum(axis=1)
        return np.asarray((number >= row.low) & (number <= row.high), dtype=np.bool_)

    @override
    def settle(self, problem: PlanningProblem, row: CountRow) -> tuple[CountRow | None, tuple[Missed, ...]]:
        """Approved centres are given; a side that history has broken asks for no more than what it attained."""
        settled = problem.settled
        assert settled is not None
        start = settled.start[row.members]
        fixed = settled.fixed[row.members]
        counted = fixed & (start >= 0)
        if row.year is not None:
            counted &= start == row.year
        elif row.until is not None:
            counted &= start <= row.until
        stays = settled.fixed[row.staying]
        given = row.given + int(counted.sum()) + int(stays.sum())
        row = replace(row, members=row.members[~fixed], staying=row.staying[~stays], given=given)
        missed = []
        last = row.year if row.year is not None else row.until if row.until is not None else len(problem.years) - 1
        there = settled.start[row.members]
        attained = given + int(((there >= 0) & (there <= last)).sum()) + len(row.staying)
        if (given if row.year is not None else attained) > row.high:
            missed.append(Missed(row.rule, "most", row.high, float(attained)))
            row = replace(row, high=float(attained))
        if last < settled.open and attained < row.low:
            missed.append(Missed(row.rule, "least", row.low, float(attained)))
            row = replace(row, low=float(attained), stated_low=row.low)
        return row, tuple(missed)

    @override
    def copied(self, row: CountRow, k: int, times: int, n: int) -> CountRow:
        return replace(row, members=row.members + k * n, staying=row.staying + k * n)


KIND = Counts()
