"""``solve --next`` from the command line."""

import json

import jsonschema

from planner.cli.schemas import command_schema


def write_case(folder):
    (folder / "candidates.csv").write_text("candidate,value\nA,3\nB,2\nC,2\n", "utf-8")
    (folder / "settings.json").write_text(json.dumps({"count_max": 1}), "utf-8")


def test_the_plans_are_listed_in_order_and_audited(buju, tmp_path):
    write_case(tmp_path)
    out = json.loads(buju("solve", tmp_path, "--next", 3, "--json", code=0).stdout)
    jsonschema.Draft202012Validator(command_schema("solve")).validate(out)
    assert [plan["objective"] for plan in out["plans"]] == [3.0, 2.0, 2.0]
    assert out["plans"][0]["chosen"] == ["A"]
    assert out["ties"] == {"count": 1, "complete": True}
    assert all(plan["audit"]["clean"] for plan in out["plans"])


def test_a_person_reads_what_joins_and_leaves(buju, tmp_path):
    write_case(tmp_path)
    text = buju("solve", tmp_path, "--next", 9, "--differ", 2, "--lang", "zh", code=0).stdout
    assert "换入" in text
    assert "没有更多方案" in text
    assert "no other plan is as good" in buju("solve", tmp_path, "--next", 2, "--lang", "en", code=0).stdout


def test_without_next_nothing_is_listed(buju, tmp_path):
    write_case(tmp_path)
    assert "plans" not in json.loads(buju("solve", tmp_path, "--json", code=0).stdout)
