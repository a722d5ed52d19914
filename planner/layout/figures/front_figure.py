"""A front as a picture: steps for two goals, a panel for each pair of three or four; knee, ideal and nadir named.

What does not live here: the style that figures share and their file formats (``figures``).
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.figures import colours
from planner.layout.figures.pen import BODY, EDGE, SMALL, TITLE, Format, Pen, alone, strengthen
from planner.studies.fronts.answer import FrontAnswer, Knee

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_POINT, _KNEE = "#0B6E99", "#C8324F"
_HEAD = 0.95
"""Height of the heading, in inches."""


def picture(answer: FrontAnswer, lang: Lang, form: Format) -> tuple[bytes, tuple[Words, ...]]:
    """Draw a front with its goals in words: ``figures.alone``."""
    return alone(_draw, answer, lang, form)


def finding(answer: FrontAnswer, using: Pen) -> str:
    """The title: how many plans there are to choose from, and what the knee reaches."""
    n = len(answer.points)
    if answer.complete or answer.status == "resolution":
        said = using.say("{n} plans to choose from, none beaten by another", "{n} 个互不占优的备选方案", n=n)
    else:
        said = using.say("{n} plans so far (incomplete)", "已得 {n} 个互不占优的方案（尚不完整）", n=n)
    if answer.knee is None:
        return said
    knee = answer.points[answer.knee.point]
    at = [f"{_label(answer, g, using)} {_short(v)}" for g, v in zip(answer.goals, knee, strict=True)]
    return said + using.say("; knee at {at}", "；拐点：{at}", at=using.say(", ", "，").join(at))


def _label(answer: FrontAnswer, goal: str, using: Pen) -> str:
    return using.name(answer.label(goal).say(using.lang), goal, 28)


def _draw(answer: FrontAnswer, using: Pen) -> Figure:
    from matplotlib.figure import Figure  # noqa: PLC0415

    pairs = list(combinations(range(len(answer.goals)), 2))
    across = min(len(pairs), 3)
    down = -(-len(pairs) // across)
    side = 4.6 if len(pairs) == 1 else 3.1
    wide, high = (7.6 if across == 1 else 0.75 + across * (side + 0.75)), _HEAD + down * (side + 0.7) + 0.25
    figure = Figure(figsize=(wide, high))
    _heading(figure, answer, using)
    room = wide - EDGE if across == 1 else side + 0.75
    for n, (a, b) in enumerate(pairs):
        left = (0.85 + (n % across) * room) / wide
        bottom = (high - _HEAD - (n // across + 1) * (side + 0.7) + 0.6) / high
        axes = figure.add_axes((left, bottom, (wide - 0.85 - 0.35 if across == 1 else side) / wide, side / high))
        _panel(axes, answer, using, a, b, steps=len(pairs) == 1)
    return figure


def _heading(figure: Figure, answer: FrontAnswer, using: Pen) -> None:
    wide, high = figure.get_size_inches()
    left, room = EDGE / wide, wide - 2 * EDGE
    size, title = TITLE, finding(answer, using)
    while size > BODY and using.inches(title, size, "bold" if using.fonts.bold else "normal") * 1.02 > room:
        size -= 0.25
    strengthen(figure.text(left, 1 - 0.17 / high, using.fit(title, room, size), fontsize=size, va="top"), using)
    status = using.say("incomplete", "不完整")
    if answer.complete:
        status = using.say("complete and proven", "完整且已证明")
    elif answer.status == "resolution":
        status = using.say("complete down to the stated steps", "在所注步长之上完整")
    line = "  ·  ".join(
        part
        for part in (
            answer.title.say(using.lang) if answer.title else "",
            answer.dataset.name if answer.dataset else "",
            status,
            f"{answer.solver.name} {answer.solver.version}",
        )
        if part
    )
    figure.text(
        left, 1 - 0.47 / high, using.fit(using.drawable(line), room, BODY), fontsize=BODY, color=colours.SOFT, va="top"
    )
    if answer.dataset is not None and answer.dataset.illustrative:
        note = using.drawable(content.NOTE.say(using.lang))
        figure.text(1 - left, 0.1 / high, note, fontsize=SMALL, color=colours.SOFT, ha="right", va="bottom")


def _panel(axes: Axes, answer: FrontAnswer, using: Pen, a: int, b: int, *, steps: bool) -> None:
    """Draw one pair of goals; with ``steps`` the border of what can be reached."""
    points = sorted((p[a], p[b]) for p in answer.points)
    x, y = [p[0] for p in points], [p[1] for p in points]
    if steps and points:
        # between two points the better plan of those that still reach x counts
        where: Any = "pre" if answer.senses[a] == "maximise" else "post"
        axes.step(x, y, where=where, color=colours.FAINT, linewidth=1.0, zorder=2)
    axes.plot(x, y, linestyle="none", marker="o", markersize=3.6 if len(x) > 60 else 4.6, color=_POINT, zorder=3)
    for side, corner, name, marker in (
        ("ideal", answer.ideal, using.say("ideal", "理想点"), "*"),
        ("nadir", answer.nadir, using.say("nadir", "最劣点"), "x"),
    ):
        if corner:
            at = corner[a], corner[b]
            axes.plot(*at, marker=marker, markersize=7, color=colours.SOFT, zorder=4)
            _note(axes, answer, at, name, colours.SOFT, (a, b), inward=side == "ideal")
    if answer.knee is not None:
        knee = answer.points[answer.knee.point]
        at = knee[a], knee[b]
        axes.plot(*at, marker="o", markersize=8, markerfacecolor="none", markeredgewidth=1.6, color=_KNEE, zorder=5)
        text = _knee_words(answer, answer.knee, using, (a, b)) if steps else using.say("knee", "拐点")
        _note(axes, answer, at, text, _KNEE, (a, b), inward=False)
    axes.set_xlabel(_axis(answer, using, a), fontsize=BODY)
    axes.set_ylabel(_axis(answer, using, b), fontsize=BODY)
    axes.grid(visible=True)
    axes.margins(0.09)
    axes.tick_params(length=0, labelsize=SMALL, pad=4)


def _knee_words(answer: FrontAnswer, knee: Knee, using: Pen, pair: tuple[int, int]) -> str:
    """The knee beside its mark: which plan it is, and how much of what can be had of each goal it keeps."""
    x, y = (_short(answer.points[knee.point][k]) for k in pair)
    first = using.say("knee, plan {n}: {x}, {y}", "拐点，第 {n} 个方案：{x}, {y}", n=knee.point + 1, x=x, y=y)
    a, b = (percent(knee.reached[k], 0) for k in pair)
    return first + "\n" + using.say("{a} and {b} of the two ranges", "分别达到可选范围的 {a} 和 {b}", a=a, b=b)


def _note(
    axes: Axes, answer: FrontAnswer, at: Any, text: str, colour: str, pair: tuple[int, int], *, inward: bool
) -> None:
    """Write beside a mark: towards better values, or for the ideal (in its corner) towards worse ones."""
    right = (answer.senses[pair[0]] == "maximise") != inward
    up = (answer.senses[pair[1]] == "maximise") != inward
    axes.annotate(
        text,
        at,
        (7 if right else -7, 6 if up else -6),
        textcoords="offset points",
        ha="left" if right else "right",
        va="bottom" if up else "top",
        fontsize=BODY,
        color=colour,
        zorder=6,
    )


def _axis(answer: FrontAnswer, using: Pen, k: int) -> str:
    better = (
        using.say("more is better", "越大越好")
        if answer.senses[k] == "maximise"
        else using.say("less is better", "越小越好")
    )
    return using.say(
        "{goal} ({better})", "{goal}（{better}）", goal=_label(answer, answer.goals[k], using), better=better
    )


def _short(value: float) -> str:
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
