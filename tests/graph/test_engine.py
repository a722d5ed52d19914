"""The engine for large networks gives what networkx gives, on every kind of small network, by both of its ways."""

import networkx as nx
import numpy as np
import pytest
from graph_cities import hand_case
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import engine
from graph.errors import UsageError

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
def test_cuts_and_cores_are_those_of_networkx(case):
    pairs, nodes = case
    network = view(pairs, nodes)
    for large in (-1, 10**9):
        old, engine.LARGE = engine.LARGE, large
        try:
            found = engine.cuts(pairs, nodes)
            core = engine.core_numbers(pairs, nodes)
        finally:
            engine.LARGE = old
        assert found.nodes.tolist() == sorted(nx.articulation_points(network))
        assert found.pairs.tolist() == sorted(sorted(p) for p in nx.bridges(network))
        assert core.tolist() == [nx.core_number(network)[i] for i in range(nodes)]


@settings(deadline=None)
@given(networks())
def test_betweenness_and_constraint_are_those_of_networkx(case):
    pairs, nodes = case
    if nodes == 0:
        return  # networkx has no constraint of an empty network; ours is tested below
    network = view(pairs, nodes)
    found = engine.betweenness(pairs, nodes)
    assert found.exact
    want = nx.betweenness_centrality(network, normalized=False)
    np.testing.assert_allclose(found.value, [want[i] for i in range(nodes)], atol=1e-9)
    want = nx.constraint(network)
    np.testing.assert_allclose(engine.constraint(pairs, nodes), [want[i] for i in range(nodes)], atol=1e-12)


def test_krackhardts_kite():
    """Betweenness of Heather is 14, her constraint and the 3-core by networkx."""
    pairs = engine.simple(KITE, 10)
    assert engine.betweenness(pairs, 10).value[7] == pytest.approx(14)
    assert engine.cuts(pairs, 10).nodes.tolist() == [7, 8]
    assert engine.core_numbers(pairs, 10).max() == 3


def reference(name):
    case = hand_case(name)
    names = sorted({n for edge in case["inputs"]["edges"] for n in edge})
    pairs = engine.simple([[names.index(a), names.index(b)] for a, b in case["inputs"]["edges"]], len(names))
    return case["expected"], names, pairs


def test_the_reference_cases(way):
    """``cut``, ``kcore`` and ``burt`` of reference/graph/hand_cases.json."""
    expected, names, pairs = reference("cut")
    found = engine.cuts(pairs, len(names))
    assert sorted(names[i] for i in found.nodes) == expected["articulation"]
    assert sorted(sorted(names[i] for i in p) for p in found.pairs) == sorted(map(sorted, expected["bridges"]))
    expected, names, pairs = reference("kcore")
    assert dict(zip(names, engine.core_numbers(pairs, len(names)).tolist(), strict=True)) == expected["core"]
    expected, names, pairs = reference("burt")
    found = dict(zip(names, engine.constraint(pairs, len(names)).tolist(), strict=True))
    assert found == pytest.approx(expected["constraint"], abs=1e-9)


@pytest.mark.parametrize("sample", [2, 5])
def test_every_sample_counts_alike_so_the_estimate_is_unbiased(sample, monkeypatch):
    """The mean over all samples of two or five of ten sources is the exact value; so is that of the squared error."""
    from itertools import combinations  # noqa: PLC0415

    pairs = engine.simple(KITE, 10)
    exact = engine.betweenness(pairs, 10).value
    values, errors = [], []
    for chosen in combinations(range(10), sample):

        class Fixed:
            @staticmethod
            def choice(*_, chosen=chosen, **__):
                return np.array(chosen)

        monkeypatch.setattr(engine.np.random, "default_rng", lambda _, fixed=Fixed: fixed)
        found = engine.betweenness(pairs, 10, samples=sample)
        values.append(found.value)
        errors.append(found.error)
    np.testing.assert_allclose(np.mean(values, axis=0), exact, atol=1e-9)
    np.testing.assert_allclose(np.mean(np.square(errors), axis=0), np.var(values, axis=0), rtol=1e-9, atol=1e-9)


def test_a_seed_gives_the_same_sample_and_another_another():
    pairs = engine.simple(nx.gnm_random_graph(200, 600, seed=1).edges, 200)
    one, again, other = (engine.betweenness(pairs, 200, samples=20, seed=s) for s in (3, 3, 4))
    np.testing.assert_array_equal(one.value, again.value)
    assert (one.value != other.value).any()
    exact = engine.betweenness(pairs, 200).value
    top = np.argsort(-exact)[:20]
    assert (np.abs(one.value - exact) <= 3 * one.error)[top].mean() >= 0.9


def test_a_long_chain_is_not_gone_through_by_levels(monkeypatch):
    monkeypatch.setattr(engine, "_DEEP", 3)
    pairs = engine.simple([(i, i + 1) for i in range(11)], 12)
    np.testing.assert_allclose(engine.betweenness(pairs, 12).value, [i * (11 - i) for i in range(12)])


def test_communities_are_found_again_with_the_same_seed(way):
    network = nx.planted_partition_graph(4, 30, 0.5, 0.01, seed=2)
    pairs = engine.simple(list(network.edges), 120)
    found = engine.communities(pairs, 120, seed=5)
    assert found.label.tolist() == engine.communities(pairs, 120, seed=5).label.tolist()
    parts = [set(np.flatnonzero(found.label == c).tolist()) for c in range(found.label.max() + 1)]
    assert sorted(map(sorted, parts)) == [list(range(i * 30, i * 30 + 30)) for i in range(4)]
    assert found.modularity == pytest.approx(nx.community.modularity(network, parts))
    assert found.method == ("Leiden" if engine.LARGE < 0 else "Louvain")


@pytest.mark.parametrize("nodes", [0, 1, 5])
def test_a_network_without_pairs(nodes, way):
    pairs = engine.simple([], nodes)
    assert engine.cuts(pairs, nodes).nodes.tolist() == []
    assert engine.cuts(pairs, nodes).pairs.shape == (0, 2)
    assert engine.core_numbers(pairs, nodes).tolist() == [0] * nodes
    assert np.isnan(engine.constraint(pairs, nodes)).all()
    assert engine.betweenness(pairs, nodes).value.tolist() == [0.0] * nodes
    found = engine.communities(pairs, nodes)
    assert found.label.tolist() == list(range(nodes))
    assert np.isnan(found.modularity)


def test_a_hundred_thousand_ties_on_one_node():
    """A hub costs no more than its ties; by a matrix product its neighbours' pairs would be 10¹⁰."""
    n = 100_001
    star = engine.simple(np.stack([np.zeros(n - 1, dtype=int), np.arange(1, n)], axis=1), n)
    found = engine.constraint(star, n)
    assert found[0] == pytest.approx(1 / (n - 1))
    assert (found[1:] == 1).all()
    estimate = engine.betweenness(star, n, samples=4)
    assert estimate.value[1:].max() == 0
    assert engine.cuts(star, n).nodes.tolist() == [0]
    assert len(engine.cuts(star, n).pairs) == n - 1


def test_an_end_that_is_no_node():
    with pytest.raises(UsageError, match="no node"):
        engine.simple([[0, 3]], 3)
