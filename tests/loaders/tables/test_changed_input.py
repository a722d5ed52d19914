"""Input that a spreadsheet, a locale or a habit changed on the way: each kind is said, and nothing is lost unsaid."""

import io
import os
import re
import zipfile
from datetime import date

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.base.money_units import money
from graph.model.schema import TABLES
from loaders.dataset import load
from loaders.tables.changed import cut_short, mangled, year_meant
from loaders.tables.units import judge, splits


def said(path, *codes):
    """(code, file, row, column, level) of the findings with these codes."""
    return [(f.code, f.file, f.row, f.column, f.level) for f in load(path).findings if f.code in codes]


def errors(path):
    return sorted({f.code for f in load(path).findings if f.level == "error"})


INVESTMENTS = "".join(f"C{c},{y},{y * 100}\n" for c in (1, 2) for y in range(1, 6))


@pytest.mark.parametrize(
    "header",
    [
        *("investment (万元)", "投入额（万元）", "投入额（单位：万元）", "投入额(人民币万元)", "investment 万元"),
        *("投入额/万元", "投入额万元", "investment [万元]", "投入额\n（万元）", "investment（万）", "投资额（万元）"),
        *("investment{万元}", "(万元)投入额", "investment—万元", "投入额<万元>", "investment, in 10k CNY"),
    ],
)
def test_the_unit_of_the_dataset_in_a_header_is_read(write, header):
    path = write(investments=f'centre_id,year,"{header}"\n' + INVESTMENTS)
    eco = load(path).require()
    assert eco.column("investments", "investment").sum() == 3000


@pytest.mark.parametrize(
    ("header", "mend"),
    [
        ("投入额（亿元）", "1 亿元 = 10,000 万元"),
        ("投入额（元）", "1 万元 = 10,000 元"),
        ("investment (M EUR)", "money_unit"),
        ("investment 亿元", "1 亿元 = 10,000 万元"),
        ("投入额（千元）", "1 万元 = 10 千元"),
        ("投入额（%）", "money_unit"),
        ("投入额（计划）", "money_unit"),
        ("investment 万元/年", "money_unit"),
        ("投入额(万元)(预估)", "money_unit"),
        ("投入额金额（万元）", "money_unit"),
    ],
)
def test_another_unit_is_an_error_with_the_mend(write, header, mend):
    found = [
        f for f in load(write(investments=f"centre_id,year,{header}\n" + INVESTMENTS)).findings if f.code == "H207"
    ]
    assert [(f.level, f.file, f.row) for f in found] == [("error", "investments.csv", 1)]
    assert mend in found[0].mend.say("en")


def test_the_header_is_held_against_the_unit_that_the_dataset_states(write):
    path = write(dataset="name: x\nmoney_unit: EUR\n", investments="centre_id,year,investment (€)\n" + INVESTMENTS)
    assert load(path).require().column("investments", "investment").sum() == 3000
    assert errors(
        write("b", dataset="name: x\nmoney_unit: EUR\n", investments="centre_id,year,投入额（万元）\n" + INVESTMENTS)
    ) == ["H207"]


def test_percent_in_the_header_of_a_share(write):
    assert errors(write(covers="centre_id,technology_id,strength (%)\nE1,T03,0.5\nC1,T01,1\nC2,T02,0.8\n")) == ["H207"]


@pytest.mark.parametrize(
    "header", ["severity (0-10)", "严重度（10分制）", "severity（满分10）", "severity(%)", "严重度（十分制）"]
)
def test_a_scale_in_a_header_that_goes_beyond_the_column(write, header):
    path = write(technologies=f"id,name,kind,{header}\nT1,a,bottleneck,5\nT2,b,common,3\n")
    assert said(path, "H207") == [("H207", "technologies.csv", 1, header, "error")]


@pytest.mark.parametrize("header", ["severity (1-5)", "severity(5分制)", "severity (1-3)"])
def test_a_scale_in_a_header_within_the_column_is_a_remark(write, header):
    path = write(technologies=f"id,name,kind,{header}\nT1,a,bottleneck,5\nT2,b,common,3\n")
    assert said(path, "H207", "H208") == [("H208", "technologies.csv", 1, header, "note")]


