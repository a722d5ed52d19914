"""Problems without years and money: when that is allowed, and that the answers are those of the whole problem."""

from dataclasses import replace

import numpy as np
import pytest

from buju_testing.made_up_programme import made_up_programme
from buju_testing.random_city import random_city
from graph.base.words import Words
from planner.families import use
from planner.families.city_problem import compile_city
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import Bar, BudgetRow, CountRow, Goal, PlanningProblem, Rule, Stage, Support
from planner.solving import exact_stage, search, small_program, stages
from planner.solving.highs import Limits
from planner.solving.one_year import one_year
from planner.solving.stages import solve

ALL = Rule("all", "budget", Words("all", "all"))


def two_centres(**changes):
    """A (ready in 2024) needs 5, B needs 2; at most 4 a year, 6 in all."""
    money = Support(
        years=(2023, 2024, 2025),
        cap=np.full((2, 2), 4.0),
        total=np.full(2, np.inf),
        minimum=np.array([5.0, 2.0]),
        first=np.zeros(2),
    )
    problem = PlanningProblem(
        candidates=("A", "B"),
        years=(2023, 2024),
        bars=(Bar(ALL, np.array([[True, False], [False, False]])),),
        support=money,
        budgets=(BudgetRow(ALL, 6.0, share=np.ones(2)),),
        values={"jobs": np.array([3.0, 1.0])},
        goals=(Goal("jobs", (("jobs", 1.0),)), Goal("late", (("late_money", 1.0),)), Goal("cost", (("cost", 1.0),))),
        stages=(Stage("maximise", {"jobs": 1.0}), Stage("minimise", {"late": 1.0})),
    )
    return replace(problem, **changes)


def test_by_hand():
    found = one_year(two_centres())
    assert found.problem.support is None
    assert found.problem.budgets[0].usage.tolist() == [5.0, 2.0]
    assert found.plan(Plan({"A": 2024}, {})) == Plan({"A": 2024}, {"A": {2024: 4.0, 2025: 1.0}})
    solved = solve(two_centres())
    assert solved.plan == Plan({"A": 2024}, {"A": {2024: 4.0, 2025: 1.0}})
    assert [s.objective for s in solved.stages] == [3.0, 6.0]  # 4 one year late, 1 two years late
    assert solved.status == "proven"


def test_first_payment_counts_as_least():
    money = replace(two_centres().support, first=np.array([0.0, 3.0]))
    found = one_year(two_centres(support=money))
    assert found.problem.budgets[0].usage.tolist() == [5.0, 3.0]
    assert found.payments[1] == {2023: 3.0}


@pytest.mark.parametrize(
    "changes",
    [
        {"budgets": (BudgetRow(ALL, 6.0, share=np.ones(2), years=(2023,)),)},
        {"budgets": (BudgetRow(ALL, 6.0, usage=np.ones(2), start=0),)},
        {"budgets": (BudgetRow(ALL, 6.0, share=np.array([1.0, -1.0])),)},
        {"counts": (CountRow(ALL, np.arange(2), low=1, year=1),)},
        {"counts": (CountRow(ALL, np.arange(2), high=1, until=0),)},
        {"stages": (Stage("maximise", {"late": 1.0}),)},
        {"stages": (Stage("maximise", {"cost": 1.0}),)},
        {"before": (Stage("maximise", {"cost": 1.0}),)},
        {"support": replace(two_centres().support, unit=1.0)},
        {"support": replace(two_centres().support, no_gap=True)},
        {"support": replace(two_centres().support, minimum=np.array([9.0, 2.0]))},
    ],
)
def test_not_where_years_or_money_matter(changes):
    assert one_year(two_centres(**changes)) is None


def test_growing_ramp_gains_by_a_later_start():
    problem = made_up_programme(12, 0, count=3, parts=2)
    (layer,) = problem.layers
    later = np.linspace(0.5, 1.0, layer.ramp.shape[1])[None, :]
    assert one_year(problem) is not None
    assert one_year(replace(problem, layers=(replace(layer, ramp=later),))) is None
    assert one_year(replace(problem, layers=(replace(layer, ramp=later[:, ::-1]),))) is not None
    falling = replace(layer, ramp=later[:, ::-1], weight=-layer.weight)
    assert one_year(replace(problem, layers=(falling,))) is None


def without_yearly(problem):
    """The problem with its budgets over all years, and nothing else of single years."""
    budgets = tuple(replace(row, years=None) for row in problem.budgets if row.start is None)
    return replace(problem, budgets=budgets, counts=tuple(row for row in problem.counts if row.year is None))


def test_answers_of_random_cities_are_those_of_the_whole(monkeypatch):
    reduced = planned = 0
    for seed in range(60):
        city, policy = random_city(seed)
        problem = without_yearly(compile_city(city, policy))
        if one_year(problem) is None:
            continue
        reduced += 1
        mine = solve(problem)
        with monkeypatch.context() as patch:
            patch.setattr(stages, "one_year", lambda _: None)
            whole = solve(problem)
        assert mine.status == whole.status, seed
        assert [s.objective for s in mine.stages] == pytest.approx([s.objective for s in whole.stages], abs=2e-6), seed
        if mine.plan is not None:
            planned += 1
            assert not list(use.broken(problem, score.to_arrays(problem, mine.plan))), seed
    assert reduced >= 10
    assert planned >= 5


@pytest.mark.parametrize("seed", range(4))
def test_answers_of_made_up_programmes_are_those_of_the_whole(monkeypatch, seed):
    problem = made_up_programme(30, seed, count=6, parts=3)
    problem = replace(problem, budgets=(replace(problem.budgets[0], cap=2.5e7),))
    mine = solve(problem)
    monkeypatch.setattr(stages, "one_year", lambda _: None)
    whole = solve(problem)
    assert (mine.status, whole.status) == ("proven", "proven")
    assert [s.objective for s in mine.stages] == pytest.approx([s.objective for s in whole.stages], rel=1e-7)
    assert mine.plan is not None
    assert not list(use.broken(problem, score.to_arrays(problem, mine.plan)))


def test_three_thousand_projects_get_a_plan_and_a_bound():
    solved = solve(made_up_programme(3390, 1), Limits(seconds=60.0))
    assert solved.plan is not None
    assert solved.stages[0].bound is not None
    assert solved.stages[0].gap <= 0.01


def test_a_limit_of_the_first_moment_ends_with_what_is_known():
    solved = solve(made_up_programme(400, 2), Limits(seconds=0.01))
    assert solved.status in ("time_limit", "proven")


@pytest.mark.parametrize("seed", range(3))
def test_later_stages_lose_nothing_by_what_earlier_ones_shut(monkeypatch, seed):
    problem = made_up_programme(60, seed, count=6, parts=3)
    problem = replace(problem, budgets=(replace(problem.budgets[0], cap=3e7),))
    monkeypatch.setattr(small_program, "SMALL", 0)
    plain = solve(problem)  # 60 yes/no columns: branch and bound alone
    monkeypatch.setattr(search, "WORTH_IT", 0)
    shut = []
    bounds = exact_stage.ExactModel.hold
    monkeypatch.setattr(
        exact_stage.ExactModel,
        "hold",
        lambda self, asked, reached, more=(): (shut.append(len(more)), bounds(self, asked, reached, more)),
    )
    searched = solve(problem)
    assert (plain.status, searched.status) == ("proven", "proven")
    assert [s.objective for s in searched.stages] == pytest.approx([s.objective for s in plain.stages], rel=1e-9)
    assert any(shut)
