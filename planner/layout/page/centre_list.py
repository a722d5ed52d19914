"""The list: every recommended centre with district, lead, year, money and the chief reason for it.

Searching, sorting and filtering are the script's; without it the list is a plain table in the plan's order.
What does not live here: all that is known of a centre (``why``).
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.base.words import Words
from planner.layout import statements
from planner.layout.amounts import most_places
from planner.layout.page.markup import Html, bidi, join, num, say, tag
from planner.layout.page.panels import badge, listed_note, panel
from planner.layout.page.periods import num_year
from planner.layout.page.view import ShownCentre, View
from planner.layout.text import cut

_HINT = Words(
    "Click a centre, or move to it and press Enter: it is lit in every figure, and the address then leads to it. "
    "Esc clears.",
    "点击任一中心（或用键盘移到其上按回车），各图同时点亮，地址栏即为该中心的链接；按 Esc 取消。",
)
_COLUMNS = (
    Words("Centre", "中心名称"),
    Words("District", "区县（市）"),
    Words("Lead", "依托单位"),
    Words("Year", "批复年份"),
)
MOST = 2
"""Technologies that a reason names; of more, it says how many."""


def centre_list(view: View) -> Html:
    """The panel of the list."""
    chosen = sorted(view.of("chosen"), key=lambda c: (c.decision.year, c.id))
    label = Words("Recommended centres", "推荐名单")
    if not chosen:
        return panel(view, "list", label, say(Words("No centre is recommended", "没有推荐的中心")), wide=True)
    status = () if view.result.as_of is None else (Words("Status", "状态"),)
    columns = (*_COLUMNS, *status, Words("Support ({u})", "支持资金（{u}）").fill(u=view.unit))
    heads = [tag("th", _sorting(say(words)), scope="col") for words in columns]
    reason = tag("th", say(Words("Chief reason", "主要理由")), scope="col")
    digits = most_places(c.decision.total_support for c in chosen)
    table = tag(
        "table",
        tag("thead", tag("tr", heads, reason)),
        tag("tbody", [_row(view, c, digits) for c in chosen if c.key in view.listed_keys], class_="rove"),
        class_="list" if view.result.as_of is None else "list staged",
    )
    hint = tag("p", say(_HINT), class_="hint")
    return panel(
        view,
        "list",
        label,
        _finding(view, chosen),
        _tools(view, chosen),
        listed_note(view),
        table,
        _none(),
        hint,
        wide=True,
    )


def _finding(view: View, chosen: list[ShownCentre]) -> Html:
    places = {view.district_of(c.row) for c in chosen} - {""}
    fields = {view.field_of(c.row) for c in chosen} - {""}
    first, last = chosen[0], chosen[-1]
    words = Words(
        "{n} centres in {d} districts and {f} fields, approved {a} to {b}",
        "推荐 {n} 家，分布于 {d} 个区县（市）、{f} 个领域，{a} 至 {b} 年批复",
    )
    there = sum(view.status(c) != "new" for c in chosen)
    if there:
        words = Words(
            "{n} centres in {d} districts and {f} fields, approved {a} to {b}; {o} of them were approved before",
            "共 {n} 家，分布于 {d} 个区县（市）、{f} 个领域，{a} 至 {b} 年批复；其中 {o} 家此前已批复",
        )
    if len(chosen) == 1:
        words = Words("One centre, approved in {a}", "推荐 1 家，{a} 年批复")
    counts = {"d": str(len(places)), "f": str(len(fields)), "o": num(there, "=there")}
    values = {"n": num(len(chosen), "=chosen"), "a": num_year(first), "b": num_year(last), **counts}
    return say(words, **values)


def _sorting(words: Html) -> Html:
    return tag("button", words, tag("span", aria_hidden="true", class_="dir"), type="button", class_="sort")


def _tools(view: View, chosen: list[ShownCentre]) -> Html:
    find = Words("Search name, lead, reason …", "查找名称、依托单位、理由……")
    search = tag("input", type="search", class_="find", data_en=find.en, data_zh=find.zh)
    places = _choice("where", Words("All districts", "全部区县（市）"), (view.district_of(c.row) for c in chosen))
    fields = _choice("field", Words("All fields", "全部领域"), (view.field_of(c.row) for c in chosen))
    count = tag("span", class_="count", role="status")
    return tag("div", search, places, fields, count, class_="filters")


def _choice(key: str, words: Words, names: Iterable[str]) -> Html:
    options = [tag("option", name, value=name) for name in sorted(set(names) - {""})]
    everything = tag("option", value="", data_en=words.en, data_zh=words.zh)
    return tag("select", everything, options, data_by=key, data_en=words.en, data_zh=words.zh)


def _none() -> Html:
    return tag("p", say(Words("No centre fits.", "没有符合条件的中心。")), class_="none note", hidden=True)


def _row(view: View, c: ShownCentre, digits: int) -> Html:
    row = c.row
    swatch = tag("i", class_=f"sw {view.colour(row)}")
    field = tag("span", view.field_of(row), class_="field")
    below = tag("small", bidi(c.id) if c.name != c.id else None, " ", field)
    words, names = statements.chief_reason(view.result, c.decision)
    between = say(Words(", ", "、"))
    listed = join([[between if k else None, bidi(cut(name, 40))] for k, name in enumerate(names[:MOST])])
    if len(names) > MOST:
        listed = join(listed, say(Words(f" and {len(names) - MOST} more", f"等{len(names)}项")))
    return tag(
        "tr",
        tag("th", view.link(c, swatch, bidi(cut(c.name, 60))), below, scope="row"),
        tag("td", bidi(view.district_of(row)), class_="where"),
        tag("td", bidi(row.lead_name or row.lead or "–")),
        tag("td", num_year(c)),
        None if view.result.as_of is None else tag("td", badge(view, c)),
        tag("td", num(c.decision.total_support, c.at + "/total_support", least=digits)),
        tag("td", say(words, t=listed)),
        data_c=c.key,
    )