def test_a_remark_in_a_header_is_said_and_read(write):
    path = write(fields="id,名称（全称）\nF1,新材料\nF2,高端装备\n")
    assert said(path, "H208") == [("H208", "fields.csv", 1, "名称（全称）", "note")]
    assert load(path).require().column("fields", "name").tolist() == ["新材料", "高端装备"]


@given(
    st.sampled_from(["万元", "亿元", "元", "千元", "百万元", "EUR", "k€", "USD", "M USD"]),
    st.sampled_from(["万元", "亿元", "元", "EUR", "USD"]),
)
def test_a_unit_is_taken_only_where_it_is_the_same(unit, own):
    column = TABLES["investments"].column("investment")
    verdict = judge(column, unit, own)
    assert (verdict is None) == (money(unit) == money(own))
    assert verdict is None or verdict.wrong


@pytest.mark.parametrize("header", ["source_url", "name_en", "district_name", "lead id", "ready_year", "id"])
def test_names_with_underscores_have_no_unit(header):
    assert splits(header) == []


@pytest.mark.parametrize(
    ("lost", "code"),
    [
        ("9.13302E+17", "C314"),
        ("9.1E+17", "C314"),
        ("1.00E+05", "C314"),
        ("2024-01-01", "C315"),
        ("1月2日", "C315"),
        ("2-Jan", "C315"),
        ("2024/1/1", "C315"),
        ("1/2/24", "C315"),
        ("1:02", "C315"),
        ("12:30:00", "C315"),
        ("########", "C311"),
    ],
)
def test_an_id_that_a_spreadsheet_destroyed(write, lost, code):
    path = write(fields=f"id,name\nF1,新材料\nF2,高端装备\n{lost},x\n")
    assert said(path, "C311", "C314", "C315") == [(code, "fields.csv", 4, "id", "error")]
    path = write("ref", ties=f"source_id,target_id,kind\nO1,{lost},co_patent\n")
    assert said(path, "C311", "C314", "C315") == [(code, "ties.csv", 2, "target_id", "error")]


@pytest.mark.parametrize(
    "whole", ["E314", "T01", "1-1", "2024", "01", "91330200MA2AAAAA1X", "913302000000000034", "A-2024-01"]
)
def test_ids_that_are_whole(whole):
    assert mangled(whole) is None
    assert not cut_short(whole)


