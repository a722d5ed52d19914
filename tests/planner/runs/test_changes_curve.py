"""The best objective by the number of changes, by hand; support of all payers where others have a share."""

import pytest

from buju_testing.course_cases import plan_case, policy_of
from planner.problem.history import read_history
from planner.runs import course
from planner.runs.baseline import changes_curve

SEVERITY = {"C1": 3, "C2": 2, "C3": 5, "C4": 4}
POLICY = {
    "objective": [
        {"maximise": {"coverage": 1}},
        {"minimise": {"cost": 1}},
        {"minimise": {"delay": 1}},
        {"minimise": {"late_money": 1}},
    ],
    "target.count": None,
    "goals.coverage.failure": 0,
    "goals.coverage.depth": 1,
    "goals.coverage.ramp": [1.0] * 6,
    "target.maximum": 2,
}


def tables():
    return {
        "centres": [
            {
                "id": c, "name": c, "status": "candidate", "level": "municipal", "field": "F1", "district": "D1",
                "lead_id": f"O{c}", "formation": "enterprise", "ready_year": 2025, "minimum_support": 100,
            }
            for c in SEVERITY
        ],
        "organisations": [{"id": f"O{c}", "name": c, "kind": "firm"} for c in SEVERITY],
        "technologies": [
            {"id": f"T{c}", "name": c, "field": "F1", "kind": "bottleneck", "severity": s} for c, s in SEVERITY.items()
        ],
        "covers": [{"centre_id": c, "technology_id": f"T{c}", "strength": 1} for c in SEVERITY],
        "investments": [{"centre_id": c, "year": k, "investment": 1000} for c in SEVERITY for k in range(1, 6)],
        "districts": [{"id": "D1", "name": "D1"}],
        "fields": [{"id": "F1", "name": "F1"}],
    }  # fmt: skip


@pytest.mark.parametrize("limit", [None, 2, {"change_cost": 0.05}])
def test_two_of_four_swapped_one_by_one(limit):
    # planned are C1 and C2: (3 + 2)/14; a swap is two changes: C3 for C2 gives 8/14, C4 for C1 as well 9/14
    more = {"most_changes": limit} if limit is None or isinstance(limit, int) else limit
    case = plan_case(tables(), policy_of(POLICY, 2024), {"from": {"C1": 2025, "C2": 2025}, **more})
    found = changes_curve(case.problem, 5)
    assert [p.changes for p in found] == [0, 1, 2, 3, 4, 5]
    assert [p.objective for p in found] == pytest.approx([5 / 14, 5 / 14, 8 / 14, 8 / 14, 9 / 14, 9 / 14])
    assert {p.status for p in found} == {"proven"}
    assert [p.bound for p in found] == pytest.approx([p.objective for p in found], abs=1e-6)


def test_so_few_changes_that_there_is_no_plan():
    policy = policy_of({**POLICY, "fixed.rejected": ["C1"]}, 2024)
    found = changes_curve(plan_case(tables(), policy, {"from": {"C1": 2025, "C2": 2025}}).problem, 1)
    assert (found[0].status, found[0].objective) == ("infeasible", None)
    assert found[1].objective == pytest.approx(2 / 14)


def test_shares_of_other_payers_are_added_to_what_city_and_district_pay():
    # province 20 %, firms 30 %: city and district pay half, so support of all payers is twice theirs
    rows = tables()
    rows["centres"][0] |= {"status": "approved", "approved_year": 2024}
    rows["payments"] = [
        {"centre_id": "C1", "year": 2024, "amount": 30, "payer": "city"},
        {"centre_id": "C1", "year": 2024, "amount": 12, "payer": "province"},
    ]
    rows["commitments"] = [{"centre_id": "C1", "year": 2025, "amount": 40}]
    policy = policy_of({**POLICY, "payers.shares": {"province": 0.2, "other": 0.3}}, 2024)
    case = plan_case(rows, policy)
    history = read_history(case.eco, policy)
    paid, committed, new = course.money(case.city, history, case.plan)
    own = case.plan.support["C1"]
    assert paid == {2024: 42.0}
    assert sum(committed.values()) == pytest.approx(2 * sum(m for y, m in own.items() if y > 2024))
    assert committed[2025] >= 80
    others = [m for c, years in case.plan.support.items() if c != "C1" for m in years.values()]
    assert sum(new.values()) == pytest.approx(2 * sum(others)) == 200
