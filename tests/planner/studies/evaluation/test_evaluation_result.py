"""The evaluation as a whole: money, ranks, readiness, marks, grades put back, an audit that finds tampering."""

import csv
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.evaluation_cases import CASES, TABLES, ecosystem, system
from graph.base.errors import InputError
from graph.base.records import decode, encode
from planner.audit.evaluation import RULES, audit_evaluation
from planner.rulebook.scenario import load
from planner.rulebook.scenario.sources import POLICIES
from planner.studies.evaluation.building import evaluation
from planner.studies.evaluation.comparing import compare_evaluations
from planner.studies.evaluation.keeping import write_conditions, write_grades
from planner.studies.evaluation.result import EvaluationResult, MissingRow

SCENARIO = load(POLICIES / "ningbo-2023.yaml")


@pytest.fixture(scope="module")
def made():
    return evaluation(ecosystem(TABLES), SCENARIO, 2024)


def rows_of(made):
    return {g.centre: g for g in made.grades}


def test_grades_ranks_and_dimensions_by_hand(made):
    # C1: 48 + 40 · .8 (X4 sits with the lead; 70, 80, 90) = 80: good. C2: 30 + 20 = 50: poor. C3 is not yet approved.
    grades = rows_of(made)
    assert list(grades) == ["C1", "C2"]
    assert (grades["C1"].score, grades["C1"].grade, grades["C1"].rank, grades["C1"].ranked) == (80, "good", 1, 2)
    assert (grades["C2"].score, grades["C2"].grade, grades["C2"].rank) == (50, "poor", 2)
    assert grades["C1"].dimensions == {"funding": 80, "governance": 80}
    assert grades["C1"].before == "good"
    assert [(d.mark, d.year, d.state) for d in grades["C2"].due] == [
        ("review", 2024, "due"),
        ("completion", 2027, "to come"),
    ]


def test_the_next_year_in_money_by_hand(made):
    # C1 in 2025 is in its third year: 30 % of 1000 · 1.0 = 300, but only 1000 − 800 = 200 are left; 7 are later.
    grades = rows_of(made)
    assert (grades["C1"].paid, grades["C1"].next_factor, grades["C1"].next_cap) == (800, 1, 200)
    # C2 in 2025 is in its fourth year: no support; and poor gives factor 0.
    assert (grades["C2"].next_factor, grades["C2"].next_cap) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "cap"),
    [
        (["support.base=cumulative", "support.total_cap=null"], 900),
        (["support.base=total", "support.total_cap=null"], 1500),
        (["evaluation.factors.good=0.5"], 150),
        (["evaluation.rectify_after=good"], 0),
        (["support.years=2"], 0),
        (["support.unit=7"], 196),  # 200 left of the total, in whole sevens
        (["support.unit=1", "support.share=0.1234"], 123),  # 123.4
    ],
)
def test_the_cap_follows_the_policy(changes, cap):
    found = evaluation(ecosystem(TABLES), load(POLICIES / "ningbo-2023.yaml", changes), 2024)
    assert rows_of(found)["C1"].next_cap == cap
    assert found.audit.clean


@pytest.mark.parametrize(
    ("decision", "when", "cap"),
    [("rectify", 2025, 0), ("stopped", 2024, 0), ("completed", 2024, 0), ("stopped", 2026, 200)],
)
def test_decisions_close_the_purse(decision, when, cap):
    tables = {**TABLES, "decisions": [{"centre_id": "C1", "year": when, "decision": decision}]}
    found = evaluation(ecosystem(tables), SCENARIO, 2024)
    assert rows_of(found)["C1"].next_cap == cap
    assert found.audit.clean


def test_readiness_of_candidates_comes_from_the_same_machinery(made):
    assert [(r.centre, r.condition, r.score) for r in made.readiness] == [("K1", "governance", 85)]


def test_votes_need_quorum_and_majority():
    votes = [
        {"centre_id": "K1", "meeting": "a", "for": 6, "against": 3, "absent": 4},
        {"centre_id": "K1", "meeting": "b", "for": 7, "against": 2, "absent": 4},
        {"centre_id": "K1", "meeting": "c", "for": 8, "against": 1, "absent": 5},
        {"centre_id": "K1", "meeting": "d", "for": 5, "against": 4, "absent": 0},
    ]
    found = evaluation(ecosystem({**TABLES, "votes": votes}), SCENARIO, 2024).votes
    # 9 of 13 voted: more than two thirds; 9 of 14: less. 6 of 9 is just two thirds; 5 of 9 is less.
    assert [(v.quorum_met, v.carried) for v in found] == [(True, True), (True, True), (False, False), (True, False)]


