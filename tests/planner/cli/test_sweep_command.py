"""``sweep`` from the command line: answers, files, going on, what it refuses; here, in two processes, on a cluster."""

import json
import os
import signal
import subprocess
import sys
import time

import jsonschema
import pytest

import buju as face
from planner.cli.schemas import command_schema

VARY = ("--vary", "budgets.total=7000:9000", "--vary", "goals.coverage.failure=.1:.5")


@pytest.fixture(scope="module")
def city():
    return face.sample()


def files(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != "cases.jsonl"}


def test_a_table_of_cases_is_answered_row_by_row(buju, city, tmp_path):
    (tmp_path / "cases.csv").write_text("budgets.total,target.count\n8050,\n,18\n8050,many\n10,\n", "utf-8")
    words = ("sweep", city, "--cases", tmp_path / "cases.csv", "-o", tmp_path / "s")
    out = json.loads(buju(*words, "--json", code=0).stdout)
    jsonschema.Draft202012Validator(command_schema("sweep")).validate(out)
    assert out["statuses"] == {"proven": 2, "invalid": 1, "infeasible": 1}
    rows = [json.loads(line) for line in (tmp_path / "s" / "cases.jsonl").read_text("utf-8").splitlines()]
    assert [r["status"] for r in rows] == ["proven", "proven", "invalid", "infeasible"]
    plan = face.plan(face.load(city), "base")  # a case is what plan says of the same scenario
    assert rows[0]["objective"] == plan.objective
    assert rows[0]["chosen"] == {r.centre: r.year for r in plan.chosen}
    assert rows[0]["audited"]
    assert "many" in rows[2]["said"]
    assert any("budgets.total" in rules for rules in out["conflicts"])
    assert any("support money in all years" in words["en"] for words in out["conflict_words"].values())
    kinds = {one["centre"]: one["kind"] for one in out["chosen"]}
    assert {"always", "never"} <= set(kinds.values())
    before = files(tmp_path / "s")
    buju(*words, code=0)  # nothing is left to do: the same bytes
    assert files(tmp_path / "s") == before
    for lang, said, rule in (
        ("en", "always chosen", "without a plan, 1 case, for these rules: "),
        ("zh", "总是入选", "各年支持资金总额"),
    ):
        text = buju(*words, lang=lang, code=0).stdout
        assert said in text
        assert rule in text
        assert "budgets.total" not in text  # a rule by its name
        assert "budgets.total" in buju(*words, "-v", lang=lang, code=0).stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--vary", "budgets.total=7000:9000"), 2, "--draws"),
        (("--vary", "budgets.totle=1:2", "--draws", "2"), 1, "budgets.total"),
        (("--vary", "budgets.total=9:9", "--draws", "2"), 2, "empty range"),
        (("--vary", "goals.coverage.failure=.1:1.5", "--draws", "2"), 1, "1.5"),
        (("--vary", "budgets.total=1:2", "--draws", "0"), 2, "draws"),
        (("--cases", "nowhere.csv"), 2, "cannot be read"),
        (("--cases", "x.csv", "--draws", "2"), 2, "goes without"),
    ],
)
def test_bad_words_are_refused_before_anything_is_written(buju, city, tmp_path, words, code, said):
    done = buju("sweep", city, *words, "-o", tmp_path / "s", code=code)
    assert said in done.stderr + done.stdout
    assert not (tmp_path / "s").exists()


def test_a_million_draws_get_an_estimate_first(buju, city, tmp_path):
    done = buju("sweep", city, *VARY, "--draws", "100000", "--jobs", "1", "-o", tmp_path / "s", code=2)
    assert "hours here" in done.stderr
    assert "--yes" in done.stderr
    assert not (tmp_path / "s").exists()


def test_a_cluster_that_is_not_there_is_told(buju, city, tmp_path):
    pytest.importorskip("distributed")
    words = ("sweep", city, *VARY, "--draws", "2", "-o", tmp_path / "s", "--cluster", "tcp://127.0.0.1:9")
    assert "no Dask scheduler answers" in buju(*words, code=5).stderr


@pytest.mark.long
def test_a_kill_loses_at_most_the_case_in_hand(city, tmp_path):
    words = [sys.executable, "-m", "planner.cli", "sweep", str(city), *VARY, "--draws", "6", "--jobs", "1", "-q", "-o"]
    journal = tmp_path / "a" / "cases.jsonl"
    process = subprocess.Popen([*words, str(tmp_path / "a")], stdout=subprocess.DEVNULL)
    until = time.monotonic() + 300
    while time.monotonic() < until and (not journal.is_file() or journal.read_bytes().count(b"\n") < 2):
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept = journal.read_bytes()
    assert 2 <= kept.count(b"\n") < 6
    subprocess.run([*words, str(tmp_path / "a")], check=True, stdout=subprocess.DEVNULL)
    whole = kept[: kept.rfind(b"\n") + 1]
    assert journal.read_bytes().startswith(whole)
    subprocess.run([*words, str(tmp_path / "b")], check=True, stdout=subprocess.DEVNULL)
    assert files(tmp_path / "a") == files(tmp_path / "b")


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_processes_and_a_cluster_of_two_give_the_same_bytes(city, tmp_path):
    distributed = pytest.importorskip("distributed")
    data = face.load(city)
    asked = {"vary": {"budgets.total": (7000, 9000), "goals.coverage.failure": (0.1, 0.5)}, "draws": 5}
    plain = face.sweep(data, "base", **asked, folder=tmp_path / "one")
    two = face.sweep(data, "base", **asked, jobs=2, folder=tmp_path / "two")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        far = face.sweep(data, "base", **asked, cluster=cluster.scheduler_address, folder=tmp_path / "far")
    assert plain == two == far
    lines = {
        name: sorted((tmp_path / name / "cases.jsonl").read_bytes().splitlines()) for name in ("one", "two", "far")
    }
    assert lines["one"] == lines["two"] == lines["far"]
