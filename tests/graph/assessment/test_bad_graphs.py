"""Graphs that are wrong, extreme or empty: refused with a finding, or measured without harm."""

import json

import numpy as np
import pytest

from buju_testing.graph_cities import city
from graph.assessment.assessment import assess
from graph.base.errors import InputError
from graph.measures.collaboration import MOST_PAIRS, WIDE, joined_pairs, missing_cross_sector_pairs
from graph.measures.coverage import active_centres
from graph.model.ecosystem import DatasetInfo, Ecosystem
from loaders.dataset import load

FILES = {
    "dataset.yaml": "name: small\n",
    "districts.csv": "id,name\nD1,one\n",
    "fields.csv": "id,name\nF1,one\n",
    "organisations.csv": "id,name,kind,district\nO1,works,firm,D1\nO2,academy,university,D1\n",
    "technologies.csv": "id,name,field,kind,severity\n"
    + "".join(f"T{i},t{i},F1,bottleneck,{i}\n" for i in range(1, 5)),
    "centres.csv": "id,name,status,field,district,lead_id,approved_year\nE1,old,existing,F1,D1,O1,2022\n",
    "covers.csv": "centre_id,technology_id\nE1,T1\n",
    "ties.csv": "source_id,target_id,kind,year,weight\nO1,O2,co_patent,2020,3\n",
    "requires.csv": "technology_id,prerequisite_id\nT1,T2\nT2,T3\nT3,T2\n",
}


@pytest.fixture
def read(tmp_path):
    """Read the small folder, some of its files replaced."""

    def make(**changes):
        for name, text in (FILES | {f"{key}.csv": value for key, value in changes.items()}).items():
            (tmp_path / name).write_text(text, "utf-8")
        return load(tmp_path)

    return make


def answer(eco, plan=None):
    found = assess(eco, plan).as_dict("en")
    assert json.dumps(found, allow_nan=False)
    return found


@pytest.mark.parametrize(
    ("table", "text", "code"),
    [
        ("organisations", "id,name,kind\nO1,works,frim\nO2,academy,university\n", None),
        ("ties", "source_id,target_id,kind\nO1,O9,co_patent\n", "K402"),
        ("ties", "source_id,target_id,kind\nO1,O1,co_patent\n", "K403"),
        ("requires", "technology_id,prerequisite_id\nT1,T1\n", "K403"),
        ("ties", "source_id,target_id,kind,weight\nO1,O2,co_patent,NaN\n", None),
        ("ties", "source_id,target_id,kind,weight\nO1,O2,co_patent,-1\n", None),
        ("ties", "source_id,target_id,kind,year\nO1,O2,co_patent,2020\nO1,O2,co_patent,2020\n", None),
    ],
)
def test_unknown_kinds_dangling_ties_loops_and_weights_are_findings(read, table, text, code):
    loaded = read(**{table: text})
    errors = [f for f in loaded.findings if f.level == "error"]
    assert loaded.ecosystem is None
    assert {f.file for f in errors} == {f"{table}.csv"}
    assert all(f.row >= 2 and f.column and f.message.en and f.mend.zh for f in errors)
    assert code in (None, *(f.code for f in errors))


def test_a_circle_of_prerequisites_is_reported_and_counts_as_one(read):
    loaded = read()
    assert [(f.code, f.level) for f in loaded.findings if f.code == "K404"] == [("K404", "warning")]
    found = answer(loaded.require())
    assert found["circles"] == [["T2", "T3"]]
    assert any("circle" in f["topic"] and f["subjects"] == ["T2", "T3"] for f in found["findings"])
    upstream = {row["technology"]: row["today"] for row in found["upstream"]}
    assert upstream["T1"] == {"covered": True, "exposure": 1.0, "weakest_link": 0}
    assert upstream["T2"] == {"covered": False, "exposure": 1.0, "weakest_link": 0}


@pytest.mark.parametrize("value", ["firmm", "Firm"])
def test_unknown_kinds_in_rows(value):
    with pytest.raises(InputError, match=value):
        city({"organisations": [{"id": "O1", "kind": value}]})


