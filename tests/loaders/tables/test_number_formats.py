"""Numbers that a spreadsheet shows as other numbers: what is seen is said beside what is read, on every screen."""

import json
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.commands import run
from loaders.beginning.begun import begin
from loaders.beginning.questions import Answers
from loaders.dataset import load
from loaders.sources.sheets import read_grid, sheet_of
from loaders.tables.number_formats import matters, seen

ACCOUNTING = r'_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("code", "value", "text", "by"),
    [
        ("#,##0,", 1234567, "1,235", 1000),
        ("#,##0,,", 1234567890, "1,235", 1_000_000),
        ("0.0,", 12345, "12.3", 1000),
        ("0,.00", 12345, "12.35", 1000),
        ('0.0,,"M"', 1250000, "1.3M", 1_000_000),
        ("0!.0,", 123456, "12.3", 10_000),
        ('0!.0,"万"', 123456, "12.3万", 10_000),
        ('#0\\.0,"万"', 123456, "12.3万", 10_000),
        ('0"."0,"万元"', 123456, "12.3万元", 10_000),
        ('0!.0000"万元"', 123456, "12.3456万元", 10_000),
        ('#!.0000"万元"', 1200, "0.1200万元", 10_000),
        ('0\\.00,,"亿"', 1234567890, "12.35亿", 100_000_000),
        ("0%", 0.35, "35%", Decimal("0.01")),
        ("0.0%;[Red]-0.0%", -0.125, "-12.5%", Decimal("0.01")),
        ('[>=10000]0!.0,"万";0', 123456, "12.3万", 10_000),
        ("#,##0,;(#,##0,)", -1234567, "(1,235)", 1000),
        (";;;", 1200, "", 0),
        ('"保密"', 1200, "保密", 0),
        ('"C"000', 7, "C007", 1),
        ('0.0"亿元"', 12, "12.0亿元", 1),
        ('[$-804]0.00,"千元"', 1500, "1.50千元", 1000),
    ],
)
def test_what_a_format_shows(code, value, text, by):
    assert matters(code)
    found = seen(code, value)
    assert (found.text, found.by) == (text, by)


@pytest.mark.parametrize(
    "code",
    [
        *(
            "General",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00",
            "#,##0_);(#,##0)",
            "# ?/?",
            "0.00E+00",
            "@",
            "yyyy-mm-dd",
            "h:mm",
        ),
        *(ACCOUNTING, "[$¥-804]#,##0.00", '"$"#,##0.00', '#,##0.00\\ "€"', "#,##0.000", "[Red]0;[Blue]-0", "##0.0E+0"),
        *("G/通用格式", "[h]:mm", "#,###,##0", "0.0_ "),
    ],
)
def test_usual_formats_show_a_number_as_it_is(code):
    assert not matters(code)
    assert all(seen(code, value) is None for value in (1200, -3.5))


@pytest.mark.parametrize("code", ['[>=10000]0!.0,"万";0', "[<1000]0;0.0,"])
def test_a_condition_chooses_what_is_shown(code):
    assert matters(code)
    assert seen(code, 999) is None
    assert seen(code, 20_000).by > 1


@given(
    st.integers(1, 10**12),
    st.integers(0, 3),
    st.integers(0, 4),
    st.sampled_from(["", "!", "\\"]),
)
def test_what_is_shown_times_its_factor_is_the_number(value, commas, places, mark):
    """Within half a unit of the last figure shown: the format is built here, its factor known beforehand."""
    point = f"{mark}.{'0' * places}" if places else ""
    code = f"0{point}{',' * commas}"
    by = 1000**commas * (10**places if mark and places else 1)
    found = seen(code, value)
    if by == 1:
        assert found is None
        return
    step = Decimal(by) / 10**places
    assert found.by == by
    assert abs(Decimal(found.text) * by - value) <= step / 2


