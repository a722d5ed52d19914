"""A chart that answers: every row of a table as a dot; the dot that is clicked, or those that a box is drawn around.

marimo's control for matplotlib sends a box for every press of the button, of no size where nothing was dragged: that
box is a click. Charts whose dots are elements of their own (plotly, altair, anywidget) would each be a dependency more.

What does not live here: what the tables say (``planner.notebook.tables``), figures of exports (``planner.layout``).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.base.words import Lang, Words
from planner.layout.figures.colours import GRID, INK
from planner.layout.figures.fonts import choose
from planner.layout.figures.pen import SMALL, Pen, style
from planner.layout.text import cut
from planner.notebook.page import Grid, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS: Mapping[str, str] = {"alarm": "#C8324F", "warn": "#D98E04", "good": "#4F9D69", "": "#0B6E99"}
_APART = (0.02, 0.045)
"""Distance of dots that would lie on one another, as a part of the axes across and up."""
_PIXELS = (640.0, 290.0)
"""About so large are the axes on the screen, across and up."""
_MARGINS = (0.08, 0.12)
"""Blank parts of the axes on each side, across and up."""
_STILL, _REACH = 4.0, 14.0
"""Pixels that a hand may move during a click, and from the place clicked to the dot that is meant."""
_NAMED = 8
"""How many dots carry their names at most: those farthest up first, as long as a name hides nothing."""


@dataclass(frozen=True)
class Dots:
    """The rows of a table by two of its columns of numbers; a row without one of them has no dot.

    >>> table = Grid(tuple(Words(w, w) for w in ("name", "a", "b")), (("x", 1, 5.0), ("y", 1, 5.0), ("z", None, 2)))
    >>> dots = Dots(table, 1, 2)
    >>> dots.shown, [round(sum(part) / 2, 6) for part in dots.places]
    ((0, 1), [1.0, 5.0])
    """

    grid: Grid
    across: int
    up: int

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """Rows that have a dot."""
        numbers = [(row[self.across], row[self.up]) for row in self.grid.rows]
        return tuple(k for k, both in enumerate(numbers) if all(isinstance(v, int | float) for v in both))

    @cached_property
    def places(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Where the dots are; rows of the same two numbers lie side by side around them."""
        rows = [self.grid.rows[k] for k in self.shown]
        at = [(float(row[self.across] or 0), float(row[self.up] or 0)) for row in rows]  # type: ignore[arg-type]
        steps = [part * (max(v) - min(v) or 1.0) for part, v in zip(_APART, zip(*at, strict=True), strict=False)]
        many, seen = Counter(at), defaultdict[tuple[float, float], int](int)
        placed = []
        for x, y in at:
            wide = math.ceil(math.sqrt(many[x, y]))
            high = math.ceil(many[x, y] / wide)
            k, seen[x, y] = seen[x, y], seen[x, y] + 1
            last = many[x, y] - wide * (high - 1) if k // wide == high - 1 else wide
            placed.append((x + steps[0] * (k % wide - (last - 1) / 2), y + steps[1] * (k // wide - (high - 1) / 2)))
        return tuple(p[0] for p in placed), tuple(p[1] for p in placed)

    def axes(self, lang: Lang) -> Axes:
        """The dots as a drawing of its own, lettered in English where no font has Chinese."""
        import matplotlib as mpl  # noqa: PLC0415 - an extra
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

        fonts = choose()
        using = Pen(lang if fonts.chinese else "en", fonts, {}, {})
        with mpl.rc_context(style(using)):
            figure = Figure(figsize=(7.6, 3.6), dpi=100)
            canvas = FigureCanvasAgg(figure)
            axes = figure.add_subplot()
            xs, ys = self.places
            tints = [self.grid.tints[k] if self.grid.tints else "" for k in self.shown]
            axes.scatter(xs, ys, s=46, c=[_COLOURS[t] for t in tints], alpha=0.85, edgecolors="white", linewidths=0.7)
            axes.set_xlabel(using.drawable(self.grid.head[self.across].say(using.lang)))
            axes.set_ylabel(using.drawable(self.grid.head[self.up].say(using.lang)))
            axes.grid(color=GRID)
            axes.margins(*_MARGINS)
            for axis, values in ((axes.xaxis, self.across), (axes.yaxis, self.up)):
                whole = all(float(self.grid.rows[k][values] or 0).is_integer() for k in self.shown)  # type: ignore[arg-type]
                axis.set_major_locator(MaxNLocator(nbins=6, integer=whole, steps=[1, 2, 5, 10]))
            figure.tight_layout()
            canvas.draw()  # type: ignore[no-untyped-call]
            self._name(axes, using)
        return axes

    def _name(self, axes: Axes, using: Pen) -> None:
        """Write names beside dots where they hide neither a dot nor another name."""
        xs, ys = self.places
        dots = axes.transData.transform(np.column_stack([xs, ys]))
        alone = Counter((self.grid.rows[k][self.across], self.grid.rows[k][self.up]) for k in self.shown)
        right, taken = axes.get_window_extent().x1, list[Any]()
        for k in sorted(range(len(xs)), key=lambda k: (-ys[k], -xs[k])):
            row = self.grid.rows[self.shown[k]]
            if alone[row[self.across], row[self.up]] > 1 or len(taken) == _NAMED:
                continue
            text = axes.annotate(
                using.drawable(cut(str(row[0]), 26)),
                (xs[k], ys[k]),
                (6, 0),
                textcoords="offset points",
                fontsize=SMALL,
                color=INK,
                va="center",
            )
            if text.get_window_extent().x1 > right:
                text.set(position=(-6, 0), ha="right")
            box = text.get_window_extent()
            hidden = any(box.x0 - 5 < x < box.x1 + 5 and box.y0 - 4 < y < box.y1 + 4 for x, y in dots)
            if hidden or any(box.overlaps(other) for other in taken):
                text.remove()
            else:
                taken.append(box)

    def chart(self, lang: Lang) -> Any:
        """The chart as a control of marimo: click a dot, drag a box over some, or hold Shift and draw around them."""
        import marimo as mo  # noqa: PLC0415 - an extra
        import matplotlib as mpl  # noqa: PLC0415 - an extra

        axes = self.axes(lang)
        with mpl.rc_context(style(Pen(lang, choose(), {}, {}))):
            return mo.ui.matplotlib(axes, debounce=True)

    def picked(self, selection: Any) -> Grid:
        """The rows of the dots in a selection of the chart, or of the dot that was clicked; else all rows.

        Parameters
        ----------
        selection
            The value of the chart: false while empty, else with ``get_mask(x, y)``, and a box with its four sides.
        """
        if not selection:
            return self.grid
        place = self._clicked(selection)
        if place is None:
            inside = [k for k, yes in zip(self.shown, selection.get_mask(*self.places), strict=True) if yes]
        elif (nearest := self._nearest(place)) is not None:
            inside = [nearest]
        else:
            return self.grid
        tints = tuple(self.grid.tints[k] for k in inside) if self.grid.tints else ()
        return replace(self.grid, rows=tuple(self.grid.rows[k] for k in inside), tints=tints)

    @cached_property
    def _scale(self) -> tuple[float, ...]:
        """Pixels of one unit, across and up."""
        spans = [(max(v) - min(v) if v else 0.0) or 1.0 for v in self.places]
        return tuple(p / (s * (1 + 2 * m)) for p, s, m in zip(_PIXELS, spans, _MARGINS, strict=True))

    def _clicked(self, selection: Any) -> tuple[float, float] | None:
        """Where a selection was made without moving; None if it is one of dots, by a box or by hand."""
        sides = [getattr(selection, side, None) for side in ("x_min", "x_max", "y_min", "y_max")]
        if any(side is None for side in sides):
            return None
        left, right, low, high = map(float, sides)  # type: ignore[arg-type]
        moved = max((right - left) * self._scale[0], (high - low) * self._scale[1])
        return None if moved > _STILL else ((left + right) / 2, (low + high) / 2)

    def _nearest(self, place: tuple[float, float]) -> int | None:
        """The row whose dot is nearest to a place, if it is within reach."""
        far = [
            (math.hypot((x - place[0]) * self._scale[0], (y - place[1]) * self._scale[1]), k)
            for k, x, y in zip(self.shown, *self.places, strict=True)
        ]
        distance, row = min(far, default=(math.inf, 0))
        return row if distance <= _REACH else None

    def answered(self, chart: Any, page: Page, high: int = 460) -> Any:
        """The chart, how to ask it or what it has answered, and the rows that are selected."""
        picked = self.picked(chart.value)
        said = _ASK if picked is self.grid else _ANSWER.fill(n=len(picked.rows), all=len(self.grid.rows))
        return page.column(chart, page.text("*{said}*", "*{said}*", said=said), page.table(picked, high))


_ASK = Words(
    "Click a dot, or drag a box over several (Shift: draw around them), and the table keeps their rows.",
    "点击图中一点，或拖出方框选取多点（按住 Shift 可手绘圈选），下表只列所选各项。",
)
_ANSWER = Words(
    "{n} of {all} selected; click where no dot is to see all again.", "已选 {n} 项（共 {all} 项）；点击空白处恢复全部。"
)
