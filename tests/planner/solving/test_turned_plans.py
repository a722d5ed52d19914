"""Plans with decisions turned round: every answer is that of a plain solve, whatever the order of the questions."""

import numpy as np
import pytest

from buju_testing.random_city import random_city
from planner.families.city_problem import compile_city
from planner.problem import score
from planner.solving import turned_plans, warm_tree
from planner.solving.highs import Limits
from planner.solving.stages import solve
from planner.solving.turned_plans import TurnedPlans
from planner.studies.explain.prices import ExplainedPlan, price

SEEDS = range(14)


def planned(seed):
    """A random city with a plan to be explained, or None where it has none."""
    city, policy = random_city(seed)
    problem = compile_city(city, policy)
    solution = solve(problem)
    return None if solution.plan is None else ExplainedPlan(problem, policy, solution.plan)


CASES = {seed: case for seed in SEEDS if (case := planned(seed)) is not None}


def worth(case, plan):
    return score.stage_value(score.goals(case.problem, score.to_arrays(case.problem, plan)), case.stage)


def changed(case, plan):
    return sum((c in plan.starts) != (c in case.plan.starts) for c in case.where)


def questions(case):
    """Every candidate turned, and some pairs kept out."""
    out = [case.turn(c) for c in case.where]
    rng = np.random.default_rng(len(case.where))
    out += [{int(i): False for i in rng.choice(len(case.where), 2, replace=False)} for _ in range(3)]
    return out


def test_there_are_cases():
    assert len(CASES) >= 8


@pytest.mark.parametrize("seed", CASES)
@pytest.mark.parametrize("small", [0, turned_plans.SMALL])
def test_every_answer_is_that_of_a_plain_solve(seed, small, monkeypatch):
    monkeypatch.setattr(turned_plans, "SMALL", small)
    case = CASES[seed]
    turned = TurnedPlans(case.problem, case.stage, (c in case.plan.starts for c in case.where), case.worth)
    assert (turned.tree is None) == (small == 0 or bool(turned.frame.whole))
    asked = questions(case)
    given = list(turned.falling([turned.question(one) for one in asked], Limits()))
    assert len(given) == len({turned.question(one) for one in asked})
    for one in asked:
        found = turned.known[turned.question(one)]
        plan, proven = case.best(case.problem, one, Limits())
        assert found.proven
        assert proven
        assert (found.values is None) == (plan is None)
        if plan is None or found.values is None:
            continue
        mine = turned.plan(found.values)
        assert all((case.problem.candidates[i] in mine.starts) == on for i, on in one.items())
        assert worth(case, mine) == pytest.approx(worth(case, plan), abs=1e-6, rel=1e-6)
        assert found.bound <= found.value + turned.tolerance
        assert found.bound >= found.value - 2 * turned.tolerance


@pytest.mark.parametrize("seed", CASES)
def test_nearest_plans_change_as_few_centres_as_those_of_a_plain_solve(seed):
    case = CASES[seed]
    for centre in case.where:
        found = price(case, centre)
        plan, _ = case.best(case.problem, case.turn(centre), Limits())
        if plan is None:
            continue
        near = case.nearest(case.problem, case.turn(centre), worth(case, plan), Limits())
        assert found.proven
        assert sum((c in found.starts) != (c in case.plan.starts) for c in case.where) == changed(case, near)


def test_the_order_of_the_questions_is_nothing_to_the_answers():
    case = CASES[min(CASES)]
    values = []
    for order in (1, -1):
        turned = TurnedPlans(case.problem, case.stage, (c in case.plan.starts for c in case.where), case.worth)
        found = {c: turned.best(case.turn(c), Limits()).value for c in list(case.where)[::order]}
        values.append([found[c] for c in case.where])
    assert values[0] == pytest.approx(values[1], abs=turned.tolerance)


@pytest.mark.parametrize("small", [0, turned_plans.SMALL])
def test_what_is_cut_short_is_no_answer_and_is_asked_again(small, monkeypatch):
    monkeypatch.setattr(turned_plans, "SMALL", small)
    monkeypatch.setattr(warm_tree, "PER_ROUND", 0)
    cut = 0
    for case in CASES.values():
        turned = TurnedPlans(case.problem, case.stage, (c in case.plan.starts for c in case.where), case.worth)
        for centre in case.where:
            found = turned.best(case.turn(centre), Limits(rounds=0))
            cut += found.cut
            assert not (found.cut and found.proven)
        if cut:
            again = [turned.best(case.turn(c), Limits()) for c in case.where]
            assert all(found.proven for found in again)
            break
    assert cut


def test_a_price_that_was_cut_short_is_not_given(monkeypatch):
    monkeypatch.setattr(warm_tree, "PER_ROUND", -1)
    case = planned(min(CASES))
    prices = [price(case, c, Limits(rounds=1)) for c in case.where]
    cut = [one for one in prices if one.cut_short]
    assert cut
    assert all(one.cost is None and not one.starts and not one.proven for one in cut)
