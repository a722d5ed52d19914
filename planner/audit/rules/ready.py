"""Approvals within the years of the policy and not before a candidate is ready."""

from __future__ import annotations

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger

HORIZON = rule(
    "A810", "horizon", "{centre}: approval in {year} is outside {key}", "{centre}：批复年份{year}不在规划期{key}内"
)
NOT_READY = rule(
    "A811",
    "ready",
    "{centre} is approved in {year}, before it is ready ({limit})",
    "{centre}在{year}年批复，早于成熟年份{limit}",
)


def check(book: Ledger, given: Given) -> None:
    """Families horizon, ready: first ≤ y ≤ last, and y ≥ ready year (blank: any year)."""
    span = f"{given.policy.years.first}–{given.policy.years.last}"
    for i, year in given.free.items():
        inside = given.policy.years.first <= year <= given.policy.years.last
        book.check(HORIZON, inside, centre=i, year=year, key=span)
        ready = given.facts.centres[i].ready_year
        if ready is not None:
            book.check(NOT_READY, year >= ready, centre=i, year=year, value=year, limit=ready)


AUDIT = AuditFamily(
    10,
    (
        HORIZON,
        NOT_READY,
    ),
    Words(
        "A centre is approved when it is ready, within the years of the policy, and above its thresholds.",
        "成熟一个、批复一个：须在规划期内、成熟之后且达到门槛方可批复。",
    ),
    check,
)
