"""The tour: each command runs, prints what the page shows, and leaves the files that the page names."""

from pathlib import Path

import pytest

from buju_testing import console_examples

ROOT = Path(__file__).parents[1]
TOURS = {"en": ROOT / "docs" / "tour.md", "zh": ROOT / "docs" / "tour.zh-CN.md"}


def test_both_tours_ask_the_same_and_go_the_whole_way():
    asked = [[command for command, _ in console_examples.examples(p.read_text("utf-8"))] for p in TOURS.values()]
    assert asked[0] == asked[1]
    way = ["demo", "validate", "assess", "plan", "plan", "compare", "explain", "pareto", "curve", "stress", "export"]
    assert [command.split()[1] for command in asked[0]] == way


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.long)])
def test_the_tour_prints_what_it_shows(lang, tmp_path):
    console_examples.run(TOURS[lang].read_text("utf-8"), lang, tmp_path)
    for name in ("layout/page.html", "front.png", "curve/curve.png", "curve/curve.csv"):
        assert (tmp_path / name).stat().st_size > 1000 or name.endswith("csv"), name
    assert len(list((tmp_path / "runs" / "front").glob("*/result.json"))) == 1
    console_examples.run("```console\n$ buju export runs/front -o front --as csv\n```\n", lang, tmp_path)


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        (["a", "b", "c"], None),
        (["a", "…"], None),
        (["…", "b", "…"], None),
        (["…", "c"], None),
        ([], None),
        (["b", "…"], "b"),
        (["a", "c"], "c"),
        (["a", "b"], "the end of the output"),
        (["…", "c", "…", "b", "…"], "b"),
        (["…", "x"], "x"),
    ],
)
def test_what_is_shown_is_the_output_but_for_what_is_left_out(shown, wrong):
    assert console_examples.disagreement(shown, ["a", "b", "c"]) == wrong
