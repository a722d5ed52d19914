"""The money table: every centre by year, then what the city and the districts pay, the caps, and what is left.

What does not live here: the figure of the same money (``support``).
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.base.words import Words
from planner.layout.page.markup import Html, bidi, num, pointer, say, share, tag
from planner.layout.page.panels import panel, scroll
from planner.layout.page.periods import num_year
from planner.layout.page.view import View
from planner.layout.text import cut, number
from planner.runs.genuine import paid_beside
from planner.runs.plan_result import YearMoney


def money(view: View) -> Html:
    """The panel of the money table."""
    chosen = view.of("chosen")
    years = view.result.support_by_year
    label = Words("Money by centre and year ({unit})", "分中心分年度资金（{unit}）").fill(unit=view.unit)
    if not chosen:
        return panel(view, "money", label, say(Words("No money is given", "没有资金安排")), wide=True)
    paid = {f for c in chosen for f in c.decision.support}
    shown = [k for k, y in enumerate(years) if y.year in paid or y.cap is not None]
    equity = any(c.decision.equity for c in chosen)
    shared = any(y.district for y in years)
    head = tag(
        "tr",
        tag("th", say(Words("Centre", "中心")), scope="col"),
        tag("th", say(Words("approved", "批复")), scope="col"),
        [tag("th", str(years[k].year), scope="col") for k in shown],
        tag("th", say(Words("support", "支持合计")), scope="col"),
        tag("th", say(Words("equity", "股权")), scope="col") if equity else None,
    )
    rows = [
        tag(
            "tr",
            tag("th", view.link(c, tag("i", class_=f"sw {view.colour(c.row)}"), bidi(cut(c.name, 30))), scope="row"),
            tag("td", num_year(c), class_="soft"),
            [_paid(c.decision.support, years[k].year, c.at) for k in shown],
            tag("td", tag("b", num(c.decision.total_support, c.at + "/total_support"))),
            tag("td", num(c.decision.equity, c.at + "/equity")) if equity else None,
            data_c=c.key,
        )
        for c in chosen
    ]
    rows += _beside(view, [years[k].year for k in shown], equity=equity)
    sums: list[tuple[Words, str, str | None]] = [(Words("all centres", "合计"), "paid", "support")]
    if shared:
        sums += [
            (Words("the city pays", "其中市级"), "city", "city"),
            (Words("districts pay", "其中区县"), "district", "district"),
        ]
    foot = [
        tag(
            "tr",
            tag("th", say(words), scope="row", colspan=2),
            [tag("td", num(float(getattr(years[k], key)), f"y{k}/{key}")) for k in shown],
            tag("td", tag("b", num(view.counts[str(total)], f"={total}"))),
            tag("td", num(view.counts["equity"], "=equity") if key == "paid" else None) if equity else None,
            class_="sum" if key == "paid" else None,
        )
        for words, key, total in sums
    ]
    if any(years[k].cap is not None for k in shown):
        for words, key in ((Words("the city's cap", "市级上限"), "cap"), (Words("left", "余量"), "left")):
            cells = [tag("td", _capped(years[k], k, key)) for k in shown]
            more = tag("td"), tag("td") if equity else None
            foot.append(tag("tr", tag("th", say(words), scope="row", colspan=2), cells, more))
    table = tag("table", tag("thead", head), tag("tbody", rows, class_="rove"), tag("tfoot", foot), class_="money")
    return panel(view, "money", label, _finding(view, shared=shared), scroll(table, "money"), wide=True)


def _beside(view: View, years: list[int], *, equity: bool) -> list[Html]:
    """Rows of centres that were paid and are not chosen: ended, or approved before the first year."""
    names = {c.centre: c.name for c in view.result.history}
    return [
        tag(
            "tr",
            tag("th", bidi(cut(names[centre] or centre, 30)), scope="row"),
            tag("td", class_="soft"),
            [tag("td", number(paid[y], 2) if y in paid else None) for y in years],
            tag("td", tag("b", number(sum(paid.values()), 2))),
            tag("td") if equity else None,
        )
        for centre, paid in paid_beside(view.result).items()
    ]


def _finding(view: View, *, shared: bool) -> Html:
    total = num(view.counts["support"], "=support")
    if not shared or view.counts["support"] <= 0:
        return say(
            Words("{total} {unit} of support in all", "支持资金合计 {total} {unit}"), total=total, unit=view.unit
        )
    part = view.counts["city"] / view.counts["support"]
    words = Words(
        "{total} {unit} of support in all, {part} of it from the city", "支持资金合计 {total} {unit}，其中市级占 {part}"
    )
    return say(words, total=total, unit=view.unit, part=share(part, "=city/share"))


def _capped(year: YearMoney, k: int, key: str) -> Html | None:
    """The cap of a year, or what it leaves; nothing where there is none."""
    if year.cap is None:
        return None
    return num(year.cap, f"y{k}/cap") if key == "cap" else num(year.cap - year.city, f"=left/{k}")


def _paid(support: Mapping[int, float], year: int, at: str) -> Html:
    return tag("td", num(support[year], at + pointer("support", year)) if year in support else None)
