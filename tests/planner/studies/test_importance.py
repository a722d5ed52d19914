"""Replacement, rank and cost effectiveness against values that two conservation planners assert of themselves.

t08, t09: prioritizr/prioritizr@9a89c63 tests/testthat/test_eval_replacement_importance.R, test_eval_rank_importance.R;
o02, o08: prioritizr/oppr@112578d tests/testthat/test_replacement_costs.R, test_project_cost_effectiveness.R.
"""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from buju_testing import reference_cases
from buju_testing.tiny_cases import OPPR_PROJECTS, TINY
from planner.problem.tables import Settings, from_tables
from planner.studies.importance import cost_effectiveness, rank, replacement

SHORTFALL = Settings(objective="min_shortfall", coverage="sum")


def test_replacement_t08():
    """Units cost 10, 2, 3; the plan {2, 4} costs 5. Without 2, {1, 4} costs 13; without 4, f1 has nobody."""
    found = replacement(TINY["t08"].problem, ["2", "4"])
    assert {c: r.cost for c, r in found.items()} == {"2": 8.0, "4": math.inf}
    assert found["2"].chosen == ("1", "4")
    assert all(r.proven for r in found.values())


def test_replacement_of_a_plan_that_was_not_the_best_o02():
    """The given plan {A1, A3, A4} is worth 1.7165; better ones need not hold A1 or A3, so their costs are negative."""
    found = replacement(TINY["o02"].problem, ["A1", "A3", "A4"])
    assert {c: r.objective for c, r in found.items()} == {
        "A1": pytest.approx(1.7352),
        "A3": pytest.approx(1.8477),
        "A4": None,
    }
    assert found["A1"].cost == pytest.approx(1.7165 - 1.7352)
    assert found["A4"].cost == math.inf


def test_rank_t09():
    """Budget 2.5 buys unit 2 (f1 0 of 2, f2 5 of 10: shortfall 1.5), budget 5 unit 4 too (1 of 2, 11 of 10: 0.5)."""
    problem = from_tables(TINY["t09"].columns, SHORTFALL)
    found = rank(problem, ["2", "4"], [2.5, 5.0])
    assert found.objectives == (pytest.approx(1.5), pytest.approx(0.5))
    assert found.importance == {"2": 1.0, "4": 0.5}
    assert found.proven


@pytest.mark.parametrize("budgets", [[], [5.0, 2.5], [1.0, 1.0]])
def test_budgets_must_grow(budgets):
    with pytest.raises(ValueError, match="grow"):
        rank(from_tables(TINY["t09"].columns, SHORTFALL), ["2", "4"], budgets)


def test_cost_effectiveness_o08():
    found = cost_effectiveness(TINY["o08"].problem, "P4")
    assert [e.project for e in found] == ["P1", "P2", "P3", "P4"]
    assert [e.cost for e in found] == pytest.approx([0.1, 0.1, 0.15, 0.0])
    assert [e.objective for e in found] == pytest.approx([1.0645, 1.0832, 1.604, 0.3])
    assert [e.benefit for e in found] == pytest.approx([0.7645, 0.7832, 1.304, 0.0])
    assert [e.rank for e in found] == [3, 2, 1, 4]
    assert set(OPPR_PROJECTS) == {e.project for e in found}


M01 = "m01_sim_min_set_t10"
NEED = "needs shared/reference beside the checkout"


MISSING = M01 not in reference_cases.names()


@pytest.mark.skipif(MISSING, reason=NEED)
def test_rank_of_ninety_units_under_three_budgets():
    case = reference_cases.read(M01)
    wanted = case.expected["importance"]
    found = rank(from_tables(case.columns, SHORTFALL), case.expected["selected"], wanted["rank_budgets"])
    assert found.objectives == pytest.approx(wanted["rank_objectives"], rel=1e-6, abs=1e-9)
    assert found.importance == pytest.approx(wanted["rank_n3"])
    assert found.proven


@pytest.mark.long
@pytest.mark.skipif(MISSING, reason=NEED)
def test_replacement_of_ninety_units_is_never_more_than_prioritizr_reports():
    """Their costs (4.10 for unit 57, ours 0.61) are refuted by plans that exact fractions show to meet all targets.

    It seems that their evaluation does not solve again to proof. Each of our plans is checked here from the files,
    without any code of the planner.
    """
    case = reference_cases.read(M01)
    theirs, chosen = case.expected["importance"]["replacement_absolute"], case.expected["selected"]
    cost = {row["candidate"]: Fraction(row["cost"]) for row in case.rows["candidates"]}
    found = replacement(case.problem, chosen)
    assert set(found) == set(theirs)
    for unit, other in found.items():
        assert other.proven
        assert unit not in other.chosen
        for feature in case.rows["technologies"]:
            held = sum(
                Fraction(row["strength"])
                for row in case.rows["covers"]
                if row["technology"] == feature["technology"] and row["candidate"] in other.chosen
            )
            assert held >= Fraction(feature["target"])
        exact = sum(cost[c] for c in other.chosen) - sum(cost[c] for c in chosen)
        assert other.cost == pytest.approx(float(exact), abs=1e-6)
        assert other.cost <= theirs[unit] + 1e-6
    assert max(theirs[unit] - other.cost for unit, other in found.items()) > 1.0
