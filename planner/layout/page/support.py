"""Support by year: every centre's part of the city's money, stacked by field, under the city's cap.

What does not live here: the table of the same money (``money``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from graph.base.words import Words
from planner.layout import content
from planner.layout.page.markup import Html, brief, exact, figure_of, num, say, say_in_figure, tag
from planner.layout.page.panels import panel
from planner.layout.page.view import ShownCentre, View
from planner.layout.text import number
from planner.runs.genuine import paid_beside
from planner.runs.plan_result import YearMoney

NARROW = 84.0
"""Of narrower years the cap is a figure alone, and the word stands once beside them."""
WIDE, HIGH, LEFT, RIGHT, TOP, FOOT = 560.0, 350.0, 58.0, 8.0, 26.0, 46.0
Year = YearMoney
_NOISE = 1e-9
"""Share of a year's money that is no block of its own."""
_GONE = "#8A97A6"
"""Money of centres that are not in the plan."""
Up = Callable[[float], float]
"""From money to a height on the figure."""


def support(view: View) -> Html:
    """The panel of the support by year."""
    years = view.result.support_by_year
    label = Words("Support by year ({unit})", "年度支持资金（{unit}）").fill(unit=view.unit)
    if _top(years) >= 1e6:
        label = Words("Support by year ({unit}; M = million)", "年度支持资金（{unit}；M 为百万）").fill(unit=view.unit)
    shown = _shown(years)
    body: list[Html | None] = [_picture(view, shown)] if shown else []
    shared = any(y.district > 0 for y in years)
    if shared:
        words = Words(
            "Coloured: the city's money, one block a centre. Pale: paid by the districts, outside the city's cap.",
            "彩色为市级资金，一块为一家中心；浅色为区县配套，不计入市级上限。",
        )
        if view.many:
            words = Words(
                "Coloured: the city's money, one block a field. Pale: paid by the districts, outside the city's cap.",
                "彩色为市级资金，一块为一个领域；浅色为区县配套，不计入市级上限。",
            )
        body.append(tag("p", say(words), class_="note"))
    return panel(view, "support", label, _finding(view, shared=shared), *body)


def _finding(view: View, *, shared: bool) -> Html:
    years = view.result.support_by_year
    key = "city" if shared else "paid"
    top = max(range(len(years)), key=lambda k: years[k].city if shared else years[k].paid, default=None)
    if top is None or float(years[top].paid) <= 0:
        return say(Words("Nothing is paid in any year", "各年均无支出"))
    who = Words("City support", "市级支持") if shared else Words("Support", "年度支持")
    peak = Words(who.en + " peaks at {paid} {unit} in {year}", who.zh + "在 {year} 年最高，{paid} {unit}")
    values = {
        "paid": num(years[top].city if shared else years[top].paid, f"y{top}/{key}"),
        "unit": view.unit,
        "year": str(years[top].year),
    }
    capped = [k for k, y in enumerate(years) if y.cap is not None]
    full = [k for k in capped if left(years[k]) <= 1e-6 * max(1.0, years[k].cap or 0.0)]
    if full:
        values["full"] = say(in_spans([years[k].year for k in full]))
        cap = Words("; nothing is left under the cap of {full}", "；{full} 年上限已用完")
    elif capped:
        tight = min(capped, key=lambda k: (left(years[k]), k))
        values["slack"] = num(left(years[tight]), f"=left/{tight}")
        values["tight"] = str(years[tight].year)
        cap = Words("; tightest in {tight}, {slack} under the cap", "；{tight} 年最紧，距上限余 {slack}")
    else:
        cap = Words("; no yearly cap", "；不设年度上限")
    return say(Words(peak.en + cap.en, peak.zh + cap.zh), **values)


def in_spans(years: Sequence[int]) -> Words:
    """Years in a row; three or more that follow one another as a span.

    >>> in_spans([2024, 2025, 2027, 2028, 2029])
    Words(en='2024 and 2025 and 2027–2029', zh='2024、2025、2027—2029')
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    said = [pair for s in spans for pair in ([(s[0], s[-1])] if len(s) > 2 else [(y, y) for y in s])]
    en = " and ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in said)
    return Words(en, "、".join(f"{a}" if a == b else f"{a}—{b}" for a, b in said))


def left(year: Year) -> float:
    """What the city's cap leaves in a year that has one."""
    return (year.cap or 0.0) - year.city


def _top(years: Sequence[Year]) -> float:
    """The highest payment or cap."""
    caps = [y.cap for y in years if y.cap is not None]
    return max([1e-9, *(y.paid for y in years), *caps])


def _shown(years: Sequence[Year]) -> list[int]:
    """Places of the years from the first to the last that is paid or capped."""
    told = [k for k, y in enumerate(years) if y.paid > 0 or y.cap is not None]
    return list(range(told[0], told[-1] + 1)) if told else []


def _picture(view: View, shown: list[int]) -> Html:
    years = view.result.support_by_year
    top = _top(years) * 1.06
    step = (WIDE - LEFT - RIGHT) / len(shown)
    bar = min(74.0, step * 0.66)

    def up(value: float) -> float:
        return HIGH - FOOT - value / top * (HIGH - FOOT - TOP)

    grid = []
    for tick in ticks(top):
        grid.append(tag("line", x1=LEFT, x2=WIDE - RIGHT, y1=up(tick), y2=up(tick), class_="grid"))
        grid.append(tag("text", brief(tick), x=LEFT - 8, y=up(tick) + 4, class_="axis", text_anchor="end"))
    marks, words = [], []
    for n, k in enumerate(shown):
        y, middle = years[k], LEFT + step * (n + 0.5)
        marks += _stack(view, k, y, middle - bar / 2, bar, up)
        words += _said(k, y, middle, up, shared=y.district > 0, step=step)
    return tag(
        "svg",
        tag("g", grid),
        tag("g", marks, class_="rove"),
        _caps(years, shown, step, up),
        tag("g", words),
        viewBox=f"0 0 {WIDE:.0f} {HIGH:.0f}",
        class_="chart",
        role="group",
        aria_labelledby="h-support",
    )


