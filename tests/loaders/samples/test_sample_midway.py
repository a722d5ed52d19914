"""The sample city at the end of 2026: its history is whole, made up row by row, and adds up."""

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from graph.model.schema import TABLES
from loaders.dataset import load
from loaders.samples import copy_sample
from planner.rulebook import scenario
from planner.studies.evaluation.building import evaluation

ROOT = Path(__file__).parents[3]
CITY = ROOT / "loaders" / "samples" / "ningbo_2026"
BASE = ROOT / "loaders" / "samples" / "ningbo"
COURSE = ("payments", "commitments", "evaluations", "decisions", "milestones")
MEASURED = ("measurements", "experts", "reviews")
ALWAYS = tuple(table.name for table in TABLES.values() if not table.occasional)


def rows(name, city=CITY):
    with (city / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def inside():
    return {r["id"]: r for r in rows("centres") if r["approved_year"] and r["status"] != "existing"}


def test_generator_gives_the_committed_bytes(tmp_path):
    command = [sys.executable, str(ROOT / "scripts" / "make_sample.py"), str(tmp_path), "ningbo_2026"]
    subprocess.run(command, check=True)
    made = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert made == {p.name: p.read_bytes() for p in CITY.glob("*.csv")}
    assert set(made) == {f"{name}.csv" for name in (*ALWAYS, *COURSE, *MEASURED)}


def test_loads_without_any_finding():
    loaded = load(CITY)
    assert [f.as_dict("en") for f in loaded.findings] == []
    assert loaded.require().info.illustrative


def test_all_but_the_course_is_the_city_before_the_first_approval():
    for name in ALWAYS:
        if name != "centres":
            assert rows(name) == rows(name, BASE), name


def test_every_row_of_the_course_says_that_it_is_made_up(inside):
    assert all(r["source"] == "illustrative" for name in COURSE for r in rows(name))
    assert all(r["source"] == "illustrative" for r in inside.values())
    assert all(r["source"] == "illustrative" for name in ("measurements", "experts") for r in rows(name))
    assert all(r["comment"] == "illustrative" for r in rows("reviews"))


def test_twelve_centres_of_three_years_one_ended_one_promoted_one_rectifying(inside):
    assert Counter(r["approved_year"] for r in inside.values()) == {"2023": 3, "2024": 4, "2025": 5}
    assert Counter(r["status"] for r in inside.values()) == {"approved": 11, "ended": 1}
    decided = defaultdict(list)
    for row in rows("decisions"):
        decided[row["decision"]].append(row)
    assert {r["centre_id"]: r["year"] for r in decided["approved"]} == {
        c: r["approved_year"] for c, r in inside.items()
    }
    assert [(r["centre_id"], r["level"]) for r in decided["promoted"]] == [("C02", "provincial")]
    assert [(r["centre_id"], r["year"]) for r in decided["rectify"]] == [("C19", "2026")]
    assert [r["centre_id"] for r in decided["stopped"] if r["centre_id"] in inside] == ["C13"]
    assert {r["year"] for r in rows("evaluations")} == {"2024", "2025", "2026"}


def test_payments_by_payer_keep_the_caps_and_stop_with_the_centre(inside):
    invested = {(r["centre_id"], int(r["year"])): float(r["investment"]) for r in rows("investments")}
    own, payers, total = defaultdict(float), defaultdict(float), defaultdict(float)
    for row in rows("payments"):
        if row["kind"] == "support":
            payers[row["payer"]] += float(row["amount"])
            if row["payer"] != "province":
                own[row["centre_id"], int(row["year"])] += float(row["amount"])
    assert set(payers) == {"city", "district", "province"}
    assert payers["city"] == 3 * payers["district"] == 4860
    for (centre, year), amount in own.items():
        k = year - int(inside[centre]["approved_year"]) + 1
        assert 1 <= k <= 3
        assert 0 < amount <= min(0.3 * invested[centre, k], 500 if k == 1 else 1000)
        total[centre] += amount
    assert max(total.values()) == 1000
    assert ("C13", 2025) not in own
    assert ("C19", 2026) not in own


def test_equity_is_paid_and_half_of_one_is_to_come(inside):
    paid = {r["centre_id"]: float(r["amount"]) for r in rows("payments") if r["kind"] == "equity"}
    left = {c: float(r["equity"] or 0) - paid.get(c, 0) for c, r in inside.items()}
    assert paid == {"C02": 200, "C12": 350, "C17": 300, "C36": 140}
    assert {c: m for c, m in left.items() if m} == {"C36": 140}


@pytest.mark.parametrize("year", [2025, 2026])
def test_figures_and_reviews_give_the_scores_and_grades_that_are_recorded(year):
    made = evaluation(load(CITY).require(), scenario.load(CITY / "scenarios" / "base.yaml"), year)
    told = {r["centre_id"]: (float(r["score"]), r["grade"]) for r in rows("evaluations") if r["year"] == str(year)}
    found = {g.centre: (g.score, g.grade) for g in made.grades if g.approved_year < year}
    assert found == told
    assert made.audit.clean
    # its own organisation is a member there, so the expert of 示例工业大学 is left out
    inside = {r["centre_id"] for r in rows("members") if r["organisation_id"] == "S084"}
    assert {(row.expert, row.centre) for row in made.left_out} == {("X4", c) for c in inside & set(found)}


def test_copy_holds_four_scenarios(tmp_path):
    city = copy_sample("ningbo_2026", tmp_path / "city")
    assert sorted(p.stem for p in (city / "scenarios").iterdir()) == ["base", "impossible", "levels", "sprint", "tight"]
