"""A map without centres on the command line: assessed, exported, traced to its items; why it cannot be planned."""

import json

import jsonschema
import pytest

from buju_testing import commands
from planner.cli.schemas import command_schema


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("maps") / "map"
    folder.mkdir()
    for name, text in {
        "organisations": "id,name,kind\nO1,甲,firm\nO2,乙,university\n",
        "technologies": "id,name,kind,severity\nT1,丙,common,1\n",
        "evidence": "item_id,holder_id,technology_id,holders,year,kind\nW1,O1,T1,2,2024,publication\n"
        "W1,O2,T1,2,2024,publication\n",
    }.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    (folder / "dataset.yaml").write_text("name: 图\nevidence: 'as_of:2026 half_life:2'\n", "utf-8")
    return folder


def run(place, *words):
    return commands.run(*words, cwd=place.parent)


def test_a_map_is_assessed_and_exported(place):
    assert run(place, "assess", "map", "--lang", "en").returncode == 0
    assert run(place, "graph", "export", "map", "-o", "map.graphml").returncode == 0


def test_a_valid_map_is_not_called_one_to_plan_on(place):
    said = run(place, "validate", "map", "--lang", "en").stdout
    assert "a map that can be assessed, without centres to plan" in said
    assert "can be planned on" not in said


@pytest.mark.parametrize(("lang", "said"), [("en", "no candidate to choose from"), ("zh", "没有可供选择的候选中心")])
def test_a_map_is_not_planned_on_and_it_is_said_why(place, lang, said):
    done = run(place, "plan", "map", "--lang", lang)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in "".join(done.stderr.split("\n")).replace("  ", " ")


def test_a_capability_is_traced_to_its_items(place):
    """Half of the paper, two years old, of half-life two: 1/4; strength 1/5."""
    done = run(place, "explain", "map", "--evidence", "甲", "T1", "--json")
    data = json.loads(done.stdout)
    jsonschema.Draft202012Validator(command_schema("explain")).validate(data)
    assert (data["holder"], data["derived"], data["strength"]) == ("O1", True, pytest.approx(0.2))
    assert [(i["item"], i["amount"]) for i in data["items"]] == [("W1", 0.25)]
    assert "W1" in run(place, "explain", "map", "--evidence", "O1", "丙", "--lang", "en").stdout


def test_who_is_not_there_is_named_with_the_nearest(place):
    done = run(place, "explain", "map", "--evidence", "O11", "T1", "--lang", "en")
    assert done.returncode == 2
    assert "O1" in done.stderr
