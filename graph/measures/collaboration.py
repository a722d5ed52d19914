"""Ties between organisations: across sectors or within, against chance, new with candidates, missing.

A pair of organisations is joined if a row of table ``ties`` names both (in either order, whatever its weight), or if
both stand behind one active centre as lead or member. What does not live here: whose failure would cut what
(``graph.measures.fragility``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.base.errors import InputError
from graph.base.words import Words
from graph.measures.coverage import severities
from graph.measures.engine import among, component_of, simple
from graph.measures.evidence import holders
from graph.model.ecosystem import Ecosystem
from graph.model.ranks import ranks
from graph.model.schema import SECTORS, TIES

WIDE = 3000
"""A technology that more organisations are capable of brings no two of them together: it makes no missing tie."""
MOST_PAIRS = 50_000_000
"""Pairs within centres that are listed; more are refused (a list of them would not fit in memory)."""


def sectors(eco: Ecosystem) -> NDArray[np.object_]:
    """Name the sector of each organisation (``graph.model.schema.SECTORS``); a blank kind is ``"other"``.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> rows = {"organisations": [{"id": "F", "kind": "firm"}, {"id": "L", "kind": "laboratory"}, {"id": "X"}]}
    >>> sectors(Ecosystem.from_rows(DatasetInfo("x"), rows)).tolist()
    ['industry', 'research', 'other']
    """
    return np.array([SECTORS.get(k, "other") for k in eco.column("organisations", "kind").tolist()], dtype=object)


def joined_pairs(eco: Ecosystem, centres: NDArray[np.bool_]) -> NDArray[np.int64]:
    """List the joined pairs of organisations: by a tie, or together behind an active centre.

    Each unordered pair once, ties of an organisation with itself left out. O(ties + Σ_i m_i²) for m_i organisations
    behind centre i; ``InputError`` where that is more than ``MOST_PAIRS``.

    Parameters
    ----------
    centres : array of bool, shape (centres,)
        The active centres (:func:`graph.measures.coverage.active_centres`).

    Returns
    -------
    numpy.ndarray of int64, shape (pairs, 2)
        Positions of the organisations, the smaller first, sorted.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": o} for o in ("O1", "O2", "O3")],
    ...     "centres": [{"id": "C1", "lead_id": "O1"}], "members": [{"centre_id": "C1", "organisation_id": "O3"}],
    ...     "ties": [{"source_id": "O2", "target_id": "O1", "kind": "co_patent"}]})
    >>> joined_pairs(eco, np.array([False])).tolist(), joined_pairs(eco, np.array([True])).tolist()
    ([[0, 1]], [[0, 1], [0, 2]])
    """
    return eco.once(("joined pairs", centres.tobytes()), lambda: _joined(eco, centres))


def sector_counts(pairs: ArrayLike, sector: Sequence[str] | NDArray[np.object_]) -> tuple[int, int]:
    """Count the pairs across sectors, E, and within one sector, I; O(pairs).

    Parameters
    ----------
    pairs : array_like of int, shape (pairs, 2)
        Positions into ``sector``.
    sector : sequence of str
        Sector of each organisation.

    Examples
    --------
    >>> sector_counts([[0, 1], [1, 2]], ["industry", "industry", "research"])
    (1, 1)
    """
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    names = np.asarray(sector, dtype=object)
    across = int((names[ends[:, 0]] != names[ends[:, 1]]).sum())
    return across, len(ends) - across


def cross_sector_share(external: float, internal: float) -> float:
    """Share of ties that cross sectors: E / (E + I); NaN where there is no tie. No unit, in [0, 1].

    Examples
    --------
    >>> cross_sector_share(6, 2)
    0.75
    """
    return external / (external + internal) if external + internal > 0 else float("nan")


def ei_index(external: float, internal: float) -> float:
    """E–I index: (E − I) / (E + I); −1 = all ties within sectors, +1 = all across; NaN where there is no tie.

    Source: Krackhardt & Stern 1988, Informal networks and organizational crises, Social Psychology Quarterly 51(2).
    Read it beside :func:`expected_ei`: with sectors of unequal size chance alone is far from 0.

    Examples
    --------
    >>> ei_index(6, 2)
    0.5
    """
    return (external - internal) / (external + internal) if external + internal > 0 else float("nan")


def expected_ei(sizes: ArrayLike) -> float:
    """E–I index of a network in which all pairs are joined alike: (E* − I*) / (E* + I*) over all possible pairs.

    Source: Krackhardt & Stern 1988. NaN with fewer than two organisations. O(sectors).

    Parameters
    ----------
    sizes : array_like of int
        Number of organisations in each sector.

    Examples
    --------
    21 pairs, of which 1 + 3 within a sector: (17 − 4) / 21.

    >>> expected_ei([2, 3, 1, 1])
    0.6190476190476191
    """
    n = np.asarray(sizes, dtype=np.float64)
    possible = n.sum() * (n.sum() - 1) / 2
    internal = (n * (n - 1) / 2).sum()
    return ei_index(float(possible - internal), float(internal))


@dataclass(frozen=True)
class NewPairs:
    """Cross-sector pairs that candidates would join for the first time.

    ``pairs``: positions of the organisations, shape (pairs, 2), sorted; ``centres``: 0/1, pairs × centres, 1 where the
    pair is together in that candidate (columns of existing centres are empty).
    """

    pairs: NDArray[np.int64]
    centres: sp.csr_array[np.float64]

    def joined(self, centres: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Mark the pairs that are together in at least one of the given centres."""
        found: NDArray[np.bool_] = self.centres @ centres.astype(np.float64) > 0
        return found

    def share(self, centres: NDArray[np.bool_]) -> float:
        """Share of the pairs that the given centres join; 0 where there is no such pair."""
        return float(self.joined(centres).mean()) if len(self.pairs) else 0.0


