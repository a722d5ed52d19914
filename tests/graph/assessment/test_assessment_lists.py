"""The lists of an assessment by hand: advice, brokers, pipeline, districts, reach, undertakings, upstream."""

import numpy as np
import pytest
from hypothesis import given, settings

from buju_testing.graph_cities import candidates, city, random_rows
from graph.assessment.advice import missing_ties
from graph.assessment.assessment import assess
from graph.assessment.portfolio import centre_steps, district_counts, district_steps, nearest_open
from graph.assessment.state import State
from graph.measures.collaboration import missing_cross_sector_pairs
from graph.measures.coverage import active_centres, severities
from graph.measures.helix import presence_table, synergy
from graph.measures.relatedness import proximity, relatedness_density

CITY = {
    "districts": [{"id": "D1", "name": "East"}, {"id": "D2", "name": "West"}, {"id": "D3", "name": "North"}],
    "organisations": [
        {"id": "F", "name": "Works", "kind": "firm", "district": "D1"},
        {"id": "U", "name": "Academy", "kind": "university", "district": "D1"},
        {"id": "L", "name": "Lab", "kind": "laboratory", "district": "D2"},
        {"id": "G", "name": "Bureau", "kind": "government", "district": "D2"},
    ],
    "people": [{"id": "P", "organisation_id": "L"}],
    "technologies": [
        {"id": "T1", "name": "Lens", "kind": "bottleneck", "severity": 5},
        {"id": "T2", "name": "Glass", "kind": "bottleneck", "severity": 4},
        {"id": "T3", "name": "Coating", "kind": "common", "severity": 2},
    ],
    "centres": [
        {"id": "E1", "name": "Old", "status": "existing", "level": "provincial", "lead_id": "U", "district": "D1"},
        {"id": "C1", "name": "New", "status": "candidate", "lead_id": "L", "district": "D2"},
        {"id": "C2", "name": "Newer", "status": "candidate", "lead_id": "F", "district": "D1"},
    ],
    "members": [{"centre_id": "C1", "organisation_id": o} for o in "GF"],
    "conditions": [{"centre_id": "C1", "governance": 60, "top_talent": 80}, {"centre_id": "C2", "governance": 75}],
    "covers": [
        {"centre_id": "E1", "technology_id": "T3"},
        {"centre_id": "C1", "technology_id": "T1"},
        {"centre_id": "C2", "technology_id": "T1", "strength": 0.5},
    ],
    "capabilities": [
        {"holder_id": "F", "technology_id": "T1"},
        {"holder_id": "F", "technology_id": "T3"},
        {"holder_id": "U", "technology_id": "T1"},
        {"holder_id": "U", "technology_id": "T3"},
        {"holder_id": "P", "technology_id": "T1"},
        {"holder_id": "P", "technology_id": "T2"},
        {"holder_id": "G", "technology_id": "T2"},
    ],
    "ties": [{"source_id": "U", "target_id": "L", "kind": "co_patent"}],
    "requires": [{"technology_id": "T3", "prerequisite_id": "T2"}, {"technology_id": "T2", "prerequisite_id": "T1"}],
}
PLAN = {"C1": 2023, "C2": 2023}


def test_advice_is_ranked_by_what_a_tie_would_close():
    eco = city(CITY)
    today = missing_ties(State(eco, active_centres(eco)))
    # F–L: T1 (5, open). F–U: T1 open, T3 covered once. G–L: T2 (4, open).
    assert [(t.a, t.b, t.coverage, t.redundancy, t.shared) for t in today] == [
        ("F", "U", 5, 2, 7),
        ("F", "L", 5, 0, 5),
        ("G", "L", 4, 0, 4),
    ]
    assert today[0].technologies == ("T1", "T3")
    assert today[0].synergy is None  # no firm and no government takes part in anything yet
    assert [t.joins_parts for t in today] == [True, True, True]
    assert today[0].reason.en == (
        "both are capable of Lens (T1), which no centre covers; of Coating (T3), which one centre alone covers; "
        "they stand in separate parts of the network"
    )
    (after,) = missing_ties(State(eco, active_centres(eco, PLAN)))
    assert (after.a, after.b, after.coverage, after.redundancy) == ("F", "U", 0, 2)
    # F and U both work with L, which has three partners: U, G and F
    assert after.common_partners == 1
    assert after.adamic_adar == pytest.approx(1 / np.log(3))
    assert after.resource_allocation == pytest.approx(1 / 3)
    assert after.reason.zh == (
        "双方都掌握仅一家中心覆盖的Coating（T3），以及已有多家中心覆盖的Lens（T1）；有 1 家共同合作单位"
    )
    # two undertakings, {u, i, g} and {u}; one more of {u, i}
    before, more = presence_table([(1, 1, 1), (1, 0, 0)]), presence_table([(1, 1, 1), (1, 0, 0), (1, 1, 0)])
    assert after.synergy == pytest.approx(synergy(more) - synergy(before))


