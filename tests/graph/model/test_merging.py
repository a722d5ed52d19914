"""Organisations that are one by decision: references, sums and the way back, to the byte."""

import pytest

from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.merging import merge_organisations
from loaders.dataset import load
from loaders.saving import dataset_files


def eco(aliases, **more):
    rows = {
        "organisations": [{"id": i, "name": n} for i, n in (("A", "甲大学"), ("B", "甲大"), ("C", "乙"), ("D", "乙"))],
        "people": [{"id": "P", "organisation_id": "B"}],
        "technologies": [{"id": "T"}],
        "centres": [{"id": "K", "lead_id": "B"}],
        "members": [{"centre_id": "K", "organisation_id": o, "share": s} for o, s in (("A", 0.25), ("B", 0.5))],
        "capabilities": [{"holder_id": o, "technology_id": "T", "strength": s} for o, s in (("A", 0.2), ("B", 0.6))],
        "ties": [
            {"source_id": "A", "target_id": "B", "kind": "co_patent", "year": 2020},
            {"source_id": "B", "target_id": "C", "kind": "co_patent"},
            {"source_id": "A", "target_id": "C", "kind": "co_patent", "weight": 2},
        ],
        "aliases": aliases,
    }
    return Ecosystem.from_rows(DatasetInfo("x"), rows | more)


def alias(raw, to, by="Li"):
    return {"raw": raw, "id": to, "decided_by": by}


def test_all_that_names_the_merged_one_names_the_other():
    made, done = merge_organisations(eco([alias("甲大", "A")]))
    assert dict(done.into) == {"B": "A"}
    assert made.ids("Organisation") == ("A", "C", "D")
    assert made.column("centres", "lead_id").tolist() == made.column("people", "organisation_id").tolist() == ["A"]
    assert made.column("members", "share").tolist() == [0.75]
    assert made.column("capabilities", "strength").tolist() == [0.6]
    assert made.column("ties", "weight").tolist() == [3.0]  # of the pair A–C; A with itself is gone
    assert dict(done.rows) == {"members": 1, "capabilities": 1, "ties": 2}


@pytest.mark.parametrize(
    ("aliases", "unknown", "unclear"),
    [
        ([alias("甲大", "A", "")], (), ()),  # only proposed
        ([alias("甲大", "R9")], (("甲大", "R9"),), ()),
        ([alias("乙", "A")], (), ("乙",)),  # the table holds the name twice
        ([alias("A", "B"), alias("B", "A")], (), ("A", "B")),  # a circle
        ([alias("never written", "A")], (), ()),
    ],
)
def test_what_is_not_clearly_decided_is_not_merged(aliases, unknown, unclear):
    before = eco(aliases)
    made, done = merge_organisations(before)
    assert made is before
    assert (done.unknown, done.unclear) == (unknown, unclear)


def test_decisions_follow_one_another():
    made, _ = merge_organisations(eco([alias("B", "A"), alias("A", "C")]))
    assert made.ids("Organisation") == ("C", "D")
    assert made.column("centres", "lead_id").tolist() == ["C"]


def test_a_merge_is_undone_to_the_byte(tmp_path):
    for name, text in {
        "organisations": "id,name,kind\nA,甲大学,university\nB,甲大,university\n",
        "technologies": "id,name,kind,severity\nT,丙,common,1\n",
        "capabilities": "holder_id,technology_id,strength\nA,T,0.2\nB,T,0.6\n",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    before = dataset_files(load(tmp_path).require())
    kept = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    (tmp_path / "aliases.csv").write_text("raw,id,score,decided_by,decided_on\n甲大,A,,Li,2026-11-30\n", "utf-8")
    merged = load(tmp_path)
    assert merged.require().ids("Organisation") == ("A",)
    assert "X534" in {f.code for f in merged.findings}
    (tmp_path / "aliases.csv").unlink()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == kept
    assert dataset_files(load(tmp_path).require()) == before
