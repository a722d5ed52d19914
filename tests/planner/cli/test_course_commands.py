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
    named = ("--centre", "示例低碳化工中心", "--year", 2023, "--amount", 120.5, "--source", "paper 1")
    assert buju(*at, *named).stdout.startswith("示例低碳化工中心 (C07), 2023: payment 120.5 recorded in row 2 of ")
    told = buju(*at, "--reverse", 2, lang="zh")
    assert told.stdout.startswith("示例低碳化工中心（C07）2023 年：第 2 行已冲销，见 ")
    kept = rows(city / "payments.csv")
    assert [(r["centre_id"], r["year"], r["amount"], r["payer"]) for r in kept] == [
        ("C07", "2023", "120.5", "city"),
        ("C07", "2023", "-120.5", "city"),
    ]
    assert kept[0]["source"] == "paper 1; recorded by Li on 2024-05-06"
    assert kept[1]["source"] == "reverses row 2; recorded by Li on 2024-05-06"


def test_a_promise_is_taken_back_once_and_what_is_left_is_what_the_plan_holds(buju, tmp_path):
    city = tmp_path / "city"
    copy_sample("ningbo_2026", city)
    at = ("record", city, "commitment", "--by", "Li", "--on", "2026-12-01")
    assert rows(city / "commitments.csv")[0] | {"source": ""} == {
        "centre_id": "C15",
        "year": "2027",
        "amount": "200",
        "payer": "",
        "source": "",
    }
    assert buju(*at, "--reverse", 2).returncode == 0
    again = buju(*at, "--reverse", 2)
    assert (again.returncode, again.stderr.strip()) == (2, "row 2 is taken back by row 7 already")
    assert buju(*at, "--reverse", 7).returncode == 0  # the reversal itself was the slip: row 2 stands again
    assert buju(*at, "--reverse", 2).returncode == 0
    kept = rows(city / "commitments.csv")
    assert [(r["amount"], r["source"].partition(";")[0]) for r in kept[5:]] == [
        ("-200", "reverses row 2"),
        ("200", "reverses row 7"),
        ("-200", "reverses row 2"),
    ]
    more = buju(*at, "--centre", "C15", "--year", 2027, "--amount", -1)
    assert (more.returncode, "X552" in more.stderr, "1 more of the promises to C15 for 2027" in more.stderr) == (
        1,
        True,
        True,
    )
    plan = json.loads(buju("plan", city, "-S", "base", "--json").stdout)
    assert {h["centre"]: h["promised"] for h in plan["history"]}["C15"] == {}


@pytest.mark.parametrize("on", ["20231301", "2023-02-30", "tomorrow", ""])
def test_a_day_that_there_is_not_is_refused(buju, city, on):
    at = ("record", city, "decision", "--by", "Li", "--centre", "C07", "--year", 2023, "--decision", "approved")
    done = buju(*at, "--on", on)
    assert (done.returncode, done.stderr.startswith("--on takes a day, YYYY-MM-DD")) == (2, True), done.stderr
    assert not (city / "decisions.csv").exists()
    nobody = buju(*at[:3], "--by", " ", *at[5:])
    assert (nobody.returncode, "--by names" in nobody.stderr) == (2, True)


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


def test_years_of_a_plan_that_were_not_adopted_are_said(buju, city, tmp_path):
    plan = json.loads(buju("plan", city, "-S", "base", "--json", "--runs", tmp_path / "runs").stdout)
    first = sorted(c["centre"] for c in plan["chosen"] if c["year"] < 2024)
    told = buju("adopt", plan["run"], "--year", 2024, "-o", city, "--by", "Li")
    assert told.returncode == 0
    assert f"the plan approves {len(first)} centres before 2024" in told.stderr
    assert all(centre in told.stderr for centre in first)
    assert "before" not in buju("adopt", plan["run"], "--year", 2023, "-o", city, "--by", "Li").stderr


def test_a_column_that_a_table_has_not_had_is_blank_in_the_rows_that_stand(buju, city):
    at = ("--by", "Li", "--on", "2024-05-06", "--centre", "C07", "--year", 2023)
    assert buju("record", city, "decision", *at, "--decision", "approved").returncode == 0
    (city / "payments.csv").write_text("中心编号,年份,金额\nC07,2023,100\n", "utf-8")
    done = buju("record", city, "payment", *at, "--amount", 20)
    assert (done.returncode, done.stderr) == (0, "")
    assert (city / "payments.csv").read_text("utf-8").splitlines() == [
        "中心编号,年份,金额,kind,payer,source",
        "C07,2023,100,,,",
        "C07,2023,20,support,city,recorded by Li on 2024-05-06",
    ]


def test_a_row_is_tried_without_any_file_of_its_own(buju, city, tmp_path, monkeypatch):
    """A command that is killed can leave nothing behind: what would stand there is read from memory."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    scratch.chmod(0o500)  # a temporary folder that cannot be written (but to root)
    before = {p.name: p.stat().st_mtime_ns for p in city.iterdir()}
    at = ("record", city, "decision", "--by", "Li", "--centre", "C07", "--year", 2023, "--decision")
    assert buju(*at, "explode").returncode == 1
    assert {p.name: p.stat().st_mtime_ns for p in city.iterdir()} == before
    assert buju(*at, "approved").returncode == 0
    assert {p.name for p in city.iterdir()} - set(before) == {"decisions.csv"}
    assert list(scratch.iterdir()) == []
