"""A budget curve as a picture: best value and roadmap over the budget, below them what more money adds.

What does not live here: the style that figures share and their file formats (``figures``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.amounts import shown
from planner.layout.figures import colours
from planner.layout.figures.pen import BODY, EDGE, SMALL, TITLE, Format, Pen, alone, strengthen
from planner.layout.figures.share_axis import in_per_cent
from planner.runs.words import GOAL_WORDS
from planner.studies.curves.answer import CurveAnswer, RoadmapStep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BEST, _ROAD, _GAIN = "#0B6E99", "#C8324F", "#4F9D69"
_HEAD, _CURVE, _BARS, _GAP, _FOOT = 0.98, 3.3, 1.05, 0.5, 0.62
"""Heights in inches: heading, curve, bars of gains, the space between, foot."""
_WIDE, _LEFT, _RIGHT = 8.2, 0.75, 1.15
_LABELS = 14
"""Points up to which every bar and step is labelled."""


def picture(answer: CurveAnswer, lang: Lang, form: Format) -> tuple[bytes, tuple[Words, ...]]:
    """Draw a budget curve as a file of one format: ``figures.alone``."""
    return alone(_draw, answer, lang, form)


def finding(answer: CurveAnswer, using: Pen) -> str:
    """The title: where one more million adds most, and what one roadmap for all budgets costs."""
    money, said_of = _unit(answer, using), _teller(answer)
    most = max(answer.gains, key=lambda told: told[1], default=None)
    amount = shown(answer.more.amount) + money
    if most is None or most[1] <= 0:
        (first, begin), (last, end) = answer.values[0], answer.values[-1]
        said = using.say(
            "{what} {a} at {low}, {b} at {high}{unit}",
            "{what}：{low} 时为 {a}，{high}{unit} 时为 {b}",
            what=using.say("Best value", "最优值")
            if _whole(answer) is None
            else using.say("The best plan's worth:", "最优方案综合得分"),
            a=said_of(begin),
            b=said_of(end),
            low=shown(first.budget),
            high=shown(last.budget),
            unit=money,
        )
    else:
        said = using.say(
            "{amount} more adds most at {at}: {gain} of the plan's worth",
            "再增 {amount}，在 {at} 处收益最大：综合得分的{gain}",
            amount=amount,
            at=shown(most[0].budget),
            gain=said_of(most[1]),
        )
        if _whole(answer) is None:
            said = using.say(
                "{amount} more adds most at {at}: {gain}",
                "再增 {amount}，在 {at} 处收益最大：{gain}",
                amount=amount,
                at=shown(most[0].budget),
                gain=_signed(most[1]),
            )
    road = answer.roadmap
    if road is None:
        return said
    if road.mean_price <= 0:
        return said + using.say("; one roadmap fits all budgets at no cost", "；各档通用的路线图没有代价")
    price = said_of(road.mean_price)
    return said + using.say("; one roadmap for all costs {p} on average", "；各档通用的路线图平均代价 {p}", p=price)


def _unit(answer: CurveAnswer, using: Pen) -> str:
    """The money unit with a space before it; nothing in planner tables."""
    return " " + using.unit(answer.dataset.money_unit or "万元") if answer.dataset else ""


def _whole(answer: CurveAnswer) -> float | None:
    """The greatest value of a city's curve, of which values are told as per cent; None in planner tables."""
    whole = max((value for _, value in answer.values), default=0.0)
    return whole if answer.dataset is not None and whole > 0 else None


def _teller(answer: CurveAnswer, decimals: int = 2) -> Callable[[float], str]:
    """How values are told: of a city in per cent of its best, in planner tables as they are."""
    whole = _whole(answer)
    return _short if whole is None else lambda value: percent(value / whole, decimals)


def _short(value: float) -> str:
    return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def _signed(value: float) -> str:
    return "0" if value == 0 else f"+{value:,.3g}" if abs(value) < 1e4 else f"+{value:,.0f}"


