"""The audit of planner tables on targets, floors, locks, projects, stages: right plans pass, wrong ones are named."""

from __future__ import annotations

import pytest

from planner.audit import audit_tables

TABLES = {
    "candidates": [
        {"candidate": "A", "value": 1, "cost": 3, "jobs": 7},
        {"candidate": "B", "value": 0, "cost": 4, "jobs": 2},
        {"candidate": "C", "value": -2, "cost": 5, "jobs": ""},
    ],
    "budgets": [{"row": "m", "cap": "", "floor": 2}],
    "usage": [{"candidate": c, "row": "m", "amount": v} for c, v in {"A": 2, "B": -1, "C": 9}.items()],
    "technologies": [
        {"technology": "T", "weight": 4, "required": 1, "target": 2},
        {"technology": "U", "weight": 3, "required": 0, "target": 0.5},
        {"technology": "V", "weight": 5, "required": 0, "target": ""},
    ],
    "projects": [{"project": "P", "candidate": "A"}, {"project": "P", "candidate": "B"}],
    "covers": [
        {"candidate": "A", "technology": "T", "strength": 1},
        {"candidate": "P", "technology": "T", "strength": 0.5},
        {"candidate": "C", "technology": "T", "strength": 2},
        {"candidate": "P", "technology": "U", "strength": 0.25},
        {"candidate": "B", "technology": "V", "strength": 0.5},
    ],
    "rules": [{"kind": "locked_in", "a": "A", "b": ""}, {"kind": "locked_out", "a": "C", "b": ""}],
}
WISHED = {"coverage": "sum", "stages": [{"minimise": {"shortfall": 1}}, {"maximise": {"jobs": 1, "cost": -0.5}}]}


def codes(report):
    return [f.code for f in report.findings]


def test_every_term_by_hand():
    """A and B: T 1 + 0.5 of 2, U 0.25 of 0.5, V 0.5; cost 3 + 4; jobs 7 + 2."""
    found = audit_tables(TABLES, WISHED, ["A", "B"]).recomputed
    assert found["value"] == 1
    assert found["technologies"] == 4 * 1.5 + 3 * 0.25 + 5 * 0.5
    assert found["targets"] == 0
    assert found["shortfall"] == 4 * 0.25 + 3 * 0.5
    assert found["largest_shortfall"] == 1.5
    assert (found["cost"], found["count"], found["jobs"]) == (7, 2, 9)
    assert (found["stage1"], found["stage2"]) == (2.5, 9 - 3.5)
    assert found["objective"] == 2.5


def test_the_best_and_the_met():
    found = audit_tables(TABLES, WISHED | {"coverage": "best"}, ["A", "B", "C"]).recomputed
    assert found["technologies"] == 4 * 2 + 3 * 0.25 + 5 * 0.5
    assert (found["targets"], found["shortfall"]) == (4, 1.5)


@pytest.mark.parametrize(
    ("chosen", "settings", "wanted"),
    [
        (["A"], WISHED, []),
        (["A", "B"], WISHED, ["A921"]),  # the row m holds 2 − 1, less than 2
        (["A", "C"], WISHED, ["A924"]),
        (["C"], WISHED, ["A923", "A924"]),
        (["A"], {"coverage": "sum", "objective": "min_cost"}, ["A922", "A922"]),  # T 1 of 2, U 0 of 0.5
        (["A"], {"coverage": "best", "objective": "max_value"}, ["A922", "A922"]),
        (["B"], WISHED, ["A921", "A906", "A923"]),  # B alone is no project: T has nobody
        (["A"], {"coverage": "sum", "stages": [{"minimise": {"cots": 1}}]}, ["A911", "A922", "A922"]),
        (["A"], {"coverage": "sum", "stages": [{"least": {"cost": 1}}]}, ["A911", "A922", "A922"]),
    ],
)
def test_a_wrong_plan_is_named(chosen, settings, wanted):
    report = audit_tables(TABLES, settings, chosen)
    assert sorted(codes(report)) == sorted(wanted)
    for finding in report.as_dict("zh")["findings"]:
        assert "{" not in finding["message"]


def test_a_target_is_met_when_it_is_reached_but_for_rounding():
    tables = TABLES | {"budgets": [], "rules": []}
    settings = {"coverage": "sum", "objective": "max_targets"}
    for strength, met in ((2.0, 4), (2.0 - 1e-13, 4), (2.0 - 1e-6, 0)):
        covers = [{"candidate": "C", "technology": "T", "strength": strength}]
        assert audit_tables(tables | {"covers": covers}, settings, ["C"]).recomputed["targets"] == met


@pytest.mark.parametrize(("key", "off"), [("shortfall", 0.001), ("stage2", 0.001), ("jobs", 1), ("nothing", 0)])
def test_a_false_claim_is_named(key, off):
    right = audit_tables(TABLES, WISHED, ["A"], claims={"jobs": 7.0}).recomputed
    claims = {name: right[name] for name in ("cost", "jobs", "shortfall", "stage2")}
    assert audit_tables(TABLES, WISHED, ["A"], right["objective"], claims).clean
    report = audit_tables(TABLES, WISHED, ["A"], right["objective"], claims | {key: right.get(key, 0.0) + off})
    assert codes(report) == ["A925"]
