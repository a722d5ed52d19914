"""From ecosystem and policy to the problem: figures worked out by hand, readings of the base, keys, laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing import audit_city
from buju_testing.random_city import random_city
from graph.model.ecosystem import Ecosystem
from graph.model.schema import TABLES
from planner.audit import audit
from planner.families.city_problem import compile_city
from planner.families.rules.support import support
from planner.families.use import broken, uses
from planner.infeasible import conflict
from planner.problem import score
from planner.problem.city import City
from planner.runs.outcome import plan_city
from planner.solving.highs import Limits


@pytest.fixture(scope="module")
def problem():
    return compile_city(audit_city.city(), audit_city.policy())


def test_goals_of_the_plan_worked_by_hand(problem):
    at = score.to_arrays(problem, audit_city.plan())
    reached = score.goals(problem, at)
    for name in reached:
        assert reached[name] == pytest.approx(audit_city.FIGURES[name], abs=1e-12), name
    assert broken(problem, at) == []
    assert score.stage_value(reached, problem.stages[0]) == pytest.approx(audit_city.FIGURES["objective"])


def test_the_plan_worked_by_hand_touches_the_limits_it_should(problem):
    at = score.to_arrays(problem, audit_city.plan())
    bound = {use.rule.name for use in uses(problem, at) if use.binding}
    assert {"budget city 2023", "budget city 2024", "budget total", "equity pot", "target", "target maximum"} <= bound
    assert {"quota district D1 min", "quota district D1 max", "quota year 2024 max"} <= bound


def test_solving_that_city_is_at_least_as_good_and_clean():
    eco, policy = audit_city.city(), audit_city.policy()
    outcome = plan_city(eco, policy)
    assert outcome.status == "proven"
    assert outcome.objective >= audit_city.FIGURES["objective"] - 1e-9
    assert audit(eco, policy, outcome.plan, {**outcome.goals, "objective": outcome.objective}).clean


@pytest.mark.parametrize(
    ("base", "caps"),
    [
        # centre A: 1000 a year, share .3, first-year cap 250, grade good .9; worked by hand
        ("annual", [250.0, 270.0, 270.0]),
        ("cumulative", [250.0, 540.0, 810.0]),
        ("total", [250.0, 1350.0, 1350.0]),
    ],
)
def test_three_readings_of_the_base(base, caps):
    city = City(audit_city.city(), audit_city.policy("support.base", base))
    assert support(city).cap[city.candidate_ids.index("A")] == pytest.approx(caps)


def test_a_poor_grade_stops_the_support_after_the_first_year():
    policy = audit_city.policy("evaluation", {"factors": {"poor": 0.0}, "expected": {}, "centres": {"A": "poor"}})
    city = City(audit_city.city(), policy)
    assert support(city).cap[city.candidate_ids.index("A")].tolist() == [250.0, 0.0, 0.0]


def test_every_key_of_a_rule_is_a_path_of_the_policy(problem):
    values = audit_city.policy().model_dump()
    for rule in problem.rules():
        if rule.key:
            here = values
            for part in rule.key.split("."):
                here = here[int(part) if part.isdigit() else part]


def test_rule_names_are_unique_within_each_family(problem):
    rows = (*problem.bars, *problem.counts, *problem.budgets, *problem.depths, *problem.logic)
    names = [row.rule.name for row in rows]
    assert len(names) == len(set(names))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 199), st.integers(1, 300))
def test_more_money_never_hurts(seed, more):
    eco, policy = random_city(seed)
    richer = policy.model_copy(
        update={
            "budgets": policy.budgets.model_copy(
                update={
                    "city": {year: cap + more for year, cap in policy.budgets.city.items()},
                    "total": None if policy.budgets.total is None else policy.budgets.total + more,
                }
            )
        }
    )
    before, after = plan_city(eco, policy), plan_city(eco, richer)
    if before.plan is not None:
        assert after.plan is not None
        assert after.objective >= before.objective - 2e-6


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 199), st.randoms(use_true_random=False))
def test_the_order_of_the_data_is_irrelevant(seed, rng):
    eco, policy = random_city(seed)
    tables = {}
    for name, columns in eco.tables.items():
        order = list(range(len(next(iter(columns.values())))))
        rng.shuffle(order)
        tables[name] = {column: values[order] for column, values in columns.items()}
    shuffled = type(eco)(eco.info, tables)
    before, after = plan_city(eco, policy), plan_city(shuffled, policy)
    assert before.status == after.status
    if before.objective is not None:
        assert after.objective == pytest.approx(before.objective, abs=2e-6)


def renamed(eco, policy, rng):
    """The city with other ids of organisations, people and technologies, which sort otherwise; and old id → new id."""
    said = policy.model_dump_json()
    ids = [i for label in ("Organisation", "Person", "Technology") for i in eco.ids(label) if f'"{i}"' not in said]
    new = {i: f"{chr(0x4E00 + rng.randrange(900))}{rng.randrange(10)}-{i}" for i in ids}
    tables = {}
    for name, columns in eco.tables.items():
        told = {c.name for c in TABLES[name].columns if c.kind in ("id", "ref")}
        tables[name] = {
            column: np.array([new.get(v, v) for v in values], dtype=object) if column in told else values
            for column, values in columns.items()
        }
    return Ecosystem(eco.info, tables), new


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 199), st.randoms(use_true_random=False))
def test_names_are_names_alone(seed, rng):
    eco, policy = random_city(seed)
    other, new = renamed(eco, policy, rng)
    assert len(new) > 10
    assert set(other.ids("Organisation")) != set(eco.ids("Organisation"))
    before, after = plan_city(eco, policy), plan_city(other, policy)
    assert before.status == after.status
    if before.objective is not None:
        assert after.objective == pytest.approx(before.objective, abs=2e-6)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 199))
def test_a_conflict_is_a_conflict_and_cannot_be_shortened(seed):
    eco, policy = random_city(seed)
    outcome = plan_city(eco, policy)
    if outcome.conflict is None:
        return
    assert outcome.conflict.irreducible
    names = [rule.name for rule in outcome.conflict.rules]
    limits = Limits(seconds=20)
    assert conflict.status(conflict.only(outcome.problem, names), limits) == "infeasible"
    for name in names:
        rest = [other for other in names if other != name]
        assert conflict.status(conflict.only(outcome.problem, rest), limits) == "proven"


def test_later_stages_break_ties_and_never_cost_the_first():
    eco, policy = random_city(3)
    outcome = plan_city(eco, policy)
    alone = plan_city(eco, policy.model_copy(update={"objective": policy.objective[:1]}))
    assert outcome.objective == pytest.approx(alone.objective, abs=2e-6)
    assert outcome.goals["cost"] <= alone.goals["cost"] + 1e-6


def test_arrays_and_plan_agree(problem):
    at = score.to_arrays(problem, audit_city.plan())
    assert at.chosen.sum() == 3
    assert np.flatnonzero(at.pay.sum(axis=1)).tolist() == np.flatnonzero(at.chosen).tolist()
