# ruff: noqa: E501 - a sentence stands on one line

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.graph_cities import candidates, city, covering_city, random_rows
from graph.assessment.assessment import assess
from graph.assessment.indicators import INDICATORS, State
from graph.assessment.remarks import remarks
from graph.base.errors import InputError

PROFESSOR = {
    "districts": [{"id": "D1", "name": "East"}, {"id": "D2", "name": "West"}],
    "fields": [{"id": "F1", "name": "Optics"}],
    "organisations": [
        {"id": "O1", "name": "Works", "kind": "firm", "champion": True},
        {"id": "O2", "name": "Academy", "kind": "university"},
        {"id": "O3", "name": "Bureau", "kind": "institute"},
    ],
    "people": [{"id": "P1", "name": "Prof. Li", "organisation_id": "O2"}, {"id": "P2"}],
    "technologies": [
        {"id": "T1", "name": "Lens", "kind": "bottleneck", "severity": 5, "field": "F1"},
        {"id": "T2", "name": "Glass", "kind": "bottleneck", "severity": 4},
        {"id": "T3", "name": "Coating", "kind": "common", "severity": 2},
        {"id": "T4", "name": "Mirror", "kind": "bottleneck", "severity": 3},
    ],
    "centres": [
        {"id": "E1", "name": "Old", "status": "existing", "lead_id": "O1", "district": "D1", "field": "F1"},
        {"id": "C1", "name": "New", "status": "candidate", "lead_id": "O2", "district": "D2", "field": "F1"},
        {"id": "C2", "name": "Newer", "status": "candidate", "lead_id": "O1", "district": "D2", "field": "F1"},
    ],
    "members": [{"centre_id": "C1", "organisation_id": "O1"}],
    "affiliations": [{"person_id": "P1", "centre_id": c} for c in ("C1", "C2")],
    "covers": [
        {"centre_id": "E1", "technology_id": "T3", "strength": 0.5},
        {"centre_id": "C1", "technology_id": "T1"},
        {"centre_id": "C2", "technology_id": "T1", "strength": 0.8},
        {"centre_id": "C1", "technology_id": "T2", "strength": 0.7},
    ],
    "capabilities": [
        {"holder_id": "P1", "technology_id": "T1"},
        {"holder_id": "O1", "technology_id": "T3"},
        {"holder_id": "O3", "technology_id": "T3"},
        {"holder_id": "O3", "technology_id": "T2"},
    ],
    "ties": [{"source_id": "O2", "target_id": "O3", "kind": "co_publication"}],
    "requires": [{"technology_id": "T1", "prerequisite_id": "T2"}],
}
"""T1: one professor behind two centres of two leads. T2: claimed by C1 without evidence. T4: nobody."""


def readings(eco, plan=None):
    return {r.indicator.name: (r.today, r.with_plan) for r in assess(eco, plan).indicators}


