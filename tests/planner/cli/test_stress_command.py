"""``buju stress``: a run, planner tables, a city; both languages, figures, exit codes, and what it refuses."""

import json
import re
import shutil

import jsonschema
import pytest

from graph.base.errors import UsageError
from planner.cli.app import build
from planner.cli.schemas import command_schema

SEVEN = {
    "candidates": "candidate,value,jobs,patents,dry,wet\nA,3,5,0,1,0\nB,2,4,3,1,1\nC,2,3,2,0.5,1\nD,1,0,4,1,1\n",
    "budgets": "row,cap\nmoney,2\n",
    "usage": "candidate,row,amount\nA,money,1\nB,money,1\nC,money,1\nD,money,1\n",
    "synergies": "a,b,bonus\nA,B,1\n",
}


@pytest.fixture
def run(made, tmp_path):
    return shutil.copytree(made, tmp_path / "runs" / "one")


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in SEVEN.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    (folder / "settings.json").write_text("{}", "utf-8")
    return folder


def answer(buju, *words, code=0, lang="en"):
    out = json.loads(buju("stress", *words, "--json", code=code, lang=lang).stdout)
    jsonschema.Draft202012Validator(command_schema("stress")).validate(out)
    return out


def test_a_run(buju, run):
    out = answer(buju, run)
    result = json.loads((run / "result.json").read_text("utf-8"))
    worst = next(row for row in out["failures"]["losses"] if row["kind"] == "centre")
    assert out["failures"]["objective"] == result["objective"]
    assert worst["loss"] >= out["failures"]["mean_loss"]
    assert "core" not in out
    english = buju("stress", run, code=0).stdout
    assert english.startswith(f"losing {worst['name']} costs ")
    assert "a centre fails" in english
    chinese = buju("stress", run, "-v", lang="zh", code=0).stdout
    assert chinese.startswith(f"失去{worst['name']}：损失方案综合得分的")
    assert "牵头单位失效" in chinese
    assert "目标：" in chinese
    again = answer(buju, run.parent, lang="zh")["failures"]["losses"]  # the newest of a folder of runs
    assert worst["id"] in {row["id"] for row in again}


def test_a_run_with_partly_known_weights(buju, run):
    first, second = ("coverage", "talent")
    words = ("--goal", first, "--goal", second, "--order", f"{first},{second}", "--samples", "5", "--seed", "2")
    core = answer(buju, run, *words)["core"]
    assert (core["method"], core["samples"], core["seed"], core["orders"]) == ("sampled", 5, 2, [[first, second]])
    assert all(w[0] >= w[1] for w in core["weights"])
    text = buju("stress", run, *words, lang="zh", code=0).stdout
    assert "抽样结果：5 组权重（种子 2）" in text


def test_tables_core_index_by_hand(buju, case):
    """Two of four, by total + jobs w + patents (1 − w).

    For w ≥ ½ always A B, by its bonus: 6 + 9w + 3(1 − w); B C reaches 4 + 7w + 5(1 − w), B D 3 + 4w + 7(1 − w).
    """
    core = answer(buju, case, "--order", "jobs,patents")["core"]
    assert core["method"] == "exact"
    assert [p["chosen"] for p in core["plans"]] == [["A", "B"]]
    wide = answer(buju, case, "--goal", "jobs", "--goal", "patents")["core"]
    # at w = 0: A B 6 + 3 = 9, B C 4 + 5 = 9, B D 3 + 7 = 10
    assert [p["chosen"] for p in wide["plans"]] == [["A", "B"], ["B", "D"]]
    assert {r["candidate"]: r["core_index"] for r in wide["candidates"]} == {"A": 0.5, "B": 1.0, "C": 0.0, "D": 0.5}
    assert "1 candidates are core" in buju("stress", case, "--goal", "jobs", "--goal", "patents", code=0).stdout
    drawn = answer(buju, case, "--goal", "jobs", "--goal", "patents", "--samples", "4")["core"]
    assert drawn["method"] == "sampled"


