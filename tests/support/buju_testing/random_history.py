"""Small random cities that stand in the middle of their scheme, and their true optimum by trying every choice.

History, caps, dues and goals are the audit's own reading; whether the money can be paid is a small linear program for
each choice. Nothing of the program that finds plans is used.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import linprog

from buju_testing.course_cases import policy_of
from buju_testing.promotions import levels_kept
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import CONDITIONS
from planner.audit import catalogue, goals
from planner.audit.facts import Facts, read_facts
from planner.audit.family import Given
from planner.audit.past import Past, decided, read_past, with_past
from planner.audit.report import Ledger
from planner.audit.rules import FAMILIES, budgets, support
from planner.audit.rules.equity import AUDIT as EQUITY
from planner.audit.rules.levels import AUDIT as LEVELS
from planner.audit.to_come import ToCome
from planner.rulebook.policy import Policy

STAGES = [
    {"maximise": {"coverage": 0.7, "collaboration": 0.3}},
    {"minimise": {"cost": 1}},
    {"minimise": {"delay": 1}},
    {"minimise": {"late_money": 1}},
]
GRADES = ("excellent", "good", "pass", "poor")


def random_history(
    seed: int, *, may_stop: bool = False, sizes: tuple[int, int] = (3, 7), levels: bool = False
) -> tuple[Ecosystem, Policy]:
    """A city of up to five approved centres and its candidates, and a policy, as of 2024.

    ``levels``: with scores on the build conditions, promotions, and targets of higher levels.
    """
    tables, changes = drawn(seed, may_stop=may_stop, sizes=sizes, levels=levels)
    return Ecosystem.from_rows(DatasetInfo(f"random {seed}"), tables), policy_of(changes, 2024)


def drawn(seed: int, *, may_stop: bool, sizes: tuple[int, int], levels: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The tables of a random city, and what its policy changes of the shipped one."""
    rng = random.Random(seed)
    n = rng.randint(*sizes)
    ids = [f"C{k}" for k in range(n)]
    centres, payments, evaluations, commitments, decisions = [], [], [], [], []
    for k, i in enumerate(ids):
        row: dict[str, Any] = {
            "id": i,
            "level": "municipal",
            "field": rng.choice(("F1", "F2")),
            "district": rng.choice(("D1", "D2")),
            "lead_id": f"O{rng.randint(0, n)}",
            "formation": rng.choice(("enterprise", "institute")),
            "minimum_support": rng.choice((None, 100, 250, 400, 700)),
            "new_legal_entity": rng.random() < 0.4,
            "equity": rng.choice((None, 100, 200)),
        }
        if rng.random() < 0.55 and k < 5:
            _approved(rng, row, payments, evaluations, commitments, decisions)
        else:
            row |= {"status": "candidate", "ready_year": rng.choice((2024, 2025, 2026))}
            if rng.random() < 0.1:
                decisions.append({"centre_id": i, "year": 2025, "decision": "approved"})
        centres.append(row)
    technologies = [
        {"id": f"T{t}", "field": "F1", "kind": "bottleneck", "severity": rng.randint(1, 5)} for t in range(n + 1)
    ]
    tables = {
        "centres": centres,
        "technologies": technologies,
        "covers": [
            {"centre_id": i, "technology_id": t["id"], "strength": rng.choice((1, 1, 0.5))}
            for i in ids
            for t in rng.sample(technologies, 2)
        ],
        "investments": [
            {"centre_id": i, "year": k, "investment": rng.choice((400, 800, 1200, 2000))}
            for i in ids
            for k in range(1, 6)
        ],
        "organisations": [{"id": f"O{k}", "kind": rng.choice(("firm", "university"))} for k in range(n + 1)],
        "members": [{"centre_id": i, "organisation_id": f"O{k}"} for k, i in enumerate(ids)],
        "requires": [{"technology_id": "T0", "prerequisite_id": "T1"}],
        "districts": [{"id": "D1"}, {"id": "D2"}],
        "fields": [{"id": "F1"}, {"id": "F2"}],
        "payments": payments,
        "evaluations": evaluations,
        "commitments": commitments,
        "decisions": decisions,
    }
    climbs = _levels(random.Random(f"levels {seed}"), tables) if levels else {}
    return tables, {**_policy(rng), "course.may_stop": may_stop, **climbs}


