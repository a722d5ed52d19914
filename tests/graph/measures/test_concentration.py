import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.graph_cities import city, hand_case, random_rows
from graph.base.errors import UsageError
from graph.measures.concentration import capability_concentration, effective_number, herfindahl


def test_case_hhi():
    assert herfindahl([6, 3, 1]) == pytest.approx(0.46, abs=1e-15)
    assert effective_number([6, 3, 1]) == pytest.approx(2.1739130434782608, abs=1e-12)
    case = hand_case("hhi")
    assert herfindahl(case["inputs"]["weights"]) == pytest.approx(case["expected"]["HHI"], abs=1e-15)


def test_edges():
    assert herfindahl([5]) == 1
    assert herfindahl([5, 0, 0]) == 1
    assert math.isnan(herfindahl([]))
    assert math.isnan(effective_number([0, 0]))
    for weights in ([-1, 2], [float("nan")], [float("inf")]):
        with pytest.raises(UsageError):
            herfindahl(weights)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=8))
def test_between_equal_and_single(weights):
    assert 1 / len(weights) - 1e-12 <= herfindahl(weights) <= 1 + 1e-12
    assert herfindahl([7 * w for w in weights]) == pytest.approx(herfindahl(weights))


def test_people_count_for_their_organisation_and_one_team_once():
    rows = {
        "organisations": [{"id": "O1"}, {"id": "O2"}],
        "people": [{"id": "P1", "organisation_id": "O1"}, {"id": "P2"}],
        "technologies": [{"id": "T1"}, {"id": "T2"}, {"id": "T3"}],
        "capabilities": [
            {"holder_id": "O1", "technology_id": "T1", "strength": 0.6},
            {"holder_id": "P1", "technology_id": "T1", "strength": 0.2},
            {"holder_id": "O2", "technology_id": "T1", "strength": 0.3},
            {"holder_id": "P2", "technology_id": "T1", "strength": 0.1},
            {"holder_id": "P1", "technology_id": "T2"},
        ],
    }
    got = capability_concentration(city(rows))
    assert got[:2] == pytest.approx([0.46, 1.0])
    assert math.isnan(got[2])


@given(random_rows(), st.randoms())
def test_order_of_rows_changes_no_bit(rows, random):
    eco = city(rows)
    other = city({name: random.sample(table, len(table)) for name, table in rows.items()})
    at = [other.position("Technology")[i] for i in eco.ids("Technology")]
    assert np.array_equal(capability_concentration(eco), capability_concentration(other)[at], equal_nan=True)
