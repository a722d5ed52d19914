"""Roll-up by the registry's own relations: both cases of its words, two parents, circles; the Chinese part of ROR."""

import csv
from pathlib import Path

import pytest

from loaders.sources.aliases import aliases_of, read_parents
from loaders.sources.parents import Parents
from loaders.sources.registry import Name, Registry

RELATIONS = Path(__file__).parents[4] / "shared" / "real" / "ror_cn" / "ror_cn_relations.csv"


def test_parents_in_a_circle_and_two_parents_are_not_followed():
    known = Parents.read(
        [("A", "Parent", "B"), ("B", "parent", "A"), ("C", "parent", "A"), ("D", "parent", "C"), ("D", "parent", "E")]
    )
    assert (known.circles, known.several) == ({"A", "B"}, {"D"})
    assert [known.top(i) for i in "ABCD"] == ["A", "B", "A", "D"]


def test_names_are_rolled_up_and_it_is_said():
    known = Registry.of([Name("U", "Ningbo University"), Name("M", "Ningbo University School of Medicine")])
    parents = Parents.read([("U", "child", "M")])
    found = aliases_of(["Ningbo University School of Medicine", "Ningbo University"], known, parents=parents)
    assert [(a.id, a.decided_by) for a in found] == [("U", "parent"), ("U", "name")]


@pytest.mark.skipif(not RELATIONS.is_file(), reason="the Chinese part of ROR is not beside this checkout")
def test_every_top_of_the_registry_has_no_single_parent():
    known = read_parents(RELATIONS)
    with RELATIONS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    children = {r["other"] for r in rows if r["relation"].lower() == "child"}
    children |= {r["ror_id"] for r in rows if r["relation"].lower() == "parent"}
    assert len(known.of) + len(known.several) == len(children)
    assert not known.circles
    assert all(known.top(i) not in known.of for i in children)
