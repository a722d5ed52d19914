"""Who could not fail without a technology being lost: single points of failure, redundancy, cut organisations.

The model of the ecosystem's single points of failure. A digraph runs from a super-source to every organisation, from
an organisation to its people, and from organisations and people to the technologies they have a capability for:

    source → organisation → person → technology          source → organisation → technology

A person hangs on every organisation he works at and on the lead of every *active* centre he is affiliated with or is
chief scientist of: while one of them stands, he has a place to work. A person without any organisation hangs on the
source. Members of a centre do not hold a person, its lead does. An organisation's own capability does not need its
people. The capability of the whole city counts, whether a centre uses it or not; a plan changes the digraph only by
the places that new centres give to people. So a professor behind two organisations is a single point of failure in
the person layer and neither organisation is one.

A prerequisite is a need, not another way to get a technology: REQUIRES ties are left out of this digraph (as edges
they would hide a sole holder). :func:`single_points_of_failure` takes any digraph, prerequisites included.
What does not live here: what centres cover (``graph.measures.coverage``).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from graph.measures.engine import cuts, simple
from graph.model.ecosystem import Ecosystem

if TYPE_CHECKING:
    import networkx as nx

Node = TypeVar("Node", bound=Hashable)


class SinglePoint(NamedTuple):
    """The failure of ``holder`` alone leaves nobody capable of ``technology``; ``layer`` says what the holder is."""

    technology: str
    holder: str
    layer: Literal["organisation", "person"]


def single_points_of_failure(edges: Iterable[tuple[Node, Node]], root: Node) -> dict[Node, list[Node]]:
    """Strict dominators of every node reachable from ``root``, the root itself left out.

    A node dominates t if every way from the root to t goes through it; its failure cuts t off. Nodes out of reach are
    not in the result: what is never reached cannot be lost. Source: Lengauer & Tarjan 1979, ACM TOPLAS 1(1); computed
    by Cooper, Harvey & Kennedy 2001. O(edges · nodes) at worst, near linear in practice.

    Returns
    -------
    dict
        Node → its strict dominators, the one nearest to the root first.

    Examples
    --------
    Professor P1 stands behind organisations O1 and O2; T3 is only reached by way of T2.

    >>> edges = [("S", "O1"), ("S", "O2"), ("O1", "P1"), ("O2", "P1"), ("O2", "P2"),
    ...          ("P1", "T1"), ("P1", "T2"), ("P2", "T2"), ("T2", "T3")]
    >>> points = single_points_of_failure(edges, "S")
    >>> points["T1"], points["T2"], points["T3"]
    (['P1'], [], ['T2'])
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    network: nx.DiGraph[Node] = nx.DiGraph()
    network.add_node(root)
    network.add_edges_from(edges)
    above = nx.immediate_dominators(network, root)
    found: dict[Node, list[Node]] = {}
    for node in above:
        chain: list[Node] = []
        step = node
        while step != root:
            step = above[step]
            chain.append(step)
        found[node] = [n for n in reversed(chain) if n != root]
    return {node: chain for node, chain in found.items() if node != root}


