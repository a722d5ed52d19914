"""What organisations do together: centres and ties, with the helices that take part and the district.

University stands for academia: universities and research institutes and laboratories; industry for firms; government
for government bodies. Other organisations belong to none of the three.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from graph.measures.collaboration import sectors
from graph.measures.evidence import holders
from graph.model.ecosystem import Ecosystem
from graph.model.schema import TIES

HELIX = {"university": 0, "research": 0, "industry": 1, "government": 2}
"""Sector (``graph.model.schema.SECTORS``) → column of ``Undertakings.presence``."""


class Undertakings(NamedTuple):
    """``presence``: bool, undertakings × (university, industry, government). ``district``: its id; ``""`` = several."""

    presence: NDArray[np.bool_]
    district: NDArray[np.object_]


def undertakings(eco: Ecosystem, centres: NDArray[np.bool_]) -> Undertakings:
    """Joint undertakings: every active centre with the organisations behind it, and every row of ``ties``.

    Only those of two organisations or more in which one of the three helices takes part. A centre counts in its own
    district, a tie in that of both partners, or in none (``""``) where they differ or it is not known. O(ties).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "districts": [{"id": "D"}],
    ...     "organisations": [{"id": "F", "kind": "firm", "district": "D"}, {"id": "G", "kind": "government"},
    ...                       {"id": "L", "kind": "laboratory", "district": "D"}],
    ...     "centres": [{"id": "C", "lead_id": "F", "district": "D"}],
    ...     "members": [{"centre_id": "C", "organisation_id": o} for o in "GL"],
    ...     "ties": [{"source_id": "F", "target_id": "L", "kind": "co_patent"}]})
    >>> found = undertakings(eco, np.array([True]))
    >>> found.presence.tolist(), found.district.tolist()
    ([[True, True, True], [True, True, False]], ['D', 'D'])
    """
    n = eco.size("Organisation")
    helix = np.array([HELIX.get(s, -1) for s in sectors(eco).tolist()], dtype=np.int64)
    known = np.flatnonzero(helix >= 0)
    kind = sp.coo_array((np.ones(len(known)), (known, helix[known])), shape=(n, 3)).tocsr()
    active = np.flatnonzero(centres)
    behind = holders(eco)[:, :n].tocsr()[active]
    together = np.diff(behind.indptr) > 1
    tie = next(t for t in TIES if t.label == "COLLABORATES")
    at, to, _ = eco.ends(tie, "Organisation", "Organisation")
    at, to = at[at != to], to[at != to]
    of_ties = np.zeros((len(at), 3), dtype=bool)
    for end in (at, to):
        rows = np.flatnonzero(helix[end] >= 0)
        of_ties[rows, helix[end[rows]]] = True
    place = eco.column("organisations", "district")
    same = np.where(place[at] == place[to], place[at], "").astype(object)
    presence = np.vstack([(behind @ kind).toarray()[together] > 0, of_ties])
    district = np.r_[eco.column("centres", "district")[active][together], same]
    keep = presence.any(axis=1)
    return Undertakings(presence[keep], district[keep])