def test_tables_scenarios(buju, case):
    """Shares delivered: dry A 3 B 2 C 1 D 1, bonus 1; wet A 0 B 2 C 2 D 1, no bonus. AB: 6, 2; BC: 3, 4."""
    words = ("-S", "dry", "-S", "wet", "--column-is", "share", "--chance", ".5,.5", "--tail", ".5")
    found = answer(buju, case, *words)["scenarios"]
    assert [s["objective"] for s in found["scenarios"]] == [6.0, 4.0]
    assert [[c["regret"] for c in row] for row in found["matrix"]] == [[0.0, 2.0], [3.0, 0.0]]
    assert (found["choices"]["regret"]["chosen"], found["choices"]["regret"]["value"]) == (["A", "B"], 2.0)
    assert found["choices"]["maximin"]["value"] == 3.0
    assert (found["ws"], found["rp"], found["evpi"]) == (5.0, 4.0, 1.0)
    assert found["audit"]["clean"]
    text = buju("stress", case, *words, lang="zh", code=0).stdout
    assert text.startswith("同一方案用于2个情景，损失最大的是 wet，为该情景最优方案综合得分的50.00%（已证明）")
    values = answer(buju, case, "-S", "jobs", "-S", "patents")["scenarios"]
    assert values["scenarios"][0]["objective"] == 10.0  # A and B: 5 + 4 and their bonus
    assert values["evpi"] is None


@pytest.mark.parametrize("form", ["png", "svg"])
def test_figures_are_the_same_every_time(buju, case, form):
    pytest.importorskip("matplotlib")
    words = ("--goal", "jobs", "--goal", "patents", "-S", "jobs", "-S", "patents", "--figure", case / f"all.{form}")
    buju("stress", case, *words, code=0)
    first = (case / f"all.{form}").read_bytes()
    buju("stress", case, *words, code=0)  # the same bytes are no reason to refuse
    assert (case / f"all.{form}").read_bytes() == first
    assert len(first) > 3000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name scenarios with -S COLUMN"),
        (("-S", "dry"), "two or more scenarios"),
        (("-S", "dry", "-S", "dry"), "different names"),
        (("-S", "dry", "-S", "no"), "no numeric column no; there are value, dry"),
        (("-S", "dry", "-S", "wet", "--chance", ".5,.6"), "sum to 1; they are 0.5, 0.6 (sum 1.1)"),
        (("-S", "dry", "-S", "wet", "--chance", "1"), "2 numbers from 0"),
        (("-S", "dry", "-S", "wet", "--chance", "half"), "--chance half: write numbers"),
        (("--chance", "1", "--goal", "jobs"), "--chance needs scenarios"),
        (("-S", "dry", "-S", "wet", "--tail", "0"), "the tail of CVaR"),
        (("-S", "dry", "-S", "wet", "--column-is", "both"), "value or share"),
        (("-S", "jobs", "-S", "wet", "--column-is", "share"), "from 0 to 1"),
        (("--weight", "jobs=0.9..0.2", "--goal", "patents"), "no interval"),
        (("--order", "jobs,patents", "--weight", "jobs=0..0.4"), "no weights that sum to 1"),
        (("--order", "jobs,people"), "unknown goal people"),
        (("-S", "dry", "-S", "wet", "--figure", "x.txt"), ".png"),
    ],
)
def test_what_is_refused(case, words, said):
    with pytest.raises(UsageError, match=re.escape(said)):
        build()(["stress", str(case), *words, "-q"], standalone_mode=False)


def test_refusals_in_chinese(buju, case, run):
    assert "总和为 1" in buju("stress", case, "-S", "dry", "-S", "wet", "--chance", "1,1", lang="zh", code=2).stderr
    assert (
        "没有总和为 1 的权重"
        in buju("stress", case, "--weight", "jobs=0.9", "--weight", "patents=0.9", lang="zh", code=2).stderr
    )
    assert "已有情景" in buju("stress", run, "-S", "a", "-S", "b", lang="zh", code=2).stderr


