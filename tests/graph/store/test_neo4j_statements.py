"""Cypher is made of the schema's names only; rows go to a store and come back as they were. No server needed."""

import re

import numpy as np
import pytest

from buju_testing.graph_cities import hostile_city
from graph.base.errors import InputError, UsageError
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import NODES, TABLES, TIES
from graph.store import cypher
from graph.store.mapping import NODE_MAPS, TIE_MAPS, node_map, tie_map
from graph.store.reading import Held, Sides, compare
from graph.store.rows import every_tie, info_values, node_rows, table_rows, to_info, to_tables

TIE_FUNCTIONS = [cypher.merge_ties, cypher.read_ties, cypher.delete_ties, cypher.missing_ends]
NODE_FUNCTIONS = [cypher.merge_nodes, cypher.read_nodes, cypher.delete_nodes]
INJECTIONS = ["Centre) DETACH DELETE n //", "Centre`) DETACH DELETE (n", "Centre:Person", "", "Movie"]


def statements():
    out = [c.statement for c in cypher.constraints()]
    out += [f(node.label) for node in NODE_MAPS for f in NODE_FUNCTIONS]
    out += [f(t.label, t.source, t.target) for t in TIE_MAPS for f in TIE_FUNCTIONS]
    out += [cypher.drop_stale_ties(t.label, t.source, t.target) for t in TIE_MAPS if not t.own]
    return [*out, cypher.count_all_nodes(), cypher.count_all_ties(), cypher.MERGE_DATASET, cypher.READ_DATASET]


def test_every_table_of_the_schema_is_in_the_store_once():
    own = [n.table for n in NODE_MAPS] + list({t.table: None for t in TIE_MAPS if t.own})
    assert sorted(own) == sorted(TABLES)
    assert {n.label for n in NODE_MAPS} >= set(NODES)
    assert {t.label for t in TIE_MAPS} >= {t.label for t in TIES}


def test_statements_hold_no_name_but_the_schemas():
    known = {n.label for n in NODE_MAPS} | {t.label for t in TIE_MAPS} | {"Dataset", "_key"}
    known |= {c.name for table in TABLES.values() for c in table.columns}
    known |= {f"buju_{n.label}" for n in NODE_MAPS} | {"buju_Dataset"}
    for text in statements():
        assert set(re.findall(r"`([^`]*)`", text)) <= known
        assert '"' not in text
        assert set(re.findall(r"'([^']*)'", text)) <= {"", "|", "dataset"} | known


@pytest.mark.parametrize("name", INJECTIONS)
def test_other_labels_are_refused(name):
    for function in NODE_FUNCTIONS:
        with pytest.raises(UsageError):
            function(name)
    for function in (*TIE_FUNCTIONS, cypher.drop_stale_ties, cypher.rekey_ties):
        for words in ((name, "Centre", "Technology"), ("COVERS", name, "Technology"), ("COVERS", "Centre", name)):
            with pytest.raises(UsageError):
                function(*words)
    with pytest.raises(UsageError):
        node_map(name)
    with pytest.raises(UsageError):
        tie_map("COVERS", "Technology", "Centre")


def test_a_backtick_would_be_doubled():
    assert cypher._q("a`b") == "`a``b`"


def test_constraints_name_every_key():
    made = {c.label: c.properties for c in cypher.constraints()}
    assert made["Centre"] == ("id",)
    assert made["Investment"] == ("centre_id", "year")
    assert made["Dataset"] == ("id",)
    assert set(made) == {n.label for n in NODE_MAPS} | {"Dataset"}


def held_of(eco):
    """What a perfect server would hold."""
    tables = {name: [] for name in TABLES}
    following = {}
    for node in NODE_MAPS:
        rows = node_rows(node, table_rows(eco, node.table))
        tables[node.table] = [{k: v for k, v in row["values"].items() if v is not None} for row in rows]
        tables[node.table] = [{**{c.name: None for c in node.columns}, **row} for row in tables[node.table]]
    for tie, rows in every_tie(eco, {name: table_rows(eco, name) for name in TABLES}):
        if tie.own:
            ends = [(r["source"]["id"], r["target"]["id"], r["values"]) for r in rows]
            tables[tie.table] += [{**v, tie.source_column: a, tie.target_column: b} for a, b, v in ends]
        else:
            following[tie] = [(tuple(r["source"].values()), tuple(r["target"].values())) for r in rows]
    return Held(info_values(eco.info), tables, following)


def same(one, other):
    assert one.info == other.info
    for name in TABLES:
        for column, values in one.tables[name].items():
            assert values.dtype == other.tables[name][column].dtype
            np.testing.assert_array_equal(values, other.tables[name][column])


def test_rows_come_back_as_they_were():
    eco = hostile_city()
    held = held_of(eco)
    same(eco, Ecosystem(to_info(held.dataset), to_tables({n: rows[::-1] for n, rows in held.tables.items()})))
    assert compare(eco, held).empty


def test_values_are_never_part_of_a_statement():
    """The statements for a hostile city are those for an empty one."""
    before = statements()
    for tie, rows in every_tie(hostile_city(), {name: table_rows(hostile_city(), name) for name in TABLES}):
        assert all({"i", "source", "target", "values"} == set(row) for row in rows), tie
    assert statements() == before


def test_a_difference_names_row_column_and_both_values():
    eco = hostile_city()
    held = held_of(eco)
    held.tables["technologies"][0]["severity"] = 4
    held.tables["ties"].pop()
    held.tables["people"].append({**held.tables["people"][0], "id": "P99"})
    found = compare(eco, held)
    assert found.changed[0].columns == {"severity": Sides(here=2.5, there=4)}
    assert [row.kind for row in found.only_here] == ["COLLABORATES"]
    assert [row.key for row in found.only_there] == [{"id": "P99"}]


def test_a_holder_of_both_kinds_is_the_organisation_and_an_unknown_one_is_kept_to_be_said():
    info = DatasetInfo("x")
    tables = {
        "organisations": {"id": np.array(["X"], object)},
        "people": {"id": np.array(["X", "P"], object)},
        "technologies": {"id": np.array(["T"], object)},
        "capabilities": {
            "holder_id": np.array(["X", "P", "?"], object),
            "technology_id": np.array(["T", "T", "T"], object),
        },
    }
    eco = Ecosystem(info, tables)
    rows = {name: table_rows(eco, name) for name in TABLES}
    found = {t.source: [r["source"]["id"] for r in made] for t, made in every_tie(eco, rows) if t.label == "CAPABLE_OF"}
    assert found == {"Organisation": ["X", "?"], "Person": ["P"]}


def test_a_row_without_a_key_is_refused():
    eco = Ecosystem(DatasetInfo("x"), {"investments": {"centre_id": np.array([""], object), "year": np.array([1.0])}})
    with pytest.raises(InputError, match="centre_id"):
        node_rows(node_map("Investment"), table_rows(eco, "investments"))


@pytest.mark.parametrize("value", ["much", True, [1]])
def test_a_value_of_another_type_is_said(value):
    with pytest.raises(InputError, match="severity of technologies T1"):
        to_tables({"technologies": [{"id": "T1", "severity": value}]})
