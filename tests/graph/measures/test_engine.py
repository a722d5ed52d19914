"""Measures by another engine give what networkx gives, by every way; samples are unbiased and hubs cost no more."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.graph_cities import hand_case
from graph.base.errors import UsageError
from graph.measures import brokerage, engine
from graph.measures.brokerage import betweenness, constraint
from graph.measures.communities import communities
from graph.measures.network import adjacency
from graph.measures.robustness import core_numbers

KITE = [(0, 1), (0, 2), (0, 3), (0, 5), (1, 3), (1, 4), (1, 6), (2, 3), (2, 5), (3, 4), (3, 5), (3, 6), (4, 6)]
KITE += [(5, 6), (5, 7), (6, 7), (7, 8), (8, 9)]
"""Krackhardt's kite; node 7 is Heather, betweenness 14 (Krackhardt 1990)."""


@st.composite
def networks(draw):
    nodes = draw(st.integers(0, 14))
    most = nodes * 3
    ends = st.integers(0, nodes - 1) if nodes else st.nothing()
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=most)) if nodes else []
    return engine.simple(pairs, nodes), nodes


def view(pairs, nodes):
    network = nx.Graph()
    network.add_nodes_from(range(nodes))
    network.add_edges_from(map(tuple, pairs.tolist()))
    return network


@pytest.fixture(params=["networkit", "networkx"])
def way(request, monkeypatch):
    if request.param == "networkit":
        pytest.importorskip("networkit", reason="networkit (extra national) is not installed")
        monkeypatch.setattr(engine, "LARGE", -1)
    else:
        monkeypatch.setattr(engine, "networkit", lambda: None)


@settings(deadline=None)
@given(networks())
def test_cuts_are_those_of_networkx(case):
    pairs, nodes = case
    network = view(pairs, nodes)
    for large in (-1, 10**9):
        old, engine.LARGE = engine.LARGE, large
        try:
            found = engine.cuts(pairs, nodes)
        finally:
            engine.LARGE = old
        assert found.nodes.tolist() == sorted(nx.articulation_points(network))
        assert found.pairs.tolist() == sorted(sorted(p) for p in nx.bridges(network))


def test_krackhardts_kite():
    """Betweenness of Heather is 14, and the 3-core by networkx."""
    pairs = engine.simple(KITE, 10)
    assert betweenness(adjacency(pairs, 10)).values[7] == pytest.approx(14)
    assert engine.cuts(pairs, 10).nodes.tolist() == [7, 8]
    assert core_numbers(adjacency(pairs, 10)).max() == 3


def reference(name):
    case = hand_case(name)
    names = sorted({n for edge in case["inputs"]["edges"] for n in edge})
    pairs = engine.simple([[names.index(a), names.index(b)] for a, b in case["inputs"]["edges"]], len(names))
    return case["expected"], names, pairs


def test_the_reference_case(way):
    """``cut`` of reference/graph/hand_cases.json."""
    expected, names, pairs = reference("cut")
    found = engine.cuts(pairs, len(names))
    assert sorted(names[i] for i in found.nodes) == expected["articulation"]
    assert sorted(sorted(names[i] for i in p) for p in found.pairs) == sorted(map(sorted, expected["bridges"]))


@pytest.mark.parametrize("sample", [2, 5])
def test_every_sample_counts_alike_so_the_estimate_is_unbiased(sample, monkeypatch):
    """The mean over all samples of two or five of ten sources is the exact value; so is that of the squared error."""
    from itertools import combinations  # noqa: PLC0415

    network = adjacency(KITE, 10)
    exact = betweenness(network).values
    values, errors = [], []
    for chosen in combinations(range(10), sample):

        class Fixed:
            @staticmethod
            def choice(*_, chosen=chosen, **__):
                return np.array(chosen)

        monkeypatch.setattr(np.random, "default_rng", lambda _, fixed=Fixed: fixed)
        found = betweenness(network, sample)
        values.append(found.values)
        errors.append(found.error)
    np.testing.assert_allclose(np.mean(values, axis=0), exact, atol=1e-9)
    np.testing.assert_allclose(np.mean(np.square(errors), axis=0), np.var(values, axis=0), rtol=1e-9, atol=1e-9)


