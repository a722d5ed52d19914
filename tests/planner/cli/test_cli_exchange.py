"""``graph export`` and ``graph import``: what they print, what they leave behind, and how they end."""

import json

import jsonschema

from planner.cli.schemas import command_schema


def answer(done, command):
    found = json.loads(done.stdout)
    jsonschema.Draft202012Validator(command_schema(command)).validate(found)
    return found


def test_out_and_in_again(buju, tmp_path):
    buju("demo", "city", code=0)
    out = answer(buju("graph", "export", "city", "-o", "city.gexf", "--json", code=0), "graph export")
    assert out["rows"]["technologies"] == 60
    assert (tmp_path / "city.gexf").stat().st_size > 100_000
    back = answer(buju("graph", "import", "city.gexf", "-o", "back", "--json", code=0), "graph import")
    assert back["rows"] == out["rows"]
    said = buju("graph", "export", "back", "-o", "b/city.graphml", lang="zh", code=0)
    assert "行已写入" in said.stdout
    again = buju("graph", "export", "city", "-o", "city.gexf", code=2)
    assert "--force" in again.stderr


def test_what_is_wrong_is_said_and_nothing_is_written(buju, tmp_path):
    (tmp_path / "a.graphml").write_text("<graphml><graph><node id='Robot:1'/></graph></graphml>")
    done = buju("graph", "import", "a.graphml", "-o", "out", code=1)
    assert "G703 a.graphml:1 node_kind" in done.stderr
    assert not (tmp_path / "out").exists()
    assert "G703" in buju("validate", "a.graphml", lang="zh", code=1).stderr
    assert "没有数据集" in buju("graph", "export", "nowhere", "-o", "x.json", lang="zh", code=2).stderr
    buju("graph", "export", "a.graphml", code=2)
