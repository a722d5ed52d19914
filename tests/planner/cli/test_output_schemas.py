"""What the commands really print with --json fits the published schemas."""

import json
from pathlib import Path

import jsonschema
import pytest

from buju_testing import commands
from planner.cli.schemas import command_schema

ROOT = Path(__file__).parents[3]


def printed(cwd, *words, code=0):
    done = commands.run(*words, "--json", cwd=cwd)
    assert done.returncode == code, done.stderr[-500:]
    name = " ".join(w for w in words[:2] if w in ("scenario", "new", "show", "diff") or w == words[0])
    data = json.loads(done.stdout)
    jsonschema.Draft202012Validator(command_schema(name)).validate(data)
    return data


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outputs")
    printed(folder, "demo", "city")
    return folder


@pytest.fixture(scope="module")
def run(city):
    plan = printed(city, "plan", "city", "-S", "city/scenarios/base.yaml", "--set", "objective=[{minimise: {cost: 1}}]")
    return plan["run"]


def test_data_commands(city):
    printed(city, "template", "empty")
    assert printed(city, "validate", "city")["tables"]["centres"]["read"] > 30
    printed(city, "validate", "empty", code=1)
    assert len(printed(city, "rules")["rules"]) > 20
    printed(city, "rules", "K402")


def test_runs(city, run):
    printed(city, "compare", run, run)
    printed(city, "export", run, "-o", "out", "--as", "csv,json")
    assert printed(city, "assess", "city", "--plan", run)["single_points"]


def test_an_infeasible_plan(city):
    sets = ["--set", "objective=[{minimise: {cost: 1}}]", "--set", "budgets.total=0"]
    plan = printed(city, "plan", "city", "-S", "city/scenarios/base.yaml", *sets, code=3)
    assert plan["conflict"]


def test_solve(city):
    tables = city / "tables"
    tables.mkdir()
    for name, text in {
        "candidates": "candidate,value\nA,3\nB,2\n",
        "budgets": "row,cap\ntotal,1\n",
        "usage": "candidate,row,amount\nA,total,1\nB,total,1\n",
        "technologies": "technology,weight,required\n",
        "covers": "candidate,technology,strength\n",
        "rules": "kind,a,b\n",
    }.items():
        (tables / f"{name}.csv").write_text(text, "utf-8")
    settings = {
        "objective": "max_value",
        "coverage": "any",
        "count_min": None,
        "count_max": None,
        "offset": 0,
        "sign": 1,
    }
    (tables / "settings.json").write_text(json.dumps({**settings, "published": None, "tol": 1e-6}), "utf-8")
    assert printed(city, "solve", "tables")["chosen"] == ["A"]
