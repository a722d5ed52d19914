"""Which technologies go together, and how near each is to what a place already does.

Pure functions on a sparse matrix of places × technologies (districts, centres or organisations in the rows). Dense
arrays are taken as well. What does not live here: complexity and nestedness (``graph.measures.complexity``).
"""

from __future__ import annotations

from typing import Any, Literal, cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.base.errors import UsageError
from graph.base.words import Words

Matrix = sp.csr_array[np.float64]
Method = Literal["cosine", "jaccard", "association", "prob"]
_NONE = 1e-9
"""Less than any relatedness: what is left of two sums that are equal."""


def location_quotient(counts: ArrayLike | Matrix) -> Matrix:
    """Location quotient, the same as revealed comparative advantage: RCA_ct = (x_ct / x_c) / (x_t / x).

    Above 1 = more of the place's activity is in the technology than of all places' activity. Source: Balassa 1965,
    Trade liberalisation and "revealed" comparative advantage, The Manchester School 33(2). No unit. Places and
    technologies without any activity have none (0, as they hold no entry). O(entries).

    Raises
    ------
    UsageError
        A negative or missing count.

    Examples
    --------
    >>> location_quotient([[3, 1], [1, 3]]).toarray()
    array([[1.5, 0.5],
           [0.5, 1.5]])
    """
    x = _matrix(counts)
    place, technology = _sums(x)
    made = x.tocoo()
    made.data = made.data * x.sum() / (place[made.row] * technology[made.col])
    return made.tocsr()


def advantage(counts: ArrayLike | Matrix, threshold: float = 1.0) -> Matrix:
    """0/1 matrix of revealed comparative advantage: RCA ≥ threshold; source and errors as location_quotient.

    Values that are the threshold but for rounding count (1e-12).

    Examples
    --------
    >>> advantage([[3, 1], [1, 3]]).toarray()
    array([[1., 0.],
           [0., 1.]])
    """
    rca = location_quotient(counts)
    rca.data = (rca.data >= threshold - 1e-12).astype(np.float64)
    rca.eliminate_zeros()
    return rca


def cooccurrence(presence: ArrayLike | Matrix) -> Matrix:
    """Places that do both of two technologies, zero diagonal: technologies × technologies; unit places.

    O(Σ_c d_c²) for d_c technologies at place c.

    Examples
    --------
    >>> cooccurrence([[1, 1, 0], [1, 1, 1]]).toarray()
    array([[0., 2., 1.],
           [2., 0., 1.],
           [1., 1., 0.]])
    """
    m = _matrix(presence)
    both = (m.T @ m).tocoo()
    keep = (both.row != both.col) & (both.data != 0)
    made: Matrix = sp.coo_array((both.data[keep], (both.row[keep], both.col[keep])), shape=both.shape).tocsr()
    made.sort_indices()
    return made


def proximity(presence: ArrayLike | Matrix) -> Matrix:
    """Proximity φ_tu = min(P(t|u), P(u|t)) = (places that do both) / max(places that do t, places that do u).

    1 on the diagonal: the own item is near itself. Source: Hidalgo, Klinger, Barabási & Hausmann 2007, The product
    space conditions the development of nations, Science 317. No unit, in [0, 1]. A technology that no place does has
    no proximity to anything, itself included. Complexity as in :func:`cooccurrence`.

    Examples
    --------
    >>> proximity([[1, 1, 0], [1, 0, 0]]).toarray()
    array([[1. , 0.5, 0. ],
           [0.5, 1. , 0. ],
           [0. , 0. , 0. ]])
    """
    m = _matrix(presence)
    both = (m.T @ m).tocoo()
    _, ubiquity = _sums(m)
    both.data = both.data / np.maximum(ubiquity[both.row], ubiquity[both.col])
    made: Matrix = both.tocsr()
    made.sort_indices()
    return made


def relatedness(together: ArrayLike | Matrix, method: Method = "cosine") -> Matrix:
    """Relatedness of technologies from their co-occurrence c_tu, with s_t = Σ_u c_tu and S = Σ_t s_t.

    cosine c / √(s_t s_u); jaccard c / (s_t + s_u − c); association S · c / (s_t s_u), the probabilistic affinity;
    prob: c over what is expected when S/2 pairs are drawn, c / (S/2 · (s_t s_u / (S (S − s_t)) + s_u s_t / (S (S −
    s_u)))). Source: van Eck & Waltman 2009, How to normalize cooccurrence data?, JASIST 60(8); prob: Steijn 2017,
    Improvement on the association strength, as in EconGeo (Balland 2017). All four equal EconGeo 1.3 to the last
    digit, its zero diagonal included: the own item never counts. Technologies that never co-occur have no entry (no
    s_t exceeds S/2, so nothing is divided by 0). O(entries).

    Raises
    ------
    UsageError
        An unknown method, or a negative or missing count.

    Examples
    --------
    >>> relatedness([[0, 1, 0], [1, 0, 1], [0, 1, 0]], "jaccard").toarray()
    array([[0. , 0.5, 0. ],
           [0.5, 0. , 0.5],
           [0. , 0.5, 0. ]])
    """
    c = _matrix(together).tocoo()
    keep = (c.row != c.col) & (c.data != 0)
    row, col, value = c.row[keep], c.col[keep], c.data[keep]
    total = np.bincount(row, value, minlength=c.shape[0])
    s, t, whole = total[row], total[col], float(total.sum())
    if method == "cosine":
        found = value / np.sqrt(s * t)
    elif method == "jaccard":
        found = value / (s + t - value)
    elif method == "association":
        found = whole * value / (s * t)
    elif method == "prob":
        found = value / (whole / 2 * (s * t / (whole * (whole - s)) + t * s / (whole * (whole - t))))
    else:
        words = Words("no relatedness is called {name!r}", "没有名为“{name}”的关联度算法")
        raise UsageError(words.fill(name=method))
    made: Matrix = sp.coo_array((found, (row, col)), shape=c.shape).tocsr()
    made.sort_indices()
    return made


