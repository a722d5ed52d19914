"""Mappings drafted from a bureau's own tables: title rows, merged heads, units in heads, totals; guesses are marked."""

import csv
import io

import pytest
from openpyxl import Workbook, load_workbook

from graph.base.errors import InputError, UsageError
from graph.base.safe_yaml import read
from loaders.dataset import load
from loaders.sources.drafting import draft
from loaders.sources.mapping import read_mapping
from loaders.sources.running import run, write


def rows(done, table):
    return list(csv.DictReader(io.StringIO(done.tables[table].read_text("utf-8"))))


@pytest.fixture
def bureau(tmp_path):
    """Two applicants under a title and two rows of heads, the money in 万元 by year, and a row of totals."""
    book = Workbook()
    sheet = book.active
    sheet.title = "申报汇总表"
    for row in [
        ["2026年市级技术创新中心申报汇总表（虚构）"],
        ["序号", "中心名称", "牵头单位", "技术领域", "所在区县", "最低支持（万元）", "投入总额（万元）", None, "备注"],
        [None, None, None, None, None, None, "2026", "2027", None],
        [1, "甲中心", "甲公司", "新材料", "镇海", "１，２００", 300, 400, ""],
        [2, "乙中心", "乙大学", "新材料", "鄞州", 80, 100, 200, "补报"],
        ["合 计", None, None, None, None, 1280, 400, 600, None],
    ]:
        sheet.append(row)
    sheet.merge_cells("A1:I1")
    sheet.merge_cells("G2:H2")
    for letter in "ABCDEFI":
        sheet.merge_cells(f"{letter}2:{letter}3")
    path = tmp_path / "申报汇总表.xlsx"
    book.save(path)
    return path


def test_a_bureaus_table_is_drafted_and_runs_as_drafted(bureau, tmp_path):
    made = draft(bureau)
    assert (made.table, made.heads) == ("centres", (2, 3))
    assert {g.column: g.head for g in made.guesses} == {
        "id": "中心名称",
        "name": "中心名称",
        "lead_id": "牵头单位",
        "field": "技术领域",
        "district": "所在区县",
        "minimum_support": "最低支持（万元）",
        "status": "",
    } | {"minimum_support": "最低支持(万元)"}
    assert made.unused == ("序号", "投入总额(万元)/2026", "投入总额(万元)/2027", "备注")
    assert made.text.count("# guess:") >= len(made.guesses)
    done = run(read_mapping(read(made.text, "m.yaml")), tmp_path)
    assert done.mapping.money_unit == "万元"
    assert [(c["id"], c["lead_id"], c["minimum_support"], c["status"]) for c in rows(done, "centres")] == [
        ("甲中心", "甲公司", "1200", "candidate"),
        ("乙中心", "乙大学", "80", "candidate"),
    ]
    count = done.counts["centres"]
    assert (count.rows, count.used, count.skipped) == (3, 2, 1)
    write(done, tmp_path / "city")
    found = load(tmp_path / "city")
    assert {f.code for f in found.findings if f.level == "error"} <= {
        "S107"
    }  # technologies and covers: not in the list


def test_a_cell_that_is_no_number_is_found_at_its_row(bureau, tmp_path):
    text = draft(bureau).text.replace('"最低支持(万元)": number', '"最低支持(万元)": number\n      "备注": number')
    with pytest.raises(InputError) as error:
        run(read_mapping(read(text, "m.yaml")), tmp_path)
    assert [(f.code, f.row, f.column, f.value) for f in error.value.findings] == [("M814", 5, "备注", "补报")]


def test_cells_merged_among_the_data_stay_an_error(bureau, tmp_path):
    book = load_workbook(bureau)
    book.active.merge_cells("D4:D5")
    book.save(bureau)
    made = draft(bureau)
    assert [(f.code, f.value) for f in made.sheet.findings] == [("S124", "D4:D5")]
    with pytest.raises(InputError):
        run(read_mapping(read(made.text, "m.yaml")), tmp_path)


def test_a_csv_file_in_gb18030_with_a_title(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_bytes("企业名录,,\n单位名称,单位性质,属地\n甲公司,firm,镇海\n".encode("gb18030"))
    made = draft(path)
    assert (made.table, made.heads) == ("organisations", (2, 2))
    done = run(read_mapping(read(made.text, "m.yaml")), tmp_path)
    assert [(o["id"], o["kind"], o["district"]) for o in rows(done, "organisations")] == [("甲公司", "firm", "镇海")]


def test_what_a_head_says_cannot_slip_into_the_mapping(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('id,"name"," ""; DROP"\nO1,甲,1\n', "utf-8")
    made = draft(path, table="organisations")
    assert made.wanted == ("kind",)
    assert rows(run(read_mapping(read(made.text, "m.yaml")), tmp_path), "organisations")[0]["name"] == "甲"


def test_no_heads_and_no_table(tmp_path):
    (tmp_path / "n.csv").write_text("1,2\n3,4\n", "utf-8")
    with pytest.raises(UsageError, match="--heads"):
        draft(tmp_path / "n.csv")
    with pytest.raises(UsageError, match="nearest is organisations"):
        draft(tmp_path / "n.csv", table="organisation")
