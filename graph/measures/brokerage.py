"""Who brokers between others: Burt's constraint and effective size, Gould–Fernandez roles, betweenness.

Pure functions on a sparse adjacency matrix (``graph.measures.network.adjacency``). What does not live here: who is
joined to whom (``graph.measures.collaboration``) and whose loss splits the network (``graph.measures.fragility``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from graph.measures.network import Adjacency, Triangles, degrees, places_of, tie_codes

if TYPE_CHECKING:
    import networkx as nx

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


def constraint(network: Adjacency | Triangles) -> NDArray[np.float64]:
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

    >>> from graph.measures.network import adjacency
    >>> ties = [[0, 1], [0, 2], [1, 2], [2, 3], [3, 4], [4, 5], [4, 6], [5, 6]]
    >>> constraint(adjacency(ties, 8)).round(5)
    array([1.00694, 1.00694, 0.61111, 0.5    , 0.61111, 1.00694, 1.00694,
               nan])
    """
    found = _listed(network)
    both = found.network
    n = both.shape[0]
    total = np.asarray(both.sum(axis=1), dtype=np.float64)
    weight = both.data[found.at]
    # w_ij p_jq summed over q, the same from either end: p_iq p_qj = w_iq w_qj / (w_i w_q)
    through = weight.copy()
    for one, other, third in found:
        w, v, u = weight[one], weight[other], weight[third]
        shared = (u * v / total[found.high[other]], u * w / total[found.high[one]], w * v / total[found.low[one]])
        through += np.bincount(np.concatenate((one, other, third)), np.concatenate(shared), minlength=len(through))
    values = np.zeros(n)
    for end in (found.low, found.high):
        values += np.bincount(end, (through / total[end]) ** 2, minlength=n)
    values[degrees(both) == 0] = np.nan
    return values


def effective_size(network: Adjacency | Triangles) -> NDArray[np.float64]:
    """Effective size of each node's contacts: n − 2t/n, for n contacts with t ties among them.

    n where no two contacts know each other, 1 where all do. Weights are not used. Source: Burt 1992; in this form
    Borgatti 1997, Structural holes: unpacking Burt's redundancy measures, Connections 20(1). Unit: contacts. NaN for
    an isolated node. O(ties^1.5).

    Examples
    --------
    >>> from graph.measures.network import adjacency
    >>> effective_size(adjacency([[0, 1], [0, 2], [1, 2], [2, 3]], 5)).round(3)
    array([1.   , 1.   , 2.333, 1.   ,   nan])
    """
    found = _listed(network)
    degree = degrees(found.network).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        size: NDArray[np.float64] = degree - 2 * triangle_counts(found) / degree
    return size


def triangle_counts(network: Adjacency | Triangles) -> NDArray[np.int64]:
    """Triangles at each node, the ties among its contacts; O(ties^1.5).

    Examples
    --------
    >>> from graph.measures.network import adjacency
    >>> triangle_counts(adjacency([[0, 1], [0, 2], [1, 2], [2, 3]], 4))
    array([1, 1, 1, 0])
    """
    found = _listed(network)
    count = np.zeros(found.network.shape[0], dtype=np.int64)
    for one, other, _ in found:
        corners = np.concatenate((found.low[one], found.high[one], found.high[other]))
        count += np.bincount(corners, minlength=len(count))
    return count


_ROLE = np.array([4, 3, 2, 0, 1, 0, 0, 0])
"""Place in :class:`Roles` of first = middle + 2 · (middle = last) + 4 · (first = last); two of them make the third."""


class Roles(NamedTuple):
    """Brokered pairs of each node, by Gould–Fernandez role; each an int64 array of shape (nodes,)."""

    coordinator: NDArray[np.int64]
    itinerant: NDArray[np.int64]
    gatekeeper: NDArray[np.int64]
    representative: NDArray[np.int64]
    liaison: NDArray[np.int64]


