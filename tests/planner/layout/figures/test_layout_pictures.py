"""Figures of build periods, network, map, ledger and change: findings, no missing glyph, nothing outside the page."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.sample_run import hostile, many, older, one_district, sample, without_centre, without_places
from buju_testing.typed_result import typed

pytest.importorskip("matplotlib")

from matplotlib import rcParams

from buju_testing import figure_reading
from buju_testing.figure_reading import pen, words
from planner.layout.content import LackingError
from planner.layout.figures import (
    build_figure,
    change_figure,
    figure_set,
    ledger_figure,
    map_figure,
    network_figure,
)
from planner.layout.figures import pen as drawing
from planner.layout.figures.fonts import choose
from planner.layout.maps.places import SKETCH

LATIN_ONLY = choose((), extra=False)
NEW = ("build", "network", "map", "ledger", "change")
MAKERS = {
    "sample": sample,
    "no centre": without_centre,
    "hostile names": hostile,
    "one district": one_district,
    "many": many,
}


def drawn(name, result, using):
    return figure_reading.drawn(figure_set.draws()[name], result, using)


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize("case", MAKERS)
def test_no_glyph_is_missing_and_all_text_is_within_the_page(name, case):
    result = MAKERS[case]()
    for fonts in (None,) if case == "many" else (None, LATIN_ONLY):
        figure_reading.readable(figure_set.draws()[name], result, fonts)


@pytest.mark.parametrize("name", NEW)
def test_same_result_same_bytes_and_no_style_left_behind(name):
    result, before = sample(), dict(rcParams)
    using = pen(typed(result))
    for form, start in (("svg", b"<?xml"), ("pdf", b"%PDF")):
        first, second = (drawing.render(figure_set.draws()[name], typed(result), using, form) for _ in range(2))
        assert first == second
        assert first.startswith(start)
    assert dict(rcParams) == before


def test_titles_say_the_finding_with_its_numbers():
    result = sample()
    chosen, zh, en = result["chosen"], pen(typed(result)), pen(typed(result), "en")
    by_year = [sum(c["year"] == y for c in chosen) for y in (2023, 2024, 2025)]
    each = " + ".join(map(str, by_year))
    assert build_figure.finding(typed(result), en) == (
        f"{len(chosen)} centres start in 2023–2025 ({each}); the last is reviewed in 2027 and built by 2030"
    )
    assert f"（{each}）" in build_figure.finding(typed(result), zh)
    districts = {c["district"] for c in chosen}
    assert map_figure.finding(typed(result), en).startswith(
        f"{len(chosen)} recommended centres, in all {len(districts)}"
    )
    covered = sum(t["with_plan"] > 0 for t in result["technologies"])
    members = {m["organisation"] for p in ("chosen", "existing") for c in result[p] for m in c["members"]}
    assert f"连接 {len(members)} 家单位与 60 项技术中的 {covered} 项" in network_figure.finding(typed(result), zh)
    before, after = result["goals_today"]["firms"], result["goals"]["firms"]
    said = change_figure.finding(typed(result), en)
    assert f"from {100 * before:.1f}% to {100 * after:.1f}%" in said
    assert re.fullmatch(
        r"\d+ of \d+ centres bring \d+% of what the plan adds", ledger_figure.finding(typed(result), en)
    )


def test_the_ledger_adds_up_to_the_objective():
    result = sample()
    rows = ledger_figure.steps(typed(result), pen(typed(result)))
    assert len(rows) == 1 + len(result["chosen"])
    assert sum(size for _, size, _ in rows) == pytest.approx(result["objective"], abs=1e-9)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=150), st.floats(-5, 5))
def test_the_ledger_adds_up_also_where_small_steps_are_joined(parts, existing):
    result = sample()
    first = result["chosen"][0]
    result["chosen"] = [{**first, "centre": f"C{k}", "contribution": p} for k, p in enumerate(parts)]
    result["contribution_of_existing"], result["objective"] = existing, existing + sum(parts)
    using = pen(typed(result), "en", LATIN_ONLY)
    rows = ledger_figure.steps(typed(result), using)
    assert len(rows) <= ledger_figure.MOST_ROWS + 2
    assert sum(size for _, size, _ in rows) == pytest.approx(result["objective"], abs=1e-9)


def test_changes_are_coloured_by_what_is_better():
    result = sample()
    result["goals"], result["goals_today"] = {"coverage": 0.2}, {"coverage": 0.3}
    rows = [row for part in change_figure.changes(typed(result), pen(typed(result), "en")) for row in part]
    by = {row.label: row.colour for row in rows}
    assert by["bottleneck coverage"] == change_figure.WORSE
    assert by["bottleneck technologies that no centre covers"] == change_figure.BETTER
    assert by["technologies with one centre only"] == change_figure.SAME


@pytest.mark.parametrize("case", ["sample", "one district"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_on_the_map_do_not_cover_one_another_and_it_is_called_a_sketch(case, lang):
    result = MAKERS[case]()
    using = pen(typed(result), lang)
    figure, renderer = drawn("map", result, using)
    numbers = [t for t in figure.axes[0].texts if re.fullmatch(r"\d+", t.get_text())]
    assert len(numbers) == len(result["chosen"])
    boxes = [t.get_window_extent(renderer) for t in numbers]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert any(SKETCH.say(lang) in text for text in words(figure))


def test_names_on_the_map_cover_no_number():
    result = sample()
    figure, renderer = drawn("map", result, pen(typed(result)))
    named = [t for t in figure.axes[0].texts if t.get_text() in {d["name"] for d in result["districts"]}]
    assert len(named) == len(result["districts"])
    numbers = [t for t in figure.axes[0].texts if re.fullmatch(r"\d+", t.get_text())]
    every = [t.get_window_extent(renderer) for t in (*named, *numbers)]
    assert not any(a.overlaps(b) for a, b in combinations(every, 2))


def test_labels_of_centres_in_the_network_do_not_touch():
    result = sample()
    figure, renderer = drawn("network", result, pen(typed(result)))
    names = {c["name"] for p in ("chosen", "existing") for c in result[p]}
    labels = [t for t in figure.axes[0].texts if any(n.startswith(t.get_text().rstrip("…")) for n in names)]
    assert len(labels) >= len(names)
    centres = [t.get_window_extent(renderer) for t in labels if t.get_fontsize() == drawing.BODY]
    middles = [((b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2) for b in centres]
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 15 for a, b in combinations(middles, 2))


def test_the_map_figure_says_what_the_map_layers_say():
    result = sample()
    result["chosen"][0].update(crs="")
    _, said = figure_set.figures(typed(result), "en", "svg", only=("map",))
    assert [w.en for w in said] == ["1 coordinate without a stated crs, taken as WGS84"]


def test_what_cannot_be_drawn_is_told_and_the_rest_is_drawn():
    files, said = figure_set.figures(typed(without_places()), "en", "svg", only=("map", "build"))
    assert set(files) == {"build.svg"}
    assert "no coordinates" in said[0].en
    files, said = figure_set.figures(typed(older()), "en", "svg", only=("network", "ledger", "change"))
    assert set(files) == {"ledger.svg", "change.svg"}
    assert "plan again" in said[0].en
    oldest = older()
    for c in oldest["chosen"]:
        del c["contribution"]
    del oldest["policy"]["build_period"]
    oldest["goals"] = {}
    for name in ("ledger", "build", "change"):
        with pytest.raises(LackingError):
            drawn(name, oldest, pen(oldest))
