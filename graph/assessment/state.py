"""An ecosystem with some of its centres active: what several indicators and sentences need, computed once.

What does not live here: the measures (one module a noun), the indicators and the sentences made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.assessment.portfolio import Portfolio, portfolio
from graph.assessment.undertakings import Undertakings, undertakings
from graph.measures.brokerage import Betweenness, Roles, betweenness, brokerage_roles, constraint, effective_size
from graph.measures.collaboration import (
    MissingPairs,
    NewPairs,
    component_sizes,
    joined_pairs,
    missing_pairs,
    new_cross_sector_pairs,
    sector_counts,
    sectors,
)
from graph.measures.communities import Communities, communities
from graph.measures.complexity import Complexity, complexity
from graph.measures.coverage import Layer, depth, severities
from graph.measures.engine import Cuts, cuts
from graph.measures.evidence import holders
from graph.measures.fragility import SinglePoint, provider_redundancy, single_points
from graph.measures.helix import Decomposition, synergy_by_group
from graph.measures.independence import independent_depth
from graph.measures.network import Adjacency, Triangles, adjacency
from graph.measures.prerequisites import cycles, upstream_exposure, weakest_link
from graph.measures.robustness import removal_curve
from graph.model.ecosystem import Ecosystem
from graph.model.ranks import ranks


@dataclass(frozen=True)
class State:
    """An ecosystem with some of its centres active; what several indicators need is computed once."""

    eco: Ecosystem
    centres: NDArray[np.bool_]

    @cached_property
    def depth(self) -> dict[Layer, NDArray[np.int64]]:
        """Coverage depth of every technology, in every layer."""
        layers: tuple[Layer, ...] = ("centre", "lead", "organisation", "person")
        return {layer: depth(self.eco, self.centres, layer) for layer in layers}

    @cached_property
    def independent(self) -> NDArray[np.int64]:
        """Depth by centres that share neither lead nor chief scientist nor key person; counted up to 2."""
        return independent_depth(self.eco, self.centres, enough=2)

    @cached_property
    def pairs(self) -> NDArray[np.int64]:
        """Joined pairs of organisations."""
        return joined_pairs(self.eco, self.centres)

    @cached_property
    def crossing(self) -> tuple[int, int]:
        """Joined pairs across sectors and within one."""
        return sector_counts(self.pairs, sectors(self.eco))

    @cached_property
    def cuts(self) -> Cuts:
        """Organisations and pairs that hold the collaboration network together."""
        return cuts(self.pairs, self.eco.size("Organisation"))

    @cached_property
    def components(self) -> NDArray[np.int64]:
        """Sizes of the components of the collaboration network."""
        return component_sizes(self.pairs, self.eco.size("Organisation"))

    @cached_property
    def points(self) -> list[SinglePoint]:
        """Single points of failure."""
        return single_points(self.eco, self.centres)

    @cached_property
    def redundancy(self) -> NDArray[np.int64]:
        """Redundancy of every technology."""
        return provider_redundancy(self.eco, self.centres)

    @cached_property
    def new_pairs(self) -> NewPairs:
        """Cross-sector pairs that only candidates bring together."""
        return self.eco.once("new cross-sector pairs", lambda: new_cross_sector_pairs(self.eco))

    @cached_property
    def engaged(self) -> NDArray[np.bool_]:
        """Organisations, then people, that stand behind an active centre."""
        found: NDArray[np.bool_] = holders(self.eco).T @ self.centres.astype(np.float64) > 0
        return found

    @cached_property
    def network(self) -> Adjacency:
        """Collaboration network of the organisations; joined or not, without weights."""
        return adjacency(self.pairs, self.eco.size("Organisation"))

    @cached_property
    def triangles(self) -> Triangles:
        """Triangles of the collaboration network."""
        return Triangles(self.network)

    @cached_property
    def constraint(self) -> NDArray[np.float64]:
        """Burt's constraint of every organisation."""
        return constraint(self.triangles)

    @cached_property
    def effective_size(self) -> NDArray[np.float64]:
        """Effective size of every organisation's contacts."""
        return effective_size(self.triangles)

    @cached_property
    def betweenness(self) -> Betweenness:
        """Betweenness of every organisation."""
        return betweenness(self.network)

    @cached_property
    def roles(self) -> Roles:
        """Gould–Fernandez roles of every organisation, by sector."""
        return brokerage_roles(self.triangles, sectors(self.eco))

    @cached_property
    def missing(self) -> MissingPairs:
        """Missing cross-sector pairs, by the severity they share."""
        return missing_pairs(self.eco, self.centres)

    @cached_property
    def communities(self) -> Communities:
        """Communities of the collaboration network."""
        return communities(self.network, order=by_id(self.eco))

    @cached_property
    def curve(self) -> NDArray[np.float64]:
        """Share of the organisations in the largest part after the loss of the 1, 2, … best joined."""
        return removal_curve(self.network, ranks(self.eco, "Organisation"))

    @cached_property
    def exposure(self) -> NDArray[np.float64]:
        """Upstream exposure of every technology, by covering centres."""
        return upstream_exposure(self.eco.matrix("REQUIRES"), severities(self.eco), self.depth["centre"])

    @cached_property
    def weakest(self) -> NDArray[np.float64]:
        """Least coverage depth over every technology and its prerequisites."""
        return weakest_link(self.eco.matrix("REQUIRES"), self.depth["centre"])

    @cached_property
    def circles(self) -> list[list[str]]:
        """Ids of technologies that need each other in a circle, or themselves; each sorted, the circles too."""
        ids = self.eco.ids("Technology")
        found = self.eco.once("circles", lambda: cycles(self.eco.matrix("REQUIRES")))
        return sorted(sorted(ids[t] for t in circle) for circle in found)

    @cached_property
    def undertakings(self) -> Undertakings:
        """What organisations do together: active centres and ties."""
        return undertakings(self.eco, self.centres)

    @cached_property
    def helix(self) -> Decomposition | None:
        """Triple-helix synergy and its districts; None unless each of the three takes part somewhere."""
        made = self.undertakings
        return synergy_by_group(made.presence, made.district) if made.presence.any(axis=0).all() else None

    @cached_property
    def portfolio(self) -> Portfolio:
        """What each district does and is near to."""
        return portfolio(self.eco, self.centres)

    @cached_property
    def complexity(self) -> Complexity:
        """Complexity of the districts and of the technologies, by what each district does."""
        return complexity(self.portfolio.does)


