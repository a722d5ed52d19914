"""Bad input from the command line: what is wrong is said with a code and a mend, and nothing is made up."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CITY = ROOT / "loaders" / "samples" / "ningbo"
BASE = CITY / "scenarios" / "base.yaml"


def write(folder, **tables):
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text.replace("; ", "\n") + "\n", "utf-8")


def codes(payload):
    return [f["code"] for f in payload["findings"] if f["level"] != "note"]


def test_weights_all_zero_in_a_scenario_are_refused(buju):
    done = buju("plan", CITY, "-S", BASE, "--set", "objective=[{maximise: {coverage: 0, talent: 0}}]", code=1)
    assert "Y744" in done.stderr
    assert "all weights of stage 1 are zero; give at least one weight above zero" in done.stderr


def test_values_all_zero_in_tables_are_said_and_not_silently_optimal(buju, tmp_path):
    write(tmp_path, candidates="candidate,value; A,0; B,0", budgets="row,cap; m,1", usage="candidate,row,amount; A,m,1")
    done = buju("solve", tmp_path, code=0)
    assert "P210" in done.stderr
    assert "every choice that keeps the rules is as good" in done.stderr
    done = buju("solve", tmp_path, "-q", "--json", lang="zh", code=0)
    assert "P210" not in done.stderr
    assert codes(json.loads(done.stdout)) == ["P210"]


def test_contradictory_locks_are_refused(buju):
    sets = ("--set", "fixed.chosen=[C01]", "--set", "fixed.rejected=[C01]")
    done = buju("plan", CITY, "-S", BASE, *sets, code=1)
    assert "Y747" in done.stderr
    assert "take it out of one of the two lists" in done.stderr


def test_locks_that_exclude_one_another_are_named_as_the_conflict(buju, tmp_path):
    sets = ("--set", "fixed.chosen=[C29, C32]")
    payload = json.loads(buju("plan", CITY, "-S", BASE, *sets, "--json", code=3).stdout)
    assert {row["rule"] for row in payload["conflict"]} == {
        "fixed chosen C29",
        "fixed chosen C32",
        "excludes C29|C32",
    }
    assert payload["conflict_smallest"]
    assert payload["mends"]


def test_two_rules_that_forbid_each_other_are_said_in_tables(buju, tmp_path):
    write(
        tmp_path,
        candidates="candidate,value; A,1; B,1; C,1",
        rules="kind,a,b; requires,A,B; requires,B,C; excludes,A,C",
    )
    done = buju("solve", tmp_path, code=0)
    assert re.search(r"P112 .*A can never be chosen", done.stderr)
    write(tmp_path, technologies="technology,weight,required; T,1,1", covers="candidate,technology,strength; A,T,1")
    payload = json.loads(buju("solve", tmp_path, "--json", code=3).stdout)
    assert [row["rule"] for row in payload["conflict"]] == [
        "required T",
        "requires A B",
        "requires B C",
        "excludes A C",
    ]
    text = buju("solve", tmp_path, lang="zh", code=3).stdout
    assert "下列 4 条规则相互冲突" in text
    assert "A 依赖 B" in text


@pytest.fixture
def other_city(tmp_path):
    """A copy of the sample city whose tables can be changed."""

    def change(name, edit):
        folder = tmp_path / "city"
        if not folder.exists():
            shutil.copytree(CITY, folder)
        path = folder / f"{name}.csv"
        path.write_text(edit(path.read_text("utf-8-sig")), "utf-8")
        return folder

    return change


def test_two_rules_that_forbid_each_other_are_said_in_a_city(buju, other_city):
    folder = other_city("rules", lambda text: text.rstrip() + "\nexcludes,C22|C21,,illustrative\n")
    done = buju("plan", folder, "-S", folder / "scenarios" / "base.yaml", "--time-limit", 0.01, code=4)
    assert re.search(r"P112 rules members «C22»: C22 can never be chosen", done.stderr)


@pytest.mark.parametrize(
    "words",
    [
        ("pareto", "--goal", "coverage", "--goal", "cost", "--time-limit", 0),
        ("curve", "--no-roadmap", "--time-limit", 0),
        ("stress", "-S", "{tight}", "--time-limit", 0),
    ],
    ids=lambda words: words[0],
)
def test_the_same_is_said_by_every_command_that_computes(buju, other_city, words):
    folder = other_city("rules", lambda text: text.rstrip() + "\nexcludes,C22|C21,,illustrative\n")
    name, *options = words
    tight = folder / "scenarios" / "tight.yaml"
    told = [str(o).format(tight=tight) for o in options]
    done = buju(name, folder, "-S", folder / "scenarios" / "base.yaml", *told)
    assert re.search(r"P112 rules members «C22»: C22 can never be chosen", done.stderr)


def test_figures_too_far_apart_name_the_row_in_tables(buju, tmp_path):
    write(
        tmp_path,
        candidates="candidate,value; A,1; B,2; C,3",
        budgets="row,cap; money,1000000000; hours,5",
        usage="candidate,row,amount; A,money,0.000001; B,money,1000000000; C,money,10; A,hours,1; B,hours,2",
    )
    done = buju("solve", tmp_path, "--json", code=0)
    payload = json.loads(done.stdout)
    assert codes(payload) == ["P110"]
    found = next(f for f in payload["findings"] if f["code"] == "P110")
    assert (found["file"], found["column"], found["value"], found["level"]) == ("usage", "amount", "money", "warning")
    assert "between 1e-06 (A) and 1e+09 (B)" in found["message"]
    assert "check the units" in found["mend"]
    assert payload["audit"]["clean"]
    assert payload["objective"] in (4.0, 3.0)  # C with A, or what the row's last digits leave


def test_figures_too_far_apart_name_the_row_in_a_city(buju, other_city):
    def edit(text):
        lines = text.splitlines()
        head = lines[0].split(",")
        place = head.index("investment" if "investment" in head else "投入额")
        for n, figure in ((1, "0.000001"), (2, "1000000000")):
            cells = lines[n].split(",")
            cells[place] = figure
            lines[n] = ",".join(cells)
        return "\n".join(lines) + "\n"

    folder = other_city("investments", edit)
    done = buju("plan", folder, "-S", folder / "scenarios" / "base.yaml", "--time-limit", 0.01)
    assert re.search(
        r"P110 investments investment «C\d+»: the figures of the support of C\d+ lie between 1e-06", done.stderr
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_time_means_a_plan_or_none_found_and_never_an_objective_of_nothing(buju, tmp_path, lang):
    done = buju("plan", CITY, "-S", BASE, "--time-limit", 0.01, "--json", lang=lang)
    payload = json.loads(done.stdout)
    assert payload["status"] == "time_limit"
    if payload["objective"] is None:
        assert (done.returncode, payload["chosen"], payload["bound"], payload["goals"]) == (4, [], None, {})
    else:
        assert (done.returncode, payload["audit"]["clean"]) == (130, True)
        assert payload["objective"] > 0
    write(tmp_path, candidates="candidate,value; " + "; ".join(f"C{i},{3 + i % 7}" for i in range(60)))
    payload = json.loads(buju("solve", tmp_path, "--time-limit", 0, "--json", lang=lang).stdout)
    assert (payload["objective"] is None) == (payload["chosen"] == [])


STOPPING = """
import math, os, signal, sys
from planner.solving import highs
from planner.cli.app import main
hear = highs.Listener.hear
sent = []
def stopping(self, kind, message, data_out, data_in, user):
    found = kind != highs.SIMPLEX and math.isfinite(data_out.mip_primal_bound)
    if not sent and (found or sys.argv[1] == "at once"):
        sent.append(os.kill(os.getpid(), signal.SIGINT))
    hear(self, kind, message, data_out, data_in, user)