def test_pipeline_orders_by_conditions_then_by_cover():
    found = assess(city(CITY), PLAN).as_dict("en")["pipeline"]
    assert [(s["centre"], s["target"], s["conditions_mean"], s["conditions_scored"]) for s in found] == [
        ("C2", "provincial", 75, 1),
        ("C1", "provincial", 70, 2),
        ("E1", "national", None, 0),
    ]
    found = [found[2], *found[:2]]
    assert found[2]["weakest_condition"] == {"name": "governance", "score": 60}
    assert (found[1]["severity_covered"], found[2]["severity_covered"]) == (2.5, 5)
    assert (found[2]["organisations"], found[2]["sectors"], found[2]["people"]) == (3, 3, 0)
    assert "no build condition is scored" in found[0]["based_on"]
    assert "no pass mark" in found[1]["based_on"]
    today = assess(city(CITY)).as_dict("en")["pipeline"]
    assert [(s["centre"], s["level"], s["target"]) for s in today] == [
        ("C2", "candidate", "municipal"),
        ("C1", "candidate", "municipal"),
        ("E1", "provincial", "national"),
    ]


def test_districts_stand_as_counted():
    east, north, west = (
        next(d for d in assess(city(CITY), PLAN).as_dict("zh")["districts"] if d["district"] == i)
        for i in ("D1", "D3", "D2")
    )
    assert (east["organisations"], east["people"], west["people"], north["organisations"]) == (2, 0, 1, 0)
    # East: T1 twice, T3 twice; West: T1 once, T2 twice. RCA ≥ 1: East T1 (.5/.4286) and T3, West T2
    assert east["today"] == {"centres": 1, "technologies_covered": 1, "severity_covered": 2, "diversity": 2}
    assert west["today"] == {"centres": 0, "technologies_covered": 0, "severity_covered": 0, "diversity": 1}
    assert west["with_plan"] == {"centres": 1, "technologies_covered": 1, "severity_covered": 5, "diversity": 2}
    assert north["with_plan"] == {"centres": 0, "technologies_covered": 0, "severity_covered": 0, "diversity": 0}
    assert east["krugman"] == pytest.approx(abs(1 / 2 - 3 / 7) + 2 / 7 + abs(1 / 2 - 2 / 7))
    assert north["krugman"] is None


def test_reach_of_a_district_is_what_it_is_near_to():
    eco = city(CITY)
    counts, basis = district_counts(eco)
    assert (counts.toarray().tolist(), basis) == ([[2, 0, 2], [1, 2, 0], [0, 0, 0]], "capabilities")
    state = State(eco, active_centres(eco, PLAN))
    # T1 and T3 go together in East only: West, which covers T1 with the plan, is near to T3
    steps = district_steps(eco, state.portfolio, 5)
    assert [(s.place, s.technology, s.density) for s in steps] == [("D2", "T3", 1.0)]
    assert district_steps(eco, State(eco, active_centres(eco)).portfolio, 5) == []
    assert nearest_open(eco, state.portfolio, np.ones(3, dtype=bool), 3) == steps
    assert nearest_open(eco, state.portfolio, np.zeros(3, dtype=bool), 3) == []
    assert centre_steps(eco, 5) == []  # no centre claims two technologies


