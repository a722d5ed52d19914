"""The result as the page looks at it: keys for linking, one colour class per field, and the counts that it says.

Keys stand for ids in classes, links and attributes, so no id from the data is ever part of them: ``c3`` is the fourth
of ``chosen``, ``existing``, ``rejected`` and ``ended`` in a row, ``t5`` the sixth technology, ``y0`` the first year of
support. A number's place (``data-at``) is such a key and a JSON pointer from there (``c3/support/2024``), a pointer
from the top (``/goals/talent``), ``=`` and the name of a count or sum, ``x`` and a pointer into the explanations
(``%`` in front, or ``x%``: as a share of the plan's worth), or ``~`` and one into the comparison.
What does not live here: markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from graph.base.rounding import percent
from graph.base.words import Lang
from planner.layout import content
from planner.layout.content import Result
from planner.layout.figures import colours
from planner.layout.page.markup import Html, bidi, figure_of, num, tag
from planner.layout.statuses import Status, statuses
from planner.runs.genuine import paid_beside
from planner.runs.plan_result import CentreFacts, ChosenCentre, TechnologyFacts
from planner.studies.explain.answer import Explained

Standing = Literal["chosen", "existing", "rejected", "ended"]
MOST_REJECTED = 400
"""Candidates not chosen that the page has cards and marks for; of more, it says how many there are."""
MANY_CHOSEN, MOST_LISTED, FEW_REJECTED = 400, 120, 60
"""With more chosen centres than the first, so many have rows and cards of their own, and so many not chosen ones."""


@dataclass(frozen=True)
class ShownCentre:
    """A centre of the result: its key on the page, and how it stands."""

    key: str
    standing: Standing
    row: CentreFacts

    @property
    def at(self) -> str:
        """The place of its row, for the numbers that are taken from it."""
        return self.key

    @property
    def id(self) -> str:
        """Its id in the data."""
        return self.row.centre

    @property
    def name(self) -> str:
        """Its name, or its id where it has none."""
        return self.row.name or self.id

    @property
    def decision(self) -> ChosenCentre:
        """Its row with what the plan decides on it, where it is chosen."""
        if not isinstance(self.row, ChosenCentre):
            raise TypeError(self.key)
        return self.row

    @property
    def full(self) -> str:
        """Id and name, said once where they are the same."""
        return self.id if self.name == self.id else f"{self.id} {self.name}"


@dataclass(frozen=True)
class View:
    """One result, what has been explained of it (as ``explanations.json`` holds it), and the page's first language."""

    result: Result
    lang: Lang = "zh"
    explained: Explained = field(default_factory=Explained)

    @cached_property
    def centres(self) -> tuple[ShownCentre, ...]:
        """All centres in the result's order: chosen, existing, rejected (at most so many as are shown), ended."""
        out: list[ShownCentre] = []
        parts: tuple[tuple[Standing, Sequence[CentreFacts]], ...] = (
            ("chosen", self.result.chosen),
            ("existing", self.result.existing),
            ("rejected", self.result.rejected[: self.most_rejected]),
            ("ended", self.result.ended),
        )
        for standing, rows in parts:
            for row in rows:
                out.append(ShownCentre(f"c{len(out)}", standing, row))
        return tuple(out)

    @cached_property
    def many(self) -> bool:
        """Whether so many are chosen that not all have rows of their own."""
        return len(self.result.chosen) > MANY_CHOSEN

    @property
    def most_rejected(self) -> int:
        """Candidates not chosen that are shown."""
        return FEW_REJECTED if self.many else MOST_REJECTED

    @cached_property
    def listed(self) -> tuple[ShownCentre, ...]:
        """Chosen centres with rows of their own: all, or those that add most (or get most), in the result's order."""
        chosen = self.of("chosen")
        if not self.many:
            return chosen

        def place(c: ShownCentre) -> tuple[float, float, str]:
            return (-(c.decision.contribution or 0.0), -c.decision.total_support, c.id)

        most = {c.key for c in sorted(chosen, key=place)[:MOST_LISTED]}
        return tuple(c for c in chosen if c.key in most)

    @cached_property
    def listed_keys(self) -> frozenset[str]:
        """Keys of those."""
        return frozenset(c.key for c in self.listed)

    def of(self, standing: Standing) -> tuple[ShownCentre, ...]:
        """The centres of one standing."""
        return tuple(c for c in self.centres if c.standing == standing)

    @cached_property
    def there(self) -> tuple[ShownCentre, ...]:
        """The centres that the plan counts: chosen and existing."""
        return tuple(c for c in self.centres if c.standing in ("chosen", "existing"))

    @cached_property
    def statuses(self) -> dict[str, Status]:
        """How each centre stands as of the end of history, by id."""
        return statuses(self.result)

    def status(self, centre: ShownCentre) -> Status:
        """How one of them stands."""
        return self.statuses[centre.id]

    @cached_property
    def by_id(self) -> dict[str, ShownCentre]:
        """Centres by id; the chosen one first where an id stands twice."""
        return {c.id: c for c in reversed(self.centres)}

    @cached_property
    def technologies(self) -> tuple[TechnologyFacts, ...]:
        """Rows of the technologies."""
        return self.result.technologies

    @cached_property
    def technology_row(self) -> dict[str, int]:
        """Row of each technology by id."""
        return {t.technology: k for k, t in enumerate(self.technologies)}

    @cached_property
    def field_order(self) -> list[str]:
        """Field ids in the taxonomy's order."""
        rows = self.result.rejected
        more = (c.field for c in rows)
        return list(dict.fromkeys([*content.field_order(self.result), *(f for f in more if f)]))

    @cached_property
    def field_colours(self) -> Mapping[str, str]:
        """One colour per field, the same as in every figure."""
        return colours.field_colours(self.field_order)

    @cached_property
    def used_fields(self) -> list[str]:
        """Fields that a centre or a technology is in, in the taxonomy's order."""
        used = {c.row.field for c in self.centres} | {t.field for t in self.technologies}
        return [f for f in self.field_order if f in used]

    @cached_property
    def field_names(self) -> dict[str, str]:
        """Name of each field by id."""
        named = {c.row.field: c.row.field_name for c in self.centres if c.row.field_name}
        return {**named, **content.field_names(self.result)}

    @cached_property
    def district_names(self) -> dict[str, str]:
        """Name of each district by id, also of those that only a centre names."""
        named = {d.id: d.name for d in self.result.districts}
        for c in self.centres:
            place = c.row.district
            if place and place not in named:
                named[place] = c.row.district_name or place
        return named

    def field_of(self, row: CentreFacts) -> str:
        """Name of the field of a row; blank where it has none."""
        key = row.field
        return self.field_names.get(key, key)

    def district_of(self, row: CentreFacts) -> str:
        """Name of the district of a row; blank where it has none."""
        key = row.district
        return self.district_names.get(key, key)

    def colour(self, row: CentreFacts | TechnologyFacts) -> str:
        """Class that carries the colour of a row's field."""
        key = row.field
        return f"f{self.field_order.index(key)}" if key in self.field_order else "fx"

    @property
    def unit(self) -> str:
        """The money unit."""
        return content.unit(self.result)

    def worth(self, value: float, place: str) -> Html:
        """A figure of the objective as a share of the plan's worth; itself where the plan is worth nothing."""
        whole = self.result.objective
        if not whole:
            return num(value, place, 4)
        return figure_of(value / abs(whole), "%" + place, percent(value / abs(whole), 1))

    @cached_property
    def covers(self) -> tuple[tuple[int, ShownCentre, float], ...]:
        """Every cover of the plan: row of the technology, centre, strength."""
        return tuple(
            (k, self.by_id[x.centre], x.strength)
            for k, t in enumerate(self.technologies)
            for x in t.centres
            if x.centre in self.by_id
        )

    @cached_property
    def held(self) -> dict[str, list[int]]:
        """Rows of the technologies that each centre (by key) covers."""
        out: dict[str, list[int]] = {c.key: [] for c in self.centres}
        for k, centre, _ in self.covers:
            out[centre.key].append(k)
        return out

    @cached_property
    def counts(self) -> dict[str, float]:
        """Counts and sums that the page says and the result does not hold as such, by their name after ``=``."""
        money = self.result.support_by_year
        chosen = self.result.chosen
        states = [content.depth(t) for t in self.technologies]
        gone = sum(sum(years.values()) for years in paid_beside(self.result).values())
        return {
            "chosen": len(chosen),
            "existing": len(self.result.existing),
            "rejected": len(self.result.rejected),
            "ended": len(self.result.ended),
            "there": sum(self.statuses[c.centre] != "new" for c in chosen),
            "new": sum(self.statuses[c.centre] == "new" for c in chosen),
            "candidates": len(chosen) + len(self.result.rejected),
            "centres": len(chosen) + len(self.result.existing),
            "technologies": len(states),
            "covered": sum(d > 0 for d in states),
            "uncovered": sum(d <= 0 for d in states),
            "single": sum(0 < d <= 1 for d in states),
            "opened": sum(t.today <= 0 < content.depth(t) for t in self.technologies),
            "links": len(self.covers),
            "support": sum(c.total_support for c in chosen) + gone,
            "equity": sum(c.equity for c in chosen),
            "city": sum(y.city for y in money),
            "district": sum(y.district for y in money),
            "rules": len(self.result.rules),
            "binding": len(self.result.binding),
        }

    def link(self, centre: ShownCentre, *parts: Any, **attributes: Any) -> Html:
        """A link to what the page says of a centre; the script makes it light the centre everywhere."""
        inner = parts or (bidi(centre.name),)
        return tag("a", *inner, href=f"#{centre.key}", **attributes)
