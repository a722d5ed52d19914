"""Figures as files: the style they share, and PNG, SVG and PDF bytes that are the same every time.

What does not live here: what each figure shows (``coverage_figure``, ``support_figure``).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.content import Result
from planner.layout.figures import colours
from planner.layout.figures.fonts import NO_CHINESE, Fonts, choose
from planner.layout.text import cut, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

T = TypeVar("T")
Format = Literal["png", "svg", "pdf"]
_METADATA: Mapping[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
}
DPI = 160
_AREAS = 64
"""So many of a picture's colours, those of its largest areas, are kept as they are."""
EDGE = 0.2
"""White space at the left and right edge, in inches."""
HEAD = 0.98
"""Height of the heading, in inches."""
FOOT = 0.32
"""Height of the foot line, in inches."""
BODY, SMALL, TITLE = 8.5, 7.2, 12.5


@dataclass(frozen=True)
class Pen:
    """How one figure is lettered: language, fonts, and field colours and names."""

    lang: Lang
    fonts: Fonts
    colours: Mapping[str, str]
    fields: Mapping[str, str]

    def say(self, en: str, zh: str, **values: Any) -> str:
        """Fill and say a sentence in the figure's language."""
        return self.drawable(Words(en, zh).fill(**values).say(self.lang))

    def name(self, name: str, key: str, most: int) -> str:
        """Cut a name to ``most`` columns; the id stands in for a Chinese name where no font has Chinese."""
        text = str(name)
        if not self.fonts.chinese and self.fonts.lacks(text):
            text = str(key)
        return self.drawable(cut(text, most))

    def unit(self, money_unit: str) -> str:
        """Name of the money unit, in words that can be drawn."""
        unit = cut(money_unit, 16)
        if not self.fonts.lacks(unit):
            return unit
        return "×10⁴ yuan" if unit == "万元" else "money units"

    def field(self, key: str, most: int = 24) -> str:
        """Name of a field."""
        return self.name(self.fields.get(key, key), key, most) if key else self.say("no field", "未标领域")

    def drawable(self, text: str) -> str:
        """``text`` with what the fonts lack replaced."""
        return self.fonts.drawable(text)

    def inches(self, text: str, size: float, weight: str = "normal") -> float:
        """Width of a text of ``size`` points, in inches."""
        from planner.layout.figures.recording import extent  # noqa: PLC0415

        return extent(text, self.fonts.families, size, weight)[0] / 72 if text else 0.0

    def widest(self, texts: Iterable[str], size: float) -> float:
        """Width of the widest text, in inches."""
        return max((self.inches(t, size) for t in texts), default=0.0)

    def fit(self, text: str, room: float, size: float, weight: str = "normal") -> str:
        """``text``, cut with … so that it is at most ``room`` inches wide."""
        most = width(text)
        while most > 1 and (wide := self.inches(text, size, weight)) > room:
            most = min(most - 1, int(most * room / wide) + 1)
            text = cut(text, most)
        return text


def pen(result: Result, lang: Lang, fonts: Fonts | None = None) -> tuple[Pen, tuple[Words, ...]]:
    """The pen for one result, and what must be said about the fonts (at most one warning).

    Without a font that has Chinese characters the figures are lettered in English, with ids for Chinese names.
    """
    fonts = fonts or choose()
    warning = () if fonts.chinese or not _needs_chinese(result, lang) else (NO_CHINESE,)
    order = content.field_order(result)
    return Pen(
        lang if fonts.chinese else "en", fonts, colours.field_colours(order), content.field_names(result)
    ), warning


@dataclass
class _Drawing:
    """A figure that was drawn, and its files."""

    figure: Figure
    files: dict[Format, bytes] = field(default_factory=dict)


_DRAWN: ContextVar[dict[Hashable, _Drawing] | None] = ContextVar("drawn", default=None)
"""Figures of the export around, by what they show."""


@contextmanager
def drawn_once() -> Iterator[None]:
    """An export: each figure that has a ``key`` is drawn once for all its forms, and each of its files made once."""
    token = _DRAWN.set({})
    try:
        yield
    finally:
        _DRAWN.reset(token)


