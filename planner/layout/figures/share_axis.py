"""An axis of a figure along which values are told as shares of a whole, in round per cents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axis import Axis


def in_per_cent(axis: Axis, whole: float) -> None:
    """Put the ticks of an axis at round per cents of ``whole``, and write them so.

    >>> from matplotlib.figure import Figure
    >>> axes = Figure().add_axes((0.1, 0.1, 0.8, 0.8))
    >>> _ = axes.set_ylim(0, 9)
    >>> in_per_cent(axes.yaxis, 9.0)
    >>> [text.get_text() for text in axes.get_yticklabels()]
    ['0%', '20%', '40%', '60%', '80%', '100%']
    """
    from matplotlib.ticker import AutoLocator  # noqa: PLC0415 - figures draw with what may be missing

    class Shares(AutoLocator):
        def tick_values(self, vmin: float, vmax: float) -> Any:
            shares = super().tick_values(vmin / whole, vmax / whole)
            return [at for share in shares if vmin <= (at := float(whole * share)) <= vmax]

    axis.set_major_locator(Shares())
    axis.set_major_formatter(lambda value, _: f"{100 * value / whole + 0.0:.6g}%")
