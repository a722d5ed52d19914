"""What is wrong with planner tables is said with code, file, row and mend; nothing is computed from it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planner.problem.doubtful_data import of_tables
from planner.problem.tables import Settings, check_tables, read_settings

NAN = float("nan")
BASE = {"candidates": {"candidate": ["A", "B"], "value": [1.0, 2.0]}}


def found(tables: dict[str, dict[str, list[Any]]], **changes: Any) -> list[tuple[str, str, int, str]]:
    return [(f.code, f.file, f.row, f.column) for f in check_tables(BASE | tables, Settings(**changes))]


def rules(*rows: tuple[str, str, str]) -> dict[str, dict[str, list[str]]]:
    return {"rules": {k: [row[n] for row in rows] for n, k in enumerate(("kind", "a", "b"))}}


def test_nothing_is_wrong_with_nothing():
    assert found({}) == []


def test_rows_without_an_end_and_with_crossed_ends():
    tables = {"budgets": {"row": ["a", "b", "c"], "cap": [NAN, 1.0, 5.0], "floor": [NAN, 2.0, 5.0]}}
    assert found(tables) == [("P201", "budgets.csv", 2, "cap"), ("P202", "budgets.csv", 3, "floor")]


def test_a_cost_that_is_half_given():
    tables = {"candidates": {"candidate": ["A", "B"], "value": [1.0, 1.0], "cost": [3.0, NAN]}}
    assert found(tables) == [("P203", "candidates.csv", 3, "cost")]
    tables["candidates"]["cost"] = [NAN, NAN]
    assert found(tables) == []


def test_rules_with_too_few_or_too_many_ends():
    tables = rules(("requires", "A", ""), ("locked_in", "A", "B"), ("excludes", "A", "A"))
    assert found(tables) == [
        ("P204", "rules.csv", 2, "b"),
        ("P205", "rules.csv", 3, "b"),
        ("P204", "rules.csv", 4, "b"),
    ]


@pytest.mark.parametrize("kinds", [("locked_in", "locked_out"), ("locked_out", "locked_in")])
def test_contradictory_locks_name_both_rows(kinds):
    (finding,) = check_tables(BASE | rules(*((kind, "A", "") for kind in kinds)), Settings())
    assert (finding.code, finding.level, finding.row) == ("P206", "error", 3)
    assert "row 2" in finding.message.en
    assert "第 2 行" in finding.message.zh


@pytest.mark.parametrize(
    ("rows", "never"),
    [
        ((("requires", "A", "B"), ("excludes", "A", "B")), "A"),
        ((("requires", "A", "B"), ("excludes", "B", "A")), "A"),
        ((("excludes", "A", "B"), ("requires", "B", "A")), "B"),
    ],
)
def test_two_rules_that_forbid_each_other_are_a_warning_that_says_who_never_comes(rows, never):
    assert check_tables(BASE | rules(*rows), Settings()) == []
    (finding,) = of_tables(BASE | rules(*rows), at=(2, 3))
    needs = 2 + [kind for kind, _, _ in rows].index("requires")
    assert (finding.code, finding.level, finding.row) == ("P112", "warning", needs)
    assert finding.message.en.startswith(f"{never} can never be chosen")


def technologies(weight: list[float], target: list[float]) -> dict[str, dict[str, list[Any]]]:
    names = [f"T{n}" for n in range(len(weight))]
    return {"technologies": {"technology": names, "weight": weight, "required": [0] * len(names), "target": target}}


@pytest.mark.parametrize("objective", ["max_targets", "min_shortfall", "min_largest_shortfall"])
def test_targets_that_are_weighed_must_be_there(objective):
    assert [c for c, *_ in found(technologies([1.0], [NAN]), objective=objective)] == ["P208"]
    assert found(technologies([1.0], [1.0]), objective=objective) == []


def test_a_target_above_one_needs_strengths_that_add_up():
    assert found(technologies([1.0, 1.0], [1.0, 2.0]), coverage="any") == [("P209", "technologies.csv", 3, "target")]
    assert found(technologies([1.0, 1.0], [1.0, 2.0]), coverage="sum") == []


def test_weights_all_zero_are_a_warning():
    tables = {"candidates": {"candidate": ["A"], "value": [0.0]}} | technologies([0.0], [NAN])
    (finding,) = check_tables(tables, Settings())
    assert (finding.code, finding.level) == ("P210", "warning")
    assert found(tables, objective="min_cost") == []
    assert check_tables(tables, Settings(), sought=False) == []


def test_an_unknown_term_names_the_nearest():
    (finding,) = check_tables(BASE, Settings(stages=({"maximise": {"technology": 1.0}},)))
    assert (finding.code, finding.mend.en) == ("P211", "nearest is technologies")
    tables = {"candidates": {"candidate": ["A"], "value": [0.0], "jobs": [3.0]}}
    assert check_tables(tables, Settings(stages=({"maximise": {"jobs": 1.0}},))) == []


def test_rows_are_those_of_the_file():
    places = {"rules": ("规则.csv", (5, 9))}
    (finding,) = check_tables(BASE | rules(("locked_in", "A", ""), ("locked_out", "A", "")), Settings(), places)
    assert (finding.file, finding.row) == ("规则.csv", 9)
    assert "row 5" in finding.message.en


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({"objective": "max_values"}, ["P103"]),
        ({"coverage": "some"}, ["P103"]),
        ({"stages": "cost"}, ["P103"]),
        ({"stages": [{"maximize": {"cost": 1}}]}, ["P103"]),
        ({"stages": [{"maximise": {}}]}, ["P103"]),
        ({"stages": [{"maximise": {"value": "1"}}]}, ["P103"]),
        ({"stages": [{"maximise": {"value": True}}]}, ["P103"]),
        ({"stages": [{"maximise": {"value": 1}, "minimise": {"cost": 1}}]}, ["P103"]),
        ({"stages": [{"maximise": {"value": 0}}]}, ["P105"]),
        ({"stages": [{"minimise": {"targets": 1}}]}, ["P106"]),
        ({"stages": [{"maximise": {"shortfall": 1, "synergies": -1}}]}, ["P106", "P106"]),
        ({"stages": [{"minimise": {"technologies": 1}}], "coverage": "any"}, ["P106"]),
        ({"stages": [{"minimise": {"technologies": 1}}], "coverage": "sum"}, []),
        ({"stages": [{"maximise": {"value": 1}}], "objective": "max_value"}, ["P107"]),
        ({"stages": None, "objective": "max_value"}, []),
        ({"goal": 1}, ["P102"]),
    ],
)
def test_settings(tmp_path, data, codes):
    (tmp_path / "settings.json").write_text(json.dumps(data))
    _, findings = read_settings(tmp_path / "settings.json")
    assert [f.code for f in findings] == codes
    for finding in findings:
        for words in (finding.message, finding.mend):
            assert words.en
            assert words.zh
            assert "{" not in words.en.replace('[{"maximise"', "").replace(
                '{"targets": 1}}, {"minimise": {"cost": 1}}]', ""
            )
