"""The yearly evaluation: grades over the years, each centre's profile against its form, and the money that follows.

Grades and money come from the run's history; scores and profiles from an evaluation that is laid beside it. No expert
is named. What does not live here: how a score comes about (``planner.studies.evaluation``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.base.words import Words
from planner.layout.amounts import most_places
from planner.layout.page.markup import Html, bidi, exact, figure_of, join, num, plain, pointer, say, tag
from planner.layout.page.panels import legend, panel, scroll
from planner.layout.page.view import View
from planner.layout.text import cut
from planner.runs.course_types import HistoryCentre
from planner.studies.evaluation.said import FORMATION, GRADE
from planner.studies.evaluation.said import cut as points

if TYPE_CHECKING:
    from planner.studies.evaluation.result import EvaluationResult, GradeRow

WIDE, BAR = 84.0, 120.0
"""Widths of a profile's cell and of the bar of money."""


@dataclass(frozen=True)
class _Row:
    """A centre of the panel: its place in the history and in the evaluation, where it stands there."""

    centre: str
    past: tuple[int, HistoryCentre] | None
    graded: tuple[int, GradeRow] | None
    grades: Mapping[int, str | None]
    """Grade by year; none while something is missing."""


def evaluation(view: View, made: EvaluationResult | None) -> Html | None:
    """The panel, or nothing where no centre was ever graded."""
    rows = _rows(view, made)
    years = sorted({year for row in rows for year in row.grades})
    if not years:
        return None
    label = Words("Evaluation, and the money that follows ({u})", "年度绩效评价与后续经费（{u}）").fill(u=view.unit)
    table = _table(view, made, rows, years)
    finding = _finding(rows, years[-1])
    return panel(view, "evaluation", label, finding, scroll(table, "evaluation"), _key(made), wide=True)


def _rows(view: View, made: EvaluationResult | None) -> list[_Row]:
    """Centres by form and score, then those without a score; those never graded stand in no row."""
    past = {h.centre: (k, h) for k, h in enumerate(view.result.history)}
    graded = {} if made is None else {g.centre: (k, g) for k, g in enumerate(made.grades)}
    earlier = {} if made is None else {f.centre: f.grades for f in made.files}
    rows = []
    for centre in dict.fromkeys([*past, *graded]):
        grades: dict[int, str | None] = {**earlier.get(centre, {})}
        if centre in past:
            grades |= past[centre][1].grades
        if made is not None and centre in graded:
            grades[made.year] = graded[centre][1].grade
        if grades:
            rows.append(_Row(centre, past.get(centre), graded.get(centre), grades))
    return sorted(rows, key=_place)


def _place(row: _Row) -> tuple[bool, str, bool, float]:
    if row.graded is None:
        return True, "", True, 0.0
    score = row.graded[1].score
    return False, row.graded[1].formation, score is None, -(score or 0.0)


def _finding(rows: Sequence[_Row], year: int) -> Html:
    counts = Counter(row.grades[year] for row in rows if year in row.grades)
    words = Words(
        "In {y} {n} of {of} graded centres are good or better, {p} poor",
        "{y} 年 {of} 家中心中 {n} 家良好及以上，{p} 家不合格",
    )
    top = counts["excellent"] + counts["good"]
    values = {"n": top, "of": sum(counts.values()), "p": counts["poor"]}
    return say(words, y=str(year), **{k: num(v, f"=grades/{k}") for k, v in values.items()})


def _table(view: View, made: EvaluationResult | None, rows: Sequence[_Row], years: Sequence[int]) -> Html:
    year = _next(view, made)
    dimensions = [] if made is None else list(made.dimensions)
    forms = {} if made is None else _means(made)
    scale = tag("g", tag("path", d=f"M2 7h{plain(WIDE - 4)}", class_="grid"), id="scale")
    held = tag("svg", tag("defs", scale), width=0, height=0, aria_hidden="true") if dimensions else None
    heads: list[Html] = [tag("th", held, say(Words("Centre", "中心")), scope="col")]
    heads += [tag("th", str(y), scope="col") for y in years]
    if made is not None:
        heads.append(tag("th", say(Words("score {y}", "{y} 得分").fill(y=made.year)), scope="col", class_="n"))
        heads += [tag("th", say(made.dimensions[d]), scope="col", class_="dim") for d in dimensions]
    money = (Words("paid", "已拨付"), Words("at most {y}", "{y} 上限").fill(y=year))
    heads += [tag("th", say(w), scope="col", class_="n") for w in money]
    heads.append(tag("th", say(Words("paid, and what may follow", "已拨与可续")), scope="col", class_="dim"))
    most = max([1e-9, *(sum(_money(view, row)[:2]) for row in rows)])
    body = []
    digits = most_places(amount for row in rows for amount in _money(view, row)[:2])
    for row in rows:
        shown = view.by_id.get(row.centre)
        name = view.link(shown, bidi(cut(shown.name, 26))) if shown else bidi(cut(_name(row), 26))
        cells = [tag("td", _grade(row.grades[y]) if y in row.grades else None) for y in years]
        if made is not None:
            cells += _profile(row, dimensions, forms)
        paid, cap, place = _money(view, row)
        cells += [
            tag("td", num(value, f"{place}/{key}", least=digits), class_="n")
            for key, value in (("paid", paid), ("cap", cap))
        ]
        latest = row.grades[max(row.grades)]
        cells.append(tag("td", _bar(paid / most, cap / most, latest), class_="dim"))
        below = None if row.graded is None else tag("small", " ", say(FORMATION[row.graded[1].formation]))
        body.append(tag("tr", tag("th", name, below, scope="row"), cells, data_c=shown.key if shown else None))
    return tag("table", tag("thead", tag("tr", heads)), tag("tbody", body, class_="rove"), class_="evaluation")


