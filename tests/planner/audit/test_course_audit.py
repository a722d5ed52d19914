"""Falsified plans of a city with a history: every kind is caught, and by the family that answers for it."""

from dataclasses import replace

import pytest

from buju_testing.course_cases import plan_case, policy_of
from planner.audit import audit
from planner.audit.catalogue import ALL, SOMETIMES
from planner.problem.plan import Plan

OBJECTIVE = [{"maximise": {"coverage": 1}}, {"minimise": {"cost": 1}}, {"minimise": {"delay": 1}},
             {"minimise": {"late_money": 1}}]  # fmt: skip
CENTRES = (
    # approved in the years of the plan: graded, promised, owed, matched; announced and offered; earlier; ended
    {"id": "A", "status": "approved", "approved_year": 2023, "minimum_support": 900, "district": "D1", "lead_id": "O1"},
    {"id": "B", "status": "approved", "approved_year": 2024, "district": "D2", "lead_id": "O2", "field": "F2",
     "new_legal_entity": True, "equity": 200, "investor": "I1"},
    {"id": "P", "status": "approved", "approved_year": 2024, "district": "D2", "lead_id": "O3", "minimum_support": 650},
    {"id": "E", "status": "approved", "approved_year": 2022, "district": "D1", "lead_id": "O4", "minimum_support": 800},
    {"id": "X", "status": "ended", "approved_year": 2023, "district": "D1", "lead_id": "O5"},
    {"id": "R", "status": "approved", "approved_year": 2024, "district": "D1", "lead_id": "O8"},
    {"id": "N", "status": "candidate", "ready_year": 2025, "district": "D1", "lead_id": "O6", "minimum_support": 400},
    {"id": "M", "status": "candidate", "ready_year": 2026, "district": "D2", "lead_id": "O7", "minimum_support": 300,
     "new_legal_entity": True, "equity": 150, "investor": "I1"},
    {"id": "W", "status": "candidate", "ready_year": 2025, "district": "D2", "lead_id": "O9"},
)  # fmt: skip
PAID = [
    ("A", 2023, 375, "city"), ("A", 2023, 125, "district"), ("A", 2024, 225, "city"), ("A", 2024, 75, "district"),
    ("B", 2024, 300, "city"), ("P", 2024, 300, "city"), ("P", 2024, 100, "province"), ("E", 2022, 300, "city"),
    ("E", 2023, 300, "city"), ("X", 2023, 200, "city"), ("R", 2024, 300, "city"),
]  # fmt: skip
CHANGES = {
    "objective": OBJECTIVE,
    "target.count": None,
    "goals.coverage.failure": 0,
    "years.last": 2026,
    "cofunding.district_share": 0.25,
    "budgets.city": {2024: 2000, 2025: 900, 2026: 700, 2027: 400, 2028: 300},
    "budgets.total": 4600,
    "budgets.districts": {"D1": 800, "D2": 600},
    "equity.pot": 400,
    "equity.pots": {2026: 200},
    "equity.investors": {"I1": 360},
    "payers.match": [{"left": ["city", "district"], "at_least": 4, "of": ["province"]}],
    "quotas.district": {"D1": {"max": 3}},
}


