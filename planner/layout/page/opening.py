"""What the plan opens and what it leaves open: technologies covered for the first time, by nobody, by one centre only.

What does not live here: who covers what (``coverage``).
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.base.words import Words
from planner.layout import content
from planner.layout.page.markup import Html, bidi, num, say, tag
from planner.layout.page.panels import panel
from planner.layout.page.view import View
from planner.layout.text import cut

MOST = 14
"""Technologies that one list names; of more, it says how many."""


def opening(view: View) -> Html:
    """The panel of technologies by what becomes of them."""
    rows = view.technologies
    order = sorted(range(len(rows)), key=lambda k: (-rows[k].severity, k))
    new = [k for k in order if rows[k].today <= 0 < content.depth(rows[k])]
    bare = [k for k in order if content.depth(rows[k]) <= 0]
    thin = [k for k in order if 0 < content.depth(rows[k]) <= 1 and k not in set(new)]
    words = Words(
        "{new} technologies get their first centre; {bare} stay without one",
        "{new} 项关键技术首次有中心承担，{bare} 项尚无中心承担",
    )
    counts = {"new": num(len(new), "=opened"), "bare": num(view.counts["uncovered"], "=uncovered")}
    lists = [
        _list(view, new, Words("Covered for the first time", "首次有中心承担"), "good", who=True),
        _list(view, bare, Words("Left open: no centre", "尚无中心承担"), "bad"),
        _list(view, thin, Words("Still in one hand", "仍仅一家承担"), "warn", who=True),
    ]
    label = Words("What it opens, and what it leaves open", "攻关进展与缺口")
    return panel(view, "opens", label, say(words, **counts), tag("div", lists, class_="lists"), wide=True)


def _list(view: View, rows: Sequence[int], title: Words, kind: str, *, who: bool = False) -> Html | None:
    if not rows:
        return None
    items = [tag("li", _technology(view, k, who=who)) for k in rows[:MOST]]
    if len(rows) > MOST:
        more = Words("and {n} more, in the table below", "另有 {n} 项，见下表").fill(n=len(rows) - MOST)
        items.append(tag("li", say(more), class_="soft"))
    head = tag("h3", say(title), " ", tag("span", str(len(rows)), class_="soft"), class_=kind)
    return tag("div", head, tag("ul", items))


def _technology(view: View, k: int, *, who: bool) -> Html:
    row = view.technologies[k]
    first = next((view.by_id[x.centre] for x in row.centres if x.centre in view.by_id), None) if who else None
    named = tag("small", " ", view.link(first, bidi(cut(first.name, 24)))) if first else None
    severity = Words(" severity {s}", " 严重度 {s}")
    said = None if who else tag("small", say(severity, s=num(row.severity, f"t{k}/severity", 1)))
    return tag("span", bidi(cut(row.name, 40)), named, said)
