"""The guide of scenario files: its table is fresh, its example loads."""

import re
from pathlib import Path

from graph.base.safe_yaml import read
from planner.rulebook.scenario import load
from planner.rulebook.scenario.rulebook import BEGIN, renewed
from planner.rulebook.scenario.shape import POLICY, dotted, paths

GUIDE = Path(__file__).parents[3] / "docs" / "scenarios.md"


def test_the_table_is_fresh():
    text = GUIDE.read_text("utf-8")
    assert text == renewed(text), "run: python -m planner.rulebook.scenario.rulebook docs/scenarios.md"


def test_the_table_names_every_value_of_the_policy():
    rows = re.findall(r"^\| `([^`]+)`", GUIDE.read_text("utf-8").split(BEGIN)[1], re.MULTILINE)
    assert rows == [dotted(p) for p in paths() if POLICY.at(p).kind != "part"]


def test_the_example_loads(tmp_path):
    example = re.search(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)[1]
    path = tmp_path / "tight.yaml"
    path.write_text(example, "utf-8")
    scenario = load(path)
    assert scenario.title.zh == "经费收紧"
    assert scenario.policy.target.count == 18
    assert read(example, "x").data["extends"] == "ningbo-2023"