def _next(view: View, made: EvaluationResult | None) -> int:
    """The year whose money is told: after the evaluation, else after history."""
    return (made.year if made is not None else view.result.as_of or 0) + 1


def _name(row: _Row) -> str:
    return (row.graded[1].name if row.graded else row.past[1].name if row.past else "") or row.centre


def _grade(grade: str | None) -> Html:
    words = Words("open", "待定") if grade is None else GRADE[grade]
    return tag("span", say(words), class_=f"grade {grade or 'none'}")


def _money(view: View, row: _Row) -> tuple[float, float, str]:
    """What city and district have paid, the most that may follow in the next year, and the place of both.

    An evaluation tells both; without one it is what the history has: paid by city and district, cap of the next year
    within the room left.
    """
    if row.graded is not None:
        k, found = row.graded
        return found.paid, found.next_cap or 0.0, f"=evaluated/{k}"
    if row.past is None:
        return 0.0, 0.0, "="
    k, past = row.past
    paid = sum(sum(past.payers.get(payer, {}).values()) for payer in ("city", "district"))
    cap = past.caps.get((view.result.as_of or 0) + 1, 0.0)
    return paid, cap if past.room is None else min(cap, past.room), f"=history/{k}"


def _profile(row: _Row, dimensions: Sequence[str], forms: Mapping[tuple[str, str], float]) -> list[Html]:
    """The score, and a cell a dimension: the centre's dot, the line of its form's mean, red where it falls behind."""
    if row.graded is None:
        return [tag("td") for _ in range(len(dimensions) + 1)]
    k, found = row.graded
    told = None if found.score is None else points(found.score)
    score = figure_of(found.score, "e" + pointer("grades", k, "score"), told or "")
    cells = [tag("td", score, class_="n")]
    for d in dimensions:
        value, mean = found.dimensions.get(d), forms.get((found.formation, d))
        if value is None:
            cells.append(tag("td", "–", class_="dim"))
            continue
        behind = mean is not None and value < mean
        marks = [tag("use", href="#scale")]
        if mean is not None:
            marks.append(tag("path", d=f"M{plain(_at(mean))} 1v12", class_="mean"))
        marks.append(tag("circle", cx=_at(value), cy=7, r=4, class_="score low" if behind else "score"))
        svg = tag("svg", marks, class_="profile", aria_hidden="true")
        place = "e" + pointer("grades", k, "dimensions", d)
        heard = tag("data", points(value), value=exact(value), data_at=place, class_="heard")
        cells.append(tag("td", svg, heard, class_="dim"))
    return cells


def _at(value: float) -> float:
    return 6 + (WIDE - 12) * max(0.0, min(100.0, value)) / 100


def _means(made: EvaluationResult) -> dict[tuple[str, str], float]:
    """Mean of each dimension among the centres of a form; none where a form has one centre only."""
    out = {}
    for formation in {g.formation for g in made.grades}:
        for d in made.dimensions:
            own = [v for g in made.grades if g.formation == formation and (v := g.dimensions.get(d)) is not None]
            if len(own) > 1:
                out[formation, d] = sum(own) / len(own)
    return out


def _bar(paid: float, cap: float, grade: str | None) -> Html:
    marks = [tag("rect", x=0, y=2, width=BAR * paid, height=10, class_="part gone")]
    if cap > 0:
        marks.append(tag("rect", x=BAR * paid, y=2, width=BAR * cap, height=10, class_=f"part {grade or 'none'}"))
    return tag("svg", marks, width=BAR, height=14, aria_hidden="true")


def _key(made: EvaluationResult | None) -> Html:
    bar = {"x": 0, "y": 2, "width": 22, "height": 10}
    items = [(tag("rect", **bar, class_="part gone"), Words("paid", "已拨付"))]
    items += [
        (
            tag("rect", **bar, class_=f"part {g}"),
            Words("may follow: {g}", "可续支持：{g}").fill(g=words),
        )
        for g, words in GRADE.items()
    ]
    if made is not None:
        dot, low = (tag("circle", cx=11, cy=7, r=4, class_=c) for c in ("score", "score low"))
        line = tag("line", x1=11, x2=11, y1=1, y2=13, class_="mean")
        items += [
            (dot, Words("the centre, 0 to 100", "该中心，0 至 100")),
            (low, Words("below its form", "低于同类")),
            (line, Words("mean of its form", "同类平均")),
        ]
        return legend(*items)
    said = Words("Scores and profiles appear here with {run}.", "加上 {run} 后，此处还会给出得分与分维度情况。")
    return join(legend(*items), tag("p", say(said, run=tag("code", "--evaluation RUN")), class_="note"))
