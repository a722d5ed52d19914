"""How concentrated capability is, over providers (Herfindahl–Hirschman) and of places (entropy, Krugman, Hachman)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.base.errors import UsageError
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem


def herfindahl(weights: ArrayLike) -> float:
    """Concentration of providers: HHI = Σ p², p = weight / Σ weights.

    Source: Hirschman 1945; Herfindahl 1950. No unit: 1/n for n equal providers, 1 for a single one; NaN where there is
    no provider at all (nothing is concentrated). Weights of 0 change nothing. O(n).

    Raises
    ------
    UsageError
        A negative or missing weight.

    Examples
    --------
    >>> round(herfindahl([6, 3, 1]), 12)
    0.46
    """
    w = _weights(weights)
    total = w.sum()
    return float(((w / total) ** 2).sum()) if total > 0 else float("nan")


def effective_number(weights: ArrayLike) -> float:
    """Effective number of providers: 1 / HHI, the number of equal providers of the same concentration (Laakso &
    Taagepera 1979). NaN where there is no provider. O(n).

    Examples
    --------
    >>> round(effective_number([6, 3, 1]), 9)
    2.173913043
    """  # noqa: D205
    return 1 / herfindahl(weights)


def entropy(weights: ArrayLike) -> float:
    """Shannon entropy of a distribution: H = −Σ p log₂ p, in bits; errors and NaN as :func:`herfindahl`.

    Source: Shannon 1948. 0 for a single one, log₂ n for n equal ones. EconGeo rounds to three decimals. O(n).

    Examples
    --------
    >>> entropy([1, 1, 1, 1]), entropy([5])
    (2.0, 0.0)
    """
    w = _weights(weights)
    p = w[w > 0] / w.sum() if w.sum() > 0 else w[:0]
    return float(abs(-(p * np.log2(p)).sum())) if len(p) else float("nan")


class Specialisation(NamedTuple):
    """How the profile of each place differs from that of all places together; arrays of shape (places,)."""

    krugman: NDArray[np.float64]
    hoover: NDArray[np.float64]
    hachman: NDArray[np.float64]


def specialisation(counts: ArrayLike | sp.csr_array[np.float64]) -> Specialisation:
    """Specialisation of places, from counts of places × technologies, with shares s_ct of a place and s_t of all.

    Krugman K = Σ_t |s_ct − s_t|, in [0, 2) (Krugman 1991, *Geography and Trade*); Hoover's coefficient K/2, in [0, 1)
    (Hoover & Giarratani 1985; EconGeo's ``spec.coeff``); Hachman 1 / Σ_t s_ct² / s_t, 1 = the profile of all (Hachman
    1995). No unit. A place without anything: NaN. O(entries).

    Examples
    --------
    >>> found = specialisation([[3, 1], [1, 3]])
    >>> found.krugman, found.hoover, found.hachman
    (array([0.5, 0.5]), array([0.25, 0.25]), array([0.8, 0.8]))
    """
    given: Any = counts
    x = sp.csr_array(given, dtype=np.float64).tocoo()
    _weights(x.data)
    size, of_all = np.bincount(x.row, x.data, minlength=x.shape[0]), np.bincount(x.col, x.data, minlength=x.shape[1])
    with np.errstate(invalid="ignore", divide="ignore"):
        own, whole = x.data / size[x.row], (of_all / of_all.sum())[x.col]
        # what a place does not do adds the whole of its share of all: 1 less the shares of what it does
        nearer = np.bincount(x.row, np.abs(own - whole) - whole, minlength=len(size))
        krugman = np.where(size > 0, np.maximum(1 + nearer, 0), np.nan)
        square = np.divide(own**2, whole, out=np.zeros(len(own)), where=whole > 0)
        hachman = 1 / np.bincount(x.row, square, minlength=len(size))
    hachman[np.isnan(krugman)] = np.nan
    return Specialisation(krugman, krugman / 2, hachman)


def capability_concentration(eco: Ecosystem) -> NDArray[np.float64]:
    """HHI of each technology over the organisations that have a capability for it, weighted by its strength.

    People count for the organisation they work at; where an organisation and its people all have the capability, the
    greatest strength counts, so one team does not count twice. People without an organisation count for themselves.
    Shape (technologies,); NaN where nobody has the capability. O(capabilities log capabilities).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}, {"id": "O2"}], "technologies": [{"id": "T1"}, {"id": "T2"}],
    ...     "people": [{"id": "P1", "organisation_id": "O1"}],
    ...     "capabilities": [{"holder_id": h, "technology_id": "T1", "strength": 0.5} for h in ("O1", "O2", "P1")]})
    >>> capability_concentration(eco)
    array([0.5, nan])
    """
    organisations, people = eco.size("Organisation"), eco.size("Person")
    own = eco.matrix("CAPABLE_OF", "Organisation").tocoo()
    theirs = eco.matrix("CAPABLE_OF", "Person").tocoo()
    home = eco.codes("people", "organisation_id", "Organisation")
    home = np.where(home >= 0, home, organisations + np.arange(people))
    provider = np.r_[own.row, home[theirs.row]].astype(np.int64)
    technology = np.r_[own.col, theirs.col].astype(np.int64)
    strength = np.r_[own.data, theirs.data]
    found = np.full(eco.size("Technology"), np.nan)
    if len(provider) == 0:
        return found
    order = np.lexsort((strength, provider, technology))
    provider, technology, strength = provider[order], technology[order], strength[order]
    last = np.r_[(provider[1:] != provider[:-1]) | (technology[1:] != technology[:-1]), True]
    technology, strength = technology[last], strength[last]
    # sorted by size within a technology, so that sums do not depend on the order of rows
    order = np.lexsort((strength, technology))
    technology, strength = technology[order], strength[order]
    total = np.bincount(technology, strength, minlength=len(found))
    squares = np.bincount(technology, strength**2, minlength=len(found))
    some = total > 0
    found[some] = squares[some] / total[some] ** 2
    return found


def _weights(weights: ArrayLike) -> NDArray[np.float64]:
    w = np.asarray(weights, dtype=np.float64)
    if not ((w >= 0) & np.isfinite(w)).all():
        raise UsageError(Words("weights must be given and not negative", "权重不能缺失或为负"))
    return w
