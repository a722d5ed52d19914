"""The years of a scheme in its course: money paid, committed and new by year, and every centre with its next decision.

Absent where a result has no history. What does not live here: money by centre (``money``), grades (``evaluation``).
"""

from __future__ import annotations

import math

from graph.base.words import Words
from planner.layout.amounts import most_places
from planner.layout.course_sheets import KINDS, part_years
from planner.layout.page.markup import Html, bidi, brief, join, num, pointer, say, tag
from planner.layout.page.panels import badge, legend, panel, scroll
from planner.layout.page.support import ticks
from planner.layout.page.view import View
from planner.layout.text import cut

_PARTS = (("paid", Words("paid", "已拨付")), ("committed", Words("committed", "已承诺")), ("new", Words("new", "新增")))
WIDE, HIGH, LEFT, TOP, FOOT = 560.0, 190.0, 52.0, 14.0, 24.0


def course(view: View) -> Html | None:
    """The panel, or nothing without a history."""
    result = view.result
    if result.as_of is None:
        return None
    label = Words("The years of the scheme ({u})", "方案年度进程（{u}）").fill(u=view.unit)
    lead = tag("h3", say(Words("Decisions of {y}", "{y} 年度决定").fill(y=str(result.as_of + 1))))
    money = tag("div", tag("div", _bars(view), _key()), scroll(_money(view), "course"), class_="two")
    return panel(
        view, "course", label, _finding(view), money, _missed(view), lead, scroll(_decisions(view), "course"), wide=True
    )


def _finding(view: View) -> Html:
    result = view.result
    gone = {c.centre for c in result.ended}
    words = Words(
        "As of the end of {a}, {n} centres are there and {e} have ended; {paid} {u} are paid, {committed} committed, "
        "{new} are new",
        "截至 {a} 年底，现有 {n} 家、已终止 {e} 家；已拨付 {paid}、已承诺 {committed}、新增 {new} {u}",
    )
    sums = {key: num(math.fsum(getattr(result, key).values()), f"=parts/{key}") for key in ("paid", "committed", "new")}
    there = num(len(result.history) - len(gone), "=history/there")
    return say(words, a=str(result.as_of), n=there, e=num(len(gone), "=ended"), u=bidi(view.unit), **sums)


def _bars(view: View) -> Html:
    """A bar a year: paid, committed and new on top of one another; the line stands at the end of history."""
    result = view.result
    years = part_years(result)
    sums: dict[int, float] = {y: math.fsum(getattr(result, key).get(y, 0.0) for key, _ in _PARTS) for y in years}
    top: float = max([1e-9, *sums.values()]) * 1.06
    step = (WIDE - LEFT) / max(1, len(years))
    high = HIGH - FOOT - TOP

    def up(value: float) -> float:
        return float(HIGH - FOOT - value / top * high)

    marks: list[Html] = []
    for tick in ticks(top):
        marks.append(tag("line", x1=LEFT, x2=WIDE, y1=up(tick), y2=up(tick), class_="grid"))
        marks.append(tag("text", brief(tick), x=LEFT - 8, y=up(tick) + 4, class_="axis", text_anchor="end"))
    for k, y in enumerate(years):
        floor = 0.0
        for key, _ in _PARTS:
            amount = max(0.0, getattr(result, key).get(y, 0.0))
            if amount:
                x, tall = LEFT + step * (k + 0.19), up(floor) - up(floor + amount)
                marks.append(
                    tag("rect", x=x, y=up(floor + amount), width=step * 0.62, height=tall, class_=f"part {key}")
                )
            floor += amount
        middle = LEFT + step * (k + 0.5)
        marks.append(tag("text", str(y), x=middle, y=HIGH - 6, class_="axis year", text_anchor="middle"))
    past = sum(y <= (result.as_of or 0) for y in years)
    if 0 < past < len(years):
        x = LEFT + step * past
        marks.append(tag("line", x1=x, x2=x, y1=TOP - 8, y2=HIGH - FOOT, class_="cap"))
    box = f"0 0 {WIDE:.0f} {HIGH:.0f}"
    return tag("svg", marks, viewBox=box, class_="chart", role="img", aria_labelledby="h-course")


