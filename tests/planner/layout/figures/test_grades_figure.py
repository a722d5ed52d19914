"""The figure of grades to come: boxes are the quantiles told, bars the chances, both languages."""

from dataclasses import replace

import pytest

from graph.base.words import Words
from planner.layout.figures import grades_figure
from planner.layout.figures.fonts import choose
from planner.layout.figures.pen import Pen, alone
from planner.layout.figures.stress_figure import picture
from planner.runs.plan_result import DatasetFacts
from planner.studies.stress.answer import StressAnswer
from planner.studies.stress.grades_answer import GradesAnswer, GradesYear, Quantiles, UnsureRule, UnsureTechnology


def quantiles(*values):
    return Quantiles(**dict(zip(("q05", "q25", "q50", "q75", "q95"), values, strict=True)))


def year(number, told, cap, city=None, budget=None, beyond=None):
    return GradesYear(
        year=number, planned=told[2], quantiles=quantiles(*told), mean=told[2], cap=quantiles(*cap), budget=budget,
        city=None if city is None else quantiles(*city), beyond=beyond,
    )  # fmt: skip


@pytest.fixture
def answer():
    rule = UnsureRule(rule="budget city 2028", key="budgets.city.2028", words=Words("money of 2028", "2028 年经费"),
                      kind="budget", chance=0.25)  # fmt: skip
    bare = UnsureTechnology(technology="T1", name="某技术", centres=("C1",), chance=0.5, grades=())
    grades = GradesAnswer(
        draws=400,
        seed=3,
        solved=0,
        years=(
            year(2027, (100, 100, 100, 100, 100), (100, 100, 120, 120, 120), (75, 75, 75, 75, 75), 80.0, 0.0),
            year(2028, (40, 60, 80, 90, 110), (50, 70, 90, 100, 150), (30, 45, 60, 68, 82), 70.0, 0.25),
        ),
        rules=(rule,),
        any_rule=0.25,
        centres=(),
        technologies=(bare,),
    )
    facts = DatasetFacts(name="示例市", money_unit="万元", illustrative=True)
    return StressAnswer(run="r", dataset=facts, title=Words("base", "基准"), centres={}, grades=grades)


def drawn(answer, lang):
    return grades_figure.draw(answer, Pen(lang, choose(), {}, {}))


def test_boxes_are_the_quantiles(answer):
    support, city, chances = drawn(answer, "en").axes
    boxes = [(b.get_y(), b.get_y() + b.get_height()) for group in support.containers for b in group]
    assert boxes == [(100, 100), (100, 100), (40, 110), (60, 90)]
    boxes = [(b.get_y(), b.get_y() + b.get_height()) for group in city.containers for b in group]
    assert boxes == [(75, 75), (75, 75), (30, 82), (45, 68)]
    assert any("70" in t.get_text() and "25.0" in t.get_text() for t in city.texts)
    widths = [b.get_width() for group in chances.containers for b in group]
    assert widths == [0.5, 0.25]
    assert chances.get_yticklabels()[1].get_text() == "money of 2028"


@pytest.mark.parametrize(("lang", "words"), [("en", "chance to fail"), ("zh", "落空概率")])
def test_both_languages(answer, lang, words):
    if lang == "zh" and not choose().chinese:
        pytest.skip("no Chinese font here")
    assert any(words == text.get_text() for text in drawn(answer, lang).texts)


def test_years_without_a_budget_have_one_panel_of_money_and_no_chance_is_said(answer):
    years = tuple(replace(row, city=None, budget=None, beyond=None) for row in answer.grades.years)
    bare = replace(answer, grades=replace(answer.grades, years=years, rules=(), technologies=(), any_rule=0.0))
    figure = drawn(bare, "en")
    assert len(figure.axes) == 1
    assert any("failed in any draw" in text.get_text() for text in figure.texts)


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_bytes_every_time(answer, form):
    one, _ = picture(answer, "en", form)
    again, _ = alone(grades_figure.draw, answer, "en", form)
    assert one == again
    assert len(one) > 3000
