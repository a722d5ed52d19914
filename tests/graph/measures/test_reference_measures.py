"""The worked numbers of brokerage, helix, prerequisites, robustness, relatedness and complexity.

The numbers are typed in here; where the reference folder is beside this checkout, every file of it is held against the
same functions, so a slip in typing shows.
"""

import csv
import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp

from buju_testing.graph_cities import CUT, HAND_CASES, hand_case
from graph.measures.brokerage import betweenness, brokerage_roles, constraint, effective_size
from graph.measures.complexity import complexity, diversity, nestedness, outlook, reflections, ubiquity
from graph.measures.concentration import entropy, herfindahl, specialisation
from graph.measures.helix import synergy, synergy_by_group
from graph.measures.network import adjacency, degrees
from graph.measures.prerequisites import prerequisite_closure, upstream_exposure, weakest_link
from graph.measures.relatedness import (
    advantage,
    cooccurrence,
    location_quotient,
    proximity,
    relatedness,
    relatedness_density,
)
from graph.measures.robustness import core_numbers, core_share, removal_curve, robustness

REFERENCE = HAND_CASES.parent


def table(name):
    """Head and rows of a reference file, or skip where the folder is not at hand."""
    if not (REFERENCE / name).exists():
        pytest.skip("the reference numbers are not beside this checkout")
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return head, rows


def numbers(name, first=1):
    return np.array([[float(v) for v in row[first:]] for row in table(name)[1]])


def network(edges):
    nodes = sorted({node for edge in edges for node in edge})
    return nodes, adjacency([(nodes.index(a), nodes.index(b)) for a, b in edges], len(nodes))


def directed(edges, nodes):
    at = {node: i for i, node in enumerate(nodes)}
    ends = np.array([(at[a], at[b]) for a, b in edges]).T
    return sp.coo_array((np.ones(len(edges)), (ends[0], ends[1])), shape=(len(nodes),) * 2).tocsr()


def standard(values):
    return (values - values.mean()) / values.std()


BURT = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "x"), ("x", "d"), ("d", "e"), ("d", "f"), ("e", "f")]
GF = [("u1", "x"), ("u1", "f2"), ("x", "f1"), ("x", "f2"), ("u2", "x")]
GROUPS = {"u1": "U", "u2": "U", "x": "C", "f1": "F", "f2": "F"}
MIX = {"100": 40, "010": 30, "001": 10, "110": 10, "101": 5, "011": 3, "111": 2}
XOR = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
REQUIRES = [("T1", "T2"), ("T1", "T3"), ("T3", "T4"), ("T2", "T4")]
COUNTS = np.array(
    [[10, 0, 3, 0, 1], [6, 2, 0, 0, 4], [0, 8, 5, 1, 0], [0, 1, 9, 7, 0], [2, 2, 2, 2, 2], [0, 0, 1, 6, 3]]
)
"""reference/graph/econgeo/counts.csv: six regions, five technologies."""


def test_case_burt():
    nodes, ties = network(BURT)
    expected = {"a": 1.00694444, "b": 1.00694444, "c": 0.61111111, "x": 0.5, "d": 0.61111111, "e": 1.00694444}
    got = dict(zip(nodes, constraint(ties), strict=True))
    assert {n: got[n] for n in expected} == pytest.approx(expected, abs=1e-8)
    size = dict(zip(nodes, effective_size(ties), strict=True))
    assert size == pytest.approx({"a": 1, "b": 1, "c": 7 / 3, "x": 2, "d": 7 / 3, "e": 1, "f": 1})
    case = hand_case("burt")
    assert [tuple(e) for e in case["inputs"]["edges"]] == BURT
    assert got == pytest.approx(case["expected"]["constraint"], abs=1e-8)
    assert size == pytest.approx(case["expected"]["effective_size"], abs=1e-8)
    igraph = {row[0]: float(row[1]) for row in table("r_igraph_vegan/two_triangles_broker_constraint.csv")[1]}
    assert got == pytest.approx(igraph, abs=1e-13)


