"""Plans of the sample city as of 2026: proven, audited, and history stands in them as it was recorded."""

from pathlib import Path

import pytest

from loaders.dataset import load
from planner.audit import audit
from planner.families.city_problem import compile_city
from planner.infeasible import conflict
from planner.problem.rows import OF_HISTORY
from planner.rulebook import scenario
from planner.runs.pipeline import plan_result
from planner.solving.highs import Limits

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo_2026"


@pytest.fixture(scope="module")
def eco():
    return load(CITY).require()


@pytest.fixture(scope="module")
def told(eco):
    return scenario.load(CITY / "scenarios" / "base.yaml")


@pytest.fixture(scope="module")
def base(eco, told):
    return plan_result(eco, told, Limits())


def test_base_is_proven_and_passes_the_audit(eco, told, base):
    outcome, result = base
    assert outcome.status == "proven"
    assert result.as_of == 2026
    claims = {name: value for name, value in outcome.goals.items() if name not in OF_HISTORY}
    report = audit(eco, told.policy, outcome.plan, claims)
    assert report.clean, report.findings
    assert report.checked > 500
    approved = {c.centre: c.approved_year for c in result.history if c.approved_year is not None}
    assert len(approved) == 12
    assert {c: y for c, y in outcome.plan.starts.items() if y <= 2026} == {
        c: y for c, y in approved.items() if c != "C13"
    }


def test_money_has_three_parts(base):
    _, result = base
    # by hand: city and district 560, 1,680, 2,380, 1,860, and 80 of the province in 2026
    assert result.paid == {2023: 560, 2024: 1680, 2025: 2380, 2026: 1940}
    # the promises of 2027; that of C25 (140) is held at 0.7 · 140 after its grade
    assert result.committed[2027] >= 200 + 100 + 98 + 240 + 300
    assert set(result.committed) == {2027}
    assert min(result.new) == 2027
    assert result.equity.paid == {2023: 200, 2024: 650, 2025: 140}
    assert result.equity.committed == {2025: 140}


def test_decisions_of_2027(base):
    _, result = base
    found = {d.centre: d.decision for d in result.decisions if d.decision != "approved"}
    assert found.pop("C25") == "reduced"
    assert set(found.values()) == {"continued"}
    assert "C13" not in found
    assert len(found) == 10


def test_impossible_names_the_promises_and_the_budget_that_cannot_hold_them(eco):
    policy = scenario.load(CITY / "scenarios" / "impossible.yaml").policy
    found = conflict.find(compile_city(eco, policy))
    assert {rule.key for rule in found.rules} == {"budgets.city.2027", "course.commitments"}
