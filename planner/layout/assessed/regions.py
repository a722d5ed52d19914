"""Regions side by side: what each does, how complex and how related that is, what it covers, its part of the helix.

One row a region (a district of the dataset: a county, a prefecture, a NUTS region, a country); one panel a measure that
is defined. What does not live here: how the measures are counted (``graph.assessment.places_today``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.assessment.assessment import Assessment
from graph.assessment.list_rows import ReachStep
from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.figures import colours
from planner.layout.figures.pen import BODY, EDGE, SMALL, TITLE, Format, Pen, alone, bare, strengthen
from planner.layout.text import cut, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_REGIONS = 40
"""Regions that the figure shows; of more, those that do most."""
_ROW, _HEAD, _FOOT = 0.24, 1.35, 0.5


@dataclass(frozen=True, kw_only=True)
class Region:
    """A region; ``None`` where a measure is undefined.

    Attributes
    ----------
    does
        Technologies of which it has at least its share of the capable organisations and people (location quotient of
        1), or that its centres cover.
    complexity
        Economic complexity index of what it does.
    related
        Density of what it does around the nearest technology that it does not do, 0 to 1.
    nearest
        Name of that technology.
    covered
        Share of the severity of all technologies that its centres cover.
    helix
        Its part of the triple-helix synergy, in bits; negative is synergy.
    """

    key: str
    name: str
    organisations: int
    does: int
    complexity: float | None
    related: float | None
    nearest: str
    covered: float | None
    helix: float | None


@dataclass(frozen=True)
class Measure:
    """A measure as a panel and a column: its field of :class:`Region`, its name, and what tells how it is read."""

    key: str
    words: Words
    read: Words
    unit: str = "number"


MEASURES = (
    Measure(
        "does",
        Words("technologies done", "具备技术数"),
        Words("its share or more, or a centre", "占比不低于平均，或有中心"),
    ),
    Measure(
        "complexity", Words("complexity (ECI)", "复杂度（ECI）"), Words("0 = mean of all", "0 为全体均值"), "index"
    ),
    Measure(
        "related", Words("relatedness", "关联密度"), Words("to its nearest next one", "与最近的下一项技术"), "share"
    ),
    Measure(
        "covered", Words("severity covered", "覆盖严重度"), Words("by its centres, of all", "本地中心，占全部"), "share"
    ),
    Measure(
        "helix",
        Words("triple helix, bits", "三螺旋协同（比特）"),
        Words("its part; negative = synergy", "本地部分，负值为协同"),
        "index",
    ),
)


def regions(found: Assessment) -> tuple[Region, ...]:
    """Every region with its measures in the latest state (with the plan if there is one), those that do most first."""
    steps: dict[str, ReachStep] = {}
    for one in found.details.reach.districts:
        steps.setdefault(one.place, one)
    both = found.details.triple_helix
    helix = both.with_plan or both.today
    whole = sum(t.severity for t in found.technologies)
    rows = []
    for row in found.details.districts:
        state, step = row.with_plan or row.today, steps.get(row.district)
        part = None if helix is None else helix.within.get(row.district)
        rows.append(
            Region(
                key=row.district,
                name=row.name,
                organisations=row.organisations,
                does=state.diversity,
                complexity=row.eci,
                related=None if step is None else step.density,
                nearest="" if step is None else step.name,
                covered=state.severity_covered / whole if whole and _any_centre(found) else None,
                helix=None if part is None else part.share * part.bits,
            )
        )
    return tuple(sorted(rows, key=lambda r: (-r.does, -r.organisations, r.key)))


def _any_centre(found: Assessment) -> bool:
    return any((row.with_plan or row.today).centres for row in found.details.districts)


def shown_measures(rows: Sequence[Region]) -> tuple[Measure, ...]:
    """The measures that are defined for at least one region."""
    return tuple(m for m in MEASURES if any(getattr(r, m.key) is not None for r in rows))


def finding(rows: Sequence[Region]) -> Words:
    """What stands out: who does most, and who does things that few do."""
    if not rows or not rows[0].does:
        return Words("{n} regions; none does more of a technology than others", "{n} 个地区，均无优势技术").fill(
            n=len(rows)
        )
    first = rows[0]
    placed = [r for r in rows if r.complexity is not None]
    said = Words("{a} does most of {n} regions, {k} technologies", "{n} 个地区中，{a}具备技术最多（{k} 项）")
    said = said.fill(a=cut(first.name, 30), n=len(rows), k=first.does)
    if not placed:
        return said
    top = max(placed, key=lambda r: (r.complexity or 0.0, r.key))
    more = Words("; {b} the most complex", "；{b}所具备的最为复杂").fill(b=cut(top.name, 30))
    if top is first:
        more = Words(", and the most complex", "，且最为复杂")
    return Words(said.en + more.en, said.zh + more.zh)


def picture(found: Assessment, lang: Lang, form: Format) -> tuple[bytes, tuple[Words, ...]]:
    """The figure as a file, and what must be said about fonts."""
    rows = regions(found)
    names = [found.info.name, *(r.name for r in rows[:MOST_REGIONS])]

    def draw(_: object, using: Pen) -> Figure:
        return _draw(found, rows, using)

    return alone(draw, names, lang, form)


def shown(value: float | None, unit: str) -> str:
    """A value of a measure as the figure and the page write it.

    >>> shown(0.1234, "share"), shown(-0.0312, "index"), shown(None, "number")
    ('12.3%', '-0.031', '–')
    """
    if value is None:
        return "–"
    return percent(value, 1) if unit == "share" else number(value, 3 if unit == "index" else 0)


def _draw(found: Assessment, rows: Sequence[Region], using: Pen) -> Figure:
    from matplotlib.figure import Figure  # noqa: PLC0415

    some = rows[:MOST_REGIONS]
    labels = [using.name(r.name, r.key, 24) for r in some]
    measures = shown_measures(some)
    left = EDGE + max(0.8, min(2.2, using.widest(labels, BODY))) + 0.12
    each = 1.75
    wide, high = left + each * max(len(measures), 1) + EDGE, _HEAD + _ROW * max(len(some), 3) + _FOOT
    figure = Figure(figsize=(wide, high))
    size, title = TITLE, using.drawable(finding(rows).say(using.lang))
    while size > BODY and using.inches(title, size, "bold" if using.fonts.bold else "normal") * 1.02 > wide - 2 * EDGE:
        size -= 0.25
    head = figure.text(EDGE / wide, 1 - 0.17 / high, using.fit(title, wide - 2 * EDGE, size), fontsize=size, va="top")
    strengthen(head, using)
    line = using.fit(using.name(found.info.name, "", 60), wide - 2 * EDGE, BODY)
    figure.text(EDGE / wide, 1 - 0.47 / high, line, fontsize=BODY, color=colours.SOFT, va="top")
    for n, measure in enumerate(measures):
        box = (left + each * n) / wide, _FOOT / high, (each - 0.25) / wide, (high - _HEAD - _FOOT) / high
        _panel(figure.add_axes(box), some, measure, labels if n == 0 else None, using)
    notes = []
    if len(rows) > len(some):
        notes.append(
            using.say(
                "{n} regions that do less are not shown", "另有 {n} 个具备较少的地区未列", n=len(rows) - len(some)
            )
        )
    why = found.details.complexity_undefined
    if why is not None:
        notes.append(f"ECI: {using.drawable(why.say(using.lang))}")
    note = using.fit("  ·  ".join(notes), wide - 2 * EDGE - 2.2, SMALL)
    figure.text(EDGE / wide, 0.14 / high, note, fontsize=SMALL, color=colours.SOFT, va="bottom")
    if found.info.illustrative:
        made_up = using.drawable(content.NOTE.say(using.lang))
        figure.text(1 - EDGE / wide, 0.14 / high, made_up, fontsize=SMALL, color=colours.SOFT, ha="right", va="bottom")
    return figure


def _panel(axes: Axes, rows: Sequence[Region], measure: Measure, labels: Sequence[str] | None, using: Pen) -> None:
    """Bars of one measure, the value beside each; a bar to the left of the line is a negative value."""
    values = [getattr(r, measure.key) for r in rows]
    at = [k for k, v in enumerate(values) if v is not None]
    sizes = [float(values[k]) for k in at]
    low, high = min([*sizes, 0.0]), max([*sizes, 0.0])
    span = (high - low) or 1.0
    axes.barh(at, sizes, height=0.62, color=colours.BAR, zorder=2)
    axes.axvline(0.0, color=colours.FAINT, linewidth=0.8, zorder=1)
    axes.set_ylim(max(len(rows), 3) - 0.5, -0.5)
    room = 0.42 * span
    axes.set_xlim(low - (room if low < 0 else 0.0), high + room)
    for k, v in zip(at, sizes, strict=True):
        end, side = (v + 0.03 * span, "left") if v >= 0 else (v - 0.03 * span, "right")
        axes.text(end, k, shown(v, measure.unit), ha=side, va="center", fontsize=SMALL, color=colours.INK)
    axes.set_xticks([])
    axes.set_yticks(range(len(rows)) if labels is not None else [])
    if labels is not None:
        axes.set_yticklabels(labels, fontsize=BODY, color=colours.INK)
    bare(axes)
    for words, y, ink in ((measure.words, 24, colours.INK), (measure.read, 12, colours.SOFT)):
        text = using.fit(using.drawable(words.say(using.lang)), 1.6, SMALL)
        axes.annotate(
            text,
            (0, 1),
            (0, y),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=SMALL,
            color=ink,
            va="top",
        )
