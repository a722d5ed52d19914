"""A figure that was drawn once: what was drawn, kept, to be played to the renderer of each file format.

Laying a figure out (text, ticks, legends) costs more than writing it down. What does not live here: what figures show
and their files (``pen``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D, TransformedBbox, TransformedPath

POINTS = 72
"""A recording is in points, as SVG and PDF are; pixels are a scale of them."""
KNOWN = 4096
"""Texts whose outlines are kept."""


class _Letters(TextToPath):
    """Outlines of texts, each looked up in the fonts once for all figures and renderers."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[tuple[str, str], tuple[Any, Any, Any]] = {}

    def get_glyphs_with_font(
        self, font: Any, s: str, glyph_map: Any = None, return_new_glyphs_only: bool = False, **features: Any
    ) -> tuple[Any, Any, Any]:
        """Places and outlines of the glyphs of a text, those of ``glyph_map`` left out if asked."""
        if any(features.values()):
            return super().get_glyphs_with_font(font, s, glyph_map, return_new_glyphs_only, **features)
        key = font.postscript_name, s
        if key not in self.known:
            if len(self.known) >= KNOWN:
                self.known.clear()
            self.known[key] = super().get_glyphs_with_font(font, s)
        places, outlines, boxes = self.known[key]
        if return_new_glyphs_only:
            return places, {g: o for g, o in outlines.items() if g not in (glyph_map or {})}, boxes
        return places, {**(glyph_map or {}), **outlines}, boxes


_LETTERS = _Letters()

_Play = Callable[[Any, Affine2D], None]


class Recorder(RendererBase):
    """A renderer that keeps what is drawn on a page of ``wide`` × ``high`` points, y upwards.

    Images and shaded triangles are refused by the base class: no figure here has them.
    """

    def __init__(self, wide: float, high: float) -> None:
        super().__init__()
        self.wide, self.high = wide, high
        self.played: list[_Play] = []

    def flipy(self) -> bool:
        """Y goes upwards."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Size of the page in points."""
        return self.wide, self.high

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Room that a line of text takes, in points; no figure here has formulas."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return extent(s, tuple(prop.get_family()), float(prop.get_size_in_points()), prop.get_weight())

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Keep that a group begins: SVG has them."""
        self.played.append(lambda to, _: to.open_group(s, gid))

    def close_group(self, s: str) -> None:
        """Keep that it ends."""
        self.played.append(lambda to, _: to.close_group(s))

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        """Keep a path."""
        kept, at = _kept(gc), transform.frozen()
        self.played.append(lambda to, scale: to.draw_path(_gc(to, kept, scale), path, at + scale, rgbFace))

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Any,
        path: Path,
        trans: Any,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Keep a mark at each place of a path."""
        kept, mark, at = _kept(gc), marker_trans.frozen(), trans.frozen()
        self.played.append(
            lambda to, scale: to.draw_markers(
                _gc(to, kept, scale), marker_path, mark + scale, path, at + scale, rgbFace
            )
        )

    def draw_path_collection(
        self,
        gc: GraphicsContextBase,
        master_transform: Any,
        paths: Any,
        all_transforms: Any,
        offsets: Any,
        offset_trans: Any,
        *looks: Any,
        **more: Any,
    ) -> None:
        """Keep many paths."""
        kept, master, at = _kept(gc), master_transform.frozen(), offset_trans.frozen()
        self.played.append(
            lambda to, scale: to.draw_path_collection(
                _gc(to, kept, scale), master + scale, paths, all_transforms, offsets, at + scale, *looks, **more
            )
        )

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,  # noqa: ARG002 - font features are not used here
    ) -> None:
        """Keep a line of text."""
        kept, font = _kept(gc), prop.copy()

        def play(to: Any, scale: Affine2D) -> None:
            if isinstance(to, RendererAgg) and not ismath:
                _letter(to, _gc(to, kept, scale), (x, y), s, font, angle, scale)
                return
            across, up = scale.transform((x, y))
            up = to.get_canvas_width_height()[1] - up if to.flipy() else up
            to.draw_text(_gc(to, kept, scale), across, up, s, font, angle, ismath)

        self.played.append(play)


