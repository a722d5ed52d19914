"""Choices asked without payments by studies: their answers are those of the whole, and their plans are paid."""

import threading

import numpy as np
import pytest

from buju_testing.random_city import random_city
from planner import program
from planner.families.city_problem import compile_city
from planner.families.kinds.budgets import budget_used
from planner.problem import score
from planner.solving import turned_plans
from planner.solving.highs import Limits
from planner.solving.one_year import least_paid
from planner.solving.paid_choices import PaidChoices
from planner.solving.stages import solve
from planner.solving.turned_plans import TurnedPlans
from planner.studies.curves.budget import BudgetModel
from planner.studies.fronts import front


def alone(problem):
    """The choices of a problem as its first stage asks for them."""
    return PaidChoices.of(program.build(problem)[0], problem.stages[:1])


PROBLEMS = {seed: compile_city(*random_city(seed)) for seed in range(40)}
PAID = [seed for seed, p in PROBLEMS.items() if alone(p) is not None]
ALL_YEARS = [(seed, row) for seed in PAID for row in PROBLEMS[seed].budgets if row.share is not None and not row.years]


def in_whole(monkeypatch):
    monkeypatch.setattr(PaidChoices, "of", staticmethod(lambda *_: None))


def test_there_are_such_cities():
    assert len(PAID) >= 12
    assert len(ALL_YEARS) >= 6


@pytest.mark.parametrize("seed", PAID[:10])
def test_a_choice_is_paid_the_least_within_every_budget(seed):
    problem = PROBLEMS[seed]
    plan = solve(problem).plan
    if plan is None:
        pytest.skip("no plan")
    paid = alone(problem)
    values = np.zeros(len(paid.choices.frame.columns))
    for i, centre in enumerate(problem.candidates):
        for y, column in enumerate(paid.choices.frame.active[i]):
            if column is not None and centre in plan.starts and problem.years[y] >= plan.starts[centre]:
                values[column] = 1.0
    found = paid.plan(values)
    assert found.starts == plan.starts
    for i, centre in enumerate(problem.candidates):
        if centre in found.starts:
            assert sum(found.support.get(centre, {}).values()) == pytest.approx(least_paid(problem.support)[i])
    for row in problem.budgets:
        assert budget_used(problem, row, score.to_arrays(problem, found)) <= row.cap


@pytest.mark.parametrize("seed", PAID[:5])
def test_fronts_are_those_of_the_whole(seed, monkeypatch):
    problem = PROBLEMS[seed]
    goals = [problem.goals[0].name, "cost"]
    found = front.find(problem, goals)
    in_whole(monkeypatch)
    whole = front.find(problem, goals)
    assert (found.ending, len(found.points)) == (whole.ending, len(whole.points))
    assert np.array(found.points) == pytest.approx(np.array(whole.points), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("seed", "row"), ALL_YEARS[:5])
def test_curves_are_those_of_the_whole(seed, row, monkeypatch):
    def asked():
        model = BudgetModel(PROBLEMS[seed], row, Limits(), threading.Event())
        least, most = model.least(), model.best(np.inf)
        if least.used is None:
            return model.paid is not None, model.grain, [least.status]
        found = [least, most, *(model.best(least.used + t * (most.used - least.used)) for t in (0.3, 0.6))]
        return model.paid is not None, model.grain, [v for f in found for v in (f.value, f.used)]

    by_choices, grain, values = asked()
    in_whole(monkeypatch)
    assert (by_choices, asked()[0]) == (True, False)
    assert asked()[1:] == (grain, values if isinstance(values[0], str) else pytest.approx(values, rel=1e-6, abs=1e-4))


@pytest.mark.parametrize("seed", PAID[:8])
def test_prices_are_those_of_the_whole(seed, monkeypatch):
    problem = PROBLEMS[seed]
    solved = solve(problem)
    if solved.plan is None:
        pytest.skip("no plan")

    def asked():
        on = [c in solved.plan.starts for c in problem.candidates]
        turned = TurnedPlans(problem, problem.stages[0], on, solved.objective)
        found = [turned.best({i: not side}, Limits()) for i, side in enumerate(on)]
        return [turned.natural(one.value) if one.values is not None else None for one in found]

    with monkeypatch.context() as patch:
        in_whole(patch)
        whole = asked()
    found = asked()
    assert [v is None for v in found] == [v is None for v in whole]
    assert [v for v in found if v is not None] == pytest.approx([v for v in whole if v is not None], rel=1e-6, abs=1e-6)


def test_small_programs_and_those_of_the_solver_alike(monkeypatch):
    problem = PROBLEMS[PAID[0]]
    solved = solve(problem)
    on = [c in solved.plan.starts for c in problem.candidates]
    values = []
    for small in (0, turned_plans.SMALL):
        monkeypatch.setattr(turned_plans, "SMALL", small)
        turned = TurnedPlans(problem, problem.stages[0], on, solved.objective)
        assert turned.paid is not None
        values.append([turned.best({i: not side}, Limits()).value for i, side in enumerate(on)])
    assert values[0] == pytest.approx(values[1], abs=turned.tolerance)
