"""The picture and the tables of a budget curve: titles that state the finding, labels with room, the same bytes."""

import json
from dataclasses import replace

import pytest

from buju_testing.curve_cases import drawn, four
from graph.base.records import decode, encode
from graph.base.words import Words
from planner.layout.curve_sheets import sheets
from planner.layout.figures import curve_figure
from planner.layout.figures.curve_figure import finding, picture
from planner.layout.figures.fonts import choose
from planner.layout.figures.pen import Pen
from planner.studies.curves.answer import CurveAnswer
from planner.studies.data_behind import DataBehind

pytest.importorskip("matplotlib")


def using(lang):
    fonts = choose()
    return Pen(lang if fonts.chinese else "en", fonts, {}, {})


def of_a_city(answer):
    """The same numbers as a city's: money unit, names, made-up data."""
    return replace(
        answer,
        more=replace(answer.more, unit="万元"),
        dataset=DataBehind(name="示例城市", money_unit="万元", illustrative=True),
        names={c: f"示例{c}中心" for c in "ABCD"},
        title=Words("Four centres", "四家中心"),
        scenario="four",
    )


CASES = {
    "stairs": lambda: drawn(four()),
    "grid": lambda: drawn(four(), at=(1.0, 4.0, 9.0, 15.0), more=2.0),
    "nothing below": lambda: drawn(four(), {"count_min": 2}, at=(1.0, 5.0, 9.0)),
    "one point": lambda: drawn(four(), at=(4.0,)),
    "no roadmap": lambda: drawn(four(), at=(4.0, 9.0), roadmap=False),
    "least cost": lambda: drawn(four(), {"objective": "min_cost", "count_min": 2}),
    "a city": lambda: of_a_city(drawn(four(), at=(3.0, 4.0, 6.0))),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_of_curve_is_drawn_and_no_glyph_is_missing(case, lang):
    payload = CASES[case]()
    data, _ = picture(payload, lang, "png")  # a missing glyph would warn, and warnings are errors here
    assert data.startswith(b"\x89PNG")


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_same_payload_same_bytes(form):
    payload = CASES["a city"]()
    assert (
        picture(payload, "zh", form)[0]
        == picture(decode(CurveAnswer, json.loads(json.dumps(encode(payload)))), "zh", form)[0]
    )


def test_titles_state_the_finding():
    # 3 → 5, 4 → 6, 6 → 8 with two more: 3, 3, 2; the roadmap B, B, A + B costs 0, 1, 1
    payload = drawn(four(), at=(3.0, 4.0, 6.0), more=2.0)
    assert finding(payload, using("en")) == "2 more adds most at 3: +3; one roadmap for all costs 0.6667 on average"
    assert "平均代价 0.6667" in finding(payload, using("zh"))
    flat = drawn(four(), at=(15.0, 20.0), roadmap=False)
    assert finding(flat, using("en")) == "Best value 22 at 15, 22 at 20"
    free = drawn(four(), at=(3.0, 20.0))
    assert "fits all budgets at no cost" in finding(free, using("en"))


def test_a_city_is_told_in_per_cent_of_its_best():
    # 3 → 5, 4 → 6, 6 → 9; one more adds 1, 2, 2 of 9; the roadmap costs 0, 1, 1: 2/3 of 9 on average
    city = CASES["a city"]()
    said = finding(city, using("en"))
    assert said == "1 万元 more adds most at 4: 22.22% of the plan's worth; one roadmap for all costs 7.41% on average"
    assert "综合得分的22.22%" in finding(city, using("zh"))
    svg = picture(city, "en", "svg")[0].decode()
    assert "+22.22%" in svg
    assert "best = 100%" in svg


def test_labels_of_bars_have_room():
    bars = [(float(k), 1.0 + k % 3) for k in range(60)]
    kept = curve_figure._roomy(bars, using("en"), 60.0)
    assert max(b[1] for b in bars) in [b[1] for b in kept]
    assert len(kept) < 30


def test_tables():
    curve, road = sheets(CASES["a city"]())
    assert curve.column("budget") == [3, 4, 6]
    assert curve.column("gain") == [1, 2, 2]  # one more: 6 − 5, 8 − 6, 11 − 9
    assert set(curve.column("source")) == {"illustrative (made-up data)"}
    assert road.column("centre") == ["B", "", "A"]
    assert road.column("name") == ["示例B中心", "", "示例A中心"]
    assert road.column("price") == [0, 1, 1]
    assert len(sheets(CASES["no roadmap"]())) == 1
