"""What covers today, by age on the ramp: who is there in a year, how far grown, and what that covers."""

import pytest

import buju
from buju_testing.course_cases import policy_of
from graph.assessment.assessment import assess
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.studies.course.standing_today import standing_today

RAMP = {"goals.coverage.ramp": [0.1, 0.4, 1.0]}
TABLES = {
    "technologies": [
        {"id": "T1", "kind": "bottleneck", "severity": 5},
        {"id": "T2", "kind": "frontier", "severity": 3},
        {"id": "T3", "kind": "common", "severity": 2},
    ],
    "centres": [
        {"id": "C1", "status": "approved", "approved_year": 2023},
        {"id": "C2", "status": "approved", "approved_year": 2025},
        {"id": "C3", "status": "approved", "approved_year": 2026},
        {"id": "C4", "status": "ended", "approved_year": 2023},
        {"id": "C5", "status": "candidate"},
        {"id": "E1", "status": "existing"},
        {"id": "E2", "status": "existing", "approved_year": 2025},
    ],
    "covers": [
        {"centre_id": "C1", "technology_id": "T1", "strength": 0.5},
        {"centre_id": "C2", "technology_id": "T1", "strength": 0.5},
        {"centre_id": "C3", "technology_id": "T2", "strength": 1.0},
        {"centre_id": "C4", "technology_id": "T2", "strength": 1.0},
        {"centre_id": "C5", "technology_id": "T3", "strength": 1.0},
        {"centre_id": "E1", "technology_id": "T3", "strength": 0.5},
        {"centre_id": "E2", "technology_id": "T1", "strength": 0.5},
    ],
    "decisions": [
        {"centre_id": "C1", "year": 2024, "decision": "rectify"},
        {"centre_id": "C1", "year": 2025, "decision": "promoted", "level": "provincial"},
        {"centre_id": "C4", "year": 2025, "decision": "stopped"},
    ],
}


def standing(year, **changes):
    eco = Ecosystem.from_rows(DatasetInfo("case"), TABLES)
    return standing_today(eco, policy_of({**RAMP, **changes}, year))


def test_share_by_age_rectification_and_what_ended():
    found = {one.centre: (one.age, one.share) for one in standing(2025).centres}
    # C1: approved 2023, 2024 rectified: one year on the ramp by 2025. C4 is there until 2025. C3 comes in 2026.
    assert found == {
        "C1": (1, 0.4),
        "C2": (0, 0.1),
        "C4": (2, 1.0),
        "E1": (None, 1.0),
        "E2": (0, 0.1),
    }
    # a year on: C4 is gone, C3 has begun
    found = {one.centre: (one.age, one.share) for one in standing(2026).centres}
    assert found == {"C1": (2, 1.0), "C2": (1, 0.4), "C3": (0, 0.1), "E1": (None, 1.0), "E2": (1, 0.4)}


def test_status_and_level_are_those_of_the_year():
    eco = standing(2024).ecosystem
    ids = eco.ids("Centre")
    assert dict(zip(ids, eco.column("centres", "status"), strict=True)) == {
        "C1": "approved",
        "C2": "candidate",
        "C3": "candidate",
        "C4": "approved",
        "C5": "candidate",
        "E1": "existing",
        "E2": "ended",  # founded in 2025: not there in 2024
    }
    levels = {
        y: dict(zip(ids, standing(y).ecosystem.column("centres", "level"), strict=True))["C1"] for y in (2024, 2025)
    }
    assert levels[2024] != "provincial"
    assert levels[2025] == "provincial"


def test_grades_act_on_the_share_where_the_policy_says_so():
    tables = {**TABLES, "evaluations": [{"centre_id": "C1", "year": 2025, "grade": "poor"}]}
    policy = policy_of({**RAMP, "evaluation.capability": {"poor": 0.5}}, 2026)
    found = standing_today(Ecosystem.from_rows(DatasetInfo("case"), tables), policy)
    assert {one.centre: one.share for one in found.centres}["C1"] == pytest.approx(0.5)


def test_cover_by_age_adds_up_by_hand():
    stands = standing(2026)
    found = assess(stands.ecosystem, None, stands.as_of, stands.centres).by_age
    by = {t.technology: t for t in found.technologies}
    # T1: 0.5 · 1 + 0.5 · 0.4 + 0.5 · 0.4 = 0.9 of 1.5; T2: 1 · 0.1; T3: E1 alone, 0.5
    assert by["T1"].by == (("C1", 0.5, 1.0), ("C2", 0.5, 0.4), ("E2", 0.5, 0.4))
    assert [(round(by[t].today, 12), by[t].full) for t in ("T1", "T2", "T3")] == [(0.9, 1.5), (0.1, 1.0), (0.5, 0.5)]
    # severity 10: 5 · 0.9 + 3 · 0.1 + 2 · 0.5 = 5.8; at full strength 5 + 3 + 1 = 9
    assert found.today == pytest.approx(0.58)
    assert found.full == pytest.approx(0.9)
    en, zh = (found.said()[0].say(lang) for lang in ("en", "zh"))
    assert "58.0%" in en
    assert "58.0%" in zh
    assert "90.0%" in en
    assert [c.centre for c in found.growing] == ["C3", "C2", "E2"]


def test_a_city_without_a_year_says_nothing_of_age():
    eco = Ecosystem.from_rows(DatasetInfo("case"), {k: v for k, v in TABLES.items() if k != "decisions"})
    assert "by_age" not in assess(eco).as_dict("en")


def test_python_asks_the_same():
    city = buju.load(buju.sample("ningbo_2026"))
    found = buju.assess(city, as_of=2026)
    assert found.by_age is not None
    # C05 was approved in 2023; age 3 on the note's ramp 0, 0, 0.5, 0.7: it alone covers T07 with 0.8
    t07 = next(t for t in found.by_age.technologies if t.technology == "T07")
    assert [(c, s) for c, _, s in t07.by] == [("C05", 0.7)]
    assert t07.today == pytest.approx(t07.full * 0.7)
