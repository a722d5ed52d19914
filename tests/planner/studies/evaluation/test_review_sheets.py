"""Review sheets: what is asked of whom, what can be filled, what comes back, and every change that is no score."""

import io

import pytest
from openpyxl import load_workbook

from buju_testing.evaluation_cases import TABLES, ecosystem, system
from planner.studies.evaluation.facts import facts
from planner.studies.evaluation.sheets import COMMENT, CONFLICT, FIRST, SCORE, read_back, sheets, workbook

NAMES = {"centres": [{**c, "name": f"=1+1 {c['id']}"} for c in TABLES["centres"]]}


@pytest.fixture
def asked():
    eco = ecosystem({**TABLES, **NAMES})
    known = facts(eco, system(), 2024)
    return {s.expert: s for s in sheets(eco, known.rules, known.centres, 2024, None, "zh")}


def filled(sheet, *changes):
    """The workbook of a sheet with some cells set, as bytes."""
    book = load_workbook(io.BytesIO(workbook(sheet, "zh")))
    for row, column, value in changes:
        book.worksheets[0].cell(row, column).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_an_expert_is_asked_where_the_graph_shows_no_conflict(asked):
    assert [row[0] for row in asked["X1"].rows] == ["C1", "C2"]
    assert [row[0] for row in asked["X4"].rows] == ["C2"]  # sits with the lead of C1
    assert {row[2] for row in asked["X1"].rows} == {"Q1"}


def test_the_sheet_has_drop_downs_open_cells_and_no_formula(asked):
    page = load_workbook(io.BytesIO(workbook(asked["X1"], "zh"))).worksheets[0]
    kinds = {v.type: str(v.sqref) for v in page.data_validations.dataValidation}
    assert kinds == {"decimal": "E4:E5", "list": "F4:F5"}
    assert page.protection.sheet
    assert not page.cell(FIRST, SCORE).protection.locked
    assert page.cell(FIRST, 1).protection.locked
    assert page.cell(FIRST, 2).value == "=1+1 C1"
    assert {c.data_type for row in page.iter_rows() for c in row if c.value} == {"s"}


def test_what_is_filled_in_comes_back(asked):
    sheet = asked["X1"]
    data = filled(sheet, (4, SCORE, 87.5), (4, COMMENT, "好"), (5, SCORE, "９０"), (5, CONFLICT, "是"))
    reviews, findings = read_back(sheet, data, "zh")
    assert findings == []
    assert [(r.expert, r.centre, r.indicator, r.score, r.conflict, r.comment) for r in reviews] == [
        ("X1", "C1", "Q1", 87.5, False, "好"),
        ("X1", "C2", "Q1", 90, True, ""),
    ]


def test_a_blank_sheet_gives_nothing_and_says_so(asked):
    reviews, findings = read_back(asked["X1"], workbook(asked["X1"], "zh"), "zh")
    assert reviews == []
    assert [(f.code, f.level) for f in findings] == [("X593", "note")]


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ((4, SCORE, 120), "X591", (4, "E")),
        ((4, SCORE, "很好"), "X591", (4, "E")),
        ((4, SCORE, -1), "X591", (4, "E")),
        ((4, CONFLICT, "也许"), "X592", (4, "F")),
        ((4, 1, "C9"), "X590", (4, "A")),
        ((5, 4, "另一指标"), "X590", (5, "D")),
        ((1, 1, "2023 年度"), "X590", (1, "A")),
        ((9, 3, "more"), "X590", (9, "C")),
        ((4, 8, "beside"), "X590", (4, "H")),
        ((3, 5, None), "X590", (3, "E")),
    ],
)
def test_every_other_change_is_a_finding_with_its_cell(asked, change, code, place):
    _, findings = read_back(asked["X1"], filled(asked["X1"], change), "zh")
    errors = [f for f in findings if f.level == "error"]
    assert [(f.code, (f.row, f.column)) for f in errors] == [(code, place)]
    assert errors[0].file == "review-2024-X1.xlsx"


def test_what_is_no_workbook_is_a_finding(asked):
    assert [f.code for f in read_back(asked["X1"], b"nonsense", "zh")[1]] == ["X594"]


def test_names_of_files_stay_in_their_folder():
    eco = ecosystem({**TABLES, "experts": [{"id": "../../X"}, {"id": "..-..-X"}], "reviews": []})
    known = facts(eco, system(), 2024)
    names = [s.file for s in sheets(eco, known.rules, known.centres, 2024, None, "en")]
    assert len(set(names)) == 2
    assert all("/" not in n and n.startswith("review-2024-") for n in names)
