"""More small cases of evaluation, each worked by hand from the sentences of the design."""

from fractions import Fraction

import pytest

from buju_testing.evaluation_cases import ecosystem, system
from planner.studies.evaluation.facts import facts
from planner.studies.evaluation.hinges import experts, intervals
from planner.studies.evaluation.panels import alpha
from planner.studies.evaluation.scoring import evaluate

C1 = {"id": "C1", "status": "approved", "approved_year": 2023, "formation": "enterprise", "lead_id": "O1"}
QUALITATIVE = {"id": "Q1", "dimension": "d", "kind": "qualitative", "scale": "rubric", "points": 50}
FIGURE = {"id": "I1", "dimension": "d", "kind": "quantitative", "scale": "linear 0 100", "points": 50}


def read(indicators, values=(), scores=(), centres=(C1,), organisations=None, members=(), **changes):
    """Facts of 2024: values {indicator: value} of C1, scores (expert, score) on Q1."""
    organisations = organisations or {}
    tables = {
        "centres": list(centres),
        "organisations": [{"id": "O1"}, {"id": "O2"}],
        "members": list(members),
        "indicators": list(indicators),
        "measurements": [
            {"centre_id": c["id"], "indicator_id": i, "year": 2024, "value": v}
            for c in centres
            for i, v in dict(values).items()
        ],
        "experts": [{"id": x, "organisation_id": organisations.get(x, "")} for x, _ in scores],
        "reviews": [
            {"expert_id": x, "centre_id": "C1", "indicator_id": "Q1", "year": 2024, "score": s} for x, s in scores
        ],
    }
    return facts(ecosystem(tables), system(**{"cuts": {"excellent": 90, "good": 75, "pass": 60}, **changes}), 2024)


def first(known):
    return evaluate(known, known.centres[0])


@pytest.mark.parametrize(
    ("scale", "value", "share"),
    [
        ("linear 5 1", 2, Fraction(3, 4)),
        ("linear 5 1", 6, 0),
        ("linear -10 10", 0, Fraction(1, 2)),
        ("steps 0:10 2:4 5:0", 3, Fraction(4, 10)),
        ("steps 0:10 2:4 5:0", -1, 0),
        ("steps 1:3 2:6", 1, Fraction(1, 2)),
        ("steps 1:3 2:6", 0.5, 0),
        ("rubric", 62.5, Fraction(5, 8)),
    ],
)
def test_scales(scale, value, share):
    kind = "qualitative" if scale == "rubric" else "quantitative"
    found = first(read([{**FIGURE, "scale": scale, "kind": kind, "points": 8}], {"I1": value}))
    assert found.items[0].got == 8 * share
    assert found.score == 100 * share


def named(*scores):
    return [(f"X{k}", s) for k, s in enumerate(scores, 1)]


@pytest.mark.parametrize(
    ("scores", "inside", "mean"),
    [
        (named(60, 70, 80, 90, 20), {}, 70),  # five: 90 and 20 dropped
        (named(60, 70, 80, 90, 20), {"X5": "O1"}, 75),  # the lead's own expert out: four, none dropped
        (named(60, 70, 80, 90, 20), {"X5": "O2"}, 75),  # … and a member's
        (named(100, 100, 100, 0, 0, 0), {}, 50),  # six: one highest and one lowest only
        (named(50, 60, 70), {}, 60),
    ],
)
def test_panels(scores, inside, mean):
    members = [{"centre_id": "C1", "organisation_id": "O2", "role": "partner"}]
    found = first(read([QUALITATIVE], scores=scores, organisations=inside, members=members))
    assert found.items[0].value == mean
    assert found.score == mean


def test_two_reviews_are_missing_and_the_possible_scores_are_told():
    found = first(read([QUALITATIVE, FIGURE], {"I1": 80}, named(90, 90)))
    assert (found.score, found.grade) == (None, None)
    assert (found.low, found.high) == (40, 90)


