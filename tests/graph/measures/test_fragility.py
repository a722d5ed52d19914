import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.graph_cities import CUT, SPOF, candidates, city, hand_case, random_rows
from graph.measures.coverage import active_centres
from graph.measures.fragility import (
    articulation_points,
    bridges,
    places,
    provider_redundancy,
    redundancy,
    single_points,
    single_points_of_failure,
)


def test_case_spof():
    points = single_points_of_failure(SPOF, "S")
    assert {t: points[t] for t in ("T1", "T2", "T3")} == {"T1": ["P1"], "T2": [], "T3": ["T2"]}
    assert {t: redundancy(SPOF, "S", t) for t in ("T1", "T2", "T3")} == {"T1": 1, "T2": 2, "T3": 1}


def test_case_cut():
    nodes = sorted({node for edge in CUT for node in edge})
    pairs = [(nodes.index(a), nodes.index(b)) for a, b in CUT]
    assert [nodes[i] for i in articulation_points(pairs, len(nodes))] == ["C1", "F2", "U2"]
    assert [(nodes[a], nodes[b]) for a, b in bridges(pairs, len(nodes))] == [("C1", "G1"), ("F2", "F3"), ("F2", "U2")]


def test_reference_file_says_the_same():
    case = hand_case("spof")
    assert [tuple(e) for e in case["inputs"]["edges"]] == SPOF
    points = single_points_of_failure(SPOF, "S")
    assert {t: points[t] for t in case["expected"]["spof"]} == case["expected"]["spof"]
    assert {t: redundancy(SPOF, "S", t) for t in case["expected"]["kappa"]} == case["expected"]["kappa"]
    nearest = {node: (chain[-1] if chain else "S") for node, chain in points.items()}
    assert nearest == case["expected"]["idom"]
    assert [tuple(e) for e in hand_case("cut")["inputs"]["edges"]] == CUT


def test_out_of_reach_and_directly_tied():
    edges = [("S", "A"), ("A", "T"), ("X", "U"), ("S", "V")]
    assert "U" not in single_points_of_failure(edges, "S")
    assert redundancy(edges, "S", "U") == 0
    assert redundancy(edges, "S", "nowhere") == 0
    assert redundancy(edges, "S", "V") == float("inf")
    assert single_points_of_failure([], "S") == {}


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20))
def test_dominators_are_what_removal_cuts_off(edges):
    points = single_points_of_failure(edges, 0)
    whole = nx.DiGraph([*edges, (0, 0)])
    reached = nx.descendants(whole, 0)
    assert set(points) == reached
    for node in reached:
        for other in reached - {node}:
            cut = whole.copy()
            cut.remove_node(other)
            assert (node not in nx.descendants(cut, 0)) == (other in points[node])


PROFESSOR = {
    "organisations": [{"id": "O1"}, {"id": "O2"}, {"id": "O3"}],
    "people": [{"id": "P1", "organisation_id": "O1"}],
    "technologies": [{"id": "T1"}],
    "capabilities": [{"holder_id": "P1", "technology_id": "T1"}],
    "centres": [{"id": "C1", "status": "candidate", "lead_id": "O2"}],
    "members": [{"centre_id": "C1", "organisation_id": "O3"}],
    "affiliations": [{"person_id": "P1", "centre_id": "C1"}],
}


def test_one_professor_behind_two_organisations_is_a_point_of_the_person_layer():
    eco = city(PROFESSOR)
    assert single_points(eco, active_centres(eco)) == [("T1", "O1", "organisation"), ("T1", "P1", "person")]
    assert single_points(eco, active_centres(eco, ["C1"])) == [("T1", "P1", "person")]
    assert places(eco, active_centres(eco, ["C1"])).toarray().tolist() == [[1, 1, 0]]


def test_an_organisations_own_capability_frees_it_from_its_people():
    rows = PROFESSOR | {"capabilities": [*PROFESSOR["capabilities"], {"holder_id": "O1", "technology_id": "T1"}]}
    eco = city(rows)
    assert single_points(eco, active_centres(eco)) == [("T1", "O1", "organisation")]


def test_city_without_people_and_empty_city():
    eco = city({key: PROFESSOR[key] for key in ("organisations", "technologies")})
    assert single_points(eco, active_centres(eco)) == []
    assert provider_redundancy(eco, active_centres(eco)).tolist() == [0]
    assert single_points(city({}), np.zeros(0, dtype=bool)) == []
    assert provider_redundancy(city({}), np.zeros(0, dtype=bool)).tolist() == []
    assert articulation_points([], 0) == []
    assert bridges([], 3) == []


def capability_edges(eco, centres):
    """Edges of the digraph that the module describes, from the root ``"source"``; nodes are ``"Label:id"``."""
    tag = {label: [f"{label}:{i}" for i in eco.ids(label)] for label in ("Organisation", "Person", "Technology")}
    edges = [("source", o) for o in tag["Organisation"]]
    where = places(eco, centres)
    alone = np.flatnonzero(np.diff(where.indptr) == 0).tolist()
    edges += [("source", tag["Person"][p]) for p in alone]
    at = where.tocoo()
    edges += [(tag["Organisation"][o], tag["Person"][p]) for p, o in zip(at.row.tolist(), at.col.tolist(), strict=True)]
    for label in ("Organisation", "Person"):
        can = eco.matrix("CAPABLE_OF", label).tocoo()
        ends = zip(can.row.tolist(), can.col.tolist(), strict=True)
        edges += [(tag[label][h], tag["Technology"][t]) for h, t in ends]
    return edges


@pytest.mark.parametrize("planned", [False, True])
@given(rows=random_rows())
def test_closed_form_equals_dominators_and_minimum_cut(planned, rows):
    eco = city(rows)
    active = active_centres(eco, candidates(rows) if planned else ())
    edges = capability_edges(eco, active)
    points = single_points_of_failure(edges, "source")
    expected = [
        (technology, node.split(":")[1], node.split(":")[0].lower())
        for technology in eco.ids("Technology")
        for node in points.get(f"Technology:{technology}", [])
    ]
    assert single_points(eco, active) == sorted(expected, key=lambda p: (p[0], p[2], p[1]))
    kappa = [redundancy(edges, "source", f"Technology:{t}") for t in eco.ids("Technology")]
    assert provider_redundancy(eco, active).tolist() == kappa


@given(random_rows())
def test_removing_what_is_no_dominator_never_leaves_nobody(rows):
    eco = city(rows)
    active = active_centres(eco)
    held = {t for t, k in zip(eco.ids("Technology"), provider_redundancy(eco, active), strict=True) if k > 0}
    points = {(p.technology, p.holder) for p in single_points(eco, active)}
    whole = nx.DiGraph(capability_edges(eco, active))
    for holder in (*eco.ids("Organisation"), *eco.ids("Person")):
        label = "Organisation" if holder.startswith("O") else "Person"
        cut = whole.copy()
        cut.remove_nodes_from([f"{label}:{holder}"])
        left = (
            {n.split(":")[1] for n in nx.descendants(cut, "source") if n.startswith("Technology")}
            if "source" in cut
            else set()
        )
        assert {t for t in held if (t, holder) in points} == held - left
