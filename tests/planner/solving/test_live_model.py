"""One model asked many times: whether the tree or HiGHS answers, and in whatever order, the answers are the same."""

import threading
from itertools import product

import numpy as np
import pytest

from buju_testing.random_city import random_city
from planner import program
from planner.families.city_problem import compile_city
from planner.problem.tables import Settings, from_tables
from planner.solving import live_model, warm_tree
from planner.solving.highs import Limits
from planner.solving.live_model import LiveModel
from planner.studies.fronts import front

GOALS = ["coverage", "cost"]


@pytest.fixture
def always(monkeypatch):
    """The tree is asked whatever the program is made of."""
    monkeypatch.setattr(live_model, "AMOUNTS", 0.0)


def knapsacks(seed, n=8):
    """Two goals under two caps, with every choice that keeps them."""
    rng = np.random.default_rng(seed)
    use, goals = rng.integers(1, 30, (2, n)), rng.integers(0, 20, (2, n))
    cap = use.sum(axis=1) // 2
    ids = [f"C{i}" for i in range(n)]
    tables = {
        "candidates": {"candidate": ids, "value": [0.0] * n, "a": goals[0], "b": goals[1]},
        "budgets": {"row": ["r0", "r1"], "cap": cap},
        "usage": {"candidate": ids * 2, "row": np.repeat(["r0", "r1"], n), "amount": use.ravel()},
    }
    choices = np.array(list(product([0, 1], repeat=n)))
    return from_tables(tables, Settings()), goals, choices[(choices @ use.T <= cap).all(axis=1)]


def live_of(problem):
    frame, worth = program.build(problem)
    model = LiveModel(frame, Limits(), threading.Event(), warm=True)
    return model, {goal: terms for goal, (terms, _) in worth.items()}


@pytest.mark.parametrize("seed", range(6))
def test_questions_in_any_order_are_answered_as_by_trying_every_choice(seed, always):
    problem, goals, choices = knapsacks(seed)
    frame, _ = program.build(problem)
    columns = [frame.active[i][0] for i in range(goals.shape[1])]
    model = LiveModel(frame, Limits(), threading.Event(), warm=True)
    row = model.row(dict(zip(columns, goals[1].astype(float), strict=True)))
    rng = np.random.default_rng(seed)
    model.exact_to(0.5)
    for least in rng.integers(0, goals[1].sum(), 8):
        weight = rng.integers(1, 4, 2)
        model.bound(row, low=float(least))
        model.objective({c: -float(w) for c, w in zip(columns, weight @ goals, strict=True)})
        answer = model.minimise()
        kept = choices[choices @ goals[1] >= least]
        assert model._tree is not None
        if not len(kept):
            assert answer.status == "infeasible"
            continue
        best = int((kept @ (weight @ goals)).max())
        assert answer.status == "proven"
        assert round(float(answer.values[columns] @ (weight @ goals))) == best
        assert -best - 0.5 <= answer.bound <= -best + 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_fronts_of_cities_are_the_same_by_the_tree_and_by_highs(seed, monkeypatch):
    city, policy = random_city(seed)
    problem = compile_city(city, policy)
    monkeypatch.setattr(live_model, "AMOUNTS", 0.0)
    mine = front.find(problem, GOALS)
    monkeypatch.setattr(live_model, "FEW", 0)
    theirs = front.find(problem, GOALS)
    assert mine.searched == theirs.searched
    assert len(mine.points) == len(theirs.points)
    if mine.points:
        step = np.array(mine.steps)
        assert np.all(np.abs(np.array(mine.points) - np.array(theirs.points)) <= step + 1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_what_no_plan_reaches_is_what_trying_every_choice_says(seed, always):
    problem, goals, choices = knapsacks(seed)
    frame, _ = program.build(problem)
    columns = [frame.active[i][0] for i in range(goals.shape[1])]
    model = LiveModel(frame, Limits(), threading.Event(), warm=True)
    first, second = (model.row(dict(zip(columns, goal.astype(float), strict=True))) for goal in goals)
    model.objective({c: -float(v) for c, v in zip(columns, goals[1], strict=True)})
    before = model.minimise()
    for least in range(0, int((choices @ goals[1]).max()) + 2, 5):
        kept = choices[choices @ goals[1] >= least]
        most = int((kept @ goals[0]).max()) if len(kept) else -1
        model.bound(second, low=float(least))
        model.bound(first, low=most - 1.0)  # its own bounds have no say
        assert not model.none_reaches(first, float(most)) or not len(kept)
        assert model.none_reaches(first, most + 0.5)
        assert model.none_reaches(first, most + 40.0)
    model.bound(first)
    model.bound(second)
    after = model.minimise()  # rows and objective are as they were
    assert (after.status, round(after.bound)) == (before.status, round(before.bound))


def test_a_question_cut_short_shows_nothing(always, monkeypatch):
    problem, goals, choices = knapsacks(3)
    model, _ = live_of(problem)
    columns = [model.frame.active[i][0] for i in range(goals.shape[1])]
    row = model.row(dict(zip(columns, goals[0].astype(float), strict=True)))
    most = int((choices @ goals[0]).max())
    just_above = most + 1e-3  # the relaxation alone does not show it
    assert model.none_reaches(row, just_above)
    monkeypatch.setattr(live_model, "ROUNDS", 0)
    monkeypatch.setattr(warm_tree, "PER_ROUND", 0)
    assert not model.none_reaches(row, just_above)
    monkeypatch.setattr(model, "_warm", False)
    assert not model.none_reaches(row, just_above)


def test_what_takes_long_is_highs_own_and_after_some_of_that_the_tree_is_left(always, monkeypatch):
    monkeypatch.setattr(live_model, "ROUNDS", 0)
    monkeypatch.setattr(warm_tree, "PER_ROUND", 0)
    problem, goals, choices = knapsacks(1)
    model, _ = live_of(problem)
    columns = [model.frame.active[i][0] for i in range(goals.shape[1])]
    for k in range(live_model.FAILURES + 1):
        model.objective({c: -float(v) for c, v in zip(columns, goals[k % 2], strict=True)})
        answer = model.minimise()
        assert answer.status == "proven"
        assert round(float(answer.values[columns] @ goals[k % 2])) == int((choices @ goals[k % 2]).max())
        assert model._warm == (k + 1 < live_model.FAILURES)


def test_a_plan_that_was_met_is_known_only_where_it_keeps_the_rows(always):
    problem, goals, _ = knapsacks(2)
    model, _ = live_of(problem)
    columns = [model.frame.active[i][0] for i in range(goals.shape[1])]
    uses = dict(zip(columns, goals[0].astype(float), strict=True))
    row = model.row(uses)
    model.objective({c: -v for c, v in uses.items()})
    most = -model.minimise().bound
    model.bound(row, high=round(most) - 1.0)
    assert model._tree.met
    known = model._known(model._tree)
    assert known is None or known[model.place[columns]] @ goals[0] <= round(most) - 1
    model.bound(row, high=-1.0)
    assert model._known(model._tree) is None
    assert model.minimise().status == "infeasible"
