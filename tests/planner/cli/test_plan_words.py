"""What ``plan`` says first: the answer in what it means; figures from 0 to 1, bound and gap only on request."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from buju_testing.sample_run import sample
from buju_testing.typed_result import typed
from planner.cli.commands.plan.text import plan_text
from planner.cli.screen.certificate import verdict

FIGURE = re.compile(r"\b0\.\d{3,}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_of_the_objective_are_for_those_who_ask(lang):
    result = typed(sample())
    short = plan_text(result, (), lang, Path("runs/x"))
    whole = plan_text(result, (), lang, Path("runs/x"), everything=True)
    assert not FIGURE.search(short)
    assert f"{result.objective:.6f}" in whole
    for goal, value in result.goals.items():
        assert f"{value:.1%}" in short, goal
        assert f"{value:.4f}" in whole, goal


def test_what_is_proven_comes_before_the_list_and_who_proved_it_after():
    text = plan_text(typed(sample()), (), "en", Path("runs/x"))
    assert text.index("proven optimal") < text.index("lead") < text.index("solved by")


@pytest.mark.parametrize(
    ("status", "gap", "said"),
    [
        ("proven", 0.0, "proven optimal"),
        ("within_gap", 0.00123, "within the accepted gap: no plan can be better by more than 0.13%"),
        ("time_limit", 0.05, "not proven: stopped early: no plan can be better by more than 5.00%"),
        ("time_limit", 0.0, "the first goal is proven optimal, what follows it was stopped early"),
        ("time_limit", None, "not proven: stopped early"),
    ],
)
def test_what_is_not_proven_says_how_much_better_a_plan_could_be(status, gap, said):
    assert verdict(replace(typed(sample()), status=status, gap=gap)).en == said


def test_the_headline_counts_only_what_is_there():
    result = typed(sample())
    alone = replace(result, chosen=result.chosen[:1], existing=())
    for lang, said in (
        ("en", ": 1 centre chosen, 430 万元 of support, "),
        ("zh", "：新选 1 家中心，支持资金 430 万元，"),
    ):
        assert said in plan_text(alone, (), lang, Path("runs/x")).split("\n")[0]
    assert "technologies" not in plan_text(replace(alone, technologies=()), (), "en", Path("runs/x")).split("\n")[0]
