"""How well centres cover technologies: depth by layer, severity-weighted and expected coverage, gaps, thin cover.

The same functions score a city before and after a plan: only the set of active centres differs. What does not live
here: what a claim is worth (``graph.measures.evidence``) and who could stand in for whom
(``graph.measures.fragility``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.base.errors import InputError, UsageError
from graph.base.words import Words
from graph.measures.evidence import holders, used_strength
from graph.model.ecosystem import Ecosystem

Layer = Literal["centre", "lead", "organisation", "person"]
"""Who is counted as a provider of a technology."""


def there_today(eco: Ecosystem) -> NDArray[np.bool_]:
    """Centres that are there, shape (centres,): existing ones, and those that the scheme has approved.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> status = {"E1": "existing", "A1": "approved", "C1": "candidate", "X1": "ended"}
    >>> rows = {"centres": [{"id": centre, "status": said} for centre, said in status.items()]}
    >>> there_today(Ecosystem.from_rows(DatasetInfo("x"), rows)).tolist()
    [True, True, False, False]
    """
    status = eco.column("centres", "status")
    there: NDArray[np.bool_] = (status == "existing") | (status == "approved")
    return there


def offered(eco: Ecosystem) -> NDArray[np.bool_]:
    """Centres that are there or may come, shape (centres,): all but those that have ended and withdrawn candidates.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> status = {"A1": "approved", "C1": "candidate", "C2": "candidate", "X1": "ended"}
    >>> rows = {"centres": [{"id": centre, "status": said} for centre, said in status.items()],
    ...     "decisions": [{"centre_id": "C2", "year": 2026, "decision": "stopped"}]}
    >>> offered(Ecosystem.from_rows(DatasetInfo("x"), rows)).tolist()
    [True, True, False, False]
    """
    stopped = eco.column("decisions", "centre_id")[eco.column("decisions", "decision") == "stopped"]
    ids = np.array(eco.ids("Centre"), dtype=object)
    open_: NDArray[np.bool_] = (eco.column("centres", "status") == "candidate") & ~np.isin(ids, stopped.tolist())
    return there_today(eco) | open_


def active_centres(eco: Ecosystem, chosen: Iterable[str] = ()) -> NDArray[np.bool_]:
    """Mark the centres that work: the existing ones, and the chosen candidates.

    Parameters
    ----------
    chosen : iterable of str
        Ids of chosen candidates.

    Returns
    -------
    numpy.ndarray of bool, shape (centres,)

    Raises
    ------
    InputError
        A chosen id that is no centre of this ecosystem.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> status = {"E1": "existing", "C1": "candidate", "C2": "candidate"}
    >>> rows = {"centres": [{"id": centre, "status": said} for centre, said in status.items()]}
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), rows)
    >>> active_centres(eco, ["C2"])
    array([ True, False,  True])
    """
    active = there_today(eco)
    position = eco.position("Centre")
    for centre in chosen:
        if centre not in position:
            words = Words("centre {id!r} of the plan is not in this dataset", "规划中的中心“{id}”不在本数据集中")
            raise InputError(words.fill(id=centre))
        active[position[centre]] = True
    return active


def depth(eco: Ecosystem, centres: NDArray[np.bool_], layer: Layer = "centre") -> NDArray[np.int64]:
    """Coverage depth d(t): the number of distinct providers of each technology, in a named layer.

    ``centre``: active centres whose used strength is above 0. ``lead``: distinct leads of those centres (a centre
    without a lead counts for itself). ``organisation``, ``person``: distinct organisations or people that stand behind
    one of those centres and have a capability for the technology themselves.

    Source: Church & ReVelle 1974 (cover), Hogan & ReVelle 1986 (backup cover). Unit: providers. Complexity: O(claims)
    for centres and leads, one sparse product for organisations and people. A technology nobody covers has depth 0.

    Parameters
    ----------
    centres : array of bool, shape (centres,)
        The active centres (:func:`active_centres`).

    Returns
    -------
    numpy.ndarray of int64, shape (technologies,)

    Examples
    --------
    Two centres of one lead: depth 2 by centre, 1 by lead.

    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}], "technologies": [{"id": "T1"}, {"id": "T2"}],
    ...     "centres": [{"id": c, "status": "existing", "lead_id": "O1"} for c in ("C1", "C2")],
    ...     "covers": [{"centre_id": c, "technology_id": "T1"} for c in ("C1", "C2")]})
    >>> active = active_centres(eco)
    >>> depth(eco, active), depth(eco, active, "lead")
    (array([2, 0]), array([1, 0]))
    """
    used = _rows(used_strength(eco), centres)
    if layer == "centre":
        return _per_column(used)
    if layer == "lead":
        lead = eco.codes("centres", "lead_id", "Organisation")
        own = eco.size("Organisation") + np.arange(len(lead))
        at = np.where(lead >= 0, lead, own)
        width = eco.size("Organisation") + len(lead)
        return _per_column(_pattern(_incidence(at, width) @ used))
    behind = _rows(holders(eco), centres)
    split = eco.size("Organisation")
    part = behind[:, :split] if layer == "organisation" else behind[:, split:]
    capable = eco.matrix("CAPABLE_OF", "Organisation" if layer == "organisation" else "Person")
    return _per_column(_pattern(part.T @ _pattern(used)).multiply(capable).tocsr())


def strength_depth(eco: Ecosystem, centres: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Fractional depth: the sum of used strengths of the active centres, per technology; O(claims).

    Two centres of strength .8 and .5 make a depth of 1.3, which :func:`expected_coverage` reads between 1 and 2.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "technologies": [{"id": "T1"}], "centres": [{"id": c, "status": "existing"} for c in ("C1", "C2")],
    ...     "covers": [{"centre_id": "C1", "technology_id": "T1", "strength": 0.8},
    ...                {"centre_id": "C2", "technology_id": "T1", "strength": 0.5}]})
    >>> strength_depth(eco, active_centres(eco))
    array([1.3])
    """
    total: NDArray[np.float64] = np.asarray(_rows(used_strength(eco), centres).sum(axis=0), dtype=np.float64)
    return total


