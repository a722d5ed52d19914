"""The goals, cost and objective of a plan, recomputed from the ecosystem and the policy.

What does not live here: rules that a plan may break (``planner.audit.rules``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from planner.audit.facts import Facts
from planner.audit.past import Past
from planner.audit.report import total
from planner.rulebook.policy import Coverage, Policy

Starts = Mapping[str, int]
Pay = Mapping[str, Mapping[int, float]]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def worth(cover: float, failure: float, depth: int) -> float:
    """Worth g of a (fractional) cover: the r-th unit adds (1 − q) q^(r−1), up to ``depth`` units.

    Parameters
    ----------
    cover
        Sum of strengths that cover a technology, ≥ 0.
    failure
        Chance q that a covering centre fails.
    depth
        Units beyond which more is worth nothing.

    Examples
    --------
    >>> worth(2.0, 0.5, 3), worth(1.5, 0.5, 3), worth(9.0, 0.5, 2)
    (0.75, 0.625, 0.75)
    """
    return math.fsum(
        (1.0 - failure) * failure ** (r - 1) * min(max(cover - (r - 1), 0.0), 1.0) for r in range(1, depth + 1)
    )


def ramp(goal: Coverage, lag: int) -> float:
    """Share of full strength ``lag`` years after approval; 0 before it."""
    if lag < 0 or not goal.ramp:
        return 0.0
    return goal.ramp[min(lag, len(goal.ramp) - 1)]


def grown(facts: Facts, policy: Policy, past: Past, centre: str, year: int) -> float:
    """Share of full strength of a centre that history knows: years since approval without pauses, times its grade's."""
    goal, stand = policy.goals.coverage, past.stands[centre]
    if not stand.is_there(year):
        return 0.0
    if stand.approved is None:
        share = goal.ramp[-1] if goal.ramp else 0.0
    else:
        share = ramp(goal, year - stand.approved - len([y for y in stand.pauses if stand.approved <= y <= year]))
    return share * able(facts, policy, past, centre, year) if stand.ours else share


def able(facts: Facts, policy: Policy, past: Past | None, centre: str, year: int) -> float:
    """Share of its strength that the grade of the year before leaves a centre."""
    told = policy.evaluation
    grade = None if past is None or centre not in past.stands else past.stands[centre].grades.get(year - 1)
    grade = grade or told.centres.get(centre) or told.expected.get(facts.centres[centre].formation)  # type: ignore[call-overload]
    return told.capability.get(grade, 1.0)  # type: ignore[arg-type]


def coverage(facts: Facts, policy: Policy, starts: Starts, past: Past | None = None) -> float:
    """Severity-weighted expected coverage over the judged years, in [0, 1].

    Σ_f w_f Σ_t k_t s_t g(cover(t, f)) / (Σ_f w_f · Σ_t k_t s_t), cover(t, f) = Σ a_it · ramp(f − y_i) over existing
    centres and the plan; an existing centre without approval year stands at full strength.
    """
    goal = policy.goals.coverage
    full = goal.ramp[-1] if goal.ramp else 0.0
    weights = {t: goal.kinds.get(x.kind, 0.0) * x.severity for t, x in facts.technologies.items()}  # type: ignore[call-overload]
    parts = []
    for year, year_weight in goal.years.items():
        share = {i: ramp(goal, year - y) * able(facts, policy, past, i, 0) for i, y in starts.items()}
        for i in facts.existing:
            approved = facts.centres[i].approved_year
            share[i] = full if approved is None else ramp(goal, year - approved)
        if past is not None:
            there = {*starts, *facts.existing, *(i for i in past.stands if facts.centres[i].absent)}
            share |= {i: grown(facts, policy, past, i, year) for i in there if i in past.stands}
        for t, weight in weights.items():
            if weight:
                cover = math.fsum(a * share[i] for i, a in facts.coverers[t] if i in share)
                parts.append(year_weight * weight * worth(cover, goal.failure, goal.depth))
    return _share(math.fsum(parts), math.fsum(goal.years.values()) * math.fsum(weights.values()))


