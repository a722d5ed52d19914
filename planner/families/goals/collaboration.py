"""The task 优势创新力量协同: new cross-sector ties, and what centres are worth together."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from graph.model.schema import SECTORS
from planner.families.goal import GoalFamily, Parts, once, present, share
from planner.problem.city.city import City
from planner.problem.rows import Floats, Goal, Ints, Layer, Pairs


def parts(city: City) -> Parts:
    """The layer ``ties``, the pairs ``complementarity``, the value ``with_existing``: with centres that are there."""
    between, with_existing, constant = complementarity(city)
    tau = city.policy.goals.collaboration.ties
    goal = Goal(
        "collaboration",
        (("ties", tau), ("complementarity", 1.0 - tau), ("with_existing", 1.0 - tau)),
        constant=(1.0 - tau) * constant,
    )
    return Parts(goal, (ties(city),), (between,), {"with_existing": with_existing})


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
    return once(city, "ties", names, share(np.ones(len(keys))), item.astype(np.int64), candidates, np.zeros(len(keys)))


def _pairs_of(city: City, centre: int, n: int, sector: np.ndarray[tuple[int], np.dtype[np.object_]]) -> Ints:
    """Keys a·n + b, a < b, of the cross-sector pairs of organisations in one centre."""
    inside = np.sort(city.members.indices[city.members.indptr[centre] : city.members.indptr[centre + 1]]).astype(
        np.int64
    )
    a, b = np.triu_indices(len(inside), 1)
    different = sector[inside[a]] != sector[inside[b]]
    return np.asarray(inside[a][different] * n + inside[b][different], dtype=np.int64)


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
    here = present(city)
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


def _shared(bonus: Floats) -> Floats:
    whole = float(bonus[bonus > 0].sum())
    return bonus / whole if whole > 0 else np.zeros_like(bonus)


GOAL = GoalFamily("collaboration", 20, parts)
