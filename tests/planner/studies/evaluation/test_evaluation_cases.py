"""Scores, grades, panels, vetoes, weight intervals, single experts and agreement: worked by hand."""

from dataclasses import replace
from fractions import Fraction
from math import nan

import krippendorff
import numpy as np
import pytest

from buju_testing.evaluation_cases import CASES, ecosystem, read, same, system
from graph.measures.agreement import krippendorff_alpha
from planner.studies.evaluation.facts import check, facts
from planner.studies.evaluation.hinges import experts, figures, intervals, near_cuts, noise
from planner.studies.evaluation.panels import alpha, alpha_by_indicator, left_out
from planner.studies.evaluation.scoring import evaluate, graded

cases = pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])


def scored(case):
    known = read(case)
    return known, {c.id: evaluate(known, c) for c in known.centres}


@cases
def test_points_scores_grades_and_panels_of_the_reference(case):
    _, found = scored(case)
    want = case["want"]
    for centre, points in want.get("points", {}).items():
        got = {i.indicator.id: i.got for i in found[centre].items if i.got is not None}
        assert got.keys() == points.keys()
        assert all(same(got[i], p) for i, p in points.items())
    for centre, score in want.get("score", {}).items():
        assert same(found[centre].score, score), centre
    for centre, grade in want.get("grade", {}).items():
        assert found[centre].grade == grade, centre
    for side in ("low", "high"):
        for centre, score in want.get(side, {}).items():
            assert same(getattr(found[centre], side), score), centre
    for centre, vetoes in want.get("veto", {}).items():
        assert list(found[centre].vetoes) == vetoes
    for centre, panels in want.get("panel", {}).items():
        values = {i.indicator.id: i.value for i in found[centre].items if i.by_panel}
        assert all(same(values[i], v) for i, v in panels.items()), centre


@cases
def test_missing_and_left_out_of_the_reference(case):
    known, found = scored(case)
    want = case["want"]
    missing = [
        {"centre": c, "indicator": i.indicator.id, "why": i.missing}
        for c, s in found.items()
        for i in s.items
        if i.missing
    ]
    assert missing == want.get("missing", missing)
    told = [{"expert": x, "centre": c, "why": why} for x, c, why in left_out(known)]
    assert told == want.get("left_out", told)


@cases
def test_what_grades_hang_on_in_the_reference(case):
    known, found = scored(case)
    want = case["want"]
    for centre, wanted in want.get("holds_while", {}).items():
        got = {i.indicator: i for i in intervals(known.rules, found[centre])}
        assert got.keys() == wanted.keys()
        for indicator, ends in wanted.items():
            one = got[indicator]
            assert same(one.low, ends["from"])
            assert same(one.high, ends["to"])
            assert (one.low_holds, one.high_holds) == (ends["from_holds"], ends["to_holds"])
    for centre, wanted in want.get("decides_alone", {}).items():
        assert [{"expert": t.expert, "grade_without": t.grade} for t in experts(known, found[centre])] == wanted
    for centre, tries in want.get("at_points", {}).items():
        for one in tries:
            again = _with_points(known, found[centre], one["points"])
            assert same(again.score, one["score"])
            assert again.grade == one["grade"]


@cases
def test_agreement_of_the_reference(case):
    known, _ = scored(case)
    if "alpha" in case["want"]:
        assert same(alpha(known), case["want"]["alpha"])


def _with_points(known, one, points):
    items = tuple(replace(i, points=Fraction(points.get(i.indicator.id, i.points))) for i in one.items)
    return graded(known.rules, one.centre, items)


# --- typed in: the numbers of the reference that need no file -----------------------------------------------------

CENTRES = [{"id": f"C{k}", "status": "approved", "approved_year": 2023, "formation": "enterprise"} for k in (1, 2, 3)]


