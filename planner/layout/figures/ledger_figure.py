"""Contribution ledger: a waterfall from what the existing centres bring to the objective, one step a chosen centre.

The steps are the Shapley shares of ``planner.problem.ledger``, as the result tells them; they add up to the
objective. What does not live here: the style that figures share and their file formats (``figures``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from math import floor, log10
from typing import TYPE_CHECKING, Any

from graph.base.rounding import percent
from graph.base.words import Words
from planner.layout import content
from planner.layout.content import LackingError, Result
from planner.layout.figures import colours
from planner.layout.figures.coverage_figure import short_name
from planner.layout.figures.pen import BODY, EDGE, FOOT, HEAD, SMALL, Pen, heading, legend, legend_height, strengthen
from planner.layout.figures.share_axis import in_per_cent
from planner.runs.plan_result import ChosenCentre

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Step = tuple[str, float, str]
"""Label, size and colour of one step."""
MOST_ROWS = 60
_ROW = 0.235


def steps(result: Result, using: Pen) -> list[Step]:
    """The steps from zero to the objective: existing centres, then chosen ones, the greatest first.

    Above :data:`MOST_ROWS` the smallest are one step together. They always add up to the objective.
    """
    ordered = sorted(result.chosen, key=lambda c: (-abs(added(c)), c.centre))
    shown, rest = ordered[:MOST_ROWS], ordered[MOST_ROWS:]
    out: list[Step] = [(_existing(result, using), result.contribution_of_existing or 0.0, colours.FAINT)]
    for c in shown:
        label = using.fit(using.name(short_name(c.name), c.centre, 60), 2.2, BODY)
        out.append((label, added(c), using.colours.get(c.field, colours.FAINT)))
    if rest:
        said = using.say("{n} further centres", "其余 {n} 家中心", n=len(rest))
        out.append((said, sum(added(c) for c in rest), colours.BAR))
    return out


def added(centre: ChosenCentre) -> float:
    """What a centre adds to the objective; runs without contributions have no ledger."""
    return centre.contribution or 0.0


def _existing(result: Result, using: Pen) -> str:
    n = len(result.existing)
    if not n:
        return using.say("without any centre", "无中心时")
    return (
        using.say("{n} existing centres", "已建 {n} 家中心", n=n)
        if n > 1
        else using.say("1 existing centre", "已建 1 家")
    )


def finding(result: Result, using: Pen) -> str:
    """The title: what part of the plan's worth the strongest centres bring."""
    sizes = sorted((abs(added(c)) for c in result.chosen), reverse=True)
    whole = sum(sizes)
    if not sizes or whole <= 0:
        return using.say("Contributions: no centre adds to the plan's worth", "贡献：没有中心提高方案综合得分")
    half = next(k for k, part in enumerate(accumulate(sizes), 1) if part >= whole / 2)
    return using.say(
        "{k} of {n} centres bring {p} of what the plan adds",
        "{n} 家中心中 {k} 家贡献了新增成效的 {p}",
        k=half,
        n=len(sizes),
        p=percent(sum(sizes[:half]) / whole, 0),
    )