@settings(deadline=None)
@given(random_rows())
def test_steps_stand_in_the_order_that_is_promised(rows):
    eco = city(rows)
    found = State(eco, active_centres(eco)).portfolio
    place, severity = eco.position("Technology"), severities(eco)
    every = district_steps(eco, found, len(place))
    order = sorted(every, key=lambda s: (s.place, -round(s.density, 9), -severity[place[s.technology]], s.technology))
    assert every == order
    few = [step for k, step in enumerate(every) if sum(s.place == step.place for s in every[:k]) < 2]
    assert district_steps(eco, found, 2) == few
    claims = (eco.matrix("COVERS").toarray() > 0).astype(float)
    related = proximity(claims).toarray()
    np.fill_diagonal(related, 0)
    reach = relatedness_density(claims, related) if claims.size else claims
    centres, technologies = eco.ids("Centre"), eco.ids("Technology")
    near = [
        (centres[c], -round(reach[c, t], 9), -severity[t], technologies[t])
        for c, t in zip(*np.nonzero((claims == 0) & (np.nan_to_num(reach) > 0)), strict=True)
    ]
    steps = centre_steps(eco, len(place))
    assert [(s.place, s.technology) for s in steps] == [(row[0], row[3]) for row in sorted(near)]
    open_ = severity > 2
    best = {}
    for step in sorted(every, key=lambda s: (-round(s.density, 9), s.place, s.technology)):
        if open_[place[step.technology]]:
            best.setdefault(step.technology, step)
    assert nearest_open(eco, found, open_, 3) == list(best.values())[:3]


def test_undertakings_are_centres_and_ties():
    eco = city(CITY)
    today, after = (State(eco, active_centres(eco, plan)).undertakings for plan in ((), PLAN))
    assert today.presence.tolist() == [[True, False, False]]  # U–L; E1 and C2 have one organisation only
    assert after.presence.tolist() == [[True, True, True], [True, False, False]]
    assert after.district.tolist() == ["D2", ""]
    found = assess(eco, PLAN).as_dict("en")["triple_helix"]
    assert found["today"] is None
    assert found["with_plan"]["undertakings"] == 2


def test_brokers_and_upstream_by_hand():
    found = assess(city(CITY), PLAN).as_dict("en")
    # with the plan L is tied to U, G and F, and G to F
    (broker,) = found["brokers"]
    assert (broker["organisation"], broker["with_plan"]["betweenness"], broker["with_plan"]["ties"]) == ("L", 2, 3)
    assert broker["with_plan"]["effective_size"] == pytest.approx(3 - 2 / 3)
    # U–L–G: L and U are of different sectors, so are G and F: all liaison, each pair both ways
    assert broker["with_plan"]["roles"]["liaison"] == 4
    assert broker["today"] == {
        "ties": 1,
        "betweenness": 0,
        "standard_error": None,
        "constraint": 1,
        "effective_size": 1,
        "roles": dict.fromkeys(("coordinator", "itinerant", "gatekeeper", "representative", "liaison"), 0),
    }
    assert [(u["technology"], u["today"]["exposure"], u["with_plan"]["exposure"]) for u in found["upstream"]] == [
        ("T3", 1, pytest.approx(4 / 9)),
        ("T2", 1, 0),
    ]


@settings(max_examples=30)
@given(random_rows())
def test_advice_only_names_pairs_that_are_missing(rows):
    eco = city(rows)
    for chosen in ((), candidates(rows)):
        state = State(eco, active_centres(eco, chosen))
        found = missing_ties(state)
        assert {(t.a, t.b): pytest.approx(t.shared) for t in found} == {
            (a, b): shared for a, b, shared in missing_cross_sector_pairs(eco, state.centres)
        }
        for tie in found:
            assert 0 <= tie.coverage + tie.redundancy <= tie.shared + 1e-9
            assert tie.technologies
            assert not (tie.joins_parts and tie.common_partners)
        assert [t.coverage for t in found] == sorted((t.coverage for t in found), reverse=True)
    if found:
        assert missing_ties(state, most=1) == found[:1]
