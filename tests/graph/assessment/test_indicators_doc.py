from pathlib import Path

from graph.assessment.indicators import INDICATORS


def test_every_indicator_stands_in_the_documentation_as_it_is():
    text = (Path(__file__).parents[3] / "docs" / "indicators.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `") and line.count("|") == 6]
    assert rows == [f"| `{i.name}` | {i.label.en} | {i.label.zh} | {i.unit} | {i.better} |" for i in INDICATORS]


def test_names_are_distinct():
    assert len({i.name for i in INDICATORS}) == len({i.label.en for i in INDICATORS}) == len(INDICATORS)
    assert len({i.label.zh for i in INDICATORS}) == len(INDICATORS)