def test_a_veto_holds_whatever_else_is_missing():
    veto = {**FIGURE, "id": "V1", "scale": "steps 0:10 1:0", "points": 10, "veto": True}
    found = first(read([veto, FIGURE], {"V1": 1}))
    assert (found.grade, found.score) == ("poor", None)
    assert list(found.vetoes) == ["V1"]


def test_points_of_nothing_by_formation_leave_an_indicator_out():
    both = [FIGURE, {**FIGURE, "id": "I2"}]
    found = first(read(both, {"I1": 90, "I2": 0}, points={"enterprise": {"I2": 0}}))
    assert (found.score, found.grade) == (90, "excellent")
    assert first(read(both, {"I1": 90, "I2": 0})).score == 45


@pytest.mark.parametrize(
    ("formation", "grade"), [("institute", "excellent"), ("enterprise", "good"), ("joint", "good")]
)
def test_cuts_of_a_formation_go_before_the_general_ones(formation, grade):
    centre = {**C1, "formation": formation}
    known = read([FIGURE], {"I1": 86}, centres=[centre], cuts_by_formation={"institute": {"excellent": 85}})
    assert first(known).grade == grade


def test_the_interval_of_a_weight_by_hand():
    """I1 has 90 of 100, I2 60 of 100: score(w of I2) = 100 (45 + 0.6 w) / (50 + w) ≥ 75 where w ≤ 50; = 75 at 50."""
    both = [FIGURE, {**FIGURE, "id": "I2"}]
    known = read(both, {"I1": 90, "I2": 60})
    found = first(known)
    assert (found.score, found.grade) == (75, "good")
    by = {i.indicator: i for i in intervals(known.rules, found)}
    # above: 90 would need 45 + 0.6 w >= 45 + 0.9 w, which only w = 0 does: there the grade is another
    assert (by["I2"].low, by["I2"].low_holds, by["I2"].high, by["I2"].high_holds) == (0, False, 50, True)
    # w of I1: 100 (30 + 0.9 w) / (50 + w) ≥ 75 where w ≥ 50, and never 90
    assert (by["I1"].low, by["I1"].low_holds, by["I1"].high) == (50, True, None)


def test_one_expert_decides_alone_by_making_the_panel_too_small():
    """Three reviews of 90 beside a figure of 60: 75, good; without any of them the panel is missing, the grade open."""
    known = read([QUALITATIVE, FIGURE], {"I1": 60}, named(90, 90, 90))
    found = first(known)
    assert found.grade == "good"
    assert [(t.expert, t.grade) for t in experts(known, found)] == [("X1", None), ("X2", None), ("X3", None)]


def test_alpha_by_hand():
    """Units (1, 2) and (3, 3): Do = 2 / 4, De = 22 / 12, so alpha = 1 - 3 / 11."""
    centres = [C1, {**C1, "id": "C2"}, {**C1, "id": "C3"}]
    tables = {
        "centres": centres,
        "organisations": [{"id": "O1"}],
        "indicators": [QUALITATIVE],
        "experts": [{"id": x, "organisation_id": ""} for x in ("X1", "X2")],
        "reviews": [
            {"expert_id": x, "centre_id": c, "indicator_id": "Q1", "year": 2024, "score": s}
            for c, scores in (("C1", {"X1": 1, "X2": 2}), ("C2", {"X1": 3, "X2": 3}), ("C3", {"X1": 99}))
            for x, s in scores.items()
        ],
    }
    assert alpha(facts(ecosystem(tables), system(), 2024)) == Fraction(8, 11)  # a unit of one review does not count


def test_whom_the_year_has_is_evaluated():
    later = {**C1, "id": "C2", "approved_year": 2025}
    ended = {**C1, "id": "C3", "status": "ended"}
    known = read([FIGURE], {"I1": 70}, centres=[C1, later, ended])
    assert [c.id for c in known.centres] == ["C1"]
