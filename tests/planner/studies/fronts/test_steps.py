"""Steps of goals: the greatest amount that divides every amount, and where real numbers have their say."""

import math
import random

import numpy as np
import pytest

from planner.problem.rows import Goal
from planner.problem.steps import common_step, goal_step
from planner.problem.tables import Settings, from_tables


@pytest.mark.parametrize(
    ("amounts", "step"),
    [([3, 5], 1), ([6, 9, -12], 3), ([0.1, 0.25], 0.05), ([1 / 39, 5 / 39], 1 / 39), ([0, 0], 1), ([7.5], 7.5)],
)
def test_steps_by_hand(amounts, step):
    assert common_step(amounts) == pytest.approx(step, rel=1e-12)


@pytest.mark.parametrize("amounts", [[1, math.sqrt(2)], [1, math.pi, 2], [random.Random(s).random() for s in range(5)]])
def test_real_numbers_have_no_step(amounts):
    assert common_step(amounts) is None


def test_every_sum_is_a_multiple():
    rng = random.Random(2)
    amounts = [rng.randint(1, 400) / 8 for _ in range(30)]
    step = common_step(amounts)
    for _ in range(50):
        total = sum(rng.sample(amounts, rng.randint(1, 30))) / step
        assert total == pytest.approx(round(total), abs=1e-7)


def of_tables(coverage, strength, bonus=0.0):
    return from_tables(
        {
            "candidates": {"candidate": ["A", "B"], "value": [2.0, 4.0]},
            "technologies": {"technology": ["T"], "weight": [6.0], "required": [0]},
            "covers": {"candidate": ["A", "B"], "technology": ["T", "T"], "strength": strength},
            "synergies": {"a": ["A"], "b": ["B"], "bonus": [bonus]},
            "usage": {"candidate": ["A", "B"], "row": ["m", "m"], "amount": [1.5, 3.0]},
        },
        Settings(coverage=coverage),
    )


@pytest.mark.parametrize(
    ("coverage", "strength", "bonus", "step"),
    [
        ("any", [1.0, 1.0], 0.0, 2.0),
        ("any", [1.0, 1.0], 0.5, 0.5),
        ("best", [0.5, 1.0], 0.0, 1.0),
        ("all", [1, 1], 3, 1),
    ],
)
def test_steps_of_what_a_goal_is_made_of(coverage, strength, bonus, step):
    problem = of_tables(coverage, strength, bonus)
    goals = {g.name: g for g in problem.goals}
    assert goal_step(problem, goals["total"]) == pytest.approx(step)
    assert goal_step(problem, goals["cost"]) == 1.5
    assert goal_step(problem, goals["count"]) == 1.0


def test_a_factor_counts():
    problem = of_tables("any", [1.0, 1.0])
    assert goal_step(problem, Goal("third", (("value", 1 / 3),))) == pytest.approx(2 / 3)
    assert goal_step(problem, Goal("mixed", (("value", 1.0), ("cost", math.pi)))) is None
    assert np.isfinite(goal_step(problem, Goal("delay", (("delay", 1.0),))))
