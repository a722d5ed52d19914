"""Triple-helix synergy: what university, industry and government do together beyond each pair of them.

What does not live here: which undertakings a city has (``graph.assessment.undertakings``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.base.errors import UsageError
from graph.base.words import Words


def synergy(counts: ArrayLike) -> float:
    """Triple-helix synergy T(uig) = H_u + H_i + H_g − H_ui − H_ug − H_ig + H_uig, in bits.

    Mutual information in three dimensions. It can be negative: then the three together reduce uncertainty beyond what
    the pairs share, which is read as synergy; positive is redundancy, 0 independence. Source: McGill 1954,
    Psychometrika 19(2); Leydesdorff 2003, The mutual information of university–industry–government relations,
    Scientometrics 58(2). A dimension that never varies makes T = 0. NaN where nothing is counted. O(cells).

    Parameters
    ----------
    counts : array_like of float, three dimensions
        Number of undertakings in each cell; 2 × 2 × 2 for the presence of the three partners.

    Raises
    ------
    UsageError
        Not three dimensions, or a negative or missing count.

    Examples
    --------
    g = u xor i, four equal cells: each pair is independent, the three are not.

    >>> synergy([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    -1.0
    >>> synergy([[[1, 0], [0, 0]], [[0, 0], [0, 1]]])
    1.0
    """
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 3 or not ((table >= 0) & np.isfinite(table)).all():
        words = Words("synergy needs a table of counts in three dimensions", "协同度需要一张三维计数表")
        raise UsageError(words)
    total = table.sum()
    if total == 0:
        return float("nan")
    ones = sum(_entropy(table.sum(axis=drop)) for drop in ((1, 2), (0, 2), (0, 1)))
    twos = sum(_entropy(table.sum(axis=drop)) for drop in (2, 1, 0))
    return float(ones - twos + _entropy(table))


def presence_table(presence: ArrayLike) -> NDArray[np.int64]:
    """Count undertakings by the presence of university, industry and government: 2 × 2 × 2; O(undertakings).

    Examples
    --------
    >>> int(presence_table([[True, True, False], [True, True, False]])[1, 1, 0])
    2
    """
    there = np.asarray(presence, dtype=np.int64).reshape(-1, 3)
    return np.bincount(there @ np.array([4, 2, 1]), minlength=8).reshape(2, 2, 2).astype(np.int64)


class Decomposition(NamedTuple):
    """T = between + Σ share · T of each group, in bits; ``within``: group → (share of undertakings, its T)."""

    total: float
    between: float
    within: Mapping[str, tuple[float, float]]


def synergy_by_group(presence: ArrayLike, groups: ArrayLike) -> Decomposition:
    """Decompose the synergy over districts: T = T₀ + Σ_g (n_g / N) T_g.

    T₀ is what only shows between the groups. Source: Theil 1972, *Statistical Decomposition Analysis*; Leydesdorff &
    Strand 2013, The Swedish system of innovation, JASIST 64(9). In bits; NaN throughout where there is no
    undertaking. O(undertakings + groups log groups).

    Parameters
    ----------
    presence : array_like of bool, shape (undertakings, 3)
        Whether university, industry and government take part.
    groups : array_like of str, shape (undertakings,)
        District of each undertaking.

    Examples
    --------
    District A has synergy, B redundancy; with 20 undertakings each the means cancel.

    >>> xor, copy = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)] * 5, [(0, 0, 0), (1, 1, 1)] * 10
    >>> found = synergy_by_group(xor + copy, ["A"] * 20 + ["B"] * 20)
    >>> found.within
    {'A': (0.5, -1.0), 'B': (0.5, 1.0)}
    >>> round(found.total, 6) == round(found.between, 6) == -0.278195
    True
    """
    there = np.asarray(presence, dtype=np.int64).reshape(-1, 3)
    group = np.asarray(groups, dtype=object).tolist()
    if len(group) != len(there):
        raise UsageError(Words("every undertaking needs one group", "每项合作须有一个分组"))
    number = {name: g for g, name in enumerate(sorted(set(group)))}
    at = np.fromiter(map(number.__getitem__, group), dtype=np.int64, count=len(group))
    cells = at * 8 + there @ np.array([4, 2, 1])
    tables = np.bincount(cells, minlength=8 * len(number)).reshape(-1, 2, 2, 2)
    within = {str(name): (float(tables[g].sum() / len(group)), synergy(tables[g])) for name, g in number.items()}
    total = synergy(tables.sum(axis=0))
    return Decomposition(total, total - sum(share * t for share, t in within.values()), within)


def _entropy(counts: NDArray[np.float64]) -> float:
    p = counts[counts > 0] / counts.sum()
    return float(-(p * np.log2(p)).sum())
