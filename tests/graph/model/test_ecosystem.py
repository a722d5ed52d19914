import pickle
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.graph_cities import city, random_rows
from graph.base.errors import InputError, UsageError
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import NODES, TABLES, TIES


def test_every_table_and_column_is_there_typed_and_read_only():
    eco = Ecosystem(DatasetInfo("empty"), {})
    for table in TABLES.values():
        for column in table.columns:
            values = eco.column(table.name, column.name)
            assert len(values) == 0
            assert not values.flags.writeable
            numeric = column.kind in ("number", "integer")
            assert values.dtype == (float if numeric else bool if column.kind == "boolean" else object)


def test_blank_values_and_schema_defaults():
    eco = city({"centres": [{"id": "C1"}], "technologies": [{"id": "T1"}], "organisations": [{"id": "O1"}]})
    assert eco.column("centres", "name").tolist() == ["C1"]
    assert eco.column("centres", "level").tolist() == ["municipal"]
    assert eco.column("centres", "lead_id").tolist() == [""]
    assert np.isnan(eco.column("centres", "ready_year")[0])
    assert not eco.column("organisations", "champion")[0]


def test_callers_arrays_stay_theirs():
    ids = np.array(["T1", "T2"], dtype=object)
    eco = Ecosystem(DatasetInfo("x"), {"technologies": {"id": ids}})
    ids[0] = "changed"
    assert eco.ids("Technology") == ("T1", "T2")
    with pytest.raises(ValueError, match="read-only"):
        eco.column("technologies", "id")[0] = "T9"


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ({"centers": []}, "centers"),
        ({"centres": [{"id": "C1", "colour": "red"}]}, "colour"),
        ({"centres": [{"id": "C1", "status": "maybe"}]}, "maybe"),
        ({"centres": [{"id": "C1"}, {"id": "C1"}]}, "C1"),
        ({"centres": [{"id": "C1", "lead_id": "O9"}]}, "O9"),
        ({"capabilities": [{"holder_id": "X", "technology_id": "T1"}], "technologies": [{"id": "T1"}]}, "X"),
    ],
)
def test_what_cannot_be_used_is_named(rows, what):
    with pytest.raises(InputError, match=what):
        city(rows)


def test_columns_of_different_length():
    with pytest.raises(InputError, match="length"):
        Ecosystem(DatasetInfo("x"), {"people": {"id": np.array(["P1"], object), "name": np.array([], object)}})


def test_matrices_of_every_tie_kind():
    eco = city(
        {
            "districts": [{"id": "D1"}],
            "fields": [{"id": "F1"}],
            "organisations": [{"id": "O1", "district": "D1"}, {"id": "O2"}],
            "people": [{"id": "P1", "organisation_id": "O2"}],
            "technologies": [{"id": "T1", "field": "F1"}, {"id": "T2"}],
            "centres": [{"id": "C1", "lead_id": "O2", "district": "D1", "field": "F1"}],
            "members": [{"centre_id": "C1", "organisation_id": "O1"}],
            "affiliations": [{"person_id": "P1", "centre_id": "C1"}],
            "covers": [{"centre_id": "C1", "technology_id": "T2", "strength": 0.4}],
            "capabilities": [
                {"holder_id": "O1", "technology_id": "T1", "strength": 0.2},
                {"holder_id": "P1", "technology_id": "T2", "strength": 0.3},
            ],
            "requires": [{"technology_id": "T1", "prerequisite_id": "T2"}],
            "ties": [
                {"source_id": "O1", "target_id": "O2", "kind": "co_patent", "weight": 2},
                {"source_id": "O2", "target_id": "O1", "kind": "joint_project", "weight": 3},
            ],
        }
    )
    got = {(t.label, a): eco.matrix(t.label, a, b).toarray().tolist() for t in TIES for a in t.source for b in t.target}
    assert got == {
        ("LEADS", "Organisation"): [[0], [1]],
        ("MEMBER_OF", "Organisation"): [[1], [0]],
        ("AFFILIATED", "Person"): [[1]],
        ("WORKS_AT", "Person"): [[0, 1]],
        ("COVERS", "Centre"): [[0, 0.4]],
        ("CAPABLE_OF", "Organisation"): [[0.2, 0], [0, 0]],
        ("CAPABLE_OF", "Person"): [[0, 0.3]],
        ("REQUIRES", "Technology"): [[0, 1], [0, 0]],
        ("COLLABORATES", "Organisation"): [[0, 5], [5, 0]],
        ("LOCATED_IN", "Centre"): [[1]],
        ("LOCATED_IN", "Organisation"): [[1], [0]],
        ("IN_FIELD", "Centre"): [[1]],
        ("IN_FIELD", "Technology"): [[1], [0]],
    }
    assert eco.counts()["ties"] == {
        "LEADS": 1,
        "MEMBER_OF": 1,
        "AFFILIATED": 1,
        "WORKS_AT": 1,
        "COVERS": 1,
        "CAPABLE_OF": 2,
        "REQUIRES": 1,
        "COLLABORATES": 2,
        "LOCATED_IN": 2,
        "IN_FIELD": 2,
    }
    assert eco.matrix("COVERS") is eco.matrix("COVERS")


