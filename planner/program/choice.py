"""Families of the yes/no choice: once and ready, counts (target, quotas, exclusive), depth, logic."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from planner.problem.rows import CountRow, DepthRow
from planner.program.frame import Frame, Terms, add, total


def once_and_ready(frame: Frame) -> None:
    """Make ``active[i, y]`` binary with active[i, y−1] ≤ active[i, y]; a barred year adds no column.

    Monotone ``active`` stands for Σ_{y' ≤ y} start[i, y'] ≤ 1; in a year in which i may not start,
    active[i, y] *is* active[i, y−1].
    """
    allowed = frame.problem.allowed
    for i in range(len(frame.problem.candidates)):
        columns: list[int | None] = []
        before: int | None = None
        for y in range(len(frame.problem.years)):
            if allowed[i, y]:
                now = frame.column(f"active_{i}_{y}", integer=True)
                if before is not None:
                    frame.at_most({before: 1.0, now: -1.0}, 0.0, "once")
                before = now
            columns.append(before)
        frame.active.append(columns)


def counts(frame: Frame) -> None:
    """Keep low ≤ given + Σ_{i in members} x_i ≤ high (target, quotas, exclusive, at-most, locks)."""
    for row in frame.problem.counts:
        terms = count_terms(frame, row)
        low, high = row.low - row.given, row.high - row.given
        # a side that no choice can break is no row
        low = low if low > 0 else -np.inf
        high = high if high < len(row.members) else np.inf
        if low == high or np.isfinite(low) or np.isfinite(high):
            frame.between(terms, low, high, row.rule.family)


def count_terms(frame: Frame, row: CountRow) -> Terms:
    """The number of members that a count row counts, what is given left out."""
    if row.year is not None:
        return total(frame.started(int(i), row.year) for i in row.members)
    if row.until is not None:
        return total(frame.started_by(int(i), row.until) for i in row.members)
    return total(frame.chosen(int(i)) for i in row.members)


def depths(frame: Frame) -> None:
    """Demand Σ_g v_g ≥ depth − |given|, v_g ≤ Σ_{i in g} x_i, v_g ≤ 1; a group of one candidate is its own v.

    With ``sharing``: binary w_i ≤ x_i for candidates and w_e for what is given, Σ_{i in S} w_i ≤ 1 for each set S of
    centres that share something, and Σ w ≥ depth.
    """
    for row in frame.problem.depths:
        terms = depth_terms(frame, row)
        need = depth_need(row)
        if need > 0:
            frame.at_least(terms, need, row.rule.family)


def depth_need(row: DepthRow) -> int:
    """What :func:`depth_terms` has to reach: the depth, less what is given and always counts."""
    return row.depth if row.sharing else row.depth - len(set(row.given))


def depth_terms(frame: Frame, row: DepthRow) -> Terms:
    """The number of different groups that a depth row counts, those given left out (but see ``sharing``)."""
    if row.sharing:
        return _apart(frame, row)
    groups: dict[int, list[int]] = defaultdict(list)
    for i, g in zip(row.candidate, row.group, strict=True):
        if int(g) not in row.given:
            groups[int(g)].append(int(i))
    terms: Terms = {}
    for members in groups.values():
        if len(members) == 1:
            add(terms, frame.chosen(members[0]))
        else:
            present = frame.column("group")
            frame.at_most(add({present: 1.0}, total(map(frame.chosen, members)), -1.0), 0.0, "group")
            terms[present] = 1.0
    return terms


def _apart(frame: Frame, row: DepthRow) -> Terms:
    """Σ w over centres that are picked so that no two share anything; those given may be picked or not."""
    picked = [frame.column("apart", integer=True) for _ in range(len(row.candidate) + len(row.given))]
    for column, i in zip(picked, row.candidate, strict=False):
        frame.at_most(add({column: 1.0}, frame.chosen(int(i)), -1.0), 0.0, "apart")
    for together in row.sharing:
        frame.at_most({picked[k]: 1.0 for k in together}, 1.0, "apart")
    return dict.fromkeys(picked, 1.0)


def logic(frame: Frame) -> None:
    """Keep x_a ≤ x_b for every b that a requires; Σ x ≤ 1 over members that exclude one another."""
    for row in frame.problem.logic:
        members = [int(i) for i in row.members]
        if row.kind == "requires":
            for b in members[1:]:
                frame.at_most(add(frame.chosen(members[0]), frame.chosen(b), -1.0), 0.0, row.rule.family)
        else:
            frame.at_most(total(map(frame.chosen, members)), 1.0, row.rule.family)
