"""The ledger sums to the objective; shares are the Shapley values; oracle numbers are typed in."""

from dataclasses import replace
from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.oracle import SHAPLEY, ten_candidates
from buju_testing.random_city import random_city
from planner.families.city_problem import compile_city
from planner.problem import ledger as module
from planner.problem import score
from planner.problem.cover_worth import depth_worth
from planner.problem.ledger import cover_shares, greatest_shares, ledger
from planner.problem.plan import Plan
from planner.problem.rows import Goal, Layer, PlanningProblem, Stage
from planner.runs.outcome import plan_city
from planner.solving.stages import solve


def shapley(n, value):
    """By definition: the mean marginal worth over all orders."""
    out = np.zeros(n)
    for i in range(n):
        rest = [j for j in range(n) if j != i]
        for size in range(n):
            for group in combinations(rest, size):
                chance = factorial(size) * factorial(n - size - 1) / factorial(n)
                out[i] += chance * (value([*group, i]) - value(list(group)))
    return out


def test_ten_candidates():
    problem = ten_candidates()
    plan = solve(problem).plan
    existing, shares = ledger(problem, plan)
    assert existing == 0.0
    assert shares == pytest.approx({f"C{i}": v for i, v in SHAPLEY.items()})
    assert sum(shares.values()) == pytest.approx(29.4)


amounts = st.lists(st.sampled_from([0.0, 0.15, 0.3, 0.5, 0.8, 1.0]), min_size=1, max_size=6)


@given(amounts, st.sampled_from([0.0, 0.4, 1.0, 2.5]), st.sampled_from([(1.0,), (0.5, 0.25, 0.125), (0.7, 0.0)]))
def test_shares_of_cover_are_shapley_values(a, have, marginal):
    def value(group):
        return float(depth_worth(np.array(marginal), have + sum(a[i] for i in group)))

    np.testing.assert_allclose(cover_shares(tuple(a), have, marginal), shapley(len(a), value), atol=1e-12)


@given(amounts, st.sampled_from([0.0, 0.4, 1.0]))
def test_shares_of_the_greatest_are_shapley_values(a, have):
    def value(group):
        return max([have, *(a[i] for i in group)])

    np.testing.assert_allclose(greatest_shares(np.array(a), have), shapley(len(a), value), atol=1e-12)


def test_many_different_strengths_are_shared_by_strength(monkeypatch):
    a = tuple(np.linspace(0.1, 0.9, 9).tolist())
    exact = cover_shares(a, 0.0, (0.5, 0.25))
    cover_shares.cache_clear()
    monkeypatch.setattr(module, "MOST_STATES", 10)
    priced = cover_shares(a, 0.0, (0.5, 0.25))
    assert priced.sum() == pytest.approx(exact.sum(), abs=1e-12)
    assert priced[8] / priced[0] == pytest.approx(9.0)
    cover_shares.cache_clear()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.randoms(use_true_random=False))
def test_the_ledger_sums_to_the_objective_of_any_plan(seed, rng):
    problem = compile_city(*random_city(seed))
    starts = {c: rng.choice(problem.years) for c in problem.candidates if rng.random() < 0.6}
    support = {c: {rng.choice(problem.support.years): rng.uniform(1, 300)} for c in starts if rng.random() < 0.8}
    plan = Plan(starts, support)
    for stage in problem.stages:
        one = replace(problem, stages=(stage,))
        existing, shares = ledger(one, plan)
        whole = score.stage_value(score.goals(one, score.to_arrays(one, plan)), stage)
        assert existing + sum(shares.values()) == pytest.approx(whole, abs=1e-9)
        assert set(shares) == set(starts)


@pytest.mark.parametrize("mode", ["any", "best", "all"])
def test_other_modes_of_cover_sum_as_well(mode):
    layer = Layer(
        name="t",
        items=("T1", "T2"),
        weight=np.array([2.0, 3.0]),
        item=np.array([0, 0, 1, 1, 1]),
        candidate=np.array([0, 1, 0, 1, 2]),
        strength=np.array([0.4, 0.9, 0.2, 0.5, 1.0]),
        existing=np.array([[0.3], [0.0]]),
        ramp=np.ones((1, 1)),
        period_weight=np.ones(1),
        marginal=np.ones(1),
        mode=mode,
    )
    problem = PlanningProblem(
        candidates=("A", "B", "C"),
        years=(0,),
        layers=(layer,),
        goals=(Goal("g", (("t", 1.0),)),),
        stages=(Stage("maximise", {"g": 2}),),
    )
    for chosen in (["A"], ["A", "B"], ["A", "B", "C"]):
        plan = Plan(dict.fromkeys(chosen, 0), {})
        existing, shares = ledger(problem, plan)
        whole = score.stage_value(score.goals(problem, score.to_arrays(problem, plan)), problem.stages[0])
        assert existing + sum(shares.values()) == pytest.approx(whole, abs=1e-12)


def test_the_ledger_of_a_plan_of_the_program():
    outcome = plan_city(*random_city(5))
    existing, shares = ledger(outcome.problem, outcome.plan)
    assert existing + sum(shares.values()) == pytest.approx(outcome.objective, abs=1e-9)