def severity_weighted_coverage(severity: ArrayLike, depth: ArrayLike, r: int = 1) -> float:
    """Share of severity that is covered at least r-fold: SWC_r = Σ s_t [d(t) ≥ r] / Σ s_t.

    Source: Church & ReVelle 1974, The maximal covering location problem, Papers of the Regional Science Association
    32; r = 2 is the backup coverage of Hogan & ReVelle 1986. No unit, in [0, 1]; 0 where no severity is given. O(n).

    Raises
    ------
    UsageError
        Arrays of different length, a negative or missing severity or depth.

    Examples
    --------
    Severities 5, 3, 4, 1 at depths 3, 1, 2, 0: 12/13 once, 9/13 twice.

    >>> [severity_weighted_coverage([5, 3, 4, 1], [3, 1, 2, 0], r) for r in (1, 2)]
    [0.9230769230769231, 0.6923076923076923]
    """
    s, d = _aligned(severity, depth)
    return float(s[d >= r].sum() / s.sum()) if s.sum() > 0 else 0.0


def cover_value(depth: ArrayLike, failure: float, levels: int | None = None) -> NDArray[np.float64]:
    """Worth of a depth where each cover fails with chance q, independently: g(d) = 1 − q^d for whole d.

    Between whole numbers g is linear: g(n + x) = 1 − qⁿ + x (1 − q) qⁿ for 0 ≤ x ≤ 1. ``levels`` caps the depth: more
    is worth nothing more. Source: Daskin 1983, A maximum expected covering location model, Transportation Science
    17(1). No unit, in [0, 1]. O(n).

    Raises
    ------
    UsageError
        ``failure`` outside [0, 1), or ``levels`` below 0.

    Examples
    --------
    At q = .5 depth 1 is worth .5, depth 2 .75, and depth 1.5 half-way between.

    >>> cover_value([0, 1, 1.5, 2, 3], 0.5)
    array([0.   , 0.5  , 0.625, 0.75 , 0.875])
    >>> cover_value([3.0], 0.5, levels=2)
    array([0.75])
    """
    if not 0 <= failure < 1:
        words = Words("failure must be at least 0 and below 1, not {q}", "失效概率应不小于 0 且小于 1，而不是 {q}")
        raise UsageError(words.fill(q=failure))
    if levels is not None and levels < 0:
        raise UsageError(Words("levels must not be negative, not {n}", "层数不能为负：{n}").fill(n=levels))
    d = np.asarray(depth, dtype=np.float64)
    d = d if levels is None else np.minimum(d, levels)
    whole = np.floor(d)
    lost = np.power(float(failure), whole)
    value: NDArray[np.float64] = 1 - lost + (d - whole) * (1 - failure) * lost
    return value


