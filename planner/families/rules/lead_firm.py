"""Thresholds on firms that lead (optional rules of the sister scheme); a missing figure fails."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.families.kinds.bars import threshold
from planner.problem.city import City
from planner.problem.rows import Bar, Floats, Rule
from planner.rulebook.policy import Policy

_WORDS = {
    "lead_firm.minimum_sales": Words("sales of a lead firm", "牵头企业销售收入"),
    "lead_firm.minimum_rd_share": Words("R&D share of a lead firm", "牵头企业研发占比"),
}


def rows(city: City) -> Iterator[Bar]:
    """One bar for each figure with a least value that some lead firm misses; other leads are not asked."""
    told = city.policy.lead_firm
    for column, least in (("sales", told.minimum_sales), ("rd_share", told.minimum_rd_share)):
        if least is not None:
            key = f"lead_firm.minimum_{column}"
            rule = Rule(f"lead firm {column}", "lead_firm", _WORDS[key], key)
            yield from threshold(city.years, rule, _figure(city, column), least)


def _figure(city: City, column: str) -> Floats:
    """(N,) a figure of each candidate's lead firm, NaN = missing; infinite where no firm leads."""
    lead = city.eco.codes("centres", "lead_id", "Organisation")[city.candidates]
    firm = (city.eco.column("organisations", "kind") == "firm")[lead] & (lead >= 0)
    return np.where(firm, city.eco.column("organisations", column)[lead], np.inf)


def label(rule: Rule, policy: Policy) -> Words:  # noqa: ARG001
    """The sentence of a threshold, with a mark for the figure."""
    return Words("{w} of at least {n}", "{w}不低于 {n}").fill(w=_WORDS[rule.key], n="{n}")


FAMILY = Family("lead_firm", 30, rows=rows, label=label)