def _draw(answer: CurveAnswer, using: Pen) -> Figure:
    from matplotlib.figure import Figure  # noqa: PLC0415

    high = _HEAD + _CURVE + _GAP + _BARS + _FOOT
    figure = Figure(figsize=(_WIDE, high))
    _heading(figure, answer, using)
    room = (_WIDE - _LEFT - _RIGHT) / _WIDE
    bottom = (_FOOT + _BARS + _GAP) / high
    axes = figure.add_axes((_LEFT / _WIDE, bottom, room, _CURVE / high))
    bars = figure.add_axes((_LEFT / _WIDE, _FOOT / high, room, _BARS / high))
    low, top = _span(answer)
    for each in (axes, bars):
        each.set_xlim(low, top)
        each.xaxis.set_major_formatter(lambda value, _: shown(value))
        each.tick_params(length=0, labelsize=SMALL, pad=4)
        each.grid(visible=True)
    _best(axes, answer, using)
    _roadmap(axes, answer, using)
    _limits(axes, answer, using)
    _gains(bars, answer, using)
    row = answer.row.words
    named = using.name(row.say(using.lang), answer.row.key, 40)
    label = using.say("{row} ({unit})", "{row}（{unit}）", row=named, unit=_unit(answer, using).strip())
    bars.set_xlabel(label if _unit(answer, using) else named, fontsize=BODY)
    return figure


def _heading(figure: Figure, answer: CurveAnswer, using: Pen) -> None:
    wide, high = figure.get_size_inches()
    left, room = EDGE / wide, wide - 2 * EDGE
    size, title = TITLE, finding(answer, using)
    weight = "bold" if using.fonts.bold else "normal"
    while size > BODY and using.inches(title, size, weight) * 1.02 > room:
        size -= 0.25
    strengthen(figure.text(left, 1 - 0.17 / high, using.fit(title, room, size), fontsize=size, va="top"), using)
    kind = (
        using.say("stairs: every change of the best plan", "阶梯：最优方案的每一处变化")
        if answer.kind == "stairs"
        else using.say("grid: the budgets marked, not those between", "网格：仅计算所标各档")
    )
    sure = using.say("proven", "已证明") if _sure(answer) else using.say("not all proven", "未全部证明")
    if not answer.complete:
        sure = using.say("incomplete", "尚不完整")
    solver = f"{answer.solver.name} {answer.solver.version}"
    title_of = (answer.title.say(using.lang) or answer.scenario or "") if answer.title else ""
    origin = [p for p in (title_of, answer.dataset.name if answer.dataset else "") if p and not using.fonts.lacks(p)]
    lines = [line for line in ("  ·  ".join(origin), f"{kind}  ·  {sure}  ·  {solver}") if line]
    for k, line in enumerate(lines):
        text = using.fit(using.drawable(line), room, BODY)
        figure.text(left, 1 - (0.47 + 0.19 * k) / high, text, fontsize=BODY, color=colours.SOFT, va="top")
    if answer.illustrative:
        note = using.drawable(content.NOTE.say(using.lang))
        figure.text(1 - left, 0.1 / high, note, fontsize=SMALL, color=colours.SOFT, ha="right", va="bottom")


def _sure(answer: CurveAnswer) -> bool:
    road = answer.roadmap
    return bool(answer.complete and (road is None or road.status == "proven"))


def _span(answer: CurveAnswer) -> tuple[float, float]:
    """Budgets from left to right, with room for what lies below the least."""
    points = [p.budget for p in answer.points]
    own = answer.own
    known = [*points, *([own] if own is not None and own <= 1.5 * max(points) else [])]
    low, high = min(known), max(known)
    pad = 0.06 * (high - low) or max(1.0, 0.05 * abs(high))
    return low - pad, high + pad


