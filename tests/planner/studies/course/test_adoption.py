"""A plan's year as rows of history, and what comes due, by hand."""

import pytest

from buju_testing.made_up_result import make_result
from buju_testing.typed_result import typed
from graph.base.errors import UsageError
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.rulebook.scenario import load
from planner.studies.course.adoption import adopt
from planner.studies.course.due import due
from planner.studies.course.recording import Signed

SIGNED = Signed("Li", "2026-11-30", "paper 1")


def test_payments_of_a_year_add_up_to_the_plan():
    plan = typed(make_result())
    year = plan.chosen[0].year
    made = adopt(plan, year, SIGNED, paid=True)
    new = [c for c in plan.chosen if c.year == year]
    assert made.centres == tuple(c.centre for c in new)
    assert {r["decision"] for r in made.decisions} == {"approved"}
    for centre in new:
        paid = sum(
            float(r["amount"]) for r in made.payments if r["centre_id"] == centre.centre and r["kind"] == "support"
        )
        later = sum(float(r["amount"]) for r in made.commitments if r["centre_id"] == centre.centre)
        assert paid == pytest.approx(centre.support.get(year, 0.0), abs=1e-9)
        assert paid + later == pytest.approx(centre.total_support, abs=1e-9)


def test_a_year_without_decisions_names_the_years_that_have_some():
    plan = typed(make_result())
    with pytest.raises(UsageError, match=str(plan.chosen[0].year)):
        adopt(plan, 1999, SIGNED)


def test_what_is_due_by_hand():
    """C1, approved 2024: reviewed in 2026 with its one bottleneck; C2, approved 2020: built by 2025, a year late."""
    eco = Ecosystem.from_rows(
        DatasetInfo("one"),
        {
            "centres": [
                {"id": "C1", "name": "甲", "status": "approved", "approved_year": 2024},
                {"id": "C2", "name": "乙", "status": "approved", "approved_year": 2020},
                {"id": "C3", "name": "丙", "status": "approved", "approved_year": 2020},
            ],
            "technologies": [
                {"id": "T1", "name": "t", "kind": "bottleneck", "severity": 5},
                {"id": "T2", "name": "u", "kind": "common", "severity": 1},
            ],
            "covers": [{"centre_id": "C1", "technology_id": t} for t in ("T1", "T2")],
            "decisions": [{"centre_id": "C3", "year": 2025, "decision": "completed"}],
            "milestones": [
                {"centre_id": "C1", "name": "pilot line", "due": 2025},
                {"centre_id": "C1", "name": "patents", "due": 2025, "reached": 2025},
                {"centre_id": "C1", "name": "standard", "due": 2027},
            ],
        },
    )
    found = due(eco, load("ningbo-2023", ["as_of=2026"]).policy)
    assert [(d.centre, d.what, d.year, d.late, d.technologies) for d in found] == [
        ("C1", "milestone", 2025, 1, ()),
        ("C2", "completion", 2025, 1, ()),
        ("C1", "review", 2026, 0, ("T1",)),
    ]