def new_cross_sector_pairs(eco: Ecosystem) -> NewPairs:
    """Find the pairs of organisations of different sector that only candidates bring together.

    A pair counts if both are lead or member of at least one candidate, no row of ``ties`` joins them and no existing
    centre has both. This is the ground set of the plan's collaboration goal. O(ties + Σ_i m_i²).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> kinds = {"F": "firm", "U": "university", "G": "firm"}
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": o, "kind": kind} for o, kind in kinds.items()],
    ...     "centres": [{"id": "C1", "status": "candidate", "lead_id": "F"}],
    ...     "members": [{"centre_id": "C1", "organisation_id": o} for o in ("U", "G")],
    ...     "ties": [{"source_id": "U", "target_id": "G", "kind": "co_patent"}]})
    >>> new = new_cross_sector_pairs(eco)
    >>> new.pairs.tolist(), new.share(np.array([True])), new.share(np.array([False]))
    ([[0, 1]], 1.0, 0.0)
    """
    status = eco.column("centres", "status")
    n = eco.size("Organisation")
    pairs = _together(eco, status == "candidate")
    names = sectors(eco)
    pairs = pairs[names[pairs[:, 0]] != names[pairs[:, 1]]]
    known = joined_pairs(eco, status == "existing")
    pairs = pairs[~among(pairs[:, 0] * n + pairs[:, 1], known[:, 0] * n + known[:, 1])]
    candidates = sp.diags_array((status == "candidate").astype(np.float64))
    stands = (candidates @ holders(eco)[:, :n]).T.tocsr()
    together = stands[pairs[:, 0]].multiply(stands[pairs[:, 1]]).tocsr()
    together.eliminate_zeros()
    return NewPairs(pairs, together)


def capable_organisations(eco: Ecosystem) -> sp.csr_array[np.float64]:
    """What each organisation can do, by itself or through the people who work at it: 0/1, organisations × technologies.

    O(capabilities).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O"}], "people": [{"id": "P", "organisation_id": "O"}],
    ...     "technologies": [{"id": "T"}], "capabilities": [{"holder_id": "P", "technology_id": "T"}]})
    >>> capable_organisations(eco).toarray()
    array([[1.]])
    """
    return eco.once("capable organisations", lambda: _capable_organisations(eco))


def _capable_organisations(eco: Ecosystem) -> sp.csr_array[np.float64]:
    capable = eco.matrix("CAPABLE_OF", "Organisation") + eco.matrix("WORKS_AT").T @ eco.matrix("CAPABLE_OF", "Person")
    found: sp.csr_array[np.float64] = (capable > 0).astype(np.float64).tocsr()
    return found


def wide_technologies(eco: Ecosystem) -> NDArray[np.bool_]:
    """Mark the technologies that more than ``WIDE`` organisations are capable of; O(capabilities)."""
    return np.bincount(capable_organisations(eco).indices, minlength=eco.size("Technology")) > WIDE


