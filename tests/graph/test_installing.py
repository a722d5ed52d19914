"""How to get an optional package: by names that an index has."""

import re
import tomllib
from pathlib import Path

import pytest

from graph.base.installing import how_to_install

ROOT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]


@pytest.mark.parametrize("extra", sorted(EXTRAS))
def test_every_extra_is_told_by_the_packages_that_it_brings(extra):
    said = how_to_install(extra)
    assert said.startswith("python -m pip install ")
    assert "buju" not in said
    for name in (n for n in EXTRAS[extra] if not n.startswith("buju")):
        assert re.split(r"[<>=\[]", name)[0].lower() in said.lower()


def test_an_unknown_extra_is_left_to_a_clone():
    assert how_to_install("nothing") == 'python -m pip install -e ".[nothing]"'


def test_nothing_tells_to_install_buju_from_an_index():
    wrong = re.compile(r"pip install ['\"]?buju")
    said = [p for p in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if wrong.search(p.read_text("utf-8"))]
    for package in ("graph", "loaders", "planner", "buju"):
        said += [p for p in (ROOT / package).rglob("*.py") if wrong.search(p.read_text("utf-8"))]
    assert [p for p in said if p.name != "installing.py"] == []
