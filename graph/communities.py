"""Which organisations form groups with many ties inside and few outside."""

from __future__ import annotations

from typing import NamedTuple

import networkx as nx
import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.engine import LARGE, networkit
from graph.engine import communities as large_communities
from graph.network import Adjacency, degrees

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
    answer is the same. Above ``graph.engine.LARGE`` ties Leiden by networkit, where it is installed; weights and
    ``order`` are not used then. Isolated nodes belong to none (−1); modularity is NaN without ties. About O(ties).

    Parameters
    ----------
    order : array_like of int, optional
        Order in which nodes are put into the network, e.g. by id, so that the order of rows in a file is irrelevant.

    Examples
    --------
    >>> from graph.network import adjacency
    >>> ties = [[0, 1], [0, 2], [1, 2], [2, 3], [3, 4], [3, 5], [4, 5]]
    >>> found = communities(adjacency(ties, 7))
    >>> found.of, round(found.modularity, 4), found.seed
    (array([ 0,  0,  0,  1,  1,  1, -1]), 0.3571, 1)
    """
    n = network.shape[0]
    place = np.arange(n) if order is None else np.asarray(order, dtype=np.int64)
    of = np.full(n, -1, dtype=np.int64)
    if network.nnz == 0:
        return Communities(of, float("nan"), seed)
    if network.nnz // 2 > LARGE and networkit() is not None:
        ties = sp.triu(network, k=1).tocoo()
        found = large_communities(np.stack([ties.row, ties.col], axis=1).astype(np.int64), n, seed)
        label = np.where(degrees(network) > 0, found.label, -1)
        return Communities(label, found.modularity, seed, found.method)
    moved = network[place][:, place].tocoo()
    tied = np.flatnonzero(degrees(network)[place])
    whole: nx.Graph[int] = nx.Graph()
    whole.add_nodes_from(tied.tolist())
    once = np.flatnonzero(moved.row < moved.col)
    once = once[np.lexsort((moved.col[once], moved.row[once]))]
    rows = zip(moved.row[once].tolist(), moved.col[once].tolist(), moved.data[once].tolist(), strict=True)
    whole.add_weighted_edges_from(rows)
    groups = sorted(nx.community.louvain_communities(whole, seed=seed), key=lambda g: (-len(g), min(g)))
    for k, group in enumerate(groups):
        of[place[sorted(group)]] = k
    return Communities(of, float(nx.community.modularity(whole, groups)), seed)
