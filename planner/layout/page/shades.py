"""The shades of the field colours: as they are, their edge, and lighter on dark ground; the hue stays.

What does not live here: which field has which colour (``planner.layout.figures.colours``).
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

DARK_GROUND, LIGHT_GROUND = "#161C23", "#FFFFFF"
LEAST = 3.0
"""Contrast that a mark must have against its ground (WCAG 2.2, 1.4.11)."""


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2).

    >>> luminance("#FFFFFF"), luminance("#000000")
    (1.0, 0.0)
    """
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2).

    >>> round(contrast("#FFFFFF", "#000000"), 1)
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def standing_out(colour: str, ground: str) -> str:
    """``colour`` in its own hue, as little darker or lighter as it takes to stand out from ``ground``.

    A dull colour gains in saturation where it has to become much lighter, so that a navy does not turn into a grey.

    >>> standing_out("#0B6E99", LIGHT_GROUND), standing_out("#2E4057", DARK_GROUND)
    ('#0B6E99', '#3A6AA6')
    """
    hue, light, saturation = colorsys.rgb_to_hls(*(int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)))
    step = 0.01 if luminance(ground) < 0.2 else -0.01
    richer = max(saturation, 0.48) if saturation > 0.2 else saturation
    for k in range(101):
        shade = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light + k * step)), saturation if k == 0 else richer)
        made = "#" + "".join(f"{round(255 * part):02X}" for part in shade)
        if contrast(made, ground) >= LEAST:
            return made
    return colour


def field_style(fields: Mapping[str, str]) -> str:
    """The style of the classes ``f0``, ``f1`` …: ``--f`` the colour, ``--e`` its edge, on light and on dark ground."""
    shades = list(fields.values())
    light = "".join(f".f{k}{{--f:{c};--e:{standing_out(c, LIGHT_GROUND)}}}" for k, c in enumerate(shades))
    dark = [(k, standing_out(c, DARK_GROUND)) for k, c in enumerate(shades)]
    chosen = "".join(f'html[data-theme="dark"] .f{k}{{--f:{c};--e:{c}}}' for k, c in dark)
    asked = "".join(f'html:not([data-theme="light"]) .f{k}{{--f:{c};--e:{c}}}' for k, c in dark)
    return f"{light}\n@media screen{{{chosen}}}\n@media screen and (prefers-color-scheme:dark){{{asked}}}\n"
