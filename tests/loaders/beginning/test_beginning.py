"""A bureau's own workbook: header found or asked for, names become ids, nothing guessed."""

import csv
import io

import pytest

from buju_testing.bureau_books import CENTRES, HEADER, SHEETS, changed, write_book
from graph.base.errors import UsageError
from loaders.beginning import Answers, begin


@pytest.fixture
def read(tmp_path):
    def begun(given=SHEETS, /, **answers):
        return begin(write_book(tmp_path / "book.xlsx", given), "示例市", Answers(**answers))

    return begun


def table(begun, name):
    text = begun.files("en")[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_title_rows_totals_and_notes_are_told_from_data(read):
    begun = read(guesses=True)
    assert begun.headers == {"申报汇总": ("centres", 3), "技术清单": ("technologies", 2)}
    assert begun.left_sheets == ("填表说明",)
    assert [(s, n) for s, n, _ in begun.left_rows] == [("申报汇总", 7), ("申报汇总", 8)]
    assert [row["name"] for row in table(begun, "centres")] == [row[1] for row in CENTRES]


def test_names_become_ids_and_wide_columns_rows(read):
    begun = read(guesses=True)
    assert not begun.errors
    names = {row["id"]: row["name"] for row in table(begun, "organisations")}
    assert [names[row["lead_id"]] for row in table(begun, "centres")] == [row[2] for row in CENTRES]
    invested = [(row["centre_id"], row["year"], row["investment"]) for row in table(begun, "investments")]
    assert invested[:4] == [("C01", "1", "1200"), ("C01", "2", "1300"), ("C01", "3", "1100"), ("C02", "1", "900")]
    assert [(row["centre_id"], row["technology_id"]) for row in table(begun, "covers")] == [
        ("C01", "T01"),
        ("C01", "T02"),
        ("C02", "T03"),
    ]
    members = {(row["centre_id"], names[row["organisation_id"]], row["role"]) for row in table(begun, "members")}
    assert ("C01", "示例轴承有限公司", "lead") in members
    assert ("C01", "示例研究院", "") in members
    assert [row["minimum_support"] for row in table(begun, "centres")] == ["400", "300", "200"]
    assert table(begun, "centres")[1]["source"] == "book.xlsx[申报汇总]:5"


def test_a_technology_without_kind_and_severity_is_left_out_and_told(read):
    begun = read(guesses=True)
    assert "高效压缩机" not in str(begun.rows)
    assert any("高效压缩机" in words.zh and "高效压缩机" in words.en for words in begun.notes)


def test_guesses_wait_for_somebody_to_agree(read):
    begun = read()
    assert begun.eco is None
    assert [(q.kind, q.header, q.field) for q in begun.questions] == [
        ("guess", "申请支持资金（万元）", "minimum_support")
    ]
    left = read(columns={"申请支持资金（万元）": ""})
    assert left.eco is not None
    assert [row["minimum_support"] for row in table(left, "centres")] == ["", "", ""]
    told = read(columns={"申报汇总!联系人": "subfield", "申请支持资金（万元）": ""})
    assert [row["subfield"] for row in table(told, "centres")] == ["x", "x", "y"]


def test_a_workbook_without_a_header_is_never_guessed_at(read):
    rows = {"汇总": [row[1:5] for row in CENTRES]}
    begun = read(rows)
    assert begun.eco is None
    assert [(q.kind, q.finding.code, q.choices) for q in begun.questions] == [("candidates", "B905", ("汇总",))]
    asked = read(rows, sheets={"汇总": "centres"})
    assert [(q.kind, q.finding.code) for q in asked.questions] == [("header", "B901")]
    assert "示例轴承中心" in asked.questions[0].finding.message.zh


def test_candidates_without_a_header_are_asked_for_beside_all_other_questions(read):
    rows = {"汇总": [row[1:5] for row in CENTRES], "技术": [("编号", "技术名称", "类型"), ("T1", "甲", "卡脖子")]}
    assert [(q.kind, q.finding.code) for q in read(rows).questions] == [("candidates", "B905"), ("guess", "B903")]


def test_two_rows_that_look_like_a_header_are_asked_about(read):
    begun = read({"申报": [("中心名称", "牵头单位"), ("中心名称", "牵头单位"), ("甲", "乙公司")]})
    assert [q.kind for q in begun.questions] == ["header"]
    assert "1" in begun.questions[0].finding.message.en
    assert read({"申报": [("中心名称", "牵头单位"), ("x", "y"), ("甲", "乙公司")]}, headers={"申报": 1}).headers == {
        "申报": ("centres", 1)
    }


def test_two_columns_that_mean_the_same_are_asked_about(read):
    twice = changed("申报汇总", 3, [*HEADER[:-1], "依托单位"])
    begun = read(twice, guesses=True)
    assert [(q.kind, q.choices) for q in begun.questions] == [("column", ("牵头单位", "依托单位"))]
    assert begun.questions[0].finding.code == "B902"
    assert read(twice, guesses=True, columns={"依托单位": ""}).eco is not None


def test_headers_that_only_contain_a_known_word_are_guessed_shown_and_asked_about(read):
    other = {
        "中心名称": "拟建创新中心名称（全称）",
        "所在区县": "项目所属区(县、市)",
        "所属领域": "所属产业领域",
        "拟攻克技术": "攻克的关键技术",
        "申请支持资金（万元）": "拟支持金额(万元)",
        "组建模式": "启动年份",
    }
    head = [other.get(name, name) for name in HEADER]
    rows = [*SHEETS["申报汇总"][:2], head, *([*r[:6], 2027, *r[7:]] for r in CENTRES)]
    given = {**SHEETS, "申报汇总": rows}
    begun = read(given)
    assert begun.eco is None
    assert {q.header: q.field for q in begun.questions} == {
        "拟建创新中心名称（全称）": "name",
        "项目所属区(县、市)": "district",
        "所属产业领域": "field",
        "攻克的关键技术": "technologies",
        "拟支持金额(万元)": "minimum_support",
        "启动年份": "ready_year",
    }
    agreed = read(given, guesses=True)
    assert agreed.eco is not None
    assert {m.header for m in agreed.matches if m.how == "guess"} == {q.header for q in begun.questions}
    assert [row["ready_year"] for row in table(agreed, "centres")] == ["2027"] * 3


@pytest.mark.parametrize("header", ["关键技术负责人", "牵头单位联系电话", "参与人数", "序号", "备注", "核心"])
def test_a_header_about_something_beside_a_known_word_is_not_read(read, header):
    begun = read(changed("申报汇总", 3, [*HEADER[:-1], header]), guesses=True)
    assert [m.how for m in begun.matches if m.header == header] in (["unread"], ["unread", "unread"])


def test_two_guesses_at_one_field_are_asked_about_with_their_names(read):
    head = [*HEADER[:-1], "本年拟支持经费"]
    begun = read(changed("申报汇总", 3, head), guesses=True)
    assert [(q.kind, q.choices) for q in begun.questions] == [("column", ("申请支持资金（万元）", "本年拟支持经费"))]
    assert "申请支持资金" in begun.questions[0].finding.message.en


MERGED_HEAD = ("序号", "中心名称", "牵头单位", "所属领域", "所在区县", "拟投资额（万元）", "", "")
BELOW = ("", "", "", "", "", "第一年", "第二年", "第三年")


def test_a_head_merged_over_several_columns_is_joined_with_the_names_below(read):
    rows = [("汇总表（虚构）",), MERGED_HEAD, BELOW, *((*r[:5], *r[7:10]) for r in CENTRES)]
    begun = read({"申报汇总": rows}, guesses=True)
    assert begun.headers == {"申报汇总": ("centres", 2)}
    assert [row["investment"] for row in table(begun, "investments")][:4] == ["1200", "1300", "1100", "900"]
    assert [m.header for m in begun.matches][-3:] == [f"第{y}年拟投资额（万元）" for y in "一二三"]
    assert begun.money_unit == "万元"


def test_a_row_of_data_is_never_taken_for_part_of_the_header(read):
    rows = [MERGED_HEAD, ("", "甲中心", "", "", "", "", "", ""), *((*r[:5], *r[7:10]) for r in CENTRES)]
    assert next(row["name"] for row in table(read({"申报": rows}, guesses=True), "centres")) == "甲中心"
    rows = [MERGED_HEAD, ("", "", "", "", "", 5, 6, 7), *((*r[:5], *r[7:10]) for r in CENTRES)]
    assert [f.code for f in read({"申报": rows}, guesses=True).findings if f.level == "error"] == ["B906"]


def test_the_words_of_a_list_as_bureaus_write_them_are_read_and_counted(read):
    begun = read(changed("技术清单", 3, ["高端轴承钢", "卡脖子技术", 5, "关键基础件"]), guesses=True)
    assert [row["kind"] for row in table(begun, "technologies")] == ["bottleneck", "共性", "卡脖子"]
    assert any("卡脖子技术" in words.zh and "1 处" in words.zh for words in begun.notes)
    wrong = read(changed("技术清单", 3, ["高端轴承钢", "重大", 5, "关键基础件"]), guesses=True)
    assert [(f.code, f.row) for f in wrong.findings if f.level == "error"] == [("C310", 3)]


def test_a_sheet_that_fits_several_tables_is_asked_about(read):
    begun = read({**SHEETS, "名单": [("名称", "区县"), ("甲", "东区")]}, guesses=True)
    assert [(q.kind, q.sheet) for q in begun.questions] == [("sheet", "名单")]
    assert set(begun.questions[0].choices) >= {"centres", "organisations"}
    assert (
        read({**SHEETS, "名单": [("名称", "区县"), ("甲", "东区")]}, guesses=True, sheets={"名单": ""}).eco is not None
    )


def test_what_is_wrong_with_a_cell_is_told_at_its_place_in_the_workbook(read):
    row = list(CENTRES[0])
    row[7] = "1200万元"
    begun = read(changed("申报汇总", 4, row), guesses=True)
    wrong = next(f for f in begun.findings if f.level == "error")
    assert (wrong.file, wrong.row, wrong.column, wrong.value) == (
        "book.xlsx[申报汇总]",
        4,
        "第一年投入（万元）",
        "1200万元",
    )


def test_a_row_without_a_name_is_an_error(read):
    begun = read(changed("申报汇总", 4, ["", "", *CENTRES[0][2:]]), guesses=True)
    assert [(f.code, f.row) for f in begun.findings if f.level == "error"] == [("B906", 4)]


def test_the_money_unit_is_the_headers_own_or_is_held_against_them(read):
    assert read(guesses=True).money_unit == "万元"
    begun = read(guesses=True, money="亿元")
    assert {f.code for f in begun.findings} == {"H207"}
    assert len(begun.findings) == 4


def test_a_name_that_two_rows_have_is_not_resolved(read):
    people = [("姓名", "单位"), ("张一", "示例大学"), ("张一", "示例研究院")]
    begun = read({**SHEETS, "人才名单": people}, guesses=True)
    assert ("B907", "张一") in {(f.code, f.value) for f in begun.findings}


def test_nearly_equal_names_are_told(read):
    row = [*CENTRES[1][:4], "东", *CENTRES[1][5:]]
    assert not [f for f in read(changed("申报汇总", 5, row), guesses=True).findings if f.code == "B908"]
    row[4] = "海曙"
    other = [*CENTRES[0][:4], "海曙区", *CENTRES[0][5:]]
    rows = [*SHEETS["申报汇总"][:3], other, row]
    begun = read({**SHEETS, "申报汇总": rows}, guesses=True)
    assert [f.value for f in begun.findings if f.code == "B908"] == ["海曙区"]
    assert begun.eco is not None


def test_a_calendar_year_is_placed_by_the_first_approval_year(read):
    head = list(HEADER)
    head[7:10] = ["2027年投入", "2028年投入", "2029年投入"]
    begun = read(changed("申报汇总", 3, head), guesses=True, first=2027)
    assert [row["year"] for row in table(begun, "investments")][:3] == ["1", "2", "3"]
    assert not [
        m for m in read(changed("申报汇总", 3, head), guesses=True).matches if m.header == "2027年投入" and m.field
    ]


def test_other_files_are_refused(tmp_path):
    (tmp_path / "x.txt").write_text("x")
    for name in ("x.txt", "nowhere.xlsx"):
        with pytest.raises(UsageError):
            begin(tmp_path / name, "x", Answers())


def test_a_csv_file_is_read_alike(tmp_path):
    (tmp_path / "list.csv").write_bytes(
        "申报表\n中心名称,牵头单位,所属领域,所在区县\n甲,乙公司,材料,东区\n".encode("gb18030")
    )
    begun = begin(tmp_path / "list.csv", "x", Answers())
    assert begun.eco is not None
    assert [row["name"] for row in table(begun, "districts")] == ["东区"]
