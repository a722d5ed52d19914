"""Commands adopt and record on the sample: rows with who and when, nothing overwritten, the plan stays the plan."""

import csv
import json
import shutil

import pytest

from loaders.samples import copy_sample, sample_folder


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def city(tmp_path):
    folder = tmp_path / "city"
    shutil.copytree(sample_folder("ningbo"), folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return folder


def test_a_payment_is_recorded_and_taken_back_never_overwritten(buju, city):
    at = ("record", city, "payment", "--by", "Li", "--on", "2024-05-06")
    assert (
        buju(
            "record", city, "decision", "--by", "Li", "--centre", "C07", "--year", 2023, "--decision", "approved"
        ).returncode
        == 0
    )
    assert buju(*at, "--centre", "C07", "--year", 2023, "--amount", 120.5, "--source", "paper 1").returncode == 0
    assert buju(*at, "--reverse", 2).returncode == 0
    kept = rows(city / "payments.csv")
    assert [(r["centre_id"], r["year"], r["amount"], r["payer"]) for r in kept] == [
        ("C07", "2023", "120.5", "city"),
        ("C07", "2023", "-120.5", "city"),
    ]
    assert kept[0]["source"] == "paper 1; recorded by Li on 2024-05-06"
    assert kept[1]["source"] == "reverses row 2; recorded by Li on 2024-05-06"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("payment", "--centre", "C999", "--year", 2023, "--amount", 1), 1),
        (("grade", "--centre", "C07", "--year", 2023, "--grade", "splendid"), 1),
        (("payment", "--centre", "C07"), 2),
        (("salary", "--centre", "C07", "--year", 2023), 2),
        (("payment", "--reverse", 9), 2),
        (("grade", "--reverse", 2), 2),
    ],
)
def test_what_cannot_be_recorded_changes_nothing(buju, city, args, code):
    before = {p.name: p.read_bytes() for p in city.iterdir() if p.is_file()}
    done = buju("record", city, *args, "--by", "Li")
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert {p.name: p.read_bytes() for p in city.iterdir() if p.is_file()} == before


@pytest.mark.long
def test_a_plan_adopted_year_by_year_stays_the_plan(buju, city, tmp_path):
    """Time-consistency through the commands: adopt and pay 2023 and 2024 as planned; the objective is the same."""
    plan = json.loads(buju("plan", city, "--runs", tmp_path / "runs", "--json").stdout)
    for year in (2023, 2024):
        told = buju("adopt", plan["run"], "--year", year, "-o", city, "--by", "市科技局", "--paid", "--json")
        approved = json.loads(told.stdout)["approved"]
        assert approved == [c["centre"] for c in plan["chosen"] if c["year"] == year]
        again = json.loads(buju("plan", city, "--as-of", year, "--runs", tmp_path / "runs", "--json").stdout)
        assert again["objective"] == pytest.approx(plan["objective"], abs=1e-6)
        assert again["audit"]["clean"]
    assert buju("adopt", plan["run"], "--year", 2024, "-o", city, "--by", "x").returncode == 2


@pytest.mark.long
def test_the_midway_plan_adopted_and_paid_is_the_plan_a_year_on(buju, tmp_path):
    """All money of 2027 is recorded, 938 of centres that were there and 1,062 of new ones; nothing is left to do."""
    city = copy_sample("ningbo_2026", tmp_path / "city")
    plan = json.loads(buju("plan", city, "--runs", tmp_path / "runs", "--json").stdout)
    assert buju("adopt", plan["run"], "--year", 2027, "-o", city, "--by", "市科技局", "--paid").returncode == 0
    words = ("plan", city, "--as-of", 2027, "--from", plan["run"], "--runs", tmp_path / "runs", "--json")
    again = json.loads(buju(*words).stdout)
    assert again["paid"]["2027"] == pytest.approx(2000)
    assert again["objective"] == pytest.approx(plan["objective"], abs=1e-9)
    assert [(c["centre"], c["year"]) for c in again["chosen"]] == [(c["centre"], c["year"]) for c in plan["chosen"]]
    assert not [change for change in again["changes"] if change["counted"]]
    total = sum(sum(c["support"].values()) for c in again["chosen"])
    assert total == pytest.approx(sum(sum(c["support"].values()) for c in plan["chosen"]))
    assert again["audit"]["clean"]