def test_indicators_by_hand():
    got = readings(city(PROFESSOR), {"C1": 2023, "C2": 2024})
    expected = {
        "centres": (1, 3),
        "bottlenecks_uncovered": (3, 2),
        "bottlenecks_with_one_centre": (0, 0),
        "severity_weighted_coverage_1": (2 / 14, 7 / 14),
        "severity_weighted_coverage_2": (0, 5 / 14),
        "expected_coverage": (2 * 0.4 / 14, (2 * 0.4 + 5 * (0.8 + 0.8 * 0.16)) / 14),  # strength 1 + .8 on T1
        "coverage_depth": (0.25, 0.75),
        "technologies_with_one_centre": (1, 1),
        "technologies_with_one_lead": (0, 0),
        "technologies_with_one_person": (0, 1),
        "bottlenecks_twice_independent": (0, 0),  # T1 has two centres, with one professor behind both
        "prerequisite_gaps": (0, 1),
        "upstream_exposure": (1, 1),  # T1 needs T2, which nobody covers
        "broken_chains": (0, 1),
        "claims_with_evidence": (1, 3 / 4),
        "single_points_organisation": (2, 1),  # today O2 for T1 and O3 for T2; P1 can also work at O1 with the plan
        "single_points_person": (1, 1),
        "capability_redundancy": (1, 1),  # T1 1, T2 1, T3 2, T4 0
        "capability_concentration": ((1 + 1 + 0.5) / 3, (1 + 1 + 0.5) / 3),
        "joined_pairs": (1, 2),
        "cross_sector_share": (1, 1),
        "ei_index": (1, 1),
        "ei_expected": (1, 1),
        "new_cross_sector_pairs": (0, 1),
        "missing_cross_sector_pairs": (1, 1),  # O1 and O3, both capable of T3
        "triple_helix_synergy": (None, None),  # no government body
        "triple_helix_between_districts": (None, None),
        "mean_constraint": (1, (1 + 0.5 + 1) / 3),  # today O2–O3; with the plan O1–O2–O3
        "mean_effective_size": (1, (1 + 2 + 1) / 3),
        "brokerage_across_sectors": (None, 1),
        "betweenness_of_first": (None, 1),
        "collaboration_components": (2, 1),
        "largest_component": (2 / 3, 1),
        "cut_organisations": (0, 1),
        "bridge_ties": (1, 2),
        "core_share": (2 / 3, 1),
        "robustness": (2 / 9, 2 / 9),
        "communities": (1, 1),
        "modularity": (0, 0),
        "leading_firms_engaged": (1, 1),
        "talent_engaged": (0, 0.5),
        "districts_with_centre": (1, 2),
        "fields_with_centre": (1, 1),
        "district_diversity": (1 / 2, 1),  # no organisation has a district: only the centres count
        "technology_ubiquity": (1 / 4, 2 / 4),
        "district_nestedness": (0, 0),
        "relatedness_of_open": (None, None),
    }
    assert got.keys() == expected.keys()
    for name, (today, after) in expected.items():
        assert got[name] == (pytest.approx(today, abs=1e-12), pytest.approx(after, abs=1e-12)), name


def test_gaps_points_and_claims_by_hand():
    answer = assess(city(PROFESSOR), {"C1": 2023}).as_dict("en")
    assert [(g["technology"], g["with_plan"], g["claimed_by"], g["could_cover"]) for g in answer["gaps"]] == [
        ("T2", True, ["C1"], []),
        ("T4", True, [], []),
        ("T1", False, ["C1", "C2"], ["C1", "C2"]),
    ]
    assert [
        (p["technology"], p["holder"], p["layer"], p["today"], p["with_plan"]) for p in answer["single_points"]
    ] == [
        ("T1", "O2", "organisation", True, True),
        ("T1", "P1", "person", True, True),
        ("T2", "O3", "organisation", True, True),
    ]
    assert answer["claims_without_evidence"] == [{"centre": "C1", "technology": "T2", "claim": 0.7}]
    assert answer["counts"]["nodes"]["Technology"] == 4


def test_sentences_by_hand():
    texts = [f["text"] for f in assess(city(PROFESSOR), {"C1": 2023, "C2": 2023}).as_dict("en")["findings"]]
    for expected in (
        "Today 0 of 3 bottleneck technologies are covered; with the plan 1 are.",
        "No centre and no candidate can cover 2 bottleneck technologies: Glass (T2), Mirror (T4).",
        "With the plan several centres cover Lens (T1), but only Prof. Li (P1) stands behind them all.",
        "Without Prof. Li (P1) nobody is capable of Lens (T1), though 2 organisations stand behind that person.",
        "Only Bureau (O3) is capable of Glass (T2).",
        (
            "With the plan 1 bottleneck technology is covered by several centres, any two of which share a lead, chief "
            "scientist or key person: Lens (T1)."
        ),
        (
            "With the plan 1 covered technology rests, directly or further up, on one that no centre covers; Lens (T1) is "
            "exposed most: 100% of the severity upstream of it is open."
        ),
        (
            "With the plan Academy (O2) brokers most: it holds 100% of all betweenness in the collaboration network, with "
            "contacts in 2 sectors."
        ),
        (
            "With the plan no government body takes part in any of the 2 joint undertakings counted, so triple-helix "
            "synergy is undefined."
        ),
        (
            "With the plan the 3 joined organisations form 1 community (Louvain, seed 1, modularity 0.00); the largest has "
            "3."
        ),
        (
            "With the plan the largest part of the network holds 100% of the organisations, after the loss of the 1 best "
            "joined, one by one, 33% (R = 0.222)."
        ),
        "By severity, 14.3% is covered at least once and 0.0% at least twice today; with the plan 50.0% and 35.7%.",
        "With the plan 1 prerequisite of covered technologies is covered by no centre: Lens needs Glass.",
        "1 of 4 claims have nobody capable behind them: New (C1) on Glass.",
        "Leading firms in a centre: 1 of 1 today, 1 with the plan.",
        "People in a centre: 0 of 2 today, 1 with the plan.",
    ):
        assert expected in texts
    assert "Today 1 district has no centre: West." in [r.words.en for r in assess(city(PROFESSOR)).findings]


