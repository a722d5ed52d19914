"""How concentrated the capability for a technology is: Herfindahl–Hirschman index and effective number of providers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.ecosystem import Ecosystem
from graph.errors import UsageError
from graph.words import Words


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
    w = np.asarray(weights, dtype=np.float64)
    if not ((w >= 0) & np.isfinite(w)).all():
        raise UsageError(Words("weights must be given and not negative", "权重不能缺失或为负"))
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


def capability_concentration(eco: Ecosystem) -> NDArray[np.float64]:
    """HHI of each technology over the organisations that have a capability for it, weighted by its strength.

    People count for the organisation they work at; where an organisation and its people all have the capability, the
    greatest strength counts, so one team does not count twice. People without an organisation count for themselves.
    Shape (technologies,); NaN where nobody has the capability. O(capabilities log capabilities).

    Examples
    --------
    >>> from graph.ecosystem import DatasetInfo
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