def test_case_gf():
    nodes = list(GROUPS)
    roles = brokerage_roles(directed(GF, nodes), list(GROUPS.values()))
    x = nodes.index("x")
    got = {name: int(getattr(roles, name)[x]) for name in roles._fields}
    assert got == {"coordinator": 0, "itinerant": 0, "gatekeeper": 0, "representative": 0, "liaison": 3}
    case = hand_case("gf")
    assert got == case["expected"]
    assert case["inputs"]["groups"] == GROUPS
    assert [tuple(e) for e in case["inputs"]["edges"]] == GF


def test_case_kite():
    kite = nx.krackhardt_kite_graph()
    ties = adjacency(list(kite.edges), 10)
    expected = [0.833333, 0.833333, 0, 3.666667, 0, 8.333333, 8.333333, 14, 8, 0]
    assert betweenness(ties).values == pytest.approx(expected, abs=1e-6)
    assert list(hand_case("kite")["expected"].values()) == pytest.approx(expected, abs=1e-9)
    head, rows = table("r_igraph_vegan/kite_nodes.csv")
    column = {name: np.array([float(row[k]) for row in rows]) for k, name in enumerate(head) if k}
    assert betweenness(ties).values == pytest.approx(column["betweenness"], abs=1e-12)
    assert constraint(ties) == pytest.approx(column["constraint"], abs=1e-12)
    assert core_numbers(ties).tolist() == column["coreness"].tolist()
    assert degrees(ties).tolist() == column["degree"].tolist()
    # Borgatti: effective size = n − (n − 1) · clustering
    n = column["degree"]
    assert effective_size(ties) == pytest.approx(n - (n - 1) * column["clustering"], abs=1e-12)
    # not a measure of ours; networkx says the same as igraph, so both looked at the same kite
    assert list(nx.closeness_centrality(kite).values()) == pytest.approx(column["closeness"], abs=1e-12)


def test_case_kcore():
    nodes, ties = network(CUT)
    got = dict(zip(nodes, core_numbers(ties).tolist(), strict=True))
    assert got == {"U1": 2, "F1": 2, "C1": 2, "U2": 2, "F2": 1, "F3": 1, "G1": 1}
    assert core_share(ties) == pytest.approx(4 / 7, abs=1e-15)
    expected = hand_case("kcore")["expected"]
    assert (got, max(got.values()), core_share(ties)) == (
        expected["core"],
        expected["degeneracy"],
        pytest.approx(expected["resilience"], abs=1e-15),
    )


def test_case_robust():
    star = adjacency([(0, i) for i in range(1, 5)], 5)
    complete = adjacency([(i, j) for i in range(5) for j in range(i)], 5)
    path = adjacency([(i, i + 1) for i in range(4)], 5)
    centre_first = [1, 2, 0, 2, 1]
    got = {"star5": robustness(star), "K5": robustness(complete), "path5_centre_first": robustness(path, centre_first)}
    assert got == pytest.approx({"star5": 0.16, "K5": 0.4, "path5_centre_first": 0.24}, abs=1e-15)
    assert removal_curve(complete).tolist() == pytest.approx([0.8, 0.6, 0.4, 0.2, 0])
    assert got == pytest.approx(hand_case("robust")["expected"], abs=1e-15)


def cells(counts):
    made = np.zeros((2, 2, 2))
    for cell, n in counts.items():
        made[tuple(int(c) for c in cell)] = n
    return made


def test_case_helix():
    got = {
        "xor": synergy(cells(dict.fromkeys(("000", "011", "101", "110"), 1))),
        "copy": synergy(cells({"000": 1, "111": 1})),
        "independent": synergy(np.ones((2, 2, 2))),
        "mix_bits": synergy(cells(MIX)),
    }
    assert got == pytest.approx({"xor": -1, "copy": 1, "independent": 0, "mix_bits": -0.206452095}, abs=5e-10)
    case = hand_case("helix")
    assert case["inputs"]["mix"] == MIX
    assert got | {"mix_millibits": 1000 * got["mix_bits"]} == pytest.approx(case["expected"], abs=5e-5)
    assert got["mix_bits"] == pytest.approx(case["expected"]["mix_bits"], abs=1e-9)