def render(draw: Callable[[T, Pen], Figure], result: T, using: Pen, form: Format, key: Hashable | None = None) -> bytes:
    """Draw one figure and give the bytes of one file format; the same input gives the same bytes.

    No window, no global style: the figure is drawn on its own canvas under its own settings. ``key`` says what it
    shows; within :func:`drawn_once` figures of one key are one figure.
    """
    import matplotlib as mpl  # noqa: PLC0415

    from planner.layout.figures.recording import record  # noqa: PLC0415

    drawn = _DRAWN.get()
    known = None if drawn is None or key is None else drawn.get(key)
    if known is not None and form in known.files:
        return known.files[form]
    with mpl.rc_context(style(using)):
        made = known or _Drawing(record(draw(result, using)))
        made.files[form] = _png(made.figure) if form == "png" else _outlines(made.figure, form)
    if drawn is not None and key is not None:
        drawn[key] = made
    return made.files[form]


def _outlines(figure: Figure, form: Format) -> bytes:
    data = io.BytesIO()
    figure.savefig(data, format=form, dpi=DPI, metadata=_METADATA[form], facecolor="white")
    return data.getvalue()


def _png(figure: Figure) -> bytes:
    """The picture with at most 256 colours: a third of the bytes, no difference to the eye; areas keep their colour."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415 (comes with matplotlib)

    figure.set_dpi(DPI)
    data = io.BytesIO()
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    size = wide, high = canvas.get_width_height()
    pixels = Image.frombuffer("RGBA", size, bytes(canvas.buffer_rgba()), "raw", "RGBA", 0, 1).convert("RGB")
    # an octree of colours is found eight times faster than medians, and the shades of areas come out a little off
    few = pixels.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    areas: Any = sorted(pixels.getcolors(wide * high) or [])[-_AREAS:]
    row = Image.new("RGB", (len(areas), 1))
    row.putdata([colour for _, colour in areas])
    shades = few.getpalette() or []
    at = row.quantize(palette=few, dither=Image.Dither.NONE).tobytes()
    for place, (_, colour) in zip(at, areas, strict=True):  # the largest area comes last and stays
        shades[3 * place : 3 * place + 3] = colour
    few.putpalette(shades)
    few.save(data, "PNG", compress_level=6, dpi=(DPI, DPI))
    return data.getvalue()


def alone(draw: Callable[[T, Pen], Figure], payload: T, lang: Lang, form: Format) -> tuple[bytes, tuple[Words, ...]]:
    """Draw a figure that is not one of a run: of a front, a budget curve, a stress test.

    Parameters
    ----------
    draw : callable
        Draws the figure of ``payload``, which is what the command prints with ``--json``.

    Returns
    -------
    data : bytes
        The same for the same payload.
    said : tuple of Words
        At most one warning, about fonts.
    """
    fonts = choose()
    using = Pen(lang if fonts.chinese else "en", fonts, {}, {})
    lacking = not fonts.chinese and (lang == "zh" or _has_chinese(payload))
    return render(draw, payload, using, form), (NO_CHINESE,) if lacking else ()


def style(using: Pen) -> Any:
    """The settings under which figures are drawn, for ``matplotlib.rc_context``."""
    return {
        "font.family": list(using.fonts.families),
        "font.size": BODY,
        "text.color": colours.INK,
        "axes.unicode_minus": False,
        "axes.edgecolor": colours.FAINT,
        "axes.linewidth": 0.8,
        "axes.labelcolor": colours.SOFT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "xtick.color": colours.FAINT,
        "ytick.color": colours.FAINT,
        "xtick.labelcolor": colours.SOFT,
        "ytick.labelcolor": colours.SOFT,
        "grid.color": colours.GRID,
        "grid.linewidth": 0.7,
        "hatch.linewidth": 0.6,
        "legend.frameon": False,
        "svg.fonttype": "path",
        "svg.hashsalt": "buju",
        "pdf.fonttype": 3,  # outlines: OpenType fonts embedded as type 42 are refused by some readers
        "pdf.compression": 6,
        "path.simplify": False,
        "text.parse_math": False,
        "text.usetex": False,
        "savefig.bbox": None,
    }


def heading(figure: Figure, result: Result, using: Pen, finding: str) -> None:
    """Write the finding on top, then which scenario of which data, then what is proven; a note if data are made up."""
    wide, high = figure.get_size_inches()
    left, room, lang = EDGE / wide, wide - 2 * EDGE, using.lang
    size, weight = TITLE, "bold" if using.fonts.bold else "normal"
    while size > BODY and using.inches(finding, size, weight) * 1.02 > room:
        size -= 0.25
    shown = using.fit(finding, room / 1.02, size, weight)
    title = figure.text(left, 1 - 0.17 / high, shown, fontsize=size, va="top")
    strengthen(title, using)
    parts = [p for p in (content.title(result, lang), result.dataset.name) if p]
    origin = [using.drawable(cut(p, 60)) for p in parts if len(using.fonts.lacks(p)) * 2 <= len(p)]
    for k, line in enumerate(("  ·  ".join(origin), using.drawable(content.certificate(result, lang)))):
        text = using.fit(line, room, BODY)
        figure.text(left, 1 - (0.47 + 0.19 * k) / high, text, fontsize=BODY, color=colours.SOFT, va="top")
    if content.is_made_up(result):
        note = using.drawable(content.NOTE.say(lang))
        figure.text(1 - left, 0.12 / high, note, fontsize=SMALL, color=colours.SOFT, ha="right", va="bottom")


def strengthen(text: Text, using: Pen) -> None:
    """Make a text bold; where the font has no bold face, by a thin outline in its own colour."""
    if using.fonts.bold:
        text.set_fontweight("bold")
        return
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    text.set_path_effects([withStroke(linewidth=0.045 * float(text.get_fontsize()), foreground=text.get_color())])


def legend(figure: Figure, entries: list[tuple[Any, str]], using: Pen, *, bottom: float) -> None:
    """Lay a legend in rows over the foot line; ``bottom`` in inches."""
    wide, high = figure.get_size_inches()
    figure.legend(
        [handle for handle, _ in entries],
        [label for _, label in entries],
        loc="lower left",
        bbox_to_anchor=(EDGE / wide, bottom / high),
        ncols=_legend_columns(wide - 2 * EDGE, [label for _, label in entries], using),
        fontsize=BODY,
        labelcolor=colours.SOFT,
        handlelength=1.0,
        handleheight=1.0,
        handletextpad=0.5,
        columnspacing=1.4,
        labelspacing=0.45,
        borderaxespad=0,
        borderpad=0,
    )


def legend_height(room: float, labels: list[str], using: Pen) -> float:
    """Height in inches of a legend that is ``room`` inches wide."""
    return -(-len(labels) // _legend_columns(room, labels, using)) * 0.2


def _legend_columns(room: float, labels: list[str], using: Pen) -> int:
    each = using.widest(labels, BODY) + 0.36
    return max(1, min(len(labels), int((room + 0.15) / each)))


def bare(axes: Axes) -> None:
    """Take away all spines and tick marks."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)


def _has_chinese(value: Any) -> bool:
    """Whether a Chinese name is in what would be lettered in English.

    >>> _has_chinese({"title": {"en": "Base", "zh": "基本"}}), _has_chinese([{"name": "示例"}])
    (False, True)
    """
    if isinstance(value, Mapping):
        return any(_has_chinese(v) for k, v in value.items() if k != "zh")
    if isinstance(value, list | tuple):
        return any(map(_has_chinese, value))
    return isinstance(value, str) and any(ord(c) > 0x2E7F for c in value)


def _needs_chinese(result: Result, lang: Lang) -> bool:
    names = [*(c.name for c in result.chosen), *(t.name for t in result.technologies), *(f.name for f in result.fields)]
    return lang == "zh" or any(ord(c) > 0x2E7F for name in names for c in name)
