"""Scores of the ten build conditions; a missing score fails."""

from __future__ import annotations

import math

from graph.base.words import Words
from graph.model.schema import CONDITIONS
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger

CONDITION = rule(
    "A812",
    "readiness_each",
    "{centre}: {key} scores {value}, below the threshold {limit}",
    "{centre}：“{key}”得分{value}，低于门槛{limit}",
)
CONDITION_MEAN = rule(
    "A813",
    "readiness_mean",
    "{centre}: mean of the ten conditions is {value}, below {limit}",
    "{centre}：十项建设条件平均分{value}，低于门槛{limit}",
)


def check(book: Ledger, given: Given) -> None:
    """Families readiness_each, readiness_mean: scores of the build conditions; a missing score fails."""
    each, mean = given.policy.readiness.each, given.policy.readiness.mean
    if not each:
        book.skip("readiness_each")
    if mean is None:
        book.skip("readiness_mean")
    for i in given.free:
        scores = given.facts.conditions.get(i, {})
        for name, least in each.items():
            score = scores.get(name, math.nan)
            book.at_least(CONDITION, score, least, measured=True, centre=i, key=name, of="conditions")
        if mean is not None:
            value = math.fsum(scores.get(name, math.nan) for name, _, _ in CONDITIONS) / len(CONDITIONS)
            book.at_least(CONDITION_MEAN, value, mean, measured=True, centre=i)


AUDIT = AuditFamily(
    20,
    (
        CONDITION,
        CONDITION_MEAN,
    ),
    Words(
        "A centre is approved when it is ready, within the years of the policy, and above its thresholds.",
        "成熟一个、批复一个：须在规划期内、成熟之后且达到门槛方可批复。",
    ),
    check,
)
