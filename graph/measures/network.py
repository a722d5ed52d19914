"""A network as a sparse adjacency matrix: made from pairs, and its triangles listed once each.

What the measures of brokerage, robustness and link prediction share. What does not live here: the measures, and who
is joined to whom (``graph.measures.collaboration``).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.base.errors import UsageError
from graph.base.words import Words

Adjacency = sp.csr_array[np.float64]
Ties = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]
"""Three ties of each of some triangles, by their numbers in :class:`Triangles`."""
WEDGES = 2_000_000
"""Pairs of neighbours looked at in one go; it bounds the memory of :class:`Triangles`."""
KEPT = 50_000_000
"""Triangles that are kept; more are listed anew by each measure."""
_BITS = 25
"""The most marks by which open wedges are told, as a power of two: 32 MB."""


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


class Triangles:
    """The triangles of an undirected network, listed once and kept for all measures that go through them.

    ``low`` and ``high`` are the ends of every tie, the one of fewer ties first, and ``at`` its place among the entries
    of ``network``. Iterating gives the triangles in portions: the numbers of their three ties, low – middle, low – high
    and middle – high. As ties point to the node of more ties, no node has more than √(2 · ties) out: O(ties^1.5) time
    whatever the degrees, and a node with a million ties of its own costs nothing (Chiba & Nishizeki 1985, Arboricity
    and subgraph listing algorithms, SIAM J. Comput. 14(1)). Up to ``KEPT`` triangles are kept, 12 bytes each; more are
    listed anew each time.

    Parameters
    ----------
    network : scipy.sparse.csr_array
        Symmetric, zero diagonal, sorted indices, as :func:`adjacency` makes it.

    Examples
    --------
    >>> found = Triangles(adjacency([[0, 1], [1, 2], [0, 2], [2, 3]], 4))
    >>> [(found.low[one], found.high[one], found.high[other]) for one, other, _ in found]
    [(array([0]), array([1]), array([2]))]
    """

    def __init__(self, network: Adjacency) -> None:
        self.network = network
        n, degree = network.shape[0], degrees(network)
        by_degree = np.lexsort((np.arange(n), degree))
        rank = np.empty(n, dtype=np.int64)
        rank[by_degree] = np.arange(n)
        rows = np.repeat(np.arange(n), degree)
        up = np.flatnonzero(rank[rows] < rank[network.indices])
        codes = rank[rows[up]] * np.int64(n) + rank[network.indices[up]]
        order = np.argsort(codes)
        self.at: NDArray[np.int64] = up[order]
        self.low: NDArray[np.int64] = rows[self.at]
        self.high: NDArray[np.int64] = network.indices[self.at].astype(np.int64)
        self._codes, self._rank = codes[order], rank
        self._kept: list[Ties] | None = None

    def __iter__(self) -> Iterator[Ties]:
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[Ties] = []
        number = 0
        for part in self._listed():
            number += len(part[0])
            if number <= KEPT:
                kept.append(part)
            yield part
        if number <= KEPT:
            self._kept = kept

    def _listed(self) -> Iterator[Ties]:
        n, codes = np.int64(max(self.network.shape[0], 1)), self._codes
        tail, head = codes // n, codes % n
        later = np.searchsorted(tail, tail, side="right") - np.arange(len(tail)) - 1
        total = np.r_[0, np.cumsum(later)]
        bits = min(len(codes).bit_length() + 4, _BITS)
        marked = np.zeros(1 << bits, dtype=bool)  # most wedges are open: a look here spares the search
        marked[_mark(codes, bits)] = True
        start = 0
        while start < len(tail):
            stop = max(int(np.searchsorted(total, total[start] + WEDGES, side="right")) - 1, start + 1)
            one = np.repeat(np.arange(start, stop), later[start:stop])
            other = one + 1 + np.arange(len(one)) - (total[one] - total[start])
            wanted = head[one] * n + head[other]
            likely = np.flatnonzero(marked[_mark(wanted, bits)])
            place = places_of(codes, wanted[likely])
            closed = likely[place >= 0]
            if len(closed):
                yield _small(one[closed]), _small(other[closed]), _small(place[place >= 0])
            start = stop


def triangles(network: Adjacency) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Corners of the triangles of an undirected network, each once, in portions; see :class:`Triangles`.

    Examples
    --------
    >>> [sorted(int(corner) for corner in t) for part in triangles(adjacency([[0, 1], [1, 2], [0, 2]], 3))
    ...  for t in zip(*part)]
    [[0, 1, 2]]
    """
    found = Triangles(network)
    for one, other, _ in found:
        yield found.low[one], found.high[one], found.high[other]


def _mark(codes: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """A number of so many bits for every code, by multiplicative hashing (Knuth 1973)."""
    return ((codes.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits)).astype(np.int64)


def _small(numbers: NDArray[np.int64]) -> NDArray[np.int32]:
    return numbers.astype(np.int32)
