"""Grade histories drawn by their chances, and the money of a given plan settled anew in each of them.

All draws are settled together, year by year, by arithmetic: a year pays what was planned for it within what the grade
of the year before allows, and beside it what earlier grades have kept a centre from of its least support. Only where a
budget stands in the way of that, a small linear program looks for another order of the same payments.
What does not live here: what follows for targets, must-covers and technologies (``grade_stress``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.problem.rows import Bools, BudgetRow, Floats, Grading, Ints, PlanningProblem
from planner.problem.score import Arrays

NEVER = 10_000
"""A year that does not come."""
NOISE = 1e-6
"""Money below it is none; relative where money is large."""
Grades = NDArray[np.int64]
"""(D, n, Y) grades of the centres in the years from the last of history on; −1: none."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A plan held fixed: its centres with what grades act on, and the years in which they do.

    Attributes
    ----------
    at : ndarray of int
        (n,) positions of the centres in the problem.
    years : ndarray of int
        (Y,) the last year of history, then the funding years to come.
    pay : ndarray
        (n, Y) what the plan pays; nothing in the first of the years.
    """

    problem: PlanningProblem
    grading: Grading
    at: Ints
    approved: Ints
    years: Ints
    pay: Floats

    @classmethod
    def of(cls, problem: PlanningProblem, plan: Arrays) -> Held:
        """The centres of a plan that grades can touch: those chosen, and those of the scheme that are still paid."""
        grading, money = problem.grading, problem.support
        if grading is None or money is None:
            raise ValueError("no chances of grades, or no support")
        payee = np.zeros(len(plan.start), dtype=bool) if problem.settled is None else problem.settled.payee
        at = np.flatnonzero((plan.start >= 0) | payee)
        begun = np.asarray(problem.years)[plan.start]
        approved = np.where(grading.approved > 0, grading.approved, begun)[at]
        years = np.arange(money.years[0] + money.open - 1, money.years[-1] + 1)
        pay = np.c_[np.zeros(len(at)), plan.pay[at, money.open :]]
        return cls(problem=problem, grading=grading, at=at, approved=approved, years=years, pay=pay)

    @cached_property
    def graded(self) -> Bools:
        """(n, Y) whether a centre gets a grade in a year to come; the last year of history is known."""
        told, a, y = self.grading, self.approved[:, None], self.years[None, :]
        inside = (y >= a) & (y < a + told.graded) & (y <= told.until[self.at][:, None])
        inside[:, 0] = False
        return np.asarray(inside)

    @cached_property
    def base(self) -> Floats:
        """(n, Y) greatest support by year before grades, 0 where decisions have closed it."""
        k = self.years[None, :] - self.approved[:, None]
        base = self.grading.base[self.at]
        inside = (k >= 0) & (k < base.shape[1]) & (self.years[None, :] <= self.grading.closes[self.at][:, None])
        inside[:, 0] = False
        return np.where(inside, np.take_along_axis(base, np.clip(k, 0, base.shape[1] - 1), axis=1), 0.0).astype(
            np.float64
        )

    @cached_property
    def promised(self) -> Floats:
        """(n, Y) promises as given."""
        given = self.grading.given[self.at]
        return np.asarray(np.c_[np.zeros(len(self.at)), given[:, given.shape[1] - len(self.years) + 1 :]])

    @cached_property
    def known_pause(self) -> Bools:
        """(n, Y) years of rectification that are known."""
        told = [self.grading.rectified[i] for i in self.at]
        return np.array([[y in years for y in self.years.tolist()] for years in told], dtype=bool).reshape(
            len(self.at), len(self.years)
        )

    @cached_property
    def budgets(self) -> tuple[tuple[BudgetRow, Floats, Bools, float], ...]:
        """Budget rows of money to come: row, (n,) shares, (Y,) years that count, what is left for support."""
        out = []
        chosen = np.zeros(len(self.problem.candidates))
        chosen[self.at] = 1.0
        for row in self.problem.budgets:
            if row.share is None:
                continue
            counts = np.array([row.years is None or y in row.years for y in self.years.tolist()])
            counts[0] = False
            fixed = 0.0 if row.usage is None else float(row.usage @ chosen)
            if counts.any():
                out.append((row, row.share[self.at], counts, row.cap - row.given - fixed))
        return tuple(out)

    def expected(self) -> Grades:
        """(1, n, Y) the grades that the plan counts on."""
        grades = np.where(self.graded, self.grading.expected[self.at][:, None], -1)
        grades[:, 0] = self.grading.known[self.at]
        return grades[None]

    def draw(self, draws: int, seed: int) -> Grades:
        """(D, n, Y) grades drawn, each centre and year by itself; what has no chances is as expected."""
        uniform = np.random.default_rng(seed).random((draws, len(self.at), len(self.years)))
        steps = np.cumsum(self.grading.chance[self.at], axis=1)
        drawn = np.minimum((uniform[..., None] >= steps[None, :, None, :]).sum(axis=-1), len(self.grading.grades) - 1)
        free = self.graded & (steps[:, -1] > 0)[:, None]
        return np.where(free[None], drawn, self.expected())


@dataclass(frozen=True)
class Fate:
    """What grades make of the centres.

    Attributes
    ----------
    factor : ndarray
        (D, n, Y) factor of the money of a year; 0 in a year of rectification and after the end.
    ends : ndarray of int
        (D, n) last year in which a centre is there.
    down : ndarray of bool
        (D, n, Y) whether a centre that was approved covers nothing in a year: it has ended, or its grade says so.
    """

    factor: Floats
    ends: Ints
    down: Bools


def fate(held: Held, grades: Grades) -> Fate:
    """What grades make of the centres: factors, ends after rectification in two years running, cover lost."""
    told = held.grading
    before = np.roll(grades, 1, axis=2)
    before[..., 0] = -1
    some = before >= 0
    first = held.years[None, :] <= held.approved[:, None]
    factor = np.where(some & ~first[None], told.factor[before], 1.0)
    pause = held.known_pause[None] | (some & told.rectifies[before])
    twice = pause & np.roll(pause, 1, axis=2)
    twice[..., 0] = False
    ended = twice.any(axis=2)
    ends = np.where(ended, held.years[twice.argmax(axis=2)], NEVER)
    after = held.years[None, None, :] > ends[..., None]
    factor = np.where(pause | after, 0.0, factor)
    nothing = some & ~first[None] & (told.capability[before] <= 0.0)
    begun = held.years[None, :] >= held.approved[:, None]
    return Fate(factor, ends, np.asarray((after | nothing) & begun[None]))


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Money of all draws.

    Attributes
    ----------
    pay : ndarray
        (D, n, Y) support of city and district.
    cap : ndarray
        (D, n, Y) greatest support, before the total cap.
    missing : ndarray
        (D, n) what is left of the least support that is owed, and what only a budget keeps from being paid.
    over : ndarray
        (D, B) by how much each budget of ``Held.budgets`` would have to be larger, where no order of payments helps.
    solved : int
        Draws in which an order of payments had to be looked for, those alike counted once.
    """

    pay: Floats
    cap: Floats
    missing: Floats
    over: Floats
    solved: int