def tables():
    """The tables of the city."""
    ids = [c["id"] for c in CENTRES]
    return {
        "centres": [{"field": "F1", "formation": "enterprise", "level": "municipal", **c} for c in CENTRES],
        "technologies": [{"id": f"T{i}", "field": "F1", "kind": "bottleneck", "severity": 3} for i in ids],
        "covers": [{"centre_id": i, "technology_id": f"T{i}"} for i in ids],
        "investments": [{"centre_id": i, "year": k, "investment": 1000} for i in ids for k in range(1, 6)],
        "organisations": [{"id": f"O{k}", "kind": "firm"} for k in range(1, 10)],
        "districts": [{"id": "D1"}, {"id": "D2"}],
        "fields": [{"id": "F1"}, {"id": "F2"}],
        "payments": [
            *({"centre_id": c, "year": y, "amount": m, "payer": p} for c, y, m, p in PAID),
            {"centre_id": "B", "year": 2024, "amount": 120, "kind": "equity"},
        ],
        "commitments": [
            {"centre_id": "B", "year": 2025, "amount": 250},
            {"centre_id": "B", "year": 2026, "amount": 100},
        ],
        "evaluations": [
            {"centre_id": "A", "year": 2024, "grade": "pass"},
            {"centre_id": "B", "year": 2024, "grade": "good"},
            {"centre_id": "R", "year": 2024, "grade": "poor"},
        ],
        "decisions": [
            {"centre_id": "X", "year": 2024, "decision": "stopped"},
            {"centre_id": "N", "year": 2025, "decision": "approved"},
            {"centre_id": "R", "year": 2026, "decision": "rectify"},
            {"centre_id": "W", "year": 2024, "decision": "stopped"},
        ],
    }


@pytest.fixture(scope="module")
def city():
    return plan_case(tables(), policy_of(CHANGES, 2024))


def paid(plan, centre, **years):
    """The plan with other payments to a centre."""
    told = {int(year[1:]): amount for year, amount in years.items()}
    return Plan(plan.starts, {**plan.support, centre: {**plan.support.get(centre, {}), **told}})


def start(plan, **years):
    """The plan with other approvals; None takes one out."""
    starts = {c: y for c, y in {**plan.starts, **years}.items() if y is not None}
    return Plan(starts, plan.support)


KINDS = {
    "approval moved": (lambda p: start(p, A=2024), "A890"),
    "approval dropped": (lambda p: start(p, B=None), "A890"),
    "candidate in the past": (lambda p: start(p, M=2024), "A891"),
    "announced approval moved": (lambda p: start(p, N=2026), "A892"),
    "announced approval dropped": (lambda p: start(p, N=None), "A892"),
    "ended centre approved": (lambda p: start(p, X=2025), "A802"),
    "earlier centre approved again": (lambda p: start(p, E=2025), "A802"),
    "withdrawn candidate approved": (lambda p: start(p, W=2025), "A802"),
    "past payment raised": (lambda p: paid(p, "A", y2024=301), "A893"),
    "past payment lowered": (lambda p: paid(p, "B", y2024=299), "A893"),
    "past payment left out": (lambda p: paid(p, "P", y2024=0), "A893"),
    "payment of an ended centre forgotten": (lambda p: paid(p, "X", y2023=0), "A893"),
    "payment of an earlier centre forgotten": (lambda p: paid(p, "E", y2023=0), "A893"),
    "past payment of the last digit": (lambda p: paid(p, "A", y2023=500.00001), "A893"),
    "cap after a pass exceeded": (lambda p: paid(p, "A", y2025=211), "A894"),
    "paid after a poor grade": (lambda p: paid(p, "R", y2025=1), "A894"),
    "paid in a rectified year": (lambda p: paid(p, "R", y2026=10), "A894"),
    "paid after its support years": (lambda p: paid(p, "A", y2026=10), "A894"),
    "ended centre paid": (lambda p: paid(p, "X", y2025=10), "A894"),
    "earlier centre paid too late": (lambda p: paid(p, "E", y2025=10), "A894"),
    "room exceeded": (lambda p: paid(p, "A", y2025=205), "A895"),
    "owed not paid": (lambda p: paid(p, "A", y2025=0), "A896"),
    "owed to an earlier centre kept back": (lambda p: paid(p, "E", y2024=100), "A893"),
    "promise broken": (lambda p: paid(p, "B", y2025=249), "A897"),
    "later promise broken": (lambda p: paid(p, "B", y2026=0), "A897"),
    "match broken": (lambda p: paid(p, "P", y2025=0, y2026=40), "A898"),
    "city budget exceeded": (lambda p: paid(p, "B", y2025=300, y2026=1000), "A844"),
    "total exceeded by what is paid": (lambda p: paid(p, "B", y2025=300, y2026=3000), "A845"),
    "district budget exceeded": (lambda p: paid(p, "N", y2025=3000), "A846"),
    "negative payment": (lambda p: paid(p, "N", y2026=-5), "A807"),
    "negative payment to an approved centre": (lambda p: paid(p, "B", y2026=-5), "A897"),
}  # fmt: skip


