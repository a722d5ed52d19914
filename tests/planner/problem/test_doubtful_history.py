"""Findings on the history of a scheme under a policy, and on the tables among themselves."""

import pytest

from buju_testing.course_cases import policy_of
from graph.model.ecosystem import DatasetInfo, Ecosystem
from loaders.dataset import load
from loaders.tables.course import check_course
from planner.problem.doubtful_history import of_history

CENTRES = [
    {"id": "A", "status": "approved", "approved_year": 2023, "formation": "enterprise"},
    {"id": "B", "status": "approved", "approved_year": 2022, "formation": "enterprise"},
    {"id": "C", "status": "candidate"},
]


def found(as_of=2024, changes=None, **tables):
    """(code, sentence) of every doubt."""
    rows = {
        "centres": CENTRES,
        "investments": [{"centre_id": c, "year": k, "investment": 1000} for c in "ABC" for k in range(1, 6)],
        **tables,
    }
    eco = Ecosystem.from_rows(DatasetInfo("x"), rows)
    return [(f.code, f.message.en) for f in of_history(eco, policy_of(changes or {}, as_of))]


def paid(centre, year, amount):
    return {"centre_id": centre, "year": year, "amount": amount}


def test_payments_beyond_the_caps_are_told_with_the_amount():
    assert found(payments=[paid("A", 2023, 300), paid("A", 2024, 300)]) == []
    assert found(payments=[paid("A", 2023, 340)]) == [("P120", "A was paid 340 in 2023, 40 beyond its cap of 300")]
    poor = [{"centre_id": "A", "year": 2023, "grade": "poor"}]
    assert found(payments=[paid("A", 2024, 10)], evaluations=poor)[0][0] == "P120"
    whole = found(changes={"support.total_cap": 500}, payments=[paid("A", 2023, 300), paid("A", 2024, 300)])
    assert whole == [("P120", "A was paid 600 in all, beyond 500")]


def test_promises_above_what_can_be_held():
    pay = [paid("A", 2023, 300), paid("A", 2024, 300)]
    assert found(payments=pay, commitments=[paid("A", 2025, 300)]) == []
    ((code, said),) = found(payments=pay, commitments=[paid("A", 2025, 350)])
    assert (code, said.split(";")[0]) == ("P121", "A was promised 350 for 2025")
    graded = [{"centre_id": "A", "year": 2024, "grade": "pass"}]
    assert [c for c, _ in found(payments=pay, commitments=[paid("A", 2025, 300)], evaluations=graded)] == ["P121"]


def test_grades_that_can_change_nothing_and_too_many_of_one():
    last = [{"centre_id": "B", "year": 2024, "grade": "poor"}]
    assert found(evaluations=last) == [("P122", "the grade of B in 2024 (poor) can change nothing")]
    both = [{"centre_id": c, "year": 2023, "grade": "excellent"} for c in "AB"]
    assert found(changes={"evaluation.most": {"excellent": 0.5}}, evaluations=both) == [
        ("P123", "2 of 2 centres are excellent in 2023; at most 0.5 may be")
    ]


def test_an_announced_approval_outside_the_years():
    decided = [{"centre_id": "C", "year": 2031, "decision": "approved"}]
    assert found(decisions=decided) == [("P124", "C is announced for 2031, which is no approval year")]


def test_nothing_is_said_where_nothing_is_history():
    rows = {"centres": CENTRES[2:]}
    assert of_history(Ecosystem.from_rows(DatasetInfo("x"), rows), policy_of({}, None)) == []


HEAD = {
    "centres": "id,name,status,approved_year,ready_year\nA,a,approved,2023,2023\nB,b,approved,,\nC,c,candidate,,\n"
    "D,d,approved,2023,2025\n",
    "technologies": "id,name,kind,severity\nT,t,bottleneck,3\n",
    "covers": "centre_id,technology_id\nA,T\nB,T\nC,T\nD,T\n",
}


@pytest.mark.parametrize(
    ("table", "rows", "codes"),
    [
        ("payments", "centre_id,year,amount\nA,2022,5\n", {"X543"}),
        ("payments", "centre_id,year,amount\nC,2024,5\n", {"X543"}),
        ("payments", "centre_id,year,amount\nA,2024,50\nA,2024,-20\n", {"X544"}),
        ("payments", "centre_id,year,amount\nA,2024,50\nA,2024,-60\n", {"X544", "X545"}),
        ("commitments", "centre_id,year,amount\nC,2025,5\n", {"X546"}),
        ("commitments", "centre_id,year,amount\nA,2025,-5\n", {"X552"}),
        ("commitments", "centre_id,year,amount\nA,2025,5\nA,2025,-5\n", set()),
        ("evaluations", "centre_id,year,grade\nC,2024,good\n", {"X547"}),
        ("evaluations", "centre_id,year,grade\nA,2022,good\n", {"X548"}),
        ("evaluations", "centre_id,year,grade\nA,2024,good\nA,2024,poor\n", {"K401"}),
        ("decisions", "centre_id,year,decision\nA,2024,continued\nA,2024,stopped\n", {"X549"}),
        ("decisions", "centre_id,year,decision\nA,2024,approved\n", {"X541"}),
        ("decisions", "centre_id,year,decision\nC,2024,rectify\n", {"X550"}),
        ("decisions", "centre_id,year,decision,to_id\nA,2024,merged,\n", {"X551"}),
        ("decisions", "centre_id,year,decision,to_id\nA,2024,merged,A\n", {"X551"}),
        ("decisions", "centre_id,year,decision\nA,2024,promoted\n", {"X553"}),
        ("decisions", "centre_id,year,decision,level\nA,2024,promoted,provincial\n", set()),
        ("decisions", "centre_id,year,decision,to_id\nA,2024,merged,Z\n", {"X551"}),
        ("decisions", "centre_id,year,decision,to_id\nA,2024,merged,D\n", set()),
    ],
)
def test_what_the_tables_say_against_one_another(tmp_path, table, rows, codes):
    for name, text in (HEAD | {table: rows}).items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    told = {f.code for f in load(tmp_path).findings if f.code[0] in "XKC" and f.code[1] in "345"}
    assert told - {"X501", "X502", "X512"} == codes | {"X540", "X542"}
    assert callable(check_course)
