"""What centres claim, held against what the organisations and people behind them can do."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from graph.measures.items import without_origin
from graph.model.ecosystem import Ecosystem


def holders(eco: Ecosystem) -> sp.csr_array[np.float64]:
    """Who stands behind each centre: its lead, its members, its affiliated people and its chief scientist.

    Each stands behind a centre once, however many roles it has. O(ties log ties).

    Returns
    -------
    scipy.sparse.csr_array
        0/1, centres × (organisations, then people).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}, {"id": "O2"}], "people": [{"id": "P1"}],
    ...     "centres": [{"id": "C1", "lead_id": "O2", "chief_scientist_id": "P1"}],
    ...     "affiliations": [{"person_id": "P1", "centre_id": "C1"}]})
    >>> holders(eco).toarray()
    array([[0., 1., 1.]])
    """
    return eco.once("holders", lambda: _holders(eco))


def evidence(eco: Ecosystem) -> sp.csr_array[np.float64]:
    """Strength that is evidenced for each centre and technology: e_it = 1 − Π_h (1 − c_ht) over holders h behind i.

    c_ht is the holder's own ``capabilities.strength``: an organisation's capability counts as its own row, never
    through its people, and the other way round, so nothing counts twice. The formula is the noisy-or: the chance that
    at least one of independent holders can do it (Pearl 1988, *Probabilistic Reasoning in Intelligent Systems*, 4.3.2).

    Where a capability follows from items (``graph.measures.items``), an item that is the origin of the claim (the
    claim's ``evidence`` names it, or it is the centre itself) does not count as its evidence.

    Holders of .6 and .5 give 1 − .4 · .5 = .8. A single holder gives its own strength, and a holder of strength 1
    gives 1, both exactly. No unit, 0 ≤ e ≤ 1. O(n log n) for n triples (centre, holder, technology).

    Returns
    -------
    scipy.sparse.csr_array
        Centres × technologies; empty where nobody behind the centre has a capability.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}, {"id": "O2"}], "technologies": [{"id": "T1"}, {"id": "T2"}],
    ...     "centres": [{"id": "C1", "lead_id": "O1"}],
    ...     "members": [{"centre_id": "C1", "organisation_id": "O2"}],
    ...     "capabilities": [{"holder_id": "O1", "technology_id": "T1", "strength": 0.6},
    ...                      {"holder_id": "O2", "technology_id": "T1", "strength": 0.5}]})
    >>> evidence(eco).toarray()
    array([[0.8, 0. ]])
    """
    return eco.once("evidence", lambda: _evidence(eco))


def used_strength(eco: Ecosystem) -> sp.csr_array[np.float64]:
    """Coverage that counts: min(claim, evidence) where the dataset gives any capability, else the claim.

    A claim of .9 with holders of .6 and .5 behind it counts .8. Centres × technologies; claims of strength 0 and
    claims without evidence are left out. O(n log n).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> rows = {"organisations": [{"id": "O1"}], "technologies": [{"id": "T1"}],
    ...         "centres": [{"id": "C1", "lead_id": "O1"}],
    ...         "covers": [{"centre_id": "C1", "technology_id": "T1", "strength": 0.9}]}
    >>> used_strength(Ecosystem.from_rows(DatasetInfo("claims only"), rows)).toarray()
    array([[0.9]])
    >>> rows["capabilities"] = [{"holder_id": "O1", "technology_id": "T1", "strength": 0.6}]
    >>> used_strength(Ecosystem.from_rows(DatasetInfo("with capabilities"), rows)).toarray()
    array([[0.6]])
    """
    return eco.once("used strength", lambda: _used_strength(eco))


def claims_without_evidence(eco: Ecosystem) -> list[tuple[str, str, float]]:
    """Find the claims that nobody behind the centre has any capability for: (centre id, technology id, claim), by id.

    Empty where the dataset gives no capability at all: then nothing can be held against the claims.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}], "technologies": [{"id": "T1"}, {"id": "T2"}],
    ...     "centres": [{"id": "C1", "lead_id": "O1"}],
    ...     "covers": [{"centre_id": "C1", "technology_id": t} for t in ("T1", "T2")],
    ...     "capabilities": [{"holder_id": "O1", "technology_id": "T1"}]})
    >>> claims_without_evidence(eco)
    [('C1', 'T2', 1.0)]
    """
    if not has_capabilities(eco):
        return []
    claim = eco.matrix("COVERS").tocoo()
    known = used_strength(eco).tocoo()
    width = max(eco.size("Technology"), 1)
    backed = np.isin(claim.row * np.int64(width) + claim.col, known.row * np.int64(width) + known.col)
    centres, technologies = eco.ids("Centre"), eco.ids("Technology")
    rows = zip(claim.row[~backed].tolist(), claim.col[~backed].tolist(), claim.data[~backed].tolist(), strict=True)
    return sorted((centres[i], technologies[t], value) for i, t, value in rows)


def has_capabilities(eco: Ecosystem) -> bool:
    """Whether the dataset has any capability row."""
    return len(eco.column("capabilities", "holder_id")) > 0


def _holders(eco: Ecosystem) -> sp.csr_array[np.float64]:
    organisations, people = eco.size("Organisation"), eco.size("Person")
    chief = eco.codes("centres", "chief_scientist_id", "Person")
    centre = np.flatnonzero(chief >= 0)
    pairs = [
        (eco.codes("members", "centre_id", "Centre"), eco.codes("members", "organisation_id", "Organisation")),
        (np.arange(eco.size("Centre")), eco.codes("centres", "lead_id", "Organisation")),
        (centre, chief[centre] + organisations),
    ]
    person = eco.codes("affiliations", "person_id", "Person")
    pairs.append((eco.codes("affiliations", "centre_id", "Centre"), np.where(person < 0, -1, person + organisations)))
    at = np.concatenate([a for a, _ in pairs])
    to = np.concatenate([b for _, b in pairs])
    keep = (at >= 0) & (to >= 0)
    shape = (eco.size("Centre"), organisations + people)
    behind: sp.csr_array[np.float64] = sp.coo_array(
        (np.ones(int(keep.sum())), (at[keep], to[keep])), shape=shape
    ).tocsr()
    behind.data[:] = 1.0
    behind.sort_indices()
    return behind


def _evidence(eco: Ecosystem) -> sp.csr_array[np.float64]:
    behind = holders(eco)
    capable = sp.vstack(
        [eco.matrix("CAPABLE_OF", "Organisation"), eco.matrix("CAPABLE_OF", "Person")], format="csr", dtype=np.float64
    )
    centre = np.repeat(np.arange(behind.shape[0]), np.diff(behind.indptr))
    first = capable.indptr[behind.indices]
    count = capable.indptr[behind.indices + 1] - first
    # one triple (centre, holder, technology) per capability row of every holder behind a centre
    start = np.repeat(first - np.r_[0, np.cumsum(count)[:-1]] if len(count) else first, count)
    row = start + np.arange(int(count.sum()))
    at, to, strength = np.repeat(centre, count), capable.indices[row], capable.data[row]
    strength = without_origin(eco, at, np.repeat(behind.indices, count), to, strength)
    return _noisy_or(at, to, strength, (eco.size("Centre"), eco.size("Technology")))


def _used_strength(eco: Ecosystem) -> sp.csr_array[np.float64]:
    claim = eco.matrix("COVERS")
    if not has_capabilities(eco):
        return claim
    used: sp.csr_array[np.float64] = claim.minimum(evidence(eco)).tocsr()
    used.sort_indices()
    return used


def _noisy_or(
    at: NDArray[np.integer], to: NDArray[np.integer], strength: NDArray[np.float64], shape: tuple[int, int]
) -> sp.csr_array[np.float64]:
    """1 − Π(1 − strength) of the rows that share (at, to); exact for one row, never below the greatest."""
    order = np.lexsort((strength, to, at))  # strength too: the product must not depend on the order of rows
    at, to, strength = at[order], to[order], strength[order]
    if len(at) == 0:
        return sp.csr_array(shape, dtype=np.float64)
    first = np.flatnonzero(np.r_[True, (at[1:] != at[:-1]) | (to[1:] != to[:-1])])
    greatest = np.maximum.reduceat(strength, first)
    alone = np.diff(np.r_[first, len(at)]) == 1
    value = np.where(alone, greatest, np.maximum(1 - np.multiply.reduceat(1 - strength, first), greatest))
    built: sp.csr_array[np.float64] = sp.coo_array((value, (at[first], to[first])), shape=shape).tocsr()
    built.sort_indices()
    return built
