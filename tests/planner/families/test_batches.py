"""Approvals in batches: no more in a year than its dates hold, and each next approval gets its date."""

from buju_testing.course_cases import plan_case, policy_of
from planner.audit import audit
from planner.infeasible import conflict, mends
from planner.problem.plan import Plan
from planner.runs.batches import batch_dates

STAGES = [{"maximise": {"count": 1}}, {"minimise": {"delay": 1}}]


def tables(n=5):
    ids = [f"C{k}" for k in range(n)]
    return {
        "centres": [
            {"id": i, "name": i, "status": "candidate", "field": "F1", "district": "D1", "lead_id": f"O{i}",
             "formation": "enterprise", "ready_year": 2025}
            for i in ids
        ],
        "conditions": [{"centre_id": i, "governance": 50 + k} for k, i in enumerate(ids)],
        "investments": [{"centre_id": i, "year": 1, "investment": 1000} for i in ids],
        "organisations": [{"id": f"O{i}", "kind": "firm"} for i in ids],
        "districts": [{"id": "D1"}],
        "fields": [{"id": "F1"}],
    }  # fmt: skip


def policy(**more):
    told = {"objective": STAGES, "target.count": None, "years.first": 2025, "years.last": 2027, "target.year": 2027}
    return policy_of({**told, "batches": {"dates": ["06-30", "12-15"], "most": 1}, **more}, 2024)


def test_a_year_holds_what_its_batches_hold():
    found = plan_case(tables(), policy())
    assert sorted(found.plan.starts.values()) == [2025, 2025, 2026, 2026, 2027]
    assert found.findings() == []
    wrong = Plan({"C0": 2025, "C1": 2025, "C2": 2025}, {})
    assert [f.code for f in audit(found.eco, found.policy, wrong).findings] == ["A827"]


def test_each_approval_of_a_year_gets_a_date_the_best_prepared_first():
    found = plan_case(tables(), policy())
    assert batch_dates(found.city, ["C1", "C3"]) == {"C3": "06-30", "C1": "12-15"}
    assert batch_dates(plan_case(tables(), policy(batches={"dates": [], "most": None})).city, ["C1"]) == {}


def test_the_mend_is_any_number_in_a_batch():
    found = plan_case(tables(), policy(**{"target.count": 3, "target.year": 2025, "years.last": 2025}))
    assert found.solution.status == "infeasible"
    known = conflict.find(found.problem, 20.0)
    assert {rule.name for rule in known.rules} == {"target", "batches 2025"}
    sets = {m.sets for m in mends.find(found.problem, found.policy, known, lambda _: True).scenario}
    assert ("batches.most=null",) in sets
