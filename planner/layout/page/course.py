"""The panel of a scheme in its course: support paid, committed and new by year, and what the next year decides.

Absent where a result has no history. What does not live here: money by centre (``money``).
"""

from __future__ import annotations

from graph.base.words import Words
from planner.layout.course_sheets import KINDS, PARTS, part_years
from planner.layout.page.markup import Html, bidi, num, pointer, say, tag
from planner.layout.page.panels import panel, scroll
from planner.layout.page.view import View

_PARTS = (("paid", Words("paid", "已拨付")), ("committed", Words("committed", "已承诺")), ("new", Words("new", "新增")))


def course(view: View) -> Html | None:
    """The panel, or nothing without a history."""
    result = view.result
    if result.as_of is None:
        return None
    words = Words("What {y} decides, as of the end of {a}", "{y} 年度决定（以 {a} 年底为截止）")
    finding = say(words.fill(y=str(result.as_of + 1), a=str(result.as_of)))
    lead = tag("p", say(Words("Decisions of {y}", "{y} 年度决定").fill(y=str(result.as_of + 1))), class_="label")
    label = Words("{p} ({u})", "{p}（{u}）").fill(p=PARTS, u=view.unit)
    return panel(view, "course", label, finding, scroll(_money(view), "course"), lead, _decisions(view), wide=True)


def _money(view: View) -> Html:
    years = part_years(view.result)
    head = tag("tr", tag("th", say(PARTS), scope="col"), [tag("th", str(y), scope="col") for y in years])
    rows = []
    for key, words in _PARTS:
        money = getattr(view.result, key)
        cells = [tag("td", num(money[y], pointer(key, y)) if y in money else None) for y in years]
        rows.append(tag("tr", tag("th", say(words), scope="row"), cells))
    return tag("table", tag("thead", head), tag("tbody", rows), class_="money")


def _decisions(view: View) -> Html:
    result = view.result
    names = {h.centre: h.name for h in result.history} | {c.centre: c.name for c in result.chosen}
    heads = (Words("Centre", "中心"), Words("decision", "决定"), Words("reason", "理由"), Words("support", "支持"))
    head = tag("tr", [tag("th", say(w), scope="col", class_="n" if k == 3 else None) for k, w in enumerate(heads)])
    rows = [
        tag(
            "tr",
            tag("th", bidi(names.get(d.centre, d.centre)), scope="row"),
            tag("td", say(KINDS[d.decision])),
            tag("td", say(d.reason)),
            tag("td", num(d.support, pointer("decisions", k, "support")), class_="n"),
        )
        for k, d in enumerate(result.decisions)
    ]
    return tag("table", tag("thead", head), tag("tbody", rows), class_="rules")
