"""Folders, workbooks and archives, the hostile ones as well."""

import datetime as dt
import stat
import zipfile

import openpyxl
import pytest
import xlsxwriter

from graph.base.errors import InputError, UsageError
from loaders.dataset import load
from loaders.readers import archive as archives
from loaders.readers.sources import open_source


def refused(path):
    with pytest.raises(InputError) as error:
        open_source(path)
    return [f.code for f in error.value.findings]


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


@pytest.mark.parametrize(
    "name", ["../centres.csv", "/etc/centres.csv", "a/../../b.csv", "..\\centres.csv", "C:\\x.csv"]
)
def test_names_that_leave_the_zip(tmp_path, name):
    assert refused(zipped(tmp_path / "c.zip", **{name: "id\n", "centres.csv": "id\n"})) == ["S103"]


def test_a_link_in_the_zip(tmp_path):
    link = zipfile.ZipInfo("centres.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refused(tmp_path / "c.zip") == ["S103"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    assert refused(zipped(tmp_path / "c.zip", **{"centres.csv": b"0" * (20 << 20)})) == ["S104"]


def test_the_total_is_limited(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_TOTAL", 10)
    assert refused(zipped(tmp_path / "c.zip", **{"centres.csv": "id,name\nC1,a\n"})) == ["S104"]
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    assert refused(zipped(tmp_path / "d.zip", a="1", b="2")) == ["S104"]


def test_a_zip_that_lies_about_its_sizes_is_damaged(tmp_path):
    path = zipped(tmp_path / "c.zip", **{"centres.csv": "id,name\n" + "C1,a\n" * 1000})
    data = bytearray(path.read_bytes())
    data[60:80] = b"\xff" * 20
    path.write_bytes(data)
    loaded = load(path)
    assert loaded.ecosystem is None
    assert {"S105", "S101"} & {f.code for f in loaded.findings}


@pytest.mark.parametrize("name", ["c.zip", "c.xlsx"])
def test_rubbish_with_the_right_ending(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04 rubbish")
    assert refused(tmp_path / name) == ["S105"]


def test_a_locked_zip(tmp_path):
    path = zipped(tmp_path / "c.zip", **{"centres.csv": "id\n"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refused(path) == ["S105"]


def test_chinese_names_of_an_old_windows_zip(tmp_path):
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXX.csv", "id,name\nD1,a\n")
    path.write_bytes(path.read_bytes().replace(b"XXXX", "区县".encode("gb18030")))
    assert open_source(path).names == ("区县",)


def test_one_top_folder_and_clutter_are_left_out(tmp_path):
    source = open_source(
        zipped(
            tmp_path / "c.zip",
            **{
                "top/fields.csv": "id,name\nF1,a\n",
                "top/dataset.yaml": "name: x\n",
                "top/scenarios/base.yaml": "a: 1\n",
                "top/.hidden.csv": "",
                "__MACOSX/top/._fields.csv": "",
            },
        )
    )
    assert source.names == ("fields",)
    assert source.document == ("name: x\n", "dataset.yaml")
    assert source.read("Fields").rows == (["F1", "a"],)
    assert source.read("districts") is None


def test_places_that_are_no_dataset(tmp_path):
    assert refused(tmp_path) == ["S106"]
    for name in ("a.csv", "a.xls", "a.pdf"):
        (tmp_path / name).write_text("id\n")
        assert refused(tmp_path / name) == ["S102"]
    with pytest.raises(UsageError):
        open_source(tmp_path / "nowhere")


def test_two_files_for_one_table(write):
    loaded = load(write(**{"创新中心.csv": "id\n"}))
    found = [f for f in loaded.findings if f.level == "error"]
    assert [(f.code, f.file, f.value) for f in found] == [("S109", "创新中心.csv", "centres.csv")]


def test_a_folder_with_one_workbook_is_that_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "fields"
    book.active.append(["id", "name"])
    book.active.append([1, 2.5])
    book.save(tmp_path / "x.xlsx")
    source = open_source(tmp_path)
    assert source.kind == "workbook"
    assert source.read("fields").rows == (["1", "2.5"],)
    (tmp_path / "districts.csv").write_text("id,name\n")
    source = open_source(tmp_path)
    assert source.kind == "folder"
    assert [f.code for f in source.findings] == ["S119"]


def book(tmp_path, change, name="city.xlsx"):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "fields"
    for row in (["id", "name", "taxonomy"], ["F1", "a", "361"], ["F2", "b", "361"]):
        sheet.append(row)
    change(sheet)
    made.save(tmp_path / name)
    return open_source(tmp_path / name).read("fields")


def test_a_line_break_of_windows_is_a_line_break(tmp_path):
    # XlsxWriter 3.3.1 stores it as Excel does: _x000D_ and a line feed, which openpyxl 3.1.5 hands on as text
    with xlsxwriter.Workbook(tmp_path / "city.xlsx") as made:
        sheet = made.add_worksheet("fields")
        sheet.write_row(0, 0, ["id", "name"])
        sheet.write_row(1, 0, ["F1", "a\r\nb"])
    assert open_source(tmp_path / "city.xlsx").read("fields").rows == (["F1", "a\nb"],)


def test_merged_cells(tmp_path):
    table = book(tmp_path, lambda s: s.merge_cells("A1:B1"))
    assert [(f.code, f.file, f.row, f.column, f.value) for f in table.findings] == [
        ("S124", "city.xlsx[fields]", 1, "A", "A1:B1")
    ]
    assert [f.row for f in book(tmp_path, lambda s: s.merge_cells("C2:C3")).findings] == [2]


def test_a_formula_without_a_value(tmp_path):
    table = book(tmp_path, lambda s: s.__setitem__("B3", '=A3&"x"'))
    assert [(f.code, f.row, f.column, f.value) for f in table.findings] == [("S125", 3, "name", '=A3&"x"')]


def test_blank_rows_inside_are_counted_and_at_the_end_are_not(tmp_path):
    def change(sheet):
        sheet["A5"] = "F4"
        sheet["B5"] = "d"
        sheet["A9"] = " "

    table = book(tmp_path, change)
    assert table.numbers == (2, 3, 5)
    assert table.skipped == 1


def test_cells_of_other_kinds(tmp_path):
    def change(sheet):
        sheet["A2"], sheet["B2"], sheet["C2"] = True, dt.datetime(2023, 5, 1), 2023.0  # noqa: DTZ001 - a spreadsheet has no time zone
        sheet["C3"] = "#REF!"

    assert book(tmp_path, change).rows == (["true", "2023-05-01", "2023"], ["F2", "b", "#REF!"])


def hostile(path, part, old, new):
    """Replace bytes in one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old in members[part]
    members[part] = members[part].replace(old, new, 1)
    zipped(path, **members)
    return path


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="ZZZZZZZ2"'),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="99999999999"'),
        ("xl/worksheets/sheet1.xml", b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheet>"),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
    ],
)
def test_a_workbook_made_to_hurt(tmp_path, part, old, new):
    book(tmp_path, lambda s: None)
    assert refused(hostile(tmp_path / "city.xlsx", part, old, new)) == ["S105"]


def test_a_workbook_that_claims_to_be_wide_and_long(tmp_path):
    book(tmp_path, lambda s: None)
    path = hostile(tmp_path / "city.xlsx", "xl/worksheets/sheet1.xml", b'ref="A1:C3"', b'ref="A1:XFD1048576"')
    assert open_source(path).read("fields").rows == (["F1", "a", "361"], ["F2", "b", "361"])


def test_a_long_cell_in_a_workbook(tmp_path):
    path = tmp_path / "city.xlsx"
    book(tmp_path, lambda s: None)
    with zipfile.ZipFile(path) as archive:
        part = next(n for n in archive.namelist() if b"361" in archive.read(n))
    table = open_source(hostile(path, part, b"361", b"3" * 200_000)).read("fields")
    assert {(f.code, f.column, f.value) for f in table.findings} == {("S114", "C", "")}


def test_a_folder_that_may_not_be_read(tmp_path, monkeypatch):
    (tmp_path / "centres.csv").write_text("id\n")

    def no(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", no)
    assert refused(tmp_path) == ["S101"]


def test_a_folder_of_workbooks_or_of_other_tables(tmp_path, write):
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError) as error:
        open_source(tmp_path)
    assert "several workbooks" in error.value.findings[0].message.en
    found = load(write("with", **{"people.xls": "x"})).findings
    assert [(f.code, f.file) for f in found] == [("S108", "people.xls")]
