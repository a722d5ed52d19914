"""What districts and centres do, and which technologies they could reach next.

What does not live here: the formulas (``graph.measures.relatedness``, ``graph.measures.complexity``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from graph.measures.coverage import severities
from graph.measures.evidence import has_capabilities, holders, used_strength
from graph.measures.network import places_of, tie_codes
from graph.measures.relatedness import advantage, proximity, proximity_density
from graph.model.ecosystem import Ecosystem
from graph.model.ranks import ranks

Matrix = sp.csr_array[np.float64]
Basis = Literal["capabilities", "claims"]
MOST_RELATED = 10_000_000
"""Pairs of technologies within centres up to which their relatedness is computed; more would not fit in memory."""


class Portfolio(NamedTuple):
    """Districts × technologies: counts, their basis, what a district does, and how near it is to the rest."""

    counts: Matrix
    basis: Basis
    does: Matrix
    density: NDArray[np.float64]


class Step(NamedTuple):
    """A technology that a place does not do yet; ``density``: share of its relatedness that the place does."""

    place: str
    technology: str
    density: float


def district_counts(eco: Ecosystem) -> tuple[Matrix, Basis]:
    """Count the holders in each district that are capable of each technology; O(capabilities).

    Organisations count where they sit, people where their employer sits. Where the dataset gives no capability, an
    organisation counts for what the centres that it stands behind claim (basis ``"claims"``).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "districts": [{"id": "D"}], "organisations": [{"id": "O", "district": "D"}],
    ...     "people": [{"id": "P", "organisation_id": "O"}], "technologies": [{"id": "T"}],
    ...     "capabilities": [{"holder_id": h, "technology_id": "T"} for h in "OP"]})
    >>> counts, basis = district_counts(eco)
    >>> counts.toarray().tolist(), basis
    ([[2.0]], 'capabilities')
    """
    home = eco.codes("organisations", "district", "District")
    place = _incidence(home, eco.size("District"))
    if has_capabilities(eco):
        employer = eco.codes("people", "organisation_id", "Organisation")
        theirs = np.where(employer >= 0, home[employer], -1) if len(home) else np.full(len(employer), -1)
        people = _incidence(theirs, eco.size("District"))
        own, of_people = (_ones(eco.matrix("CAPABLE_OF", label)) for label in ("Organisation", "Person"))
        return (place @ own + people @ of_people).tocsr(), "capabilities"
    claims = _ones(holders(eco)[:, : eco.size("Organisation")].T.tocsr() @ _ones(eco.matrix("COVERS")))
    return (place @ claims).tocsr(), "claims"


def portfolio(eco: Ecosystem, centres: NDArray[np.bool_]) -> Portfolio:
    """Portfolio of every district, with the given centres active.

    A district does a technology if its revealed comparative advantage is 1 or more by :func:`district_counts`, or if an
    active centre in it covers the technology. Two technologies are related by the proximity of Hidalgo et al. 2007 over
    the advantages (which no plan changes). Density as :func:`graph.measures.relatedness.proximity_density`, the own
    item left out; NaN where a technology is related to none.
    """
    counts, basis = district_counts(eco)
    base = advantage(counts)
    where = _incidence(np.where(centres, eco.codes("centres", "district", "District"), -1), eco.size("District"))
    does = _ones((base + where @ _ones(used_strength(eco))).tocsr())
    return Portfolio(counts, basis, does, proximity_density(does, base))


def too_wide(eco: Ecosystem) -> bool:
    """Whether the pairs of technologies within the claims of centres are more than ``MOST_RELATED``."""
    return bool((np.diff(eco.matrix("COVERS").indptr).astype(np.float64) ** 2).sum() > MOST_RELATED)


def district_steps(eco: Ecosystem, found: Portfolio, most: int) -> list[Step]:
    """List the technologies that each district could reach next; the nearest first, then the severest, then by id."""
    place = eco.position("District")
    return [
        step
        for district in sorted(place)
        for step in _steps(
            eco,
            district,
            found.does[[place[district]]].toarray()[0] > 0,
            found.density[place[district]],
            most,
        )
    ]


def centre_steps(eco: Ecosystem, most: int) -> list[Step]:
    """Technologies that each centre could reach next from what it claims, in the order of :func:`district_steps`.

    Two technologies are related by their proximity over the claims of all centres, existing and candidate. Empty where
    these are :func:`too_wide`.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> claims = {"C1": "AB", "C2": "ABC", "C3": "A"}
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "technologies": [{"id": t} for t in "ABC"], "centres": [{"id": c} for c in claims],
    ...     "covers": [{"centre_id": c, "technology_id": t} for c, all_ in claims.items() for t in all_]})
    >>> [(s.place, s.technology, round(s.density, 3)) for s in centre_steps(eco, 1)]
    [('C1', 'C', 1.0), ('C3', 'B', 0.571)]
    """
    if too_wide(eco):
        return []
    claims = _ones(eco.matrix("COVERS"))
    related = _hollow(proximity(claims))
    near = (claims @ related).tocoo()
    place, technology = near.row.astype(np.int64), near.col.astype(np.int64)
    density = near.data / np.asarray(related.sum(axis=0), dtype=np.float64)[technology]
    width = np.int64(max(claims.shape[1], 1))
    done = tie_codes(claims)
    reachable = np.flatnonzero((density > 0) & (places_of(done, place * width + technology) < 0))
    place, technology, density = place[reachable], technology[reachable], density[reachable]
    by_id = ranks(eco, "Centre")[place]
    # sums in another order are no other order: rounded
    order = np.lexsort((ranks(eco, "Technology")[technology], -severities(eco)[technology], -density.round(9), by_id))
    first = np.searchsorted(by_id[order], by_id[order])
    order = order[np.arange(len(order)) - first < most]
    centres, technologies = eco.ids("Centre"), eco.ids("Technology")
    found = zip(place[order].tolist(), technology[order].tolist(), density[order].tolist(), strict=True)
    return [Step(centres[c], technologies[t], value) for c, t, value in found]


def nearest_open(eco: Ecosystem, found: Portfolio, open_: NDArray[np.bool_], most: int) -> list[Step]:
    """The technologies, of those marked, that are nearest to what any district does, each with its nearest district.

    The nearest first, then by id of the district, then of the technology. O(districts · technologies).
    """
    wanted = np.flatnonzero(open_)
    best, where = np.zeros(len(wanted)), np.zeros(len(wanted), dtype=np.int64)
    place = eco.position("District")
    for number, district in enumerate(sorted(place)):
        near = np.nan_to_num(found.density[place[district]][wanted])
        near[found.does[[place[district]]].toarray()[0][wanted] > 0] = 0.0
        nearer = near.round(9) > best.round(9)
        best[nearer], where[nearer] = near[nearer], number
    reached = np.flatnonzero(best > 0)
    ids, names = eco.ids("Technology"), sorted(place)
    order = np.lexsort((ranks(eco, "Technology")[wanted[reached]], where[reached], -best[reached].round(9)))[:most]
    return [Step(names[where[k]], ids[wanted[k]], float(best[k])) for k in reached[order].tolist()]


def _steps(
    eco: Ecosystem, place: str, done: NDArray[np.bool_], density: NDArray[np.float64], most: int
) -> Iterator[Step]:
    near = np.nan_to_num(density)
    rounded = near.round(9)  # sums in another order are no other order
    reachable = np.flatnonzero(~done & (near > 0))
    if len(reachable) > most:  # all that could be among the first
        last = -np.partition(-rounded[reachable], most - 1)[most - 1]
        reachable = reachable[rounded[reachable] >= last]
    ids, severity = eco.ids("Technology"), severities(eco)
    order = np.lexsort((ranks(eco, "Technology")[reachable], -severity[reachable], -rounded[reachable]))
    for t in reachable[order[:most]].tolist():
        yield Step(place, ids[t], float(near[t]))


def _incidence(at: NDArray[np.int64], groups: int) -> Matrix:
    """Groups × members; −1 belongs to none."""
    member = np.flatnonzero(at >= 0)
    made: Matrix = sp.coo_array((np.ones(len(member)), (at[member], member)), shape=(groups, len(at))).tocsr()
    return made


def _ones(matrix: Matrix) -> Matrix:
    found = matrix.tocsr()
    made: Matrix = sp.csr_array((np.ones(found.nnz), found.indices, found.indptr), shape=found.shape)
    return made


def _hollow(matrix: Matrix) -> Matrix:
    """Without the diagonal."""
    ties = matrix.tocoo()
    off = ties.row != ties.col
    made: Matrix = sp.coo_array((ties.data[off], (ties.row[off], ties.col[off])), shape=ties.shape).tocsr()
    made.sort_indices()
    return made