def expected_coverage(severity: ArrayLike, depth: ArrayLike, failure: float, levels: int | None = None) -> float:
    """Severity-weighted expected coverage: EC = Σ s_t g(d(t)) / Σ s_t, g as in :func:`cover_value`.

    With q = 0 and whole depths it is SWC_1. Source: Daskin 1983. No unit, in [0, 1]; 0 where no severity
    is given. O(n).

    Raises
    ------
    UsageError
        As in :func:`severity_weighted_coverage` and :func:`cover_value`.

    Examples
    --------
    (4.375 + 1.5 + 3 + 0) / 13:

    >>> expected_coverage([5, 3, 4, 1], [3, 1, 2, 0], failure=0.5)
    0.6826923076923077
    """
    s, d = _aligned(severity, depth)
    return float(s @ cover_value(d, failure, levels) / s.sum()) if s.sum() > 0 else 0.0


def prerequisite_gaps(eco: Ecosystem, centres: NDArray[np.bool_]) -> list[tuple[str, str]]:
    """Find covered technologies whose direct prerequisite nobody covers: (technology id, prerequisite id), by id.

    O(claims + prerequisites). Indirect prerequisites are not followed.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "technologies": [{"id": "T1"}, {"id": "T2"}], "centres": [{"id": "C1", "status": "existing"}],
    ...     "covers": [{"centre_id": "C1", "technology_id": "T1"}],
    ...     "requires": [{"technology_id": "T1", "prerequisite_id": "T2"}]})
    >>> prerequisite_gaps(eco, active_centres(eco))
    [('T1', 'T2')]
    """
    covered = depth(eco, centres) > 0
    needs = eco.matrix("REQUIRES").tocoo()
    open_ = covered[needs.row] & ~covered[needs.col]
    ids = eco.ids("Technology")
    return sorted((ids[t], ids[u]) for t, u in zip(needs.row[open_].tolist(), needs.col[open_].tolist(), strict=True))


def severities(eco: Ecosystem) -> NDArray[np.float64]:
    """Severity of each technology; a blank one weighs 0."""
    severity: NDArray[np.float64] = np.nan_to_num(eco.column("technologies", "severity"), nan=0.0)
    return severity


def _aligned(severity: ArrayLike, depth: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    s, d = np.asarray(severity, dtype=np.float64), np.asarray(depth, dtype=np.float64)
    if s.shape != d.shape:
        raise UsageError(Words("one severity and one depth per technology", "每项技术应有一个严重度和一个覆盖深度"))
    if not ((s >= 0).all() and (d >= 0).all() and np.isfinite(s).all()):
        words = Words("severity and depth must be given and not negative", "严重度和覆盖深度不能缺失或为负")
        raise UsageError(words)
    return s, d


def _rows(matrix: sp.csr_array[np.float64], keep: NDArray[np.bool_]) -> sp.csr_array[np.float64]:
    """Empty all rows that are not kept."""
    kept: sp.csr_array[np.float64] = (sp.diags_array(keep.astype(np.float64)) @ matrix).tocsr()
    kept.eliminate_zeros()
    return kept


def _pattern(matrix: sp.csr_array[np.float64] | sp.csc_array[np.float64]) -> sp.csr_array[np.float64]:
    """1 wherever the matrix is above 0."""
    found = matrix.tocsr()
    return sp.csr_array((np.ones(found.nnz), found.indices, found.indptr), shape=found.shape)


def _incidence(at: NDArray[np.int64], width: int) -> sp.csr_array[np.float64]:
    """Make groups × members from the group of each member."""
    made: sp.csr_array[np.float64] = sp.coo_array(
        (np.ones(len(at)), (at, np.arange(len(at)))), (width, len(at))
    ).tocsr()
    return made


def _per_column(matrix: sp.csr_array[np.float64]) -> NDArray[np.int64]:
    return np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.int64)
