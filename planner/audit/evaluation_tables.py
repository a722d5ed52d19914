"""The tables of an evaluation as the audit reads them, row by row, with the place of each row.

What does not live here: what is compared (``planner.audit.evaluation``).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from graph.model.ecosystem import Ecosystem
from planner.rulebook.policy import Policy


def decimal(number: float) -> Fraction:
    """A number as written in the file."""
    return Fraction(str(float(number)))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An indicator as declared."""

    scale: str
    worth: Fraction
    expert: bool
    veto: bool
    formation: str


@dataclass(frozen=True)
class Place:
    """A centre that is evaluated: its spreadsheet row and formation."""

    row: int
    formation: str


@dataclass(kw_only=True)
class Book:
    """Everything of one year, and what follows from it."""

    policy: Policy
    indicators: dict[str, Asked] = field(default_factory=dict)
    centres: dict[str, Place] = field(default_factory=dict)
    figures: dict[tuple[str, str], tuple[int, Fraction]] = field(default_factory=dict)
    scores: dict[tuple[str, str], list[tuple[int, str, Fraction]]] = field(default_factory=lambda: defaultdict(list))
    out: dict[tuple[str, str], str] = field(default_factory=dict)

    def asked(self, centre: str) -> list[str]:
        """Indicators with points for the centre's formation."""
        form = self.centres[centre].formation
        return [q for q, one in self.indicators.items() if one.formation in ("", form) and self.worth(centre, q) > 0]

    def worth(self, centre: str, q: str) -> Fraction:
        """Full points of an indicator for a centre."""
        own: dict[str, float] = dict(self.policy.evaluation.system.points.get(self.centres[centre].formation, {}))  # type: ignore[call-overload]
        return decimal(own[q]) if q in own else self.indicators[q].worth

    def kept(self, centre: str, q: str) -> list[Fraction] | None:
        """Scores that count on an indicator, sorted and trimmed; None where nobody reviewed it."""
        if not self.indicators[q].expert or not self.scores.get((centre, q)):
            return None
        left = sorted(s for _, x, s in self.scores[centre, q] if (centre, x) not in self.out)
        if len(left) < self.policy.evaluation.system.panel.least:
            return []
        if len(left) >= self.policy.evaluation.system.panel.trim_from:
            left = left[1 : len(left) - 1]
        return left

    def part(self, centre: str, q: str) -> Fraction | None:
        """Share of the points; None where it is missing."""
        kept = self.kept(centre, q)
        if kept is None:
            found = self.figures.get((centre, q))
            return None if found is None else share(self.indicators[q].scale, found[1])
        return share(self.indicators[q].scale, sum(kept, Fraction(0)) / len(kept)) if kept else None

    def letter(self, centre: str, score: Fraction) -> str:
        """Grade of a score."""
        cuts: dict[str, float] = dict(self.policy.evaluation.system.cuts)  # type: ignore[arg-type]
        cuts |= dict(self.policy.evaluation.system.cuts_by_formation.get(self.centres[centre].formation, {}))  # type: ignore[call-overload]
        for grade in ("excellent", "good", "pass"):
            if score >= decimal(cuts[grade]):
                return grade
        return "poor"

    def cell(self, centre: str, q: str) -> str:
        """Where the points of an indicator come from: its id and the rows of measurements or reviews."""
        if q in self.indicators and self.kept(centre, q) is not None:
            rows = ",".join(str(row) for row, _, _ in self.scores[centre, q])
            return f"{q} (reviews.csv:{rows})"
        found = self.figures.get((centre, q))
        return f"{q} (measurements.csv:{found[0]})" if found else q

    def missing(self) -> Iterator[tuple[tuple[str, str], str]]:
        """What lacks: (centre, indicator) and why."""
        for centre in self.centres:
            for q in self.asked(centre):
                if self.part(centre, q) is None:
                    yield (centre, q), "no value" if self.kept(centre, q) is None else "too few reviews"

    def left_out(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Experts in conflict: (centre, expert) and why."""
        for (centre, expert), why in self.out.items():
            if centre in self.centres:
                yield (centre, expert), why


def share(scale: str, value: Fraction) -> Fraction:
    """Share of the points that a value gets, from the words of the scale."""
    kind, *rest = unicodedata.normalize("NFKC", scale).lower().split()
    if kind == "rubric":
        return max(Fraction(0), min(value, Fraction(100))) / 100
    if kind == "linear":
        start, stop = Fraction(rest[0]), Fraction(rest[1])
        got = (value - start) / (stop - start)
        return Fraction(0) if got <= 0 else Fraction(1) if got >= 1 else got
    steps = [tuple(map(Fraction, step.split(":"))) for step in rest]
    reached = [points for mark, points in steps if mark <= value]
    return (reached[-1] if reached else Fraction(0)) / max(points for _, points in steps)


def _rows(eco: Ecosystem, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """(spreadsheet row, cells …)."""
    lists = [eco.column(table, c).tolist() for c in columns]
    yield from zip(range(2, 2 + len(lists[0])), *lists, strict=True)


def read_book(eco: Ecosystem, policy: Policy, year: int) -> Book:
    """Read what the year's evaluation follows from."""
    book = Book(policy=policy)
    for _, q, kind, scale, points, veto, form in _rows(
        eco, "indicators", "id", "kind", "scale", "points", "veto", "formation"
    ):
        book.indicators[q] = Asked(
            scale=scale, worth=decimal(points), expert=kind == "qualitative", veto=veto, formation=form
        )
    if not book.indicators:
        for one in policy.evaluation.system.indicators:
            book.indicators[one.id] = Asked(
                scale=one.scale,
                worth=decimal(one.points),
                expert=one.kind == "qualitative",
                veto=one.veto,
                formation=one.formation or "",
            )
    for row, centre, status, form, approved in _rows(eco, "centres", "id", "status", "formation", "approved_year"):
        if status == "approved" and approved <= year:
            book.centres[centre] = Place(row, form)
    for row, centre, q, when, value in _rows(eco, "measurements", "centre_id", "indicator_id", "year", "value"):
        if when == year:
            book.figures[centre, q] = (row, decimal(value))
    for row, x, centre, q, when, score in _rows(
        eco, "reviews", "expert_id", "centre_id", "indicator_id", "year", "score"
    ):
        if when == year:
            book.scores[centre, q].append((row, x, decimal(score)))
    _find_conflicts(eco, book, year)
    return book


def _find_conflicts(eco: Ecosystem, book: Book, year: int) -> None:
    for _, x, centre, when, conflict in _rows(eco, "reviews", "expert_id", "centre_id", "year", "conflict"):
        if when == year and conflict:
            book.out[centre, x] = "declared"
    at = {x: o for _, x, o in _rows(eco, "experts", "id", "organisation_id") if o}
    belongs = {(c, o) for _, c, o in _rows(eco, "centres", "id", "lead_id") if o}
    belongs |= {(c, o) for _, c, o in _rows(eco, "members", "centre_id", "organisation_id")}
    papers = set()
    span = book.policy.evaluation.system.panel.co_publication_years
    for _, a, b, kind, when in _rows(eco, "ties", "source_id", "target_id", "kind", "year"):
        if span is not None and kind == "co_publication" and 0 <= year - when < span:
            papers |= {(a, b), (b, a)}
    for centre, x in {(c, x) for (c, _), rows in book.scores.items() for _, x, _ in rows}:
        if (centre, x) in book.out or x not in at:
            continue
        if (centre, at[x]) in belongs:
            book.out[centre, x] = "own organisation"
        elif any(c == centre and (at[x], o) in papers for c, o in belongs):
            book.out[centre, x] = "co-publication"
