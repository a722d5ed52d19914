import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.graph_cities import SEVERITY, candidates, city, covering_city, hand_case, random_rows
from graph.base.errors import InputError, UsageError
from graph.measures.coverage import (
    active_centres,
    cover_value,
    depth,
    expected_coverage,
    prerequisite_gaps,
    severity_weighted_coverage,
    strength_depth,
)

S, D = [5, 3, 4, 1], [3, 1, 2, 0]
"""Severities and depths of the cases 'swc' and 'expected_cov' of reference/graph/hand_cases.json."""


def test_case_depth():
    eco = covering_city()
    assert dict(zip(eco.ids("Technology"), depth(eco, active_centres(eco)).tolist(), strict=True)) == {
        "T1": 3,
        "T2": 1,
        "T3": 2,
        "T4": 0,
    }


def test_case_swc():
    assert severity_weighted_coverage(S, D, 1) == pytest.approx(12 / 13, abs=1e-15)
    assert severity_weighted_coverage(S, D, 2) == pytest.approx(9 / 13, abs=1e-15)


def test_case_expected_cov():
    assert expected_coverage(S, D, failure=0.5) == pytest.approx(0.6826923076923077, abs=1e-15)


def test_reference_file_says_the_same():
    case = hand_case("expected_cov")
    severity, deep = (list(case["inputs"][key].values()) for key in ("severity", "depth"))
    assert (severity, deep) == (S, D)
    assert expected_coverage(severity, deep, case["inputs"]["q"]) == pytest.approx(case["expected"], abs=1e-15)
    case = hand_case("swc")
    for r in (1, 2):
        assert severity_weighted_coverage(S, D, r) == pytest.approx(case["expected"][f"SWC_{r}"], abs=1e-15)
    case = hand_case("depth")
    assert case["inputs"]["technologies"] == SEVERITY
    assert dict(zip(SEVERITY, depth(covering_city(), np.ones(5, dtype=bool)).tolist(), strict=True)) == case["expected"]


@pytest.mark.parametrize(
    ("d", "q", "levels", "worth"),
    [
        (0, 0.2, None, 0),
        (0.5, 0.2, None, 0.4),  # half-way to .8
        (1, 0.2, None, 0.8),
        (1.25, 0.2, None, 0.84),  # .8 + .25 · .16
        (2, 0.2, None, 0.96),
        (7, 0.2, 2, 0.96),
        (7, 0.2, 0, 0),
        (0.5, 0, None, 0.5),
        (3, 0, None, 1),
    ],
)
def test_cover_value_by_hand(d, q, levels, worth):
    assert cover_value([d], q, levels)[0] == pytest.approx(worth, abs=1e-15)


@given(st.lists(st.floats(0, 6), max_size=6), st.floats(0, 0.99), st.integers(0, 5))
def test_cover_value_is_the_sum_of_slopes(depths, q, levels):
    """g(c) as the plan states it: slope (1 − q) q^(r−1) over the r-th unit, r = 1..levels, flat beyond."""
    expected = [sum((1 - q) * q ** (r - 1) * min(max(c - (r - 1), 0), 1) for r in range(1, levels + 1)) for c in depths]
    assert cover_value(depths, q, levels) == pytest.approx(expected, abs=1e-12)


def test_layers():
    """Two centres of two leads claim T1, but one professor alone is behind both; T2 is backed by a member as well."""
    eco = city(
        {
            "organisations": [{"id": o} for o in ("O1", "O2", "O3")],
            "people": [{"id": "P1", "organisation_id": "O1"}],
            "technologies": [{"id": "T1"}, {"id": "T2"}, {"id": "T3"}],
            "centres": [{"id": f"C{i}", "lead_id": f"O{i}", "status": "existing"} for i in (1, 2)],
            "members": [{"centre_id": "C1", "organisation_id": "O3"}],
            "affiliations": [{"person_id": "P1", "centre_id": c} for c in ("C1", "C2")],
            "covers": [{"centre_id": c, "technology_id": t} for c in ("C1", "C2") for t in ("T1", "T2")],
            "capabilities": [
                {"holder_id": "P1", "technology_id": "T1"},
                {"holder_id": "P1", "technology_id": "T2"},
                {"holder_id": "O3", "technology_id": "T2"},
                {"holder_id": "O2", "technology_id": "T3"},
            ],
        }
    )
    active = active_centres(eco)
    assert depth(eco, active, "centre").tolist() == [2, 2, 0]
    assert depth(eco, active, "lead").tolist() == [2, 2, 0]
    assert depth(eco, active, "organisation").tolist() == [0, 1, 0]
    assert depth(eco, active, "person").tolist() == [1, 1, 0]