def _best(axes: Axes, answer: CurveAnswer, using: Pen) -> None:
    """Draw the best value: stairs as stairs, a grid as marks with the step that is sure between them drawn faintly."""
    x, y = [p.budget for p, _ in answer.values], [value for _, value in answer.values]
    stairs = answer.kind == "stairs"
    right = axes.get_xlim()[1]
    axes.step(
        [*x, right],
        [*y, y[-1]],
        where="post",
        color=_BEST if stairs else colours.FAINT,
        linewidth=1.3 if stairs else 0.9,
        linestyle="-" if stairs else (0, (2, 2)),
        zorder=2,
    )
    axes.plot(x, y, linestyle="none", marker="o", markersize=4.8 if len(x) <= 40 else 2.6, color=_BEST, zorder=4)
    _end(axes, (right, y[-1]), using.say("best plan", "最优方案"), _BEST, 6 * _apart(answer))
    named = using.say("plan's worth", "综合得分") if len(answer.goals) > 1 else _goal(answer, using)
    whole = _whole(answer)
    if whole is not None:
        named = using.say("{what}, best = 100%", "{what}（最高为100%）", what=named)
        in_per_cent(axes.yaxis, whole)
    axes.set_ylabel(named, fontsize=BODY)
    axes.margins(y=0.12)


def _goal(answer: CurveAnswer, using: Pen) -> str:
    name = next(iter(answer.goals))
    words = GOAL_WORDS.get(name) if answer.dataset else None
    return using.name(words.say(using.lang) if words else name, name, 24)


def _apart(answer: CurveAnswer) -> float:
    """Which way the name of the best plan moves off that of the roadmap where they end close together: 1, 0, −1."""
    if answer.roadmap is None:
        return 0.0
    values = [value for _, value in answer.values]
    road = answer.roadmap.steps[-1].value
    far = abs(values[-1] - road) > 0.08 * (max([road, *values]) - min([road, *values]))
    return 0.0 if far else 1.0 if answer.sense == "maximise" else -1.0


def _end(axes: Axes, at: tuple[float, float], text: str, colour: str, shift: float = 0.0) -> None:
    """Name a line at its right end, beside the axes; ``shift`` in points keeps two names apart."""
    note = axes.annotate(
        text,
        at,
        (5, shift),
        textcoords="offset points",
        ha="left",
        va="center",
        fontsize=BODY,
        color=colour,
        annotation_clip=False,
    )
    note.set_in_layout(False)


def _roadmap(axes: Axes, answer: CurveAnswer, using: Pen) -> None:
    """Draw the roadmap below the best plans, with the centres that each step founds and the price as a thin line."""
    road = answer.roadmap
    if road is None:
        return
    steps = road.steps
    best = {p.budget: value for p, value in answer.values}
    x, y = [s.budget for s in steps], [s.value for s in steps]
    right = axes.get_xlim()[1]
    axes.step([*x, right], [*y, y[-1]], where="post", color=_ROAD, linewidth=1.0, alpha=0.55, zorder=2)
    for step in steps:
        axes.plot([step.budget] * 2, [step.value, best[step.budget]], color=_ROAD, linewidth=0.7, alpha=0.5)
    axes.plot(x, y, linestyle="none", marker="D", markersize=4.2, color=_ROAD, zorder=5)
    up = answer.sense == "maximise"
    last = max(best.values()) if up else min(best.values())
    if abs(y[-1] - last) > 1e-9 * max(1.0, abs(last)):
        _end(axes, (right, y[-1]), using.say("roadmap", "路线图"), _ROAD, -6 * _apart(answer))
    if len(steps) > _LABELS:
        return
    per_inch, tall = (right - axes.get_xlim()[0]) / (_WIDE - _LEFT - _RIGHT), max(y) - min(y)
    until = (-math.inf, 0.0)
    for n, step in enumerate(steps):
        text = _added(step, n, using)
        if not text or (step.budget < until[0] and abs(step.value - until[1]) < 0.06 * tall):
            continue
        until = (step.budget + (using.inches(text, SMALL) + 0.1) * per_inch, step.value)
        axes.annotate(
            text,
            (step.budget, step.value),
            (4, -4 if up else 4),
            textcoords="offset points",
            ha="left",
            va="top" if up else "bottom",
            fontsize=SMALL,
            color=_ROAD,
            zorder=6,
        )


def _added(step: RoadmapStep, n: int, using: Pen) -> str:
    if n == 0:
        return using.say("{n:centre|centres}", "{n} 家", n=len(step.chosen))
    if not step.added:
        return ""
    if len(step.added) <= 2:
        return "+" + " +".join(using.name(c, c, 8) for c in step.added)
    return using.say("+{n} centres", "+{n} 家", n=len(step.added))