def test_parallel_strengths_take_the_greatest_and_loops_count_once():
    same = {"centre_id": "C1", "technology_id": "T1"}
    eco = city(
        {
            "technologies": [{"id": "T1"}],
            "organisations": [{"id": "O1"}],
            "centres": [{"id": "C1"}],
            "covers": [{**same, "strength": 0.4}, {**same, "strength": 0.7}],
            "ties": [{"source_id": "O1", "target_id": "O1", "kind": "co_patent", "weight": 4}],
        }
    )
    assert eco.matrix("COVERS").toarray().tolist() == [[0.7]]
    assert eco.matrix("COLLABORATES").toarray().tolist() == [[4]]


def test_holder_that_is_organisation_and_person_is_the_organisation():
    eco = city(
        {
            "organisations": [{"id": "X"}],
            "people": [{"id": "X"}],
            "technologies": [{"id": "T1"}],
            "capabilities": [{"holder_id": "X", "technology_id": "T1"}],
        }
    )
    assert eco.matrix("CAPABLE_OF", "Organisation").nnz == 1
    assert eco.matrix("CAPABLE_OF", "Person").nnz == 0


@pytest.mark.parametrize("tie", ["CAPABLE_OF", "LOCATED_IN", "LOVES"])
def test_a_tie_with_two_kinds_of_ends_must_be_told_apart(tie):
    with pytest.raises(UsageError, match=tie):
        city({}).matrix(tie)
    with pytest.raises(UsageError, match="Planet"):
        city({}).size("Planet")


def test_networkx_view():
    eco = city(
        {
            "organisations": [{"id": "A", "kind": "firm"}, {"id": "B"}],
            "centres": [{"id": "A", "lead_id": "A"}],
            "ties": [
                {"source_id": "A", "target_id": "B", "kind": "co_patent", "year": 2020},
                {"source_id": "A", "target_id": "B", "kind": "co_patent", "year": 2021},
            ],
        }
    )
    view = eco.networkx()
    assert view.nodes["Organisation:A"]["label"] == "Organisation"
    assert view.nodes["Organisation:A"]["kind"] == "firm"
    assert "sales" not in view.nodes["Organisation:A"]
    edges = {(a, b, key) for a, b, key in view.edges(keys=True)}
    assert edges == {
        ("Organisation:A", "Centre:A", "LEADS"),
        ("Organisation:A", "Organisation:B", "COLLABORATES/co_patent/2020"),
        ("Organisation:A", "Organisation:B", "COLLABORATES/co_patent/2021"),
    }
    assert view.edges["Organisation:A", "Organisation:B", "COLLABORATES/co_patent/2021"]["year"] == 2021


@given(random_rows())
def test_view_and_counts_agree(rows):
    eco = city(rows)
    counts, view = eco.counts(), eco.networkx()
    assert sum(counts["nodes"].values()) == view.number_of_nodes()
    assert sum(counts["ties"].values()) == view.number_of_edges()
    assert set(counts["nodes"]) == set(NODES)


@given(random_rows(), st.randoms())
def test_order_of_rows_is_irrelevant_to_matrices(rows, random):
    before = city(rows)
    mixed = {name: random.sample(table, len(table)) for name, table in rows.items()}
    after = city(mixed)
    for tie in TIES:
        for a in tie.source:
            for b in tie.target:
                one, two = before.matrix(tie.label, a, b).toarray(), after.matrix(tie.label, a, b).toarray()
                at = [after.position(a)[i] for i in before.ids(a)]
                to = [after.position(b)[i] for i in before.ids(b)]
                assert np.array_equal(one, two[np.ix_(at, to)])


def test_pickles():
    eco = city({"technologies": [{"id": "T1", "severity": 3}]})
    eco.matrix("REQUIRES")
    again = pickle.loads(pickle.dumps(eco))  # noqa: S301
    assert again.ids("Technology") == ("T1",)
    assert again.info == eco.info


def test_a_hundred_thousand_ties_build_in_well_under_a_second():
    rng, n = np.random.default_rng(0), 100_000
    named = lambda prefix, numbers: np.array([f"{prefix}{i}" for i in numbers], dtype=object)  # noqa: E731
    tables = {
        "technologies": {"id": named("T", range(1_000))},
        "centres": {"id": named("C", range(1_000))},
        "covers": {
            "centre_id": named("C", rng.integers(0, 1_000, n)),
            "technology_id": named("T", rng.integers(0, 1_000, n)),
            "strength": rng.random(n),
        },
    }
    start = time.process_time()
    matrix = Ecosystem(DatasetInfo("large"), tables).matrix("COVERS")
    assert time.process_time() - start < 0.8
    assert matrix.shape == (1_000, 1_000)
    assert matrix.nnz > 90_000