class Recorded(Artist):
    """What was recorded, as the one thing on a figure."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder

    def draw(self, renderer: Any) -> None:
        """Play it at the renderer's scale."""
        scale = Affine2D().scale(renderer.points_to_pixels(1.0))
        inner = getattr(renderer, "_renderer", renderer)
        if isinstance(inner, RendererSVG):
            inner._text2path = _LETTERS  # noqa: SLF001 - it would look every text up again, in every figure
        for play in self.recorder.played:
            play(renderer, scale)


def record(figure: Figure) -> Figure:
    """The same figure, laid out: saving it in any format only writes down what was drawn.

    Examples
    --------
    >>> import io
    >>> from matplotlib.figure import Figure
    >>> figure = Figure(figsize=(1, 1))
    >>> _ = figure.text(0.5, 0.5, "centre")
    >>> data = io.BytesIO()
    >>> record(figure).savefig(data, format="svg", metadata={"Date": None})
    >>> b"<!-- centre -->" in data.getvalue()
    True
    """
    figure.set_dpi(POINTS)
    wide, high = figure.get_size_inches()
    recorder = Recorder(wide * POINTS, high * POINTS)
    figure.draw(recorder)
    laid = Figure(figsize=(wide, high))
    laid.patch.set_visible(False)  # the figure's own is recorded
    laid.add_artist(Recorded(recorder))
    return laid


@lru_cache(KNOWN)
def extent(text: str, families: tuple[str, ...], size: float, weight: Any = "normal") -> tuple[float, float, float]:
    """Width, height and descent of a line of text, in points."""
    wide, high, below = _extent(text, families, weight)
    return wide * size, high * size, below * size


@lru_cache(KNOWN)
def _extent(text: str, families: tuple[str, ...], weight: Any) -> tuple[float, float, float]:
    """:func:`extent` at one point: sizes differ in scale only, for outlines are not hinted."""
    font = FontProperties(family=list(families), size=1.0, weight=weight)
    wide, high, below = _LETTERS.get_text_width_height_descent(text, font, False)
    return float(wide), float(high), float(below)


@lru_cache(KNOWN)
def _outline(text: str, families: tuple[str, ...], weight: Any) -> Path:
    """Outline of a line of text at ``FONT_SCALE`` points, y upwards."""
    font = FontProperties(family=list(families), weight=weight)
    vertices, codes = _LETTERS.get_text_path(font, text)
    return Path(vertices, codes)


def _letter(
    to: Any,
    gc: GraphicsContextBase,
    at: tuple[float, float],
    text: str,
    font: FontProperties,
    angle: float,
    scale: Affine2D,
) -> None:
    """Fill the outline of a text: as cheap as glyphs in pixels, and known before the pixels are."""
    path = _outline(text, tuple(font.get_family()), font.get_weight())
    place = Affine2D().scale(font.get_size_in_points() / _LETTERS.FONT_SCALE).rotate_deg(angle).translate(*at)
    gc.set_linewidth(0.0)
    to.draw_path(gc, path, place + scale, gc.get_rgb())


def _kept(gc: GraphicsContextBase) -> GraphicsContextBase:
    """A graphics context as it stands now."""
    kept = GraphicsContextBase()
    kept.copy_properties(gc)
    return kept


def _gc(to: Any, kept: GraphicsContextBase, scale: Affine2D) -> Any:
    """A renderer's own graphics context, like one that was kept; what it clips is scaled."""
    gc = to.new_gc()
    gc.copy_properties(kept)
    if to.points_to_pixels(1.0) != 1.0:
        box = kept.get_clip_rectangle()
        path, affine = kept.get_clip_path()
        gc.set_clip_rectangle(None if box is None else TransformedBbox(box, scale))
        gc.set_clip_path(None if path is None or affine is None else _scaled(path, affine, scale))
    return gc


def _scaled(path: Any, affine: Any, scale: Affine2D) -> TransformedPath:
    return TransformedPath(path, affine + scale)
