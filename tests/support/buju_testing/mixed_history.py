"""Small random cities in the middle of their scheme in which any rule of a policy may meet any other.

What :mod:`buju_testing.random_history` draws, with people, sub-fields, channels, rules between centres and centres
outside the scheme beside it, and a policy with some of everything.
"""

from __future__ import annotations

import random
from typing import Any

from buju_testing.course_cases import policy_of
from buju_testing.random_history import STAGES, drawn
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.rulebook.policy import Policy

GOALS = ("coverage", "collaboration", "talent", "firms", "mechanism")
PEOPLE = ("P0", "P1", "P2")


def mixed_history(seed: int) -> tuple[Ecosystem, Policy]:
    """A city of up to six centres and its policy, as of 2024; the same seed gives the same city."""
    rng = random.Random(f"mixed {seed}")
    may_stop, levels = rng.random() < 0.5, rng.random() < 0.25
    tables, changes = drawn(seed, may_stop=may_stop, sizes=(3, 5) if may_stop or levels else (3, 6), levels=levels)
    _add(rng, tables)
    eco = Ecosystem.from_rows(DatasetInfo(f"mixed {seed}"), tables)
    return eco, policy_of(changes, 2024, _policy(rng, tables["centres"]))


def _add(rng: random.Random, tables: dict[str, Any]) -> None:
    """Who works where, what goes together, and which centres are outside the scheme."""
    ids = [row["id"] for row in tables["centres"]]
    for row in tables["centres"]:
        row["channel"] = rng.choice(("city", "district", "department"))
        if rng.random() < 0.5:
            row["subfield"] = rng.choice(("S1", "S2"))
        if rng.random() < 0.5:
            row["chief_scientist_id"] = rng.choice(PEOPLE)
        if row["status"] == "approved" and rng.random() < 0.12:
            row["status"] = "existing"
    for row in tables["organisations"]:
        row["champion"] = rng.random() < 0.5
    tables["people"] = [{"id": one, "tier": rng.choice(("", "top", "leading"))} for one in PEOPLE]
    tables["affiliations"] = [{"centre_id": one, "person_id": rng.choice(PEOPLE)} for one in ids if rng.random() < 0.4]
    tables["rules"] = []
    for kind, most in (("requires", 2), ("excludes", 3), ("at_most", 3)):
        if rng.random() < 0.3:
            members = "|".join(rng.sample(ids, min(len(ids), rng.randint(2, most))))
            limit = {"limit": rng.choice((1, 2))} if kind == "at_most" else {}
            tables["rules"].append({"kind": kind, "members": members, **limit})
    pairs = dict.fromkeys(tuple(sorted(rng.sample(ids, 2))) for _ in range(rng.randint(0, 3)))
    tables["synergies"] = [{"a": a, "b": b, "bonus": rng.choice((-4, 2, 3))} for a, b in pairs]


def _policy(rng: random.Random, centres: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}

    def maybe(chance: float, key: str, value: Any) -> None:
        if rng.random() < chance:
            told[key] = value

    maybe(0.3, "support.base", rng.choice(("cumulative", "total")))
    maybe(0.3, "support.total_cap", rng.choice((300, 600, 800)))
    maybe(0.3, "support.first_year_cap", rng.choice((100, 200)))
    maybe(0.2, "support.first_year_least", rng.choice((0.2, 0.5)))
    maybe(0.3, "support.years", rng.choice((1, 2, 4)))
    maybe(0.3, "support.default_minimum", rng.choice((50, 120)))
    maybe(0.3, "exclusive.centres_per_subfield", 1)
    maybe(0.3, "exclusive.centres_per_chief_scientist", 1)
    maybe(0.2, "exclusive.centres_per_member", rng.choice((1, 2)))
    maybe(0.3, "quotas.formation", {"enterprise": {"max": rng.randint(1, 3)}})
    maybe(0.2, "quotas.field", {"F1": {"min": rng.choice((0, 1)), "max": rng.randint(1, 3)}})
    maybe(0.2, "quotas.year", {2025: {"max": 1}, 2026: {"max": rng.randint(1, 2)}})
    maybe(0.2, "quotas.channel", {"city": {"max": 1}})
    maybe(0.2, "equity.default_amount", rng.choice((50, 150)))
    maybe(0.25, "payers.match", [{"left": ["city"], "at_least": 0.5, "of": ["province", "district"]}])
    maybe(0.25, "payers.shares", {"province": rng.choice((0.2, 0.4))})
    maybe(0.2, "cofunding.by_district", {"D1": rng.choice((0.0, 0.5, 1.0))})
    offered = [row["id"] for row in centres if row["status"] == "candidate"]
    maybe(0.15, "fixed.rejected", rng.sample(offered, min(1, len(offered))))
    maybe(0.15, "fixed.chosen", [rng.choice(centres)["id"]])
    strict = {
        "severity": rng.choice((4, 5)),
        "distinct": rng.choice(("lead", "centre")),
        "strength": rng.choice((0.0, 0.6)),
    }
    maybe(0.2, "must_cover", [strict])
    maybe(0.3, "evaluation.factors", {"excellent": 1.0, "good": 0.8, "pass": 0.5, "poor": 0.0})
    maybe(0.2, "evaluation.expected", {"enterprise": "pass", "institute": "good"})
    maybe(0.3, "goals.coverage.depth", rng.choice((1, 2)))
    maybe(0.3, "goals.collaboration.ties", rng.choice((0.0, 1.0)))
    maybe(0.2, "build_period", rng.choice((3, 4)))
    weights = {goal: round(rng.uniform(0.05, 1.0), 2) for goal in rng.sample(GOALS, rng.randint(1, 4))}
    return told | {"objective": [{"maximise": weights}, *STAGES[1:]]}
