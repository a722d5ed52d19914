"""Figures: no missing glyph, the same bytes each time, titles that say the finding, nothing that overlaps."""

from itertools import pairwise

import pytest

from buju_testing.made_up_result import make_result
from buju_testing.typed_result import typed

pytest.importorskip("matplotlib")

from matplotlib import rcParams
from matplotlib.colors import to_hex

from buju_testing.figure_reading import drawn, pen, readable, words
from planner.layout.figures import coverage_figure, fonts, support_figure
from planner.layout.figures import pen as drawing
from planner.layout.figures.fonts import NO_CHINESE, choose

DRAWS = {"coverage": coverage_figure.draw, "support": support_figure.draw}
LATIN_ONLY = choose((), extra=False)


def long_names(result):
    for part in ("chosen", "technologies", "fields"):
        for row in result[part]:
            row["name"] = f"面向极端工况的超精密加工与检测一体化装备 $x^2$ <b>&{row.get('centre', '')}" * 4
    result["title"] = {"en": "A very long title " * 20, "zh": "很长的标题" * 40}
    return result


CASES = {
    "city": make_result,
    "no centre": lambda: make_result(chosen=0),
    "one technology": lambda: make_result(chosen=3, technologies=1),
    "no technology": lambda: make_result(chosen=3, technologies=0),
    "long names": lambda: long_names(make_result(technologies=20)),
    "many": lambda: make_result(chosen=60, technologies=120),
    "districts pay": lambda: make_result(district_share=0.4),
}


@pytest.mark.parametrize("name", DRAWS)
@pytest.mark.parametrize("case", CASES)
def test_no_glyph_is_missing_and_all_text_is_within_the_page(name, case):
    result = CASES[case]()
    for using_fonts in (None,) if case == "many" else (None, LATIN_ONLY):
        figure = readable(DRAWS[name], typed(result), using_fonts)
        high = figure.get_size_inches()[1]
        assert 2 < high < 25


@pytest.mark.parametrize("case", ["city", "long names", "many"])
def test_row_labels_do_not_overlap_one_another(case):
    result = CASES[case]()
    figure, renderer = drawn(coverage_figure.draw, typed(result), pen(typed(result)))
    rows = [t for t in figure.axes[1].texts if t.get_horizontalalignment() == "right"]
    boxes = sorted((t.get_window_extent(renderer) for t in rows), key=lambda b: b.y0)
    assert len(boxes) > 10
    assert all(low.y1 <= high.y0 + 2.0 for low, high in pairwise(boxes))
    strip = figure.axes[1].get_window_extent(renderer).x0
    assert all(b.x1 < strip for b in boxes)


@pytest.mark.parametrize("name", DRAWS)
@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_same_result_same_bytes(name, form):
    result = make_result(technologies=12)
    using = pen(typed(result))
    before = dict(rcParams)
    first, second = (drawing.render(DRAWS[name], typed(result), using, form) for _ in range(2))
    assert first == second
    assert dict(rcParams) == before
    assert first.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[form])


def test_titles_say_the_finding():
    result = make_result()
    open_, thin = (sum(t["with_plan"] == n for t in result["technologies"]) for n in (0, 1))
    assert (
        coverage_figure.finding(typed(result), pen(typed(result), "en"))
        == f"{60 - open_} of 60 technologies are covered; {open_} left open, {thin} by one centre only"
    )
    assert f"{open_} 项无人承担，{thin} 项仅一家" in coverage_figure.finding(typed(result), pen(typed(result)))
    top = max(result["support_by_year"], key=lambda y: y["paid"])
    peak, slack = (f"{n:,.1f}".removesuffix(".0") for n in (top["paid"], top["cap"] - top["paid"]))
    said = f"Support by year peaks at {peak} 万元 in {top['year']}, {slack} under the cap"
    assert support_figure.finding(typed(result), pen(typed(result), "en")) == said


