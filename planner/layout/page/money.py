"""The money table: every centre by year, then what the city and the districts pay, the caps, and what is left.

What does not live here: the figure of the same money (``support``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.base.words import Words
from planner.layout.amounts import most_places, padded, shown
from planner.layout.page.markup import Html, bidi, num, pointer, say, share, tag
from planner.layout.page.panels import listed_note, panel, scroll
from planner.layout.page.periods import num_year
from planner.layout.page.view import View
from planner.layout.text import cut
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
    digits = most_places(_amounts(view, shown))
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
            [_paid(c.decision.support, years[k].year, c.at, digits) for k in shown],
            tag("td", tag("b", num(c.decision.total_support, c.at + "/total_support", least=digits))),
            tag("td", num(c.decision.equity, c.at + "/equity", least=digits)) if equity else None,
            data_c=c.key,
        )
        for c in view.listed
    ]
    rows += _beside(view, [years[k].year for k in shown], digits, equity=equity)
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
            [tag("td", num(float(getattr(years[k], key)), f"y{k}/{key}", least=digits)) for k in shown],
            tag("td", tag("b", num(view.counts[str(total)], f"={total}", least=digits))),
            tag("td", num(view.counts["equity"], "=equity", least=digits) if key == "paid" else None)
            if equity
            else None,
            class_="sum" if key == "paid" else None,
        )
        for words, key, total in sums
    ]
    if any(years[k].cap is not None for k in shown):
        for words, key in ((Words("the city's cap", "市级上限"), "cap"), (Words("left", "余量"), "left")):
            cells = [tag("td", _capped(years[k], k, key, digits)) for k in shown]
            more = tag("td"), tag("td") if equity else None
            foot.append(tag("tr", tag("th", say(words), scope="row", colspan=2), cells, more))
    table = tag("table", tag("thead", head), tag("tbody", rows, class_="rove"), tag("tfoot", foot), class_="money")
    return panel(
        view, "money", label, _finding(view, shared=shared), listed_note(view), scroll(table, "money"), wide=True
    )


def _beside(view: View, years: list[int], digits: int, *, equity: bool) -> list[Html]:
    """Rows of centres that were paid and are not chosen: ended, or approved before the first year."""
    names = {c.centre: c.name for c in view.result.history}
    return [
        tag(
            "tr",
            tag("th", bidi(cut(names[centre] or centre, 30)), scope="row"),
            tag("td", class_="soft"),
            [tag("td", padded(shown(paid[y]), digits) if y in paid else None) for y in years],
            tag("td", tag("b", padded(shown(sum(paid.values())), digits))),
            tag("td") if equity else None,
        )
        for centre, paid in paid_beside(view.result).items()
    ]


def _amounts(view: View, columns: Sequence[int]) -> Iterator[float | None]:
    """All amounts of the table, which are shown with one number of decimals."""
    for c in view.of("chosen"):
        yield from (*c.decision.support.values(), c.decision.total_support, c.decision.equity)
    for paid in paid_beside(view.result).values():
        yield from (*paid.values(), sum(paid.values()))
    for year in (view.result.support_by_year[k] for k in columns):
        yield from (year.paid, year.city, year.district, year.cap, None if year.cap is None else year.cap - year.city)
    yield from (view.counts[key] for key in ("support", "city", "district", "equity"))


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


def _capped(year: YearMoney, k: int, key: str, digits: int) -> Html | None:
    """The cap of a year, or what it leaves; nothing where there is none."""
    if year.cap is None:
        return None
    if key == "cap":
        return num(year.cap, f"y{k}/cap", least=digits)
    return num(year.cap - year.city, f"=left/{k}", least=digits)


def _paid(support: Mapping[int, float], year: int, at: str, digits: int) -> Html:
    return tag("td", num(support[year], at + pointer("support", year), least=digits) if year in support else None)