def collaboration(facts: Facts, policy: Policy, starts: Starts) -> float:
    """New cross-sector ties and complementarity, weighted τ and 1 − τ, in [0, 1] unless synergies are negative."""
    here = set(starts) | set(facts.existing)
    made = sum(1 for who in facts.new_ties.values() if any(i in starts for i in who))
    got = math.fsum(bonus for (i, j), bonus in facts.bonuses.items() if i in here and j in here)
    best = math.fsum(max(bonus, 0.0) for bonus in facts.bonuses.values())
    weight = policy.goals.collaboration.ties
    return weight * _share(made, len(facts.new_ties)) + (1.0 - weight) * _share(got, best)


def talent(facts: Facts, policy: Policy, starts: Starts) -> float:
    """Tier weights of distinct people in existing and chosen centres, as a share of all people's, in [0, 1]."""
    tiers = policy.goals.talent.tiers
    worths = {person: tiers.get(tier, 0.0) for person, tier in facts.tiers.items()}  # type: ignore[call-overload]
    engaged = {person for i in (*facts.existing, *starts) for person in facts.staff[i]}
    return _share(math.fsum(worths[p] for p in sorted(engaged)), math.fsum(worths.values()))


def firms(facts: Facts, starts: Starts) -> float:
    """Distinct champion firms that lead or join existing and chosen centres, as a share of all champion firms."""
    champions = {o for o, x in facts.organisations.items() if x.kind == "firm" and x.champion}
    engaged = {o for i in (*facts.existing, *starts) for o in facts.teams[i]}
    return _share(len(champions & engaged), len(champions))


def partners(facts: Facts, starts: Starts) -> float:
    """Number of distinct organisations that lead or join existing and chosen centres."""
    return float(len({o for i in (*facts.existing, *starts) for o in facts.teams[i]}))


def mechanism(facts: Facts, policy: Policy, starts: Starts) -> float:
    """Mean score of the listed conditions (missing = 0), of existing and chosen centres, as a share of all centres'."""
    listed = policy.goals.mechanism.conditions
    scores = {
        i: _share(math.fsum(facts.conditions.get(i, {}).get(c, 0.0) for c in listed), len(listed)) / 100.0
        for i, centre in facts.centres.items()
        if not centre.absent
    }
    return _share(math.fsum(scores[i] for i in (*facts.existing, *starts)), math.fsum(scores.values()))


def equity(facts: Facts, policy: Policy, starts: Iterable[str], past: Past | None = None) -> float:
    """Equity of chosen new legal entities, or what history has paid them if that is more, in the money unit."""
    out = []
    for i in starts:
        centre, default = facts.centres[i], policy.equity.default_amount
        asked = (default if centre.equity is None else centre.equity) if centre.new_legal_entity else 0.0
        stand = None if past is None else past.stands.get(i)
        out.append(asked if stand is None else max(asked, total((money,) for money in stand.equity.values())))
    return total((money,) for money in out)


def terms(facts: Facts, policy: Policy, starts: Starts, pay: Pay, past: Past | None = None) -> dict[str, float]:
    """Every term that an objective may name.

    Returns
    -------
    dict
        The five goals; ``cost`` (support paid and equity), ``delay`` (years after the first approval year),
        ``late_money`` (money × years after the first), ``partners`` and ``count``.
    """
    first = policy.years.first
    return {
        "coverage": coverage(facts, policy, starts, past),
        "collaboration": collaboration(facts, policy, starts),
        "talent": talent(facts, policy, starts),
        "firms": firms(facts, starts),
        "mechanism": mechanism(facts, policy, starts),
        "cost": math.fsum(
            [money for years in pay.values() for money in years.values()] + [equity(facts, policy, starts, past)]
        ),
        "delay": float(sum(year - first for year in starts.values())),
        "partners": partners(facts, starts),
        "late_money": math.fsum((f - first) * money for years in pay.values() for f, money in years.items()),
        "count": float(len(starts)),
    }


def stage_values(policy: Policy, found: Mapping[str, float]) -> dict[str, float]:
    """Value of each stage (``stage1``, ``stage2`` …), and ``objective``, which is that of the first."""
    values = {}
    for k, stage in enumerate(policy.objective, start=1):
        weights = {**(stage.maximise or {}), **(stage.minimise or {})}
        values[f"stage{k}"] = math.fsum(weight * found[term] for term, weight in weights.items())
    return ({"objective": values["stage1"]} if values else {}) | values
