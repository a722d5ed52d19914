"""Measures of a network too large for networkx: cuts, cores, communities, betweenness, constraint.

A network here is ``pairs`` (positions of the ends, shape (pairs, 2)) over ``nodes`` nodes: undirected, each pair once,
no loops; :func:`simple` makes it so. Every function gives what networkx gives, which is the reference in the tests.
networkit (extra ``national``) does cuts, cores and communities; where it is not installed networkx does, slower.
Betweenness and constraint are sparse products. What does not live here: which of them an assessment shows
(``graph.network``), and the ecosystem.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.errors import UsageError
from graph.words import Words

LARGE = 20_000
"""Pairs above which networkx is not asked where something quicker is at hand."""
EXACT = 10_000
"""Nodes up to which betweenness is computed from every node."""
SAMPLES = (16, 256)
"""Fewest and most nodes from which betweenness is estimated above that; see :func:`samples_for`."""
SEED = 0
_BLOCK = 8
_WORK = 100_000_000
_DEEP = 1_000
"""Steps from a source beyond which a network is no small world, and levels are no way to go through it."""
_WEDGES = 1 << 22

Pairs = NDArray[np.int64]


def simple(pairs: ArrayLike, nodes: int) -> Pairs:
    """The pairs sorted, the smaller end first, each once, loops left out; O(pairs log pairs).

    Raises
    ------
    UsageError
        An end that is no node.

    Examples
    --------
    >>> simple([[2, 1], [1, 2], [0, 0]], 3)
    array([[1, 2]])
    """
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    if len(ends) and (ends.min() < 0 or ends.max() >= nodes):
        raise UsageError(Words("an end of a pair is no node", "有端点不是节点"))
    low, high = ends.min(axis=1, initial=nodes), ends.max(axis=1, initial=-1)
    code = distinct((low * np.int64(nodes) + high)[low != high])
    return np.stack([code // max(nodes, 1), code % max(nodes, 1)], axis=1)


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The different values, sorted. ``numpy.unique`` does the same by hashing: 200 times slower on 3 · 10⁶ values.

    >>> distinct(np.array([3, 1, 3]))
    array([1, 3])
    """
    ordered = np.sort(values)
    keep = np.ones(len(ordered), dtype=bool)
    keep[1:] = ordered[1:] != ordered[:-1]
    return ordered[keep]


