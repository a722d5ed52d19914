"""The program against every plan of small random cities: same optimum, same ties broken, same infeasibility."""

from functools import cache

import pytest

from buju_testing.brute_force import brute_force
from buju_testing.random_city import random_city
from planner.audit import audit
from planner.runs.outcome import plan_city

SEEDS = range(200)
QUICK = range(25)
REST = tuple(s for s in SEEDS if s not in QUICK)


@cache
def truth(seed):
    return brute_force(*random_city(seed))


def compare(seed):
    eco, policy = random_city(seed)
    best = truth(seed)
    outcome = plan_city(eco, policy)
    if best.objective is None:
        assert outcome.status == "infeasible", outcome.objective
        assert outcome.plan is None
        return
    assert outcome.status == "proven"
    assert outcome.objective == pytest.approx(best.objective, abs=1e-6, rel=1e-6)
    report = audit(eco, policy, outcome.plan, {"objective": outcome.objective, **outcome.goals})
    assert report.clean, [f.words.en for f in report.findings]
    if best.second is not None:
        assert report.recomputed["stage2"] == pytest.approx(best.second, abs=1e-4, rel=1e-6)


@pytest.mark.parametrize("seed", QUICK)
def test_program_finds_the_true_optimum(seed):
    compare(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", REST)
def test_program_finds_the_true_optimum_of_many_more(seed):
    compare(seed)
