"""What technologies rest on: the closure of their prerequisites, upstream exposure, weakest link, cycles.

Pure functions on the sparse matrix of REQUIRES ties (row needs column). Technologies that need each other in a circle
are condensed into one, so the rest is a digraph without cycles; the cycles are reported. What does not live here:
coverage itself (``graph.measures.coverage``, which also lists direct prerequisites that nobody covers).
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.base.errors import UsageError
from graph.base.words import Words

Matrix = sp.csr_array[np.float64]


def prerequisite_closure(requires: Matrix) -> Matrix:
    """All prerequisites of every technology, direct and indirect: 0/1, technology × prerequisite.

    A technology is no prerequisite of itself; members of a cycle are prerequisites of each other. O(closure · log
    longest chain).

    Examples
    --------
    >>> requires = sp.coo_array(([1.0, 1.0], ([0, 1], [1, 2])), shape=(3, 3)).tocsr()
    >>> prerequisite_closure(requires).toarray()
    array([[0., 1., 1.],
           [0., 0., 1.],
           [0., 0., 0.]])
    """
    of, reach = _condensed(requires)
    n = len(of)
    member: Matrix = sp.coo_array((np.ones(n), (of, np.arange(n))), shape=(reach.shape[0], n)).tocsr()
    whole = (reach[of] @ member).tocoo()
    keep = whole.row != whole.col
    found: Matrix = sp.coo_array((np.ones(int(keep.sum())), (whole.row[keep], whole.col[keep])), shape=(n, n)).tocsr()
    found.sort_indices()
    return found


def cycles(requires: Matrix) -> list[list[int]]:
    """Groups of technologies that need each other in a circle, and technologies that need themselves.

    Each group sorted, the groups by their first member. Source: strongly connected components, Tarjan 1972, SIAM J.
    Comput. 1(2). O(technologies + ties).

    Examples
    --------
    >>> requires = sp.coo_array(([1.0, 1.0, 1.0], ([0, 1, 2], [1, 0, 1])), shape=(3, 3)).tocsr()
    >>> cycles(requires)
    [[0, 1]]
    """
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - heavy

    ties = requires.tocoo()
    _, of = connected_components(requires, directed=True, connection="strong")
    size = np.bincount(of, minlength=1)
    loops = np.unique(ties.row[(ties.row == ties.col) & (ties.data != 0)])
    circles = [np.flatnonzero(of == c).tolist() for c in np.flatnonzero(size > 1).tolist()]
    return sorted(circles + [[t] for t in loops.tolist() if size[of[t]] == 1])


def upstream_exposure(requires: Matrix, severity: ArrayLike, depth: ArrayLike, r: int = 1) -> NDArray[np.float64]:
    """Share of the severity upstream of each technology that is covered less than r-fold.

    UE(t) = Σ s_u [d(u) < r] / Σ s_u over all u in up(t), the direct and indirect prerequisites of t. No unit, in
    [0, 1]; 0 where nothing (or nothing of any severity) is upstream: then nothing is exposed. Logic: a chain holds as
    far as its links, Kremer 1993, The O-ring theory of economic development, Q. J. Economics 108(3). In a cycle every
    member is upstream of the others, not of itself. O(closure of the condensed ties).

    Parameters
    ----------
    requires : scipy.sparse.csr_array
        Technologies × technologies, row needs column.
    severity, depth : array_like, shape (technologies,)

    Raises
    ------
    UsageError
        Arrays of other length, a negative or missing severity or depth.

    Examples
    --------
    T1 needs T2 and T3, both need T4, which nobody covers: 1 / (3 + 4 + 1).

    >>> requires = sp.coo_array((np.ones(4), ([0, 0, 2, 1], [1, 2, 3, 3])), shape=(4, 4)).tocsr()
    >>> upstream_exposure(requires, [5, 3, 4, 1], [3, 1, 2, 0])
    array([0.125, 1.   , 1.   , 0.   ])
    >>> weakest_link(requires, [3, 1, 2, 0])
    array([0., 0., 0., 0.])
    """
    s, d = _given(requires, severity), _given(requires, depth)
    of, reach = _condensed(requires)
    thin = np.where(d < r, s, 0.0)
    open_, whole = (reach @ np.bincount(of, v, minlength=reach.shape[0])[: reach.shape[0]] for v in (thin, s))
    top, below = open_[of] - thin, whole[of] - s
    # what is left over from subtracting is rounding, not severity
    scale = max(float(s.sum()), 1.0) * 1e-12
    found = np.divide(top, below, out=np.zeros(len(s)), where=below > scale)
    return np.clip(found, 0.0, 1.0)


def weakest_link(requires: Matrix, depth: ArrayLike) -> NDArray[np.float64]:
    """Least depth over a technology and all its prerequisites: WL(t) = min d over {t} ∪ up(t).

    Unit: providers. Source, errors, example as in :func:`upstream_exposure`. O(closure of the condensed ties).
    """
    d = _given(requires, depth)
    of, reach = _condensed(requires)
    least = np.full(reach.shape[0], np.inf)
    np.minimum.at(least, of, d)
    if len(d) == 0:
        return d
    # every component reaches itself, so no row is empty
    found: NDArray[np.float64] = np.minimum.reduceat(least[reach.indices], reach.indptr[:-1])[of]
    return found


def _condensed(requires: Matrix) -> tuple[NDArray[np.int64], Matrix]:
    """Component of every technology, and components × components that are reached from each, itself included."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - heavy

    n = requires.shape[0]
    if n == 0:
        return np.zeros(0, dtype=np.int64), sp.csr_array((0, 0), dtype=np.float64)
    count, label = connected_components(requires, directed=True, connection="strong")
    of = label.astype(np.int64)
    ties = requires.tocoo()
    keep = ties.data != 0
    at, to = np.r_[of[ties.row[keep]], np.arange(count)], np.r_[of[ties.col[keep]], np.arange(count)]
    reach = _ones(sp.coo_array((np.ones(len(at)), (at, to)), shape=(count, count)).tocsr())
    while True:
        further = _ones((reach @ reach).tocsr())
        if further.nnz == reach.nnz:
            reach.sort_indices()
            return of, reach
        reach = further


def _ones(matrix: Matrix) -> Matrix:
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


def _given(requires: Matrix, values: ArrayLike) -> NDArray[np.float64]:
    found = np.asarray(values, dtype=np.float64)
    if found.shape != (requires.shape[0],) or not ((found >= 0) & np.isfinite(found)).all():
        words = Words(
            "one severity and one depth per technology, given and not negative",
            "每项技术应有一个严重度和一个覆盖深度，不能缺失或为负",
        )
        raise UsageError(words)
    return found
