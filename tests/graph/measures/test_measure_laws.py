"""Laws of the measures on random networks and matrices, with networkx and plain counting as the peers."""

import math
from itertools import permutations

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.measures.complexity
from graph.base.errors import UsageError
from graph.measures import network
from graph.measures.brokerage import betweenness, brokerage_roles, constraint, effective_size, triangle_counts
from graph.measures.communities import communities
from graph.measures.complexity import complexity, diversity, nestedness, outlook, reflections, ubiquity
from graph.measures.concentration import entropy, specialisation
from graph.measures.helix import presence_table, synergy, synergy_by_group
from graph.measures.links import adamic_adar, common_neighbours, resource_allocation
from graph.measures.network import Triangles, adjacency, triangles
from graph.measures.prerequisites import cycles, prerequisite_closure, upstream_exposure, weakest_link
from graph.measures.relatedness import (
    advantage,
    cooccurrence,
    location_quotient,
    proximity,
    proximity_density,
    relatedness,
    relatedness_density,
)
from graph.measures.robustness import core_numbers, core_share, removal_curve, robustness

N = 9
PAIRS = st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)), max_size=22)
"""Ties among nine nodes: parallel ones, loops and isolated nodes included."""
PRESENCE = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 1), min_size=width, max_size=width), min_size=1, max_size=6)
)
SHUFFLE = st.permutations(range(N))


def plain(pairs):
    graph = nx.Graph()
    graph.add_nodes_from(range(N))
    graph.add_edges_from((a, b) for a, b in pairs if a != b)
    return graph


def values(found):
    return [found[i] for i in range(N)]


@given(PAIRS)
def test_networkx_says_the_same(pairs):
    ties, peer = adjacency(pairs, N), plain(pairs)
    assert constraint(ties) == pytest.approx(values(nx.constraint(peer)), nan_ok=True)
    assert effective_size(ties) == pytest.approx(values(nx.effective_size(peer)), nan_ok=True)
    assert betweenness(ties).values == pytest.approx(values(nx.betweenness_centrality(peer, normalized=False)))
    assert triangle_counts(ties).tolist() == values(nx.triangles(peer))
    assert core_numbers(ties).tolist() == values(nx.core_number(peer))
    every = [(a, b) for a in range(N) for b in range(a)]
    common = [len(set(peer[a]) & set(peer[b])) for a, b in every]
    assert common_neighbours(ties, every).tolist() == common
    assert adamic_adar(ties, every) == pytest.approx([s for *_, s in nx.adamic_adar_index(peer, every)])
    assert resource_allocation(ties, every) == pytest.approx([s for *_, s in nx.resource_allocation_index(peer, every)])
    listed = sorted(tuple(sorted(t)) for part in triangles(ties) for t in np.stack(part, axis=1).tolist())
    assert len(listed) == len(set(listed)) == sum(values(nx.triangles(peer))) // 3


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.floats(0.1, 5)), max_size=15))
def test_constraint_of_weighted_ties_is_networkxs(rows):
    weights = [w for *_, w in rows]
    ties = adjacency([(a, b) for a, b, _ in rows], 7, weights)
    peer = nx.Graph()
    peer.add_nodes_from(range(7))
    for a, b, w in rows:
        if a != b:
            peer.add_edge(a, b, weight=w + peer.get_edge_data(a, b, {"weight": 0})["weight"])
    found = nx.constraint(peer, weight="weight")
    assert constraint(ties) == pytest.approx([found[i] for i in range(7)], nan_ok=True)


@given(PAIRS, SHUFFLE)
def test_names_of_nodes_are_irrelevant(pairs, new):
    before, after = adjacency(pairs, N), adjacency([(new[a], new[b]) for a, b in pairs], N)
    for measure in (constraint, effective_size, core_numbers, lambda t: betweenness(t).values):
        assert measure(after)[list(new)] == pytest.approx(measure(before), nan_ok=True)
    rank = np.empty(N)
    rank[list(new)] = np.arange(N)
    assert removal_curve(after, rank) == pytest.approx(removal_curve(before))
    order = [new[i] for i in range(N)]
    found, other = communities(before), communities(after, order=order)
    assert other.of[list(new)].tolist() == found.of.tolist()
    assert core_share(after) == pytest.approx(core_share(before), nan_ok=True)


