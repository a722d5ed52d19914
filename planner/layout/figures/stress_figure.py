"""A stress test as a picture: losses when a centre fails, core index of the candidates, regret of the plans.

What does not live here: the style that figures share and their file formats (``figures``), the sentences
(``planner.studies.stress.words``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.figures import colours, grades_figure
from planner.layout.figures.pen import BODY, EDGE, SMALL, TITLE, Format, Pen, alone, legend, strengthen
from planner.layout.figures.share_axis import in_per_cent
from planner.studies.stress.words import (
    CHOICES,
    CLASSES,
    core_finding,
    failures_finding,
    scenarios_finding,
    shares_lost,
)
from planner.studies.worth_words import per_cent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from planner.studies.stress.answer import (
        CoreAnswer,
        CoreCandidate,
        FailureRow,
        FailuresAnswer,
        ScenariosAnswer,
        StressAnswer,
    )

_ROW, _MOST, _FEW = 0.235, 42, 20
_WIDE = 8.6
_HEAD, _FOOT = 0.82, 0.84
_LOST, _LEFT = "#E7A8B4", "#C8324F"
_CLASS = {"core": "#0B6E99", "borderline": "#E0A030", "exterior": colours.BAR}


def picture(answer: StressAnswer, lang: Lang, form: Format) -> tuple[bytes, tuple[Words, ...]]:
    """Draw a stress test: ``figures.alone``."""
    return alone(_draw if answer.grades is None else grades_figure.draw, answer, lang, form)


def _by_id(answer: StressAnswer) -> StressAnswer:
    """The answer with ids in place of names, for fonts without Chinese."""
    if answer.failures is not None:
        losses = tuple(replace(row, name=row.id) for row in answer.failures.losses)
        answer = replace(answer, failures=replace(answer.failures, losses=losses))
    if answer.core is not None:
        rows = tuple(replace(row, name=row.candidate) for row in answer.core.candidates)
        answer = replace(answer, core=replace(answer.core, candidates=rows))
    return answer


Panel = Callable[["Axes", Any, Pen], None]


def _draw(answer: StressAnswer, using: Pen) -> Figure:
    from matplotlib.figure import Figure  # noqa: PLC0415

    answer = answer if using.fonts.chinese else _by_id(answer)
    panels: list[tuple[Any, int, list[Words], Panel, list[tuple[Any, str]]]] = []
    failures, core, scenarios = answer.failures, answer.core, answer.scenarios
    if failures is not None:
        panels.append((failures, len(_single(failures)), failures_finding(failures), _losses, _loss_legend(using)))
    if core is not None and core.plans:
        panels.append((core, len(_ranked(core)), core_finding(core), _core, _core_legend(core, using)))
    if scenarios is not None and scenarios.matrix:
        panels.append((scenarios, len(_plans(scenarios, using)), scenarios_finding(scenarios), _regret, []))
    sizes = [_HEAD + _ROW * max(rows, 1) + _FOOT for _, rows, *_ in panels]
    high = sum(sizes) + 0.3
    figure = Figure(figsize=(_WIDE, high))
    top = high
    for k, ((part, rows, finding, draw, entries), size) in enumerate(zip(panels, sizes, strict=True)):
        _heading(figure, answer, finding, using, top, first=k == 0)
        tall = _ROW * max(rows, 1)
        left = EDGE + 2.35
        bottom = top - _HEAD - tall
        axes = figure.add_axes((left / _WIDE, bottom / high, (_WIDE - left - 1.5) / _WIDE, tall / high))
        draw(axes, part, using)
        if entries:
            legend(figure, entries, using, bottom=bottom - 0.72)
        top -= size
    if answer.dataset is not None and answer.dataset.illustrative:
        note = using.drawable(content.NOTE.say(using.lang))
        figure.text(1 - EDGE / _WIDE, 0.1 / high, note, fontsize=SMALL, color=colours.SOFT, ha="right", va="bottom")
    return figure


def _heading(
    figure: Figure, answer: StressAnswer, finding: Sequence[Words], using: Pen, top: float, *, first: bool
) -> None:
    """Write the finding; under it what is known of it, and of which data and scenario it is."""
    high = float(figure.get_size_inches()[1])
    room, left = _WIDE - 2 * EDGE, EDGE / _WIDE
    weight = "bold" if using.fonts.bold else "normal"
    said = finding[0].say(using.lang)
    size, title = TITLE, using.drawable(said[:1].upper() + said[1:])
    while size > BODY and using.inches(title, size, weight) * 1.02 > room:
        size -= 0.25
    shown = using.fit(title, room / 1.02, size, weight)
    strengthen(figure.text(left, (top - 0.17) / high, shown, fontsize=size, va="top"), using)
    parts = [
        "" if answer.title is None else answer.title.say(using.lang),
        (answer.dataset.name if answer.dataset is not None else "") or answer.tables or "",
    ]
    origin = "  ·  ".join(using.drawable(p) for p in parts if p) if first else ""
    more = using.drawable(finding[1].say(using.lang)) if len(finding) > 1 else ""
    for k, line in enumerate(line for line in (more, origin) if line):
        text = using.fit(line, room, BODY)
        figure.text(left, (top - 0.45 - 0.18 * k) / high, text, fontsize=BODY, color=colours.SOFT, va="top")


def _single(found: FailuresAnswer) -> list[FailureRow]:
    rows = [row for row in found.losses if row.kind == "centre" or len(row.centres) > 1]
    return rows[:_MOST]


def _rows(axes: Axes, labels: Sequence[str], using: Pen) -> None:
    """The look that all panels share: labels on the left, the first row on top, no spines, one grid."""
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), [using.fit(label, 2.2, BODY) for label in labels])
    axes.tick_params(length=0, labelsize=BODY, pad=4)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.grid(axis="x")


def _losses(axes: Axes, found: FailuresAnswer, using: Pen) -> None:
    """One bar a failure: the loss with nothing replaced, inside it what the best replacement leaves."""
    rows = _single(found)
    _rows(axes, [_label(row.id, row.name, using) for row in rows], using)
    reach = max([abs(row.loss) for row in rows] + [abs(row.replacement.cost or 0.0) for row in rows] + [1e-12])
    for y, row in enumerate(rows):
        axes.barh(y, row.loss, 0.66, color=_LOST, zorder=2)
        back = row.replacement.cost
        if back is not None:
            axes.barh(y, back, 0.3, color=_LEFT, zorder=3)
        end = max(row.loss, back or 0.0, 0.0)
        said = per_cent(abs(row.loss), found.objective).say(using.lang)
        said = f"−{said}" if row.loss < 0 else said
        lost = len(row.technologies)
        if lost:
            said += using.say("  {n} without cover", "  {n} 项失去覆盖", n=lost)
        axes.annotate(
            said, (end, y), (4, 0), textcoords="offset points", va="center", fontsize=SMALL, color=colours.INK, zorder=4
        )
    axes.set_xlim(min(0.0, *(row.loss for row in rows), 0.0), reach * 1.02)
    whole = abs(found.objective)
    if whole:
        in_per_cent(axes.xaxis, whole)
    axes.set_xlabel(using.say("loss of the plan's worth", "方案综合得分的损失"), fontsize=BODY)


def _loss_legend(using: Pen) -> list[tuple[Any, str]]:
    from matplotlib.patches import Patch  # noqa: PLC0415

    return [
        (Patch(color=_LOST), using.say("loss, nothing replaced", "无补位时的损失")),
        (Patch(color=_LEFT), using.say("loss with the best replacement", "最优补位后的损失")),
    ]


def _ranked(core: CoreAnswer) -> list[CoreCandidate]:
    """Candidates by core index; those in no plan only where there is room."""
    rows = list(core.ranked)
    if len(rows) > _FEW:
        rows = [r for r in rows if r.class_ != "exterior"]
    return rows[:_MOST]


def _core(axes: Axes, core: CoreAnswer, using: Pen) -> None:
    """One bar a candidate, its colour its class; beside it the share, and of how many weights."""
    rows = _ranked(core)
    _rows(axes, [_label(row.candidate, row.name, using) for row in rows], using)
    for y, row in enumerate(rows):
        share = row.core_index or 0.0
        axes.barh(y, share, 0.66, color=_CLASS[row.class_ or "exterior"], zorder=2)
        said = percent(share, 0)
        if row.acceptability is not None and row.class_ == "borderline":
            said += using.say("  for {p} of weights", "  占权重{p}", p=percent(row.acceptability, 0))
        axes.annotate(
            said,
            (share, y),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=colours.INK,
            zorder=4,
        )
    axes.set_xlim(0, 1.005)
    axes.xaxis.set_major_formatter(lambda value, _: percent(value, 0))
    axes.set_xlabel(using.say("core index: share of these plans", "核心指数：占这些方案的比例"), fontsize=BODY)


def _core_legend(core: CoreAnswer, using: Pen) -> list[tuple[Any, str]]:
    from matplotlib.patches import Patch  # noqa: PLC0415

    drawn, shown = core.method == "sampled" or not core.complete, {row.class_ for row in _ranked(core)}
    out = []
    for name, words in CLASSES.items():
        number = sum(r.class_ == name for r in core.candidates)
        text = using.say("{w}: {n}", "{w}：{n}", w=words, n=number)
        if drawn and name != "borderline":
            text += using.say(" (of these plans)", "（限所得方案）")
        if number and name not in shown:
            text += using.say(", not drawn", "，未绘出")
        out.append((Patch(color=_CLASS[name]), text))
    return out


def _plans(found: ScenariosAnswer, using: Pen) -> list[tuple[str, list[float | None], bool]]:
    """Name, what it loses in the scenarios, and whether it is a choice for all, of every plan that is compared."""
    names, bests = [s.name for s in found.scenarios], [s.objective for s in found.scenarios]
    out = []
    for measure, choice in found.choices.items():
        if choice.regrets:
            label = CHOICES[measure].fill(tail=f"{found.tail:g}").say(using.lang)
            out.append((using.drawable(label), shares_lost(choice.regrets, bests), True))
    for name, cells in zip(names, found.matrix, strict=True):
        label = using.say("best for {s}", "{s} 的最优方案", s=name)
        out.append((label, shares_lost([cell.regret for cell in cells], bests), False))
    return out


def _regret(axes: Axes, found: ScenariosAnswer, using: Pen) -> None:
    """One row a plan: a mark for its regret in each scenario, a line up to the largest."""
    names = [s.name for s in found.scenarios]
    plans = _plans(found, using)
    _rows(axes, [label for label, *_ in plans], using)
    reach = max([r for _, regrets, _ in plans for r in regrets if r is not None] + [1e-12])
    for y, (_, regrets, common) in enumerate(plans):
        known = [r for r in regrets if r is not None]
        colour = _CLASS["core"] if common else colours.FAINT
        largest = max(known, default=0.0)
        axes.plot([0, largest], [y, y], color=colour, linewidth=1.4, zorder=2)
        for r in known:
            axes.plot(r, y, marker="o", markersize=4.6, color=colour, zorder=3, clip_on=False)
        broken = [names[s] for s, r in enumerate(regrets) if r is None]
        if broken:
            said = using.say("breaks rules in {s}", "在 {s} 中不可行", s=using.say(", ", "、").join(broken))
        else:
            where = names[regrets.index(largest)]
            said = using.say("at most {r} ({s})", "至多 {r}（{s}）", r=per_cent(largest, 1.0).say(using.lang), s=where)
        tone = colours.ALARM if broken else colours.INK
        at = (largest, y)
        axes.annotate(
            using.fit(said, 3.2, SMALL), at, (6, 0), textcoords="offset points", va="center", fontsize=SMALL, color=tone
        )
    axes.set_xlim(-0.01 * reach, reach * 1.02)
    in_per_cent(axes.xaxis, 1.0)
    lost = using.say("regret: lost of the best plan's worth in each scenario", "后悔值：较各情景最优方案综合得分的损失")
    axes.set_xlabel(lost, fontsize=BODY)


def _label(key: str, name: str, using: Pen) -> str:
    return using.drawable(key if name == key else f"{key} {name}")