def book(tmp_path, small, **sheets):
    """The small dataset as a workbook; keyword arguments replace sheets by rows of values."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for csv in sorted(small.glob("*.csv")):
        sheet = made.create_sheet(csv.stem)
        rows = sheets.get(csv.stem) or [line.split(",") for line in csv.read_text("utf-8").splitlines()]
        for row in rows:
            sheet.append([_typed(v) for v in row])
    made.save(tmp_path / "city.xlsx")
    return tmp_path / "city.xlsx"


def _typed(value):
    try:
        return float(value) if isinstance(value, str) and value else value
    except ValueError:
        return value


def test_long_ids_as_number_cells(write, tmp_path):
    rows = [["id", "name", "kind"], ["O1", "a", "firm"], ["O2", "b", "firm"], ["O3", "c", "firm"]]
    path = book(tmp_path, write(), organisations=[*rows, [913302000000000034, "d", "firm"]])
    assert said(path, "C316") == [("C316", "city.xlsx[organisations]", 5, "id", "warning")]
    assert said(
        write("t", organisations="id,name,kind\nO1,a,firm\nO2,b,firm\nO3,c,firm\n913302000000000000,d,firm\n"), "C316"
    )


def dated(path, numbers):
    """The workbook with the format of its custom style as one that a file names by a number alone."""
    parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    styles = re.sub(rb"<numFmts.*?</numFmts>", b"", parts["xl/styles.xml"])
    assert b'numFmtId="164"' in styles
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**parts, "xl/styles.xml": styles.replace(b"164", b"%d" % numbers)}.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("number", [27, 31, 36, 50, 57, 58])
def test_dates_of_chinese_excel_are_dates(write, tmp_path, number):
    """Typed as 3-1, shown as 3月1日: the file names the format by its number alone."""
    path = book(tmp_path, write())
    made = openpyxl.load_workbook(path)
    made["technologies"]["A2"].value, made["centres"]["G2"].value = 45717, 45717
    assert made["centres"]["G1"].value == "ready_year"
    for cell in (made["technologies"]["A2"], made["centres"]["G2"]):
        cell.number_format = "0.000"
    made.save(path)
    found = {(f.code, f.column, f.value) for f in load(dated(path, number)).findings if f.level == "error"}
    assert {("C315", "id", "2025-03-01"), ("C317", "ready_year", "2025-03-01")} <= found


@pytest.mark.parametrize(
    "year", ["2024年", "2024-03-01", "1905-07-16", "45352", "2024/3/1", "2024年3月", "20240301", "2024年度"]
)
def test_a_date_where_a_year_is_asked(write, year):
    head = "id,name,status,field,district,lead_id,ready_year\n"
    body = head + f"C1,a,candidate,F1,D1,O2,{year}\nC2,b,candidate,F2,D2,O3,2024\n"
    found = [f for f in load(write(centres=body)).findings if f.code == "C317"]
    assert [(f.row, f.column, f.level, f.mend.say("en"), f.mend.say("zh")) for f in found] == [
        (2, "ready_year", "error", "write 2024", "请写作 2024")
    ]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_gives_its_year(day):
    serial = (day - date(1899, 12, 30)).days
    for cell in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        str(serial),
        f"{day:%Y%m%d}",
        f"{day:%d/%m/%Y}",
    ):
        assert year_meant(cell) == day.year


@pytest.mark.parametrize(
    ("stored", "recalculate", "other", "levels"),
    [
        *[("0", True, None, ["error"]), ("", False, None, ["error"]), ("7", True, None, [])],
        *[("0", False, None, ["warning"]), ("0.0", False, None, ["warning"]), ("0", False, "9", [])],
    ],
)
def test_formulas_never_computed(write, tmp_path, stored, recalculate, other, levels):
    rows = [line.split(",") for line in (write() / "investments.csv").read_text().splitlines()]
    rows[1][2] = "=3+4"
    rows[2][2] = "=4+5" if other else rows[2][2]
    path = book(tmp_path, tmp_path / "small", investments=rows)
    parts = {n: zipfile.ZipFile(path).read(n) for n in zipfile.ZipFile(path).namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            new = data.replace(b"<f>3+4</f><v />", f"<f>3+4</f><v>{stored}</v>".encode()).replace(
                b"<f>3+4</f><v></v>", f"<f>3+4</f><v>{stored}</v>".encode()
            )
            new = new.replace(b"<f>4+5</f><v />", b"<f>4+5</f><v>9</v>").replace(
                b"<f>4+5</f><v></v>", b"<f>4+5</f><v>9</v>"
            )
            archive.writestr(name, new if recalculate else new.replace(b'fullCalcOnLoad="1"', b""))
    found = [f for f in load(path).findings if f.code == "S125"]
    assert [f.level for f in found] == levels
    assert [(f.row, f.value) for f in found] == [(2, "=3+4")] * len(levels)


def test_points_of_thousands(write):
    path = write(
        investments="centre_id,year,investment\n"
        + "".join(f"C{c},{y},{y}.{y}00\n" for c in (1, 2) for y in range(1, 6))
    )
    assert said(path, "C318") == [("C318", "investments.csv", 1, "investment", "warning")]
    mixed = "".join(
        f"C{c},{y},{v}\n" for c in (1, 2) for y, v in enumerate(("900", "1.200", "12.300", "7", "1.000"), 1)
    )
    assert said(write("m", investments="centre_id,year,investment\n" + mixed), "C318")
    clean = "".join(
        f"C{c},{y},{v}\n" for c in (1, 2) for y, v in enumerate(("900.5", "1.200", "12.30", "7", "0.125"), 1)
    )
    assert not said(write("n", investments="centre_id,year,investment\n" + clean), "C318")


@pytest.mark.parametrize(("first", "told"), [("1.200", True), ("1.250", True), ("0.125", False), ("1.25", False)])
def test_one_point_of_thousands_among_whole_amounts(write, first, told):
    body = "centre_id,year,investment\n" + INVESTMENTS.replace("C1,3,300", f"C1,3,{first}")
    assert bool(said(write(investments=body), "C318")) == told
    small = "id,name,kind,sales\nO1,a,firm,1.255\nO2,b,firm,7\nO3,c,firm,\n"
    assert not said(write("few", organisations=small), "C318")


def test_grouping_by_points_names_what_is_meant(write):
    body = "centre_id,year,investment\nC1,1,1.234.567\n" + INVESTMENTS.removeprefix("C1,1,100\n").replace(
        "C1,2,200", 'C1,2,"1.200,50"'
    )
    found = [(f.code, f.mend.say("en")) for f in load(write(investments=body)).findings if f.level == "error"]
    assert found == [("C304", "write 1234567 if that is meant"), ("C304", "write 1200.50 if that is meant")]


@pytest.mark.parametrize("row", ["C2," + ",".join(["0.8"] * 10), "C2," + ",".join(["1"] * 10)])
def test_scores_that_are_shares(write, row):
    head = "centre_id," + ",".join(c.name for c in TABLES["conditions"].columns[1:11]) + "\n"
    path = write(conditions=head + "C1," + ",".join(["80"] * 10) + "\n" + row + "\n")
    assert said(path, "X581") == [("X581", "conditions.csv", 3, "positioning", "warning")]
    path = write("all", conditions=head + row.replace("C2", "C1") + "\n" + row + "\n")
    assert said(path, "X581") == [("X581", "conditions.csv", 1, "positioning", "warning")]


@pytest.mark.parametrize("points", ["8", "4"])
def test_scores_of_another_scale(write, points):
    head = "centre_id," + ",".join(c.name for c in TABLES["conditions"].columns[1:11]) + "\n"
    row = ",".join([points] * 10)
    path = write(conditions=f"{head}C1,{row}\nC2,{row}\n")
    assert said(path, "X581") == [("X581", "conditions.csv", 1, "positioning", "warning")]
    path = write("one", conditions=f"{head}C1,{','.join(['80'] * 10)}\nC2,{row}\n")
    assert said(path, "X581") == [("X581", "conditions.csv", 3, "positioning", "warning")]
    path = write("none", conditions=f"{head}C1,{row[:-1]}80\nC2,{','.join(['80'] * 10)}\n")
    assert said(path, "X581") == []


def test_one_share_among_points(write):
    head = "centre_id," + ",".join(c.name for c in TABLES["conditions"].columns[1:11]) + "\n"
    path = write(conditions=head + "C1,80,0.8,80,80,80,80,80,80,80,80\nC2," + ",".join(["80"] * 10) + "\n")
    assert said(path, "X581") == [("X581", "conditions.csv", 2, "field_focus", "warning")]


@pytest.mark.parametrize("name", ["investments (2)", "investments2028", "investments_part2", "投入二", "投入 续表"])
def test_rows_that_go_on_in_another_file_are_told(write, name):
    path = write()
    (path / f"{name}.csv").write_text("centre_id,year,investment\nC1,1,5\n", "utf-8")
    found = [f for f in load(path).findings if f.code == "S108"]
    assert [(f.level, f.value) for f in found] == [("warning", name)]
    assert "its rows are not read" in found[0].mend.en


@pytest.mark.parametrize("first", ["", ",,", "sep=,"])
def test_a_first_row_that_is_no_header(write, first):
    found = load(write(investments=f"{first}\ncentre_id,year,investment\n" + INVESTMENTS)).findings
    assert [(f.code, f.row) for f in found if f.level == "error"] == [("H205", 2)]


@pytest.mark.parametrize(
    ("shown_as", "held"),
    [("1903-04-14", "1200"), ("1900-01-03", "3"), ("12:00:00", "0.5"), ("2500 days, 0:00:00", "2500")],
)
def test_a_number_whose_cell_is_shown_as_a_date_is_told_with_what_it_holds(write, shown_as, held):
    path = write(investments="centre_id,year,investment\n" + INVESTMENTS.replace("C1,3,300", f'C1,3,"{shown_as}"'))
    [found] = [f for f in load(path).findings if f.level == "error"]
    assert (found.code, found.row, found.column) == ("C304", 4, "investment")
    assert f"holds {held})" in found.mend.say("en")


@pytest.mark.parametrize("titles", [1, 2, 3])
def test_a_title_above_the_header(write, titles):
    path = write(investments="2024年投入情况表（单位：万元）,,\n" * titles + "中心编号,年次,投入额\n" + INVESTMENTS)
    found = [f for f in load(path).findings if f.file == "investments.csv" and f.level == "error"]
    assert [(f.code, f.row) for f in found] == [("H205", 1 + titles)]
    assert f"row {1 + titles}" in found[0].message.say("en")


@pytest.mark.parametrize(
    "row", ["合计,,3000", "注：单位万元,,", "注1,,", "总计：,1,3000", "Total,,3000", "制表人：张三,,", ",,备注：无"]
)
def test_rows_of_totals_and_notes(write, row):
    path = write(investments="centre_id,year,investment\n" + INVESTMENTS + row + "\n")
    found = [f for f in load(path).findings if f.file == "investments.csv" and f.level == "error"]
    assert [(f.code, f.row) for f in found] == [("C321", 12)]
    assert load(path).counts["investments"].skipped == 1


@pytest.mark.parametrize("mark", ["NA", "n/a", "-", "—", "无", "不详", "NULL"])
def test_marks_of_missing_numbers_are_blank_and_said(write, mark):
    path = write(ties=f"source_id,target_id,kind,year,weight\nO1,O2,co_patent,{mark},3\n")
    assert said(path, "C319") == [("C319", "ties.csv", 2, "year", "warning")]
    assert np.isnan(load(path).require().column("ties", "year")).all()
    needed = write(
        "needed", investments="centre_id,year,investment\n" + INVESTMENTS.replace("C1,3,300", f"C1,3,{mark}")
    )
    assert load(needed).ecosystem is None


def test_namibia_is_a_country(write):
    path = write(
        districts="id,name\nD1,a\nD2,b\nNA,Namibia\n",
        organisations="id,name,kind,district\nO1,a,firm,NA\nO2,b,firm,D1\nO3,c,firm,\n",
    )
    assert load(path).require().column("organisations", "district").tolist() == ["NA", "D1", ""]
    assert not said(path, "C319")


def test_quotes_after_a_blank(write):
    path = write(
        organisations='id, name, kind, district\nO1, "甲公司, 宁波", firm, D1\nO2, "乙", firm, D2\nO3, 丙, firm,\n'
    )
    assert load(path).require().column("organisations", "name").tolist() == ["甲公司, 宁波", "乙", "丙"]
    path = write("wide", fields='id,name\nF1,\u3000"新材料"\nF2,高端装备\n')
    assert load(path).require().column("fields", "name").tolist() == ["新材料", "高端装备"]


@pytest.mark.parametrize("gap", ["\t", "\u00a0", "\u3000"])
def test_a_quote_after_another_blank_is_told_as_such(write, gap):
    path = write(fields=f'id,name\nF1,{gap}"新材料, 磁性"\nF2,高端装备\n')
    [found] = [f for f in load(path).findings if f.file == "fields.csv" and f.level == "error"]
    assert (found.code, found.row) == ("C302", 2)
    assert "blank before the quote" in found.mend.say("en")


def test_what_stands_after_a_closing_quote_is_told(write):
    path = write(fields='id,name\nF1,"新材料" ,\nF2,高端装备\n')
    [found] = [f for f in load(path).findings if f.file == "fields.csv" and f.level == "error"]
    assert (found.code, found.row) == ("S115", 2)
    assert "blanks too" in found.mend.say("en")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("瀹佹尝鏉愭枡", "宁波材料"), ("KÃ¶ln", "Köln"), ("甲\ufffd司", ""), ("宁波材料", None), ("Köln", None)],
)
def test_characters_lost_before_they_came_here(write, name, meant):
    path = write(fields=f"id,name\nF1,{name}\nF2,b\n")
    found = [f for f in load(path).findings if f.code == "C322"]
    assert [(f.row, f.column, f.level) for f in found] == ([] if meant is None else [(2, "name", "warning")])
    assert all(meant in f.mend.say("en") for f in found)


@pytest.mark.parametrize("names", ["𠀀喆 㛃㐂", "喆 㐂", "璟雯 煜祺 昕玥"])
def test_a_short_list_of_rare_names_is_read_and_shown(write, names):
    body = "id,name,organisation_id\n" + "".join(f"P{i},{n},O2\n" for i, n in enumerate(names.split(), 1))
    path = write(people=body.encode("gb18030"), affiliations=None, capabilities=None)
    assert load(path).require().column("people", "name").tolist() == names.split()
    [found] = [f for f in load(path).findings if f.code == "S112"]
    assert found.level == "warning"
    assert max(names.split(), key=len) in found.message.say("en")


def test_big5_that_reads_as_gb18030_is_a_warning(write):
    body = "id,name\nF1,寧波電機廠\nF2,鎮海煉化\nF3,龍華集團\n"
    assert said(write(fields=body.encode("big5")), "S112") == [("S112", "fields.csv", 0, "", "warning")]


@pytest.mark.parametrize("names", ["张㛃 李𬭸 王喆 陈婳", "張學友 劉德華 臺灣 寧波", "郭富城 黎明 鑫鑫"])
def test_rare_and_traditional_characters_of_gb18030(write, names):
    body = "id,name,organisation_id\n" + "".join(f"P{i},{n},O2\n" for i, n in enumerate(names.split(), 1))
    path = write(people=body.encode("gb18030"), affiliations=None, capabilities=None)
    assert load(path).require().column("people", "name").tolist() == names.split()
    assert said(path, "S112") == [("S112", "people.csv", 0, "", "note")]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Universität zu Köln und Wärme", "latin-1"), ("臺灣大學與國立清華大學電機資訊學院研究發展處創新中心", "big5")],
)
def test_other_encodings_are_not_taken_for_chinese(write, text, encoding):
    path = write(people=f"id,name\nP1,{text}\nP2,a\n".encode(encoding), affiliations=None, capabilities=None)
    assert errors(path) == ["S111"]


@pytest.mark.parametrize("encoding", ["GB18030", "GBK", "gb2312", "UTF-8", "UTF-16"])
def test_xml_in_the_encoding_that_it_names(tmp_path, encoding):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><graphml><key id="k" for="node" attr.name="node_kind"/>'
        '<graph edgedefault="directed"><node id="Field:F1"><data key="k">Field</data></node>'
        '<node id="Field:新材料"><data key="k">Field</data></node></graph></graphml>'
    )
    (tmp_path / "g.graphml").write_bytes(text.encode(encoding))
    loaded = load(tmp_path / "g.graphml")
    assert not [f for f in loaded.findings if f.code == "G701"]
    assert loaded.counts["fields"].read == 2


def test_xml_whose_bytes_are_not_of_its_encoding(tmp_path):
    (tmp_path / "g.graphml").write_bytes(b'<?xml version="1.0" encoding="gb18030"?><graphml>' + b"\xff\xff</graphml>")
    assert errors(tmp_path / "g.graphml") == ["G701"]


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_an_entry_that_is_no_file_is_never_not_given(write, kind):
    path = write(people=None)
    place = path / "people.csv"
    {"link": lambda: place.symlink_to("nowhere"), "folder": place.mkdir, "pipe": lambda: os.mkfifo(place)}[kind]()
    assert said(path, "S128") == [("S128", "people.csv", 0, "", "error")]
    assert not [f for f in load(path).findings if f.code == "S117" and "people" in f.message.say("en")]


@pytest.mark.parametrize("name", ["people.txt", "people.xls", "people.csv.txt", "人才.ods", "people"])
def test_a_table_with_another_ending_is_never_not_given(write, name):
    path = write(people=None)
    (path / name).write_text("id,name\nP1,a\n")
    assert said(path, "S129") == [("S129", name, 0, "", "error")]
    assert not [f for f in load(path).findings if f.code == "S117" and "people" in f.message.say("en")]


def test_a_pipe_in_the_place_of_a_workbook(tmp_path):
    os.mkfifo(tmp_path / "city.xlsx")
    assert errors(tmp_path / "city.xlsx") == ["S128"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_member_twice_in_a_zip(write, tmp_path):
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        for csv in write().iterdir():
            archive.write(csv, csv.name)
        archive.writestr("covers.csv", "centre_id,technology_id\nC1,T01\n")
    assert errors(tmp_path / "c.zip") == ["S109"]


def test_a_table_in_a_deeper_folder_of_a_zip(write, tmp_path):
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        for csv in write().iterdir():
            archive.write(csv, f"more/{csv.name}" if csv.stem == "people" else csv.name)
    assert said(tmp_path / "c.zip", "S129") == [("S129", "more/people.csv", 0, "", "warning")]


def test_a_paper_with_the_name_of_a_table_is_no_table(write):
    path = write(people=None, affiliations=None, capabilities=None)
    (path / "people.pdf").write_bytes(b"%PDF")
    assert load(path).findings[0].code != "S129"


def test_a_strict_workbook_is_read_like_any_other(write, tmp_path):
    path = book(tmp_path, write())
    parts = {n: zipfile.ZipFile(path).read(n) for n in zipfile.ZipFile(path).namelist()}
    usual = load(path).require()
    with zipfile.ZipFile(tmp_path / "strict.xlsx", "w") as archive:
        for name, data in parts.items():
            new = data.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            new = new.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
            )
            archive.writestr(name, new)
    strict = load(tmp_path / "strict.xlsx").require()
    assert {k: v.tolist() for k, v in usual.tables["investments"].items()} == {
        k: v.tolist() for k, v in strict.tables["investments"].items()
    }


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_that_was_cut_off(write, tmp_path, share):
    data = book(tmp_path, write()).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(data[: int(len(data) * share)])
    assert errors(tmp_path / "cut.xlsx") == ["S105"]


@pytest.mark.parametrize("digits", [400, 5000])
def test_whole_numbers_without_end(write, tmp_path, digits):
    big = "9" * digits
    assert "C306" in errors(write(ties=f"source_id,target_id,kind,year,weight\nO1,O2,co_patent,2020,{big}\n"))
    (tmp_path / "g.json").write_text(
        '{"nodes": [{"id": "Field:F1", "node_kind": "Field"}, {"id": "Technology:T", "node_kind": "Technology", '
        f'"kind": "common", "severity": {big}}}], "edges": []}}'
    )
    assert load(tmp_path / "g.json").ecosystem is None


@pytest.mark.parametrize("document", [None, "", "name: x\n", "illustrative: false\n"])
def test_the_mark_of_made_up_data_survives_its_document(write, document):
    path = write(dataset=document, fields="id,name,source\nF1,a,illustrative\nF2,b,\n")
    assert load(path).require().info.illustrative
    assert not load(write("real", dataset=document or "name: y\n")).require().info.illustrative


def test_a_foreign_graph_is_told_once(tmp_path):
    (tmp_path / "f.gexf").write_text(
        '<gexf xmlns="http://gexf.net/1.3"><graph><nodes><node id="a"/><node id="b"/></nodes>'
        '<edges><edge source="a" target="b"/></edges></graph></gexf>'
    )
    assert [(f.code, f.column) for f in load(tmp_path / "f.gexf").findings] == [("G703", "node_kind")]


def test_columns_of_other_programs_are_named_once(write, tmp_path):
    import networkx as nx  # noqa: PLC0415

    from loaders.export import export  # noqa: PLC0415

    eco = load(write()).require()
    export(eco, tmp_path / "a.graphml")
    view = nx.read_graphml(io.BytesIO((tmp_path / "a.graphml").read_bytes()))
    nx.set_node_attributes(view, dict(view.degree()), "Degree")
    nx.set_node_attributes(view, 0, "modularity_class")
    nx.write_graphml(view, tmp_path / "b.graphml")
    found = [f for f in load(tmp_path / "b.graphml").findings if f.code in ("G712", "H202", "S122")]
    assert [(f.code, f.level) for f in found] == [("G712", "note")]
    assert "Degree, modularity_class" in found[0].message.say("en")
    assert load(tmp_path / "b.graphml").require().counts() == eco.counts()