def _limits(axes: Axes, answer: CurveAnswer, using: Pen) -> None:
    """Mark the scenario's own budget, and shade budgets for which there is no plan."""
    low, high = axes.get_xlim()
    least, own = answer.least.budget, answer.own
    if least is not None and least > low:
        axes.axvspan(low, min(least, high), color=colours.GRID, zorder=0, linewidth=0)
        text = using.say("no plan below {b}", "低于 {b} 无方案", b=shown(least))
        axes.text(
            (low + min(least, high)) / 2,
            0.5,
            text,
            transform=axes.get_xaxis_transform(),
            fontsize=SMALL,
            color=colours.SOFT,
            rotation=90,
            ha="center",
            va="center",
        )
    if own is not None and low < own < high:
        axes.axvline(own, color=colours.INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        far = (own - low) / (high - low) > 0.7
        text = using.say("scenario {b}", "情景安排 {b}", b=shown(own))
        if answer.dataset is None:
            text = using.say("cap given: {b}", "现有上限 {b}", b=shown(own))
        axes.annotate(
            text,
            (own, 1.0),
            (-4 if far else 4, -2),
            xycoords=axes.get_xaxis_transform(),
            textcoords="offset points",
            fontsize=SMALL,
            color=colours.INK,
            ha="right" if far else "left",
            va="top",
        )


def _gains(axes: Axes, answer: CurveAnswer, using: Pen) -> None:
    """Draw what more money adds at each budget as bars from zero."""
    x, y = [p.budget for p, _ in answer.gains], [gain for _, gain in answer.gains]
    low, high = axes.get_xlim()
    axes.bar(x, y, width=_bar(x, high - low), color=_GAIN, zorder=3)
    if not x:
        axes.set_yticks([])
        return
    top = max([0.0, *y]) or 1.0
    axes.set_ylim(0, top * 1.32)
    whole = _whole(answer)
    axes.set_yticks(_two(top) if whole is None else [whole * tick for tick in _two(top / whole)])
    if whole is not None:
        axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value / whole:.6g}%")
    said_of = _signed if whole is None else _added_share(answer)
    axes.grid(visible=False, axis="x")
    if len(x) <= _LABELS:
        for at in _roomy(list(zip(x, y, strict=True)), using, high - low, said_of):
            axes.annotate(
                said_of(at[1]),
                at,
                (0, 2),
                textcoords="offset points",
                ha="center",
                fontsize=SMALL,
                color=colours.SOFT,
            )
    text = using.say(
        "what {amount} more adds",
        "再增 {amount}的收益",
        amount=shown(answer.more.amount) + _unit(answer, using),
    )
    axes.text(0.0, 1.04, text, transform=axes.transAxes, fontsize=BODY, color=_GAIN, va="bottom")


def _added_share(answer: CurveAnswer) -> Callable[[float], str]:
    """How a gain of a city is told: in per cent of its best value, with a sign."""
    said_of = _teller(answer)
    return lambda gain: "0" if gain == 0 else f"+{said_of(gain)}"


def _roomy(
    bars: Sequence[tuple[float, float]], using: Pen, span: float, said_of: Callable[[float], str] = _signed
) -> list[tuple[float, float]]:
    """The bars whose figures have room beside one another, the tallest first in line."""
    out: list[tuple[float, float]] = []
    per_inch = span / (_WIDE - _LEFT - _RIGHT)
    for at in sorted(bars, key=lambda b: (-b[1], b[0])):
        wide = (using.inches(said_of(at[1]), SMALL) + 0.06) * per_inch
        if all(abs(at[0] - other[0]) >= wide for other in out):
            out.append(at)
    return sorted(out)


def _bar(x: Sequence[float], room: float) -> float:
    nearest = min((b - a for a, b in pairwise(x)), default=room)
    return min(0.045 * room, max(0.004 * room, 0.6 * nearest))


def _two(top: float) -> list[float]:
    """Zero and one round number below the top.

    >>> _two(0.0144), _two(7.0)
    ([0.0, 0.01], [0.0, 5.0])
    """
    size = 10.0 ** math.floor(math.log10(top))
    return [0.0, next(size * m for m in (5.0, 2.0, 1.0) if size * m <= top * (1 + 1e-9))]
