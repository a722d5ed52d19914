"""Cities at every scale of money, thresholds that equal their value, and existing centres beyond a limit."""

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.changed_policy import changed
from buju_testing.random_city import random_city
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import CONDITIONS
from planner.audit import audit
from planner.problem.plan import Plan
from planner.rulebook.scenario import shipped
from planner.rulebook.scenario.consistency import check
from planner.runs.outcome import plan_city

SUPPORT = ("total_cap", "first_year_cap", "default_minimum")
EQUITY = ("pot", "default_amount")
MONEY = {"investments": ("investment",), "centres": ("minimum_support", "equity")}


def times(value, power):
    return None if value is None else float(Fraction(str(value)) * Fraction(10) ** power)


def scaled(eco, policy, power):
    """The same city with all money in another unit."""
    tables = {
        name: {
            column: np.array([v if np.isnan(v) else times(v, power) for v in data])
            if column in MONEY.get(name, ())
            else data
            for column, data in columns.items()
        }
        for name, columns in eco.tables.items()
    }
    budgets, support, equity = policy.budgets, policy.support, policy.equity
    moved = policy.model_copy(
        update={
            "budgets": budgets.model_copy(
                update={
                    "city": {k: times(v, power) for k, v in budgets.city.items()},
                    "total": times(budgets.total, power),
                    "districts": {k: times(v, power) for k, v in budgets.districts.items()},
                }
            ),
            "support": support.model_copy(update={k: times(getattr(support, k), power) for k in SUPPORT}),
            "equity": equity.model_copy(update={k: times(getattr(equity, k), power) for k in EQUITY}),
        }
    )
    return Ecosystem(eco.info, tables), moved


@pytest.mark.parametrize("seed", range(12))
def test_money_in_another_unit_gives_the_same_plan(seed):
    eco, policy = random_city(seed)
    outcome = plan_city(eco, policy)
    for power in (-6, 6, random.Random(seed).choice([-4, -1, 2, 9])):
        other_eco, other_policy = scaled(eco, policy, power)
        other = plan_city(other_eco, other_policy)
        assert other.status == outcome.status
        if outcome.plan is None:
            continue
        assert other.plan.starts == outcome.plan.starts
        paid = {c: {f: times(a, power) for f, a in years.items()} for c, years in outcome.plan.support.items()}
        assert other.plan.support == {c: pytest.approx(years, rel=1e-12) for c, years in paid.items()}
        assert audit(other_eco, other_policy, other.plan, {"objective": other.objective}).clean


def city(existing, conditions=(), candidates=("A", "B")):
    """Candidates and existing centres of one field, district and lead."""
    ids = [*candidates, *(f"E{k}" for k in range(existing))]
    return Ecosystem.from_rows(
        DatasetInfo("edge"),
        {
            "fields": [{"id": "F", "name": "F"}],
            "districts": [{"id": "D", "name": "D"}],
            "organisations": [{"id": "O", "name": "O", "kind": "firm"}],
            "people": [{"id": "P", "name": "P"}],
            "centres": [
                {
                    "id": i,
                    "name": i,
                    "status": "existing" if i.startswith("E") else "candidate",
                    "field": "F",
                    "subfield": "S",
                    "district": "D",
                    "lead_id": "O",
                    "formation": "enterprise",
                    "channel": "city",
                    "chief_scientist_id": "P",
                }
                for i in ids
            ],
            "conditions": [
                {"centre_id": i, **dict(zip(NAMES, conditions, strict=True))} for i in candidates if conditions
            ],
            "rules": [
                {"kind": "excludes", "members": "|".join(ids)},
                {"kind": "at_most", "members": "|".join(ids), "limit": 1},
            ],
        },
    )


NAMES = [name for name, _, _ in CONDITIONS]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3), st.integers(0, 2), st.integers(1, 2))
def test_existing_centres_alone_make_no_plan_impossible(existing, most, each):
    """Whatever exists, there is a plan, and beyond a limit it adds nothing."""
    policy = changed(
        shipped("ningbo-2023").policy,
        (
            *("target.count=null", f"target.maximum={most}", "target.count_existing=true", "readiness.each={}"),
            *(f"exclusive.centres_per_{what}={each}" for what in ("lead", "chief_scientist", "subfield")),
            *("readiness.mean=null", f"quotas.district={{D: {{max: {most}}}}}"),
        ),
    )
    eco = city(existing)
    outcome = plan_city(eco, policy)
    assert outcome.status == "proven"
    assert audit(eco, policy, outcome.plan).clean
    if existing >= max(most, 1):
        assert not outcome.plan.starts


SCORES = st.lists(st.integers(0, 10000).map(lambda n: n / 100), min_size=10, max_size=10)


@settings(max_examples=40, deadline=None)
@given(SCORES)
def test_a_threshold_that_equals_the_value_is_met_and_a_hundredth_more_is_not(scores):
    eco = city(0, scores, ("A",))
    mean = sum(Fraction(str(s)) for s in scores) / 10
    for least, met in ((mean, True), (mean + Fraction(1, 10**6), False)):
        if least > 100:
            continue
        sets = (f"readiness.mean={float(least)!r}", "readiness.each={}", "target.count=1", "target.maximum=null")
        policy = changed(shipped("ningbo-2023").policy, sets)
        outcome = plan_city(eco, policy)
        assert (outcome.status == "proven") is met
        assert audit(eco, policy, Plan({"A": 2023}, {})).clean is met


def errors(objective):
    policy = changed(shipped("ningbo-2023").policy, (f"objective={objective}",))
    return [c.code for c in check(policy) if c.level == "error"]


@pytest.mark.parametrize("goal", ["coverage", "collaboration", "partners", "talent", "firms"])
def test_a_goal_that_cannot_be_minimised_is_refused(goal):
    assert errors(f"[{{minimise: {{{goal}: 1}}}}, {{maximise: {{delay: 1}}}}]") == ["Y754"]
    assert errors(f"[{{minimise: {{{goal}: 0, cost: 1}}}}]") == []


def test_goals_that_can_be_minimised_are_not():
    assert errors("[{minimise: {mechanism: 1, cost: 1}}, {maximise: {delay: 1}}]") == []
