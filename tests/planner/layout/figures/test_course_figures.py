"""The two figures of a scheme in its course: titles by hand, bars that add up, none without a history."""

from dataclasses import replace
from math import fsum

import pytest

from graph.base.words import Words
from planner.layout.course_sheets import changes, course_sheets, equity_parts, milestones, missed, sticking
from planner.layout.figures import course_figures
from planner.layout.figures.figure_set import figures
from planner.layout.figures.pen import pen
from planner.runs.course_types import ChangePoint, MissedRule, PlanChange, PriceOfSticking, Side


@pytest.fixture(scope="module")
def result(midway):
    return midway[1]


@pytest.fixture(scope="module")
def stuck(result):
    points = tuple(ChangePoint(changes=k, status="proven", objective=v) for k, v in enumerate((0.6, 0.7, 0.8)))
    told = (
        PlanChange(
            centre="C01", from_=Side(year=2028, support={2028: 9.0}), to=None, reason=Words("left out", "不再入选")
        ),
        PlanChange(centre="C03", to=Side(year=2030, support={2030: 1.5, 2031: 2.0}), reason=Words("new", "新入选")),
        PlanChange(
            centre="C04", from_=Side(year=2026), to=Side(year=2027), counted=False, reason=Words("passed", "已过")
        ),
    )
    price = PriceOfSticking(objective=0.0, money=-20.0)
    missing = MissedRule(rule="quota", key="quotas.x", asked=2.0, attained=1.0, words=Words("two", "两家"))
    return replace(
        result, objective=0.8, changes=told, price_of_sticking=price, changes_curve=points, missed=(missing,)
    )


def test_bars_of_a_year_add_up_to_its_support(result):
    figure = course_figures.years(result, pen(result, "en")[0])
    tops = {}
    for bar in (bar for group in figure.axes[0].containers for bar in group):
        at = round(bar.get_x() + bar.get_width() / 2)
        tops[at] = max(tops.get(at, 0.0), bar.get_y() + bar.get_height())
    parts = (result.paid, result.committed, result.new)
    assert list(tops.values()) == pytest.approx([fsum(p.get(y, 0.0) for p in parts) for y in range(2023, 2033)])
    assert any("6,560" in t.get_text() and "938" in t.get_text() for t in figure.texts)


def test_title_of_the_curve_by_hand(stuck):
    using = pen(stuck, "en")[0]
    assert course_figures.finding_of_changes(stuck, using) == (
        "0 changes cost 25.00% of the plan's worth; from 2 on nothing is lost"
    )
    dear = replace(stuck, price_of_sticking=PriceOfSticking(objective=0.2))
    assert course_figures.finding_of_changes(dear, using) == "0 changes cost 40.00% of the plan's worth; 2 cost 20.00%"
    none = replace(stuck, changes_curve=(ChangePoint(changes=0, status="infeasible"),))
    assert course_figures.finding_of_changes(none, using) == "No plan has as few as 0 changes"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_they_are_drawn_where_there_is_something_to_draw(result, stuck, lang):
    wanted = ("years", "changes")
    assert sorted(figures(stuck, lang, "svg", only=wanted)[0]) == ["changes.svg", "years.svg"]
    assert sorted(figures(result, lang, "svg", only=wanted)[0]) == ["years.svg"]
    bare = replace(result, as_of=None)
    assert figures(bare, lang, "svg", only=wanted) == ({}, figures(bare, lang, "svg", only=())[1])


def test_tables_of_changes_misses_and_equity_by_hand(stuck):
    assert [row[:8] for row in changes(stuck, "en").rows] == [
        ("C01", "示例智能传感中心", 2028, None, 9.0, None, "yes", "left out"),
        ("C03", "示例机器视觉中心", None, 2030, None, 3.5, "yes", "new"),
        ("C04", "示例光电集成中心", 2026, 2027, 0.0, 0.0, "no", "passed"),
    ]
    assert [row[:5] for row in missed(stuck, "zh").rows] == [("quota", "两家", "quotas.x", 2.0, 1.0)]
    assert sticking(stuck).en == (
        "Against the earlier plan 2 decisions change. The best plan without regard to it is worth 0 more in the "
        "objective and spends 20 万元 less."
    )
    # 200 of C02; 350 and 300 of C12 and C17; 140 of C36, as much of it is to come
    assert [row[:4] for row in equity_parts(stuck, "en").rows][:3] == [
        (2023, 200.0, 0.0, 0.0), (2024, 650.0, 0.0, 0.0), (2025, 140.0, 140.0, 0.0),
    ]  # fmt: skip


def test_centres_of_the_scheme_say_status_grades_and_money(stuck, result):
    tables = {sheet.name: sheet for sheet in course_sheets(stuck, "zh")}
    assert set(tables) == {"money_parts", "decisions", "scheme", "equity_parts", "missed", "milestones", "changes"}
    assert {"missed", "changes"}.isdisjoint(sheet.name for sheet in course_sheets(result, "zh"))
    row = dict(zip((c.key for c in tables["scheme"].columns), tables["scheme"].rows[0], strict=True))
    assert (row["centre"], row["status"], row["level"]) == ("C02", "已晋级", "省级")
    assert row["grades"] == "2024 良好；2025 优秀；2026 良好"
    assert (row["paid"], row["to_come"], row["equity_paid"]) == (620.0, 0.0, 200.0)


def test_late_milestones_by_hand(result):
    # C05 reached in 2026 what was due in 2025; C19 has not reached what was due in 2026
    assert [(m.centre, m.due, m.reached) for m in result.milestones] == [("C05", 2025, 2026), ("C19", 2026, None)]
    assert [row[3:6] for row in milestones(result, "en").rows] == [(2025, 2026, "late"), (2026, None, "still open")]
