"""Build periods: a row for each new centre, its supported years, the review and the end of the building period.

A year is a column from its first to its last day. What does not live here: the money of those years (``money``).
"""

from __future__ import annotations

from graph.base.words import Words
from planner.layout.page.markup import Html, bidi, join, num, part, say, tag
from planner.layout.page.panels import legend, listed_note, panel
from planner.layout.page.view import ShownCentre, View
from planner.layout.text import cut

MOST_YEARS = 4
"""Approval years that the finding counts one by one; of more it gives the span."""


def periods(view: View) -> Html:
    """The panel of the build periods."""
    chosen = sorted(view.of("chosen"), key=lambda c: (c.decision.year, c.id))
    label = Words("Build periods", "建设期")
    if not chosen:
        return panel(view, "periods", label, say(Words("No centre is built", "没有新建中心")))
    length, review = _policy(view)
    first = min(c.decision.year for c in chosen)
    last = max(max(c.decision.year + max(length, 1) - 1, *(c.decision.support or (0,))) for c in chosen)
    years = range(first, last + 1)
    heard = Words("approved: years with support → built by the end of", "批复：支持年度 → 建成年底")
    head = tag(
        "tr",
        tag("th", say(Words("Centre", "中心")), scope="col"),
        tag("th", _axis(view, years), tag("span", say(heard), class_="heard"), scope="col", class_="time"),
    )
    rows = [_row(view, c, years, length, review) for c in chosen if c.key in view.listed_keys]
    table = tag("table", tag("thead", head), tag("tbody", rows, class_="rove"), class_="periods")
    return panel(
        view, "periods", label, _finding(chosen, length, review), listed_note(view), table, _key(view, length, review)
    )


def _policy(view: View) -> tuple[int, int]:
    policy = view.result.policy
    return policy.build_period or 5, policy.review_after or 0


def _finding(chosen: list[ShownCentre], length: int, review: int) -> Html:
    starts: dict[int, int] = {}
    for c in chosen:
        starts[c.decision.year] = starts.get(c.decision.year, 0) + 1
    start = [
        [say(Words(", ", "、")) if n else None, num(k, f"=starts/{y}"), say(Words(f" in {y}", f" 家（{y} 年）"))]
        for n, (y, k) in enumerate(sorted(starts.items()))
    ]
    if len(starts) > MOST_YEARS:
        span = Words(f" in {min(starts)}–{max(starts)}", f" 家（{min(starts)}—{max(starts)} 年）")
        start = [[num(len(chosen), "=chosen"), say(span)]]
    words = Words(
        "Approved: {starts}; the last building period ends with {end}", "批复 {starts}；最后一批建设期至 {end} 年底"
    )
    if review:
        words = Words(
            "Approved: {starts}; first review at the end of {review}, all built by the end of {end}",
            "批复 {starts}；{review} 年底首批考核，{end} 年底全部建成",
        )
    values = {"starts": join(start), "end": str(max(starts) + length - 1), "review": str(min(starts) + review - 1)}
    return say(words, **values)


def _target(view: View) -> int | None:
    """The year at whose beginning the target is due."""
    target = view.result.policy.target_year
    return target + 1 if isinstance(target, int) else None


def _axis(view: View, years: range) -> Html:
    step = 100 / len(years)
    every = 1 if len(years) <= 10 else 2 if len(years) <= 20 else 5
    said = []
    for k, y in enumerate(years):
        if k % every == 0:
            texts = tag("tspan", str(y), class_="full"), tag("tspan", f"’{y % 100:02}", class_="short")
            said.append(tag("text", texts, x=part(step * (k + 0.5)), y=13, class_="axis", text_anchor="middle"))
    lines = [
        tag("line", x1=part(step * k), x2=part(step * k), y1=0, y2=19, class_="grid") for k in range(1, len(years))
    ]
    shared: list[Html] = [
        tag("g", lines, id="years"),
        tag("path", d="M0-5.5L5.5 0 0 5.5-5.5 0z", class_="end", id="built"),
    ]
    if (target := _target(view)) is not None and target in years:
        place = part(step * (target - years[0]))
        shared.append(tag("line", x1=place, x2=place, y1=0, y2=19, class_="target", id="target"))
    return tag("svg", tag("defs", shared), said, width="100%", height=18)


def _row(view: View, c: ShownCentre, years: range, length: int, review: int) -> Html:
    step, start = 100 / len(years), c.decision.year
    high, y = 19, 3.5

    def at(year: float) -> str:
        return part(step * (year - years[0]))

    colour = view.colour(c.row)
    grid = tag("use", href="#years")
    bars = [tag("rect", x=at(start), y=y, width=part(step * length), height=12, class_=f"seg {colour} weak")]
    paid = sorted(int(f) for f, amount in c.decision.support.items() if float(amount) > 0)
    for first, last in _runs(paid):
        bars.append(
            tag("rect", x=at(first), y=y, width=part(step * (last + 1 - first)), height=12, class_=f"seg {colour}")
        )
    if review:
        bars.append(tag("line", x1=at(start + review), x2=at(start + review), y1=1, y2=high - 1, class_="review"))
    bars.append(tag("use", href="#built", x=at(start + length), y=9.5))
    if _target(view) in years:
        bars.append(tag("use", href="#target"))
    heard = tag("span", num_year(c), f": {', '.join(map(str, paid)) or '–'} → {start + length - 1}", class_="heard")
    return tag(
        "tr",
        tag("th", view.link(c, bidi(cut(c.name, 22))), scope="row"),
        tag("td", tag("svg", grid, bars, width="100%", height=high, aria_hidden="true"), heard),
        class_="k",
        data_c=c.key,
    )


def _runs(years: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of years.

    >>> _runs([2023, 2024, 2026])
    [(2023, 2024), (2026, 2026)]
    """
    out: list[tuple[int, int]] = []
    for y in years:
        out[-1:] = [(out[-1][0], y)] if out and out[-1][1] == y - 1 else [*out[-1:], (y, y)]
    return out


def num_year(c: ShownCentre) -> Html:
    """The year of approval as a number of the result; years have no thousands separators."""
    return tag("data", str(c.decision.year), value=str(c.decision.year), data_at=f"{c.at}/year")


def _key(view: View, length: int, review: int) -> Html:
    bar = {"x": 0, "y": 1, "width": 22, "height": 12}
    items = [
        (tag("rect", **bar, class_="seg fx"), Words("supported", "支持年度")),
        (tag("rect", **bar, class_="seg fx weak"), Words("building", "建设期")),
    ]
    if review:
        line = tag("line", x1=11, x2=11, y1=0, y2=14, class_="review")
        words = Words(f"review after {review} years", f"批复后 {review} 年考核")
        items.append((join(tag("rect", **bar, class_="seg fx"), line), words))
    end = tag("path", d="M11 1.5L16.5 7 11 12.5 5.5 7z", class_="end")
    items.append((end, Words(f"{length} years: built", f"满 {length} 年：建成")))
    target = view.result.policy.target_year
    if isinstance(target, int):
        line = tag("line", x1=11, x2=11, y1=0, y2=14, class_="target")
        items.append((line, Words(f"target: end of {target}", f"目标：{target} 年底")))
    return legend(*items)