def made(indicators, measurements=(), scores=(), **more):
    """An ecosystem of three centres: indicators (id, scale, points, qualitative), values and scores of 2024."""
    tables = {
        "centres": CENTRES,
        "indicators": [
            {
                "id": i,
                "dimension": "x",
                "kind": "qualitative" if scale == "rubric" else "quantitative",
                "scale": scale,
                "points": p,
                "veto": veto,
            }
            for i, scale, p, veto in indicators
        ],
        "measurements": [{"centre_id": c, "indicator_id": i, "year": 2024, "value": v} for c, i, v in measurements],
        "experts": [{"id": x} for x in sorted({x for x, *_ in scores})],
        "reviews": [
            {"expert_id": x, "centre_id": c, "indicator_id": i, "year": 2024, "score": s} for x, c, i, s in scores
        ],
        **more,
    }
    return facts(ecosystem(tables), system(), 2024)


def test_the_hunan_share_of_researchers():
    # 湖南省制造业创新中心考评指标参考表: 研发人员占比 10–50 % → 0–7 points
    known = made([("I1", "linear 10 50", 7, False)], [("C1", "I1", 30), ("C2", "I1", 55), ("C3", "I1", 9)])
    assert [evaluate(known, c).items[0].got for c in known.centres] == [Fraction(7, 2), 7, 0]


def test_a_score_just_at_a_cut_is_met_in_exact_numbers():
    # 0.1 + 0.2 of 0.4: as doubles 75.00000000000001; exactly 75. And 100 · 2.4/3.2 = 75.
    known = made(
        [("I1", "linear 0 1", 0.1, False), ("I2", "linear 0 1", 0.2, False), ("I3", "linear 0 1", 0.1, False)],
        [("C1", "I1", 1), ("C1", "I2", 1), ("C1", "I3", 0), ("C2", "I1", 1), ("C2", "I2", 0.9999999), ("C2", "I3", 0)],
    )
    one, other = (evaluate(known, c) for c in known.centres[:2])
    assert one.score == 75
    assert (one.grade, other.grade) == ("good", "pass")


def test_a_qualitative_indicator_without_any_review_takes_its_measurement_else_not():
    indicators = [("Q1", "rubric", 10, False)]
    values = [("C1", "Q1", 80), ("C2", "Q1", 80)]
    known = made(indicators, values, [("X1", "C2", "Q1", 90)])
    one, other = (evaluate(known, c) for c in known.centres[:2])
    assert one.score == 80
    assert [i.missing for i in other.items] == ["too few reviews"]


def test_seven_of_eight_reviews_in_conflict_leave_too_few():
    rows = [
        {"expert_id": f"X{k}", "centre_id": "C1", "indicator_id": "Q1", "year": 2024, "score": 80, "conflict": k < 8}
        for k in range(1, 9)
    ]
    known = made([("Q1", "rubric", 10, False)], experts=[{"id": f"X{k}"} for k in range(1, 9)], reviews=rows)
    found = evaluate(known, known.centres[0])
    assert (found.score, found.grade, found.low, found.high) == (None, None, 0, 100)
    assert len(left_out(known)) == 7


def test_co_publication_is_a_conflict_only_where_the_policy_says_so():
    tables = {
        "centres": [{**CENTRES[0], "lead_id": "O1"}],
        "organisations": [{"id": "O1"}, {"id": "O2"}, {"id": "O3"}],
        "ties": [
            {"source_id": "O2", "target_id": "O1", "kind": "co_publication", "year": 2022},
            {"source_id": "O1", "target_id": "O3", "kind": "co_publication", "year": 2021},
        ],
        "indicators": [{"id": "Q", "dimension": "x", "kind": "qualitative", "scale": "rubric", "points": 1}],
        "experts": [{"id": "X2", "organisation_id": "O2"}, {"id": "X3", "organisation_id": "O3"}],
        "reviews": [
            {"expert_id": x, "centre_id": "C1", "indicator_id": "Q", "year": 2024, "score": 50} for x in ("X2", "X3")
        ],
    }
    eco = ecosystem(tables)
    assert left_out(facts(eco, system(), 2024)) == ()
    panel = {"least": 3, "trim_from": 5, "co_publication_years": 3}
    assert left_out(facts(eco, system(panel=panel), 2024)) == (("X2", "C1", "co-publication"),)