def _stack(view: View, k: int, year: Year, x: float, bar: float, up: Up) -> list[Html]:
    order = {f: n for n, f in enumerate(view.field_order)}
    chosen: list[ShownCentre] = sorted(view.of("chosen"), key=lambda c: order.get(c.row.field, len(order)))
    out, floor = _by_field(view, chosen, year, x, bar, up) if view.many else ([], 0.0)
    for c in () if view.many else chosen:
        part = content.city_support_of(view.result, c.decision, year)
        if part > 0:
            high = up(floor) - up(floor + part)
            block = tag(
                "rect",
                x=x,
                y=up(floor + part),
                width=bar,
                height=max(0.0, high),
                class_=f"seg {view.colour(c.row)}",
                data_v=exact(part),
                data_at=f"=city/{c.key[1:]}/{k}",
            )
            title = tag("title", f"{c.full} · {year.year} · {number(part, 2)} {view.unit}")
            out.append(view.link(c, title, block, class_="k"))
        floor += max(0.0, part)
    if paid_beside(view.result) and year.city - floor > _NOISE * year.city:
        high = up(floor) - up(year.city)
        out.append(tag("rect", x=x, y=up(year.city), width=bar, height=high, fill=_GONE))
        floor = year.city
    if year.district > 0:
        high = up(floor) - up(floor + year.district)
        out.append(tag("rect", x=x, y=up(floor) - high, width=bar, height=high, class_="pale"))
    return out


def _by_field(
    view: View, chosen: Sequence[ShownCentre], year: Year, x: float, bar: float, up: Up
) -> tuple[list[Html], float]:
    """One block a field, where a centre's would be finer than a hair, and the money below the next."""
    out: list[Html] = []
    floor = 0.0
    for field, own in groupby(chosen, key=lambda c: c.row.field):
        centres = list(own)
        part = sum(max(0.0, content.city_support_of(view.result, c.decision, year)) for c in centres)
        if part > 0:
            name = view.field_names.get(field, field) or "–"
            title = tag("title", f"{name} · {year.year} · {number(part, 2)} {view.unit}")
            high = up(floor) - up(floor + part)
            colour = view.colour(centres[0].row)
            block = tag("rect", title, x=x, y=up(floor + part), width=bar, height=high, class_=f"seg {colour}")
            out.append(block)
        floor += part
    return out, floor


def _said(k: int, year: Year, middle: float, up: Up, *, shared: bool, step: float) -> list[Html]:
    """The year below, its money on top; with a share of the districts, the city's part beside it."""
    paid = year.paid
    out = [tag("text", year.year, x=middle, y=HIGH - FOOT + 19, class_="axis year", text_anchor="middle")]
    if paid > 0:
        size = "small" if step < NARROW else ""
        value = _number(paid, k, "paid")
        out.append(tag("text", value, x=middle, y=up(paid) - 5, class_=f"val {size}".strip(), text_anchor="middle"))
        if shared and up(0) - up(year.city) > 18:
            city = _number(year.city, k, "city")
            out.append(
                tag(
                    "text",
                    city,
                    x=middle,
                    y=up(year.city) + 15,
                    class_=f"in {size}".strip(),
                    text_anchor="middle",
                )
            )
    return out


def _number(value: float, k: int, key: str) -> Html:
    return figure_of(value, f"y{k}/{key}", brief(value), svg=True)


def _caps(years: Sequence[Year], shown: list[int], step: float, up: Up) -> Html:
    """The city's cap as a dashed line over each year, its amount under the year."""
    out = []
    narrow = step < NARROW and any(years[k].cap is not None for k in shown)
    if narrow:
        once = say_in_figure(Words("cap", "上限"))
        out.append(tag("text", once, x=LEFT - 8, y=HIGH - 9, class_="capt small", text_anchor="end"))
    for n, k in enumerate(shown):
        year = years[k]
        if year.cap is not None:
            y = up(year.cap)
            out.append(tag("line", x1=LEFT + step * n + 3, x2=LEFT + step * (n + 1) - 3, y1=y, y2=y, class_="cap"))
            value = _number(year.cap, k, "cap")
            small = "capt small" if step < NARROW else "capt"
            words = value if narrow else say_in_figure(Words("cap {n}", "上限 {n}"), n=value)
            out.append(tag("text", words, x=LEFT + step * (n + 0.5), y=HIGH - 9, class_=small, text_anchor="middle"))
    return tag("g", out)


def ticks(top: float) -> list[float]:
    """Four to seven round values from 0 up to ``top``.

    >>> ticks(3200.0)
    [0.0, 500.0, 1000.0, 1500.0, 2000.0, 2500.0, 3000.0]
    """
    size = 10.0 ** len(str(int(max(top, 1.0))))
    if top < 1:
        size = 1.0
        while size > top:
            size /= 10
    step = next(s for f in (1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.025, 0.02, 0.01) if top / (s := size * f) >= 4)
    return [step * k for k in range(int(top / step) + 1)]