def _levels(rng: random.Random, tables: dict[str, Any]) -> dict[str, Any]:
    """Scores, levels that are there, a promotion, and what the policy asks for; the tables are added to."""
    for row in tables["centres"]:
        if row["status"] == "approved" and rng.random() < 0.4:
            row["level"] = "provincial"
        elif row["status"] == "approved" and row["approved_year"] < 2024 and rng.random() < 0.3:
            tables["decisions"].append(
                {"centre_id": row["id"], "year": 2024, "decision": "promoted", "level": "provincial"}
            )
    tables["decisions"] = list({(d["centre_id"], d["year"]): d for d in tables["decisions"]}.values())
    tables["conditions"] = [
        {"centre_id": row["id"], **dict.fromkeys((name for name, _, _ in CONDITIONS), rng.choice((60, 75, 90)))}
        for row in tables["centres"]
    ]

    def level(targets: tuple[int | None, ...], *years: int) -> dict[str, Any]:
        return {
            "target": rng.choice(targets),
            "year": rng.choice(years),
            "after": rng.randint(0, 2),
            "quota": rng.choice((None, 1, 2)),
            "each": 100,
            "pot": rng.choice((None, None, 100, 200)),
            "readiness": {"each": {"top_talent": rng.choice((0, 70))}, "mean": rng.choice((None, 70, 80))},
        }

    told = {"provincial": level((1, 2, 2, 3), 2026, 2027, 2028)}
    if rng.random() < 0.6:
        told["national"] = level((None, 1, 1, 2), 2027, 2028, 2029)
    return {"levels": told}


def _approved(rng: random.Random, row: dict[str, Any], *lists: list[dict[str, Any]]) -> None:  # noqa: C901 - one draw after another
    payments, evaluations, commitments, decisions = lists
    centre, year = row["id"], rng.choice((2021, 2022, 2023, 2023, 2024, 2024))
    row |= {"status": "approved", "approved_year": year}
    for f in range(year, min(year + 3, 2025)):
        if rng.random() < 0.85:
            for payer in rng.sample(("city", "district", "province"), rng.randint(1, 2)):
                payments.append(
                    {"centre_id": centre, "year": f, "amount": rng.choice((50, 120, 200, 300)), "payer": payer}
                )
        if rng.random() < 0.6:
            evaluations.append({"centre_id": centre, "year": f, "grade": rng.choice(GRADES)})
    if rng.random() < 0.15:
        payments.append({"centre_id": centre, "year": 2024, "amount": -30, "payer": "city"})
    if row["new_legal_entity"] and rng.random() < 0.5:
        payments.append({"centre_id": centre, "year": year, "amount": rng.choice((50, 150, 250)), "kind": "equity"})
    for f in (2025, 2026):
        if rng.random() < 0.35:
            commitments.append({"centre_id": centre, "year": f, "amount": rng.choice((40, 100, 180))})
    chance = rng.random()
    if chance < 0.12:
        decisions.append({"centre_id": centre, "year": rng.choice((2024, 2025)), "decision": "stopped"})
    elif chance < 0.24:
        decisions += [
            {"centre_id": centre, "year": y, "decision": "rectify"}
            for y in rng.choice(((2024,), (2025,), (2024, 2025)))
        ]
    elif chance < 0.3:
        decisions.append({"centre_id": centre, "year": 2024, "decision": rng.choice(("completed", "promoted"))})


def _policy(rng: random.Random) -> dict[str, Any]:
    def maybe(chance: float, value: Any, other: Any) -> Any:
        return value if rng.random() < chance else other

    return {
        "objective": STAGES,
        "years.first": 2022,
        "years.last": 2026,
        "target.count": maybe(0.3, rng.randint(1, 4), None),
        "target.year": 2026,
        "target.maximum": maybe(0.3, rng.randint(2, 5), None),
        "target.count_existing": rng.random() < 0.5,
        "goals.coverage.failure": 0.3,
        "goals.coverage.ramp": maybe(0.5, [0.0, 0.5, 1.0], [1.0]),
        "goals.coverage.years": {2027: 0.5, 2028: 0.5, 2030: 0.0},
        "cofunding.district_share": maybe(0.5, 0.25, 0.0),
        "budgets.city": maybe(0.7, {2024: 500, 2025: rng.choice((250, 500, 900)), 2026: rng.choice((200, 600))}, {}),
        "budgets.carry_over": rng.random() < 0.4,
        "budgets.total": maybe(0.4, rng.choice((1200, 2000, 3000)), None),
        "budgets.districts": maybe(0.3, {"D1": rng.choice((100, 300))}, {}),
        "equity.pot": maybe(0.3, rng.choice((200, 400, 700)), None),
        "equity.pots": maybe(0.3, {2025: rng.choice((0, 100, 200)), 2026: 200}, {}),
        "exclusive.centres_per_lead": maybe(0.4, 1, None),
        "quotas.district": maybe(0.4, {"D1": {"max": rng.randint(1, 2)}}, {}),
        "quotas.count_existing": rng.random() < 0.5,
        "course.commitments": rng.choice(("firm", "priority", "free")),
        "course.promoted_support_ends": rng.random() < 0.5,
        "payers.match": maybe(0.3, [{"left": ["city", "district"], "at_least": 1.0, "of": ["province"]}], []),
        "evaluation.rectify_after": maybe(0.2, "poor", None),
        "evaluation.capability": maybe(0.3, {"pass": 0.8, "poor": 0.5}, {}),
    }


