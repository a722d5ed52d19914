"""The search: bounds from any prices, decisions fixed for good, cores, timetables; and the same optimum as without."""

import math
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from buju_testing.brute_force import brute_force
from buju_testing.random_city import random_city
from planner import program
from planner.families.city_problem import compile_city
from planner.problem.rows import CountRow
from planner.problem.tables import Settings, from_tables, rule
from planner.runs.outcome import plan_city
from planner.solving import highs, search, small_program
from planner.solving.core_problem import core, hopeless
from planner.solving.highs import Limits, Listener
from planner.solving.relaxation import Columns, lagrangian, relax
from planner.solving.stages import solve
from planner.solving.timetable import Purse, timetable


def knapsack(values, weights, cap):
    ids = [f"C{k}" for k in range(len(values))]
    tables = {
        "candidates": {"candidate": ids, "value": values},
        "budgets": {"row": ["money"], "cap": [cap]},
        "usage": {"candidate": ids, "row": ["money"] * len(ids), "amount": weights},
    }
    return from_tables(tables, Settings())


class Held:
    """A problem's first stage, held by HiGHS."""

    def __init__(self, problem):
        self.problem = problem
        self.frame, worth = program.build(problem)
        stage = problem.stages[0]
        terms, self.constant = program.stage_worth(worth, stage)
        self.sign = -1.0 if stage.sense == "maximise" else 1.0
        self.terms = {c: self.sign * v for c, v in terms.items()}
        self.frame.lp.setObjective(self.frame.expression(self.terms))
        self.model, order = highs.handed_over(self.frame, Limits(), Listener(None, threading.Event(), Limits()))
        place = np.zeros(len(self.frame.columns), dtype=np.int64)
        place[order] = np.arange(len(order))
        self.columns = Columns.of(self.frame, place)

    def bound(self, duals):
        return lagrangian(self.frame, self.model.getLp(), self.columns, duals)

    def optimum(self):
        return highs.minimise(self.frame, self.terms, Limits())


def held(seed):
    """A random city as HiGHS holds it."""
    return Held(compile_city(*random_city(seed)))


FEASIBLE = tuple(s for s in range(25) if brute_force(*random_city(s)).objective is not None)


def test_the_random_cities_are_mostly_feasible():
    assert len(FEASIBLE) >= 12


def test_bound_by_hand():
    # 6/3, 5/2, 4/2 within 4: the relaxation takes B, C whole and nothing of A: 9; its price of money is 2
    made = Held(knapsack([6.0, 5.0, 4.0], [3.0, 2.0, 2.0], 4.0))
    bound, worth = made.bound(np.array([-2.0]))
    assert bound == pytest.approx(-9.0)
    assert worth[:, 0] == pytest.approx([0.0, 1.0, 0.0])
    # without a price everything is taken: 15; with too high a price the money itself costs more than it brings
    assert made.bound(np.array([0.0]))[0] == pytest.approx(-15.0)
    assert made.bound(np.array([-3.0]))[0] == pytest.approx(-12.0)
    # a price of the wrong sign is no price
    assert made.bound(np.array([7.0]))[0] == pytest.approx(-15.0)


def test_relaxation_by_hand():
    # within 5: B and C whole, a third of A: 9 + 2 = 11
    made = Held(knapsack([6.0, 5.0, 4.0], [3.0, 2.0, 2.0], 5.0))
    found = relax(made.frame, made.model, made.columns)
    assert found.bound == pytest.approx(-11.0)
    assert found.chosen == pytest.approx([1 / 3, 1.0, 1.0])
    # the best plan is A and B, 11 as well, so a room of 0.5 bars nothing that it needs; losing B costs 1
    fixed = hopeless(made.columns, found, 0.5)
    assert fixed.places.tolist() == [1]
    assert fixed.low.tolist() == fixed.high.tolist() == [1.0]


@pytest.mark.parametrize("seed", FEASIBLE)
def test_any_prices_bound_the_optimum(seed):
    made = held(seed)
    value = made.optimum().bound
    rng = np.random.default_rng(seed)
    exact = relax(made.frame, made.model, made.columns)
    assert exact.bound <= value + 1e-7
    rows = made.model.getNumRow()
    for scale in (0.0, 0.01, 0.1, 1.0):
        assert made.bound(rng.normal(0.0, scale, rows))[0] <= value + 1e-7


@pytest.mark.parametrize("seed", FEASIBLE)
def test_what_is_fixed_for_good_costs_more_than_the_room(seed):
    made = held(seed)
    found = relax(made.frame, made.model, made.columns)
    value = made.optimum().bound
    for room in (value - found.bound + 1e-7, 0.5 * (value - found.bound), 0.0):
        fixed = hopeless(made.columns, found, room)
        for place, low in zip(fixed.places.astype(np.int32), fixed.low, strict=True):
            made.model.changeColBounds(int(place), 1.0 - low, 1.0 - low)
            made.model.run()
            answer = made.model.getModelStatus()
            if answer == answer.kOptimal:
                assert made.model.getInfo().objective_function_value > found.bound + room - 1e-7
            made.model.changeColBounds(int(place), 0.0, 1.0)