def relatedness_density(presence: ArrayLike | Matrix, related: ArrayLike | Matrix) -> NDArray[np.float64]:
    """Share of a technology's relatedness that goes to technologies the place does: D_ct = Σ_u M_cu φ_ut / Σ_u φ_ut.

    Whether the own item counts is said by the diagonal of ``related``: with :func:`proximity` (diagonal 1) it does, as
    in py-ecomplexity and Hidalgo et al. 2007; with :func:`relatedness` (diagonal 0) it does not, as in EconGeo, which
    also gives per cent rounded to two decimals. No unit, in [0, 1]; NaN where a technology is related to nothing
    (EconGeo and py-ecomplexity have no such case in their references). Dense: O(places · technologies) memory.

    Parameters
    ----------
    presence : array or sparse matrix, shape (places, technologies), 0/1
    related : array or sparse matrix, shape (technologies, technologies), symmetric

    Examples
    --------
    >>> near = proximity([[1, 1, 0], [1, 0, 0], [0, 1, 1]])
    >>> relatedness_density([[1, 0, 0]], near).round(3)
    array([[0.667, 0.25 , 0.   ]])
    """
    m, phi = _matrix(presence), _matrix(related)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: NDArray[np.float64] = (m @ phi).toarray() / _sums(phi)[1]
    return found


def proximity_density(presence: ArrayLike | Matrix, base: ArrayLike | Matrix) -> NDArray[np.float64]:
    """:func:`relatedness_density` over the :func:`proximity` of ``base`` without its diagonal, and without that matrix.

    The proximity of technologies t and u done by a and b places is C_tu / max(a, b) with C = baseᵀ base. So the sum
    over u needs places × places sums only, one a value of a, taken from technologies that many places do to those that
    few do. O(places² · values of a + places · entries), where the matrix would be technologies × technologies: exact
    at any size. The own item does not count; NaN where a technology is related to none.

    Parameters
    ----------
    presence, base : array or sparse matrix, shape (places, technologies), 0/1

    Examples
    --------
    >>> m = [[1, 1, 0], [1, 0, 0], [0, 1, 1]]
    >>> proximity_density(m, m).round(3)
    array([[1. , 0.5, 1. ],
           [0. , 0.5, 0. ],
           [1. , 0.5, 1. ]])
    """
    m, b = _matrix(presence).tocsc(), _matrix(base).tocsc()
    places, technologies = b.shape
    fill = np.diff(b.indptr)
    found = np.zeros((places, technologies))
    total = np.zeros(technologies)
    # technologies together, of those that at most a places do: whole numbers, so that taking away is exact
    fewer: NDArray[np.float64] = (m @ b.T).toarray()
    fewer_all: NDArray[np.float64] = np.asarray(b.sum(axis=1), dtype=np.float64)
    more, more_all = np.zeros(fewer.shape), np.zeros(places)
    for a in np.unique(fill[fill > 0])[::-1].tolist():
        mine = np.flatnonzero(fill == a)
        own = b[:, mine]
        found[:, mine] = (own.T @ (fewer / a + more).T).T
        total[mine] = own.T @ (fewer_all / a + more_all)
        together, together_all = (m[:, mine] @ own.T).toarray(), np.asarray(own.sum(axis=1), dtype=np.float64)
        fewer, more = fewer - together, more + together / a
        fewer_all, more_all = fewer_all - together_all, more_all + together_all / a
    rows, columns = m[:, np.flatnonzero(fill)].nonzero()
    found[rows, np.flatnonzero(fill)[columns]] -= 1  # the own item
    total[fill > 0] -= 1
    total[total < _NONE] = np.nan
    found[np.abs(found) < _NONE] = 0
    found /= total
    return found


def _matrix(values: ArrayLike | Matrix) -> Matrix:
    given: Any = values
    made = cast("Matrix", sp.csr_array(given, dtype=np.float64, copy=True))
    made.sum_duplicates()
    made.eliminate_zeros()
    if not ((made.data >= 0) & np.isfinite(made.data)).all():
        raise UsageError(Words("counts must be given and not negative", "计数不能缺失或为负"))
    return made


def _sums(m: Matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows: NDArray[np.float64] = np.asarray(m.sum(axis=1), dtype=np.float64)
    columns: NDArray[np.float64] = np.asarray(m.sum(axis=0), dtype=np.float64)
    return rows, columns
