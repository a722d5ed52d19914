"""Sets of pairs, and what networkit does on networks too large for networkx: cuts, and the network for Leiden.

``pairs`` are positions of the ends, shape (pairs, 2), over ``nodes`` nodes: undirected, each once, no loops;
:func:`simple` makes it so. networkit is the extra ``national``; where it is not installed networkx does the same,
slower, and is the reference in the tests. What does not live here: brokerage, cores, robustness and communities
(``graph.measures.brokerage``, ``graph.measures.robustness``, ``graph.measures.communities``), and the ecosystem.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.base.errors import UsageError
from graph.base.words import Words

LARGE = 20_000
"""Pairs above which networkx is not asked where something quicker is at hand."""

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
        parts: list[Any] = list(_biconnected(pairs, nodes))
    else:
        network = networkit_graph(kit, pairs, nodes)
        found = kit.components.BiconnectedComponents(network)
        found.run()
        parts = [p for p in found.getComponents() if len(p) > 1]
    if not parts:
        return Cuts(np.zeros(0, dtype=np.int64), np.zeros((0, 2), dtype=np.int64))
    times = np.bincount(np.concatenate([np.asarray(p, dtype=np.int64) for p in parts]), minlength=nodes)
    thin = np.array([sorted(p) for p in parts if len(p) == 2], dtype=np.int64).reshape(-1, 2)
    return Cuts(np.flatnonzero(times > 1), thin[np.lexsort((thin[:, 1], thin[:, 0]))])


def _biconnected(pairs: Pairs, nodes: int) -> Iterator[list[int]]:
    """Nodes of each biconnected component, by one depth-first search without recursion."""
    near: list[list[int]] = [[] for _ in range(nodes)]
    for a, b in pairs.tolist():
        near[a].append(b)
        near[b].append(a)
    met, low, place, clock = [-1] * nodes, [0] * nodes, [0] * nodes, 0
    for root in range(nodes):
        if met[root] >= 0:
            continue
        met[root] = low[root] = clock
        clock += 1
        way, trail, place[root] = [(root, -1, iter(near[root]))], [root], 0
        while way:
            node, before, rest = way[-1]
            for other in rest:
                if met[other] < 0:
                    met[other] = low[other] = clock
                    clock += 1
                    place[other] = len(trail)
                    trail.append(other)
                    way.append((other, node, iter(near[other])))
                    break
                if other != before:
                    low[node] = min(low[node], met[other])
            else:
                way.pop()
                if way:
                    low[before] = min(low[before], low[node])
                    if low[node] >= met[before]:
                        yield [*trail[place[node] :], before]
                        del trail[place[node] :]


def component_of(pairs: Pairs, nodes: int) -> NDArray[np.int64]:
    """(nodes,) a number of each node's connected component.

    Exact; by union and find (Galler & Fischer 1964), and by scipy on large networks: importing it takes longer than a
    small one.

    Examples
    --------
    >>> component_of(np.array([[0, 1], [3, 1]]), 4)
    array([0, 0, 2, 0])
    """
    if len(pairs) > LARGE:
        from scipy.sparse import coo_array  # noqa: PLC0415 - heavy
        from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - heavy

        network = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(nodes, nodes))
        return np.asarray(connected_components(network, directed=False)[1], dtype=np.int64)
    head = list(range(nodes))

    def top(node: int) -> int:
        while head[node] != node:
            head[node] = head[head[node]]
            node = head[node]
        return node

    for a, b in pairs.tolist():
        one, other = sorted((top(a), top(b)))
        head[other] = one
    return np.array([top(node) for node in range(nodes)], dtype=np.int64)


def networkit() -> Any | None:
    """Give networkit on one thread, or None where it is not installed."""
    try:
        import networkit as kit  # noqa: PLC0415 - heavy and optional
    except ImportError:
        return None
    kit.setNumberOfThreads(1)
    return kit


def networkit_graph(kit: Any, pairs: Pairs, nodes: int) -> Any:
    """The network; keep a name for it as long as an algorithm runs on it: networkit does not."""
    ends = tuple(np.ascontiguousarray(pairs[:, k]) for k in (0, 1))  # networkit 11.0 takes no views
    return kit.GraphFromCoo((np.ones(len(pairs)), ends), n=nodes, weighted=False, directed=False)