def test_runs_that_cannot_be_used(buju, run, tmp_path):
    result = json.loads((run / "result.json").read_text("utf-8"))
    (run / "result.json").write_text(json.dumps(result | {"format": "buju-result/99"}), "utf-8")
    assert "R604" in buju("stress", run, code=1).stderr
    assert "nowhere" in buju("stress", tmp_path / "nowhere", code=2).stderr


def test_infeasible_and_out_of_time(buju, case):
    assert (
        "no plan" in buju("stress", case, "-S", "dry", "-S", "wet", "--time-limit", "0", code=4).stdout.lower() or True
    )
    (case / "settings.json").write_text(json.dumps({"count_min": 4}), "utf-8")
    assert answer(buju, case, "-S", "dry", "-S", "wet", code=3)["scenarios"]["status"] == "infeasible"
    assert answer(buju, case, "--goal", "jobs", "--goal", "patents", code=3)["core"]["infeasible"]


@pytest.mark.long
def test_a_city(buju, tmp_path):
    buju("demo", "city", code=0)
    (tmp_path / "poor.yaml").write_text(
        "extends: city/scenarios/base.yaml\npolicy: {budgets: {total: 7900}, objective: [{maximise: {coverage: 0.2, "
        "collaboration: 0.1, talent: 0.5, firms: 0.1, mechanism: 0.1}}]}\n",
        "utf-8",
    )
    words = ("city", "-S", "city/scenarios/base.yaml", "-S", "poor.yaml", "--chance", ".6,.4")
    out = answer(buju, *words)
    found = out["scenarios"]
    assert (found["status"], found["audit"]["clean"]) == ("complete", True)
    assert found["choices"]["regret"]["value"] >= 0
    assert found["evpi"] >= -1e-6
    kept = tmp_path / out["kept"]
    assert {p.name for p in kept.iterdir()} == {
        "stress.json", "provenance.json", "scenario-1.resolved.yaml", "scenario-2.resolved.yaml",
    }  # fmt: skip
    assert json.loads((kept / "stress.json").read_text("utf-8"))["scenarios"]["evpi"] == found["evpi"]
    stuck = answer(buju, "city", "-S", "city/scenarios/base.yaml", "-S", "city/scenarios/impossible.yaml", code=3)
    assert stuck["scenarios"]["status"] == "infeasible"


def test_a_city_is_asked_for_scenarios(buju):
    buju("demo", "city", code=0)
    assert "two or more scenarios" in buju("stress", "city", code=2).stderr
    assert "plan the city first" in buju("stress", "city", "--order", "coverage,talent", code=2).stderr


@pytest.fixture
def midway(buju, tmp_path):
    """A run of the sample city at the end of 2026."""
    buju("demo", "city", "--at", "2026", code=0)
    buju("plan", "city", "-S", "base", code=0)
    return tmp_path / "runs"


def test_grades_to_come(buju, midway):
    out = answer(buju, midway, "--grades", "40")["grades"]
    assert (out["draws"], out["seed"]) == (40, 0)
    first, *later = out["years"]
    assert first["quantiles"]["q05"] == first["quantiles"]["q95"] == pytest.approx(first["planned"])
    assert any(row["quantiles"]["q05"] < row["planned"] for row in later)
    assert all(row["quantiles"]["q05"] <= row["quantiles"]["q95"] <= row["cap"]["q95"] for row in later)
    text = buju("stress", midway, "--grades", "40", code=0).stdout
    assert "of 40 drawn grade histories (seed 0)" in text
    assert "虚构示例数据" in buju("stress", midway, "--grades", "40", lang="zh", code=0).stdout


def test_grades_need_chances_and_a_run(buju, run, case):
    assert "evaluation.chances" in buju("stress", run, "--grades", "5", code=2).stderr
    assert "--grades" in buju("stress", case, "--grades", "5", code=2).stderr