def test_an_evaluation_is_read_back_whole(made):
    assert decode(EvaluationResult, encode(made)) == made
    assert encode(made)["grades"][0]["holds_while"][0].keys() == {"indicator", "from", "to", "from_holds", "to_holds"}


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_the_audit_agrees_with_every_reference_case(case):
    changes = [f"evaluation.system.{k}={_flow(v)}" for k, v in case["policy"].get("evaluation.system", {}).items()]
    found = evaluation(ecosystem(case["tables"]), load(POLICIES / "ningbo-2023.yaml", changes), case["year"])
    assert found.audit.clean, found.audit.findings
    assert found.audit.checked > 20
    want = case["want"].get("next_factor", {})
    assert {g.centre: g.next_factor for g in found.grades if g.centre in want} == want


def _flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    return str(value)


def tampered(made, **changes):
    first = replace(made.grades[0], **changes)
    return replace(made, grades=(first, *made.grades[1:]))


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"points": {"I1": 49.0, "Q1": 32.0}}, "A941", "I1 (measurements.csv:2)"),
        ({"points": {"I1": 48.0, "Q1": 34.0}}, "A941", "Q1 (reviews.csv:2,3,4,5)"),
        ({"points": {"I1": 48.0, "Q1": 32.0, "I9": 3.0}}, "A941", "I9"),
        ({"score": 80.001}, "A942", "centres.csv:2"),
        ({"score": None}, "A942", "centres.csv:2"),
        ({"low": 70.0}, "A942", "centres.csv:2"),
        ({"grade": "excellent"}, "A943", "centres.csv:2"),
        ({"veto": ("I1",)}, "A943", "centres.csv:2"),
        ({"next_factor": 0.7}, "A946", "next_factor"),
        ({"next_cap": 300.0}, "A946", "next_cap"),
    ],
)
def test_one_tampered_figure_is_found_with_its_cell(made, changes, code, cell):
    report = audit_evaluation(ecosystem(TABLES), SCENARIO.policy, tampered(made, **changes))
    found = [(f.code, f.centre, f.key) for f in report.findings]
    assert (code, "C1", cell) in found
    assert len(found) == 1 or code == "A943"  # money follows the claimed grade


def test_centres_and_experts_that_were_dropped_are_found(made):
    eco = ecosystem(TABLES)
    for wrong, code in (
        (replace(made, grades=made.grades[1:]), "A940"),
        (replace(made, left_out=()), "A945"),
        (replace(made, missing=(MissingRow(centre="C1", indicator="I1", why="no value"),)), "A944"),
    ):
        assert [f.code for f in audit_evaluation(eco, SCENARIO.policy, wrong).findings] == [code]
    assert {r.code for r in RULES} == {f"A94{k}" for k in range(7)}


@given(row=st.integers(0, 3), delta=st.sampled_from([-5, -1, 1, 3]))
def test_a_score_changed_in_the_table_shows_in_the_audit_of_the_old_result(row, delta):
    first = evaluation(ecosystem(TABLES), SCENARIO, 2024)
    reviews = [dict(r) for r in TABLES["reviews"]]
    reviews[row]["score"] += delta
    report = audit_evaluation(ecosystem({**TABLES, "reviews": reviews}), SCENARIO.policy, first)
    assert report.clean == (row == 3)  # the fourth expert is in conflict and does not count


def test_row_order_means_nothing(made):
    tables = {
        name: list(reversed(rows)) if name in ("measurements", "reviews", "experts") else rows
        for name, rows in TABLES.items()
    }
    again = evaluation(ecosystem(tables), SCENARIO, 2024)
    assert again.grades == made.grades
    assert again.agreement == made.agreement


