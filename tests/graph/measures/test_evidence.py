import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.graph_cities import city, random_rows
from graph.measures.evidence import claims_without_evidence, evidence, holders, used_strength


def backed_city(strengths, claim=0.9):
    """One centre led by O0 with further members, each with one strength on T1."""
    ids = [f"O{i}" for i in range(len(strengths))]
    return city(
        {
            "organisations": [{"id": o} for o in [*ids, "idle"]],
            "technologies": [{"id": "T1"}],
            "centres": [{"id": "C1", "lead_id": "O0"}],
            "members": [{"centre_id": "C1", "organisation_id": o} for o in [*ids, "idle"]],
            "covers": [{"centre_id": "C1", "technology_id": "T1", "strength": claim}],
            "capabilities": [
                {"holder_id": o, "technology_id": "T1", "strength": s} for o, s in zip(ids, strengths, strict=True)
            ],
        }
    )


@pytest.mark.parametrize(
    ("strengths", "expected"),
    [([0.6, 0.5], 0.8), ([0.5, 0.5, 0.5], 0.875), ([1.0, 0.3], 1.0), ([1.0, 1.0], 1.0), ([0.0], 0.0)],
)
def test_hand_numbers(strengths, expected):
    assert evidence(backed_city(strengths)).toarray()[0, 0] == pytest.approx(expected, abs=1e-15)
    assert used_strength(backed_city(strengths)).toarray()[0, 0] == pytest.approx(min(0.9, expected), abs=1e-15)


@given(st.floats(0.001, 1))
def test_a_single_holder_gives_its_own_strength_exactly(strength):
    assert evidence(backed_city([strength])).toarray()[0, 0] == strength


def test_each_role_puts_a_holder_behind_the_centre_once():
    eco = city(
        {
            "organisations": [{"id": "lead"}, {"id": "member"}, {"id": "other"}],
            "people": [{"id": "chief"}, {"id": "affiliated"}, {"id": "employee", "organisation_id": "lead"}],
            "centres": [{"id": "C1", "lead_id": "lead", "chief_scientist_id": "chief"}, {"id": "C2"}],
            "members": [{"centre_id": "C1", "organisation_id": o} for o in ("lead", "member")],
            "affiliations": [{"person_id": p, "centre_id": "C1"} for p in ("chief", "affiliated")],
        }
    )
    assert holders(eco).toarray().tolist() == [[1, 1, 0, 1, 1, 0], [0] * 6]


def test_employees_capability_is_not_the_organisations():
    eco = city(
        {
            "organisations": [{"id": "O1"}],
            "people": [{"id": "P1", "organisation_id": "O1"}],
            "technologies": [{"id": "T1"}],
            "centres": [{"id": "C1", "lead_id": "O1"}],
            "covers": [{"centre_id": "C1", "technology_id": "T1", "strength": 0.7}],
            "capabilities": [{"holder_id": "P1", "technology_id": "T1"}],
        }
    )
    assert used_strength(eco).nnz == 0
    assert claims_without_evidence(eco) == [("C1", "T1", 0.7)]


def test_without_capabilities_the_claim_counts_and_nothing_is_held_against_it():
    eco = city(
        {
            "technologies": [{"id": "T1"}],
            "centres": [{"id": "C1"}],
            "covers": [{"centre_id": "C1", "technology_id": "T1", "strength": 0.7}],
        }
    )
    assert used_strength(eco).toarray().tolist() == [[0.7]]
    assert claims_without_evidence(eco) == []


def brute_force_evidence(rows, centre, technology):
    behind = {m["organisation_id"] for m in rows["members"] if m["centre_id"] == centre}
    behind |= {a["person_id"] for a in rows["affiliations"] if a["centre_id"] == centre}
    for row in rows["centres"]:
        if row["id"] == centre:
            behind |= {row["lead_id"], row["chief_scientist_id"]}
    left = 1.0
    for row in rows["capabilities"]:
        if row["holder_id"] in behind and row["technology_id"] == technology:
            left *= 1 - row["strength"]
    return 1 - left


@given(random_rows())
def test_equals_brute_force(rows):
    eco = city(rows)
    got, used = evidence(eco).toarray(), used_strength(eco).toarray()
    claims = {(c["centre_id"], c["technology_id"]): c["strength"] for c in rows["covers"]}
    bare = []
    for i, c in enumerate(eco.ids("Centre")):
        for t, u in enumerate(eco.ids("Technology")):
            expected = brute_force_evidence(rows, c, u)
            claim = claims.get((c, u), 0.0)
            assert got[i, t] == pytest.approx(expected, abs=1e-12)
            assert used[i, t] == pytest.approx(min(claim, expected) if rows["capabilities"] else claim, abs=1e-12)
            if claim > 0 and expected < 1e-12 and rows["capabilities"]:
                bare.append((c, u, claim))
    assert claims_without_evidence(eco) == sorted(bare)


@given(random_rows(), st.randoms())
def test_order_of_rows_changes_no_bit(rows, random):
    before = city(rows)
    mixed = {name: random.sample(table, len(table)) for name, table in rows.items()}
    after = city(mixed)
    at = [after.position("Centre")[i] for i in before.ids("Centre")]
    to = [after.position("Technology")[i] for i in before.ids("Technology")]
    assert np.array_equal(used_strength(before).toarray(), used_strength(after).toarray()[np.ix_(at, to)])
    assert claims_without_evidence(before) == claims_without_evidence(after)