def test_titles_of_plain_cases():
    assert coverage_figure.finding(typed(make_result(technologies=0)), pen(typed(make_result()), "en")).endswith(
        "have no technologies"
    )
    none = make_result(chosen=0)
    assert coverage_figure.finding(typed(none), pen(typed(none), "en")).startswith("No centre chosen: ")
    assert support_figure.finding(typed(none), pen(typed(none))) == "年度支持：没有支出"
    full = make_result()
    full["support_by_year"][3]["cap"] = full["support_by_year"][3]["city"]
    assert support_figure.finding(typed(full), pen(typed(full))).endswith("；2025 年上限已用完")
    free = make_result()
    for year in free["support_by_year"]:
        year["cap"] = None
    assert support_figure.finding(typed(free), pen(typed(free), "en")).endswith("; no yearly cap")


def test_bars_stack_up_to_the_citys_money():
    for share in (0.0, 0.4):
        result = make_result(district_share=share)
        figure, _ = drawn(support_figure.draw, typed(result), pen(typed(result)))
        bars = figure.axes[0].patches
        for x, year in enumerate(result["support_by_year"]):
            here = [b for b in bars if abs(b.get_x() + b.get_width() / 2 - x) < 0.01]
            assert sum(b.get_height() for b in here) == pytest.approx(year["paid"])
            pale = [b for b in here if to_hex(b.get_facecolor()).upper() == support_figure._DISTRICTS]
            assert sum(b.get_height() for b in pale) == pytest.approx(year["district"])


def test_caps_are_drawn_over_their_years_only():
    result = make_result()
    figure, _ = drawn(support_figure.draw, typed(result), pen(typed(result)))
    caps = {tuple(line.get_xdata()): line.get_ydata()[0] for line in figure.axes[0].lines}
    assert caps == {(-0.5, 3.5): result["support_by_year"][0]["cap"], (3.5, 4.5): 3000.0}


def test_a_field_has_one_colour_in_both_figures():
    result = make_result()
    using = pen(typed(result))
    assert len(set(using.colours.values())) == len(using.colours) == 10
    pairs = []
    for draw in DRAWS.values():
        figure, _ = drawn(draw, typed(result), using)
        legend = figure.legends[0]
        named = {t.get_text(): h for t, h in zip(legend.get_texts(), legend.legend_handles, strict=True)}
        pairs.append({n: named[n].get_facecolor() for n in using.fields.values() if n in named})
    shared = pairs[0].keys() & pairs[1].keys()
    assert len(shared) >= 8
    assert all(pairs[0][n] == pairs[1][n] for n in shared)


def test_made_up_data_say_so_and_real_data_do_not():
    for draw in DRAWS.values():
        for made_up in (True, False):
            result = make_result(technologies=5, illustrative=made_up)
            figure, _ = drawn(draw, typed(result), pen(typed(result)))
            assert ("虚构数据，仅作示例" in words(figure)) is made_up


def test_more_rows_than_fit_are_counted():
    result = make_result(chosen=60, technologies=120)
    figure, _ = drawn(coverage_figure.draw, typed(result), pen(typed(result), "en"))
    assert any("30 less severe technologies and 14 centres" in w for w in words(figure))


def test_without_a_chinese_font_the_figures_are_in_english_with_ids():
    result = make_result(technologies=5)
    using, said = drawing.pen(typed(result), "zh", LATIN_ONLY)
    assert said == (NO_CHINESE,)
    assert (using.lang, using.name("光刻胶", "T01", 20), using.unit(typed(result).unit)) == ("en", "T01", "×10⁴ yuan")
    figure, _ = drawn(coverage_figure.draw, typed(result), using)
    assert "T01" in words(figure)


def test_a_rare_character_is_replaced_and_the_rest_stays():
    result = make_result(technologies=2)
    using = pen(typed(result))
    if not using.fonts.chinese:
        pytest.skip("no Chinese font here")
    assert using.name("磁\U0010fffd材料", "T01", 20) == "磁?材料"


def test_the_extra_zh_brings_chinese():
    pytest.importorskip("pylopdf_fonts_zh_cn")
    chosen = choose(())
    assert chosen.chinese
    assert not chosen.lacks("布局：宁波市技术创新中心，“卡脖子”≥…—·")
    assert fonts.choose((), extra=False).lacks("布局") == "布局"
