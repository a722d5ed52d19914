"""A figure that is laid out once and played is the figure drawn directly: pixel by pixel where there is no text."""

import io

import numpy as np
import pytest

pytest.importorskip("matplotlib")

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from planner.layout.figures.recording import record


def shapes() -> Figure:
    figure = Figure(figsize=(3.1, 2.3))
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.plot([0, 1, 3], [0, 2, 1], "o--", color="#0b6e99", markersize=7, clip_on=True)
    axes.scatter([0.5, 1.5, 2.5], [1, 2, 3], s=[20, 60, 140], c=["#a00", "#0a0", "#00a"], alpha=0.5)
    bars = axes.bar([1, 2], [1, 2], hatch="//", edgecolor="white", width=0.4)
    bars[0].set_clip_path(mpl.patches.Circle((0.5, 0.5), 0.3, transform=axes.transAxes))
    bars[1].set_path_effects([withStroke(linewidth=3, foreground="red")])
    axes.set_xlim(0.2, 2.8)  # the line goes on beyond
    axes.grid(visible=True)
    axes.set_xticklabels([])
    axes.set_yticklabels([])
    return figure


def lettered() -> Figure:
    figure = Figure(figsize=(3, 2))
    figure.text(0.1, 0.8, "Centres 2024", fontsize=14)
    figure.text(0.5, 0.2, "turned", fontsize=9, rotation=60, color="#a00")
    figure.text(0.1, 0.4, "stroked", path_effects=[withStroke(linewidth=1, foreground="k")])
    return figure


def pixels(figure: Figure, dpi: int) -> np.ndarray:
    figure.set_dpi(dpi)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).astype(int)[..., :3]


@pytest.mark.parametrize("dpi", [72, 160, 311])
def test_shapes_are_the_same_pixel_by_pixel(dpi):
    with mpl.rc_context({"path.simplify": False}):
        direct, played = pixels(shapes(), dpi), pixels(record(shapes()), dpi)
    assert direct.min() < 100
    assert (direct == played).all()


def test_texts_stand_where_they_stood():
    with mpl.rc_context({"font.family": ["DejaVu Sans"]}):
        direct, played = 255 - pixels(lettered(), 160), 255 - pixels(record(lettered()), 160)
    for box in ((0, 100), (100, 220), (220, 320)):
        mine, theirs = played[slice(*box)].sum(axis=2), direct[slice(*box)].sum(axis=2)
        assert mine.sum() == pytest.approx(theirs.sum(), rel=0.1)  # as much ink: hinted letters are a little bolder
        for axis in (0, 1):
            at = np.arange(mine.shape[1 - axis])
            middle = [(ink.sum(axis=axis) * at).sum() / ink.sum() for ink in (mine, theirs)]
            assert abs(middle[0] - middle[1]) < 2.5  # at the same place: hinting moves a letter by a pixel


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_every_letter_is_written(form):
    sizes = []
    with mpl.rc_context({"svg.hashsalt": "one", "svg.fonttype": "path", "pdf.compression": 0}):
        for figure in (lettered(), record(lettered())):
            data = io.BytesIO()
            figure.savefig(data, format=form)
            sizes.append((data.getvalue().count(b"<use "), data.getvalue().count(b"BT"), data.getvalue().count(b" Tf")))
    assert sizes[0] == sizes[1]
    assert max(sizes[0]) >= 2