def test_dangling_ties_in_rows():
    with pytest.raises(InputError, match="O9"):
        city({"organisations": [{"id": "O1"}], "ties": [{"source_id": "O1", "target_id": "O9", "kind": "co_patent"}]})


def test_loops_parallel_ties_and_blank_weights_change_no_measure():
    rows = {
        "organisations": [{"id": f"O{i}", "kind": k} for i, k in enumerate(["firm", "university", "firm"])],
        "ties": [{"source_id": "O0", "target_id": "O1", "kind": "co_patent"}],
    }
    odd = rows | {
        "ties": [
            {"source_id": "O0", "target_id": "O1", "kind": "co_patent", "weight": float("nan")},
            {"source_id": "O1", "target_id": "O0", "kind": "joint_project", "weight": 0},
            {"source_id": "O0", "target_id": "O1", "kind": "co_patent", "year": 2021, "weight": 7},
            {"source_id": "O2", "target_id": "O2", "kind": "co_patent"},
        ]
    }
    assert answer(city(rows))["indicators"] == answer(city(odd))["indicators"]


def test_an_empty_graph_and_a_graph_without_people():
    for eco in (city({}), city({"technologies": [{"id": "T1", "severity": float("nan")}]})):
        found = answer(eco, {})
        assert found["advice"] == found["pipeline"] == found["brokers"] == []
        assert found["indicators"]["mean_constraint"]["today"] is None
        assert found["indicators"]["triple_helix_synergy"]["today"] is None
    peopleless = city(
        {
            "organisations": [{"id": "F", "kind": "firm"}, {"id": "U", "kind": "university"}],
            "technologies": [{"id": "T1", "severity": 3}],
            "capabilities": [{"holder_id": o, "technology_id": "T1"} for o in "FU"],
        }
    )
    found = answer(peopleless)
    assert [(tie["a"], tie["b"]) for tie in found["advice"]] == [("F", "U")]
    assert found["indicators"]["talent_engaged"]["today"] is None


def columns(**given):
    return {name: np.asarray(values, dtype=object) for name, values in given.items()}


def test_a_million_parallel_ties_on_one_organisation():
    n, few = 1_000_000, 50
    ids = [f"O{i}" for i in range(few)]
    ties = columns(source_id=np.full(n, "O0"), target_id=np.resize(ids, n), kind=np.full(n, "co_patent"))
    kinds = np.resize(["firm", "university", "government"], few)
    eco = Ecosystem(DatasetInfo("x"), {"organisations": columns(id=ids, kind=kinds), "ties": ties})
    found = answer(eco)
    assert found["counts"]["ties"]["COLLABORATES"] == n
    assert found["indicators"]["joined_pairs"]["today"] == few - 1
    assert found["brokers"][0]["today"]["betweenness"] == pytest.approx((few - 1) * (few - 2) / 2)


def test_very_many_holders_of_one_technology_make_no_list_of_pairs():
    n = 100_000
    ids = np.char.add("O", np.arange(n).astype(str)).astype(object)
    kinds = np.resize(np.array(["firm", "university"], dtype=object), n)
    eco = Ecosystem(
        DatasetInfo("x"),
        {
            "organisations": columns(id=ids, kind=kinds),
            "technologies": columns(id=["T1"]) | {"severity": np.ones(1)},
            "capabilities": columns(holder_id=ids, technology_id=np.full(n, "T1")) | {"strength": np.ones(n)},
        },
    )
    assert n > WIDE
    assert missing_cross_sector_pairs(eco, active_centres(eco)) == []


def test_a_centre_of_too_many_members_is_refused_in_one_sentence():
    n = 20_000
    assert n * (n - 1) // 2 > MOST_PAIRS
    ids = [f"O{i}" for i in range(n)]
    eco = Ecosystem(
        DatasetInfo("x"),
        {
            "organisations": columns(id=ids),
            "centres": columns(id=["C1"], status=["existing"]),
            "members": columns(centre_id=np.full(n, "C1"), organisation_id=ids),
        },
    )
    with pytest.raises(InputError, match="20000 organisations stand behind centre C1"):
        joined_pairs(eco, active_centres(eco))
