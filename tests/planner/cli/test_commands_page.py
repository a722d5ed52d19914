"""The page of commands is made from the commands, and the exit codes that it tells are those that they end with."""

import json
import re
from pathlib import Path

import pytest

from planner.cli import manual

ROOT = Path(__file__).parents[3]
CITY = ROOT / "loaders" / "samples" / "ningbo"
PAGE = ROOT / "docs" / "commands.md"
SERVED = ("graph push", "graph pull", "graph diff", "graph check")


@pytest.fixture(scope="module")
def told():
    """Exit codes of each command, as the page says them."""
    found = {}
    for section in re.split(r"^## buju ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        if codes := re.search(r"^Exit codes · 退出码: (.+)$", section, re.MULTILINE):
            found[section.partition("\n")[0]] = {int(c) for c in codes[1].split(", ")}
    return found


def test_the_page_is_fresh():
    assert PAGE.read_text("utf-8") == manual.page(), "run scripts/docs"


def test_every_option_is_explained_in_both_languages():
    english, chinese = manual.both()
    assert list(english) == list(chinese)
    for name, said in english.items():
        for kind in ("arguments", "options"):
            for en, zh in zip(said[kind], chinese[name][kind], strict=True):
                assert not re.search(r"[\u4e00-\u9fff]", " ".join(en)), (name, en)
                assert re.search(r"[\u4e00-\u9fff]", zh[1]), (name, zh)


def damaged(folder):
    """A dataset with errors, a run whose result was cut off, a scenario that is not one, and tables without values."""
    for name in ("data", "run", "tables"):
        (folder / name).mkdir()
    (folder / "data" / "centres.csv").write_text("id,name,status\nC1,a,perhaps\n", "utf-8")
    for name in ("scenario.resolved.yaml", "findings.json", "provenance.json"):
        (folder / "run" / name).write_text("{}", "utf-8")
    (folder / "run" / "result.json").write_text('{"status": ', "utf-8")
    (folder / "wrong.yaml").write_text("target: [\n", "utf-8")
    (folder / "data" / "aliases.csv").write_text("name,which\nA,B\n", "utf-8")
    (folder / "broken.xlsx").write_bytes(b"PK")
    (folder / "broken.csv").write_text("written\n", "utf-8")
    (folder / "tables" / "candidates.csv").write_text("candidate,value\nA,many\n", "utf-8")


WRONG = {
    "init": ("new", "--city", "x", "--years", "2027", "--from", "broken.csv"),
    "validate": ("data",),
    "assess": ("data",),
    "plan": ("data", "-S", CITY / "scenarios" / "base.yaml"),
    "solve": ("tables",),
    "pareto": ("tables", "--goal", "value", "--goal", "count"),
    "curve": ("tables", "--row", "money"),
    "sweep": ("data", "-S", CITY / "scenarios" / "base.yaml", "--vary", "budgets.total=7000:9000", "--draws", "2"),
    "explain": ("run",),
    "stress": ("run",),
    "export": ("run", "-o", "out"),
    "compare": ("run", "run"),
    "meet": ("run", "--data", "data", "--json"),
    "scenario new": ("new.yaml", "--extends", "wrong.yaml"),
    "scenario show": ("wrong.yaml",),
    "scenario diff": ("wrong.yaml", CITY / "scenarios" / "base.yaml"),
    "graph export": ("data", "-o", "out.graphml"),
    "graph import": ("data", "-o", "out"),
    "sources show": ("wrong.yaml",),
    "sources run": ("wrong.yaml", "-o", "out"),
    "sources check": ("wrong.yaml",),
    "sources new": ("broken.xlsx",),
    "evaluate": ("data", "--year", 2024, "-S", CITY / "scenarios" / "base.yaml"),
    "record": ("data", "payment", "--by", "x", "--centre", "C1", "--year", 2023, "--amount", 1),
    "adopt": ("run", "--year", 2023, "-o", "data", "--by", "x"),
    "due": ("data", "--as-of", 2025, "-S", CITY / "scenarios" / "base.yaml"),
    "sources resolve": ("broken.csv", "--registry", "broken.csv", "-o", "out"),
    "sources review": ("data",),
}


def test_commands_that_read_end_with_1_at_what_they_cannot_use(buju, tmp_path, told):
    damaged(tmp_path)
    assert {name for name, codes in told.items() if 1 in codes} == {*WRONG, *SERVED}
    before = sorted(p.name for p in tmp_path.iterdir())
    for name, args in WRONG.items():
        done = buju(*name.split(), *args)
        assert (name, done.returncode, done.stdout if name != "validate" else "") == (name, 1, ""), done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_commands_that_plan_end_with_3_where_nothing_keeps_the_rules(buju, tmp_path, told):
    (tmp_path / "candidates.csv").write_text("candidate,value,other\nA,1,2\nB,2,1\n", "utf-8")
    (tmp_path / "budgets.csv").write_text("row,cap\nmoney,1\n", "utf-8")
    (tmp_path / "usage.csv").write_text("candidate,row,amount\nA,money,2\nB,money,2\n", "utf-8")
    (tmp_path / "settings.json").write_text(json.dumps({"count_min": 1}), "utf-8")
    asked = {
        "solve": (".",),
        "pareto": (".", "--goal", "value", "--goal", "other"),
        "curve": (".", "--row", "money", "--at", "1"),
        "stress": (".", "-S", "value", "-S", "other"),
        "plan": (CITY, "--set", "budgets.total=10"),
        "sweep": (CITY, "--cases", "cases.csv", "-o", "swept"),
    }
    (tmp_path / "cases.csv").write_text("budgets.total\n10\n", "utf-8")
    assert {name for name, codes in told.items() if 3 in codes} == set(asked)
    for name, args in asked.items():
        assert (name, buju(name, *args).returncode) == (name, 3)


def test_commands_that_need_the_server_end_with_5_without_it(buju, tmp_path, told):
    assert {name for name, codes in told.items() if 5 in codes} == {*SERVED, "sweep"}
    pytest.importorskip("neo4j", reason="the extra neo4j is not installed")
    away = {"BUJU_NEO4J_URI": "bolt://127.0.0.1:1", "BUJU_NEO4J_USER": "u", "BUJU_NEO4J_PASSWORD": "p"}
    for name in SERVED:
        place = {"push": (CITY,), "diff": (CITY,), "pull": ("out",)}.get(name.split()[1], ())
        assert (name, buju(*name.split(), *place, env=away).returncode) == (name, 5)
    assert not (tmp_path / "out").exists()
