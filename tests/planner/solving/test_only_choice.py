"""A choice that is alone settles the stages behind; one of several does not."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from buju_testing.made_up_programme import made_up_programme
from graph.base.words import Words
from planner import program
from planner.problem.rows import CountRow, Goal, PlanningProblem, Rule, Stage
from planner.solving import only_choice, small_program, stages
from planner.solving.exact_stage import ExactModel
from planner.solving.highs import Limits
from planner.solving.only_choice import is_only_choice, is_worth_asking
from planner.solving.stages import solve

COST = "first"
LATE = "second"


def two_of(costs, late=None):
    """Two of some centres, at least cost, then at least ``late``, then as ``third`` has it."""
    late = list(range(len(costs))) if late is None else late
    count = len(costs)
    goals = tuple(Goal(name, ((name, 1.0),)) for name in (COST, LATE, "third"))
    return PlanningProblem(
        candidates=tuple(f"C{k}" for k in range(count)),
        years=(2026,),
        counts=(CountRow(Rule("two", "two", Words("two", "两个")), np.arange(count), low=2, high=2),),
        values={COST: np.array(costs, float), LATE: np.array(late, float), "third": np.arange(count, 0, -1.0)},
        goals=goals,
        stages=tuple(Stage("minimise", {goal.name: 1.0}) for goal in goals),
    )


def is_only(costs, chosen):
    problem = two_of(costs)
    frame, worth = program.build(problem)
    goal, _ = program.stage_worth(worth, problem.stages[0])
    values = np.zeros(len(frame.columns))
    for i in chosen:
        values[list({c for c in frame.active[i] if c is not None})] = 1.0
    least = sum(sorted(costs)[:2])
    return is_only_choice(frame, goal, values, least + 0.6, Limits())


@pytest.mark.parametrize(
    ("costs", "only"),
    [([1, 2, 4, 8], True), ([1, 2, 3, 8], True), ([1, 2, 2, 8], False), ([1, 1, 1, 1], False)],
)
def test_two_cheapest_of_four(costs, only):
    assert is_only(costs, (0, 1)) is only


def test_no_other_plan_at_all_proves_nothing():
    assert is_only([1, 2], (0, 1)) is False  # the solver says "infeasible", which presolve may be wrong about


def test_no_work_allowed_leaves_it_open():
    problem = made_up_programme(60, 0, count=6, parts=3)
    frame, worth = program.build(stages.one_year(problem).problem)
    goal, _ = program.stage_worth(worth, problem.stages[0])
    goal = {column: -value for column, value in goal.items()}
    assert is_only_choice(frame, goal, np.zeros(len(frame.columns)), 1e9, Limits(rounds=0)) is False


def test_small_programs_and_those_with_money_are_not_asked():
    with_money = made_up_programme(400, 0)
    assert not is_worth_asking(program.build(with_money)[0])
    assert is_worth_asking(program.build(stages.one_year(with_money).problem)[0])
    assert not is_worth_asking(program.build(two_of([1, 2, 3]))[0])


def best_by_hand(costs, late):
    """The three stages by counting through all pairs."""
    third = range(len(costs), 0, -1)
    pairs = combinations(range(len(costs)), 2)
    return min(tuple(sum(values[i] for i in pair) for values in (costs, late, third)) for pair in pairs)


@pytest.mark.parametrize("seed", range(30))
def test_stages_are_those_of_all_pairs_whether_a_choice_is_alone_or_not(monkeypatch, seed):
    rng = np.random.default_rng(seed)
    costs, late = rng.integers(1, 9, (2, 7)).tolist()
    problem = two_of(costs, late)
    problem = replace(problem, stages=(Stage("minimise", {}), *problem.stages)) if seed % 2 else problem
    monkeypatch.setattr(only_choice, "LEAST", 0)
    monkeypatch.setattr(small_program, "SMALL", 0)
    solved = solve(problem)
    assert solved.status == "proven"
    assert tuple(stage.objective for stage in solved.stages[-3:]) == best_by_hand(costs, late)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_alone_is_worth_in_every_stage_what_a_search_of_each_finds(monkeypatch, seed):
    problem = made_up_programme(60, seed, count=6, parts=3)
    problem = replace(problem, budgets=(replace(problem.budgets[0], cap=3e7),))
    searched = solve(problem)
    asked = []
    whether = ExactModel.is_only
    monkeypatch.setattr(only_choice, "LEAST", 0)
    monkeypatch.setattr(ExactModel, "is_only", lambda self, *given: asked.append(whether(self, *given)) or asked[-1])
    told = solve(problem)
    assert asked == [True]
    assert told.plan == searched.plan
    assert [(s.objective, s.status) for s in told.stages] == [(s.objective, s.status) for s in searched.stages]
    assert all(s.gap == 0.0 for s in told.stages)
