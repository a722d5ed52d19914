"""How long a network holds together: cores, and the largest part that is left as nodes fail.

Pure functions on a sparse adjacency matrix (``graph.measures.network.adjacency``, undirected, without loops). What
does not live here: the nodes whose single loss splits it (``graph.measures.fragility``).
"""

from __future__ import annotations

from heapq import heapify, heappop, heapreplace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.measures.network import Adjacency, degrees


def core_numbers(network: Adjacency) -> NDArray[np.int64]:
    """Greatest k for which each node is in the k-core, the part where everyone has k ties inside it.

    Source: Seidman 1983, Network structure and minimum degree, Social Networks 5(3); by peeling, Batagelj & Zaveršnik
    2003. Unit: ties. 0 for an isolated node. O(nodes + ties).

    Examples
    --------
    >>> from graph.measures.network import adjacency
    >>> core_numbers(adjacency([[0, 1], [1, 2], [0, 2], [2, 3]], 5))
    array([2, 2, 2, 1, 0])
    """
    left = degrees(network)
    core = np.zeros(len(left), dtype=np.int64)
    alive = np.ones(len(left), dtype=bool)
    k = 0
    while alive.any():
        k = max(k, int(left[alive].min()))
        falls = np.flatnonzero(alive & (left <= k))
        while len(falls):
            core[falls], alive[falls] = k, False
            touched, times = np.unique(_neighbours(network, falls), return_counts=True)
            left[touched] -= times
            falls = touched[alive[touched] & (left[touched] <= k)]
    return core


def core_share(network: Adjacency) -> float:
    """Share of the nodes that are in the innermost core, |k_max-core| / nodes; NaN without nodes or ties.

    Source and complexity as in :func:`core_numbers`. No unit, in (0, 1].

    Examples
    --------
    >>> from graph.measures.network import adjacency
    >>> core_share(adjacency([[0, 1], [1, 2], [0, 2], [2, 3]], 4))
    0.75
    """
    core = core_numbers(network)
    return float((core == core.max()).mean()) if network.nnz else float("nan")


def removal_curve(network: Adjacency, rank: ArrayLike | None = None) -> NDArray[np.float64]:
    """Share of all nodes that the largest part holds, after the loss of the 1, 2, … best joined nodes.

    The node with most ties among those left fails next (degrees are counted anew each time); of several, the one of
    least ``rank`` (by default the first). The parts are found backwards, by adding nodes (Newman & Ziff 2000, Phys.
    Rev. Lett. 85(19)): O((nodes + ties) log nodes).

    Parameters
    ----------
    rank : array_like of float, shape (nodes,), optional

    Returns
    -------
    numpy.ndarray of float, shape (nodes,)
        Entry Q − 1 is the share after Q losses; the last is 0.

    Examples
    --------
    >>> from graph.measures.network import adjacency
    >>> removal_curve(adjacency([[0, 1], [0, 2], [0, 3], [0, 4]], 5))
    array([0.2, 0.2, 0.2, 0.2, 0. ])
    """
    n = network.shape[0]
    order = _removal_order(network, np.arange(n) if rank is None else np.asarray(rank, dtype=np.float64))
    parent, size = list(range(n)), [1] * n
    back = [False] * n
    curve = np.zeros(n)
    largest = 0

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for lost in range(n - 1, -1, -1):
        curve[lost] = largest / n
        node = order[lost]
        back[node] = True
        here = node
        for other in network.indices[network.indptr[node] : network.indptr[node + 1]].tolist():
            if back[other]:
                there = root(other)
                if there != here:
                    small, great = (here, there) if size[here] < size[there] else (there, here)
                    parent[small] = great
                    size[great] += size[small]
                    here = great
        largest = max(largest, size[here])
    return curve


def robustness(network: Adjacency, rank: ArrayLike | None = None) -> float:
    """Robustness R = (1/N) Σ_Q S(Q): mean of :func:`removal_curve`, Q = 1 … N.

    Source: Schneider, Moreira, Andrade, Havlin & Herrmann 2011, Mitigation of malicious attacks on networks, PNAS
    108(10). No unit, in [0, ½]; nearly 0 where one hub holds all. NaN without nodes. Ties between nodes of equal
    degree are broken by ``rank``; R depends on it a little, so give one that does not change (ids).

    Examples
    --------
    A star falls apart with its hub; in a complete network each loss takes one node only.

    >>> from itertools import combinations
    >>> from graph.measures.network import adjacency
    >>> star, complete = [[0, 1], [0, 2], [0, 3], [0, 4]], list(combinations(range(5), 2))
    >>> [round(robustness(adjacency(ties, 5)), 12) for ties in (star, complete)]
    [0.16, 0.4]
    """
    return float(removal_curve(network, rank).mean()) if network.shape[0] else float("nan")


def _removal_order(network: Adjacency, rank: NDArray[np.float64] | NDArray[np.int64]) -> list[int]:
    n = network.shape[0]
    order = np.argsort(rank, kind="stable")
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    degree = degrees(network)
    most = int(degree.max(initial=0))
    # one number a node, the fewer ties the greater, then by place: a heap of integers is quick
    heap: list[int] = ((most - degree) * n + place).tolist()
    heapify(heap)
    left, nodes, start, ends = degree.copy(), order.tolist(), network.indptr.tolist(), network.indices
    found: list[int] = []
    while heap:
        lost, at = divmod(heap[0], n)
        node = nodes[at]
        now = most - int(left[node])
        if now > lost:  # it has lost neighbours since it was put here
            heapreplace(heap, now * n + at)
            continue
        heappop(heap)
        found.append(node)
        left[ends[start[node] : start[node + 1]]] -= 1
    return found


def _neighbours(network: Adjacency, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """All neighbours of some nodes, one after the other."""
    first = network.indptr[nodes]
    count = network.indptr[nodes + 1] - first
    start = np.repeat(first - np.r_[0, np.cumsum(count)[:-1]], count)
    found: NDArray[np.int64] = network.indices[start + np.arange(int(count.sum()))].astype(np.int64)
    return found
