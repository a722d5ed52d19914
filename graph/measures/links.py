"""How likely two nodes are to be joined next, judged by their common neighbours.

Scores of link prediction for given pairs, on a sparse adjacency matrix (``graph.measures.network.adjacency``). They
say what usually happens, not what would be good: that is ``graph.assessment.advice``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.measures.network import WEDGES, Adjacency, degrees, places_of, tie_codes


def common_neighbours(network: Adjacency, pairs: ArrayLike) -> NDArray[np.int64]:
    """Count the nodes that are joined to both of each pair; O(Σ smaller degree · log ties).

    Examples
    --------
    >>> from graph.measures.network import adjacency
    >>> common_neighbours(adjacency([[0, 1], [1, 2], [0, 3], [3, 2]], 4), [[0, 2], [1, 3], [0, 1]])
    array([2, 2, 0])
    """
    return _shared(network, pairs, np.ones(network.shape[0])).round().astype(np.int64)


def adamic_adar(network: Adjacency, pairs: ArrayLike) -> NDArray[np.float64]:
    """Adamic–Adar score: Σ over common neighbours z of 1 / ln k_z, k_z = ties of z.

    Source: Adamic & Adar 2003, Friends and neighbors on the web, Social Networks 25(3). No unit; 0 without a common
    neighbour. A common neighbour has two ties at least, so ln k_z > 0. Complexity as in :func:`common_neighbours`.

    Examples
    --------
    >>> from graph.measures.network import adjacency
    >>> star = adjacency([[0, 1], [0, 2], [0, 3]], 4)
    >>> adamic_adar(star, [[1, 2]]).round(4), resource_allocation(star, [[1, 2]]).round(4)
    (array([0.9102]), array([0.3333]))
    """
    degree = degrees(network).astype(np.float64)
    return _shared(network, pairs, np.divide(1.0, np.log(np.maximum(degree, 2.0))))


def resource_allocation(network: Adjacency, pairs: ArrayLike) -> NDArray[np.float64]:
    """Resource allocation score: Σ over common neighbours z of 1 / k_z.

    Source: Zhou, Lü & Zhang 2009, Predicting missing links via local information, Eur. Phys. J. B 71(4). The rest as
    in :func:`adamic_adar`.
    """
    return _shared(network, pairs, 1 / np.maximum(degrees(network).astype(np.float64), 1.0))


def _shared(network: Adjacency, pairs: ArrayLike, worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Σ of ``worth`` over the common neighbours of each pair, going through the end that has fewer ties."""
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    degree, codes, n = degrees(network), tie_codes(network), np.int64(network.shape[0])
    found = np.zeros(len(ends))
    if len(ends) == 0:
        return found
    fewer = degree[ends[:, 0]] <= degree[ends[:, 1]]
    near, far = np.where(fewer, ends[:, 0], ends[:, 1]), np.where(fewer, ends[:, 1], ends[:, 0])
    total = np.r_[0, np.cumsum(degree[near])]
    start = 0
    while start < len(ends):
        stop = max(int(np.searchsorted(total, total[start] + WEDGES, side="right")) - 1, start + 1)
        count = degree[near[start:stop]]
        pair = np.repeat(np.arange(start, stop), count)
        at = network.indptr[near[pair]] + np.arange(len(pair)) - (total[pair] - total[start])
        between = network.indices[at].astype(np.int64)
        both = places_of(codes, far[pair] * n + between) >= 0
        found += np.bincount(pair[both], worth[between[both]], minlength=len(ends))
        start = stop
    return found
