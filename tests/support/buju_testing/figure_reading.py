"""What tests read off a drawn figure: its texts, and whether each can be read."""

import warnings

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from buju_testing.typed_result import typed
from planner.layout.figures import pen as drawing


def pen(result, lang="zh", fonts=None):
    return drawing.pen(typed(result), lang, fonts)[0]


def drawn(draw, result, using):
    """The figure with its texts laid out, as (figure, renderer)."""
    with mpl.rc_context(drawing.style(using)):
        figure = draw(typed(result), using)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    return figure, canvas.get_renderer()


def words(figure):
    return [t.get_text() for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible()]


def readable(draw, result, fonts):
    """Draw in Chinese: no warning, no missing glyph, no text beyond the page; gives the figure."""
    using = pen(typed(result), "zh", fonts)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure, renderer = drawn(draw, typed(result), using)
    assert not using.fonts.lacks("".join(words(figure)))
    page = figure.bbox
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_visible():
            box = text.get_window_extent(renderer)
            assert box.x0 >= page.x0 - 1, text.get_text()
            assert box.x1 <= page.x1 + 1, text.get_text()
            assert box.y0 >= page.y0 - 1, text.get_text()
            assert box.y1 <= page.y1 + 1, text.get_text()
    return figure