def settle(held: Held, fates: Fate) -> Settled:
    """Settle the money of a plan in every draw.

    pay_f = min(cap_f, room, max(planned_f, promise_f) + what would be missing of the least support without it), with
    cap_f = greatest support of the year · factor of the grade of f − 1, and the promise held at min(amount · factor,
    cap, room), years in order. Where that goes beyond a budget, the catching up waits for a year with money, those
    whose support ends first going first; where even that leaves something owed, a linear program asks for any order.
    """
    cap = _whole(held.base[None] * fates.factor, held)
    pay, short = _laid_out(held, cap, fates.factor, limited=False)
    over = _over(held, pay)
    missing = np.zeros(short.shape)
    bad = np.flatnonzero((over > 0).any(axis=1))
    solved = 0
    if len(bad):
        free = pay[bad].sum(axis=2)
        pay[bad], short[bad] = _laid_out(held, cap[bad], fates.factor[bad], limited=True)
        over[bad] = _over(held, pay[bad])
        lost = free - pay[bad].sum(axis=2)
        need = np.minimum(np.maximum(lost, 0.0), np.maximum(held.grading.minimum[held.at] - _all(held, pay[bad]), 0.0))
        hard = bad[(need > NOISE).any(axis=1) | (over[bad] > 0).any(axis=1)]
        known: dict[bytes, int] = {}
        for d in hard:
            if (same := known.setdefault(cap[d].tobytes(), d)) != d:
                pay[d], over[d], missing[d] = pay[same], over[same], missing[same]
                continue
            solved += 1
            owed = np.minimum(_all(held, pay[[d]])[0] + need[np.searchsorted(bad, d)], held.grading.minimum[held.at])
            floor = _promises(held, cap[[d]], fates.factor[[d]])[0]
            pay[d], over[d] = _any_order(held, cap[d], floor, owed - held.grading.paid[held.at], pay[d])
            missing[d] = np.maximum(owed - _all(held, pay[[d]])[0], 0.0)
    return Settled(pay=pay, cap=cap, missing=missing, over=over, solved=solved)


