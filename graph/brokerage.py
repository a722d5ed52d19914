"""Who brokers between others: Burt's constraint and effective size, Gould–Fernandez roles, betweenness.

Pure functions on a sparse adjacency matrix (``graph.network.adjacency``). What does not live here: who is joined to
whom (``graph.collaboration``) and whose loss splits the network (``graph.fragility``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

import networkx as nx
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import breadth_first_order

from graph.network import Adjacency, degrees, places_of, tie_codes, triangles

EXACT = 10_000
"""Nodes up to which betweenness is exact; above, ``SAMPLE`` sources are drawn."""
WORK = 1_000_000_000
"""Nodes times ties up to which betweenness is exact."""
SAMPLE = 256
TIES = 100_000_000
"""Sources times ties of a sample, at the most: in a network of 3 · 10⁶ ties 32 sources are drawn."""
_BLOCK = 400_000
"""Entries of one dense block of sources × nodes."""
_DEEP = 60
"""Steps from end to end above which a network is long and thin, and one source at a time is faster."""


def constraint(network: Adjacency) -> NDArray[np.float64]:
    r"""Burt's constraint: c_i = Σ_j (p_ij + Σ_q p_iq p_qj)², over neighbours j, p_ij = share of i's ties that go to j.

    How much a node's contacts are contacts of each other; low = it brokers across structural holes. Ties may weigh;
    a directed network counts both directions. Source: Burt 1992, *Structural Holes*, eq. 2.4. No unit; above 0, 1 for
    a single contact, and it can exceed 1 (a contact counts both itself and through others). An isolated node has no
    contacts: NaN, not 0 (igraph says NaN too; networkx the same). O(ties^1.5), by triangles: no dense product.

    Returns
    -------
    numpy.ndarray of float, shape (nodes,)

    Examples
    --------
    Two triangles joined by a broker (3): .5, its neighbours .6111, the others 1.00694.

    >>> from graph.network import adjacency
    >>> ties = [[0, 1], [0, 2], [1, 2], [2, 3], [3, 4], [4, 5], [4, 6], [5, 6]]
    >>> constraint(adjacency(ties, 8)).round(5)
    array([1.00694, 1.00694, 0.61111, 0.5    , 0.61111, 1.00694, 1.00694,
               nan])
    """
    both = _both_ways(network)
    n = both.shape[0]
    total = np.asarray(both.sum(axis=1), dtype=np.float64)
    degree = degrees(both)
    share = both.data / np.repeat(total, degree)
    codes, reached = tie_codes(both), share.copy()
    for corners in triangles(both):
        place = {(i, j): places_of(codes, corners[i] * np.int64(n) + corners[j]) for i, j in permutations(range(3), 2)}
        for i, j, q in permutations(range(3)):
            reached += np.bincount(place[i, j], share[place[i, q]] * share[place[q, j]], minlength=len(reached))
    rows = np.repeat(np.arange(n), degree)
    found = np.bincount(rows, reached**2, minlength=n).astype(np.float64)
    found[degree == 0] = np.nan
    return found


def effective_size(network: Adjacency) -> NDArray[np.float64]:
    """Effective size of each node's contacts: n − 2t/n, for n contacts with t ties among them.

    n where no two contacts know each other, 1 where all do. Weights are not used. Source: Burt 1992; in this form
    Borgatti 1997, Structural holes: unpacking Burt's redundancy measures, Connections 20(1). Unit: contacts. NaN for
    an isolated node. O(ties^1.5).

    Examples
    --------
    >>> from graph.network import adjacency
    >>> effective_size(adjacency([[0, 1], [0, 2], [1, 2], [2, 3]], 5)).round(3)
    array([1.   , 1.   , 2.333, 1.   ,   nan])
    """
    both = _both_ways(network)
    degree = degrees(both).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: NDArray[np.float64] = degree - 2 * triangle_counts(both) / degree
    return found


def triangle_counts(network: Adjacency) -> NDArray[np.int64]:
    """Triangles at each node, the ties among its contacts; O(ties^1.5).

    Examples
    --------
    >>> from graph.network import adjacency
    >>> triangle_counts(adjacency([[0, 1], [0, 2], [1, 2], [2, 3]], 4))
    array([1, 1, 1, 0])
    """
    found = np.zeros(network.shape[0], dtype=np.int64)
    for corners in triangles(network):
        found += np.bincount(np.concatenate(corners), minlength=len(found))
    return found


class Roles(NamedTuple):
    """Brokered pairs of each node, by Gould–Fernandez role; each an int64 array of shape (nodes,)."""

    coordinator: NDArray[np.int64]
    itinerant: NDArray[np.int64]
    gatekeeper: NDArray[np.int64]
    representative: NDArray[np.int64]
    liaison: NDArray[np.int64]


def brokerage_roles(network: Adjacency, groups: Sequence[str] | NDArray[np.object_]) -> Roles:
    """Gould–Fernandez roles: open two-step ways i → b → k (no i → k) that node b brokers, by the groups of the three.

    Coordinator: all of b's group. Itinerant broker: i and k of one group, b of another. Gatekeeper: i from outside, b
    and k alike. Representative: i and b alike, k outside. Liaison: three different groups. Source: Gould & Fernandez
    1989, Structures of mediation, Sociological Methodology 19. Unit: ordered pairs. In an undirected network every
    pair counts once each way (so all counts but gatekeeper and representative, which mirror each other, are even).
    Loops are left out; an isolated node has 0. O(ties^1.5 + nodes · groups).

    Parameters
    ----------
    network : scipy.sparse.csr_array
        Directed adjacency, nodes × nodes; a tie is an entry that is not 0.
    groups : sequence of str, shape (nodes,)

    Examples
    --------
    Node 2 stands between groups U and F; 0 → 3 is tied directly, so three ways are left.

    >>> import scipy.sparse as sp
    >>> ties = [(0, 2), (0, 4), (2, 3), (2, 4), (1, 2)]
    >>> network = sp.coo_array((np.ones(5), tuple(zip(*ties))), shape=(5, 5)).tocsr()
    >>> roles = brokerage_roles(network, ["U", "U", "C", "F", "F"])
    >>> int(roles.liaison[2]), int(sum(kind.sum() for kind in roles))
    (3, 3)
    """
    ties = network.tocoo()
    keep = (ties.row != ties.col) & (ties.data != 0)
    n = network.shape[0]
    out: Adjacency = sp.coo_array((np.ones(int(keep.sum())), (ties.row[keep], ties.col[keep])), shape=(n, n)).tocsr()
    out.sum_duplicates()
    out.data[:] = 1.0
    codes = tie_codes(out)
    _, group = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    member = sp.coo_array((np.ones(n), (np.arange(n), group)), shape=(n, int(group.max(initial=-1)) + 1)).tocsr()
    into, away = (out.T @ member).tocsr(), (out @ member).tocsr()
    all_in, all_out = (np.asarray(m.sum(axis=1), dtype=np.int64) for m in (into, away))
    own_in, own_out = (np.asarray(m.multiply(member).sum(axis=1), dtype=np.int64) for m in (into, away))
    alike = np.asarray(into.multiply(away).sum(axis=1), dtype=np.int64)
    counts = np.stack(
        [
            own_in * own_out,
            alike - own_in * own_out,
            (all_in - own_in) * own_out,
            own_in * (all_out - own_out),
            (all_in - own_in) * (all_out - own_out) - (alike - own_in * own_out),
        ]
    )
    # a way back to where it came from brokers nothing
    back = out.multiply(out.T).tocoo()
    same = group[back.row] == group[back.col]
    for of, mask in ((0, same), (1, ~same)):
        counts[of] -= np.bincount(back.row[mask], minlength=n)
    # nor does a way whose ends are tied themselves
    for corners in triangles(_both_ways(out)):
        tied = {
            (i, j): places_of(codes, corners[i] * np.int64(n) + corners[j]) >= 0 for i, j in permutations(range(3), 2)
        }
        for i, b, k in permutations(range(3)):
            closed = tied[i, b] & tied[b, k] & tied[i, k]
            first, middle, last = (group[corners[c][closed]] for c in (i, b, k))
            role = _role(first, middle, last)
            counts -= np.bincount(role * n + corners[b][closed], minlength=5 * n).reshape(5, n)
    return Roles(*counts)


@dataclass(frozen=True)
class Betweenness:
    """Betweenness of every node; exact where ``sample`` is None.

    ``error`` is the standard error of each value where ``sample`` sources were drawn with ``seed``.
    """

    values: NDArray[np.float64]
    sample: int | None = None
    seed: int | None = None
    error: NDArray[np.float64] | None = None


def betweenness(network: Adjacency, sample: int | None = None, seed: int = 1) -> Betweenness:
    """Betweenness: Σ over pairs {s, t} of the share of shortest ways between them that pass through the node.

    Undirected, by steps (weights are not used), not normalised. Source: Freeman 1977, A set of measures of centrality
    based on betweenness, Sociometry 40(1); computed as Brandes 2001, J. Math. Sociology 25(2), many sources at once as
    sparse products: O(nodes · ties · steps). Unit: pairs of nodes. An isolated node has 0.

    Above ``EXACT`` nodes, or ``WORK`` nodes times ties, ``SAMPLE`` sources drawn with ``seed`` stand for all (Brandes
    & Pich 2007, Int. J. of Bifurcation and Chaos 17(7)): the values are unbiased estimates, and the result says
    sample, seed and standard error (good for the great brokers; too small for nodes that few sources see). A network
    of more than 60 steps from end to end is walked by networkx, one source at a time.

    Parameters
    ----------
    sample : int, optional
        Sources to draw; by default all up to ``EXACT`` nodes.

    Examples
    --------
    The node in the middle of a star lies between all three pairs of the others.

    >>> from graph.network import adjacency
    >>> betweenness(adjacency([[0, 1], [0, 2], [0, 3]], 4)).values
    array([3., 0., 0., 0.])
    """
    both = _both_ways(network)
    n = both.shape[0]
    large = n > EXACT or n * both.nnz // 2 > WORK
    most = int(np.clip(2 * TIES // max(both.nnz, 1), 16, SAMPLE))
    drawn = most if sample is None and large else sample
    whole = drawn is None or drawn >= n
    sources = np.arange(n) if whole else np.random.default_rng(seed).choice(n, size=drawn, replace=False)
    if _steps(both) > _DEEP:
        total, squares = _one_by_one(both, sources)
    else:
        total, squares = _at_once(both, sources)
    if whole:
        return Betweenness(total / 2)
    k = len(sources)
    spread = np.maximum(squares / k - (total / k) ** 2, 0) * k / max(k - 1, 1)
    error = n / 2 * np.sqrt(spread / k * (1 - k / n))
    return Betweenness(total * n / k / 2, k, seed, error)


def _at_once(network: Adjacency, sources: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sum of the dependencies of all nodes on the sources, and of their squares (Brandes 2001), level by level."""
    n = network.shape[0]
    steps: Adjacency = sp.csr_array((np.ones(network.nnz), network.indices, network.indptr), shape=network.shape)
    total, squares = np.zeros(n), np.zeros(n)
    width = max(1, _BLOCK // max(n, 1))
    for first in range(0, len(sources), width):
        block = sources[first : first + width]
        column = np.arange(len(block))
        distance = np.full((n, len(block)), -1, dtype=np.int32)
        ways, layer = np.zeros(distance.shape), np.zeros(distance.shape)
        distance[block, column] = 0
        ways[block, column] = layer[block, column] = 1.0
        far = 0
        while True:
            reached: NDArray[np.float64] = np.asarray(steps @ layer)
            new = (distance < 0) & (reached > 0)
            if not new.any():
                break
            far += 1
            distance[new] = far
            layer = np.where(new, reached, 0.0)
            ways += layer
        depends = np.zeros(distance.shape)
        for level in range(far, 0, -1):
            here = distance == level
            given = np.divide(1 + depends, ways, out=np.zeros(distance.shape), where=here)
            depends += np.where(distance == level - 1, ways * np.asarray(steps @ given), 0.0)
        depends[block, column] = 0.0
        total += depends.sum(axis=1)
        squares += (depends**2).sum(axis=1)
    return total, squares


def _one_by_one(network: Adjacency, sources: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    n = network.shape[0]
    total, squares = np.zeros(n), np.zeros(n)
    whole: nx.Graph[int] = nx.from_scipy_sparse_array(network)
    everyone = range(n)
    for source in sources.tolist():
        got = nx.betweenness_centrality_subset(whole, [source], everyone, normalized=False)
        depends = 2 * np.fromiter((got[node] for node in everyone), dtype=np.float64, count=n)
        total += depends
        squares += depends**2
    return total, squares


def _steps(network: Adjacency) -> int:
    """Steps from the best joined node to the farthest one it reaches."""
    if network.nnz == 0:
        return 0
    order, before = breadth_first_order(network, int(np.argmax(degrees(network))), directed=False)
    steps = np.zeros(network.shape[0], dtype=np.int64)
    for node in order[1:].tolist():
        steps[node] = steps[before[node]] + 1
    return int(steps.max())


def _both_ways(network: Adjacency) -> Adjacency:
    """Add the reverse of every tie; loops and zeros left out."""
    ties = network.tocoo()
    keep = (ties.row != ties.col) & (ties.data != 0)
    at, to, weight = ties.row[keep], ties.col[keep], ties.data[keep]
    both: Adjacency = sp.coo_array((np.r_[weight, weight], (np.r_[at, to], np.r_[to, at])), shape=network.shape).tocsr()
    both.sort_indices()
    return both


def _role(first: NDArray[np.int64], middle: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Place in :class:`Roles` of each triple of groups."""
    role = np.select(
        [(first == middle) & (middle == last), first == last, middle == last, first == middle], range(4), 4
    )
    found: NDArray[np.int64] = role.astype(np.int64)
    return found
