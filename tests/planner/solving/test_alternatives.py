"""Next-best plans: the true order by enumeration, plans that differ by more, ties, and honest ends."""

import itertools

import numpy as np
import pytest

from buju_testing.planner_tables import columns, random_tables, tables
from buju_testing.random_city import random_city
from planner.audit import audit_tables
from planner.families.city_problem import compile_city
from planner.problem.plan import Plan
from planner.problem.tables import Settings, from_tables
from planner.solving.highs import Limits
from planner.solving.next_best import next_best, no_good
from planner.solving.stages import solve


def listed(rows, changes, most, differ=1):
    problem = from_tables(columns(rows), Settings(**changes))
    found = next_best(problem, solve(problem), most, differ=differ)
    return [(p.objective, frozenset(p.plan.starts)) for p in found.plans], found


def all_plans(rows, changes):
    """Every feasible plan by the audit, best first."""
    ids = [row["candidate"] for row in rows["candidates"]]
    plans = []
    for chosen in itertools.chain.from_iterable(itertools.combinations(ids, n) for n in range(len(ids) + 1)):
        report = audit_tables(rows, changes, chosen)
        if report.clean:
            plans.append((report.recomputed["objective"], frozenset(chosen)))
    return sorted(plans, key=lambda p: p[0], reverse=changes["objective"] == "max_value")


FIVE = {"A": 1, "B": 1, "C": 1, "D": 1.1, "E": 5}


def five_units():
    """Five units of cost 1, 1, 1, 1.1, 5, any three needed."""
    return tables(
        dict.fromkeys(FIVE, 0),
        usage={(c, "total"): v for c, v in FIVE.items()},
        technologies={"T": (0, 3)},
        covers={(c, "T"): 1 for c in FIVE},
    )


def test_five_units_by_hand():
    # 3.0 once; 3.1 three times (D for one of A, B, C); 4.1 all four cheap ones; then 7.0
    found, _ = listed(five_units(), {"objective": "min_cost"}, 6)
    assert [value for value, _ in found] == pytest.approx([3.0, 3.1, 3.1, 3.1, 4.1, 7.0])
    assert len({chosen for _, chosen in found}) == 6


def test_plans_that_differ_by_more_by_hand():
    # from ABC at 3.0, two centres away is any swap (3.1); three away is at best ABC + D + E less one … = DE + one: 7.1
    found, _ = listed(five_units(), {"objective": "min_cost"}, 2, differ=3)
    assert [value for value, _ in found] == pytest.approx([3.0, 7.1])
    assert len(found[0][1] ^ found[1][1]) >= 3


@pytest.mark.parametrize("seed", range(25))
def test_the_order_is_the_true_one(seed):
    rows, changes = random_tables(seed)
    truth = all_plans(rows, changes)
    found, report = listed(rows, changes, 7)
    assert [value for value, _ in found] == pytest.approx([value for value, _ in truth[:7]], abs=1e-6)
    assert {chosen for _, chosen in found} <= {chosen for _, chosen in truth}
    assert len({chosen for _, chosen in found}) == len(found)
    if len(truth) < 7:
        assert report.exhausted


@pytest.mark.parametrize("seed", range(0, 25, 3))
def test_each_is_the_best_that_differs_enough(seed):
    rows, changes = random_tables(seed)
    left = all_plans(rows, changes)
    found, report = listed(rows, changes, 6, differ=2)
    for value, chosen in found:
        assert value == pytest.approx(left[0][0], abs=1e-6)
        left = [plan for plan in left if len(plan[1] ^ chosen) >= 2]
    assert report.exhausted == (not left and len(found) < 6)


def test_all_optimal_ties_are_counted():
    rows = tables({"A": 2, "B": 2, "C": 2, "D": 1}, {"m": 1}, {(c, "m"): 1 for c in "ABCD"})
    _, found = listed(rows, {}, 4)
    assert (found.ties, found.ties_complete) == (3, True)
    _, found = listed(rows, {}, 2)
    assert (found.ties, found.ties_complete) == (2, False)
    _, found = listed(rows, {}, 9)
    assert (len(found.plans), found.exhausted) == (5, True)  # three ties, D, and nothing


def test_where_nothing_is_feasible_nothing_is_listed():
    _, found = listed(tables({"A": 1}), {"count_min": 2}, 3)
    assert (found.plans, found.exhausted, found.ties) == ((), True, 0)


@pytest.mark.parametrize("seed", [3, 4, 5, 6])
def test_what_is_not_proven_in_time_is_not_listed(seed):
    rows, changes = random_tables(seed)
    problem = from_tables(columns(rows), Settings(**changes))
    found = next_best(problem, solve(problem), 5, limits=Limits(seconds=0.0))
    assert all(p.status == "proven" for p in found.plans)
    assert not found.exhausted or len(next_best(problem, solve(problem), 5).plans) == len(found.plans)


def test_the_cut_counts_differences():
    problem = from_tables(columns(tables({"A": 1, "B": 1, "C": 1})), Settings())
    row = no_good(problem, Plan({"A": 0, "B": 0}, {}), 2)
    for bits in itertools.product([0, 1], repeat=3):
        differences = int(np.sum(np.abs(np.array(bits) - [1, 1, 0])))
        assert (float(row.usage @ bits) <= row.cap) == (differences >= 2)


@pytest.mark.parametrize("seed", [1, 4])
def test_a_city_is_cut_on_centres_not_on_years(seed):
    eco, policy = random_city(seed)
    problem = compile_city(eco, policy)
    found = next_best(problem, solve(problem), 4)
    chosen = [frozenset(p.plan.starts) for p in found.plans]
    assert len(set(chosen)) == len(chosen)
    sign = 1 if problem.stages[0].sense == "maximise" else -1
    values = [sign * p.objective for p in found.plans]
    assert all(a >= b - 1e-6 for a, b in itertools.pairwise(values))


def test_ties_are_those_of_enumeration():
    several = 0
    for seed in range(30):
        rows, changes = random_tables(seed)
        truth = all_plans(rows, changes)
        if not truth:
            continue
        ties = sum(abs(value - truth[0][0]) <= 1e-6 * max(1.0, abs(truth[0][0])) for value, _ in truth)
        several += ties > 1
        if ties > 12:
            continue
        found, report = listed(rows, changes, ties + 1)
        assert (report.ties, report.ties_complete) == (ties, True)
        assert {chosen for _, chosen in found[:ties]} == {chosen for _, chosen in truth[:ties]}
        if ties > 1:
            _, short = listed(rows, changes, ties - 1)
            assert (short.ties, short.ties_complete) == (ties - 1, False)
    assert several
