import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given

from buju_testing.graph_cities import CUT, SECTOR, candidates, city, hand_case, random_rows
from graph.measures.collaboration import (
    component_sizes,
    cross_sector_share,
    ei_index,
    expected_ei,
    joined_pairs,
    missing_cross_sector_pairs,
    new_cross_sector_pairs,
    sector_counts,
    sectors,
)
from graph.measures.coverage import active_centres
from graph.model.schema import SECTORS


def test_case_cross():
    at = {node: i for i, node in enumerate(SECTOR)}
    external, internal = sector_counts([(at[a], at[b]) for a, b in CUT], list(SECTOR.values()))
    assert (external, internal) == (6, 2)
    assert cross_sector_share(external, internal) == 0.75
    assert ei_index(external, internal) == 0.5


def test_case_ei_exp():
    assert expected_ei([2, 3, 1, 1]) == pytest.approx(13 / 21, abs=1e-15)


def test_reference_file_says_the_same():
    case = hand_case("cross")
    assert case["inputs"]["sector"] == SECTOR
    assert [tuple(e) for e in case["inputs"]["edges"]] == CUT
    assert case["expected"] == {"E": 6, "I": 2, "X": 0.75, "EI": 0.5}
    case = hand_case("ei_exp")
    assert expected_ei(list(case["inputs"]["sizes"].values())) == pytest.approx(case["expected"], abs=1e-15)


def test_nothing_to_share():
    assert math.isnan(cross_sector_share(0, 0))
    assert math.isnan(ei_index(0, 0))
    assert math.isnan(expected_ei([1]))
    assert math.isnan(expected_ei([]))
    assert component_sizes([], 0).tolist() == []
    assert component_sizes([], 2).tolist() == [1, 1]


def test_a_tie_of_weight_zero_still_joins_and_a_loop_never_does():
    eco = city(
        {
            "organisations": [{"id": "O1"}, {"id": "O2"}],
            "ties": [
                {"source_id": "O2", "target_id": "O1", "kind": "co_patent", "weight": 0},
                {"source_id": "O1", "target_id": "O1", "kind": "co_patent"},
            ],
        }
    )
    assert joined_pairs(eco, active_centres(eco)).tolist() == [[0, 1]]


def test_missing_ties_are_ranked_by_shared_severity():
    eco = city(
        {
            "organisations": [
                {"id": "F", "kind": "firm"},
                {"id": "U", "kind": "university"},
                {"id": "I", "kind": "institute"},
            ],
            "people": [{"id": "P", "organisation_id": "I"}],
            "technologies": [{"id": "T1", "severity": 5}, {"id": "T2", "severity": 2}],
            "capabilities": [
                *({"holder_id": o, "technology_id": "T1"} for o in ("F", "U")),
                *({"holder_id": o, "technology_id": "T2"} for o in ("F", "U", "P")),
            ],
        }
    )
    none = active_centres(eco)
    assert missing_cross_sector_pairs(eco, none) == [("F", "U", 7.0), ("F", "I", 2.0), ("I", "U", 2.0)]


def brute_force_new_pairs(rows):
    """The contract in plain words: different sector, together in a candidate, no tie row, in no existing centre."""
    kind = {o["id"]: o["kind"] for o in rows["organisations"]}
    inside = {c["id"]: {c["lead_id"]} - {""} for c in rows["centres"]}
    for m in rows["members"]:
        inside[m["centre_id"]].add(m["organisation_id"])
    tied = {frozenset((t["source_id"], t["target_id"])) for t in rows["ties"]}
    status = {c["id"]: c["status"] for c in rows["centres"]}
    found = {}
    for a, b in combinations(sorted(kind), 2):
        together = {c for c, members in inside.items() if {a, b} <= members}
        offers = {c for c in together if status[c] == "candidate"}
        if SECTORS[kind[a]] == SECTORS[kind[b]] or {a, b} in tied or together - offers or not offers:
            continue
        found[a, b] = offers
    return found


@given(random_rows())
def test_new_pairs_equal_brute_force(rows):
    eco = city(rows)
    new = new_cross_sector_pairs(eco)
    ids, centres = eco.ids("Organisation"), eco.ids("Centre")
    got = {
        (ids[a], ids[b]): {centres[i] for i in np.flatnonzero(row)}
        for (a, b), row in zip(new.pairs.tolist(), new.centres.toarray(), strict=True)
    }
    assert got == brute_force_new_pairs(rows)
    assert new.share(active_centres(eco)) == 0
    assert new.share(active_centres(eco, candidates(rows))) == (1.0 if got else 0.0)


@given(random_rows())
def test_joined_pairs_only_grow_with_centres(rows):
    eco = city(rows)
    some = {tuple(p) for p in joined_pairs(eco, active_centres(eco)).tolist()}
    more = {tuple(p) for p in joined_pairs(eco, active_centres(eco, candidates(rows))).tolist()}
    assert some <= more
    assert all(a < b for a, b in more)
    assert component_sizes(list(more), eco.size("Organisation")).sum() == eco.size("Organisation")
    kinds = sectors(eco)
    for a, b, shared in missing_cross_sector_pairs(eco, active_centres(eco)):
        i, j = sorted((eco.position("Organisation")[a], eco.position("Organisation")[b]))
        assert (i, j) not in some
        assert kinds[i] != kinds[j]
        assert shared > 0