def _all(held: Held, pay: Floats) -> Floats:
    """(D, n) support of all years, what was paid before included."""
    return np.asarray(held.grading.paid[held.at] + pay.sum(axis=2))


def _whole(amount: Floats, held: Held) -> Floats:
    unit = None if held.problem.support is None else held.problem.support.unit
    return amount if unit is None else np.floor(amount / unit + 1e-9) * unit


def _promises(held: Held, cap: Floats, factor: Floats) -> Floats:
    """(D, n, Y) promises as they are held; none where the plan is not bound to them."""
    out = np.zeros(cap.shape)
    if not any(due.rule.family == "commitments" and not due.soft for due in held.problem.dues):
        return out
    left = np.broadcast_to(held.grading.room[held.at], cap.shape[:2]).copy()
    for f in range(cap.shape[2]):
        out[..., f] = _whole(np.minimum(np.minimum(held.promised[:, f] * factor[..., f], cap[..., f]), left), held)
        left -= out[..., f]
    return out


def _laid_out(held: Held, cap: Floats, factor: Floats, *, limited: bool) -> tuple[Floats, Floats]:
    """Payments of every draw year by year, and what the last of them left missing of the least support."""
    told, promised = held.grading, _promises(held, cap, factor)
    pay, minimum = np.zeros(cap.shape), told.minimum[held.at]
    spent = np.broadcast_to(told.paid[held.at], cap.shape[:2]).copy()
    room = np.broadcast_to(told.room[held.at], cap.shape[:2]).copy()
    later = held.pay[:, ::-1].cumsum(axis=1)[:, ::-1]
    order = np.lexsort((held.at, np.where(held.base > 0, held.years[None, :], 0).max(axis=1, initial=0)))
    for f in range(1, cap.shape[2]):
        most = np.minimum(cap[..., f], room)
        planned = held.pay[:, f]
        own = np.minimum(most, np.maximum(planned, promised[..., f]))
        behind = np.maximum(minimum - spent - np.maximum(later[:, f][None], own), 0.0)
        wanted = np.minimum(most, own + _up(behind, held))
        more = np.maximum(wanted - own, 0.0)
        if limited:
            more = _within(held, pay, own, more, f, order)
        pay[..., f] = own + more
        spent += pay[..., f]
        room -= pay[..., f]
    return pay, np.maximum(minimum - spent, 0.0)


def _up(amount: Floats, held: Held) -> Floats:
    return -_whole(-amount, held)


def _within(held: Held, pay: Floats, own: Floats, more: Floats, f: int, order: Sequence[int] | Ints) -> Floats:
    """What of the catching up of a year its budgets hold, those whose support ends first going first."""
    rows = [(share, left, counts) for _, share, counts, left in held.budgets if counts[f]]
    lefts = []
    for share, cap, counts in rows:
        used = np.einsum("dny,n->d", pay[..., counts], share) + own @ share
        ahead = counts.copy()
        ahead[: f + 1] = False
        lefts.append(cap - used - float(share @ held.pay[:, ahead].sum(axis=1)))
    out = np.zeros(more.shape)
    for i in order:
        given = more[:, i]
        for (share, _, _), left in zip(rows, lefts, strict=True):
            if share[i] > 0:
                given = np.minimum(given, np.maximum(left, 0.0) / share[i])
        out[:, i] = _whole(given, held)
        for b, (share, _, _) in enumerate(rows):
            lefts[b] -= share[i] * out[:, i]
    return out