def book(tmp_path, small, sheet, column, numbers, code):
    """The small dataset as a workbook, some numbers and their format changed."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for csv in sorted(small.glob("*.csv")):
        page = made.create_sheet(csv.stem)
        for line in csv.read_text("utf-8").splitlines():
            page.append([_typed(v) for v in line.split(",")])
    page = made[sheet]
    place = [cell.value for cell in page[1]].index(column) + 1
    for row in range(2, page.max_row + 1):
        cell = page.cell(row, place)
        cell.value, cell.number_format = numbers.get(row, cell.value), code
    made.save(tmp_path / "city.xlsx")
    return tmp_path / "city.xlsx"


def _typed(value):
    try:
        return float(value)
    except ValueError:
        return value


INVESTMENTS = "centre_id,year,investment\n" + "".join(f"C{c},{y},{y * 100000}\n" for c in (1, 2) for y in range(1, 6))


def told(path):
    return [f for f in load(path).findings if f.code == "C323"]


@pytest.mark.parametrize(
    ("code", "level", "shown"),
    [
        ("#,##0,", "warning", "100"),
        ("0!.0,", "warning", "10.0"),
        ('0!.0000"万元"', "error", "10.0000万元"),
        ('#0\\.0,"万"', "error", "10.0万"),
        ('0"元"', "error", "100000元"),
        ("0%", "warning", "10000000%"),
        (";;;", "warning", "nothing"),
    ],
)
def test_an_amount_that_is_shown_as_another_is_said_with_both_readings(write, tmp_path, code, level, shown):
    path = book(tmp_path, write(investments=INVESTMENTS), "investments", "investment", {}, code)
    [found] = told(path)
    assert (found.level, found.file, found.row, found.column) == (level, "city.xlsx[investments]", 2, "investment")
    for lang in ("en", "zh"):
        said = found.message.say(lang)
        assert "100,000 万元" in said
        assert "10" in said
        assert shown in said or shown == "nothing"
        assert found.mend.say(lang)


@pytest.mark.parametrize("code", ["#,##0", ACCOUNTING, '0.00"万元"', '#,##0"万"', '0!.0000"亿元"', '0"万元/年"'])
def test_an_amount_that_is_shown_as_the_same_is_not_said(write, tmp_path, code):
    assert not told(book(tmp_path, write(investments=INVESTMENTS), "investments", "investment", {}, code))


@pytest.mark.parametrize(("code", "said"), [('0!.0000"万元"', False), ('0!.0,"万"', False), ('0"万元"', True)])
def test_the_unit_of_the_format_is_held_against_the_dataset_s(write, tmp_path, code, said):
    small = write(investments=INVESTMENTS)
    path = book(tmp_path, small, "investments", "investment", {}, code)
    made = openpyxl.load_workbook(path)
    folder = tmp_path / "yuan"
    folder.mkdir()
    made.save(folder / "city.xlsx")
    assert len(told(path)) == (code != '0"万元"')
    page = made.create_sheet("dataset")
    for row in (("name", "x"), ("money_unit", "元")):
        page.append(row)
    made.save(folder / "city.xlsx")
    assert bool(told(folder / "city.xlsx")) == said


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [("0%", 0.5, False), ("0.0%", 1, False), ('0.0"%"', 0.5, True), ("0.00", 0.5, False), ("0.0,", 0.5, True)],
)
def test_per_cent_is_right_where_a_share_is_asked(write, tmp_path, code, number, said):
    small = write()
    path = book(tmp_path, small, "covers", "strength", dict.fromkeys(range(2, 5), number), code)
    assert bool(told(path)) == said


def test_per_cent_of_what_is_no_share_is_said(write, tmp_path):
    small = write(ties="source_id,target_id,kind,year,weight\nO1,O2,co_patent,2024,0.3\n")
    [found] = told(book(tmp_path, small, "ties", "weight", {}, "0%"))
    assert "30%" in found.message.say("en")
    assert "0.3" in found.message.say("zh")


def test_an_id_that_is_shown_as_another_is_said(write, tmp_path):
    small = write(fields="id,name\n1,新材料\n2,高端装备\n")
    path = book(tmp_path, small, "fields", "id", {}, '"F"000')
    assert [(f.row, f.value) for f in told(path)] == [(2, "1")] or "F001" in told(path)[0].message.say("en")


def test_two_ways_in_one_column_are_two_findings_and_cells_are_counted(write, tmp_path):
    path = book(tmp_path, write(investments=INVESTMENTS), "investments", "investment", {}, "#,##0,")
    made = openpyxl.load_workbook(path)
    made["investments"]["C5"].number_format = "0!.0,"
    made["investments"]["C6"].number_format = "0"
    made.save(path)
    found = told(path)
    assert [f.row for f in found] == [2, 5]
    assert "8 such cells" in found[0].message.say("en")
    assert "共 8 格" in found[0].message.say("zh")


def test_a_bureau_s_own_workbook_is_begun_with_the_same_finding(tmp_path):
    made = openpyxl.Workbook()
    page = made.active
    page.title = "候选中心"
    page.append(["中心名称", "牵头单位", "最低支持资金（万元）"])
    for name in ("甲中心", "乙中心"):
        page.append([name, name + "公司", 3000000])
    for row in (2, 3):
        page.cell(row, 3).number_format = '0!.0,"万元"'
    made.save(tmp_path / "own.xlsx")
    found = [f for f in begin(tmp_path / "own.xlsx", "x", Answers()).findings if f.code == "C323"]
    assert [(f.level, f.row) for f in found] == [("error", 2)]
    assert "300.0万元" in found[0].message.say("zh")


def test_a_sheet_of_a_source_says_what_is_seen(tmp_path):
    made = openpyxl.Workbook()
    page = made.active
    page.append(["单位", "总经费"])
    page.append(["甲公司", 1234567])
    page["B2"].number_format = "#,##0,"
    made.save(tmp_path / "own.xlsx")
    found = [f for f in sheet_of(read_grid(tmp_path / "own.xlsx"), 1, 1).findings if f.code == "C323"]
    assert [(f.row, f.column) for f in found] == [(2, "总经费")]


@pytest.mark.parametrize(("lang", "words"), [("en", "the cell shows"), ("zh", "单元格显示")])
def test_validate_and_plan_say_it_on_their_own_screens(write, tmp_path, lang, words):
    path = book(tmp_path, write(investments=INVESTMENTS), "investments", "investment", {}, "#,##0,")
    checked = run("validate", path, "--lang", lang, cwd=tmp_path)
    rules = "target: {count: null, count_existing: false}, years: {first: 2024, last: 2026}, budgets: {total: 300}"
    (tmp_path / "s.yaml").write_text(f"extends: ningbo-2023\npolicy: {{{rules}}}\n", "utf-8")
    planned = run("plan", path, "-S", "s.yaml", "--lang", lang, cwd=tmp_path)
    assert planned.returncode == 0
    for result in (checked, planned):
        screen = "".join((result.stdout + result.stderr).split())
        assert "".join(words.split()) in screen
        assert "100,000" in screen
    found = json.loads(run("validate", path, "--json", cwd=tmp_path).stdout)["findings"]
    assert [f["code"] for f in found if f["code"] == "C323"] == ["C323"]