def test_case_helix_geo():
    presence = XOR * 5 + [(0, 0, 0), (1, 1, 1)] * 10
    found = synergy_by_group(presence, ["A"] * 20 + ["B"] * 20)
    got = {"T": found.total, "T_A": found.within["A"][1], "T_B": found.within["B"][1], "T0": found.between}
    assert got == pytest.approx({"T": -0.278195311, "T_A": -1, "T_B": 1, "T0": -0.278195311}, abs=1e-9)
    assert got == pytest.approx(hand_case("helix_geo")["expected"], abs=1e-9)


def test_case_upstream():
    nodes, severity, depth = ["T1", "T2", "T3", "T4"], [5, 3, 4, 1], [3, 1, 2, 0]
    requires = directed(REQUIRES, nodes)
    exposure = dict(zip(nodes, upstream_exposure(requires, severity, depth), strict=True))
    weakest = dict(zip(nodes, weakest_link(requires, depth), strict=True))
    closure = prerequisite_closure(requires).toarray()
    up = {t: [nodes[u] for u in np.flatnonzero(row)] for t, row in zip(nodes, closure, strict=True)}
    assert exposure == pytest.approx({"T1": 1 / 8, "T2": 1, "T3": 1, "T4": 0}, abs=1e-15)
    assert weakest == dict.fromkeys(nodes, 0)
    assert up == {"T1": ["T2", "T3", "T4"], "T2": ["T4"], "T3": ["T4"], "T4": []}
    case = hand_case("upstream")
    assert (up, exposure, weakest) == (case["expected"]["up"], case["expected"]["UE"], case["expected"]["WL"])
    assert [tuple(e) for e in case["inputs"]["requires"]] == REQUIRES


def test_econgeo_counts_advantage_and_location_quotient():
    assert location_quotient(COUNTS).toarray()[0, 0] == pytest.approx(3.0556, abs=5e-5)
    assert numbers("econgeo/counts.csv").tolist() == COUNTS.tolist()
    assert location_quotient(COUNTS).toarray() == pytest.approx(numbers("econgeo/expected_location_quotient.csv"))
    assert advantage(COUNTS).toarray().tolist() == numbers("econgeo/expected_rca_binary.csv").tolist()


def test_econgeo_diversity_ubiquity_and_reflections():
    m = advantage(COUNTS)
    assert (diversity(m).tolist(), ubiquity(m).tolist()) == ([1, 2, 2, 2, 2, 2], [2, 2, 2, 2, 3])
    assert diversity(m).tolist() == numbers("econgeo/expected_diversity.csv")[:, 0].tolist()
    assert ubiquity(m).tolist() == numbers("econgeo/expected_ubiquity.csv")[:, 0].tolist()
    places, technologies = reflections(m, 2)
    assert np.stack([places[2], places[1]], axis=1) == pytest.approx(numbers("econgeo/expected_MORc.csv"))
    assert np.stack(technologies[1:], axis=1) == pytest.approx(numbers("econgeo/expected_MORt.csv"))


def test_econgeo_cooccurrence_relatedness_and_density():
    m = advantage(COUNTS)
    together = cooccurrence(m)
    near = relatedness(together, "cosine")
    assert relatedness_density(m, near)[0, 4] == pytest.approx(0.4142, abs=5e-5)
    assert together.toarray().tolist() == numbers("econgeo/expected_cooccurrence.csv").tolist()
    for method in ("cosine", "jaccard", "association", "prob"):
        expected = numbers(f"econgeo/expected_relatedness_{method}.csv")
        assert relatedness(together, method).toarray() == pytest.approx(expected, abs=1e-13), method
    expected = numbers("econgeo/expected_relatedness_density_cosine_pct2dp.csv")
    assert (100 * relatedness_density(m, near)).round(2) == pytest.approx(expected, abs=1e-9)


def test_econgeo_concentration():
    herfindahls = [herfindahl(row) for row in COUNTS]
    assert herfindahls[5] == pytest.approx(0.46, abs=1e-15)
    head, rows = table("econgeo/expected_concentration.csv")
    column = {name: np.array([float(row[k]) for row in rows]) for k, name in enumerate(head) if k}
    found = specialisation(COUNTS)
    assert herfindahls == pytest.approx(column["herfindahl"], abs=1e-14)
    assert found.krugman == pytest.approx(column["krugman"], abs=1e-14)
    assert found.hoover == pytest.approx(column["spec"], abs=1e-14)
    assert found.hachman == pytest.approx(column["hachman"], abs=1e-14)
    # EconGeo rounds the entropy to three decimals
    assert np.round([entropy(row) for row in COUNTS], 3) == pytest.approx(column["entropy"], abs=1e-12)