def table(folder):
    with (folder / "evaluations.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_grades_are_put_into_the_table_and_other_rows_stay(made, tmp_path):
    before = ["centre_id,year,grade,remark,appeal", "C1,2023,good,old,", "C2,2024,pass,to go,"]
    before += ["C1,2024,excellent,stays,true", ""]
    (tmp_path / "evaluations.csv").write_bytes("\r\n".join(before).encode())
    path, said = write_grades(tmp_path, made)
    assert path.name == "evaluations.csv"
    assert [f.code for f in said] == ["X585"]
    assert table(tmp_path) == [
        ["centre_id", "year", "grade", "remark", "appeal", "score", "source"],
        ["C1", "2023", "good", "old", "", "", ""],
        ["C1", "2024", "excellent", "stays", "true", "", ""],
        ["C1", "2024", "good", "", "", "80.0", "buju evaluate: ningbo-2023 + indicators"],
        ["C2", "2024", "poor", "", "", "50.0", "buju evaluate: ningbo-2023 + indicators"],
    ]
    again = (tmp_path / "evaluations.csv").read_bytes()
    write_grades(tmp_path, made)
    assert (tmp_path / "evaluations.csv").read_bytes() == again


def test_chinese_headers_and_encoding_stay(made, tmp_path):
    text = "中心编号,年份,等次,来源\r\nC2,2022,合格,纪要\r\n"
    (tmp_path / "评价.csv").write_bytes(text.encode("gb18030"))
    path, _ = write_grades(tmp_path, made)
    assert path.read_bytes().decode("gb18030").splitlines()[:3] == [
        "中心编号,年份,等次,来源,score",
        "C2,2022,合格,纪要,",
        "C1,2024,good,buju evaluate: ningbo-2023 + indicators,80.0",
    ]


def test_two_systems_in_one_year_are_refused(made, tmp_path):
    (tmp_path / "evaluations.csv").write_text(
        "centre_id,year,grade,source\nC1,2024,good,buju evaluate: hunan-manufacturing\n", "utf-8"
    )
    old = (tmp_path / "evaluations.csv").read_bytes()
    with pytest.raises(InputError) as caught:
        write_grades(tmp_path, made)
    assert [(f.code, f.row, f.value) for f in caught.value.findings] == [("X584", 2, "hunan-manufacturing")]
    assert (tmp_path / "evaluations.csv").read_bytes() == old


def test_the_shipped_system_asks_a_hundred_points_of_every_formation():
    # numbers assumed; what must hold is that points by formation add to the same
    own = system(points=SCENARIO.policy.evaluation.system.model_dump()["points"])
    for formation in ("enterprise", "institute", "joint"):
        points = own.points.get(formation, {})
        assert sum(points.get(i.id, i.points) for i in own.indicators) == 100


def test_two_years_side_by_side_and_why(made):
    later = [{**r, "year": 2025} for r in TABLES["reviews"]]
    values = [dict(r, year=2025) for r in TABLES["measurements"]]
    values[0]["value"] = 60  # I1 of C1: 48 → 36 of 60
    tables = {**TABLES, "measurements": TABLES["measurements"] + values, "reviews": TABLES["reviews"] + later}
    again = evaluation(ecosystem(tables), SCENARIO, 2025)
    found = compare_evaluations(made, again)
    one = next(c for c in found.centres if c.centre == "C1")
    assert (one.score_a, one.score_b, one.change, one.grade_a, one.grade_b) == (80, 68, -12, "good", "pass")
    assert [(r.indicator, r.change, r.value_a, r.value_b) for r in one.reasons] == [("I1", -12, 80, 60)]
    assert found.only_b == ("C3",)
    assert found.same_system
    assert all(
        sum(r.change for r in c.reasons) == pytest.approx(c.change) for c in found.centres if c.change is not None
    )


def test_conditions_are_made_of_indicators_and_reviews(made, tmp_path):
    (tmp_path / "conditions.csv").write_text("centre_id,governance,top_talent\nK1,10,70\nK2,5,6\n", "utf-8")
    path, n = write_conditions(tmp_path, made)
    assert n == 1
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["centre_id", "governance", "top_talent", "source"],
            ["K2", "5", "6", ""],
            ["K1", "85.0", "70", "buju evaluate: ningbo-2023 + indicators, 2024"],
        ]
    assert write_conditions(tmp_path / "none", replace(made, readiness=())) == (None, 0)