highs.Listener.hear = stopping
sys.argv = ["buju", *sys.argv[2:]]
main()
"""
"""A process that is sent a real SIGINT while the solver is at work: at its first sign of life, or with a plan."""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent")
@pytest.mark.parametrize("when", ["at once", "with a plan"])
def test_ctrl_c_keeps_the_best_plan_found(tmp_path, when):
    env = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL")}
    env |= {"BUJU_LANG": "en", "PYTHONPATH": str(ROOT)}
    args = [sys.executable, "-c", STOPPING, when, "plan", str(CITY), "-S", str(BASE), "--json"]
    done = subprocess.run(args, cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert "Traceback" not in done.stderr
    payload = json.loads(done.stdout)
    kept = json.loads((tmp_path / payload["run"] / "result.json").read_text("utf-8"))
    assert kept["interrupted"] is True
    assert "interrupted" in done.stderr
    assert payload["status"] == "time_limit"
    if payload["objective"] is None:
        assert when == "at once"
        assert (done.returncode, payload["chosen"], payload["audit"]["clean"]) == (130, [], None)
    else:
        assert (done.returncode, payload["audit"]["clean"]) == (130, True)
        assert payload["objective"] > 0
        assert payload["bound"] is None or payload["bound"] >= payload["objective"] - 1e-6
    assert not [p for p in (tmp_path / "runs").iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("pareto", "--goal", "coverage", "--goal", "cost"), "no point was found in time"),
        (("curve",), "no plan was found in time"),
    ],
)
def test_a_limit_of_the_first_moment_shows_no_point_and_claims_nothing(buju, command, said):
    done = buju(command[0], CITY, "-S", BASE, *command[1:], "--time-limit", 0.01, code=4)
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
