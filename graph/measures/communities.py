"""Which organisations form groups with many ties inside and few outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.measures import engine
from graph.measures.network import Adjacency, degrees

if TYPE_CHECKING:
    import networkx as nx

SEED = 1
"""Seed of the communities in an assessment; stated with them."""


class Communities(NamedTuple):
    """Community of every node (0 = the largest; −1 = no tie at all), modularity, and the seed they were found with.

    ``method`` is Louvain, or Leiden in a network too large for networkx.
    """

    of: NDArray[np.int64]
    modularity: float
    seed: int
    method: str = "Louvain"


def communities(network: Adjacency, seed: int = SEED, order: ArrayLike | None = None) -> Communities:
    """Communities by the Louvain method, numbered by size, then by their first node in ``order``.

    Greedy maximisation of modularity Q = Σ_c (L_c / m − (d_c / 2m)²); weights of ties are used. Source: Blondel,
    Guillaume, Lambiotte & Lefebvre 2008, J. Stat. Mech. P10008; networkx's implementation. A heuristic: another seed
    can give other communities. With the same seed, nodes in the same ``order`` and the same version of networkx the
    answer is the same. Above ``graph.measures.engine.LARGE`` ties Leiden by networkit on one thread, where it is
    installed
    (Traag, Waltman & van Eck 2019, From Louvain to Leiden, Scientific Reports 9); weights and ``order`` are not used
    then. Isolated nodes belong to none (−1); modularity is NaN without ties. About O(ties).

    Parameters
    ----------
    order : array_like of int, optional
        Order in which nodes are put into the network, e.g. by id, so that the order of rows in a file is irrelevant.

    Examples
    --------
    >>> from graph.measures.network import adjacency
    >>> ties = [[0, 1], [0, 2], [1, 2], [2, 3], [3, 4], [3, 5], [4, 5]]
    >>> found = communities(adjacency(ties, 7))
    >>> found.of, round(found.modularity, 4), found.seed
    (array([ 0,  0,  0,  1,  1,  1, -1]), 0.3571, 1)
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    n = network.shape[0]
    place = np.arange(n) if order is None else np.asarray(order, dtype=np.int64)
    of = np.full(n, -1, dtype=np.int64)
    if network.nnz == 0:
        return Communities(of, float("nan"), seed)
    kit = engine.networkit() if network.nnz // 2 > engine.LARGE else None
    if kit is not None:
        ties = sp.triu(network, k=1).tocoo()
        pairs = np.stack([ties.row, ties.col], axis=1).astype(np.int64)
        kit.setSeed(seed, False)
        whole = engine.networkit_graph(kit, pairs, n)
        method = kit.community.ParallelLeiden(whole, randomize=False)
        method.run()
        of = _by_size(np.asarray(method.getPartition().getVector(), dtype=np.int64), degrees(network) > 0)
        return Communities(of, modularity(pairs, of), seed, "Leiden")
    moved = network[place][:, place].tocoo()
    tied = np.flatnonzero(degrees(network)[place])
    view: nx.Graph[int] = nx.Graph()
    view.add_nodes_from(tied.tolist())
    once = np.flatnonzero(moved.row < moved.col)
    once = once[np.lexsort((moved.col[once], moved.row[once]))]
    rows = zip(moved.row[once].tolist(), moved.col[once].tolist(), moved.data[once].tolist(), strict=True)
    view.add_weighted_edges_from(rows)
    groups = sorted(nx.community.louvain_communities(view, seed=seed), key=lambda g: (-len(g), min(g)))
    for k, group in enumerate(groups):
        of[place[sorted(group)]] = k
    return Communities(of, float(nx.community.modularity(view, groups)), seed)


def modularity(pairs: ArrayLike, of: NDArray[np.int64]) -> float:
    """Modularity Q = Σ_c (L_c / m − (D_c / 2m)²) of a partition, without weights; NaN without pairs.

    L_c pairs inside community c, D_c degrees in it, m pairs in all. Source: Newman & Girvan 2004, Phys. Rev. E 69.
    Every end of a pair has a community. O(nodes + pairs).

    Examples
    --------
    >>> modularity([[0, 1], [2, 3]], np.array([0, 0, 1, 1]))
    0.5
    """
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    m = len(ends)
    if m == 0:
        return float("nan")
    inside = int((of[ends[:, 0]] == of[ends[:, 1]]).sum())
    degree = np.bincount(of[ends.ravel()]).astype(np.float64)
    return float(inside / m - ((degree / (2 * m)) ** 2).sum())


def _by_size(label: NDArray[np.int64], tied: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Renumber so that the largest comes first, of equal ones that of the first node; −1 where there is no tie."""
    found = np.full(len(label), -1, dtype=np.int64)
    _, first, at, size = np.unique(label[tied], return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    found[tied] = rank[at]
    return found
