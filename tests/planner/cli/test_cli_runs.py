"""The commands on kept runs, at the command line."""

import json

import jsonschema
import pytest

from buju_testing.made_up_result import make_result
from planner.cli.schemas import command_schema


def test_list_show_tag_rm(buju, write):
    one, two = write(make_result(), 1), write(make_result(technologies=4), 2)

    def told(*words):
        made = json.loads(buju("runs", *words, "--json", code=0).stdout)
        jsonschema.validate(made, command_schema(f"runs {words[0]}"))
        return made

    assert [run["run"] for run in told("list")["runs"]] == [one.name, two.name]
    assert told("tag", one.name, "council")["tag"] == "council"
    assert told("show", "council")["run"] == one.name
    assert "council" in buju("runs", "list", lang="zh", code=0).stdout
    assert "council" in buju("runs", "show", "council", code=0).stdout
    brings = told("list")["runs"][0]["brings"]
    result = make_result()
    assert brings == {
        "centres": len(result["chosen"]),
        "support": sum(c["total_support"] for c in result["chosen"]),
        "money_unit": result["dataset"]["money_unit"],
        "covered": sum(t["with_plan"] > 0 for t in result["technologies"]),
        "technologies": len(result["technologies"]),
    }
    line = next(row for row in buju("runs", "list", code=0).stdout.splitlines() if one.name in row)
    assert f"  {brings['centres']}  " in line
    assert f"  {brings['covered']}/{brings['technologies']}" in line
    objective = f"{result['objective']:.6g}"
    assert objective not in line  # a share of one means nothing to a planner
    assert objective in buju("runs", "list", "-v", code=0).stdout
    done = buju("runs", "tag", two.name, "council", code=2)
    assert "--force moves it" in done.stderr
    assert buju("compare", "council", two.name, code=0).stdout  # a run by its tag, wherever one is asked for
    assert "council does not exist" not in buju("stress", "council").stderr
    assert "nobody does not exist" in buju("stress", "nobody", code=2).stderr
    assert told("rm", "council")["removed"] == [one.name]
    assert [run["run"] for run in told("list")["runs"]] == [two.name]


@pytest.mark.parametrize("words", [("show", "nothing"), ("rm", "nothing"), ("tag", "nothing", "x")])
def test_a_run_that_is_not_there(buju, words):
    assert "nothing is no run" in buju("runs", *words, code=2).stderr


def test_an_empty_folder_is_no_error(buju):
    assert json.loads(buju("runs", "list", "--json", code=0).stdout)["runs"] == []
