"""How far budgets are executed: what history has paid of each, by its payer."""

import pytest

from buju_testing.course_cases import plan_case, policy_of
from planner.runs.execution import execution

TABLES = {
    "centres": [
        {"id": "C1", "name": "C1", "status": "approved", "field": "F1", "district": "D1", "lead_id": "O1",
         "formation": "enterprise", "approved_year": 2024, "new_legal_entity": True, "equity": 400},
    ],
    "investments": [{"centre_id": "C1", "year": k, "investment": 2000} for k in range(1, 6)],
    "organisations": [{"id": "O1", "kind": "firm"}],
    "districts": [{"id": "D1", "name": "Harbour"}],
    "fields": [{"id": "F1"}],
    "payments": [
        {"centre_id": "C1", "year": 2024, "amount": 200, "payer": "city"},
        {"centre_id": "C1", "year": 2024, "amount": 100, "payer": "district"},
        {"centre_id": "C1", "year": 2025, "amount": 150, "payer": "city"},
        {"centre_id": "C1", "year": 2025, "amount": -30, "payer": "city"},
        {"centre_id": "C1", "year": 2024, "amount": 300, "kind": "equity"},
    ],
}  # fmt: skip
BUDGETS = {
    "target.count": None,
    "years.first": 2024,
    "budgets.city": {2024: 250, 2025: 600, 2026: 500},
    "budgets.total": 1000,
    "budgets.districts": {"D1": 0},
    "equity.pots": {2024: 500},
    "equity.pot": 900,
}


def test_each_budget_with_what_was_paid_of_it():
    found = plan_case(TABLES, policy_of(BUDGETS, 2025))
    told = [(one.key, one.year, one.budget, one.paid, one.rate) for one in execution(found.city)]
    assert told == [
        ("budgets.city.2024", 2024, 250, 200, 0.8),
        ("budgets.city.2025", 2025, 600, 120, 0.2),
        ("equity.pots.2024", 2024, 500, 300, 0.6),
        ("budgets.total", None, 1000, pytest.approx(420), pytest.approx(0.42)),
        ("budgets.districts.D1", None, 0, 100, None),
        ("equity.pot", None, 900, 300, pytest.approx(1 / 3)),
    ]


def test_nothing_is_executed_without_a_history():
    told = {
        **TABLES,
        "centres": [{**TABLES["centres"][0], "status": "candidate", "approved_year": None}],
        "payments": [],
    }
    assert execution(plan_case(told, policy_of(BUDGETS, None)).city) == ()
