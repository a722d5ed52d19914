"""Thresholds on the ten build conditions, single and in the mean; a missing score fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from graph.base.words import Words
from graph.model.schema import CONDITIONS
from planner.families.kind import Family
from planner.families.kinds.bars import threshold
from planner.problem.city import City
from planner.problem.rows import Bar, Rule
from planner.rulebook.policy import Policy

_EACH = Words("build condition '{en}' of at least {s}", "建设条件“{zh}”不低于 {s} 分")
_MEAN = Words("mean of the ten build conditions of at least {s}", "十项建设条件均分不低于 {s}")


def rows(city: City) -> Iterator[Bar]:
    """One bar for each condition with a least score that some candidate misses, and one for the mean."""
    for condition, least in city.policy.readiness.each.items():
        rule = Rule(
            f"readiness {condition}", "readiness", _each(condition, f"{least:g}"), f"readiness.each.{condition}"
        )
        yield from threshold(city.years, rule, scores(city, (condition,))[:, 0], least)
    if city.policy.readiness.mean is not None:
        least = city.policy.readiness.mean
        rule = Rule("readiness mean", "readiness", _MEAN.fill(s=f"{least:g}"), "readiness.mean")
        yield from threshold(city.years, rule, scores(city, [c for c, _, _ in CONDITIONS]).mean(axis=1), least)


def _each(condition: str, figure: str) -> Words:
    zh, en = next(((z, e) for c, z, e in CONDITIONS if c == condition), (condition, condition))
    return _EACH.fill(en=en, zh=zh, s=figure)


def scores(city: City, names: Iterable[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(N, conditions) scores of the candidates, NaN where missing."""
    columns = list(names)
    out = np.full((city.eco.size("Centre"), len(columns)), np.nan)
    centre = city.eco.codes("conditions", "centre_id", "Centre")
    for k, name in enumerate(columns):
        out[centre, k] = city.eco.column("conditions", name)
    return np.asarray(out[city.candidates])


def label(rule: Rule, policy: Policy) -> Words:  # noqa: ARG001
    """The sentence of a threshold, with a mark for the figure.

    >>> label(Rule("", "", Words("", ""), "readiness.each.governance"), None).zh
    '建设条件“组织架构”不低于 {n} 分'
    """
    if rule.key == "readiness.mean":
        return _MEAN.fill(s="{n}")
    return _each(rule.key.rpartition(".")[2], "{n}")


FAMILY = Family("readiness", 20, rows=rows, label=label)
