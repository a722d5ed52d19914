"""What a history adds to the exports: three parts that add up to the last digit, and next year's decisions."""

import csv
import io
import re
from dataclasses import replace
from math import fsum

import openpyxl
import pytest

from planner.layout.course_sheets import course_sheets
from planner.layout.exporting import export
from planner.runs import genuine

PARTS = ("paid", "committed", "new")


@pytest.fixture(scope="module")
def solved(midway):
    return midway


@pytest.fixture(scope="module")
def result(solved):
    return solved[1]


@pytest.fixture(scope="module")
def files(result):
    return export(result, ["csv", "xlsx", "docx", "page"], "en").files


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_three_parts_are_the_ledger_to_the_last_digit(result, files):
    table = rows(files["money_parts.csv"])
    assert [int(r["year"]) for r in table] == list(range(2023, 2033))
    for row in table:
        assert fsum(float(row[part]) for part in PARTS) == float(row["support"])
    # all support by city and district, and the 80 that the province paid in 2026
    ledger = {y.year: y.paid for y in result.support_by_year}
    assert {int(r["year"]): float(r["support"]) for r in table} == {
        y: m + (80 if y == 2026 else 0) for y, m in ledger.items()
    }


def test_decisions_name_every_centre_that_is_there_and_every_approval(result, files):
    table = {r["centre"]: r for r in rows(files["decisions.csv"])}
    there = {c.centre for c in result.history if c.ends is None}
    approved = {c.centre for c in result.chosen if c.year == 2027}
    assert set(table) == there | approved
    assert (table["C25"]["decision"], float(table["C25"]["support"])) == ("reduced", 98)
    assert "pass" in table["C25"]["reasons"]
    assert "C13" not in table


def test_workbook_and_page_hold_the_same_numbers(result, files):
    book = openpyxl.load_workbook(io.BytesIO(files["layout.xlsx"]), data_only=True)
    sheet = list(book["Paid, committed, new"].values)
    assert [row[:5] for row in sheet[1:-1]] == [row[:5] for row in course_sheets(result, "en")[0].rows]
    assert sheet[-1][4] == fsum(fsum(getattr(result, part).values()) for part in PARTS)
    page = files["page.html"].decode()
    for part in PARTS:
        for year, amount in getattr(result, part).items():
            assert re.search(rf"<data value={amount!r} data-at=/{part}/{year}>", page) or re.search(
                rf"<data value={amount:.0f} data-at=/{part}/{year}>", page
            )


def test_money_of_an_ended_centre_stands_in_the_workbook_beside_the_others(result, files):
    book = openpyxl.load_workbook(io.BytesIO(files["layout.xlsx"]), data_only=True)
    sheet = {row[0]: row for row in book["Money by year"].values}
    assert sheet["C13"][2:4] == (160, 180)
    assert sheet["Total"][2:6] == (560, 1680, 2380, 1860)


def test_bars_reach_the_money_of_every_year(result):
    from matplotlib.container import BarContainer  # noqa: PLC0415

    from planner.layout.figures import support_figure  # noqa: PLC0415
    from planner.layout.figures.pen import pen  # noqa: PLC0415

    figure = support_figure.draw(result, pen(result, "en")[0])
    tops: dict[int, float] = {}
    for container in figure.axes[0].containers:
        assert isinstance(container, BarContainer)
        for bar in container:
            at = round(bar.get_x() + bar.get_width() / 2)
            tops[at] = max(tops.get(at, 0.0), bar.get_y() + bar.get_height())
    assert tops == pytest.approx({k: y.paid for k, y in enumerate(result.support_by_year)})


def test_page_tells_all_money_and_the_ended_centre(files):
    # by hand: 15,168 of the chosen centres and 340 of the one that has ended
    page = files["page.html"].decode()
    assert re.search(r"data-at=.?=support.?>15,508<", page)


def test_document_has_a_section_on_the_year_that_is_decided(files):
    import docx  # noqa: PLC0415

    paper = docx.Document(io.BytesIO(files["layout.docx"]))
    assert any(p.text.endswith("Plan of the year 2027") for p in paper.paragraphs)
    tables = [[[c.text for c in row.cells] for row in t.rows] for t in paper.tables]
    parts = next(t for t in tables if t[0][-1] == "Together")
    assert parts[-1] == ["Total", "6,560", "938", "8,090", "15,588"]


def test_without_history_nothing_is_added(result):
    bare = replace(result, as_of=None)
    assert course_sheets(bare, "zh") == ()
    assert not {"money_parts.csv", "decisions.csv"} & set(export(bare, ["csv"], "zh").files)


def test_a_run_with_an_ended_centre_is_genuine_and_a_changed_one_is_not(solved):
    from planner.problem import as_json  # noqa: PLC0415

    outcome, result = solved
    problem = as_json.to_bytes(outcome.problem)
    genuine.check(result, problem)
    gone = next(c for c in result.history if c.centre == "C13")
    other = replace(gone, payers={**gone.payers, "city": {2023: 121.0, 2024: 135.0}})
    changed = tuple(other if c.centre == "C13" else c for c in result.history)
    with pytest.raises(genuine.InputError):
        genuine.check(replace(result, history=changed), problem)