def among(values: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each value is one of the sorted ``known``; O(values · log known).

    >>> among(np.array([2, 3]), np.array([1, 3]))
    array([False,  True])
    """
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    place = np.minimum(np.searchsorted(known, values), len(known) - 1)
    found: NDArray[np.bool_] = known[place] == values
    return found


class Cuts(NamedTuple):
    """Nodes and pairs whose loss splits a component; positions, sorted."""

    nodes: NDArray[np.int64]
    pairs: Pairs


def cuts(pairs: Pairs, nodes: int) -> Cuts:
    """Articulation points and bridges, from the biconnected components: a node in two of them, a component of one pair.

    Source: Tarjan 1972, Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2); Hopcroft & Tarjan 1973.
    Exact; O(nodes + pairs). An isolated node is neither; without pairs both are empty.

    Examples
    --------
    >>> cuts(simple([[0, 1], [1, 2], [0, 2], [2, 3]], 4), 4)
    Cuts(nodes=array([2]), pairs=array([[2, 3]]))
    """
    kit = networkit() if len(pairs) > LARGE else None
    if kit is None:
        import networkx as nx  # noqa: PLC0415 - heavy

        parts: list[Any] = [list(p) for p in nx.biconnected_components(_networkx(pairs, nodes))]
    else:
        network = _networkit(kit, pairs, nodes)
        found = kit.components.BiconnectedComponents(network)
        found.run()
        parts = [p for p in found.getComponents() if len(p) > 1]
    if not parts:
        return Cuts(np.zeros(0, dtype=np.int64), np.zeros((0, 2), dtype=np.int64))
    times = np.bincount(np.concatenate([np.asarray(p, dtype=np.int64) for p in parts]), minlength=nodes)
    thin = np.array([sorted(p) for p in parts if len(p) == 2], dtype=np.int64).reshape(-1, 2)
    return Cuts(np.flatnonzero(times > 1), thin[np.lexsort((thin[:, 1], thin[:, 0]))])


def core_numbers(pairs: Pairs, nodes: int) -> NDArray[np.int64]:
    """Core number of each node: the largest k such that it belongs to a part in which all have k neighbours or more.

    Source: Seidman 1983, Network structure and minimum degree, Social Networks 5; Batagelj & Zaversnik 2003. Exact;
    O(nodes + pairs). 0 for an isolated node. Shape (nodes,).

    Examples
    --------
    >>> core_numbers(simple([[0, 1], [1, 2], [0, 2], [2, 3]], 5), 5)
    array([2, 2, 2, 1, 0])
    """
    kit = networkit() if len(pairs) > LARGE else None
    if kit is None:
        import networkx as nx  # noqa: PLC0415 - heavy

        core = nx.core_number(_networkx(pairs, nodes))
        return np.array([core[i] for i in range(nodes)], dtype=np.int64)
    network = _networkit(kit, pairs, nodes)
    found = kit.centrality.CoreDecomposition(network)
    found.run()
    return np.asarray(found.scores(), dtype=np.int64)


class Communities(NamedTuple):
    """``label`` of each node (0 is the largest community, isolated nodes are their own), and how they were found."""

    label: NDArray[np.int64]
    modularity: float
    method: str
    seed: int


def communities(pairs: Pairs, nodes: int, seed: int = SEED) -> Communities:
    """Communities by greedy modularity: Leiden (networkit) above ``LARGE`` pairs, else Louvain (networkx).

    Source: Blondel et al. 2008, Fast unfolding of communities in large networks; Traag, Waltman & van Eck 2019, From
    Louvain to Leiden. A heuristic: another seed gives other communities of nearly the same modularity. On one thread
    the same seed gives the same communities. Near linear in practice.

    Examples
    --------
    >>> found = communities(simple([[0, 1], [1, 2], [0, 2], [3, 4], [4, 5], [3, 5], [2, 3]], 6), 6)
    >>> found.label.tolist(), round(found.modularity, 6)
    ([0, 0, 0, 1, 1, 1], 0.357143)
    """
    kit = networkit() if len(pairs) > LARGE else None
    if kit is None:
        import networkx as nx  # noqa: PLC0415 - heavy

        parts = nx.community.louvain_communities(_networkx(pairs, nodes), seed=seed)
        label, method = np.zeros(nodes, dtype=np.int64), "Louvain"
        for number, part in enumerate(parts):
            label[sorted(part)] = number
    else:
        kit.setSeed(seed, False)
        network = _networkit(kit, pairs, nodes)
        found = kit.community.ParallelLeiden(network, randomize=False)
        found.run()
        label, method = np.asarray(found.getPartition().getVector(), dtype=np.int64), "Leiden"
    label = _by_size(label)
    return Communities(label, modularity(pairs, label), method, seed)


def _by_size(label: NDArray[np.int64]) -> NDArray[np.int64]:
    """Renumber so that the largest comes first; of equal ones that of the first node."""
    if not len(label):
        return label
    _, first, at, size = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[at]


def modularity(pairs: Pairs, label: NDArray[np.int64]) -> float:
    """Modularity Q = Σ_c (L_c / m − (D_c / 2m)²) of a partition; NaN without pairs.

    L_c pairs inside community c, D_c degrees in it, m pairs in all. Source: Newman & Girvan 2004. O(nodes + pairs).

    Examples
    --------
    >>> modularity(simple([[0, 1], [2, 3]], 4), np.array([0, 0, 1, 1]))
    0.5
    """
    m = len(pairs)
    if m == 0:
        return float("nan")
    inside = int((label[pairs[:, 0]] == label[pairs[:, 1]]).sum())
    degree = np.bincount(label[pairs.ravel()]).astype(np.float64)
    return float(inside / m - ((degree / (2 * m)) ** 2).sum())


class Betweenness(NamedTuple):
    """Betweenness of each node and its standard error (0 where exact), from ``samples`` nodes drawn with ``seed``."""

    value: NDArray[np.float64]
    error: NDArray[np.float64]
    samples: int
    seed: int

    @property
    def exact(self) -> bool:
        """Whether every node was a source."""
        return self.samples == len(self.value)


def betweenness(pairs: Pairs, nodes: int, samples: int | None = None, seed: int = SEED) -> Betweenness:
    """Betweenness: the number of pairs of other nodes times the share of their shortest paths that run over a node.

    b(v) = Σ_{s<t} σ_st(v) / σ_st (Freeman 1977; Brandes 2001), not normalised. With ``samples`` = k < n sources, drawn
    without replacement, b is estimated by n/k · Σ δ_s(v) / 2 (Brandes & Pich 2007), and its standard error from the
    spread of δ between sources: n/2 · √((1 − k/n) · var(δ) / k). The estimate is unbiased and so is the squared error;
    but δ is skew: a node that no sampled source goes over has estimate 0 and error 0, so read the greatest only.
    Breadth-first searches from a block of sources are sparse products: O(k · pairs).

    Parameters
    ----------
    samples : int, optional
        Number of sources; by default :func:`samples_for`.

    Examples
    --------
    A path of four: the inner ones lie between two pairs each.

    >>> betweenness(simple([[0, 1], [1, 2], [2, 3]], 4), 4).value
    array([0., 2., 2., 0.])
    >>> sampled = betweenness(simple([[0, 1], [1, 2], [2, 3]], 4), 4, samples=2, seed=1)
    >>> sampled.exact, sampled.samples
    (False, 2)
    """
    k = min(nodes, samples_for(pairs, nodes) if samples is None else max(samples, 1))
    ways = _adjacency(pairs, nodes)
    sources = np.arange(nodes) if k == nodes else np.sort(np.random.default_rng(seed).choice(nodes, k, replace=False))
    total, squares = np.zeros(nodes), np.zeros(nodes)
    for start in range(0, k, _BLOCK):
        delta = _dependencies(ways, sources[start : start + _BLOCK])
        total += delta.sum(axis=1)
        squares += (delta**2).sum(axis=1)
    if k == nodes:
        return Betweenness(total / 2, np.zeros(nodes), k, seed)
    mean = total / k
    variance = np.maximum(squares / k - mean**2, 0) * (k / (k - 1)) if k > 1 else np.full(nodes, np.nan)
    return Betweenness(mean * nodes / 2, nodes / 2 * np.sqrt((1 - k / nodes) * variance / k), k, seed)


def samples_for(pairs: Pairs, nodes: int) -> int:
    """Sources of :func:`betweenness` by size: all up to ``EXACT`` nodes, else fewer the more pairs there are.

    >>> samples_for(np.zeros((10, 2), dtype=np.int64), 6), samples_for(np.zeros((10**6, 2), dtype=np.int64), 10**6)
    (6, 100)
    """
    return nodes if nodes <= EXACT else int(np.clip(_WORK // max(len(pairs), 1), *SAMPLES))


def _dependencies(ways: sp.csr_array[np.float64], sources: NDArray[np.int64]) -> NDArray[np.float64]:
    """δ_s(v) of Brandes 2001, nodes × sources, level by level for all sources at once."""
    n, k = ways.shape[0], len(sources)
    here = np.arange(k)
    level = np.full((n, k), -1, dtype=np.int32)
    paths = np.zeros((n, k))
    level[sources, here], paths[sources, here] = 0, 1.0
    front, depth = paths.copy(), 0
    while front.any():
        depth += 1
        if depth > _DEEP:
            return _one_by_one(ways, sources)
        front = np.asarray(ways @ front)
        front[level >= 0] = 0
        level[front > 0] = depth
        paths += front
    delta = np.zeros((n, k))
    for at in range(depth - 1, 0, -1):
        on = level == at
        share = np.zeros((n, k))
        share[on] = (1 + delta[on]) / paths[on]
        above = level == at - 1
        delta[above] = (paths * np.asarray(ways @ share))[above]
    delta[sources, here] = 0
    return delta


def _one_by_one(ways: sp.csr_array[np.float64], sources: NDArray[np.int64]) -> NDArray[np.float64]:
    """The same by networkx, for networks of a thousand steps and more."""
    import networkx as nx  # noqa: PLC0415 - heavy

    network = nx.from_scipy_sparse_array(ways)
    columns = []
    for source in sources.tolist():
        found = nx.betweenness_centrality_subset(network, [source], list(network))
        columns.append([2 * found[i] for i in range(len(found))])
    return np.array(columns).T


def constraint(pairs: Pairs, nodes: int) -> NDArray[np.float64]:
    """Burt's constraint of each node: c_i = Σ_j (p_ij + Σ_q p_iq p_qj)² over its neighbours j, p_ij = 1 / degree of i.

    Low: many contacts that do not know one another (a broker). Source: Burt 1992, *Structural Holes*, 2.4. Without
    weights c_i = Σ_j (1 + S_ij)² / d_i², S_ij = Σ 1/d_q over common neighbours q: triangles are enough, and a node
    with a million neighbours costs no more than its pairs. NaN for an isolated node. Shape (nodes,); O(pairs^1.5).

    Examples
    --------
    The middle of a star of four has 1/4, its leaves 1; a triangle 1.125 each.

    >>> constraint(simple([[0, 1], [0, 2], [0, 3], [0, 4]], 5), 5)
    array([0.25, 1.  , 1.  , 1.  , 1.  ])
    >>> constraint(simple([[0, 1], [1, 2], [0, 2]], 4), 4)
    array([1.125, 1.125, 1.125,   nan])
    """
    degree = np.bincount(pairs.ravel(), minlength=nodes)
    common = _common(pairs, nodes, degree)
    squares = np.bincount(pairs.ravel(), np.repeat((1 + common) ** 2, 2), minlength=nodes)
    found = np.full(nodes, np.nan)
    some = degree > 0
    found[some] = squares[some] / degree[some].astype(np.float64) ** 2
    return found


def _common(pairs: Pairs, nodes: int, degree: NDArray[np.int64]) -> NDArray[np.float64]:
    """Σ 1/degree over the common neighbours of each pair.

    Each triangle is found once, from its end of least degree (Chiba & Nishizeki 1985): at most √(2 · pairs) pairs leave
    a node towards greater degrees, whatever the degree of a hub.
    """
    rank = np.empty(nodes, dtype=np.int64)
    rank[np.lexsort((np.arange(nodes), degree))] = np.arange(nodes)
    ends = rank[pairs]
    low, high = ends.min(axis=1, initial=nodes), ends.max(axis=1, initial=-1)
    order = np.lexsort((high, low))
    low, high = low[order], high[order]
    code = low * np.int64(max(nodes, 1)) + high
    start = np.searchsorted(low, np.arange(nodes + 1))
    share = np.empty(nodes)
    share[rank] = 1 / np.maximum(degree, 1)
    last = start[low + 1]  # one past the last pair of the same first end
    after = last - np.arange(len(low)) - 1  # wedges that pair i opens with the pairs after it
    cost = np.r_[0, np.cumsum(after)]
    found = np.zeros(len(pairs))
    begin = 0
    while begin < len(low):
        end = max(int(np.searchsorted(cost, cost[begin] + _WEDGES, side="right")) - 1, begin + 1)
        one = np.repeat(np.arange(begin, end), after[begin:end])
        other = np.arange(len(one)) - np.repeat(cost[begin:end] - cost[begin], after[begin:end]) + one + 1
        asked = high[one] * np.int64(nodes) + high[other]
        closed = among(asked, code)
        one, other, third = one[closed], other[closed], np.searchsorted(code, asked[closed])
        at = np.r_[one, other, third]
        weight = np.r_[share[high[other]], share[high[one]], share[low[one]]]
        found += np.bincount(at, weight, minlength=len(found))
        begin = end
    back = np.empty(len(pairs))
    back[order] = found
    return back


def _adjacency(pairs: Pairs, nodes: int) -> sp.csr_array[np.float64]:
    at, to = np.r_[pairs[:, 0], pairs[:, 1]], np.r_[pairs[:, 1], pairs[:, 0]]
    made: sp.csr_array[np.float64] = sp.coo_array((np.ones(len(at)), (at, to)), shape=(nodes, nodes)).tocsr()
    return made


def networkit() -> Any | None:
    """Give networkit on one thread, or None where it is not installed."""
    try:
        import networkit as kit  # noqa: PLC0415 - heavy and optional
    except ImportError:
        return None
    kit.setNumberOfThreads(1)
    return kit


def _networkit(kit: Any, pairs: Pairs, nodes: int) -> Any:
    """The network; keep a name for it as long as an algorithm runs on it: networkit does not."""
    return kit.GraphFromCoo((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), n=nodes, weighted=False, directed=False)


def _networkx(pairs: Pairs, nodes: int) -> Any:
    import networkx as nx  # noqa: PLC0415 - heavy

    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(nodes))
    network.add_edges_from(pairs.tolist())
    return network
