"""Colours: one per field everywhere, and the few that carry a meaning of their own.

What does not live here: what is coloured.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

INK = "#1F2933"
SOFT = "#52606D"
FAINT = "#9AA5B1"
GRID = "#E6EAEE"
BAR = "#B8C2CC"
ALARM, ALARM_TINT = "#C8324F", "#FBE4E8"
WARN, WARN_TINT = "#D98E04", "#FDF1DA"
PALETTE = (
    "#0B6E99",
    "#4F9D69",
    "#E0A030",
    "#D1495B",
    "#2E4057",
    "#8D96A3",
    "#7B5EA7",
    "#6BAED6",
    "#A65E2E",
    "#2A9D8F",
    "#C77DB0",
    "#A3A843",
)
"""Neighbours differ in lightness as well as in hue, so that they stay apart for colour-blind eyes."""


def field_colours(fields: Sequence[str]) -> Mapping[str, str]:
    """One colour per field id, by its place in the taxonomy; more than twelve get made, never repeated.

    >>> field_colours(["F01", "F02"])["F02"]
    '#4F9D69'
    >>> len(set(field_colours([f"F{i}" for i in range(60)]).values()))
    60
    """
    return {f: PALETTE[k] if k < len(PALETTE) else _made(k) for k, f in enumerate(fields)}


def _made(k: int) -> str:
    red, green, blue = colorsys.hls_to_rgb((k * 0.6180339887) % 1.0, (0.38, 0.52, 0.66)[k % 3], 0.5)
    return f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"