def test_econgeo_complexity_up_to_its_rounding():
    found = complexity(advantage(COUNTS))
    assert found.eci[[0, 2, 3]] == pytest.approx([-1.699221, 1.011276, 1.011276], abs=5e-7)
    kci, tci = numbers("econgeo/expected_KCI.csv")[:, 0], numbers("econgeo/expected_TCI.csv")[:, 0]
    assert standard(kci) == pytest.approx(found.eci, abs=1e-4)
    assert standard(tci) == pytest.approx(standard(found.tci), abs=1e-4)


def test_ecomplexity():
    head, rows = table("ecomplexity/expected_ecomplexity.csv")
    place, technology = (sorted({row[k] for row in rows}) for k in (0, 1))
    column = {
        name: np.array([float(row[k]) for row in rows]).reshape(len(place), len(technology))
        for k, name in enumerate(head)
        if k > 1
    }
    assert [(row[0], row[1]) for row in rows] == [(p, t) for p in place for t in technology]
    assert column["val"].tolist() == COUNTS.tolist()
    m = advantage(COUNTS)
    near = proximity(m)
    found, future = complexity(m), outlook(m, near)
    assert location_quotient(COUNTS).toarray() == pytest.approx(column["rca"], abs=1e-12)
    assert m.toarray().tolist() == column["mcp"].tolist()
    assert diversity(m).tolist() == column["diversity"][:, 0].tolist()
    assert ubiquity(m).tolist() == column["ubiquity"][0].tolist()
    assert found.eci == pytest.approx(column["eci"][:, 0], abs=1e-8)
    assert found.tci == pytest.approx(column["pci"][0], abs=1e-8)
    assert relatedness_density(m, near) == pytest.approx(column["density"], abs=1e-12)
    assert future.scores == pytest.approx(column["coi"][:, 0], abs=1e-8)
    assert future.gain == pytest.approx(column["cog"], abs=1e-8)
    expected = numbers("ecomplexity/expected_proximity.csv", first=3).reshape(near.shape)
    assert near.toarray() == pytest.approx(expected, abs=1e-15)


def test_case_rca_eci_names_files_that_are_tested_here():
    case = hand_case("rca_eci")
    assert case["inputs"] == {"file": "econgeo/counts.csv"}
    assert case["expected"] == {"files": ["econgeo/expected_*.csv", "ecomplexity/expected_*.csv"]}


def test_vegan_nestedness():
    nested = [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 1]]
    assert nestedness(nested) == (75, 70, 80)
    assert nestedness(np.triu(np.ones((4, 4)))[:, ::-1]).nodf == 100
    assert nestedness(np.eye(4)).nodf == 0
    given = numbers("r_igraph_vegan/nested_matrix.csv", first=0)
    expected = numbers("r_igraph_vegan/nestednodf.csv", first=0)[0]
    assert given.tolist() == nested
    got = nestedness(given)
    assert [got.columns, got.rows, got.nodf] == expected.tolist()


def test_every_file_and_every_case_of_the_reference_is_held_against_a_function():
    if not REFERENCE.exists():
        pytest.skip("the reference numbers are not beside this checkout")
    here = Path(__file__)
    text = here.read_text("utf-8").replace("_{method}", "_cosine")
    there = {str(p.relative_to(REFERENCE)) for p in REFERENCE.rglob("*.csv")}
    methods = {f"econgeo/expected_relatedness_{m}.csv" for m in ("jaccard", "association", "prob")}
    assert {name for name in there - methods if f'"{name}"' not in text} == set()
    tests = "".join(p.read_text("utf-8") for p in here.parents[1].rglob("test_*.py"))
    cases = {case["id"] for case in json.loads(HAND_CASES.read_text("utf-8"))}
    assert len(cases) == 17
    assert {case for case in cases if f'hand_case("{case}")' not in tests} == set()
