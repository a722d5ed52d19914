"""A sweep as a picture: how often each candidate is chosen, and under which conditions plans fail.

What does not live here: the style that figures share and their file formats (``pen``), the sums (``answer``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.amounts import shown
from planner.layout.figures import colours
from planner.layout.figures.pen import BODY, EDGE, SMALL, TITLE, Format, Pen, alone, strengthen
from planner.studies.sweep.answer import PLAN, Chosen, Failing, SweepAnswer
from planner.studies.sweep.case import CaseRow

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ALWAYS, _SOMETIMES, _FAILS = "#0B6E99", "#E0A030", "#C8324F"
_WIDE, _NAMES, _SHARES, _SPACE = 9.6, 2.35, 2.2, 1.25
"""Widths in inches: all, names, bars, the space between bars and cases."""
_HEAD, _FOOT, _ROW, _LEAST = 1.05, 0.75, 0.19, 2.6
"""Heights in inches; the panels are at least ``_LEAST`` high."""
_MOST = 60
"""Candidates that are drawn; of more those that are chosen sometimes come first."""


def picture(answer: SweepAnswer, rows: Sequence[CaseRow], lang: Lang, form: Format) -> tuple[bytes, tuple[Words, ...]]:
    """Draw a sweep and its cases as a file of one format: ``pen.alone``."""
    return alone(_draw, (answer, tuple(rows)), lang, form)


def finding(answer: SweepAnswer) -> tuple[Words, Words]:
    """The title: who is chosen whatever happens, how many cases have no plan; and under which conditions they do."""
    always = sum(one.kind == "always" for one in answer.chosen)
    sometimes = sum(one.kind == "sometimes" for one in answer.chosen)
    without = sum(n for status, n in answer.statuses.items() if status == "infeasible")
    if answer.chosen:
        title = Words(
            "{a} of {n} candidates are chosen in every case, {s} in some; {w} of {c} cases have no plan",
            "{n} 家候选中心中 {a} 家总是入选，{s} 家有时入选；{c} 种情形中 {w} 种无方案",
        ).fill(a=always, n=len(answer.chosen), s=sometimes, w=f"{without:,}", c=f"{answer.done:,}")
    else:
        title = Words("none of {c} cases has a plan", "{c} 种情形均无方案").fill(c=f"{answer.done:,}")
    return title, _condition(_shown_failing(answer))


def _condition(failing: Failing | None) -> Words:
    if failing is None or failing.box is None:
        return Words("no condition tells the cases that fail from the others", "没有条件能区分失败的情形")
    sides = ", ".join(_side(side.key, side.low, side.high) for side in failing.box.sides)
    what = (
        Words("no plan", "无方案")
        if failing.what == PLAN
        else Words("{t} stays open", "{t} 未覆盖").fill(t=failing.name or failing.what)
    )
    return Words(
        "{what} where {sides}: {d} of the cases in it fail, {c} of all that fail lie in it",
        "{what}的条件：{sides}；其中 {d} 的情形失败，占全部失败的 {c}",
    ).fill(what=what, sides=sides, d=_percent(failing.box.density), c=_percent(failing.box.coverage))


def _side(key: str, low: float | None, high: float | None) -> str:
    """One condition in words.

    >>> _side("budgets.total", None, 7400.0), _side("a", 1.5, 2.5)
    ('budgets.total ≤ 7,400', '1.5 ≤ a ≤ 2.5')
    """
    return ("" if low is None else f"{_figure(low)} ≤ " if high is not None else "") + (
        f"{key} ≤ {_figure(high)}" if high is not None else f"{key} ≥ {_figure(low or 0.0)}"
    )


def _figure(value: float) -> str:
    return shown(value) if abs(value) >= 100 else f"{value:.3g}"


def _percent(share: float) -> str:
    """A share in per cent, 100 for all of it alone.

    >>> _percent(0.996), _percent(1.0), _percent(0.25)
    ('99 %', '100 %', '25 %')
    """
    return f"{100 if share == 1.0 else min(99, round(100 * share))} %"


def _shown_failing(answer: SweepAnswer) -> Failing | None:
    """What the cases are marked by: what fails under conditions that could be named, the plan first; else the first."""
    named = [one for one in answer.failing if one.box is not None]
    return next(iter(named or answer.failing), None)


def _ranked(answer: SweepAnswer) -> list[Chosen]:
    order = sorted(answer.chosen, key=lambda one: -one.share)
    if len(order) > _MOST:
        kinds = ("sometimes", "always", "never")
        order = sorted(sorted(order, key=lambda one: kinds.index(one.kind))[:_MOST], key=lambda one: -one.share)
    return order


def _draw(found: tuple[SweepAnswer, tuple[CaseRow, ...]], using: Pen) -> Figure:
    from matplotlib.figure import Figure  # noqa: PLC0415

    answer, rows = found
    ranked = _ranked(answer)
    tall = max(_LEAST, _ROW * len(ranked))
    high = _HEAD + tall + _FOOT
    figure = Figure(figsize=(_WIDE, high))
    _heading(figure, answer, using)
    begin = EDGE
    if ranked:
        left = EDGE + _NAMES
        size = max(_ROW * len(ranked), 3 * _ROW)
        box = (left / _WIDE, (_FOOT + tall - size) / high, _SHARES / _WIDE, size / high)
        _shares(figure.add_axes(box), ranked, using)
        begin = left + _SHARES
    keys = _numeric(answer, rows)
    if keys:
        left = begin + _SPACE
        size = min(tall, 4.2)
        box = (left / _WIDE, (_FOOT + tall - size) / high, (_WIDE - left - EDGE) / _WIDE, size / high)
        _cases(figure.add_axes(box), answer, rows, keys, using)
    return figure


def _heading(figure: Figure, answer: SweepAnswer, using: Pen) -> None:
    wide, high = figure.get_size_inches()
    left, room = EDGE / wide, wide - 2 * EDGE
    title, condition = finding(answer)
    text, size = using.drawable(title.say(using.lang)), TITLE
    text = text[:1].upper() + text[1:]
    weight = "bold" if using.fonts.bold else "normal"
    while size > BODY and using.inches(text, size, weight) * 1.02 > room:
        size -= 0.25
    shown_title = using.fit(text, room / 1.02, size, weight)
    strengthen(figure.text(left, 1 - 0.17 / high, shown_title, fontsize=size, va="top"), using)
    seed = (
        "" if answer.seed is None else using.say("Latin hypercube, seed {s}", "拉丁超立方抽样，种子 {s}", s=answer.seed)
    )
    told = using.say("{n} of {c} cases", "{n}/{c} 种情形", n=f"{answer.done:,}", c=f"{answer.cases:,}")
    origin = [p for p in (answer.scenario, answer.dataset.name) if p and not using.fonts.lacks(p)]
    said = condition.say(using.lang)
    lines = said[:1].upper() + said[1:], "  ·  ".join(p for p in (*origin, told, seed) if p)
    for k, line in enumerate(lines):
        shown_line = using.fit(using.drawable(line), room, BODY)
        figure.text(left, 1 - (0.47 + 0.19 * k) / high, shown_line, fontsize=BODY, color=colours.SOFT, va="top")
    if answer.dataset.illustrative:
        note = using.drawable(content.NOTE.say(using.lang))
        figure.text(1 - left, 0.1 / high, note, fontsize=SMALL, color=colours.SOFT, ha="right", va="bottom")


def _shares(axes: Axes, ranked: Sequence[Chosen], using: Pen) -> None:
    """One bar a candidate: the share of the cases with a plan in which it is chosen."""
    tints = {"always": _ALWAYS, "sometimes": _SOMETIMES, "never": colours.BAR}
    for y, one in enumerate(ranked):
        axes.barh(y, one.share, 0.66, color=tints[one.kind], zorder=2)
        inside = one.share > 0.8
        axes.annotate(
            _percent(one.share) if 0.0 < one.share < 1.0 else {1.0: "100 %"}.get(one.share, "0"),
            (one.share, y),
            (-3 if inside else 3, 0),
            textcoords="offset points",
            ha="right" if inside else "left",
            va="center",
            fontsize=SMALL,
            color="white" if inside else colours.SOFT,
            zorder=3,
        )
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(ranked) - 0.5, -0.5)
    labels = [using.fit(f"{one.centre} {using.name(one.name, '', 30)}".strip(), _NAMES - 0.15, SMALL) for one in ranked]
    axes.set_yticks(range(len(ranked)), labels, fontsize=SMALL)
    axes.set_xticks([0.0, 0.5, 1.0], ["0", "50 %", "100 %"])
    axes.tick_params(length=0, labelsize=SMALL, pad=4)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.grid(axis="x")
    axes.set_xlabel(using.say("chosen, of the cases with a plan", "入选比例（有方案的情形）"), fontsize=BODY)


def _numeric(answer: SweepAnswer, rows: Sequence[CaseRow]) -> list[str]:
    """At most two keys that every case gives a number: those of the box first."""
    keys = [k for k in answer.keys if rows and all(isinstance(row.values.get(k), int | float) for row in rows)]
    failing = _shown_failing(answer)
    boxed = [side.key for side in failing.box.sides] if failing is not None and failing.box is not None else []
    return sorted(keys, key=lambda key: (boxed.index(key) if key in boxed else len(boxed), keys.index(key)))[:2]


def _cases(axes: Axes, answer: SweepAnswer, rows: Sequence[CaseRow], keys: list[str], using: Pen) -> None:
    """One mark a case over two conditions (over one: its objective); those that fail apart, the box behind them."""
    failing = _shown_failing(answer)
    known = [row for row in rows if row.planned or row.status == "infeasible"]
    second = keys[1] if len(keys) > 1 else None
    foot = _foot([row.objective for row in known if row.objective is not None])
    for fails, colour, mark in ((False, _ALWAYS, "o"), (True, _FAILS, "X")):
        those = [row for row in known if (failing is not None and _fails(row, failing.what)) is fails]
        x = [float(row.values[keys[0]]) for row in those]
        values = [row.values[second] if second else row.objective for row in those]
        y = [foot if value is None else float(value) for value in values]
        size = 5.0 if len(known) <= 200 else 2.6
        axes.plot(x, y, linestyle="none", marker=mark, markersize=size, color=colour, markeredgewidth=0, alpha=0.75)
    axes.margins(0.04)
    if failing is not None and failing.box is not None:
        _box(axes, failing, keys)
    axes.set_xlabel(using.drawable(keys[0]), fontsize=BODY)
    axes.set_ylabel(using.drawable(second) if second else using.say("value", "综合得分"), fontsize=BODY)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: _figure(value))
    axes.tick_params(length=0, labelsize=SMALL, pad=4)
    axes.grid(visible=True)
    _legend(axes, failing, using)


def _foot(values: Sequence[float]) -> float:
    """Where cases without an objective stand: below all that have one.

    >>> _foot([2.0, 4.0]), _foot([])
    (1.75, 0.0)
    """
    return min(values) - 0.125 * (max(values) - min(values)) if values else 0.0


def _fails(row: CaseRow, what: str) -> bool:
    return not row.planned if what == PLAN else what in row.open


def _box(axes: Axes, failing: Failing, keys: Sequence[str]) -> None:
    """Tint the conditions; a side that the box leaves open goes to the edge."""
    assert failing.box is not None
    sides = {side.key: (side.low, side.high) for side in failing.box.sides}
    spans = [(axes.get_xlim(), sides.get(keys[0], (None, None)))]
    spans.append((axes.get_ylim(), sides.get(keys[1], (None, None)) if len(keys) > 1 else (None, None)))
    (left, right), (low, high) = (
        (edges[0] if side[0] is None else side[0], edges[1] if side[1] is None else side[1]) for edges, side in spans
    )
    axes.fill([left, right, right, left], [low, low, high, high], color=colours.ALARM_TINT, zorder=0, linewidth=0)
    axes.set_xlim(spans[0][0])
    axes.set_ylim(spans[1][0])


def _legend(axes: Axes, failing: Failing | None, using: Pen) -> None:
    """Name the marks above the panel."""
    if failing is None:
        return
    what = (
        using.say("no plan", "无方案")
        if failing.what == PLAN
        else using.say("{t} open", "{t} 未覆盖", t=using.name(failing.name, failing.what, 24))
    )
    axes.annotate(
        f"× {what}",
        (1.0, 1.0),
        (0, 4),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=BODY,
        color=_FAILS,
    )