def test_a_seed_gives_the_same_sample_and_another_another():
    network = adjacency(list(nx.gnm_random_graph(200, 600, seed=1).edges), 200)
    one, again, other = (betweenness(network, 20, seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.values, again.values)
    assert (one.values != other.values).any()
    assert (one.sample, one.seed) == (20, 3)
    exact = betweenness(network)
    assert (exact.sample, exact.error) == (None, None)
    top = np.argsort(-exact.values)[:20]
    assert (np.abs(one.values - exact.values) <= 3 * one.error)[top].mean() >= 0.9
    assert np.isnan(betweenness(network, 1).error).all()  # one source has no spread


def test_a_long_chain_is_not_gone_through_by_levels():
    n = 70
    assert n > brokerage._DEEP
    chain = adjacency([(i, i + 1) for i in range(n - 1)], n)
    np.testing.assert_allclose(betweenness(chain).values, [i * (n - 1 - i) for i in range(n)])


def test_communities_are_found_again_with_the_same_seed(way):
    peer = nx.planted_partition_graph(4, 30, 0.5, 0.01, seed=2)
    network = adjacency([*peer.edges, (120, 121)], 123)
    found = communities(network, seed=5)
    assert found.of.tolist() == communities(network, seed=5).of.tolist()
    parts = [set(np.flatnonzero(found.of == c).tolist()) for c in range(found.of.max() + 1)]
    assert sorted(map(sorted, parts[:4])) == [list(range(i * 30, i * 30 + 30)) for i in range(4)]
    assert (parts[4], found.of[122]) == ({120, 121}, -1)
    peer.add_edge(120, 121)
    assert found.modularity == pytest.approx(nx.community.modularity(peer, parts))
    assert (found.method, found.seed) == ("Leiden" if engine.LARGE < 0 else "Louvain", 5)


@pytest.mark.parametrize("nodes", [0, 1, 5])
def test_a_network_without_pairs(nodes, way):
    pairs = engine.simple([], nodes)
    assert engine.cuts(pairs, nodes).nodes.tolist() == []
    assert engine.cuts(pairs, nodes).pairs.shape == (0, 2)
    network = adjacency([], nodes)
    assert core_numbers(network).tolist() == [0] * nodes
    assert np.isnan(constraint(network)).all()
    assert betweenness(network).values.tolist() == [0.0] * nodes
    found = communities(network)
    assert found.of.tolist() == [-1] * nodes
    assert np.isnan(found.modularity)


def test_a_hundred_thousand_ties_on_one_node():
    """A hub costs no more than its ties; by a matrix product its neighbours' pairs would be 10¹⁰."""
    n = 100_001
    star = engine.simple(np.stack([np.zeros(n - 1, dtype=int), np.arange(1, n)], axis=1), n)
    network = adjacency(star, n)
    found = constraint(network)
    assert found[0] == pytest.approx(1 / (n - 1))
    assert (found[1:] == 1).all()
    estimate = betweenness(network, 4)
    assert estimate.values[1:].max() == 0
    assert engine.cuts(star, n).nodes.tolist() == [0]
    assert len(engine.cuts(star, n).pairs) == n - 1


def test_an_end_that_is_no_node():
    with pytest.raises(UsageError, match="no node"):
        engine.simple([[0, 3]], 3)


@settings(deadline=None)
@given(networks())
def test_components_are_those_of_networkx(case):
    pairs, nodes = case
    wanted = sorted(sorted(part) for part in nx.connected_components(view(pairs, nodes)))
    for large in (-1, 10**9):
        old, engine.LARGE = engine.LARGE, large
        try:
            of = engine.component_of(pairs, nodes)
        finally:
            engine.LARGE = old
        assert sorted(np.flatnonzero(of == part).tolist() for part in np.unique(of)) == wanted


def test_a_path_of_any_length_has_its_cuts():
    n = 5000
    found = engine.cuts(engine.simple([[i, i + 1] for i in range(n - 1)], n), n)
    assert found.nodes.tolist() == list(range(1, n - 1))
    assert len(found.pairs) == n - 1