@given(PAIRS)
def test_isolated_nodes_and_other_parts_change_nothing(pairs):
    alone, beside = adjacency(pairs, N), adjacency([*pairs, (N, N + 1), (N + 1, N + 2)], N + 4)
    for measure in (constraint, effective_size, core_numbers, lambda t: betweenness(t).values):
        assert measure(beside)[:N] == pytest.approx(measure(alone), nan_ok=True)
    assert math.isnan(constraint(beside)[-1])
    assert math.isnan(effective_size(beside)[-1])
    assert communities(beside).of[-1] == -1


def by_hand_curve(pairs, n):
    graph = plain(pairs)
    shares = []
    for _ in range(n):
        graph.remove_node(min(graph, key=lambda node: (-graph.degree(node), node)))
        shares.append(max(map(len, nx.connected_components(graph)), default=0) / n)
    return shares


@given(PAIRS)
def test_removal_curve_is_what_removing_gives(pairs):
    ties = adjacency(pairs, N)
    assert removal_curve(ties) == pytest.approx(by_hand_curve(pairs, N))
    assert 0 <= robustness(ties) <= 0.5


@given(
    st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)), max_size=26),
    st.lists(st.sampled_from("ABC"), min_size=N, max_size=N),
)
def test_roles_are_what_counting_gives(edges, groups):
    tied = {(a, b) for a, b in edges if a != b}
    at = np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)
    network = sp.coo_array((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(N, N)).tocsr()
    expected = np.zeros((5, N), dtype=int)
    for i, b, k in permutations(range(N), 3):
        if (i, b) in tied and (b, k) in tied and (i, k) not in tied:
            x, y, z = groups[i], groups[b], groups[k]
            role = 0 if x == y == z else 1 if x == z else 2 if y == z else 3 if x == y else 4
            expected[role, b] += 1
    assert np.stack(brokerage_roles(network, groups)).tolist() == expected.tolist()


@given(PAIRS, st.lists(st.sampled_from("ABC"), min_size=N, max_size=N), st.sampled_from([0, 3, 10**6]))
def test_triangles_listed_before_give_the_same(pairs, groups, kept):
    ties = adjacency(pairs, N)
    old, network.KEPT = network.KEPT, kept  # too many to keep: listed anew
    try:
        listed = Triangles(ties)
        for _ in range(2):
            assert effective_size(listed) == pytest.approx(effective_size(ties), nan_ok=True)
            assert constraint(listed) == pytest.approx(constraint(ties), nan_ok=True)
            for mine, theirs in zip(brokerage_roles(listed, groups), brokerage_roles(ties, groups), strict=True):
                assert mine.tolist() == theirs.tolist()
    finally:
        network.KEPT = old


@given(PRESENCE)
def test_nestedness_is_what_comparing_every_pair_gives(rows):
    m = np.array(rows)

    def paired(lines):
        found = 0.0
        for one, other in permutations(lines.tolist(), 2):
            if sum(one) > sum(other) > 0:
                found += sum(min(p) for p in zip(one, other, strict=True)) / sum(other)
        return found

    pairs = math.comb(len(m), 2) + math.comb(m.shape[1], 2)
    expected = 100 * (paired(m) + paired(m.T)) / pairs if pairs else math.nan
    assert nestedness(m).nodf == pytest.approx(expected, nan_ok=True)


@given(PRESENCE, st.data())
def test_density_without_the_matrix_is_that_over_proximity(rows, data):
    base = np.array(rows, dtype=float)
    more = np.array(data.draw(st.lists(st.integers(0, 1), min_size=base.size, max_size=base.size))).reshape(base.shape)
    does = np.maximum(base, more)
    near = proximity(base).toarray()
    np.fill_diagonal(near, 0)
    np.testing.assert_allclose(proximity_density(does, base), relatedness_density(does, near), atol=1e-12)


@given(st.integers(2, 5), st.integers(0, 9))
def test_complexity_of_a_wide_matrix_is_that_of_its_whole_spectrum(places, seed):
    rng = np.random.default_rng(seed)
    m = (rng.random((places, 40)) < 0.6).astype(float)
    whole, old = complexity(m), graph.measures.complexity._DENSE
    graph.measures.complexity._DENSE = 10
    try:
        wide, high = complexity(m), complexity(m.T)
    finally:
        graph.measures.complexity._DENSE = old
    assert wide.why == whole.why
    assert wide.eci == pytest.approx(whole.eci, abs=1e-7, nan_ok=True)
    assert wide.tci == pytest.approx(whole.tci, abs=1e-7, nan_ok=True)
    assert high.eci == pytest.approx(complexity(m.T).eci, abs=1e-7, nan_ok=True)


@given(PAIRS)
def test_communities_partition_what_is_tied(pairs):
    ties = adjacency(pairs, N)
    found = communities(ties)
    again = communities(ties)
    assert found.of.tolist() == again.of.tolist()
    assert ((found.of >= 0) == (np.diff(ties.indptr) > 0)).all()
    sizes = np.bincount(found.of[found.of >= 0])
    assert (np.diff(sizes) <= 0).all()
    for c in range(len(sizes)):
        assert nx.is_connected(plain(pairs).subgraph(np.flatnonzero(found.of == c).tolist()))


def test_sampled_betweenness_says_so_and_is_near():
    peer = nx.barabasi_albert_graph(300, 3, seed=4)
    ties = adjacency(list(peer.edges), 300)
    exact, drawn = betweenness(ties), betweenness(ties, sample=150, seed=7)
    assert (exact.sample, exact.error) == (None, None)
    assert (drawn.sample, drawn.seed) == (150, 7)
    top = np.argsort(-exact.values)[:40]
    off = np.abs(drawn.values - exact.values)[top]
    assert (off <= 3 * drawn.error[top]).mean() >= 0.85  # skewed: a few fall outside
    mean = np.mean([betweenness(ties, sample=30, seed=k).values for k in range(40)], axis=0)
    assert mean[top] == pytest.approx(exact.values[top], rel=0.15)
    assert betweenness(ties, sample=150, seed=7).values.tolist() == drawn.values.tolist()
    assert betweenness(ties, sample=300).sample is None


def test_a_long_thin_network_is_walked_one_by_one():
    n = 150
    ties = adjacency([(i, i + 1) for i in range(n - 1)], n)
    assert betweenness(ties).values == pytest.approx([i * (n - 1 - i) for i in range(n)])


def test_a_million_ties_on_one_node():
    n = 1_000_001
    star = adjacency(np.stack([np.zeros(n - 1, dtype=np.int64), np.arange(1, n)], axis=1), n)
    assert constraint(star)[:2] == pytest.approx([1e-6, 1])
    assert effective_size(star)[:2].tolist() == [n - 1, 1]
    assert core_numbers(star).max() == 1
    assert adamic_adar(star, [[1, 2], [0, 1]]) == pytest.approx([1 / math.log(n - 1), 0])


def test_empty_networks():
    none, one = adjacency([], 0), adjacency([[0, 0]], 1)
    for ties in (none, one):
        assert betweenness(ties).values.tolist() == [0] * ties.shape[0]
        assert np.isnan(constraint(ties)).all()
        assert core_numbers(ties).tolist() == [0] * ties.shape[0]
        assert math.isnan(core_share(ties))
        assert math.isnan(communities(ties).modularity)
        assert len(brokerage_roles(ties, ["A"] * ties.shape[0]).liaison) == ties.shape[0]
        assert common_neighbours(ties, []).tolist() == []
    assert math.isnan(robustness(none))
    assert robustness(one) == 0
    nothing = sp.csr_array((0, 0))
    assert cycles(nothing) == []
    assert upstream_exposure(nothing, [], []).tolist() == weakest_link(nothing, []).tolist() == []
    assert prerequisite_closure(nothing).shape == (0, 0)


@pytest.mark.parametrize("weights", [[float("nan")], [-1.0], [float("inf")], [1.0, 2.0]])
def test_weights_that_are_none(weights):
    with pytest.raises(UsageError):
        adjacency([[0, 1]], 2, weights)
    with pytest.raises(UsageError):
        adjacency([[0, 2]], 2)


REQUIRES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14)


