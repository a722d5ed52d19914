"""The page on planner tables names every table, column, setting, term and finding, in both languages."""

import re
from pathlib import Path

from planner.problem.tables import MODES, OBJECTIVES, PLANNER_TABLES, TERMS
from planner.problem.tables.declared import RULE_KINDS
from planner.problem.tables.settings import _SETTINGS

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "planner-tables.md").read_text("utf-8")


def test_every_table_with_its_columns():
    rows = dict(re.findall(r"^\| (\w+) [\u4e00-\u9fff]+ \| ([^|]+) \|", TEXT, re.MULTILINE))
    for table in PLANNER_TABLES:
        columns = [c.strip() for c in rows[table.name].split(",")]
        for column in table.columns:
            shown = f"{column.name}*" if column.required else column.name
            assert any(c == shown or c.startswith(f"{shown} (") for c in columns), (table.name, column.name)
        assert f"| {table.name} {table.zh} |" in TEXT


def test_every_setting_objective_mode_and_term():
    named = set(re.findall(r"[a-z_]+", "\n".join(line for line in TEXT.splitlines() if line.startswith("|"))))
    assert named >= {*_SETTINGS, *OBJECTIVES, *MODES, *TERMS}
    for kind, zh in RULE_KINDS:
        assert f"{kind} {zh}" in TEXT


def test_every_finding():
    said = set(re.findall(r"P\d{3}", TEXT))
    sources = [ROOT / "planner" / "problem" / "tables" / f"{name}.py" for name in ("settings", "checks", "building")]
    sources.append(ROOT / "planner" / "problem" / "doubtful_data.py")
    raised = {code for path in sources for code in re.findall(r'"(P\d{3})"', path.read_text("utf-8"))}
    assert said == raised


def test_every_row_speaks_both_languages():
    for line in TEXT.splitlines():
        if line.startswith("| ") and "|---" not in line:
            cells = [c for c in line.strip("|").split("|") if c.strip()]
            if "code" not in line and "values" not in line:
                assert re.search(r"[\u4e00-\u9fff]", cells[-1]), line
