import csv
import json
import math
import random
from itertools import combinations
from pathlib import Path

import pytest

from buju_testing.audited_tables import RIGHT, TABLES
from planner.audit import audit_tables

REFERENCE = Path(__file__).parents[3].parent / "shared" / "reference" / "planner"


def codes(report):
    return [f.code for f in report.findings]


@pytest.mark.parametrize(
    ("coverage", "value"),
    [("any", 8 - 1.5 + 10 + 4), ("best", 8 - 1.5 + 10 * 0.8 + 4 * 2), ("all", 8 - 1.5)],
)
def test_value_by_hand(coverage, value):
    report = audit_tables(TABLES, RIGHT | {"coverage": coverage}, ["A", "B"], value)
    assert report.clean, report.findings
    found = {name: report.recomputed[name] for name in ("objective", "cost", "count")}
    assert found == {"objective": pytest.approx(value), "cost": 14, "count": 2}
    assert report.by_family["budget"] == 2
    assert report.by_family["required"] == 1
    assert report.off == ("rules_table",) or report.by_family["rules_table"] == 0


def test_all_needs_every_listed_candidate_and_at_least_one():
    settings = {"objective": "max_value", "coverage": "all"}
    assert audit_tables(TABLES, settings, ["A", "B", "C"]).recomputed["objective"] == 10 - 1.5 + 9 + 10 + 4


def test_least_cost_sums_all_usage_with_a_cap_or_without():
    report = audit_tables(TABLES, {"objective": "min_cost"}, ["A", "B", "D"], 21)
    assert report.clean
    assert report.recomputed["objective"] == 21


@pytest.mark.parametrize(
    ("chosen", "settings", "claimed", "wanted"),
    [
        (["A", "B"], RIGHT, 20.6, ["A910"]),
        (["A", "B"], RIGHT, math.nan, ["A910"]),
        (["A", "B"], RIGHT | {"count_min": 3}, None, ["A903"]),
        (["A", "B"], RIGHT | {"count_max": 1}, None, ["A904"]),
        (["A", "D"], RIGHT, None, ["A906", "A907"]),
        (["B", "C"], RIGHT | {"count_max": 3}, None, ["A906", "A908"]),
        (["A", "B", "C"], {"objective": "max_value"}, None, ["A905", "A908"]),
        (["A", "B", "B"], RIGHT, None, ["A902"]),
        (["A", "B", "Z"], RIGHT, None, ["A901"]),
        (["A", "B"], {"objective": "best"}, None, ["A911"]),
        (["A", "B"], RIGHT | {"coverage": "some"}, None, ["A911"]),
    ],
)
def test_a_wrong_choice_is_caught(chosen, settings, claimed, wanted):
    report = audit_tables(TABLES, settings, chosen, claimed)
    assert codes(report) == wanted
    for finding in report.as_dict("zh")["findings"]:
        assert "{" not in finding["message"]


def test_a_rule_that_cannot_be_read_is_a_finding():
    tables = TABLES | {"rules": [{"kind": "follows", "a": "A", "b": "B"}]}
    assert codes(audit_tables(tables, RIGHT, ["A", "B"])) == ["A909"]


@pytest.mark.parametrize("table", ["budgets", "technologies"])
def test_a_cap_one_lower_or_a_demand_one_higher_is_caught(table):
    for k, row in enumerate(TABLES[table]):
        worse = row | ({"cap": row["cap"] - 1} if table == "budgets" else {"required": row["required"] + 1})
        rows = [worse if j == k else r for j, r in enumerate(TABLES[table])]
        wanted = [] if row.get("technology") == "T2" else ["A905" if table == "budgets" else "A906"]
        assert codes(audit_tables(TABLES | {table: rows}, RIGHT, ["A", "B"])) == wanted


def test_numbers_may_be_text_and_rows_in_any_order():
    text = {name: [{k: str(v) for k, v in row.items()} for row in rows] for name, rows in TABLES.items()}
    shuffled = {name: random.Random(1).sample(rows, len(rows)) for name, rows in text.items()}
    assert audit_tables(shuffled, RIGHT, ["B", "A"]) == audit_tables(TABLES, RIGHT, ["A", "B"])


def test_the_three_cheapest_of_five():
    cost = [1, 1, 1, 1.1, 5]
    tables = {
        "candidates": [{"candidate": f"C{k}", "value": 0} for k in range(5)],
        "usage": [{"candidate": f"C{k}", "row": "total", "amount": c} for k, c in enumerate(cost)],
        "technologies": [{"technology": "T", "weight": 0, "required": 3}],
        "covers": [{"candidate": f"C{k}", "technology": "T", "strength": 1} for k in range(5)],
    }
    fit = [
        report.recomputed["objective"]
        for size in range(6)
        for chosen in combinations([f"C{k}" for k in range(5)], size)
        if (report := audit_tables(tables, {"objective": "min_cost"}, chosen)).clean
    ]
    assert sorted(fit)[:4] == pytest.approx([3, 3.1, 3.1, 3.1])


def _folder(name):
    folder = REFERENCE / "known_optima" / name
    if not folder.is_dir():
        pytest.skip("the published cases are not beside this checkout")
    tables = {}
    for path in folder.glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables, json.loads((folder / "settings.json").read_text())


def test_published_optimum_by_enumeration():
    tables, settings = _folder("mknap1_1")
    names = [r["candidate"] for r in tables["candidates"]]
    best = max(
        report.recomputed["objective"]
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
        if (report := audit_tables(tables, settings, chosen)).clean
    )
    assert best == settings["published"]


def test_all_candidates_of_the_median_case_serve_best():
    tables, settings = _folder("pmed1")
    five = [r["candidate"] for r in tables["candidates"]][:5]
    report = audit_tables(tables, settings, five)
    assert report.clean
    value = settings["offset"] + settings["sign"] * report.recomputed["objective"]
    assert value >= settings["published"]


def test_oracle_base_case():
    path = REFERENCE / "oracle" / "small10_B28.json"
    if not path.is_file():
        pytest.skip("the oracle is not beside this checkout")
    case = json.loads(path.read_text())
    weights = case["base"]["weights"]
    value = [sum(w * s for w, s in zip(weights, scores, strict=True)) for scores in case["score"]]
    tables = {
        "candidates": [{"candidate": str(k), "value": v} for k, v in enumerate(value)],
        "budgets": [{"row": "total", "cap": case["budget"]}],
        "usage": [{"candidate": str(k), "row": "total", "amount": c} for k, c in enumerate(case["cost"])],
        "synergies": [{"a": str(a), "b": str(b), "bonus": x} for a, b, x in case["synergy"]],
    }
    names = [str(k) for k in range(10)]
    best = max(
        report.recomputed["objective"]
        for size in range(11)
        for chosen in combinations(names, size)
        if (report := audit_tables(tables, {"objective": "max_value"}, chosen)).clean
    )
    assert best == pytest.approx(case["base"]["optimum"])
