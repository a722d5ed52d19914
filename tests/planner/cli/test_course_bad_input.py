"""Bad input of a scheme's course, each kind: what is said of it, where, and that history is kept as it is."""

import json

import pytest

import buju as front_door
from buju.asking import question
from buju_testing import commands
from buju_testing.mid_scheme import CENTRES, write
from graph.base.errors import InputError
from graph.base.records import encode
from loaders.samples import copy_sample
from planner.runs.store import result_bytes

PAYMENTS = "centre_id,year,amount,kind,payer\n"
DECISIONS = "centre_id,year,decision\n"
LATE = CENTRES.replace("O3,enterprise,2025", "O3,enterprise,2027")
TWICE = DECISIONS + "C1,2024,rectify\nC1,2024,stopped\n"
EARLY = {"decisions": DECISIONS + "C3,2025,approved\n", "centres": LATE}
PROMISE = "centre_id,year,amount\nC1,2025,300\n"


def findings_of(folder, *sets):
    """Findings of the data and of the scenario as of 2024, errors or not."""
    try:
        return question(front_door.load(folder), "base", list(sets), 2024).findings
    except InputError as error:
        return error.findings


@pytest.mark.parametrize(
    ("tables", "code", "level", "place", "said"),
    [
        ({"payments": PAYMENTS + "C1,2022,150,support,city\n"}, "X543", "warning", ("payments.csv", 2), "2022"),
        ({"payments": PAYMENTS + "C1,2022,150,support,city\n"}, "P120", "warning", ("payments", None), "150 beyond"),
        ({"payments": PAYMENTS + "C1,2023,900,support,city\n"}, "P120", "warning", ("payments", None), "600 beyond"),
        ({"evaluations": "centre_id,year,grade\nC2,2024,good\n"}, "X547", "error", ("evaluations.csv", 2), "candidate"),
        ({"decisions": TWICE}, "X549", "error", ("decisions.csv", 3), "row 2"),
        (EARLY, "X542", "warning", ("centres.csv", 4), "2027"),
        (
            {"payments": "centre_id,year,amount（元）,kind,payer\nC1,2023,1500000,support,city\n"},
            "H207", "error", ("payments.csv", 1), "万元",
        ),
        ({"payments": PAYMENTS + "C1,2023,150,support,city\nC1,2024,-30,support,city\n"}, "X544", "note",
         ("payments.csv", 3), "returned 30"),
        ({"commitments": PROMISE}, "P121", "warning", ("commitments", None), "210 of it"),
    ],
)  # fmt: skip
def test_what_is_said(tmp_path, tables, code, level, place, said):
    found = [f for f in findings_of(write(tmp_path / "city", **tables)) if f.code == code]
    assert found, code
    assert found[0].level == level
    assert found[0].file == place[0]
    assert place[1] is None or found[0].row == place[1]
    assert said in f"{found[0].message.en} {found[0].mend.en}"
    assert found[0].message.zh


def test_a_year_after_the_last_funding_year(tmp_path):
    folder = write(tmp_path / "city")
    with pytest.raises(InputError) as error:
        question(front_door.load(folder), "base", None, 2040)
    assert [f.code for f in error.value.findings if f.level == "error"] == ["Y752"]


def test_payments_beyond_the_caps_and_returns_are_kept_as_they_are(tmp_path):
    text = PAYMENTS + "C1,2023,900,support,city\nC1,2024,-30,support,city\n"
    found = front_door.plan(front_door.load(write(tmp_path / "city", payments=text)), "base", as_of=2024)
    assert found.status == "proven"
    assert {row.centre: dict(row.paid) for row in found.run.result.history} == {"C1": {2023: 900.0, 2024: -30.0}}
    assert dict(found.run.result.paid) == {2023: 900.0, 2024: -30.0}


def test_promises_that_no_budget_can_hold_are_named_with_mends_that_work(tmp_path):
    """210 of C1's promise can be held after its grade, 157.5 of it city money: a budget of 100 cannot."""
    modest = CENTRES.replace("2023,2023,600", "2023,2023,100")  # nothing is owed beyond the promise
    folder = write(tmp_path / "city", commitments=PROMISE, centres=modest)
    words = ("plan", folder, "-S", "base", "--as-of", 2024, "--json")
    done = commands.run(*words, "--set", "budgets.city.2025=100", cwd=tmp_path)
    assert done.returncode == 3
    told = json.loads(done.stdout)
    assert "course.commitments" in json.dumps(told["conflict"])
    assert any("210" in json.dumps(part) for part in (told["conflict"], told["mends"]))
    assert told["mends"]
    for mend in told["mends"]:
        sets = [word for one in mend["set"] for word in ("--set", one)]
        again = commands.run(*words, "--set", "budgets.city.2025=100", *sets, cwd=tmp_path)
        assert again.returncode == 0, mend


@pytest.mark.long
def test_a_plan_without_the_new_tables_is_the_same_byte_for_byte_as_with_empty_ones(tmp_path):
    """Header lines of payments, promises, grades, decisions, milestones and indicators change no digit of a result."""
    city = copy_sample("ningbo", tmp_path / "city")
    bare = front_door.plan(front_door.load(city), "base").run.result
    (city / "payments.csv").write_text(PAYMENTS, "utf-8")
    (city / "commitments.csv").write_text("centre_id,year,amount\n", "utf-8")
    (city / "evaluations.csv").write_text("centre_id,year,grade\n", "utf-8")
    (city / "decisions.csv").write_text(DECISIONS, "utf-8")
    (city / "milestones.csv").write_text("centre_id,name,due\n", "utf-8")
    (city / "measurements.csv").write_text("centre_id,indicator_id,year,value\n", "utf-8")
    with_empty = front_door.plan(front_door.load(city), "base").run.result
    assert result_bytes(encode(with_empty)) == result_bytes(encode(bare))
    assert not {"as_of", "history", "paid", "committed", "new", "decisions", "missed", "changes"} & set(encode(bare))
