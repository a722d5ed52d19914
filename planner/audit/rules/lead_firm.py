"""Least figures of firms that lead; a missing figure fails."""

from __future__ import annotations

import math

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger, Rule

LEAD_SALES = rule(
    "A814",
    "lead_firm_sales",
    "{centre}: sales of the lead firm {key} are {value}, below {limit}",
    "{centre}：牵头企业{key}销售收入{value}，低于要求{limit}",
)
LEAD_RD = rule(
    "A815",
    "lead_firm_rd",
    "{centre}: R&D share of the lead firm {key} is {value}, below {limit}",
    "{centre}：牵头企业{key}研发投入占比{value}，低于要求{limit}",
)


def check(book: Ledger, given: Given) -> None:
    """Families lead_firm_sales, lead_firm_rd: least figures of a firm that leads; a missing figure fails."""
    asked = given.policy.lead_firm
    figures: tuple[tuple[Rule, float | None, str], ...] = (
        (LEAD_SALES, asked.minimum_sales, "sales"),
        (LEAD_RD, asked.minimum_rd_share, "rd_share"),
    )
    for kind, least, column in figures:
        if least is None:
            book.skip(kind.family)
            continue
        for i in given.free:
            lead = given.facts.centres[i].lead
            firm = given.facts.organisations.get(lead)
            if firm is not None and firm.kind == "firm":
                figure = getattr(firm, column)
                book.at_least(
                    kind,
                    math.nan if figure is None else figure,
                    least,
                    measured=True,
                    centre=i,
                    key=lead,
                    of="organisations",
                )


AUDIT = AuditFamily(
    30,
    (
        LEAD_SALES,
        LEAD_RD,
    ),
    Words(
        "A centre is approved when it is ready, within the years of the policy, and above its thresholds.",
        "成熟一个、批复一个：须在规划期内、成熟之后且达到门槛方可批复。",
    ),
    check,
)