@pytest.mark.parametrize("seed", FEASIBLE)
@pytest.mark.parametrize("small", [0, 10_000])
def test_the_search_finds_the_true_optimum(seed, small, monkeypatch):
    monkeypatch.setattr(search, "WORTH_IT", 0)
    monkeypatch.setattr(small_program, "SMALL", 0)
    monkeypatch.setattr(search, "SMALL", small)
    eco, policy = random_city(seed)
    outcome = plan_city(eco, policy)
    assert outcome.status == "proven"
    assert outcome.objective == pytest.approx(brute_force(eco, policy).objective, abs=1e-6, rel=1e-6)


def test_the_search_says_infeasible(monkeypatch):
    monkeypatch.setattr(search, "WORTH_IT", 0)
    monkeypatch.setattr(small_program, "SMALL", 0)
    problem = knapsack([1.0, 1.0], [2.0, 2.0], 1.0)
    problem = replace(problem, counts=(program_count(problem, 1.0),))
    assert solve(problem).status == "infeasible"


def program_count(problem, low):
    return CountRow(rule("count", "count", "count", "数目"), np.arange(len(problem.candidates)), low=low)


def test_no_time_means_no_claim(monkeypatch):
    monkeypatch.setattr(search, "WORTH_IT", 0)
    monkeypatch.setattr(small_program, "SMALL", 0)
    found = solve(knapsack([6.0, 5.0, 4.0], [3.0, 2.0, 2.0], 5.0), Limits(seconds=0.0))
    if found.status == "proven":  # presolve may have solved it before the time was looked at
        assert found.objective == pytest.approx(11.0)
    else:
        assert found.status == "time_limit"
        assert found.plan is None or found.objective > 0.0


@pytest.mark.parametrize("seed", FEASIBLE)
@pytest.mark.parametrize("width", [1, 4])
def test_a_core_fixes_whole_centres_consistently(seed, width):
    made = held(seed)
    found = relax(made.frame, made.model, made.columns)
    fixed = core(made.problem, made.columns, found, 1e-3, width)
    assert len(np.unique(fixed.places)) == len(fixed.places)
    assert set(np.unique(fixed.low)) | set(np.unique(fixed.high)) <= {0.0, 1.0}
    assert np.all(fixed.low <= fixed.high)


@pytest.mark.parametrize("seed", FEASIBLE)
def test_a_timetable_spends_no_more_than_there_is(seed):
    eco, policy = random_city(seed)
    problem = compile_city(eco, policy)
    if problem.support is None:
        pytest.skip("this city pays no support")
    chosen = problem.allowed.any(axis=1)
    loss = np.where(problem.allowed, 0.0, np.inf)
    years = timetable(problem, chosen, loss, 1.0)
    assert np.all(years[~chosen] == -1)
    placed = np.flatnonzero(years >= 0)
    assert np.all(problem.allowed[placed, years[placed]])
    # least money of everyone who was placed, as one linear program within the same rows
    assert payable(problem, years)


def payable(problem, years):
    money = problem.support
    placed = np.flatnonzero(years >= 0)
    lags = money.cap.shape[1]
    purse = Purse(problem, years >= 0)
    cells = [(i, int(years[i]) + k, float(money.cap[i, k])) for i in placed for k in range(lags)]
    rows, caps = [], []
    for r in range(len(purse.left)):
        rows.append([purse.share[r, i] if purse.counts[r, f] else 0.0 for i, f, _ in cells])
        caps.append(purse.left[r])
    for i in placed:
        rows.append([-1.0 if j == i else 0.0 for j, _, _ in cells])
        caps.append(-float(money.minimum[i]))
    if not cells:
        return True
    return linprog(np.zeros(len(cells)), A_ub=rows, b_ub=caps, bounds=[(0.0, c) for *_, c in cells]).status == 0


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 20), st.integers(1, 9)), min_size=1, max_size=12), st.integers(1, 30))
@example([(1, 3)], 2)
@example([(3, 2), (5, 4)], 3)
def test_the_relaxation_of_a_knapsack_is_dantzigs_bound(items, cap):
    values, weights = ([float(v) for v, _ in items], [float(w) for _, w in items])
    made = Held(knapsack(values, weights, float(cap)))
    if not made.frame.columns or not made.model.getNumRow():
        return
    unit = math.gcd(*(w for _, w in items))  # only whole units are ever used, so a row ends half a unit past the last
    left, best = min(float(cap), unit * (cap // unit + 0.5)), 0.0
    for v, w in sorted(zip(values, weights, strict=True), key=lambda item: -item[0] / item[1]):
        part = min(1.0, left / w)
        best, left = best + part * v, left - part * w
    assert -relax(made.frame, made.model, made.columns).bound == pytest.approx(best)