def test_the_plan_is_proven_and_clean(city):
    assert city.solution.status == "proven"
    assert city.findings() == []
    assert city.plan.starts["N"] == 2025
    assert {"A", "B", "P", "R"} <= set(city.plan.starts)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_falsified_ledger_is_caught(city, kind):
    change, code = KINDS[kind]
    wrong = change(city.plan)
    assert wrong != city.plan
    found = audit(city.eco, city.policy, wrong)
    assert code in {f.code for f in found.findings}, [f.words.en for f in found.findings]


TIGHTER = {
    "equity pot that what is committed and new exceed": ({"equity.pot": 340}, "A847"),
    "equity of an approval year": ({"equity.pots": {2026: 100}}, "A848"),
    "equity of an investor": ({"equity.investors": {"I1": 349}}, "A849"),
    "district quota with approved centres": ({"quotas.district": {"D2": {"max": 2}}}, "A831"),
    "target maximum with approved centres": ({"target.maximum": 6}, "A821"),
    "lead of an approved centre": ({"exclusive.centres_per_lead": 0}, "A822"),
}


@pytest.mark.parametrize("kind", TIGHTER)
def test_a_plan_is_held_against_history_under_a_tighter_policy(city, kind):
    changes, code = TIGHTER[kind]
    found = audit(city.eco, policy_of(CHANGES, 2024, changes), city.plan)
    assert {f.code for f in found.findings} == {code}


def test_no_code_of_history_is_left_out():
    asked = {rule.code for rule in ALL if rule.family in SOMETIMES}
    # A899 needs a plan that stops a centre: tests of stopping; units, gaps, levels and batches have tests of their own
    assert asked - {code for _, code in KINDS.values()} == {"A826", "A827", "A856", "A857", "A899"}


def test_payments_that_are_no_whole_units_and_gaps_are_caught(city):
    strict = policy_of(CHANGES, 2024, {"support.unit": 10, "support.no_gap_years": True})
    found = plan_case(tables(), strict)
    assert found.solution.status == "proven"
    assert found.findings() == []
    broken = audit(found.eco, strict, paid(found.plan, "N", y2025=found.plan.support["N"][2025] - 1))
    assert "A856" in {f.code for f in broken.findings}
    gap = Plan(found.plan.starts, {**found.plan.support, "N": {2025: 200.0, 2027: 200.0}})
    assert "A857" in {f.code for f in audit(found.eco, strict, gap).findings}
    assert not {"A856", "A857"} & {f.code for f in audit(city.eco, city.policy, gap).findings}


def test_at_least_twenty_five_kinds():
    assert len(KINDS) >= 25


@pytest.mark.parametrize("claim", ["coverage", "cost", "late_money", "delay"])
def test_claims_are_recomputed_with_history(city, claim):
    right = audit(city.eco, city.policy, city.plan, {claim: city.goals[claim]})
    assert right.clean
    wrong = audit(city.eco, city.policy, city.plan, {claim: city.goals[claim] + 0.01})
    assert [f.code for f in wrong.findings] == ["A880"]


def test_families_of_history_are_asked_only_where_there_is_one(city):
    told = city.policy.model_copy(update={"as_of": None})
    tables_before = {
        k: v for k, v in tables().items() if k not in ("payments", "commitments", "evaluations", "decisions")
    }
    offered = [{**c, "status": "candidate", "approved_year": None} for c in tables_before["centres"]]
    before = plan_case({**tables_before, "centres": offered}, told)
    report = audit(before.eco, told, before.plan)
    assert not {"history_starts", "history_paid", "history_caps", "commitments", "match"} & set(report.by_family)
    assert replace(before.plan) == before.plan
