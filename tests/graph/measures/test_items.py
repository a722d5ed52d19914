"""Items of evidence: fractions, ages and strengths by hand, ties that no wide paper floods, origins left out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.base.errors import UsageError
from graph.measures.evidence import claims_without_evidence, evidence
from graph.measures.items import DERIVED, items_behind, weighed, with_evidence
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.evidence_rules import evidence_rules


def item(name, holder, technology="T", *, kind="publication", year=2021, **more):
    return {"item_id": name, "holder_id": holder, "technology_id": technology, "kind": kind, "year": year, **more}


def eco(items, rules="", holders="OPQ", **more):
    tables = {
        "organisations": [{"id": o, "kind": "firm"} for o in holders],
        "technologies": [{"id": t, "severity": 1} for t in ("T", "U")],
        "evidence": items,
    }
    return Ecosystem.from_rows(DatasetInfo("x", evidence=rules), tables | more)


def strengths(made):
    table = made.tables["capabilities"]
    return dict(zip(zip(table["holder_id"], table["technology_id"], strict=True), table["strength"], strict=True))


def ties(made):
    table = made.tables["ties"]
    return sorted(zip(*(table[c].tolist() for c in ("source_id", "target_id", "kind", "year", "weight")), strict=True))


def test_strength_by_hand():
    """O: a paper of 4 holders, five years old (1/4 · 1/2), and a patent of weight 3 of its own, W½ of patents 2:
    .125/1 + 3/2 = 1.625, strength 1.625/2.625."""
    items = [
        item("W", "O", holders=4, year=2021),
        item("N", "O", kind="patent", year=2026, weight=3),
        item("V", "P", holders=2, year=2026),
    ]
    made, counts = with_evidence(eco(items, "as_of:2026 half_life:5 patent:2"))
    assert strengths(made) == pytest.approx({("O", "T"): 1.625 / 2.625, ("P", "T"): 1 / 3})
    assert (counts.items, counts.capabilities, counts.ties) == (3, 2, 0)


def test_a_pair_gets_one_share_of_the_others():
    """Three holders, two of them here: one tie of weight 1/2; two papers of the same two in one year add up."""
    items = [item(w, o, holders=n) for w, n in (("W", 3), ("V", 2)) for o in "OP"]
    made, _ = with_evidence(eco(items))
    assert ties(made) == [("O", "P", "co_publication", 2021.0, pytest.approx(1.5))]


def test_a_paper_of_155_institutions_makes_no_ties_and_is_told():
    holders = [f"H{n:03}" for n in range(155)]
    items = [item("WIDE", h) for h in holders] + [item("W", h, "U") for h in holders[:3]]
    made, counts = with_evidence(eco(items, holders=holders))
    assert (len(ties(made)), counts.wide) == (3, 1)
    assert strengths(made)[("H010", "T")] == pytest.approx((1 / 155) / (1 + 1 / 155))
    wide, _ = with_evidence(eco(items, "most_holders:155", holders=holders))
    weight = sum(w for *_, w in ties(wide))
    assert weight == pytest.approx(155 / 2 + 3 / 2)  # each holder's ties of one item sum to 1


def test_items_without_a_year_or_of_later_years_do_not_count():
    items = [item("W", "O", year=None), item("V", "P", year=2030), item("U", "Q", year=2026)]
    made, counts = with_evidence(eco(items, "as_of:2026"))
    assert set(strengths(made)) == {("Q", "T")}
    assert (counts.undated, counts.later) == (1, 1)


def test_rows_given_by_hand_stay_and_deriving_twice_changes_nothing():
    given = [{"holder_id": "O", "technology_id": "T", "strength": 0.9, "source": "a person"}]
    made, _ = with_evidence(eco([item("W", "O"), item("W", "P")], capabilities=given))
    assert strengths(made)[("O", "T")] == 0.9
    again, _ = with_evidence(made)
    for table in ("capabilities", "ties"):
        for name, column in made.tables[table].items():
            assert column.tolist() == again.tables[table][name].tolist() or np.array_equal(
                column, again.tables[table][name], equal_nan=True
            )
    assert set(made.tables["capabilities"]["source"]) == {"a person", DERIVED}


def test_the_origin_of_a_claim_is_not_its_evidence():
    """Centre C claims T and U. T rests on project C alone: nothing; U on C and on paper W of two: .5, so 1/3."""
    items = [item("C", "O", kind="project"), item("C", "O", "U", kind="project"), item("W", "O", "U", holders=2)]
    city = eco(
        items,
        "as_of:2021",
        centres=[{"id": "C", "lead_id": "O"}, {"id": "D", "lead_id": "O"}],
        covers=[{"centre_id": c, "technology_id": t} for c in "CD" for t in "TU"],
    )
    made, _ = with_evidence(city)
    assert evidence(made).toarray() == pytest.approx(np.array([[0, 1 / 3], [1 / 2, 1.5 / 2.5]]))
    assert claims_without_evidence(made) == [("C", "T", 1.0)]


def test_fields_in_which_all_publish_more_are_set_against_their_mean():
    """W: T 4 and 2 (field F, mean 3), U 1 (field G): mean of all 7/3. T's are divided by 9/7, U's by 3/7."""
    items = [item("A", "O", weight=4), item("B", "P", weight=2), item("C", "O", "U")]
    city = eco(items, "by_field:yes", technologies=[{"id": "T", "field": "F"}, {"id": "U", "field": "G"}],
               fields=[{"id": "F"}, {"id": "G"}])  # fmt: skip
    assert weighed(city).amount == pytest.approx([4 * 7 / 9, 2 * 7 / 9, 7 / 3])


def test_items_behind_one_capability():
    found = items_behind(eco([item("W", "O", holders=4), item("V", "O"), item("V", "P")], "as_of:2026"), "O", "T")
    assert [(i.item, i.holders, i.age, i.amount) for i in found] == [("V", 2, 5.0, 0.25), ("W", 4, 5.0, 0.125)]


@pytest.mark.parametrize(
    "text", ["halflife:5", "half_life:0", "half_life:x", "as_of:2026.5", "patent:-1", "patent:nan"]
)
def test_rules_that_cannot_be(text):
    with pytest.raises(UsageError):
        evidence_rules(text)
    if text.startswith("halflife"):
        with pytest.raises(UsageError, match="half_life"):
            evidence_rules(text)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("WVXYZ"), st.sampled_from("OPQ"), st.integers(0, 3), st.integers(2010, 2026)),
        unique_by=lambda t: t[:2],
        max_size=12,
    )
)
def test_strengths_are_the_plain_sums(rows):
    """Against a loop that says the formula again; the order of rows is irrelevant."""
    year = dict(reversed([(w, y) for w, _, _, y in rows]))
    items = [item(w, o, holders=n or None, year=year[w]) for w, o, n, _ in rows]
    made, _ = with_evidence(eco(items, "as_of:2026"))
    wanted = {}
    for w, o, n, _ in rows:
        of = [r for r in rows if r[0] == w]
        share = 1 / max(n, len({r[1] for r in of}))
        wanted[o, "T"] = wanted.get((o, "T"), 0) + share * 2 ** (-(2026 - year[w]) / 5)
    assert strengths(made) == pytest.approx({k: v / (1 + v) for k, v in wanted.items()})
    turned, _ = with_evidence(eco(items[::-1], "as_of:2026"))
    assert strengths(turned) == pytest.approx(strengths(made))
    assert [t[:4] for t in ties(turned)] == [t[:4] for t in ties(made)]
