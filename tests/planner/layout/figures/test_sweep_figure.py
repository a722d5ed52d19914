"""The picture of a sweep: a title that states the finding, marks that tell cases apart, the same bytes."""

from __future__ import annotations

import pytest

from planner.layout.figures import sweep_figure
from planner.layout.figures.fonts import choose
from planner.layout.figures.pen import Pen
from planner.layout.figures.sweep_figure import finding, picture
from planner.studies.data_behind import DataBehind
from planner.studies.sweep.answer import answered
from planner.studies.sweep.case import CaseRow

pytest.importorskip("matplotlib")

BUDGET, FAILURE = "budgets.total", "goals.coverage.failure"


def rows_of(n=40, keys=(BUDGET, FAILURE), least=7250.0):
    """Budgets from 7,000 in steps of 50, no plan below ``least``; A always, B from 8,000 on, C never; T1 open below."""
    rows = []
    for k in range(n):
        budget = 7000.0 + 50.0 * k
        values = dict(zip(keys, (budget, 0.1 + (7 * k % n) / 100), strict=False))
        if budget < least:
            rows.append(CaseRow(case=k + 1, values=values, status="infeasible", conflict=("target", "budget")))
            continue
        chosen = {"A": 2024} | ({"B": 2025} if budget >= 8000.0 else {})
        left = () if budget >= 8000.0 else ("T1",)
        rows.append(
            CaseRow(
                case=k + 1,
                values=values,
                status="proven",
                objective=budget / 1e4,
                chosen=chosen,
                open=left,
                audited=True,
            )
        )
    return rows


def summed(rows, names=None):
    names = {"A": "示例甲", "B": "示例乙", "C": "示例丙"} if names is None else names
    behind = DataBehind(name="示例城市", money_unit="万元", illustrative=True)
    return answered(rows, len(rows), 0, "base", behind, names, {"T1": "光刻胶"})


def axes_of(rows, names=None):
    fonts = choose()
    figure = sweep_figure._draw((summed(rows, names), tuple(rows)), Pen("en", fonts, {}, {}))
    return figure.axes


def test_the_title_counts_and_the_line_below_names_the_condition():
    title, condition = finding(summed(rows_of(120)))  # 5 of 120 cases have no plan: too few for a box of ten
    assert title.en == "1 of 3 candidates are chosen in every case, 1 in some; 5 of 120 cases have no plan"
    assert title.zh == "3 家候选中心中 1 家总是入选，1 家有时入选；120 种情形中 5 种无方案"
    title, condition = finding(summed(rows_of(40, least=7550.0)))  # 7,000 to 7,500: eleven cases
    assert "11 of 40 cases have no plan" in title.en
    assert condition.en == (
        "no plan where budgets.total ≤ 7,500: 100 % of the cases in it fail, 100 % of all that fail lie in it"
    )
    assert condition.zh.startswith("无方案的条件：budgets.total ≤ 7,500")


def test_nothing_planned_and_nothing_failing_are_said():
    title, condition = finding(summed(rows_of(12, least=9e9)))
    assert title.en == "none of 12 cases has a plan"
    assert condition.en == "no condition tells the cases that fail from the others"


def test_bars_are_the_shares_and_marks_are_the_cases():
    bars, cases = axes_of(rows_of(40, least=7550.0))
    assert [round(bar.get_width(), 6) for bar in bars.patches] == [1.0, round(20 / 29, 6), 0.0]
    done, failed = cases.get_lines()
    assert (len(done.get_xdata()), len(failed.get_xdata())) == (29, 11)
    assert max(failed.get_xdata()) == 7500.0
    (tint,) = cases.patches
    assert max(x for x, _ in tint.get_xy()) == 7500.0
    assert cases.get_xlabel() == BUDGET
    assert cases.get_ylabel() == FAILURE


def test_over_one_condition_stands_the_objective_and_cases_without_one_below():
    _, cases = axes_of(rows_of(40, keys=(BUDGET,), least=7550.0))
    done, failed = cases.get_lines()
    assert min(done.get_ydata()) == pytest.approx(0.755)
    assert max(failed.get_ydata()) < 0.755
    assert len(failed.get_ydata()) == 11


def test_without_numbers_or_plans_a_panel_is_left_out():
    words = [CaseRow(case=1, values={"title": "a"}, status="proven", objective=1.0, chosen={"A": 2024}, audited=True)]
    assert len(axes_of(words)) == 1
    assert len(axes_of(rows_of(12, least=9e9))) == 1


def test_of_very_many_candidates_those_that_are_chosen_sometimes_come_first():
    names = {"A": "a", "B": "b"} | {f"N{k}": f"n{k}" for k in range(100)}
    bars, _ = axes_of(rows_of(40), names)
    assert len(bars.patches) == sweep_figure._MOST
    assert [label.get_text()[0] for label in bars.get_yticklabels()][:2] == ["A", "B"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("form", ["svg", "png"])
def test_it_is_drawn_in_both_languages_with_the_same_bytes(lang, form):
    rows = rows_of()
    first, _ = picture(summed(rows), rows, lang, form)  # a missing glyph would warn, and warnings are errors here
    again, _ = picture(summed(rows), rows, lang, form)
    assert first == again
    assert first
