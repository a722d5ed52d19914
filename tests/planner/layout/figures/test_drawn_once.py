"""One drawing for all forms of a figure: the bytes are those of a drawing for each."""

import pytest

from buju_testing.sample_run import sample
from buju_testing.typed_result import typed

pytest.importorskip("matplotlib")

from planner.layout.figures import figure_set, pen


def test_each_figure_is_drawn_once_and_every_file_is_as_if_drawn_for_itself(monkeypatch):
    result = typed(sample())
    names = tuple(figure_set.NAMES)
    apart = {form: figure_set.figures(result, "zh", form, only=names)[0] for form in ("png", "svg", "pdf")}
    drawn, draws = [], figure_set.draws

    def counted(districts=None):
        def one(name, draw):
            return lambda result, using: (drawn.append(name), draw(result, using))[1]

        return {name: one(name, draw) for name, draw in draws(districts).items()}

    monkeypatch.setattr(figure_set, "draws", counted)
    with pen.drawn_once():
        together = {form: figure_set.figures(result, "zh", form, only=names)[0] for form in ("png", "svg", "pdf")}
        again = figure_set.figures(result, "zh", "png", only=names)[0]
    assert together == apart
    assert all(again[name] is together["png"][name] for name in again)
    assert sorted(drawn) == sorted(
        name.partition(".")[0] for name in apart["png"]
    )  # the others need a history: they are told, not drawn
    figure_set.figures(result, "zh", "png", only=["map"])
    assert drawn.count("map") == 2  # nothing is kept beyond the export