def _key() -> Html:
    bar = {"x": 0, "y": 1, "width": 22, "height": 12}
    line = tag("line", x1=11, x2=11, y1=0, y2=14, class_="cap")
    parts = [(tag("rect", **bar, class_=f"part {key}"), words) for key, words in _PARTS]
    return legend(*parts, (line, Words("end of history", "历史截止")))


def _money(view: View) -> Html:
    head = tag(
        "tr", tag("th", say(Words("Year", "年份")), scope="col"), [tag("th", say(w), scope="col") for _, w in _PARTS]
    )
    parts = [getattr(view.result, key) for key, _ in _PARTS]
    digits = most_places(v for part in parts for v in (*part.values(), math.fsum(part.values())))
    rows = [
        tag(
            "tr",
            tag("th", str(y), scope="row"),
            [
                tag("td", num(part[y], pointer(key, y), least=digits) if y in part else None)
                for part, (key, _) in zip(parts, _PARTS, strict=True)
            ],
        )
        for y in part_years(view.result)
    ]
    sums = [
        tag("td", num(math.fsum(part.values()), f"=parts/{key}", least=digits))
        for part, (key, _) in zip(parts, _PARTS, strict=True)
    ]
    foot = tag("tr", tag("th", say(Words("all years", "合计")), scope="row"), sums, class_="sum")
    return tag("table", tag("thead", head), tag("tbody", rows), tag("tfoot", foot), class_="money parts")


def _missed(view: View) -> Html | None:
    """Rules that history has broken, and milestones that were not reached in time."""
    rule = Words("{rule}: {a} was asked, {b} came", "{rule}：要求 {a}，实际 {b}")
    said = [
        say(
            rule,
            rule=say(one.words),
            a=num(one.asked, pointer("missed", k, "asked")),
            b=num(one.attained, pointer("missed", k, "attained")),
        )
        for k, one in enumerate(view.result.missed)
    ]
    for one in view.result.milestones:
        words = Words("{c}: {m}, due {y}, still open", "{c}：{m}，{y} 年应达，尚未达成")
        if one.reached is not None:
            words = Words("{c}: {m}, due {y}, reached {r}", "{c}：{m}，{y} 年应达，{r} 年达成")
        shown = view.by_id.get(one.centre)
        name = view.link(shown) if shown else bidi(one.centre)
        said.append(say(words, c=name, m=bidi(one.name), y=str(one.due), r=str(one.reached)))
    if not said:
        return None
    return join(tag("h3", say(Words("Missed", "未达成"))), tag("ul", [tag("li", s) for s in said]))


def _decisions(view: View) -> Html:
    """Every centre that is there or approved next year, then the ended ones: status, decision, money, reason."""
    result = view.result
    names = {h.centre: h.name for h in result.history}
    heads = (
        Words("Centre", "中心"),
        Words("status", "状态"),
        Words("decision", "决定"),
        Words("support", "支持"),
        Words("reason", "理由"),
    )
    head = tag("tr", [tag("th", say(w), scope="col", class_="n" if k == 3 else None) for k, w in enumerate(heads)])

    def name(centre: str) -> tuple[Html, Html | None, str | None]:
        shown = view.by_id.get(centre)
        if shown is None:
            return bidi(cut(names.get(centre) or centre, 30)), None, None
        swatch = tag("i", class_=f"sw {view.colour(shown.row)}")
        return view.link(shown, swatch, bidi(cut(shown.name, 30))), badge(view, shown), shown.key

    rows = []
    digits = most_places(d.support for d in result.decisions)
    for k, d in enumerate(result.decisions):
        link, status, key = name(d.centre)
        cells = (
            tag("td", status),
            tag("td", say(KINDS[d.decision])),
            tag("td", num(d.support, pointer("decisions", k, "support"), least=digits), class_="n"),
            tag("td", say(d.reason)),
        )
        rows.append(tag("tr", tag("th", link, scope="row"), cells, data_c=key))
    for past in result.history:
        if past.centre in {c.centre for c in result.ended}:
            link, status, key = name(past.centre)
            said = Words("since the end of {y}", "自 {y} 年底") if past.ends else Words("–", "–")
            cells = (
                tag("td", status),
                tag("td", "–"),
                tag("td", "–", class_="n"),
                tag("td", say(said, y=str(past.ends))),
            )
            rows.append(tag("tr", tag("th", link, scope="row"), cells, data_c=key))
    return tag("table", tag("thead", head), tag("tbody", rows, class_="rove"), class_="rules decided")