def _over(held: Held, pay: Floats) -> Floats:
    """(D, B) by how much payments go beyond each budget."""
    out = np.zeros((len(pay), len(held.budgets)))
    for b, (row, share, counts, left) in enumerate(held.budgets):
        used = np.einsum("dny,n->d", pay[..., counts], share)
        beyond = used - left
        out[:, b] = np.where(beyond > NOISE * max(1.0, abs(row.cap)), beyond, 0.0)
    return out


def _any_order(held: Held, cap: Floats, floor: Floats, owed: Floats, pay: Floats) -> tuple[Floats, Floats]:
    """Payments of one draw, from the second year to come on, that keep caps, promises, what is owed, and budgets.

    Of all such payments those that stay nearest to ``pay`` (least Σ|Δ|); where there are none, those with the least
    money beyond budgets. Payments of the next year are made before any grade is known and stay. Whole units are left
    out of account.
    """
    open_ = cap > 0
    open_[:, :2] = False
    who, when = np.nonzero(open_)
    size = len(who)
    if not size:
        return pay, _over(held, pay[None])[0]
    fixed = np.where(open_, 0.0, pay)
    by_centre = sp.csr_array((np.ones(size), (who, np.arange(size))), shape=(len(cap), size))
    still = np.minimum(owed - fixed.sum(axis=1), np.where(open_, cap, 0.0).sum(axis=1))
    room = np.minimum(held.grading.room[held.at] - fixed.sum(axis=1), 1e12)
    shares = np.array([share[who] * counts[when] for _, share, counts, _ in held.budgets]).reshape(-1, size)
    lefts = np.array([left - share @ fixed[:, counts].sum(axis=1) for _, share, counts, left in held.budgets])
    low, high, near = np.minimum(floor, cap)[who, when], cap[who, when], pay[who, when]
    eye = sp.eye_array(size, format="csr")

    rows = sp.block_array(
        [[-by_centre, None], [by_centre, None], [sp.csr_array(shares), None], [eye, -eye], [-eye, -eye]]
        if len(shares)
        else [[-by_centre, None], [by_centre, None], [eye, -eye], [-eye, -eye]],
        format="csr",
    )
    limits = np.concatenate([-still, room, lefts, near, -near])
    at = np.arange(2 * len(cap), 2 * len(cap) + len(lefts))
    beyond = sp.csr_array((-np.ones(len(lefts)), (at, np.arange(len(lefts)))), shape=(rows.shape[0], len(lefts)))
    bounds = [*zip(low.tolist(), high.tolist(), strict=True), *[(0.0, np.inf)] * size]
    moved = np.r_[np.zeros(size), np.ones(size)]
    over = np.zeros(len(lefts))
    x = _least(moved, rows, limits, bounds)
    if x is None:
        wide = sp.hstack([rows, beyond], format="csr")
        loose = [*bounds, *[(0.0, np.inf)] * len(lefts)]
        excess = np.r_[np.zeros(2 * size), np.ones(len(lefts))]
        x = _least(excess, wide, limits, loose)
        assert x is not None, "payments can always be made without budgets"
        held_down = sp.vstack([wide, sp.csr_array(excess[None])], format="csr")
        again = _least(np.r_[moved, 0.0 * lefts], held_down, np.r_[limits, float(excess @ x) + NOISE], loose)
        x = x if again is None else again
        over = np.where(x[2 * size :] > 10 * NOISE, x[2 * size :], 0.0)
    out = fixed.copy()
    out[who, when] = np.clip(np.round(x[:size], 6), low, high)  # what lies below is the solver's noise
    return out, over


def _least(cost: Floats, rows: Any, limits: Floats, bounds: Sequence[tuple[float, float]]) -> Floats | None:
    """The point of least cost under ``rows @ x ≤ limits``; None: there is none."""
    from scipy.optimize import linprog  # noqa: PLC0415 - heavy

    found = linprog(cost, A_ub=rows, b_ub=limits, bounds=bounds, method="highs")
    return np.asarray(found.x, dtype=np.float64) if found.status == 0 else None
