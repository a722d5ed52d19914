"""A whole small dataset: clean when it is clean, one finding for one fault, everything at once."""

# ruff: noqa: E501 - a case stands on one line

import zipfile

import numpy as np
import openpyxl
import pytest

from graph.base.errors import InputError, UsageError
from loaders.dataset import load
from loaders.readers.cordis.cordis import is_cordis
from loaders.readers.sources import open_source
from loaders.tables.columns import Counts


def codes(loaded, level=None):
    return [f.code for f in loaded.findings if level in (None, f.level)]


def test_the_small_dataset_is_clean(write):
    folder = write()
    loaded = load(folder)
    assert loaded.findings == ()
    assert loaded.layout == "buju"
    assert loaded.counts["covers"] == Counts(read=3, skipped=0, defaulted=0)
    assert loaded.counts["centres"] == Counts(read=3, skipped=0, defaulted=3)  # level: municipal
    eco = loaded.require()
    assert eco.info.name == "small"
    assert eco.info.illustrative is True
    assert eco.ids("Centre") == ("E1", "C1", "C2")
    assert list(eco.column("centres", "level")) == ["municipal"] * 3
    np.testing.assert_array_equal(eco.column("covers", "strength"), [0.5, 1, 0.8])
    assert np.isnan(eco.column("centres", "ready_year")[0])
    assert set(loaded.hashes) == {p.name for p in folder.iterdir()}
    assert all(len(h) == 64 for h in loaded.hashes.values())


@pytest.mark.parametrize("name", ["covers.csv", "payments.csv"])
def test_a_change_is_tried_as_if_it_were_written(write, name):
    folder = write()
    stood = (folder / name).read_text("utf-8") if (folder / name).exists() else "centre_id,year,amount\n"
    columns = stood.splitlines()[0].count(",") + 1
    changed = (stood.rstrip("\n") + "\n" + ",".join(["C9"] * columns) + "\n").encode()
    tried = load(folder, instead={name: changed})
    assert "C9" in {f.value for f in tried.findings if f.file == name}
    assert load(folder).findings == ()
    (folder / name).write_bytes(changed)
    written = load(folder)
    assert (tried.findings, tried.hashes, tried.counts) == (written.findings, written.hashes, written.counts)