def redundancy(edges: Iterable[tuple[Node, Node]], root: Node, target: Node) -> float:
    """Redundancy κ: the least number of nodes whose failure cuts ``target`` off from ``root``.

    Equal to the greatest number of ways that share no node in between (Menger 1927). 0 if the target is out of reach,
    infinite if the root is tied to it directly. O(κ · edges).

    Examples
    --------
    >>> edges = [("S", "O1"), ("S", "O2"), ("O1", "P1"), ("O2", "P1"), ("O2", "P2"),
    ...          ("P1", "T1"), ("P1", "T2"), ("P2", "T2"), ("T2", "T3")]
    >>> [redundancy(edges, "S", t) for t in ("T1", "T2", "T3")]
    [1, 2, 1]
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    network: nx.DiGraph[Node] = nx.DiGraph()
    network.add_nodes_from((root, target))
    network.add_edges_from(edges)
    if network.has_edge(root, target):
        return float("inf")
    return int(nx.node_connectivity(network, root, target))


def articulation_points(pairs: ArrayLike, nodes: int) -> list[int]:
    """Positions of the organisations whose removal splits a component of the collaboration network; O(nodes + pairs).

    Source: Tarjan 1972, Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2); computed by
    :func:`graph.measures.engine.cuts`.

    Examples
    --------
    >>> articulation_points([[0, 1], [1, 2]], 3), bridges([[0, 1], [1, 2], [0, 2], [2, 3]], 4)
    ([1], [(2, 3)])
    """
    found: list[int] = cuts(simple(pairs, nodes), nodes).nodes.tolist()
    return found


def bridges(pairs: ArrayLike, nodes: int) -> list[tuple[int, int]]:
    """Pairs whose loss splits a component, as sorted positions; source and example in :func:`articulation_points`."""
    return [(a, b) for a, b in cuts(simple(pairs, nodes), nodes).pairs.tolist()]


def places(eco: Ecosystem, centres: NDArray[np.bool_]) -> sp.csr_array[np.float64]:
    """Where people can work, 0/1, people × organisations: their employer and the leads of their active centres.

    O(people + affiliations).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}, {"id": "O2"}], "people": [{"id": "P1", "organisation_id": "O1"}],
    ...     "centres": [{"id": "C1", "lead_id": "O2", "chief_scientist_id": "P1"}]})
    >>> places(eco, np.array([False])).toarray(), places(eco, np.array([True])).toarray()
    (array([[1., 0.]]), array([[1., 1.]]))
    """
    lead = eco.codes("centres", "lead_id", "Organisation")
    chief = eco.codes("centres", "chief_scientist_id", "Person")
    person = np.r_[np.arange(eco.size("Person")), eco.codes("affiliations", "person_id", "Person"), chief]
    centre = eco.codes("affiliations", "centre_id", "Centre")
    hosted = np.where(centres & (lead >= 0), lead, -1)
    host = np.where(centre >= 0, hosted[centre], -1) if len(hosted) else centre
    organisation = np.r_[eco.codes("people", "organisation_id", "Organisation"), host, hosted]
    keep = (person >= 0) & (organisation >= 0)
    shape = (eco.size("Person"), eco.size("Organisation"))
    where: sp.csr_array[np.float64] = sp.coo_array(
        (np.ones(int(keep.sum())), (person[keep], organisation[keep])), shape=shape
    ).tocsr()
    where.data[:] = 1.0
    return where


def single_points(eco: Ecosystem, centres: NDArray[np.bool_]) -> list[SinglePoint]:
    """Single points of failure of every technology, in the model of this module; the same as its dominators.

    In this layered digraph the dominators have a closed form. Person p dominates t if p is the only person capable
    of t and no organisation is. Organisation o dominates t if no other organisation is capable of t, and everybody
    capable of t has o as only place to work. So it is a handful of sparse products, O(capabilities + places), not a
    graph search. Technologies that nobody is capable of have none: they are gaps.

    Returns
    -------
    list of SinglePoint
        By technology id, then layer, then holder id. A technology has at most one in each layer.

    Examples
    --------
    The professor at O1 alone, and then with a centre led by O2 as a second place:

    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}, {"id": "O2"}], "people": [{"id": "P1", "organisation_id": "O1"}],
    ...     "technologies": [{"id": "T1"}], "capabilities": [{"holder_id": "P1", "technology_id": "T1"}],
    ...     "centres": [{"id": "C1", "lead_id": "O2", "chief_scientist_id": "P1"}]})
    >>> [(point.layer, point.holder) for point in single_points(eco, np.array([False]))]
    [('organisation', 'O1'), ('person', 'P1')]
    >>> [(point.layer, point.holder) for point in single_points(eco, np.array([True]))]
    [('person', 'P1')]
    """
    own, theirs = _capable(eco, "Organisation"), _capable(eco, "Person")
    where = places(eco, centres)
    size = eco.size("Technology")
    by_own = np.bincount(own.indices, minlength=size)
    by_person = np.bincount(theirs.indices, minlength=size)
    free = (np.diff(where.indptr) != 1).astype(np.float64) @ theirs > 0
    through = (own + where.T @ theirs).tocoo()
    organisations = np.bincount(through.col, minlength=size)
    sole = (organisations == 1) & ~free
    technologies, ids, people = eco.ids("Technology"), eco.ids("Organisation"), eco.ids("Person")
    found = [
        SinglePoint(technologies[t], ids[o], "organisation")
        for o, t in zip(through.row.tolist(), through.col.tolist(), strict=True)
        if sole[t]
    ]
    only = (by_own == 0) & (by_person == 1)
    at = theirs.tocoo()
    found += [
        SinglePoint(technologies[t], people[p], "person")
        for p, t in zip(at.row.tolist(), at.col.tolist(), strict=True)
        if only[t]
    ]
    return sorted(found, key=lambda point: (point.technology, point.layer, point.holder))


def provider_redundancy(eco: Ecosystem, centres: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Redundancy κ(t) of every technology in the model of this module: fewest failures after which nobody is capable.

    All organisations capable themselves are disjoint ways; people without a place add one each; the others add a
    maximum matching of people to their places among the remaining organisations (Menger 1927; Hopcroft & Karp 1973).
    The matchings of all technologies are one, of (person, technology) to (place, technology). Shape (technologies,); 0
    where nobody is capable. O(E √V) at worst for E such pairs; near linear in practice, as people have few places.

    Examples
    --------
    Two people at one organisation: one failure is enough.

    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O1"}], "people": [{"id": p, "organisation_id": "O1"} for p in ("P1", "P2")],
    ...     "technologies": [{"id": "T1"}],
    ...     "capabilities": [{"holder_id": p, "technology_id": "T1"} for p in ("P1", "P2")]})
    >>> provider_redundancy(eco, np.zeros(0, dtype=bool))
    array([1])
    """
    from scipy.sparse.csgraph import maximum_bipartite_matching  # noqa: PLC0415 - heavy

    own, theirs = _capable(eco, "Organisation"), _capable(eco, "Person").tocoo()
    where = places(eco, centres)
    size, width = eco.size("Technology"), eco.size("Organisation")
    number = np.diff(where.indptr)
    free = number[theirs.row] == 0
    found = np.bincount(own.indices, minlength=size) + np.bincount(theirs.col[free], minlength=size)
    # one edge per place of every capable person, unless the organisation is a way of its own already
    times = number[theirs.row]
    left = np.repeat(np.arange(len(times)), times)
    start = where.indptr[theirs.row] - np.r_[0, np.cumsum(times)[:-1]] if len(times) else times
    place = where.indices[np.repeat(start, times) + np.arange(len(left))].astype(np.int64)
    right = theirs.col[left] * np.int64(max(width, 1)) + place
    ways = own.tocoo()
    remain = ~np.isin(right, ways.col * np.int64(max(width, 1)) + ways.row)
    left, right = left[remain], right[remain]
    if len(left):
        codes, at = np.unique(right, return_inverse=True)
        ties = sp.csr_array((np.ones(len(left)), (left, at)), shape=(len(times), len(codes)))
        matched = maximum_bipartite_matching(ties, perm_type="column") >= 0
        found += np.bincount(theirs.col[matched], minlength=size)
    return found.astype(np.int64)


def _capable(eco: Ecosystem, label: str) -> sp.csr_array[np.float64]:
    """0/1 capability matrix of organisations or people."""
    can = eco.matrix("CAPABLE_OF", label)
    return sp.csr_array((np.ones(can.nnz), can.indices, can.indptr), shape=can.shape)