def missing_cross_sector_pairs(eco: Ecosystem, centres: NDArray[np.bool_]) -> list[tuple[str, str, float]]:
    """List the pairs of different sector that are capable of the same technology and yet not joined.

    An organisation is capable of what it or the people who work at it have a capability for. Returns (organisation id,
    organisation id, Σ severity of the technologies that both are capable of), the greatest first, then by id.
    Technologies that more than ``WIDE`` organisations are capable of are left out (:func:`wide_technologies`).
    O(Σ_t h_t²) for h_t capable organisations of technology t.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "F", "kind": "firm"}, {"id": "U", "kind": "university"}],
    ...     "technologies": [{"id": "T1", "severity": 5}],
    ...     "capabilities": [{"holder_id": o, "technology_id": "T1"} for o in ("F", "U")]})
    >>> missing_cross_sector_pairs(eco, np.zeros(0, dtype=bool))
    [('F', 'U', 5.0)]
    """
    ids, found = eco.ids("Organisation"), missing_pairs(eco, centres)
    return [(ids[a], ids[b], s) for (a, b), s in zip(found.ends.tolist(), found.shared.tolist(), strict=True)]


@dataclass(frozen=True)
class MissingPairs:
    """Positions of the organisations, the one of smaller id first, shape (pairs, 2), and the severity they share."""

    ends: NDArray[np.int64]
    shared: NDArray[np.float64]

    def __len__(self) -> int:
        """Number of pairs."""
        return len(self.ends)


def missing_pairs(eco: Ecosystem, centres: NDArray[np.bool_]) -> MissingPairs:
    """:func:`missing_cross_sector_pairs` as arrays, in the same order; O(Σ_t h_t² + pairs log pairs)."""
    n = eco.size("Organisation")
    capable = capable_organisations(eco)
    counts = np.where(wide_technologies(eco), 0.0, severities(eco))
    weighted = (capable @ sp.diags_array(counts)).tocsr()
    weighted.eliminate_zeros()
    shared = (weighted @ capable.T).tocoo()
    once = shared.row < shared.col
    at, to, value = shared.row[once].astype(np.int64), shared.col[once].astype(np.int64), shared.data[once]
    sector, known = np.unique(sectors(eco).astype(str), return_inverse=True)[1], joined_pairs(eco, centres)
    across = np.flatnonzero(sector[at] != sector[to])
    across = across[~among(at[across] * n + to[across], known[:, 0] * n + known[:, 1]) & (value[across] > 0)]
    at, to, value = at[across], to[across], value[across]
    rank = ranks(eco, "Organisation")
    turned = rank[at] > rank[to]
    at, to = np.where(turned, to, at), np.where(turned, at, to)
    order = np.lexsort((rank[to], rank[at], -value))
    return MissingPairs(np.stack([at[order], to[order]], axis=1), value[order])


def component_sizes(pairs: ArrayLike, nodes: int) -> NDArray[np.int64]:
    """Sizes of the connected components of ``nodes`` organisations, the largest first; an isolated one is a component.

    O(nodes + pairs).

    Examples
    --------
    >>> component_sizes([[0, 1], [1, 2]], 4)
    array([3, 1])
    """
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    sizes = np.bincount(component_of(ends, nodes))
    return np.sort(sizes[sizes > 0])[::-1].astype(np.int64)


def _joined(eco: Ecosystem, centres: NDArray[np.bool_]) -> NDArray[np.int64]:
    tie = next(t for t in TIES if t.label == "COLLABORATES")
    at, to, _ = eco.ends(tie, "Organisation", "Organisation")
    together = _together(eco, centres)
    return simple(np.stack([np.r_[at, together[:, 0]], np.r_[to, together[:, 1]]], axis=1), eco.size("Organisation"))


def _together(eco: Ecosystem, centres: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Pairs of organisations that stand behind one of the given centres, as in :func:`joined_pairs`."""
    n = eco.size("Organisation")
    stands = (sp.diags_array(centres.astype(np.float64)) @ holders(eco)[:, :n]).tocsr()
    stands.eliminate_zeros()
    size = np.diff(stands.indptr).astype(np.int64)
    if (size * (size - 1) // 2).sum() > MOST_PAIRS:
        words = Words(
            "{n} organisations stand behind centre {id}: their pairs are too many to list",
            "中心“{id}”背后有 {n} 家单位，两两组合过多，无法逐一列出",
        )
        raise InputError(words.fill(n=int(size.max()), id=eco.ids("Centre")[int(size.argmax())]))
    both = sp.triu(stands.T @ stands, k=1).tocoo()
    return simple(np.stack([both.row, both.col], axis=1), n)
