"""Two years of the mid-way sample: what had been planned and what came; what stopping a centre costs; by hand."""

from pathlib import Path

import pytest

from graph.base.errors import UsageError
from loaders.dataset import load
from planner.cli.commands.compare.text import compare_text
from planner.cli.commands.explain.text import explanation_text
from planner.rulebook import scenario
from planner.runs.pipeline import plan_run
from planner.runs.store import read_run
from planner.solving.highs import Limits
from planner.studies.compare import compare
from planner.studies.explain.explaining import Explainer
from planner.studies.explain.stopping import stopping

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo_2026"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The runs as of 2025 and of 2026."""
    eco, folder = load(CITY).require(), tmp_path_factory.mktemp("runs")
    told = (scenario.load(CITY / "scenarios" / "base.yaml", [f"as_of={year}"]) for year in (2025, 2026))
    return [read_run(plan_run(eco, one, Limits(), (), {}, folder).folder) for one in told]


def test_what_was_planned_for_2026_and_what_came(runs):
    before, now = (run.result for run in runs)
    found = compare(before, now).between
    # nobody was approved in 2026; all that were planned for it are missing
    planned = {c.centre for c in before.chosen if c.year == 2026}
    assert planned
    assert {(r.centre, r.planned, r.came) for r in found.otherwise} == {(c, 2026, None) for c in planned}
    assert (found.first, found.last, found.as_planned, found.ended) == (2026, 2026, 0, ())
    # 1,860 of city and district and the 80 of the province were paid
    assert [(m.year, m.paid) for m in found.money] == [(2026, 1940.0)]
    assert found.money[0].planned == pytest.approx(before.committed[2026] + before.new[2026])
    assert compare(now, before).between is compare(now, now).between is None
    text = compare_text(compare(before, now), "en")
    assert f"planned for 2026 and come: 0 approvals as planned, {len(planned)} otherwise" in text
    assert "1,940" in text
    assert "2026 年计划与实际" in compare_text(compare(before, now), "zh")


def test_stopping_a_centre_that_is_there(runs):
    explainer = Explainer(runs[1])
    cost = stopping(explainer.case.problem, explainer.case.plan, explainer.result, "C25")
    # of the 140 promised for 2027 the grade leaves 0.7; 100 and 120 are paid
    assert (cost.money, cost.promised, cost.paid, cost.equity_paid) == (98.0, 98.0, 220.0, 0.0)
    assert cost.technologies == ("T37", "T40", "T42")
    assert cost.objective > 0
    done = stopping(explainer.case.problem, explainer.case.plan, explainer.result, "C02")
    assert (done.money, done.promised, done.paid, done.equity_paid) == (0.0, 0.0, 620.0, 200.0)
    for other in ("C13", "C01", "E01"):
        assert stopping(explainer.case.problem, explainer.case.plan, explainer.result, other) is None


def test_explain_says_that_an_approval_stands_and_that_an_end_is_an_end(runs):
    explainer = Explainer(runs[1])
    made = explainer.explain("C25")
    assert made.stopping_cost.money == 98.0
    assert any("approved in 2025 and stands" in words.en for words in made.reasons)
    for lang, said in (
        ("en", "frees 98 万元 of support to come, 98 of it promised"),
        ("zh", "腾出以后各年支持 98 万元"),
    ):
        assert said in explanation_text(made, explainer.result, lang)
    assert explainer.explain("C25") == made  # read back from what is kept
    with pytest.raises(UsageError, match="C13 ended with 2025"):
        explainer.explain("C13")