def test_prerequisite_gaps():
    eco = city(
        {
            "technologies": [{"id": t} for t in ("T1", "T2", "T3")],
            "centres": [{"id": "C1", "status": "existing"}, {"id": "C2", "status": "candidate"}],
            "covers": [{"centre_id": "C1", "technology_id": "T1"}, {"centre_id": "C2", "technology_id": "T2"}],
            "requires": [
                {"technology_id": "T1", "prerequisite_id": "T2"},
                {"technology_id": "T2", "prerequisite_id": "T3"},
            ],
        }
    )
    assert prerequisite_gaps(eco, active_centres(eco)) == [("T1", "T2")]
    assert prerequisite_gaps(eco, active_centres(eco, ["C2"])) == [("T2", "T3")]


def test_empty_city():
    eco = city({})
    active = active_centres(eco)
    for layer in ("centre", "lead", "organisation", "person"):
        assert depth(eco, active, layer).tolist() == []
    assert strength_depth(eco, active).tolist() == []
    assert severity_weighted_coverage([], []) == 0
    assert expected_coverage([], [], 0.2) == 0


@pytest.mark.parametrize(
    ("severity", "deep"), [([1], [1, 2]), ([-1], [1]), ([1], [-1]), ([float("nan")], [1]), ([1], [float("nan")])]
)
def test_what_cannot_be_weighed(severity, deep):
    with pytest.raises(UsageError):
        severity_weighted_coverage(severity, deep)


def test_failure_of_one_and_unknown_centre():
    with pytest.raises(UsageError, match="failure"):
        expected_coverage([1], [1], 1.0)
    with pytest.raises(UsageError, match="levels"):
        cover_value([1], 0.5, -1)
    with pytest.raises(InputError, match="C9"):
        active_centres(city({}), ["C9"])


@given(random_rows(), st.data())
def test_adding_a_provider_never_lowers_coverage(rows, data):
    eco = city(rows)
    chosen = data.draw(st.lists(st.sampled_from(candidates(rows)), unique=True) if candidates(rows) else st.just([]))
    some, every = active_centres(eco, chosen), active_centres(eco, candidates(rows))
    for layer in ("centre", "lead", "organisation", "person"):
        before, after = depth(eco, some, layer), depth(eco, every, layer)
        assert (after >= before).all()
        severity = eco.column("technologies", "severity")
        for q in (0.0, 0.2):
            assert expected_coverage(severity, after, q) >= expected_coverage(severity, before, q) - 1e-12
    assert (strength_depth(eco, every) >= strength_depth(eco, some) - 1e-12).all()


@given(random_rows())
def test_layers_are_counted_as_a_reader_would(rows):
    eco = city(rows)
    active = active_centres(eco)
    used = {(c["centre_id"], c["technology_id"]) for c in rows["covers"]}
    works = {c["id"] for c in rows["centres"] if c["status"] == "existing"}
    from graph.measures.evidence import used_strength  # noqa: PLC0415 - only here

    strength = used_strength(eco).toarray()
    for t, technology in enumerate(eco.ids("Technology")):
        covering = {c for c in works if (c, technology) in used and strength[eco.position("Centre")[c], t] > 0}
        leads = {next(r["lead_id"] or r["id"] + "!" for r in rows["centres"] if r["id"] == c) for c in covering}
        behind = {m["organisation_id"] for m in rows["members"] if m["centre_id"] in covering}
        behind |= {a["person_id"] for a in rows["affiliations"] if a["centre_id"] in covering}
        for row in rows["centres"]:
            if row["id"] in covering:
                behind |= {row["lead_id"], row["chief_scientist_id"]}
        able = {
            r["holder_id"]
            for r in rows["capabilities"]
            if r["technology_id"] == technology and r["strength"] > 0 and r["holder_id"] in behind
        }
        assert depth(eco, active, "centre")[t] == len(covering)
        assert depth(eco, active, "lead")[t] == len(leads)
        assert depth(eco, active, "organisation")[t] == sum(h.startswith("O") for h in able)
        assert depth(eco, active, "person")[t] == sum(h.startswith("P") for h in able)
