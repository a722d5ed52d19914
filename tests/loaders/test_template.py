"""The template: read back, it has no rows and nothing else is wrong; filled in, it is a dataset."""

import io

import openpyxl
import pytest

from graph.base import writing
from graph.base.errors import OutputError
from graph.base.writing import write_files
from graph.model.schema import TABLES
from loaders.dataset import load
from loaders.template import ROWS, header, title, workbook, write_template

LANGS = ("en", "zh")


@pytest.mark.parametrize("lang", LANGS)
def test_read_back_there_are_only_no_rows(tmp_path, lang):
    files = write_template(tmp_path / "new" / "city", lang)
    loaded = load(tmp_path / "new" / "city")
    assert {f.code for f in loaded.findings} == {"S118", "S119"}
    assert sum(f.level == "error" for f in loaded.findings) == sum(t.required for t in TABLES.values())
    book = next(f for f in files if f.suffix == ".xlsx")
    assert {f.code for f in load(book).findings} == {"S118"}
    assert set(loaded.counts) == set(TABLES)


@pytest.mark.parametrize("lang", LANGS)
def test_spreadsheet_programs_see_utf8(tmp_path, lang):
    for path in write_template(tmp_path, lang):
        if path.suffix == ".csv":
            assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_has_notes_lists_and_a_fixed_header(lang):
    book = openpyxl.load_workbook(io.BytesIO(workbook(lang)))
    assert book.sheetnames[0] == ("说明" if lang == "zh" else "read me")
    for table in TABLES.values():
        sheet = book[title(table, lang)]
        assert sheet.freeze_panes == "A2"
        assert [c.value for c in sheet[1]] == [header(c, lang) for c in table.columns]
        assert all(c.comment.text for c in sheet[1])
        lists = {str(v.sqref).split("2:")[0]: v for v in sheet.data_validations.dataValidation}
        for cell, column in zip(sheet[1], table.columns, strict=True):
            if column.choices:
                said = lists[cell.column_letter].formula1.strip('"').split(",")
                assert said == [zh if lang == "zh" else value for value, zh in column.choices]
            elif column.kind == "boolean":
                assert lists[cell.column_letter].type == "list"
        assert all(len(v.formula1) <= 257 for v in lists.values())
        assert all(str(ROWS + 1) in str(v.sqref) for v in lists.values())


@pytest.mark.parametrize("lang", LANGS)
def test_filled_in_it_is_a_dataset(tmp_path, lang):
    book = openpyxl.load_workbook(io.BytesIO(workbook(lang)))
    rows = {
        "districts": {"id": "D1", "name": "海曙"},
        "fields": {"id": "F1", "name": "新材料"},
        "organisations": {"id": "O1", "name": "甲", "kind": "企业", "champion": "是"},
        "technologies": {"id": "T1", "name": "磁材", "kind": "bottleneck", "severity": 5},
        "centres": {"id": "C1", "name": "心", "status": "候选", "field": "F1", "district": "D1", "lead_id": "O1"},
        "covers": {"centre_id": "C1", "technology_id": "T1"},
    }
    for name, row in rows.items():
        sheet = book[title(TABLES[name], lang)]
        for i, column in enumerate(TABLES[name].columns, start=1):
            sheet.cell(2, i).value = row.get(column.name)
    book["数据集" if lang == "zh" else "dataset"]["B2"] = "试"
    book.save(tmp_path / "x.xlsx")
    loaded = load(tmp_path / "x.xlsx")
    assert {f.code for f in loaded.findings} == {"S118", "X501", "X502", "X507"}
    eco = loaded.require()
    assert (eco.info.name, eco.info.money_unit, eco.info.illustrative) == ("试", "万元", False)
    assert eco.column("organisations", "champion").tolist() == [True]


def test_existing_files_are_kept_unless_forced(tmp_path):
    (tmp_path / "covers.csv").write_text("mine")
    with pytest.raises(OutputError, match=r"covers\.csv"):
        write_template(tmp_path, "en")
    assert [p.name for p in tmp_path.iterdir()] == ["covers.csv"]
    write_template(tmp_path, "en", force=True)
    assert (tmp_path / "covers.csv").read_text("utf-8-sig").startswith("centre_id")


def fail_at(monkeypatch, method, name, number):
    real = getattr(writing.Path, method)

    def failing(self, *args, **kwargs):
        if self.name == name:
            raise OSError(number, "no")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(writing.Path, method, failing)


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("old")
    fail_at(monkeypatch, "write_bytes", "b.txt", 28)
    with pytest.raises(OutputError, match="disk is full"):
        write_files(tmp_path, {"a.txt": b"new", "b.txt": b"new", "c.txt": b"new"}, force=True)
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"a.txt": "old"}
    with pytest.raises(OutputError):
        write_files(tmp_path / "x" / "y", {"a.txt": b"new", "b.txt": b"new"})
    assert not (tmp_path / "x").exists()


def test_a_place_that_cannot_be_a_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="not a folder"):
        write_files(tmp_path / "file", {"a": b""})
    with pytest.raises(OutputError, match="cannot be written"):
        write_files(tmp_path / "file" / "under", {"a": b""})


def test_force_never_removes_a_folder(tmp_path):
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a.txt" / "precious").write_text("x")
    with pytest.raises(OutputError, match=r"a\.txt"):
        write_files(tmp_path, {"a.txt": b"new"}, force=True)
    assert (tmp_path / "a.txt" / "precious").read_text() == "x"


def test_an_interrupt_leaves_nothing_half_written(tmp_path, monkeypatch):
    real = writing.Path.write_bytes

    def interrupted(self, data):
        if self.name == "b.txt":
            raise KeyboardInterrupt
        return real(self, data)

    monkeypatch.setattr(writing.Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path / "new", {"a.txt": b"new", "b.txt": b"new"})
    assert not (tmp_path / "new").exists()
