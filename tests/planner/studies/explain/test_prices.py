"""Replacement and forcing cost: oracle numbers, and every candidate of small cities by brute force."""

import pytest

from buju_testing.brute_force import brute_force
from buju_testing.oracle import CHOSEN, FORCING, OPTIMUM, REPLACEMENT, ten_candidates
from buju_testing.random_city import random_city
from planner.rulebook import scenario
from planner.runs.outcome import plan_city
from planner.solving.stages import solve
from planner.studies.explain.prices import ExplainedPlan, price


def test_ten_candidates():
    problem = ten_candidates()
    case = ExplainedPlan(problem, scenario.shipped("ningbo-2023").policy, solve(problem).plan)
    assert case.worth == pytest.approx(OPTIMUM)
    assert sorted(case.plan.starts) == [f"C{i}" for i in CHOSEN]
    for i, cost in (REPLACEMENT | FORCING).items():
        found = price(case, f"C{i}")
        assert found.cost == pytest.approx(cost)
        assert found.proven
        assert (f"C{i}" in found.starts) == (i in FORCING)
        assert not found.lifted


@pytest.mark.parametrize("seed", [2, 5, 9])
def test_random_cities_by_brute_force(seed):
    eco, policy = random_city(seed)
    outcome = plan_city(eco, policy)
    assert outcome.plan is not None
    case = ExplainedPlan(outcome.problem, policy, outcome.plan)
    for centre in outcome.problem.candidates:
        chosen = centre in outcome.plan.starts
        key = "rejected" if chosen else "chosen"
        listed = tuple(dict.fromkeys((*getattr(policy.fixed, key), centre)))
        turned = policy.model_copy(update={"fixed": policy.fixed.model_copy(update={key: listed})})
        truth = brute_force(eco, turned).objective
        found = price(case, centre)
        if truth is None:
            assert found.lifted or found.cost is None
        else:
            assert not found.lifted
            assert found.cost == pytest.approx(abs(truth - outcome.objective), abs=2e-6)
            assert (centre in found.starts) != chosen
