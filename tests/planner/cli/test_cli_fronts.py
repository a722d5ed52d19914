"""``pareto`` from the command line: tables and a city, figure, words, limits, and what it refuses."""

import json

import jsonschema
import pytest

from planner.cli.schemas import command_schema


@pytest.fixture
def case(tmp_path):
    """Three plans, of which C is beaten; the column ``remark`` is no number and no goal."""
    text = "candidate,value,jobs,patents,remark\nA,0,5,0,old\nB,0,4,3,new\nC,0,3,2,\nD,0,0,4,\n"
    (tmp_path / "candidates.csv").write_text(text, "utf-8")
    (tmp_path / "settings.json").write_text(json.dumps({"count_max": 1}), "utf-8")
    return tmp_path


def answer(buju, *words, code=0):
    out = json.loads(buju("pareto", *words, "--json", code=code).stdout)
    jsonschema.Draft202012Validator(command_schema("pareto")).validate(out)
    return out


def test_tables(buju, case):
    out = answer(buju, case, "--goal", "jobs", "--goal", "patents")
    assert out["complete"]
    assert out["points"] == [[5.0, 0.0], [4.0, 3.0], [0.0, 4.0]]
    assert out["plans"] == [["A"], ["B"], ["D"]]
    assert out["knee"] == {"point": 1, "reached": [0.8, 0.75]}
    assert out["audit"]["clean"]


@pytest.mark.parametrize(("lang", "word"), [("en", "knee: plan 2"), ("zh", "拐点：第 2 个方案")])
def test_a_person_reads_the_knee(buju, case, lang, word):
    text = buju("pareto", case, "--goal", "jobs", "--goal", "patents", lang=lang, code=0).stdout
    assert word in text
    assert "4 (" in text or "4（" in text


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_figure_is_the_same_every_time(buju, case, form):
    pytest.importorskip("matplotlib")
    words = ("pareto", case, "--goal", "jobs", "--goal", "patents", "--figure", case / f"front.{form}")
    buju(*words, code=0)
    first = (case / f"front.{form}").read_bytes()
    buju(*words, code=0)  # the same bytes are no reason to refuse
    assert first == (case / f"front.{form}").read_bytes()
    assert len(first) > 3000
    changed = ("pareto", case, "--goal", "jobs", "--goal", "cost", "--figure", case / f"front.{form}")
    assert "--force" in buju(*changed, code=2).stderr
    buju(*changed, "--force", code=0)


def test_three_goals_make_a_panel_for_each_pair(buju, case):
    pytest.importorskip("matplotlib")
    goals = [w for g in ("jobs", "patents", "count") for w in ("--goal", g)]
    out = answer(buju, case, *goals, "--figure", case / "front.svg")
    assert out["figure"].endswith("front.svg")
    assert (case / "front.svg").read_text("utf-8").count('id="axes_') == 3


def test_what_is_refused(buju, case):
    assert "没有目标 jbos" in buju("pareto", case, "--goal", "jobs", "--goal", "jbos", lang="zh", code=2).stderr
    assert "two to four" in buju("pareto", case, "--goal", "jobs", code=2).stderr
    assert "no scenario" in buju("pareto", case, "--goal", "jobs", "--goal", "cost", "--set", "a=1", code=2).stderr
    assert ".png" in buju("pareto", case, "--goal", "jobs", "--goal", "cost", "--figure", "x.txt", code=2).stderr
    said = buju("pareto", case, "--goal", "jobs", "--goal", "remark", code=1).stderr
    assert "candidates.csv:2 remark" in said


def test_a_blank_in_a_goal_is_a_finding(buju, case):
    (case / "candidates.csv").write_text("candidate,value,jobs\nA,0,5\nB,0,\n", "utf-8")
    assert "P104" in buju("pareto", case, "--goal", "jobs", "--goal", "count", code=1).stderr


def test_infeasible_and_out_of_time(buju, case):
    goals = ("--goal", "jobs", "--goal", "patents")
    none = answer(buju, case, *goals, "--time-limit", "0", code=4)
    assert (none["complete"], none["points"], none["knee"]) == (False, [], None)
    (case / "settings.json").write_text(json.dumps({"count_min": 9}), "utf-8")
    out = answer(buju, case, *goals, code=3)
    assert (out["status"], out["points"]) == ("infeasible", [])


def test_a_city(buju, tmp_path):
    buju("demo", "city", code=0)
    out = answer(buju, "city", "--goal", "firms", "--goal", "talent", "--figure", tmp_path / "front.png")
    assert out["complete"]
    assert out["audit"]["clean"]
    assert len(out["points"]) > 1
    assert out["scenario"] == "base"
    assert all(set(years) == set(plan) for years, plan in zip(out["years"], out["plans"], strict=True))
    firms = [point[0] for point in out["points"]]
    assert firms == sorted(firms, reverse=True)
