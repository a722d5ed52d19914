"""The frame of every section of the page: heading, the finding in words, the figure, and the mark of made-up data.

What does not live here: what any section shows.
"""

from __future__ import annotations

from graph.base.words import Words
from planner.layout import content
from planner.layout.page.marks import dot
from planner.layout.page.markup import Html, Part, num, say, tag
from planner.layout.page.view import ShownCentre, View
from planner.layout.statuses import STATUSES, Status


def panel(view: View, key: str, label: Words, finding: Part, *parts: Part, wide: bool = False) -> Html:
    """A section: its label small above, its finding as the heading."""
    mark = tag("span", say(content.NOTE), class_="mark") if content.is_made_up(view.result) else None
    head = tag(
        "header",
        tag("p", say(label), mark, class_="label"),
        tag("h2", finding, id=f"h-{key}"),
    )
    return tag("section", head, *parts, id=key, class_="panel wide" if wide else "panel", aria_labelledby=f"h-{key}")


def legend(*items: tuple[Html, Words], row: bool = True) -> Html:
    """What the marks of a figure mean; a mark is drawn within 22 × 14."""
    entries = [
        tag(
            "li",
            mark if mark.startswith("<i") else tag("svg", mark, viewBox="0 0 22 14", width=22, height=14),
            say(words),
        )
        for mark, words in items
    ]
    return tag("ul", entries, class_="key row" if row else "key")


def status_legend(view: View, *shown: Status) -> list[tuple[Html, Words]]:
    """The marks of the statuses that the page shows (of all, or of those named), for :func:`legend`."""
    present = {view.status(c) for c in view.centres}
    size = {"existing": 5.5, "candidate": 4.5, "ended": 5.0}
    return [
        (dot(status, "fx", size.get(status, 6.0), 11.0, 7.0), words)
        for status, words in STATUSES.items()
        if status in present and (not shown or status in shown)
    ]


def badge(view: View, centre: ShownCentre) -> Html:
    """The status of a centre in one word."""
    status = view.status(centre)
    return tag("span", say(STATUSES[status]), class_=f"status {status}")


def scroll(inner: Part, name: str) -> Html:
    """A part that may be wider than a small screen: it scrolls by itself, also with the keyboard."""
    return tag("div", inner, class_="scroll", tabindex="0", role="region", aria_labelledby=f"h-{name}")


def listed_note(view: View) -> Html | None:
    """Of how many chosen centres the rows are, where not all have one."""
    if not view.many:
        return None
    words = Words(
        "The {a} of {b} that add most; the others are found by the search below, and all stand in the tables.",
        "仅列贡献最大的 {a} 家，共 {b} 家；其余可在下文查找，全部见数据表。",
    )
    return tag("p", say(words, a=str(len(view.listed)), b=num(view.counts["chosen"], "=chosen")), class_="note")
