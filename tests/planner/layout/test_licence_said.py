"""A licence that forbids something is said wherever the data go; one that does not is named where it was."""

import io
import re

import openpyxl
import pytest

from buju_testing.made_up_result import make_result
from buju_testing.typed_result import typed
from graph.assessment.assessment import assess
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.layout import content, statements
from planner.layout.assessed import page as assessed
from planner.layout.exporting import export

NC = "CC BY-NC 4.0"
SAID = {"en": "the licence of the data forbids commercial use", "zh": "数据许可禁止商业使用"}


def result(licence):
    made = make_result(technologies=5)
    made["dataset"]["licence"] = licence
    return typed(made)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("licence", [NC, "CC BY 4.0"])
def test_page_workbook_and_screen_of_an_export(licence, lang):
    made = export(result(licence), ["page", "xlsx"], lang)
    forbids = licence == NC
    assert [w.say(lang) for w in made.warnings] == (
        [f"{SAID[lang]}{'：' if lang == 'zh' else ': '}{NC}"] if forbids else []
    )
    page = re.sub("<[^>]*>", "", made.files["page.html"].decode())
    assert licence in page
    assert all((said in page) == forbids for said in SAID.values())
    book = openpyxl.load_workbook(io.BytesIO(made.files["layout.xlsx"]))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert licence in cells
    assert (SAID[lang] in cells) == forbids


def test_documents_say_it_on_each_page_and_beside_the_origin():
    forbidding, free = result(NC), result("CC BY 4.0")
    assert content.notice(forbidding).zh == "虚构数据，仅作示例；数据许可禁止商业使用"
    assert content.notice(free) == content.NOTE
    assert "licence CC BY-NC 4.0 (it forbids commercial use)" in statements.origin(forbidding).en
    assert "forbids" not in statements.origin(free).en


@pytest.mark.parametrize("licence", [NC, "CC BY 4.0", ""])
def test_the_page_of_an_assessment_names_the_licence(licence):
    tables = {"organisations": [{"id": "O", "name": "o", "kind": "firm"}]}
    data = assessed.page_bytes(assess(Ecosystem.from_rows(DatasetInfo("map", licence=licence), tables)), "en")
    page = re.sub("<[^>]*>", "", data.decode())
    assert ("Licence of the data" in page) == bool(licence)
    assert licence in page
    assert all((said in page) == (licence == NC) for said in SAID.values())
