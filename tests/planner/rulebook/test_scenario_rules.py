"""Every code that a check cites is explained, and every explained code is cited."""

import re
from pathlib import Path

import pytest

from planner.rulebook.scenario.rules import RULES

ROOT = Path(__file__).parents[3]
SOURCES = [
    ROOT / "graph" / "base" / "safe_yaml.py",
    *(p for p in (ROOT / "planner" / "rulebook" / "scenario").glob("*.py") if p.name != "rules.py"),
]


def test_catalogue_and_checks_agree():
    cited = {c for p in SOURCES for c in re.findall(r'"(Y7\d\d)"', p.read_text("utf-8"))}
    assert cited == set(RULES)
    assert list(RULES) == sorted(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_rules_are_whole_in_both_languages(rule):
    for words in (rule.title, rule.why, rule.mend):
        assert words.en.isascii() or "…" in words.en
        assert any("\u4e00" <= c <= "\u9fff" for c in words.zh)
    assert set(rule.as_dict("zh")) == {"code", "level", "title", "why", "example", "mend"}
