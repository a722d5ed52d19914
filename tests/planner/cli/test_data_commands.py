"""The commands demo, template, validate and rules: what is printed where, and the exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from buju_testing.small_dataset import write_small
from graph.base.errors import UsageError
from graph.model.schema import TABLES
from planner.cli.app import build

ROOT = Path(__file__).parents[3]


@pytest.fixture
def write(tmp_path):
    return lambda folder="small", /, **changes: write_small(tmp_path / folder, **changes)


def run(*args):
    return CliRunner().invoke(build(), [str(a) for a in args], standalone_mode=False)


def said(*args):
    result = run(*args)
    assert result.exception is None, result.exception
    return result.return_value or 0, result.stdout, result.stderr


def test_validate_json_is_one_object_with_the_promised_keys(write):
    code, out, err = said("validate", write(covers="centre_id,technology_id\nC1,T1\n"), "--json", "--lang", "zh")
    answer = json.loads(out)
    assert code == 1
    assert err == ""
    assert answer["tables"]["covers"] == {"read": 1, "skipped": 0, "defaulted": 1}
    first = next(f for f in answer["findings"] if f["code"] == "K402")
    assert set(first) == {"code", "level", "file", "row", "column", "value", "message", "mend"}
    assert first["mend"] == "最接近的是 T01"
    assert first["message"].startswith("技术表（technologies）中没有编号")


def test_validate_says_whether_it_can_be_planned_on(write):
    code, out, err = said("validate", write(), "--lang", "en")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "0 errors, 0 warnings, 0 notes: can be planned on"
    code, out, err = said("validate", write("b", investments=None), "--lang", "en")
    assert code == 0
    assert "warning X501 centres.csv:3 id «C1»" in err
    code, out, err = said("validate", write("c", requires="technology_id,prerequisite_id\nT01,T01\n"), "--lang", "zh")
    assert code == 1
    assert out.splitlines()[-1].endswith("有错误，改正后方可编制方案。")
    assert "错误 K403 requires.csv:2 prerequisite_id “T01”" in err


def test_many_findings_of_one_rule_are_counted_and_v_shows_all(write):
    rows = "".join(f"C1,X{i:03}\n" for i in range(100))
    folder = write(covers="centre_id,technology_id\n" + rows)
    assert "… and 92 more of K402" in said("validate", folder, "--lang", "en")[2]
    assert said("validate", folder, "--lang", "en", "-v")[2].count("K402") == 100
    assert "note" not in said("validate", folder, "--lang", "en", "-q")[2]


def test_hostile_values_do_not_reach_the_terminal(write):
    folder = write(people="id,name,tier\nP1,a,\x1b[2J\x1b]0;x\x07\nP2,b,\u202egnp\n", **{"ev\x1b[31mil.csv": "x\n"})
    _, out, err = said("validate", folder, "--lang", "en")
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err
    assert "\\x1b[2J" in err


def test_a_missing_path_is_a_usage_error(tmp_path):
    assert isinstance(run("validate", tmp_path / "nowhere").exception, UsageError)
    p = subprocess.run(
        [sys.executable, "-m", "planner.cli", "validate", str(tmp_path / "nowhere")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert p.returncode == 2
    assert "does not exist" in p.stderr or "不存在" in p.stderr
    assert p.stdout == ""


def test_rules():
    _, out, _ = said("rules", "--json")
    every = json.loads(out)["rules"]
    assert {"code", "level", "title", "why", "example", "mend"} == set(every[0])
    _, out, _ = said("rules", "k402", "--lang", "zh")
    assert out.startswith("K402（错误）：编号没有定义")
    _, out, _ = said("rules", "--lang", "en")
    assert len(out.splitlines()) == len(every)
    assert isinstance(run("rules", "K999").exception, UsageError)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_template_then_validate(tmp_path, lang):
    code, out, _ = said("template", tmp_path / "t", "--lang", lang, "--json")
    assert code == 0
    assert len([f for f in json.loads(out)["files"] if f.endswith(".csv")]) == len(TABLES)
    code, out, _ = said("validate", tmp_path / "t", "--json")
    assert code == 1
    assert {f["code"] for f in json.loads(out)["findings"]} == {"S118", "S119"}
    assert run("template", tmp_path / "t", "--lang", lang).exception.exit_code == 2


def test_demo_at_the_end_of_a_year(tmp_path):
    code, out, _ = said("demo", tmp_path / "city", "--at", "2026", "--json")
    assert code == 0
    assert {"payments.csv", "decisions.csv", "scenarios/sprint.yaml"} <= set(json.loads(out)["files"])
    assert run("demo", tmp_path / "other", "--at", "2025").exception.exit_code == 2


def test_demo_can_be_planned_on(tmp_path):
    code, out, _ = said("demo", tmp_path / "city", "--json")
    assert code == 0
    assert "centres.csv" in json.loads(out)["files"]
    assert said("validate", tmp_path / "city", "--json")[0] == 0
    assert run("demo", tmp_path / "city").exception.exit_code == 2
    (tmp_path / "city" / "covers.csv").write_text("changed")
    assert said("demo", tmp_path / "city", "--force")[0] == 0
    assert (tmp_path / "city" / "covers.csv").read_text() != "changed"
    (tmp_path / "city" / "thesis.docx").write_text("precious")
    refused = run("demo", tmp_path / "city", "--force").exception
    assert refused.exit_code == 2
    assert "thesis.docx" in refused.words.en
    assert (tmp_path / "city" / "thesis.docx").read_text() == "precious"
    (tmp_path / "file").write_text("x")
    assert run("demo", tmp_path / "file" / "city").exception.exit_code == 2
