"""`import buju` is the whole public face: small, quick to import, and of one mind with the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import buju
from planner.infeasible import conflict, mends
from planner.rulebook.scenario import load as load_scenario
from planner.rulebook.scenario import shipped
from planner.runs import outcome
from planner.solving.effort import Effort


@pytest.fixture(scope="module")
def city():
    return buju.load(buju.sample())


@pytest.fixture(scope="module")
def tight(city):
    return buju.plan(city, "tight")


def test_every_public_name_is_there_and_documented():
    for name in buju.__all__:
        assert getattr(buju, name).__doc__, name
    assert set(buju.__all__) <= set(dir(buju))
    with pytest.raises(AttributeError, match="nothing"):
        _ = buju.nothing


def test_importing_buju_imports_nothing_heavy():
    heavy = "numpy", "scipy", "networkx", "pulp", "highspy", "pydantic", "yaml", "graph", "planner", "loaders", "typer"
    script = f"import sys, buju; print([m for m in {heavy!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_a_plan_is_the_plan_of_the_command_line(city, tight, tmp_path):
    argv = ["plan", str(buju.sample()), "-S", str(buju.sample() / "scenarios" / "tight.yaml"), "--json", "--runs", "r"]
    done = subprocess.run(
        [sys.executable, "-m", "planner.cli", *argv], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    ours = (tight.folder / "result.json").read_bytes()
    assert (tmp_path / told["run"] / "result.json").read_bytes() == ours
    assert len(tight.chosen) == len(told["chosen"])
    assert repr(city).startswith("Dataset('宁波市（示例）', 万元: ")
    assert repr(tight).startswith("Plan('tight', proven: ")


def test_a_scenario_is_a_path_a_name_or_a_dict(city, tight):
    path = buju.sample() / "scenarios" / "tight.yaml"
    for given in (path, str(path)):
        assert buju.plan(city, given).objective == tight.objective
    changes = {"extends": str(Path("scenarios") / "tight.yaml")}
    with pytest.raises(buju.InputError, match=r"there is no file scenarios/tight\.yaml"):
        buju.plan(city, changes)
    with pytest.raises(buju.UsageError, match="did you mean tight"):
        buju.plan(city, "tigth")


def test_a_dict_is_read_as_its_file_would_be():
    said = {
        "name": "ours",
        "extends": "ningbo-2023",
        "policy": {"target": {"count": 18}, "budgets": {"city": {2024: 8}}},
    }
    made = load_scenario(said, ["target.year=2024"])
    assert (made.name, made.policy.target.count, made.policy.budgets.city) == ("ours", 18, {2024: 8})
    assert made.policy.support == shipped("ningbo-2023").policy.support
    assert (str(made.origins["target.count"]), str(made.origins["target.year"])) == ("scenario:5:12", "--set")
    with pytest.raises(buju.InputError) as caught:
        load_scenario({"extends": "ningbo-2023", "policy": {"target": {"cuont": 18}}})
    (found,) = caught.value.findings
    assert (found.code, found.file, found.value) == ("Y731", "scenario", "cuont")
    with pytest.raises(buju.InputError, match="no file could hold"):
        load_scenario({"extends": "ningbo-2023", "policy": {"target": {"count": object()}}})


def test_changes_are_applied_last_and_wrong_ones_are_findings(city):
    less = buju.plan(city, "tight", set={"target.count": 18, "budgets.total": 7000.5})
    assert less.run.provenance["sets"] == ["target.count=18", "budgets.total=7000.5"]
    with pytest.raises(buju.InputError) as caught:
        buju.plan(city, "tight", set={"target.cuont": 18, "budgets.total": "much"})
    assert {f.code for f in caught.value.findings} >= {"Y731"}
    with pytest.raises(buju.UsageError, match=r"target\.count takes"):
        buju.plan(city, "tight", set={"target.count": float("nan")})


def test_infeasible_raises_nothing_and_each_mend_mends(city):
    bad = buju.plan(city, "impossible")
    assert (bad.status, bad.objective, bad.chosen) == ("infeasible", None, ())
    assert bad.conflict
    assert "in conflict" in repr(bad)
    mended = buju.plan(city, "impossible", set=bad.mends[0].set)
    assert mended.status == "proven"
    with pytest.raises(buju.UsageError, match="infeasible"):
        buju.assess(city, bad)


def test_effort_reaches_each_search_and_is_a_count(city, tight, monkeypatch):
    asked = []

    def no_time(rounds, seconds=None):
        asked.append(rounds)
        return Effort(0, seconds)

    monkeypatch.setattr(mends, "Effort", no_time)
    cut = buju.plan(city, "impossible", effort=3)
    assert asked == [3 * mends.ROUNDS]
    assert cut.result.mends_complete is False
    rules = {"candidates": [{"candidate": "A", "value": 1}], "rules": [{"kind": "locked_in", "a": "A"}]}
    seen, empty = [], conflict.Conflict((), irreducible=True)
    monkeypatch.setattr(outcome, "conflict_of", lambda _, given: seen.append(given.effort) or empty)
    buju.solve(rules, {"count_max": 0}, effort=7)
    assert seen == [7]
    with pytest.raises(buju.UsageError, match="effort takes a whole number of at least 1, not 0"):
        tight.explain(tight.chosen[0].centre, effort=0)
    for wrong in (1.5, True, "10"):
        with pytest.raises(buju.UsageError, match="effort takes"):
            buju.plan(city, "impossible", effort=wrong)


@pytest.mark.long
def test_a_plan_is_saved_opened_exported_and_gone(city, tight, tmp_path):
    tight.explain(tight.chosen[0].centre)
    kept = buju.open(tight.save(tmp_path / "runs"))
    assert kept.folder.parent == tmp_path / "runs"
    assert buju.open(tmp_path / "runs").objective == tight.objective  # the newest of a folder of runs
    assert {p.name for p in kept.folder.iterdir()} == {p.name for p in tight.folder.iterdir()}
    written = kept.export(tmp_path / "out", ["csv", "page"], lang="zh", beside=tight)
    assert {p.suffix for p in written.files} == {".csv", ".html"}
    with pytest.raises(buju.UsageError, match="unknown form"):
        kept.export(tmp_path / "out", ["pdff"])
    made = buju.plan(city, "impossible")
    folder = made.folder
    assert folder.is_dir()
    del made
    assert not folder.exists()


def test_tables_of_a_plan(tight):
    chosen = tight.table("chosen")
    assert chosen["centre"] == tuple(row.centre for row in tight.chosen)
    paid = sum(sum(v or 0 for v in chosen[name]) for name in chosen.columns if name.startswith("support_"))
    assert paid == pytest.approx(sum(row.paid for row in tight.support_by_year))
    assert isinstance(tight.table("rejected", "zh")["reasons"][0][0], str)
    with pytest.raises(buju.UsageError, match=r"no table choosen; it has .*chosen"):
        tight.table("choosen")
    assert "<script" not in tight._repr_html_()


def test_answers_of_the_studies(city, tight):
    base = buju.plan(city, "base", alternatives=2)
    assert len(base.alternatives.plans) == 2
    assert buju.compare(base, tight).a.scenario == "base"
    assert any(reading.with_plan is not None for reading in buju.assess(city, tight).indicators)
    with pytest.raises(buju.UsageError, match="its scenario"):
        buju.stress(tight, ["base"])
    with pytest.raises(buju.UsageError, match="plan first"):
        buju.stress(city, ["base", "tight"], orders=["coverage > talent"])
    with pytest.raises(buju.UsageError, match=r"buju\.load"):
        buju.plan("city", "base")
