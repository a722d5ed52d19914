"""``buju explain``: one candidate, all of them, both languages, and what it refuses."""

import json
import shutil
from dataclasses import replace

import jsonschema
import pytest

from buju_testing.random_city import random_city
from planner.cli.schemas import command_schema
from planner.rulebook import scenario
from planner.runs import pipeline
from planner.solving.highs import Limits


@pytest.fixture
def run(made, tmp_path):
    return shutil.copytree(made, tmp_path / "run")


def test_one_candidate_in_both_languages(buju, run):
    result = json.loads((run / "result.json").read_text("utf-8"))
    chosen, rejected = result["chosen"][0]["centre"], result["rejected"][0]["centre"]
    for centre, key in ((chosen, "replacement_cost"), (rejected, "forcing_cost")):
        data = json.loads(buju("explain", run, centre, "--json", code=0).stdout)
        jsonschema.Draft202012Validator(command_schema("explain")).validate(data)
        assert data["centre"] == centre
        assert data["chosen"] == (centre == chosen)
        assert data[key] is None or data[key] >= 0 or data["lifted"]
    text = buju("explain", run, chosen, lang="zh", code=0).stdout
    assert "入选" in text
    assert "何种情况下结论改变" in text
    assert "贡献构成" in text
    assert "what would turn it round" in buju("explain", run, rejected, code=0).stdout
    again = json.loads(buju("explain", run, chosen, "--json", lang="zh", code=0).stdout)
    assert again["reasons"][0].startswith("贡献占方案综合得分")


def test_all_candidates(buju, run):
    done = buju("explain", run, "--json", "-q", code=0)
    data = json.loads(done.stdout)
    assert done.stderr == ""
    jsonschema.Draft202012Validator(command_schema("explain")).validate(data)
    result = json.loads((run / "result.json").read_text("utf-8"))
    assert len(data["centres"]) == len(result["chosen"]) + len(result["rejected"])
    shares = sum(row["contribution"] or 0.0 for row in data["centres"])
    assert shares + data["contribution_of_existing"] == pytest.approx(data["objective"], abs=1e-9)
    assert "方案综合得分中" in buju("explain", run, lang="zh", code=0).stdout


def test_what_it_refuses(buju, run):
    assert "did you mean C0?" in buju("explain", run, "c00", code=2).stderr
    assert "是否指 C0" in buju("explain", run, "c00", lang="zh", code=2).stderr
    assert "is no run" in buju("explain", "nowhere", "C0", code=2).stderr
    (run / "problem.json").unlink()
    assert "make it again" in buju("explain", run, "C0", code=1).stderr


def test_a_run_without_a_plan(buju, tmp_path):
    eco, policy = random_city(5)
    target = policy.target.model_copy(update={"count": 30, "maximum": None})
    given = replace(
        scenario.shipped("ningbo-2023"), policy=policy.model_copy(update={"target": target}), name="too-many"
    )
    folder = pipeline.plan_run(eco, given, Limits(), (), {}, tmp_path).folder
    assert "holds no plan" in buju("explain", folder, "C0", code=2).stderr
