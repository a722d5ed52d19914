"""Cover that does not fail together: centres that share neither lead nor chief scientist nor key person.

What does not live here: cover counted by one layer (``graph.measures.coverage.depth``) and capability that hangs on
one holder (``graph.measures.fragility``).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.measures.evidence import has_capabilities, holders, used_strength
from graph.model.ecosystem import Ecosystem

Stake = Literal["lead", "chief_scientist", "key_person"]
STAKES: tuple[Stake, ...] = ("lead", "chief_scientist", "key_person")
"""What centres may not share if they are to be independent."""


def greatest_disjoint(sets: Sequence[Collection[Hashable]], enough: int | None = None) -> int:
    """Greatest number of sets of which no two have an element in common; an empty set is disjoint from all.

    Set packing, exact, by branching on the set that meets most others (a set that meets one other at most is always
    taken). NP-hard in general (Karp 1972); here the sets are the few centres that cover one technology. ``enough``
    stops the search at that number.

    Examples
    --------
    >>> greatest_disjoint([{"a", "b"}, {"b", "c"}, {"c", "d"}, {"d", "a"}])
    2
    >>> greatest_disjoint([{"a"}, {"b"}, {"c"}], enough=2)
    2
    """
    own = [frozenset(s) for s in sets]
    meets = [sum(1 << j for j, other in enumerate(own) if j != i and one & other) for i, one in enumerate(own)]
    found = _greatest(meets, (1 << len(own)) - 1, len(own) if enough is None else enough)
    return min(found, enough) if enough is not None else found


def _greatest(meets: list[int], left: int, enough: int) -> int:
    taken = 0
    while left and taken < enough:
        nodes = [i for i in range(len(meets)) if left >> i & 1]
        least = min(nodes, key=lambda i: (meets[i] & left).bit_count())
        if (meets[least] & left).bit_count() <= 1:
            taken += 1
            left &= ~(meets[least] | 1 << least)
            continue
        most = max(nodes, key=lambda i: (meets[i] & left).bit_count())
        need = enough - taken
        with_it = 1 + _greatest(meets, left & ~(meets[most] | 1 << most), need - 1)
        return taken + (with_it if with_it >= need else max(with_it, _greatest(meets, left & ~(1 << most), need)))
    return taken


def stakes(eco: Ecosystem, technology: int, centres: Iterable[int], apart: Collection[Stake]) -> list[frozenset[str]]:
    """Name what each of some centres that cover a technology rests on, of the kinds in ``apart``.

    A key person is anyone affiliated with the centre, or its chief scientist, who is capable of the technology; where
    the dataset gives no capability, everyone affiliated. Elements are ``"organisation ID"`` or ``"person ID"``, so a
    chief scientist here who is a key person there is the same person.

    Parameters
    ----------
    technology : int
        Position of the technology.
    centres : iterable of int
        Positions of the centres.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O"}], "people": [{"id": "P"}], "technologies": [{"id": "T"}],
    ...     "centres": [{"id": "C", "lead_id": "O", "chief_scientist_id": "P"}]})
    >>> [sorted(one) for one in stakes(eco, 0, [0], ["lead", "key_person"])]
    [['organisation O', 'person P']]
    """
    lead = eco.column("centres", "lead_id")
    chief = eco.column("centres", "chief_scientist_id")
    people, split = eco.ids("Person"), eco.size("Organisation")
    behind = holders(eco)
    able: Collection[int] = range(len(people))
    if has_capabilities(eco):
        by_technology = eco.once("people by technology", lambda: eco.matrix("CAPABLE_OF", "Person").tocsc())
        able = set(
            by_technology.indices[by_technology.indptr[technology] : by_technology.indptr[technology + 1]].tolist()
        )
    found = []
    for c in centres:
        mine: set[str] = set()
        if "lead" in apart and lead[c]:
            mine.add(f"organisation {lead[c]}")
        if "chief_scientist" in apart and chief[c]:
            mine.add(f"person {chief[c]}")
        if "key_person" in apart:
            who = behind.indices[behind.indptr[c] : behind.indptr[c + 1]] - split
            mine.update(f"person {people[p]}" for p in who[who >= 0].tolist() if p in able)
        found.append(frozenset(mine))
    return found


def independent_depth(
    eco: Ecosystem, centres: NDArray[np.bool_], apart: Collection[Stake] = STAKES, enough: int | None = None
) -> NDArray[np.int64]:
    """Depth of each technology by centres no two of which share anything in ``apart``; at most :func:`depth`.

    Unit: centres. Shape (technologies,). With ``["lead"]`` it is the depth by lead. ``enough`` stops counting there.
    Source: vertex-disjoint ways, Menger 1927, here of length one. One exact set packing a technology.

    Examples
    --------
    Two centres of different leads, and one professor behind both: depth 2 by lead, 1 by what cannot fail together.

    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}, {"id": "O2"}], "people": [{"id": "P"}], "technologies": [{"id": "T"}],
    ...     "centres": [{"id": f"C{k}", "lead_id": f"O{k}"} for k in (1, 2)],
    ...     "affiliations": [{"person_id": "P", "centre_id": c} for c in ("C1", "C2")],
    ...     "covers": [{"centre_id": c, "technology_id": "T"} for c in ("C1", "C2")]})
    >>> both = np.array([True, True])
    >>> independent_depth(eco, both, ["lead"]), independent_depth(eco, both)
    (array([2]), array([1]))
    """
    used = used_strength(eco).tocsc()
    found = np.zeros(eco.size("Technology"), dtype=np.int64)
    for t in range(len(found)):
        by = used.indices[used.indptr[t] : used.indptr[t + 1]]
        by = by[centres[by]]
        if len(by):
            found[t] = greatest_disjoint(stakes(eco, t, by.tolist(), apart), enough)
    return found
