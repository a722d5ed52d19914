"""Figures of an evaluation: their findings by hand, every form, the same bytes again, no expert's name."""

import re

import pytest

from buju_testing.evaluation_cases import TABLES, ecosystem
from graph.base.records import encode
from planner.layout.figures.evaluation_figures import _mean, _turned, _weakest, pictures
from planner.layout.figures.fonts import choose
from planner.layout.figures.pen import Pen
from planner.rulebook.scenario import load
from planner.rulebook.scenario.sources import POLICIES
from planner.studies.evaluation.building import evaluation


@pytest.fixture(scope="module")
def made():
    return evaluation(ecosystem(TABLES), load(POLICIES / "ningbo-2023.yaml"), 2024)


def test_the_findings_by_hand(made):
    payload, using = encode(made), Pen("en", choose(), {}, {})
    assert _turned(payload, using) == "1 of 2 centres are good or better in 2024, 1 poor"
    # funding: 80 and 50; governance: 80 and 50: the means are both 65, the first by name is named
    assert _mean(payload, "enterprise", "funding") == 65
    means = {("enterprise", d): _mean(payload, "enterprise", d) for d in ("funding", "governance")}
    assert _weakest(payload, means, using) == "Weakest: funding of enterprise centres, 65 of 100 on average"
    assert _mean(payload, "joint", "funding") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_figures_in_every_form_and_the_same_bytes(made, lang):
    for form, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        found = pictures(made, lang, form)
        assert sorted(found) == [f"evaluation-{n}.{form}" for n in ("grades", "money", "profile")]
        assert all(data.startswith(start) for data in found.values())
    assert pictures(made, lang, "svg") == pictures(made, lang, "svg")


def test_no_expert_is_in_a_figure(made):
    assert not re.search(rb">X\d<", b"".join(pictures(made, "en", "svg").values()))