class Focus(NamedTuple):
    """The technologies that the sentences are about, and what they are called."""

    mask: NDArray[np.bool_]
    one: str
    several: str
    zh: str


def focus(eco: Ecosystem) -> Focus:
    """Bottleneck technologies; all technologies where the dataset names no bottleneck."""
    mask = bottlenecks(eco)
    if mask.any():
        return Focus(mask, "bottleneck technology", "bottleneck technologies", "“卡脖子”技术")
    return Focus(np.ones(len(mask), dtype=bool), "technology", "technologies", "技术")


def bottlenecks(eco: Ecosystem) -> NDArray[np.bool_]:
    """Mark the bottleneck technologies."""
    found: NDArray[np.bool_] = eco.column("technologies", "kind") == "bottleneck"
    return found


def fields_in_use(eco: Ecosystem) -> set[str]:
    """Ids of the fields of the dataset's own taxonomy; of all fields where none is marked with it."""
    ids = np.array(eco.ids("Field"), dtype=object)
    own = eco.column("fields", "taxonomy") == eco.info.taxonomy
    return set(ids[own].tolist() if own.any() else ids.tolist())


def by_id(eco: Ecosystem) -> NDArray[np.int64]:
    """Positions of the organisations in order of their ids, so that the order of rows breaks no tie."""
    return np.argsort(ranks(eco, "Organisation"))