def test_no_plan_leaves_with_plan_empty():
    answer = assess(city(PROFESSOR)).as_dict("zh")
    assert answer["plan"] is None
    assert all(value["with_plan"] is None for value in answer["indicators"].values())
    assert all(gap["with_plan"] is None for gap in answer["gaps"])
    assert len(answer["indicators"]) == len(INDICATORS) >= 15


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_empty_city_and_city_without_people(lang):
    for eco in (city({}), covering_city(), city({"organisations": [{"id": "O1", "kind": "firm"}]})):
        answer = assess(eco, {}).as_dict(lang)
        assert json.dumps(answer, allow_nan=False)
        assert answer["indicators"]["talent_engaged"] == {
            "today": None,
            "with_plan": None,
            "unit": "share",
            "better": "more",
            "label": answer["indicators"]["talent_engaged"]["label"],
        }
    assert assess(covering_city()).gaps[0].technology == "T4"


def test_plan_of_another_city():
    with pytest.raises(InputError, match="C9"):
        assess(covering_city(), {"C9": 2023})


def test_names_with_braces_are_only_names():
    eco = city({"technologies": [{"id": "T1", "name": "{lens}", "kind": "bottleneck", "severity": 5}]})
    assert any("{lens} (T1)" in remark.words.en for remark in assess(eco).findings)


def rounded(data):
    """The same, with sums that were added up in another order made equal."""
    if isinstance(data, dict):
        return {key: rounded(value) for key, value in data.items()}
    if isinstance(data, list):
        return [rounded(value) for value in data]
    return round(data, 7) + 0.0 if isinstance(data, float) else data


@settings(max_examples=30)
@given(random_rows(), st.randoms())
def test_order_of_rows_is_irrelevant(rows, random):
    mixed = {name: random.sample(table, len(table)) for name, table in rows.items()}
    plan = dict.fromkeys(sorted(candidates(rows)), 2023)
    before, after = (assess(city(r), plan).as_dict("en") for r in (rows, mixed))
    for name, value in before["indicators"].items():
        for state in ("today", "with_plan"):
            other = after["indicators"][name][state]
            assert value[state] == (None if other is None else pytest.approx(other)), name
    for key in sorted(set(before) - {"indicators", "complexity_undefined"}):
        assert rounded(before[key]) == rounded(after[key]), key


@settings(max_examples=30)
@given(random_rows())
def test_plan_never_lowers_what_only_grows_and_says_what_the_numbers_say(rows):
    eco = city(rows)
    plan = dict.fromkeys(candidates(rows), 2023)
    answer = assess(eco, plan)
    got = {r.indicator.name: r for r in answer.indicators}
    for name in (
        "severity_weighted_coverage_1",
        "expected_coverage",
        "coverage_depth",
        "joined_pairs",
        "talent_engaged",
    ):
        today, after = got[name].today, got[name].with_plan
        assert (today is None and after is None) or after >= today - 1e-12
    assert got["bottlenecks_uncovered"].with_plan <= got["bottlenecks_uncovered"].today
    assert len(answer.gaps) == sum(t.open_today for t in answer.technologies)
    points = {(p.point.technology, p.point.layer) for p in answer.single_points if p.today}
    assert got["single_points_person"].today in (None, sum(layer == "person" for _, layer in points))
    for remark in answer.findings:
        for text in remark.words:
            assert not re.search(r"[{}]|nan|None", text)
        assert remark.words.zh.endswith("。")
        assert remark.words.en.endswith(".")
    assert remarks(State(eco, eco.column("centres", "status") == "existing"), None) == assess(eco).findings
