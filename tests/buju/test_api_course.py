"""``buju.plan`` with a history: the year, and an earlier plan to stick to."""

import pytest

import buju

SCENARIO = {
    "extends": "ningbo-2023",
    "policy": {
        "target": {"count": None, "maximum": 2},
        "goals": {"coverage": {"failure": 0, "depth": 1}},
        "objective": [{"maximise": {"coverage": 1}}, {"minimise": {"cost": 1}}, {"minimise": {"delay": 1}}],
    },
}


def city(severities=(5, 4, 3)):
    ids = ("C1", "C2", "C3")
    return buju.load(
        {
            "centres": [
                {
                    "id": c,
                    "name": c,
                    "status": s,
                    "approved_year": y,
                    "ready_year": 2023,
                    "minimum_support": 200,
                    "field": "F",
                    "district": "D",
                    "lead_id": f"O{c}",
                    "formation": "enterprise",
                }
                for c, s, y in zip(ids, ("approved", "candidate", "candidate"), (2023, None, None), strict=True)
            ],
            "technologies": [
                {"id": f"T{c}", "name": c, "kind": "bottleneck", "severity": s, "field": "F"}
                for c, s in zip(ids, severities, strict=True)
            ],
            "covers": [{"centre_id": c, "technology_id": f"T{c}"} for c in ids],
            "investments": [{"centre_id": c, "year": k, "investment": 1000} for c in ids for k in range(1, 6)],
            "organisations": [{"id": f"O{c}", "name": c, "kind": "firm"} for c in ids],
            "districts": [{"id": "D", "name": "d"}],
            "fields": [{"id": "F", "name": "f"}],
            "payments": [{"centre_id": "C1", "year": 2023, "amount": 120}],
        }
    )


@pytest.fixture(scope="module")
def first():
    return buju.plan(city(), SCENARIO, as_of=2023)


def test_the_year_is_kept_and_history_stands(first):
    assert first.status == "proven"
    assert first.audit.clean
    assert first.result.as_of == 2023
    assert first.result.paid == {2023: 120}
    assert {row.centre: row.year for row in first.result.chosen} == {"C1": 2023, "C2": 2024}


def test_an_earlier_plan_is_kept_until_leaving_it_is_worth_more(first):
    other = city((5, 3, 4))
    free = buju.plan(other, SCENARIO, as_of=2023, earlier=first)
    assert {one.centre for one in free.result.changes} == {"C2", "C3"}
    held = buju.plan(other, SCENARIO, as_of=2023, earlier=first, most_changes=0)
    assert held.result.changes == ()
    assert held.result.price_of_sticking.objective == pytest.approx(free.objective - held.objective)
    dear = buju.plan(other, SCENARIO, as_of=2023, earlier=first, change_cost=0.2)
    assert dear.result.changes == ()
    assert dear.objective == pytest.approx(held.objective)


def test_changes_need_something_to_be_counted_from():
    with pytest.raises(buju.UsageError):
        buju.plan(city(), SCENARIO, as_of=2023, most_changes=1)


def test_a_year_is_asked_for():
    with pytest.raises(buju.UsageError, match="as_of"):
        buju.plan(city(), SCENARIO)