@given(REQUIRES, st.lists(st.integers(0, 3), min_size=7, max_size=7), st.integers(1, 2))
def test_prerequisites_are_what_following_gives(ties, depth, r):
    peer = nx.DiGraph(ties)
    peer.add_nodes_from(range(7))
    at = np.array(ties, dtype=np.int64).reshape(-1, 2)
    matrix = sp.coo_array((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(7, 7)).tocsr()
    severity = np.arange(1.0, 8.0)
    up = {t: nx.descendants(peer, t) - {t} for t in range(7)}
    assert prerequisite_closure(matrix).toarray().tolist() == [[float(u in up[t]) for u in range(7)] for t in range(7)]
    exposed = [
        sum(severity[u] for u in up[t] if depth[u] < r) / sum(severity[u] for u in up[t]) if up[t] else 0.0
        for t in range(7)
    ]
    assert upstream_exposure(matrix, severity, depth, r) == pytest.approx(exposed)
    assert weakest_link(matrix, depth).tolist() == [min(depth[u] for u in up[t] | {t}) for t in range(7)]
    expected = [sorted(c) for c in nx.strongly_connected_components(peer) if len(c) > 1 or peer.has_edge(*[*c] * 2)]
    assert cycles(matrix) == sorted(expected)
    deeper = [d + 1 for d in depth]
    assert (upstream_exposure(matrix, severity, deeper, r) <= upstream_exposure(matrix, severity, depth, r)).all()


def test_upstream_refuses_what_is_missing():
    with pytest.raises(UsageError):
        upstream_exposure(sp.csr_array((2, 2)), [1, float("nan")], [1, 1])
    with pytest.raises(UsageError):
        weakest_link(sp.csr_array((2, 2)), [1])


@given(st.lists(st.tuples(*[st.booleans()] * 3), min_size=1, max_size=30), st.data())
def test_synergy_decomposes_and_does_not_see_the_order(rows, data):
    groups = data.draw(st.lists(st.sampled_from("XYZ"), min_size=len(rows), max_size=len(rows)))
    found = synergy_by_group(rows, groups)
    assert found.total == pytest.approx(found.between + sum(w * t for w, t in found.within.values()))
    assert sum(w for w, _ in found.within.values()) == pytest.approx(1)
    for order in permutations(range(3)):
        assert synergy(presence_table([[row[i] for i in order] for row in rows])) == pytest.approx(found.total)
    assert -1 - 1e-12 <= found.total <= 1 + 1e-12
    constant = [(u, i, False) for u, i, _ in rows]
    assert synergy(presence_table(constant)) == pytest.approx(0, abs=1e-12)


def test_synergy_of_nothing():
    assert math.isnan(synergy(np.zeros((2, 2, 2))))
    assert math.isnan(synergy_by_group([], []).total)
    for wrong in (np.ones((2, 2)), -np.ones((2, 2, 2)), np.full((2, 2, 2), np.nan)):
        with pytest.raises(UsageError):
            synergy(wrong)
    with pytest.raises(UsageError):
        synergy_by_group([(1, 0, 0)], [])


@given(PRESENCE, st.randoms())
def test_matrices_do_not_see_the_order(rows, random):
    m = np.array(rows)
    a, b = list(range(m.shape[0])), list(range(m.shape[1]))
    random.shuffle(a)
    random.shuffle(b)
    other = m[a][:, b]
    assert nestedness(other) == pytest.approx(nestedness(m), nan_ok=True)
    assert proximity(other).toarray() == pytest.approx(proximity(m).toarray()[b][:, b])
    found, moved = complexity(m), complexity(other)
    assert found.why == moved.why
    assert moved.eci == pytest.approx(found.eci[a], nan_ok=True, abs=1e-6)
    assert moved.tci == pytest.approx(found.tci[b], nan_ok=True, abs=1e-6)
    assert diversity(other).sum() == ubiquity(m).sum() == m.sum()


@given(PRESENCE)
def test_complexity_is_an_eigenvector_or_says_why_not(rows):
    m = np.array(rows, dtype=float)
    found = complexity(m)
    if found.why:
        assert np.isnan(found.eci).all()
        assert np.isnan(found.tci).all()
        return
    busy, used = m.sum(axis=1) > 0, m.sum(axis=0) > 0
    core = m[busy][:, used]
    step = (core / core.sum(axis=1, keepdims=True)) @ (core / core.sum(axis=0)).T
    eci = found.eci[busy]
    assert np.isnan(found.eci[~busy]).all()
    assert (eci.mean(), eci.std()) == (pytest.approx(0, abs=1e-9), pytest.approx(1))
    # step · x = λ x + c: affine, as z-scores are
    second = np.sort(np.linalg.eigvals(step).real)[-2]
    rest = step @ eci - second * eci
    assert rest == pytest.approx(np.full(len(rest), rest.mean()), abs=1e-7)
    assert np.corrcoef(eci, core.sum(axis=1))[0, 1] > 0
    mean = core @ found.tci[used] / core.sum(axis=1)
    assert mean == pytest.approx(eci, abs=1e-7)


def test_complexity_says_why_it_is_undefined():
    said = {
        "disconnected": [[1, 1, 0], [0, 0, 1]],
        "too small": [[1, 1, 1]],
        "not unique": [[1, 1], [1, 1]],
        "no sign": [[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]],
    }
    for why, rows in said.items():
        assert complexity(rows).why == why
        assert np.isnan(outlook(rows, proximity(rows)).gain).all()
    wide = np.triu(np.ones((700, 650)))
    large, small = complexity(wide), complexity(wide[:600])
    assert large.why == small.why == ""
    assert large.eci[0] > large.eci[300] > large.eci[-60]


@given(PRESENCE)
def test_relatedness_density_is_a_share(rows):
    m = np.array(rows)
    for near in (proximity(m), relatedness(cooccurrence(m), "cosine"), relatedness(cooccurrence(m), "jaccard")):
        dense = near.toarray()
        assert dense == pytest.approx(dense.T)
        found = relatedness_density(m, near)
        known = found[~np.isnan(found)]
        assert ((known >= -1e-12) & (known <= 1 + 1e-12)).all()
        assert relatedness_density(np.ones_like(m), near)[0] == pytest.approx(
            np.where(dense.sum(axis=0) > 0, 1.0, np.nan), nan_ok=True
        )
    for method in ("association", "prob"):
        assert np.isfinite(relatedness(cooccurrence(m), method).data).all()
    places, technologies = reflections(m, 1)
    for c, row in enumerate(m):
        mean = ubiquity(m)[row > 0].mean() if row.any() else float("nan")
        assert places[1][c] == pytest.approx(mean, nan_ok=True)
    assert len(technologies[1]) == m.shape[1]


@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=2, max_size=5))
def test_location_quotients_average_to_one(rows):
    x = np.array(rows, dtype=float)
    found = location_quotient(x).toarray()
    if x.sum() == 0:
        assert (found == 0).all()
        return
    weight = x.sum(axis=1) / x.sum()
    assert weight @ found == pytest.approx((x.sum(axis=0) > 0).astype(float))
    assert advantage(x * 3).toarray().tolist() == advantage(x).toarray().tolist()
    special = specialisation(x)
    busy = x.sum(axis=1) > 0
    assert (np.isnan(special.krugman) == ~busy).all()
    assert ((special.hachman[busy] > 0) & (special.hachman[busy] <= 1 + 1e-12)).all()
    for row in x[busy]:
        assert 0 <= entropy(row) <= 2 + 1e-12


def test_counts_that_are_none():
    for wrong in ([[1, float("nan")]], [[-1, 2]]):
        with pytest.raises(UsageError):
            location_quotient(wrong)
        with pytest.raises(UsageError):
            specialisation(wrong)
    with pytest.raises(UsageError):
        relatedness([[0, 1], [1, 0]], "guess")
    assert math.isnan(entropy([]))
    assert math.isnan(nestedness([[1]]).nodf)


@settings(max_examples=20)
@given(st.integers(3, 40), st.integers(0, 5))
def test_triangles_of_a_denser_network(n, seed):
    peer = nx.gnp_random_graph(n, 0.5, seed=seed)
    assert triangle_counts(adjacency(list(peer.edges), n)).tolist() == list(nx.triangles(peer).values())
