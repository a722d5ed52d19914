"""A network as a sparse adjacency matrix: made from pairs, and its triangles listed once each.

What the measures of brokerage, robustness and link prediction share. What does not live here: the measures, and who
is joined to whom (``graph.collaboration``).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.errors import UsageError
from graph.words import Words

Adjacency = sp.csr_array[np.float64]
WEDGES = 2_000_000
"""Pairs of neighbours looked at in one go; it bounds the memory of :func:`triangles`."""


def adjacency(pairs: ArrayLike, nodes: int, weights: ArrayLike | None = None) -> Adjacency:
    """Symmetric adjacency matrix of an undirected network; O(nodes + pairs log pairs).

    Self-loops are left out. Parallel pairs count once; where ``weights`` are given they add up, and a weight of 0 is
    no tie.

    Parameters
    ----------
    pairs : array_like of int, shape (pairs, 2)
        Positions of the nodes, in either order.
    weights : array_like of float, shape (pairs,), optional

    Returns
    -------
    scipy.sparse.csr_array
        nodes × nodes, sorted indices, zero diagonal.

    Raises
    ------
    UsageError
        A position outside the network; a weight that is negative, missing or infinite.

    Examples
    --------
    >>> adjacency([[0, 1], [1, 0], [2, 2]], 3).toarray()
    array([[0., 1., 0.],
           [1., 0., 0.],
           [0., 0., 0.]])
    >>> adjacency([[0, 1], [1, 0]], 2, [0.5, 2]).data
    array([2.5, 2.5])
    """
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    if len(ends) and (ends.min() < 0 or ends.max() >= nodes):
        raise UsageError(Words("a tie names a node that is not there", "有关系指向不存在的节点"))
    weight = np.ones(len(ends)) if weights is None else np.asarray(weights, dtype=np.float64)
    if weight.shape != (len(ends),) or not ((weight >= 0) & np.isfinite(weight)).all():
        words = Words("ties need one weight each, given and not negative", "每条关系应有一个权重，不能缺失或为负")
        raise UsageError(words)
    keep = (ends[:, 0] != ends[:, 1]) & (weight > 0)
    at, to, weight = ends[keep, 0], ends[keep, 1], weight[keep]
    made: Adjacency = sp.coo_array(
        (np.r_[weight, weight], (np.r_[at, to], np.r_[to, at])), shape=(nodes, nodes)
    ).tocsr()
    made.sort_indices()
    if weights is None:
        made.data[:] = 1.0
    return made


def degrees(network: Adjacency) -> NDArray[np.int64]:
    """Ties of each node; O(nodes).

    Examples
    --------
    >>> degrees(adjacency([[0, 1], [0, 2]], 3))
    array([2, 1, 1])
    """
    return np.diff(network.indptr).astype(np.int64)


def tie_codes(network: Adjacency) -> NDArray[np.int64]:
    """Row · nodes + column of every stored entry, ascending: what :func:`places_of` looks ties up in.

    Examples
    --------
    >>> tie_codes(adjacency([[0, 1]], 2))
    array([1, 2])
    """
    rows = np.repeat(np.arange(network.shape[0], dtype=np.int64), np.diff(network.indptr))
    return rows * np.int64(network.shape[1]) + network.indices


def places_of(codes: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Place of each wanted code in ``codes`` (ascending), −1 where it is not there; O(wanted · log codes).

    Examples
    --------
    >>> places_of(np.array([1, 4, 6]), np.array([4, 5]))
    array([ 1, -1])
    """
    if len(codes) == 0:
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    return np.where(codes[place] == wanted, place, -1).astype(np.int64)


def triangles(network: Adjacency) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """List the triangles of an undirected network, each once, in portions.

    Ties point from the node of smaller degree to that of greater, so that no node has more than √(2 · ties) of them
    out: O(ties^1.5) time whatever the degrees, and a node with a million ties of its own costs nothing (Chiba &
    Nishizeki 1985, Arboricity and subgraph listing algorithms, SIAM J. Comput. 14(1)).

    Yields
    ------
    tuple of three int64 arrays
        The corners of some triangles; at most ``WEDGES`` plus the out-degree at once.

    Examples
    --------
    >>> [sorted(int(corner) for corner in t) for part in triangles(adjacency([[0, 1], [1, 2], [0, 2]], 3))
    ...  for t in zip(*part)]
    [[0, 1, 2]]
    """
    n = network.shape[0]
    degree, codes = degrees(network), tie_codes(network)
    rank = np.empty(n, dtype=np.int64)
    rank[np.lexsort((np.arange(n), degree))] = np.arange(n)
    rows = np.repeat(np.arange(n), degree)
    up = rank[rows] < rank[network.indices]
    tail, head = rows[up], network.indices[up].astype(np.int64)
    end = np.searchsorted(tail, tail, side="right")
    later = end - np.arange(len(tail)) - 1
    total = np.r_[0, np.cumsum(later)]
    start = 0
    while start < len(tail):
        stop = max(int(np.searchsorted(total, total[start] + WEDGES, side="right")) - 1, start + 1)
        first = np.repeat(np.arange(start, stop), later[start:stop])
        second = first + 1 + np.arange(len(first)) - (total[first] - total[start])
        closed = places_of(codes, head[first] * np.int64(n) + head[second]) >= 0
        if closed.any():
            yield tail[first[closed]], head[first[closed]], head[second[closed]]
        start = stop
