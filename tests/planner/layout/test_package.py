"""The package: report, annexes, page, tables, cover list; no solver words in the report; a draft to compare with."""

import io
import re
import zipfile

import docx
import pytest

from buju_testing.made_up_result import make_result
from buju_testing.typed_result import typed
from planner.layout.exporting import export

pytestmark = pytest.mark.long  # every figure is drawn


def text(data):
    paper = docx.Document(io.BytesIO(data))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


@pytest.fixture(scope="module")
def results():
    now, before = make_result(), make_result()
    gone = before["chosen"][0]
    now["chosen"] = [c for c in now["chosen"] if c["centre"] != gone["centre"]]
    return typed(now), typed(before), gone


@pytest.fixture(scope="module")
def files(results):
    now, before, _ = results
    return export(now, ["package"], "zh", other=before).files


def test_what_is_handed_in_stands_on_the_cover_list_and_in_the_zip(files):
    names = set(files)
    assert {"报告.docx", "送审材料清单.docx", "page.html", "送审包.zip"} <= names
    cover = text(files["送审材料清单.docx"])
    for name in names - {"送审材料清单.docx", "送审包.zip"}:
        assert name in cover or name.startswith("数据表/"), name
    with zipfile.ZipFile(io.BytesIO(files["送审包.zip"])) as archive:
        assert set(archive.namelist()) == names - {"送审包.zip"}
        assert all(archive.read(name) == files[name] for name in archive.namelist())


def test_the_report_lists_its_annexes_and_speaks_of_no_solver(files):
    report = text(files["报告.docx"])
    annexes = sorted(name for name in files if name.startswith("附件"))
    assert len(annexes) == 5
    for number, name in enumerate(annexes, 1):
        assert re.match(rf"附件{number}-(.+)\.(docx|xlsx)$", name)
        assert f"{number}. {name.partition('-')[2].rpartition('.')[0]}" in report
    assert not re.search(r"HiGHS|间隙|上界|求解|许可|目标值|\{\{", report)
    assert "HiGHS" in text(files["附件2-技术覆盖、约束规则与测算说明.docx"])


def test_the_draft_before_is_compared_with_by_name(files, results):
    gone = results[2]
    changes = text(files["附件5-与上一稿对比.docx"])
    assert "退出1家，新增0家" in changes
    assert gone["name"] in changes


def test_without_a_draft_there_is_no_comparison_and_english_is_english(results):
    files = export(results[0], ["package"], "en").files
    assert not any("draft" in name for name in files)
    assert {"report.docx", "cover-list.docx", "package.zip"} <= set(files)
    assert "{{" not in text(files["report.docx"])


def test_the_same_run_gives_the_same_bytes(files, results):
    now, before, _ = results
    assert export(now, ["package"], "zh", other=before).files == files