@dataclass
class Optimum:
    """Least shortfall of promises, value of stage 1, cost; None: no plan is feasible."""

    shortfall: float | None = None
    objective: float | None = None
    cost: float | None = None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice of centres and years that keeps all rules: who, shortfall of promises, worth, least cost with it."""

    starts: dict[str, int]
    shortfall: float
    objective: float
    """The first stage"""
    terms: dict[str, float]
    """Goals, and the least cost with what history has paid"""

    @property
    def cost(self) -> float:
        """The second stage."""
        return self.terms["cost"]


def every_choice(eco: Ecosystem, policy: Policy) -> list[Choice]:
    """Every choice of candidates and years that keeps all rules."""
    past = read_past(eco, policy)
    assert past is not None
    facts = with_past(read_facts(decided(eco)), past, policy)
    held = {
        i: s.approved
        for i, s in past.stands.items()
        if s.ours and not facts.centres[i].absent and not facts.centres[i].existing and s.approved is not None
    }
    years = [None, *range(past.as_of + 1, policy.years.last + 1)]
    open_to = [i for i in facts.candidates if i not in held]
    options = [[past.announced[i]] if i in past.announced else years for i in open_to]
    stays = [[y, None] if policy.course.may_stop else [y] for y in held.values()]
    weights = policy.objective[0].maximise
    assert weights is not None
    found = []
    for when in product(*stays, *options):
        starts = {i: y for i, y in zip((*held, *open_to), when, strict=True) if y is not None}
        if not kept(facts, policy, starts, past):
            continue
        paid = _least(facts, policy, starts, past)
        if paid is not None:
            terms = goals.terms(facts, policy, starts, {}, past)
            found.append(
                Choice(
                    starts=starts,
                    shortfall=paid[0],
                    objective=sum(weight * terms[goal] for goal, weight in weights.items()),
                    terms=terms | {"cost": paid[1] + terms["cost"]},
                )
            )
    return found


def best_of_all(eco: Ecosystem, policy: Policy) -> Optimum:
    """The best of every choice, stage after stage."""
    found = every_choice(eco, policy)
    if not found:
        return Optimum()
    short = min(one.shortfall for one in found)
    least = [one for one in found if one.shortfall < short + 1e-6]
    value = max(one.objective for one in least)
    cost = min(one.cost for one in least if one.objective > value - 1e-9)
    return Optimum(short, value, cost)


def kept(facts: Facts, policy: Policy, starts: dict[str, int], past: Past) -> bool:
    """Whether a choice keeps all rules but those on money."""
    book = Ledger(catalogue.FAMILIES)
    given = Given(facts, policy, starts, {}, past)
    for family in (*(f for f in FAMILIES if not f.of_money and f is not LEVELS), EQUITY):
        family.check(book, given)
    return not book.findings and (not policy.levels or levels_kept(given, policy))


@dataclass
class Purse:
    """The money of one choice as a linear program: columns (centre, year, …), rows ≤ caps, bounds, soft promises."""

    columns: list[tuple[str, int, float, float]]
    rows: np.ndarray
    caps: list[float]
    bounds: list[tuple[float, float]]
    soft: int
    before: float

    @property
    def size(self) -> int:
        """Number of columns, shortfalls included."""
        return len(self.columns) + self.soft


def _least(facts: Facts, policy: Policy, starts: dict[str, int], past: Past) -> tuple[float, float] | None:
    """(Least shortfall of promises, least support with it, past support of the plan's years included); None: cannot."""
    purse = purse_of(facts, policy, starts, past)
    if purse is None:
        return None
    rows, caps, bounds = purse.rows, purse.caps, purse.bounds
    if not purse.size:
        return (0.0, purse.before) if all(cap >= 0 for cap in caps) else None
    short = np.r_[np.zeros(len(purse.columns)), np.ones(purse.soft)]
    first = linprog(short, A_ub=rows, b_ub=caps, bounds=bounds, method="highs")
    if first.status == 2:
        return None
    assert first.status == 0, first.message
    second = linprog(
        1.0 - short, A_ub=np.vstack([rows, short]), b_ub=[*caps, first.fun + 1e-7], bounds=bounds, method="highs"
    )
    assert second.status == 0, second.message
    return float(first.fun), float(second.fun) + purse.before


def purse_of(facts: Facts, policy: Policy, starts: dict[str, int], past: Past) -> Purse | None:  # noqa: C901, PLR0912 - one kind of row after another
    """The money of a choice; None where no amount fits."""
    told = policy.support
    given = Given(facts, policy, starts, {}, past)
    columns: list[tuple[str, int, float, float]] = []
    equal: list[tuple[list[tuple[int, float]], float]] = []
    soft: list[tuple[int, float]] = []
    for i, stand in past.stands.items():
        if not stand.ours or stand.approved is None:
            continue
        one = ToCome(given, i, stand)
        base = len(columns)
        caps_of = {y: cap for y, cap in one.caps.items() if not one.stopped or y == past.as_of + 1}
        columns += [(i, year, 0.0, cap) for year, cap in caps_of.items()]
        mine = [(base + k, 1.0) for k in range(len(caps_of))]
        if not one.stopped:
            equal.append(([(c, -1.0) for c, _ in mine], -one.owed()))
        equal.append((mine, one.room))
        for k, year in enumerate(caps_of):
            promise = one.promises().get(year, 0.0)
            if promise and policy.course.commitments == "firm":
                columns[base + k] = (i, year, promise, one.caps[year])
            elif promise and policy.course.commitments == "priority":
                soft.append((base + k, promise))
        for match in () if one.stopped else policy.payers.match:
            found = one.match(match.left, match.at_least, match.of)
            if found is not None:
                equal.append(([(c, -found[0]) for c, _ in mine], -found[1]))
    for i, start in given.new.items():
        base = len(columns)
        for k in range(1, told.years + 1):
            cap = support.yearly_limit(facts, policy, i, k)
            cap = min(cap, told.first_year_cap or cap) if k == 1 else cap
            low = support.first_year_least(facts, policy, i) if k == 1 else 0.0
            columns.append((i, start + k - 1, low, cap))
        mine = [(base + k, 1.0) for k in range(told.years)]
        equal.append(([(c, -1.0) for c, _ in mine], -support.least_support(facts, policy, i)))
        equal.append((mine, told.total_cap or np.inf))
    equal += _budgets(facts, policy, given, columns)
    before = sum(m for s in past.stands.values() if s.ours for y, m in s.own.items() if y >= policy.years.first)
    size = len(columns) + len(soft)
    rows, caps = np.zeros((len(equal) + len(soft), size)), []
    for r, (terms, cap) in enumerate(equal):
        for c, v in terms:
            rows[r, c] += v
        caps.append(cap)
    for s, (c, promise) in enumerate(soft):
        rows[len(equal) + s, [c, len(columns) + s]] = -1.0
        caps.append(-promise)
    bounds = [(low, high) for _, _, low, high in columns] + [(0.0, promise) for _, promise in soft]
    if any(low > high + 1e-9 for low, high in bounds):
        return None
    bounds = [(min(low, high), high) for low, high in bounds]
    keep = [k for k, cap in enumerate(caps) if np.isfinite(cap)]
    rows, caps = rows[keep], [caps[k] + 1e-9 for k in keep]
    return Purse(columns, rows, caps, bounds, len(soft), before)


def _budgets(
    facts: Facts, policy: Policy, given: Given, columns: list[tuple[str, int, float, float]]
) -> list[tuple[list[tuple[int, float]], float]]:
    """Rows of the budgets, over columns (centre, year …)."""
    told, out = policy.budgets, []
    delta = [budgets.district_share(facts, policy, i) for i, *_ in columns]
    assert given.past is not None
    left, open_years, whole = 0.0, set(), 0.0
    for year, cap in sorted(told.city.items()):
        before = budgets.paid(given, "city", year=year)
        if year <= given.past.as_of:
            left = max(0.0, cap + left - before) if told.carry_over else 0.0
            continue
        open_years, whole = (open_years | {year}, whole + cap) if told.carry_over else ({year}, cap)
        out.append(([(c, 1 - delta[c]) for c, col in enumerate(columns) if col[1] in open_years], whole + left))
    if told.total is not None:
        before = budgets.paid(given, "city", "district")
        out.append(([(c, 1.0) for c in range(len(columns))], max(0.0, told.total - before)))
    for district, cap in told.districts.items():
        before = budgets.paid(given, "district", district=district)
        mine = [(c, delta[c]) for c, col in enumerate(columns) if facts.centres[col[0]].district == district]
        out.append((mine, max(0.0, cap - before)))
    return out