def draw(result: Result, using: Pen) -> Figure:
    """Draw one step a row and the objective under them.

    Raises
    ------
    LackingError
        The run, of an earlier version, has no contributions.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415

    if result.contribution_of_existing is None or any(c.contribution is None for c in result.chosen):
        raise LackingError(
            Words(
                "the run, of an earlier version, has no contributions; mend: plan again",
                "该运行为旧版本，没有贡献值；请重新规划",
            )
        )
    rows = steps(result, using)
    entries = _entries(result, using)
    whole = using.say("the plan's worth", "方案综合得分")
    left = EDGE + max(using.widest([whole, *(label for label, _, _ in rows)], BODY) * 1.04, 1.0) + 0.18
    wide = max(8.4, left + 5.4)
    bottom = FOOT + legend_height(wide - 2 * EDGE, [label for _, label in entries], using) + 0.42
    body = (len(rows) + 1.4) * _ROW
    high = bottom + body + 0.15 + HEAD
    figure = Figure(figsize=(wide, high))
    heading(figure, result, using, finding(result, using))
    axes = figure.add_axes((left / wide, bottom / high, (wide - left - EDGE - 0.75) / wide, body / high))
    _waterfall(axes, rows, result, whole, using)
    legend(figure, entries, using, bottom=FOOT)
    note = using.say(
        "Each centre's share of the plan's worth (Shapley); together they are the whole",
        "各中心在方案综合得分中的份额（沙普利值），合计即全部",
    )
    figure.text(EDGE / wide, 0.12 / high, note, fontsize=SMALL, color=colours.SOFT, va="bottom")
    return figure


def _waterfall(axes: Axes, rows: Sequence[Step], result: Result, whole: str, using: Pen) -> None:
    objective = result.objective or 0.0
    said_of = _teller(objective)
    ends = list(accumulate(size for _, size, _ in rows))
    low, top = min(0.0, *ends, objective), max(0.0, *ends, objective) or 1.0
    pad = 0.015 * (top - low)
    axes.set_xlim(low - (pad if low < 0 else 0), top + pad)
    axes.set_ylim(len(rows) + 0.9, -0.5)
    for y, ((label, size, colour), end) in enumerate(zip(rows, ends, strict=True)):
        begin = end - size
        axes.barh(y, size, 0.66, left=begin, color=colour, linewidth=0, zorder=3)
        axes.plot(
            [end, end],
            [y - 0.33, y + 1.33 if y + 1 < len(rows) else len(rows) + 0.1],
            color=colours.FAINT,
            linewidth=0.6,
            zorder=2,
        )
        sign = "+" if y else ""
        _text(axes, label, y, using)
        axes.annotate(
            f"{sign}{said_of(size)}",
            (max(begin, end), y),
            (4, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=BODY,
            color=colours.SOFT,
            zorder=4,
        )
    last = len(rows) + 0.4
    axes.barh(last, objective, 0.72, color=colours.INK, linewidth=0, zorder=3)
    _text(axes, whole, last, using, strong=True)
    total = axes.annotate(
        said_of(objective),
        (max(objective, 0.0), last),
        (4, 0),
        textcoords="offset points",
        va="center_baseline",
        fontsize=BODY,
    )
    strengthen(total, using)
    axes.set_yticks([])
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(length=0, labelsize=BODY, pad=5)
    if objective > 0:
        in_per_cent(axes.xaxis, objective)
    else:
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.6g}")


def _text(axes: Axes, label: str, y: float, using: Pen, *, strong: bool = False) -> None:
    text = axes.annotate(
        label,
        (0, y),
        (-8, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="right",
        va="center_baseline",
        fontsize=BODY,
    )
    if strong:
        strengthen(text, using)


def _entries(result: Result, using: Pen) -> list[tuple[Any, str]]:
    from matplotlib.patches import Patch  # noqa: PLC0415

    used = {c.field for c in result.chosen}
    return [(Patch(color=using.colours[f]), using.field(f)) for f in content.field_order(result) if f in used] or [
        (Patch(color=colours.FAINT), _existing(result, using))
    ]


def _decimals(objective: float | None) -> int:
    """As many decimals as show the objective with about four figures.

    >>> [_decimals(z) for z in (0.443, 45.0, 452.0, 81234.0)]
    [4, 3, 2, 0]
    """
    size = abs(objective or 0.0)
    return max(0, min(4, 4 - floor(log10(size)))) if size >= 1 else 4


def _teller(objective: float) -> Callable[[float], str]:
    """How parts of the plan's worth are told: in per cent of it; as they are where it is nothing or a cost.

    >>> _teller(0.4431)(0.0443), _teller(-45.0)(-4.5)
    ('10.0%', '-4.500')
    """
    if objective > 0:
        return lambda value: percent(value / objective)
    return lambda value: _short(value, _decimals(objective))


def _short(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}"
