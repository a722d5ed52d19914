"""How diverse places are and how common technologies; complexity (ECI, TCI), outlook, nestedness.

Pure functions on a 0/1 matrix of places × technologies, sparse or dense. What does not live here: where the matrix
comes from (``graph.measures.relatedness.advantage``).
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

Matrix = sp.csr_array[np.float64]
Values = NDArray[np.float64]
_SAME = 1e-9
"""Singular values that differ by less are the same."""
_ROUNDING = 1e-14
"""Squares of singular values, of which the greatest is 1, that are 0 but for rounding."""
_DENSE = 600
"""Rows or columns up to which the whole spectrum is computed."""


def diversity(presence: ArrayLike | Matrix) -> NDArray[np.int64]:
    """Technologies that each place does; O(entries).

    Examples
    --------
    >>> diversity([[1, 1, 0], [0, 1, 0]]), ubiquity([[1, 1, 0], [0, 1, 0]])
    (array([2, 1]), array([1, 2, 0]))
    """
    return np.diff(_pattern(presence).indptr).astype(np.int64)


def ubiquity(presence: ArrayLike | Matrix) -> NDArray[np.int64]:
    """Places that do each technology; O(entries); example in :func:`diversity`."""
    m = _pattern(presence)
    return np.bincount(m.indices, minlength=m.shape[1]).astype(np.int64)


def reflections(presence: ArrayLike | Matrix, steps: int = 2) -> tuple[list[Values], list[Values]]:
    """Method of reflections: k_c,n = mean of k_t,n−1 over the place's technologies, and the other way round.

    k_c,0 is diversity, k_t,0 ubiquity; k_c,1 the mean ubiquity of what a place does, and so on. Source: Hidalgo &
    Hausmann 2009, The building blocks of economic complexity, PNAS 106(26); EconGeo's MORc and MORt. A place or
    technology without any entry: NaN from step 1 on. O(steps · entries).

    Returns
    -------
    tuple of two lists
        Steps 0 to ``steps`` for places, and for technologies.

    Examples
    --------
    >>> places, technologies = reflections([[1, 1], [0, 1]], 1)
    >>> places[1], technologies[1]
    (array([1.5, 2. ]), array([2. , 1.5]))
    """
    m = _pattern(presence)
    d, u = diversity(m).astype(np.float64), ubiquity(m).astype(np.float64)
    places, technologies = [d], [u]
    with np.errstate(invalid="ignore"):
        for _ in range(steps):
            # no 0 · NaN: the product only touches stored entries, and those have finite neighbours
            c, t = m @ np.nan_to_num(technologies[-1]) / d, m.T @ np.nan_to_num(places[-1]) / u
            places.append(c)
            technologies.append(t)
    return places, technologies


class Complexity(NamedTuple):
    """Economic and technological complexity; all NaN where it is undefined, and ``why`` then says why."""

    eci: Values
    tci: Values
    why: str = ""


def complexity(presence: ArrayLike | Matrix) -> Complexity:
    """Complexity of places (ECI, EconGeo's KCI) and of technologies (TCI, PCI), from the second eigenvector.

    ECI is the eigenvector of D⁻¹ M U⁻¹ Mᵀ to its second eigenvalue (D diversity, U ubiquity on the diagonal), as
    z-scores over the places that do anything (population standard deviation), with the sign that correlates
    positively with diversity. TCI has the scale of ECI, so that a place's ECI is the mean TCI of what it does. Source:
    Hidalgo & Hausmann 2009, PNAS 106(26); Mealy, Farmer & Teytelboym 2019, Science Advances 5(1). No unit.

    Undefined, hence NaN, with ``why``: ``"disconnected"`` (the matrix falls into parts; eigenvalue 1 is repeated and
    its vectors only tell the parts apart), ``"too small"`` (no second eigenvalue), ``"not unique"`` (it is repeated or
    0) and ``"no sign"`` (diversity tells no direction). Places and technologies without any entry are NaN by
    themselves. py-ecomplexity gives the same numbers to 1e-8, but also gives numbers for disconnected matrices.
    EconGeo rounds the transition matrix to four decimals and scales differently: its KCI and TCI agree to 1e-4 after
    z-scoring only. O(entries · steps), or dense below 600 rows or columns.

    Examples
    --------
    >>> complexity([[1, 1, 1], [0, 1, 1], [0, 0, 1]]).eci.round(3)
    array([ 1.225,  0.   , -1.225])
    >>> complexity([[1, 0], [0, 1]])
    Complexity(eci=array([nan, nan]), tci=array([nan, nan]), why='disconnected')
    """
    m = _pattern(presence)
    kc, kt, why = _second(m)
    if why:
        return Complexity(kc, kt, why)
    mean, spread = np.nanmean(kc), np.nanstd(kc)
    return Complexity((kc - mean) / spread, (kt - mean) / spread)


class Outlook(NamedTuple):
    """``scores``: outlook of each place (z-scores). ``gain``: places × technologies; 0 where the place does it."""

    scores: Values
    gain: Values


def outlook(presence: ArrayLike | Matrix, proximity: ArrayLike | Matrix) -> Outlook:
    """Complexity outlook: how near and how complex are the technologies that a place does not do yet.

    Index: Σ_t D_ct (1 − M_ct) k_t as z-scores, D the relatedness density with the own item counted. Gain of a
    technology t: Σ_u (1 − M_cu) φ_tu k_u / Σ_v φ_uv for what the place does not do, in standard deviations of ECI: how
    much nearer other complex technologies would come. k is the second eigenvector before z-scoring (its zero is where
    Σ ubiquity · k = 0). Source: Hausmann, Hidalgo et al. 2014, *The Atlas of Economic Complexity*; equal to
    py-ecomplexity 0.5.3. NaN where complexity is undefined. Dense: O(places · technologies).

    Examples
    --------
    >>> from graph.measures.relatedness import proximity
    >>> m = [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
    >>> outlook(m, proximity(m)).scores.round(3)
    array([-1.277,  1.165,  0.113])
    """
    m, phi = _pattern(presence), _sparse(proximity)
    kc, kt, why = _second(m)
    if why:
        return Outlook(np.full(m.shape[0], np.nan), np.full(m.shape, np.nan))
    total = np.asarray(phi.sum(axis=0), dtype=np.float64)
    weight = np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)
    done, k = m.toarray(), np.nan_to_num(kt)
    density = (m @ phi).toarray() * weight
    index = (density * (1 - done) * k).sum(axis=1)
    index[diversity(m) == 0] = np.nan
    spread = np.nanstd(index)
    z = (index - np.nanmean(index)) / spread if spread > _SAME else np.where(np.isnan(index), np.nan, 0.0)
    gain = (1 - done) * ((1 - done) @ (phi.toarray() * (k * weight)[:, None])) / np.nanstd(kc)
    return Outlook(z, gain)


class Nestedness(NamedTuple):
    """NODF of the whole matrix, of its rows and of its columns, each 0–100 or NaN without any pair."""

    nodf: float
    rows: float
    columns: float


def nestedness(presence: ArrayLike | Matrix) -> Nestedness:
    """Nestedness by overlap and decreasing fill, NODF: mean over pairs of how much of the smaller is in the larger.

    A pair of equal fill, or with an empty row, counts 0; the order of rows and columns does not matter. Source:
    Almeida-Neto, Guimarães, Guimarães, Loyola & Ulrich 2008, Oikos 117(8); equal to vegan's ``nestednodf``. Per cent,
    100 = perfectly nested. NaN for fewer than two rows and columns. O(entries · values of fill).

    Examples
    --------
    >>> nestedness([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]]).nodf
    100.0
    """
    m = _pattern(presence)
    n, k = m.shape
    along, across = _paired(m), _paired(m.T.tocsr())
    pairs = n * (n - 1) / 2, k * (k - 1) / 2
    nan = float("nan")
    return Nestedness(
        100 * (along + across) / sum(pairs) if sum(pairs) else nan,
        100 * along / pairs[0] if pairs[0] else nan,
        100 * across / pairs[1] if pairs[1] else nan,
    )


def _paired(m: Matrix) -> float:
    """Σ over pairs of rows of different fill: overlap over the fill of the smaller."""
    # rows of equal fill are alike in it: their columns are counted together, so that no pair of rows is looked at
    fill, kind = np.unique(diversity(m), return_inverse=True)
    group = sp.coo_array((np.ones(len(kind)), (kind, np.arange(len(kind)))), shape=(len(fill), len(kind))).tocsr()
    columns = (group @ m).tocsr()
    overlap = (columns @ columns.T).tocoo()
    less = fill[overlap.row] > fill[overlap.col]
    return float((overlap.data[less] / fill[overlap.col[less]]).sum())


def _second(m: Matrix) -> tuple[Values, Values, str]:
    """Second eigenvector of places and of technologies, on one scale and with its sign; or NaN and the reason."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - heavy

    nothing = np.full(m.shape[0], np.nan), np.full(m.shape[1], np.nan)
    rows, columns = np.flatnonzero(diversity(m)), np.flatnonzero(ubiquity(m))
    core = m[rows][:, columns].tocsr()
    if min(core.shape) < 2:
        return *nothing, "too small"
    network = cast("Matrix", sp.block_array([[None, core], [core.T, None]], format="csr"))
    if connected_components(network, directed=False)[0] > 1:
        return *nothing, "disconnected"
    d, u = diversity(core).astype(np.float64), ubiquity(core).astype(np.float64)
    scaled = (sp.diags_array(d**-0.5) @ core @ sp.diags_array(u**-0.5)).tocsr()
    left, value, right = _singular(scaled)
    if value[1] < _SAME or (len(value) > 2 and value[1] - value[2] < _SAME):
        return *nothing, "not unique"
    kc, kt = value[1] * left[:, 1] / np.sqrt(d), right[1] / np.sqrt(u)
    sign = _direction(kc, d)
    if sign == 0:
        return *nothing, "no sign"
    nothing[0][rows], nothing[1][columns] = sign * kc, sign * kt
    return *nothing, ""


def _direction(kc: Values, d: Values) -> float:
    """Sign of the correlation with diversity; 0 where there is none."""
    if kc.std() < _SAME or d.std() < _SAME:
        return 0.0
    r = float(np.corrcoef(kc, d)[0, 1])
    return float(np.sign(r)) if abs(r) > _SAME else 0.0


def _singular(matrix: Matrix) -> tuple[Values, Values, Values]:
    """First singular triplets, the greatest first: all of them, or three of a large matrix."""
    from scipy.sparse.linalg import svds  # noqa: PLC0415 - heavy

    if min(matrix.shape) <= _DENSE < max(matrix.shape):
        tall = matrix.shape[0] > matrix.shape[1]
        long = (matrix.T if tall else matrix).tocsr()
        squares, vectors = np.linalg.eigh((long @ long.T).toarray())
        squares, vectors = squares[::-1], vectors[:, ::-1]
        value = np.sqrt(np.where(squares > _ROUNDING, squares, 0.0))
        with np.errstate(invalid="ignore", divide="ignore"):
            other = (long.T @ vectors[:, :3]).T / value[:3, None]
        return (other.T, value, vectors.T) if tall else (vectors, value, other)
    if min(matrix.shape) <= _DENSE:
        left, value, right = np.linalg.svd(matrix.toarray(), full_matrices=False)
        return left, value, right
    start = np.ones(min(matrix.shape)) + np.arange(min(matrix.shape)) / min(matrix.shape)
    left, value, right = cast("tuple[Values, Values, Values]", svds(matrix, k=3, v0=start))
    order = np.argsort(value)[::-1]
    return left[:, order], value[order], right[order]


def _pattern(presence: ArrayLike | Matrix) -> Matrix:
    m = _sparse(presence).copy()
    m.eliminate_zeros()
    m.data[:] = 1.0
    return m


def _sparse(values: ArrayLike | Matrix) -> Matrix:
    given: Any = values
    return cast("Matrix", sp.csr_array(given, dtype=np.float64))