def brokerage_roles(network: Adjacency | Triangles, groups: Sequence[str] | NDArray[np.object_]) -> Roles:
    """Gould–Fernandez roles: open two-step ways i → b → k (no i → k) that node b brokers, by the groups of the three.

    Coordinator: all of b's group. Itinerant broker: i and k of one group, b of another. Gatekeeper: i from outside, b
    and k alike. Representative: i and b alike, k outside. Liaison: three different groups. Source: Gould & Fernandez
    1989, Structures of mediation, Sociological Methodology 19. Unit: ordered pairs. In an undirected network every
    pair counts once each way (so all counts but gatekeeper and representative, which mirror each other, are even).
    Loops are left out; an isolated node has 0. O(ties^1.5 + nodes · groups).

    Parameters
    ----------
    network : scipy.sparse.csr_array
        Directed adjacency, nodes × nodes; a tie is an entry that is not 0. Or the triangles of an undirected
        network.
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
    found, directed = _listed(network), not isinstance(network, Triangles)
    out = _without_loops(network) if not isinstance(network, Triangles) else found.network
    n = out.shape[0]
    out = sp.csr_array((np.ones(out.nnz), out.indices, out.indptr), shape=out.shape)
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
    codes, low, high = tie_codes(out), found.low * np.int64(n), found.high * np.int64(n)
    up = places_of(codes, low + found.high) >= 0 if directed else np.ones(len(low), dtype=bool)
    down = places_of(codes, high + found.low) >= 0 if directed else up
    alike_ends = group[found.low] == group[found.high]
    for one, other, third in found:
        corner = found.low[one], found.high[one], found.high[other]
        tie = {(0, 1): one, (0, 2): other, (1, 2): third}
        tied = {way: up[t] for way, t in tie.items()} | {(j, i): down[t] for (i, j), t in tie.items()}
        same = {way: alike_ends[t] for way, t in tie.items()} | {(j, i): alike_ends[t] for (i, j), t in tie.items()}
        for i, b, k in permutations(range(3)):
            closed = tied[i, b] & tied[b, k] & tied[i, k]
            role = _ROLE[same[i, b] + 2 * same[b, k] + 4 * same[i, k]]
            counts -= np.bincount((role * n + corner[b])[closed], minlength=5 * n).reshape(5, n)
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

    >>> from graph.measures.network import adjacency
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
    if k < 2:
        return Betweenness(total * n / max(k, 1) / 2, k, seed, np.full(n, np.nan))
    spread = np.maximum(squares / k - (total / k) ** 2, 0) * k / (k - 1)
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
    import networkx as nx  # noqa: PLC0415 - heavy

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
    from scipy.sparse.csgraph import breadth_first_order  # noqa: PLC0415 - heavy

    if network.nnz == 0:
        return 0
    order, before = breadth_first_order(network, int(np.argmax(degrees(network))), directed=False)
    steps = np.zeros(network.shape[0], dtype=np.int64)
    for node in order[1:].tolist():
        steps[node] = steps[before[node]] + 1
    return int(steps.max())


def _listed(network: Adjacency | Triangles) -> Triangles:
    """Triangles of a network, unless they are there already."""
    return network if isinstance(network, Triangles) else Triangles(_both_ways(network))


def _without_loops(network: Adjacency) -> Adjacency:
    """A copy with sorted indices, every tie once; loops and zeros left out."""
    made: Adjacency = network.copy()
    made.sum_duplicates()
    rows = np.repeat(np.arange(made.shape[0]), np.diff(made.indptr))
    made.data[rows == made.indices] = 0
    made.eliminate_zeros()
    return made


def _both_ways(network: Adjacency) -> Adjacency:
    """Add the reverse of every tie; loops and zeros left out."""
    ties = _without_loops(network)
    both: Adjacency = (ties + ties.T.tocsr()).tocsr()
    both.sort_indices()
    return both
