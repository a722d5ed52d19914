"""Random cities in the middle of their scheme: the program finds what trying every choice finds."""

import pytest

from buju_testing.mixed_history import mixed_history
from buju_testing.random_history import best_of_all, random_history
from graph.base.errors import UsageError
from planner.audit import audit
from planner.families.city_problem import compile_city
from planner.problem import score
from planner.problem.rows import OF_HISTORY
from planner.solving.stages import solve


def held_to_the_truth(seed, *, may_stop=False, levels=False, equity=None):
    """Plan one random city as :func:`found_true` does."""
    eco, policy = random_history(seed, may_stop=may_stop, levels=levels, sizes=(3, 5) if levels else (3, 7))
    return found_true(eco, policy.model_copy(update={"equity": policy.equity.model_copy(update=equity or {})}), seed)


def found_true(eco, policy, seed):
    """Plan one city and hold value, cost and shortfall to what trying every choice gives; the status of the plan."""
    truth = best_of_all(eco, policy)
    problem = compile_city(eco, policy)
    found = solve(problem)
    if truth.objective is None:
        assert found.status == "infeasible", seed
        return found.status
    assert found.plan is not None
    assert found.stages[0].status == found.stages[1].status == "proven"
    reached = score.goals(problem, score.to_arrays(problem, found.plan))
    assert reached["shortfall"] == pytest.approx(truth.shortfall, abs=1e-4)
    assert found.objective == pytest.approx(truth.objective, abs=2e-6)
    assert found.stages[1].objective == pytest.approx(truth.cost, rel=1e-5, abs=1e-3)
    claimed = {name: value for name, value in reached.items() if name not in OF_HISTORY}
    report = audit(eco, policy, found.plan, claimed | {"objective": found.objective})
    assert report.clean, [f.words.en for f in report.findings]
    return found.status


@pytest.mark.parametrize("seed", range(30))
def test_program_equals_trying_every_choice(seed):
    assert held_to_the_truth(seed) in ("proven", "infeasible")


@pytest.mark.parametrize("seed", range(400, 415))
def test_stops_are_the_best_of_all_choices(seed):
    assert held_to_the_truth(seed, may_stop=True) in ("proven", "infeasible")


def test_a_pot_that_history_has_overdrawn_makes_the_plan_stop_nobody():
    """City 2092: 250 of 200 are paid; C0 and C1 ask for 100 and 200 more, and stay (.4195, not .3281 without them)."""
    assert held_to_the_truth(2092, may_stop=True) == "proven"


SPENT = {"pot": 200, "pots": {2024: 0, 2026: 200}}
"""Pots that the approvals of the past have often used up, of years that are over too."""


@pytest.mark.parametrize("seed", [3182, *range(3000, 3008)])
def test_pots_that_history_has_used_up_leave_no_room_and_stop_nobody(seed):
    assert held_to_the_truth(seed, may_stop=True, equity=SPENT) in ("proven", "infeasible")


@pytest.mark.long
def test_pots_that_history_has_used_up_in_three_hundred_cities():
    found = [held_to_the_truth(seed, may_stop=True, equity=SPENT) for seed in range(3300, 3600)]
    assert found.count("proven") >= 200


@pytest.mark.parametrize("seed", range(600, 612))
def test_levels_are_reached_by_the_best_of_all_choices(seed):
    """Promotions of every choice in every order: the program's queues and the audit's ladder play no part in it."""
    assert held_to_the_truth(seed, levels=True) in ("proven", "infeasible")


MENDED = [26, 62, 77, 142, 153, 158]
"""Cities in which one rule met another or a stop, and the plan was not the truth or its audit was not clean."""


@pytest.mark.parametrize("seed", [*MENDED, *range(7000, 7030)])
def test_whatever_rules_meet_the_plan_is_the_best_of_all_choices(seed):
    assert found_true(*mixed_history(seed), seed) in ("proven", "infeasible", "time_limit")


@pytest.mark.long
def test_whatever_rules_meet_in_four_hundred_cities():
    found = [found_true(*mixed_history(seed), seed) for seed in range(7100, 7500)]
    assert found.count("proven") >= 200
    assert found.count("time_limit") <= 4


@pytest.mark.long
def test_levels_are_reached_by_the_best_of_all_choices_in_three_hundred_cities():
    found = [held_to_the_truth(seed, levels=True) for seed in range(612, 912)]
    assert found.count("proven") >= 150
    assert found.count("time_limit") <= 3


@pytest.mark.long
def test_program_equals_trying_every_choice_in_three_hundred_cities():
    """Value and cost are the truth in every city; a later stage may be refuted (HiGHS 1.15.1 is wrong on one delay)."""
    found = [held_to_the_truth(seed) for seed in range(30, 330)]
    assert found.count("proven") >= 200
    assert found.count("time_limit") <= 3


def test_random_cities_ask_for_a_year():
    eco, policy = random_history(0)
    with pytest.raises(UsageError):
        compile_city(eco, policy.model_copy(update={"as_of": None}))
