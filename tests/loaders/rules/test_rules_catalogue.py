"""The catalogue of rules: complete against the code, complete in itself, explained."""

import re
from pathlib import Path

import pytest

import loaders
from graph.base.errors import UsageError
from loaders.doc_pages import pages
from loaders.rules.catalogue import catalogue, explain, groups

ROOT = Path(loaders.__file__).parent
LETTERS = "".join(groups())


def test_every_rule_is_used_and_every_used_code_is_a_rule():
    sources = [p for p in ROOT.rglob("*.py") if p.name != "rules.py" and p.parent.name != "rules"]
    sources += (ROOT.parent / "planner" / "studies" / "evaluation").glob("*.py")  # a year and its review sheets
    used = {code for p in sources for code in re.findall(rf'"([{LETTERS}]\d{{3}})"', p.read_text("utf-8"))}
    assert used == set(catalogue())


@pytest.mark.parametrize("rule", catalogue().values(), ids=lambda r: r.code)
def test_every_rule_says_everything_in_both_languages(rule):
    assert re.fullmatch(rf"[{LETTERS}][1-9]\d\d", rule.code)
    assert rule.level in ("error", "warning", "note")
    for words in (rule.title, rule.why, rule.example, rule.mend):
        assert words.en.strip()
        assert words.zh.strip()
    for words in (rule.title, rule.why, rule.mend):
        assert re.search(r"[\u4e00-\u9fff]", words.zh)


def test_codes_are_in_order_and_found_in_any_case():
    codes = list(catalogue())
    assert codes == sorted(codes, key=lambda c: (LETTERS.index(c[0]), c))
    assert explain(" k402 ") is catalogue()["K402"]


def test_an_unknown_code_names_the_nearest():
    with pytest.raises(UsageError, match="nearest is C304"):
        explain("C30O4")


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_pages_are_fresh(name):
    written = ROOT.parent / "docs" / name
    assert written.read_text("utf-8") == pages()[name], "run scripts/docs"


def test_the_page_holds_every_rule():
    assert re.findall(r"^### (\w\d+)", pages()["rules.md"], re.MULTILINE) == list(catalogue())