def test_figures_that_turn_a_grade():
    # 36 + 21 + 20 = 77 of 100: good. I1 (36 of 40) needs 34 to stay good and 49 to be excellent (out of reach).
    indicators = [
        ("I1", "linear 0 100", 40, False),
        ("I2", "linear 0 100", 35, False),
        ("I3", "linear 0 100", 25, False),
    ]
    known = made(indicators, [("C1", "I1", 90), ("C1", "I2", 60), ("C1", "I3", 80)])
    found = {f.indicator: f for f in figures(known.rules, evaluate(known, known.centres[0]))}
    assert (found["I1"].lowered_to, found["I1"].lowered_below, found["I1"].raised_to) == ("pass", 34, None)
    assert (found["I2"].raised_to, found["I2"].raised_at, found["I2"].lowered_below) == ("excellent", 34, 19)


def test_a_cut_within_noise_of_a_score():
    # 70, 80, 90: σ² = 100, standard error of the mean √(100/3) = 5.77; 80 is 5 from 75, 10 from 90
    reviews = [("X1", "C1", "Q1", 70), ("X2", "C1", "Q1", 80), ("X3", "C1", "Q1", 90)]
    known = made([("Q1", "rubric", 10, False)], scores=reviews)
    found = evaluate(known, known.centres[0])
    assert noise(found) == pytest.approx((100 / 3) ** 0.5, rel=1e-14)
    assert near_cuts(known.rules, found) == ("excellent", "good")  # two standard errors: 11.5


def test_alpha_is_none_where_nothing_can_be_said():
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([[Fraction(1), Fraction(2)]]) is None
    assert krippendorff_alpha([[Fraction(5)] * 2, [Fraction(5)] * 3]) is None


@pytest.mark.parametrize("seed", range(40))
def test_alpha_is_that_of_the_package_krippendorff(seed):
    rng = np.random.default_rng(seed)
    table = rng.integers(40, 101, size=(int(rng.integers(2, 6)), int(rng.integers(2, 8)))).astype(float)
    table[rng.random(table.shape) < 0.3] = nan
    units = [[Fraction(int(v)) for v in column if not np.isnan(v)] for column in table.T]
    mine = krippendorff_alpha(units)
    if sum(len(u) >= 2 for u in units) >= 2:
        theirs = krippendorff.alpha(reliability_data=table, level_of_measurement="interval")
        assert float(mine) == pytest.approx(theirs, abs=1e-12)


def test_alpha_by_indicator_counts_each_apart():
    reviews = [("X1", "C1", "Q1", 10), ("X2", "C1", "Q1", 10), ("X1", "C2", "Q1", 90), ("X2", "C2", "Q1", 90)]
    reviews += [("X1", "C1", "Q2", 0), ("X2", "C1", "Q2", 100), ("X1", "C2", "Q2", 100), ("X2", "C2", "Q2", 0)]
    known = made([("Q1", "rubric", 10, False), ("Q2", "rubric", 10, False)], scores=reviews)
    by = alpha_by_indicator(known)
    assert by["Q1"] == 1
    assert by["Q2"] == Fraction(-1, 2)  # observed 10000, expected 4 · 2 · 2 · 10000/(4·3) = 20000/3


def test_a_year_without_figures_and_an_unknown_indicator_are_findings():
    known = made([("I1", "linear 0 1", 1, False)], [("C1", "I1", 1)])
    assert check(ecosystem({"centres": CENTRES}), known) == ()
    empty = facts(ecosystem({"centres": CENTRES, "measurements": []}), system(), 2024)
    assert [f.code for f in check(ecosystem({"centres": CENTRES}), empty)] == ["X580"]
    stray = ecosystem(
        {"centres": CENTRES, "measurements": [{"centre_id": "C1", "indicator_id": "N1", "year": 2024, "value": 1}]}
    )
    found = check(stray, facts(stray, system(), 2024))
    assert [(f.code, f.row, f.column, f.value) for f in found] == [("X582", 2, "indicator_id", "N1")]
    assert "N01" in found[0].mend.en
