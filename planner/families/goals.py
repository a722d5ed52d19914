"""The five goal terms of the policy as layers, pairs and values of the planning problem, each a share in [0, 1]."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from graph.model.schema import SECTORS
from planner.problem.city.city import City
from planner.problem.cover_worth import marginal_worth
from planner.problem.rows import BUILT_IN, OF_HISTORY, Floats, Goal, Ints, Layer, Pairs
from planner.rulebook.kinds import Condition

Components = tuple[tuple[Layer, ...], tuple[Pairs, ...], dict[str, Floats], tuple[Goal, ...]]


GOALS = ("coverage", "collaboration", "talent", "firms", "mechanism")
"""The five tasks of the policy, in its order."""


def components(city: City) -> Components:
    """All layers, pair sets, values and goals of a city.

    Returns
    -------
    layers
        ``technologies`` (ramped, judged in the coverage years), ``ties``, ``people``, ``firms``, ``partners``.
    pairs
        ``complementarity`` between candidates.
    values
        ``with_existing`` (complementarity with existing centres) and ``mechanism``.
    goals
        coverage, collaboration, talent, firms, mechanism, and the built-in terms.
    """
    between, with_existing, constant = complementarity(city)
    mechanism, mechanism_today = _mechanism(city)
    tau = city.policy.goals.collaboration.ties
    goals = (
        Goal("coverage", (("technologies", 1.0),)),
        Goal(
            "collaboration",
            (("ties", tau), ("complementarity", 1.0 - tau), ("with_existing", 1.0 - tau)),
            constant=(1.0 - tau) * constant,
        ),
        Goal("partners", (("partners", 1.0),)),
        Goal("talent", (("people", 1.0),)),
        Goal("firms", (("firms", 1.0),)),
        Goal("mechanism", (("mechanism", 1.0),), constant=mechanism_today),
        *(Goal(name, ((name, 1.0),)) for name in BUILT_IN),
        *(Goal(name, ((name, 1.0),)) for name in OF_HISTORY if city.history is not None),
    )
    layers = (technologies(city), ties(city), people(city), firms(city), partners(city))
    return layers, (between,), {"with_existing": with_existing, "mechanism": mechanism}, goals


def _share(weight: Floats) -> Floats:
    """Weights as shares of their sum; all zero where the sum is."""
    whole = float(weight.sum())
    return weight / whole if whole > 0 else np.zeros_like(weight)


def technologies(city: City) -> Layer:
    """Severity-weighted expected coverage, ramped, judged in the coverage years."""
    rule = city.policy.goals.coverage
    kinds = city.eco.column("technologies", "kind")
    weight = np.array([rule.kinds.get(k, 0.0) for k in kinds], dtype=np.float64) * city.eco.column(
        "technologies", "severity"
    )
    judged = sorted(rule.years)
    there = np.concatenate([city.existing, city.leaving])
    ramped = np.array([[city.grown(int(row), f) for f in judged] for row in there])
    existing = city.strength[there].T @ ramped.reshape(len(there), len(judged))
    links = sp.coo_array(city.strength[city.chosen_from])
    candidate, settled = links.coords[0].astype(np.int64), _settled(city, judged)
    return Layer(
        name="technologies",
        items=city.eco.ids("Technology"),
        weight=_share(weight),
        item=links.coords[1].astype(np.int64),
        candidate=candidate,
        strength=links.data if settled is None else links.data * _expected_capability(city)[candidate],
        existing=np.asarray(existing),
        ramp=np.array([[city.ramp(f - y) for y in city.years] for f in judged]),
        period_weight=_share(np.array([rule.years[f] for f in judged], dtype=np.float64)),
        marginal=marginal_worth(rule.failure, rule.depth),
        settled=None if settled is None else settled[candidate],
    )


def _settled(city: City, judged: list[int]) -> Floats | None:
    """(choices, P) share of full strength of approved centres that the plain ramp does not tell; NaN elsewhere.

    None where the ramp tells all: nobody was rectified, and grades do not act on strength.
    """
    records = [city.record(int(row)) for row in city.chosen_from]
    acts = any(share != 1.0 for share in city.policy.evaluation.capability.values())
    if not acts and not any(record is not None and record.rectified for record in records):
        return None
    out = np.full((city.choices, len(judged)), np.nan)
    for i, record in enumerate(records):
        if record is not None:
            out[i] = [city.grown(int(city.candidates[i]), f) for f in judged]
    return out


def _expected_capability(city: City) -> Floats:
    """(choices,) share of its strength that the expected grade leaves a candidate; 1 for approved centres."""
    rows = [int(row) for row in city.chosen_from]
    return np.array([1.0 if city.record(row) is not None else city.capability(row, 0) for row in rows])


def _once(
    city: City, name: str, items: tuple[str, ...], weight: Floats, item: Ints, candidate: Ints, have: Floats
) -> Layer:
    """A layer whose items count once, at once and in full."""
    return Layer(
        name=name,
        items=items,
        weight=weight,
        item=item,
        candidate=candidate,
        strength=np.ones(len(item)),
        existing=have.reshape(-1, 1),
        ramp=np.ones((1, len(city.years))),
        period_weight=np.ones(1),
        marginal=np.ones(1),
    )


def ties(city: City) -> Layer:
    """New cross-sector ties: pairs of organisations of different sectors that a candidate brings together first."""
    n = city.eco.size("Organisation")
    sector = np.array([SECTORS.get(k, k) for k in city.eco.column("organisations", "kind")], dtype=object)
    # a row of ``ties`` joins two organisations whatever its weight
    a, b = (city.eco.codes("ties", end, "Organisation") for end in ("source_id", "target_id"))
    known = set((np.minimum(a, b) * n + np.maximum(a, b)).tolist())
    for centre in city.existing:
        known.update(_pairs_of(city, int(centre), n, sector).tolist())
    found, candidate = [], []
    for i, centre in enumerate(city.chosen_from):
        new = [key for key in _pairs_of(city, int(centre), n, sector).tolist() if key not in known]
        found += new
        candidate += [i] * len(new)
    keys, item = np.unique(np.array(found, dtype=np.int64), return_inverse=True)
    ids = city.eco.ids("Organisation")
    names = tuple(f"{ids[k // n]}|{ids[k % n]}" for k in keys.tolist())
    candidates = np.array(candidate, dtype=np.int64)
    return _once(
        city, "ties", names, _share(np.ones(len(keys))), item.astype(np.int64), candidates, np.zeros(len(keys))
    )


def _pairs_of(city: City, centre: int, n: int, sector: np.ndarray[tuple[int], np.dtype[np.object_]]) -> Ints:
    """Keys a·n + b, a < b, of the cross-sector pairs of organisations in one centre."""
    inside = np.sort(city.members.indices[city.members.indptr[centre] : city.members.indptr[centre + 1]]).astype(
        np.int64
    )
    a, b = np.triu_indices(len(inside), 1)
    different = sector[inside[a]] != sector[inside[b]]
    return np.asarray(inside[a][different] * n + inside[b][different], dtype=np.int64)


def people(city: City) -> Layer:
    """Distinct people engaged, worth by tier."""
    tiers = city.policy.goals.talent.tiers
    weight = np.array([tiers.get(t, 0.0) for t in city.eco.column("people", "tier")], dtype=np.float64)
    return _incidence(city, "people", city.eco.ids("Person"), _share(weight), city.people)


def firms(city: City) -> Layer:
    """Distinct leading ("champion") firms engaged."""
    champion = city.eco.column("organisations", "champion") & (city.eco.column("organisations", "kind") == "firm")
    return _incidence(city, "firms", city.eco.ids("Organisation"), _share(champion.astype(np.float64)), city.members)


def partners(city: City) -> Layer:
    """Distinct organisations that lead or join a centre, each worth 1: a number, not a share."""
    ids = city.eco.ids("Organisation")
    return _incidence(city, "partners", ids, np.ones(len(ids)), city.members)


def _incidence(
    city: City, name: str, items: tuple[str, ...], weight: Floats, behind: sp.csr_array[np.float64]
) -> Layer:
    links = sp.coo_array(behind[city.chosen_from])
    have = np.minimum(np.asarray(behind[city.existing].sum(axis=0)).ravel(), 1.0)
    item, candidate = links.coords[1].astype(np.int64), links.coords[0].astype(np.int64)
    return _once(city, name, items, weight, item, candidate, have)


def complementarity(city: City) -> tuple[Pairs, Floats, float]:
    """Pair bonuses b_ij = Σ s_t over REQUIRES(t → u) with t at one and u at the other, plus given synergies.

    Returns
    -------
    between : Pairs
        Between candidates, divided by Σ max(b, 0) over all pairs of centres.
    with_existing : ndarray, (N,)
        Of each candidate with the existing centres, divided alike.
    constant : float
        Among existing centres, divided alike.
    """
    eco = city.eco
    here = _present(city)
    at = sp.csr_array(sp.diags_array(here) @ (city.strength > 0).astype(np.float64))
    needs = sp.csr_array((eco.matrix("REQUIRES") > 0).astype(np.float64))
    severity = sp.diags_array(eco.column("technologies", "severity")) if eco.size("Technology") else needs
    one_way = at @ severity @ needs @ at.T
    a, b = (eco.codes("synergies", end, "Centre") for end in "ab")
    shape = (eco.size("Centre"),) * 2
    told = eco.column("synergies", "bonus").astype(np.float64) * here[a] * here[b]
    given = sp.coo_array((told, (a, b)), shape=shape)
    both = sp.triu(one_way + one_way.T + given + given.T, 1).tocoo()
    bonus = _shared(both.data)
    position = np.full(eco.size("Centre"), -1, dtype=np.int64)
    position[city.chosen_from] = np.arange(city.choices)
    i, j = position[both.coords[0]], position[both.coords[1]]
    free = (i >= 0) & (j >= 0) & (bonus != 0)
    with_existing = np.zeros(city.size)
    half = (i >= 0) ^ (j >= 0)
    np.add.at(with_existing, np.maximum(i, j)[half], bonus[half])
    return Pairs("complementarity", i[free], j[free], bonus[free]), with_existing, float(bonus[(i < 0) & (j < 0)].sum())


def _present(city: City) -> Floats:
    """(centres,) 1 for those that are there or may be: neither ended nor withdrawn."""
    out = np.zeros(city.eco.size("Centre"))
    out[city.chosen_from] = out[city.existing] = 1.0
    return out


def _shared(bonus: Floats) -> Floats:
    whole = float(bonus[bonus > 0].sum())
    return bonus / whole if whole > 0 else np.zeros_like(bonus)


def _mechanism(city: City) -> tuple[Floats, float]:
    """Give each candidate's mean mechanism score as a share of all centres' sum, and the existing centres' part."""
    score = _condition_mean(city, city.policy.goals.mechanism.conditions) * _present(city)
    share = _share(score)
    return share[city.candidates], float(share[city.existing].sum())


def _condition_mean(city: City, conditions: tuple[Condition, ...]) -> Floats:
    out = np.zeros(city.eco.size("Centre"))
    centre = city.eco.codes("conditions", "centre_id", "Centre")
    for name in conditions:
        out[centre] += np.nan_to_num(city.eco.column("conditions", name)) / 100.0 / len(conditions)
    return out
