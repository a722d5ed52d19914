"""One amount is one text in every form, and what the arithmetic leaves under a cap is no amount at all."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

from buju_testing.figure_reading import drawn, pen, words
from buju_testing.page_reading import Reading
from buju_testing.sample_run import sample
from buju_testing.typed_result import typed
from planner.cli.commands.plan.text import plan_text
from planner.layout import content
from planner.layout.amounts import most_places, padded, settled, shown
from planner.layout.csv_text import csv_bytes
from planner.layout.document.document import document
from planner.layout.figures import support_figure
from planner.layout.page import page_bytes
from planner.layout.workbook.workbook import workbook_bytes

docx = pytest.importorskip("docx")
AMOUNTS = [1019.25, 1019.5, 1019.0, 1019.005, 2300.00000025, 0.125]


def with_city(amount):
    """The sample with so much city money in its first year, under a cap of the same amount but for noise."""
    result = sample()
    year = result["support_by_year"][0]
    year |= {"city": amount, "paid": amount + year["district"], "cap": round(amount, 6)}
    return result


@pytest.mark.parametrize("amount", AMOUNTS)
def test_one_amount_reads_the_same_in_every_form(amount, tmp_path):
    result = with_city(amount)
    by_year = [y[key] for y in result["support_by_year"] for key in ("paid", "city", "district")]
    text = padded(shown(amount), most_places(by_year))
    on_page = [n["shown"] for n in Reading(page_bytes(typed(result), "en")).numbers if n["at"] == "y0/city"]
    assert text in on_page  # in the table; in the figure without its idle zeros
    assert set(on_page) <= {text, shown(amount)}
    years = next(s for s in content.sheets(typed(result), "en") if s.name == "years")
    row = next(iter(csv.DictReader(io.StringIO(csv_bytes(years, "en").decode("utf-8-sig")))))
    assert shown(float(row["city"])) == shown(amount)
    assert float(row["city"]) <= float(row["cap"])
    assert float(row["slack"]) >= 0
    template = tmp_path / "t.docx"
    paper = docx.Document()
    paper.add_paragraph("{{money_table}}")
    paper.save(template)
    table = docx.Document(io.BytesIO(document(typed(result), "en", template)[0])).tables[0]
    assert table.rows[1].cells[2].text == text
    assert one_number_of_decimals([cell.text for line in table.rows[1:] for cell in line.cells[1:]])
    assert by_year_on_screen(typed(result)) == [
        [cell.text for cell in line.cells] for line in table.rows[1 : len(result["support_by_year"]) + 1]
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(typed(result), "en")), data_only=True)
    cells = [c for page in book for line in page.iter_rows() for c in line]
    found = [c for c in cells if isinstance(c.value, float | int) and c.value == pytest.approx(amount, rel=1e-9)]
    assert found
    formats = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}
    decimals, alone = formats[len(text.partition(".")[2])], formats[len(shown(amount).partition(".")[2])]
    money = next(page for page in book if page.title == "Money by year")
    assert {c.number_format for line in money.iter_rows(min_row=2, min_col=3) for c in line} <= {decimals, "General"}
    assert {c.number_format for c in found} <= {decimals, alone, "0.00", "General"}  # alone: among rules of any unit


def one_number_of_decimals(cells):
    """Whether the amounts among some cells all have as many decimals."""
    return len({len(cell.partition(".")[2]) for cell in cells if cell not in ("", "–")}) == 1


def by_year_on_screen(result):
    """The cells of the table by year that ``plan`` prints."""
    lines = plan_text(result, (), "en", Path("runs/x")).split("\n")
    start = next(k for k, line in enumerate(lines) if line.startswith("year "))
    return [line.split() for line in lines[start + 1 : start + 1 + len(result.support_by_year)]]


def test_the_support_of_one_centre_reads_the_same_in_every_form(tmp_path):
    """178.333333 of one year, say, and 420 in all: a centre through page, table, workbook, document and screen."""
    result = typed(sample())
    k, row, year, amount = next(
        (k, row, year, amount)
        for k, row in enumerate(result.chosen)
        for year, amount in row.support.items()
        if not float(amount).is_integer()
    )
    text, total = shown(amount), shown(row.total_support)
    numbers = Reading(page_bytes(result, "en")).numbers
    assert {n["shown"] for n in numbers if n["at"] == f"c{k}/support/{year}"} == {text}
    assert {n["shown"].removesuffix(".00") for n in numbers if n["at"] == f"c{k}/total_support"} == {total}
    sheets = {s.name: s for s in content.sheets(result, "en")}
    rows = {
        name: list(csv.reader(io.StringIO(csv_bytes(sheets[name], "en").decode("utf-8-sig"))))
        for name in ("support", "centres")
    }
    place = rows["support"][0].index("support")
    assert [shown(float(r[place])) for r in rows["support"] if row.centre in r and str(year) in r] == [text]
    assert any(total in r for r in rows["centres"] if row.centre in r)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(result, "en")), data_only=True)
    cells = [c for page in book for line in page.iter_rows() for c in line if line[0].value is not None]
    found = [c for c in cells if isinstance(c.value, float) and c.value == pytest.approx(amount, rel=1e-9)]
    assert {c.number_format for c in found} == {"#,##0.00"}
    template = tmp_path / "t.docx"
    paper = docx.Document()
    paper.add_paragraph("{{centres_table}}")
    paper.save(template)
    table = docx.Document(io.BytesIO(document(result, "en", template)[0])).tables[0]
    lines = [[c.text for c in line.cells] for line in table.rows]
    assert [line[-1] for line in lines if row.name in line] == [total]
    said = plan_text(result, (), "en", Path("runs/x")).split("\n")
    assert [line.split()[-1] for line in said if line.startswith(row.centre)] == [total]


def test_the_figure_says_the_amount_of_the_table():
    result = with_city(1019.25)
    said = " ".join(words(drawn(support_figure.draw, result, pen(result, "en"))[0]))
    assert "1,019.25" in said
    assert not re.search(r"1,019\.[23](?!5)", said)


def test_rounding_keeps_the_order_and_settles_noise():
    for low, high in zip(sorted(AMOUNTS), sorted(AMOUNTS)[1:], strict=False):
        assert float(shown(low).replace(",", "")) <= float(shown(high).replace(",", ""))
    assert settled((2300.00000025, 2300.0, -2.5000008463393897e-07)) == [2300.0, 2300.0, 0.0]
