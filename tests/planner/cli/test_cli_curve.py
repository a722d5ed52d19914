"""``curve`` from the command line: tables and a city, files, words, run, limits, and what it refuses."""

import csv
import io
import json

import jsonschema
import pytest

from planner.cli.schemas import command_schema


@pytest.fixture
def case(tmp_path):
    """Costs 2, 3, 4, 6 and values 3, 5, 6, 8; one candidate's name would run in a spreadsheet."""
    (tmp_path / "candidates.csv").write_text("candidate,value\nA,3\n=B,5\nC,6\nD,8\n", "utf-8")
    (tmp_path / "budgets.csv").write_text("row,cap\nmoney,9\n", "utf-8")
    (tmp_path / "usage.csv").write_text("candidate,row,amount\nA,money,2\n=B,money,3\nC,money,4\nD,money,6\n", "utf-8")
    return tmp_path


def answer(buju, *words, code=0):
    out = json.loads(buju("curve", *words, "--json", code=code).stdout)
    jsonschema.Draft202012Validator(command_schema("curve")).validate(out)
    return out


def test_tables_have_all_stairs(buju, case):
    out = answer(buju, case)
    assert [(p["budget"], p["value"]) for p in out["points"]][:5] == [(0, 0), (2, 3), (3, 5), (4, 6), (5, 8)]
    assert (out["kind"], out["complete"], out["roadmap"]["status"]) == ("stairs", True, "proven")
    assert "run" not in out


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("at least 0 for there to be any plan (proven)", "price of nesting", "grid: these budgets only")),
        ("zh", ("至少需要 0 才有可行方案（已证明）", "逐级包含的代价", "网格：只计算所列各档")),
    ],
)
def test_a_person_reads_it(buju, case, lang, words):
    text = buju("curve", case, "--at", "3,4,6", lang=lang, code=0).stdout
    for word in words:
        assert word in text


def test_files(buju, case):
    pytest.importorskip("matplotlib")
    words = ("curve", case, "--at", "３，4；6", "-o", case / "out")
    buju(*words, code=0)
    names = {"curve.csv", "roadmap.csv", "curve.png", "curve.svg", "curve.pdf"}
    before = {n: (case / "out" / n).read_bytes() for n in names}
    assert {p.name for p in (case / "out").iterdir()} == names
    buju(*words, code=0)  # the same bytes are no reason to refuse
    assert before == {n: (case / "out" / n).read_bytes() for n in names}
    rows = list(csv.DictReader(io.StringIO(before["curve.csv"].decode("utf-8-sig"))))
    assert [(r["budget"], r["value"], r["chosen"]) for r in rows] == [
        ("3", "5", "'=B"),
        ("4", "6", "C"),
        ("6", "9", "A C"),
    ]
    road = list(csv.DictReader(io.StringIO(before["roadmap.csv"].decode("utf-8-sig"))))
    assert [(r["step"], r["centre"]) for r in road] == [("1", "'=B"), ("2", ""), ("3", "A")]
    assert "--force" in buju("curve", case, "--at", "3,5", "-o", case / "out", code=2).stderr
    assert before == {n: (case / "out" / n).read_bytes() for n in names}


def test_what_is_refused(buju, case):
    said = buju("curve", case, "--at", "3,x_1,nan,1_000", code=2).stderr
    assert "x_1, nan, 1_000" in said  # all at once
    assert "没有预算行 mony" in buju("curve", case, "--row", "mony", lang="zh", code=2).stderr
    assert "did you mean money?" in buju("curve", case, "--row", "mony", code=2).stderr
    assert "--at goes without" in buju("curve", case, "--at", "3", "--to", "9", code=2).stderr
    assert "range of budgets is empty" in buju("curve", case, "--from", "9", "--to", "3", code=2).stderr
    assert "above 0" in buju("curve", case, "--more", "-1", code=2).stderr
    assert "no scenario" in buju("curve", case, "--set", "a=1", code=2).stderr


def test_infeasible_and_out_of_time(buju, case):
    (case / "settings.json").write_text(json.dumps({"count_min": 2}), "utf-8")
    out = answer(buju, case, "--at", "1,2", code=3)
    assert [p["status"] for p in out["points"]] == ["infeasible", "infeasible"]
    assert out["least"]["budget"] == 5
    none = answer(buju, case, "--time-limit", "0", code=4)
    assert (none["complete"], none["points"], none["least"]["budget"]) == (False, [], None)
    (case / "settings.json").write_text(json.dumps({"count_min": 9}), "utf-8")
    assert "other rules stand against" in buju("curve", case, code=3).stdout
    assert answer(buju, case, code=3)["status"] == "infeasible"


@pytest.fixture
def city(buju):
    buju("demo", "city", code=0)
    return "city"


def test_the_sample_city(buju, city, tmp_path):
    """One more million at today's budget, against `plan` with that budget; the run is kept beside it."""
    out = answer(buju, city, "-S", "city/scenarios/base.yaml", "--at", "7000,8050", "--no-roadmap")
    poor, today = out["points"]
    assert (out["least"]["budget"], out["least"]["status"]) == (7450, "proven")
    assert (poor["status"], today["status"]) == ("infeasible", "proven")
    assert out["more"] == {"amount": 100, "unit": "万元", "million": True}
    assert today["value"] == pytest.approx(0.443095, abs=1e-6)
    solved = json.loads(buju("plan", city, "--set", "budgets.total=8150", "--json", code=0).stdout)
    assert today["more"]["value"] == pytest.approx(solved["objective"], abs=1e-6)
    kept = json.loads((tmp_path / out["run"] / "curve.json").read_text("utf-8"))
    assert kept["points"] == out["points"]
    assert {p.name for p in (tmp_path / out["run"]).iterdir()} == {
        "curve.json",
        "findings.json",
        "provenance.json",
        "scenario.resolved.yaml",
    }
    assert "holds no plan" in buju("export", out["run"], "-o", "x", code=2).stderr  # nobody takes it for a plan


def test_any_budget_row_of_a_city(buju, city):
    pot = answer(buju, city, "--row", "equity.pot", "--from", "1200", "--to", "1300", "--no-roadmap")
    assert (pot["kind"], pot["own"]) == ("stairs", 1300)
    assert pot["points"][-1]["value"] == pytest.approx(0.443095, abs=1e-6)
    open_row = answer(buju, city, "--row", "budgets.districts.HS", "--at", "100", "--no-roadmap")
    assert open_row["own"] is None  # the scenario sets no cap there
    said = buju("curve", city, "--row", "target.count", code=2).stderr
    assert "budgets.total" in said
    assert "no stairs" in buju("curve", city, "--set", "objective=[{minimise: {cost: 1}}]", "--stairs", code=2).stderr