def test_a_workbook_and_both_kinds_of_zip_read_the_same(write, tmp_path):
    folder = write()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for path in sorted(folder.glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        for i, line in enumerate(path.read_text("utf-8").splitlines()):
            cells = line.split(",")
            sheet.append([float(c) if i and c.replace(".", "").isdigit() else c or None for c in cells])
    sheet = book.create_sheet("dataset")
    for row in (["name", "small"], ["money_unit", "万元"], ["taxonomy", "361-2023"], ["illustrative", True]):
        sheet.append(row)
    book.save(tmp_path / "city.xlsx")
    with zipfile.ZipFile(tmp_path / "csv.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"top/{path.name}")
    with zipfile.ZipFile(tmp_path / "book.zip", "w") as archive:
        archive.write(tmp_path / "city.xlsx", "city.xlsx")
    first = load(folder)
    for name in ("city.xlsx", "csv.zip", "book.zip"):
        other = load(tmp_path / name)
        assert other.findings == (), name
        assert dict(other.counts) == dict(first.counts)
        a, b = first.require(), other.require()
        assert a.info == b.info
        for table, columns in a.tables.items():
            for column, values in columns.items():
                np.testing.assert_array_equal(values, b.column(table, column), err_msg=f"{name} {table}.{column}")


def test_chinese_headers_tables_and_values(write):
    loaded = load(
        write(
            **{
                "covers": None,
                "覆盖.csv": "中心编号,技术编号,强度\nE1,Ｔ０３,０．５\nC1,T01,1\nC2,T02,0.8\n",
                "technologies": "编号,名称,类别,严重度\nT01,磁材,卡脖子,５\nT02,轴承,前沿,3\nT03,软件,共性,1\n",
            }
        )
    )
    assert loaded.findings == ()
    assert list(loaded.require().column("covers", "technology_id")) == ["T03", "T01", "T02"]
    assert list(loaded.require().column("technologies", "kind")) == ["bottleneck", "frontier", "common"]


def test_gb18030_is_read_and_said(write):
    loaded = load(write(people="id,name,tier,organisation_id\nP1,张三,顶尖,O2\nP2,李四,领军,O3\n".encode("gb18030")))
    assert codes(loaded) == ["S112"]
    assert list(loaded.require().column("people", "name")) == ["张三", "李四"]


def test_a_byte_order_mark_is_no_part_of_the_first_header(write):
    assert load(write(requires=b"\xef\xbb\xbftechnology_id,prerequisite_id\nT01,T02\n")).findings == ()


@pytest.mark.parametrize(
    ("changes", "code", "level", "file", "row", "column", "value", "mend"),
    [
        ({"districts": None}, "S107", "error", "districts.csv", 0, "", "", ""),
        ({"covers": ""}, "S110", "error", "covers.csv", 0, "", "", ""),
        ({"districts": "id,name\n"}, "S118", "error", "districts.csv", 0, "", "", ""),
        ({"covers": "centre_id,technology_id\n"}, "S118", "note", "covers.csv", 0, "", "", ""),
        ({"synergies": "a,b,bonus\n"}, "S118", "note", "synergies.csv", 0, "", "", ""),
        ({"synergies": None}, "S117", "note", "small", 0, "", "", ""),
        ({"capabilites": "a,b\n"}, "S108", "note", "capabilites", 0, "", "capabilites", ""),
        ({"dataset": None}, "S120", "note", "small", 0, "", "", ""),
        ({"dataset": "money-unit: 元\n"}, "S122", "error", "dataset.yaml", 1, "1", "money-unit", "money_unit"),
        ({"dataset": "name: a\nillustrative: perhaps\n"}, "S123", "error", "dataset.yaml", 2, "1", "perhaps", ""),
        ({"dataset": "- a\n"}, "S121", "error", "dataset.yaml", 1, "", "", ""),
        ({"dataset": "name: !!python/name:os.system x\n"}, "Y704", "error", "dataset.yaml", 1, "7", None, ""),
        ({"dataset": "name: &a x\nnote: *a\n"}, "Y705", "error", "dataset.yaml", 1, "7", "&a", ""),
        ({"requires": "technology_id,prereq_id\nT01,T02\n"}, "H201", "error", "requires.csv", 1, "prerequisite_id", "", "prereq_id"),
        ({"requires": "technology_id,prerequisite_id,remrk\nT01,T02,\n"}, "H202", "warning", "requires.csv", 1, "remrk", "remrk", ""),
        ({"requires": "technology_id,prerequisite_id,前置技术\nT01,T02,T02\n"}, "H203", "error", "requires.csv", 1, "前置技术", None, ""),
        ({"requires": "technology_id,prerequisite_id,\nT01,T02,x\n"}, "H204", "error", "requires.csv", 1, "3", "x", ""),
        ({"requires": "technology_id,prerequisite_id\nT01,T02,T03\n"}, "C302", "error", "requires.csv", 2, "", "", ""),
        ({"requires": "technology_id,prerequisite_id\nT01\n"}, "C301", "error", "requires.csv", 2, "", "", ""),
        ({"requires": "technology_id,prerequisite_id\nT01,\n"}, "C303", "error", "requires.csv", 2, "prerequisite_id", "", ""),
        ({"synergies": "a,b,bonus\nC1,C2,20O1\n"}, "C304", "error", "synergies.csv", 2, "bonus", "20O1", "2001"),
        ({"synergies": "a,b,bonus\nC1,C2,1_000\n"}, "C304", "error", "synergies.csv", 2, "bonus", "1_000", "1000"),
        ({"synergies": "a,b,bonus\nC1,C2,1200万元\n"}, "C305", "error", "synergies.csv", 2, "bonus", "1200万元", "1200"),
        ({"synergies": "a,b,bonus\nC1,C2,30%\n"}, "C305", "error", "synergies.csv", 2, "bonus", "30%", "0.3"),
        ({"synergies": "a,b,bonus\nC1,C2,NaN\n"}, "C306", "error", "synergies.csv", 2, "bonus", "NaN", "blank"),
        ({"synergies": "a,b,bonus\nC1,C2,-inf\n"}, "C306", "error", "synergies.csv", 2, "bonus", "-inf", "blank"),
        ({"synergies": "a,b,bonus\nC1,C2,1e400\n"}, "C306", "error", "synergies.csv", 2, "bonus", "1e400", ""),
        ({"investments": "centre_id,year,investment\nC1,1.5,3\n"}, "C307", "error", "investments.csv", 2, "year", "1.5", ""),
        ({"investments": "centre_id,year,investment\nC1,1,-3\n"}, "C308", "error", "investments.csv", 2, "investment", "-3", ""),
        ({"covers": "centre_id,technology_id,strength\nC1,T01,80\n"}, "C308", "error", "covers.csv", 2, "strength", "80", "0.8"),
        ({"organisations": "id,name,kind,champion\nO1,a,firm,也许\nO2,b,firm,是\nO3,c,firm,0\n"}, "C309", "error", "organisations.csv", 2, "champion", "也许", ""),
        ({"people": "id,name,tier\nP1,a,topp\nP2,b,\n"}, "C310", "error", "people.csv", 2, "tier", "topp", "top"),
        ({"synergies": "a,b,bonus\nC1,C2,#REF!\n"}, "C311", "error", "synergies.csv", 2, "bonus", "#REF!", ""),
        ({"people": "id,name\nP1,a\nP2,b\nP|3,c\n"}, "C312", "error", "people.csv", 4, "id", "P|3", ""),
        ({"people": 'id,name\nP1,"a\nP3,c"\nP2,b\n'}, "C313", "warning", "people.csv", 2, "name", "a\\nP3,c", ""),
        ({"people": "id,name\nP1,a\nP2,b\nP1,c\n"}, "K401", "error", "people.csv", 4, "id", "P1", ""),
        ({"covers": "centre_id,technology_id\nE1,T03\nC1,T9\nC2,T02\n"}, "K402", "error", "covers.csv", 3, "technology_id", "T9", ""),
        ({"covers": "centre_id,technology_id\nE1,T03\nC1,T1\nC2,T02\n"}, "K402", "error", "covers.csv", 3, "technology_id", "T1", "T01"),
        ({"requires": "technology_id,prerequisite_id\nT01,T01\n"}, "K403", "error", "requires.csv", 2, "prerequisite_id", "T01", ""),
        ({"requires": "technology_id,prerequisite_id\nT01,T02\nT02,T03\nT03,T01\n"}, "K404", "warning", "requires.csv", 4, "prerequisite_id", "T01", ""),
        ({"people": "id,name\nP1,a\nP2,b\nO2,c\n"}, "K406", "error", "capabilities.csv", 2, "holder_id", "O2", ""),
        ({"investments": None}, "X501", "warning", "centres.csv", 3, "id", "C1", ""),
        ({"conditions": None}, "X502", "warning", "centres.csv", 3, "id", "C1", ""),
        ({"conditions": "centre_id,positioning\nC1,80\nC2,80\n"}, "X503", "warning", "conditions.csv", 2, "field_focus", "C1", ""),
        ({"members": "centre_id,organisation_id,role\nE1,O1,lead\nC1,O1,\nC2,O3,\n"}, "X507", "note", "centres.csv", 3, "lead_id", "O2", ""),
        ({"members": "centre_id,organisation_id,role\nE1,O1,lead\nC1,O1,lead\nC1,O2,\nC2,O3,\n"}, "X508", "warning", "members.csv", 3, "role", "O1", ""),
        ({"affiliations": "person_id,centre_id,role\nP1,C1,chief_scientist\nP2,C1,首席科学家\n"}, "X509", "warning", "affiliations.csv", 3, "role", "P2", ""),
        ({"affiliations": "person_id,centre_id,role\nP2,C1,首席科学家\n"}, "X510", "warning", "affiliations.csv", 2, "role", "P2", ""),
        ({"covers": "centre_id,technology_id,strength\nE1,T03,0\nC1,T01,1\nC2,T02,1\n"}, "X511", "warning", "covers.csv", 2, "strength", "0", ""),
        ({"covers": "centre_id,technology_id\nE1,T03\nC1,T01\n"}, "X512", "warning", "centres.csv", 4, "id", "C2", ""),
        ({"districts": "id,name,lon,lat,crs\nD1,a,121,,WGS84\nD2,b,,,\n"}, "X513", "error", "districts.csv", 2, "lat", "", ""),
        ({"districts": "id,name,lon,lat\nD1,a,121,29\nD2,b,,\n"}, "X514", "warning", "districts.csv", 2, "crs", "", "GCJ02"),
        ({"rules": "kind,members\nexcludes,C1|C9\n"}, "X515", "error", "rules.csv", 2, "members", "C9", ""),
        ({"rules": "kind,members\nexcludes,C1\n"}, "X515", "error", "rules.csv", 2, "members", "C1", ""),
        ({"rules": "kind,members\nexcludes,C1｜C1\n"}, "X515", "error", "rules.csv", 2, "members", None, ""),
        ({"rules": "kind,members\nat_most,C1|C2\n"}, "X516", "error", "rules.csv", 2, "limit", "", ""),
        ({"rules": "kind,members,limit\nexcludes,C1|C2,3\n"}, "X516", "warning", "rules.csv", 2, "limit", "3", ""),
        ({"synergies": "a,b,bonus\nC1,C2,1\nC2,C1,1\n"}, "X517", "warning", "synergies.csv", 3, "b", "C2, C1", ""),
        ({"investments": "centre_id,year,investment\nC1,1,1\nC2,1,1\n"}, "X518", "note", "centres.csv", 3, "id", "C1", ""),
    ],
)  # fmt: skip
def test_one_fault_is_one_finding_in_its_place(write, changes, code, level, file, row, column, value, mend):
    loaded = load(write(**changes))
    found = [f for f in loaded.findings if f.code == code]
    assert found, [f.as_dict("en") for f in loaded.findings]
    f = found[0]
    assert (f.level, f.file, f.row, f.column) == (level, file, row, column)
    assert value is None or f.value == value
    assert mend in f.mend.en
    assert f.message.zh
    assert f.mend.zh
    assert (loaded.ecosystem is None) == any(f.level == "error" for f in loaded.findings)


@pytest.mark.parametrize(
    ("row", "code", "level"),
    [
        ("E1,a,existing,F1,D1,O1,,,,,", "X504", "note"),
        ("E1,a,candidate,F1,D1,O1,,2022,,,", "X505", "warning"),
        ("E1,a,existing,F1,D1,O1,2023,2022,,,", "X506", "warning"),
        ("E1,a,existing,F1,D1,O1,,2022,300,否,", "X519", "warning"),
        ("E1,a,existing,F1,D1,O1,20225,2022,,,", "C308", "error"),
    ],
)
def test_years_and_equity_of_a_centre(write, row, code, level):
    head = "id,name,status,field,district,lead_id,ready_year,approved_year,equity,new_legal_entity,chief_scientist_id\n"
    rest = "C1,b,candidate,F1,D1,O2,,,,,P1\nC2,c,candidate,F2,D2,O3,,,,,P2\n"
    assert (code, level) in [(f.code, f.level) for f in load(write(centres=head + row + "\n" + rest)).findings]


def test_a_reference_to_a_table_that_is_not_given(write):
    loaded = load(write(people=None, affiliations=None, capabilities=None))
    found = [f for f in loaded.findings if f.level == "error"]
    assert [(f.code, f.file, f.row, f.column) for f in found] == [("K405", "centres.csv", 3, "chief_scientist_id")]
    assert "2 rows" in found[0].message.en


def test_all_findings_of_all_files_come_at_once(write):
    loaded = load(
        write(
            covers="centre_id,technology_id,strength\nC1,T9,2\nC9,T01,x\n",
            people="id,name,tier\nP1,,top\nP1,b,none\n",
            dataset="nam: x\n",
        )
    )
    assert set(codes(loaded, "error")) == {"S122", "C303", "C310", "C308", "C304", "K401", "K402"}
    assert loaded.ecosystem is None
    with pytest.raises(InputError) as error:
        loaded.require()
    assert error.value.findings == loaded.findings


def test_rows_count_as_in_a_spreadsheet_also_after_quoted_line_breaks_and_blank_lines(write):
    loaded = load(write(people='id,name,tier\nP1,"a\nb",top\n\n,,\nP2,"c",nobody\n'))
    found = [f for f in loaded.findings if f.code == "C310"]
    assert [f.row for f in found] == [5]
    assert loaded.counts["people"] == Counts(read=2, skipped=2, defaulted=0)


def test_ids_of_broken_rows_are_no_second_finding(write):
    loaded = load(
        write(technologies="id,name,kind,severity\nT01,a,b,c,bottleneck,5\nT02,b,frontier,3\nT03,c,common,1\n")
    )
    assert codes(loaded, "error") == ["C302"]
    assert loaded.counts["technologies"] == Counts(read=2, skipped=1, defaulted=0)


def test_short_rows_with_only_optional_cells_missing_are_blank_and_said(write):
    loaded = load(write(people="id,name,tier,organisation_id\nP1,a\nP2,b,,\n"))
    assert [(f.code, f.level, f.row) for f in loaded.findings] == [("C301", "warning", 2)]
    assert list(loaded.require().column("people", "tier")) == ["", ""]


def test_a_missing_place_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError):
        load(tmp_path / "nowhere")


def test_cordis_is_recognised_and_centres_win(write):
    folder = write("c", projects="rcn\n1\n", centres=None)
    assert is_cordis(open_source(folder))
    assert not is_cordis(open_source(write("d", projects="rcn\n1\n")))
