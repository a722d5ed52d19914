"""Mappings run on made-up files: hand-counted rows, faults with their place, and nothing that a file could slip in."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.base.errors import InputError, UsageError
from graph.base.safe_yaml import read
from loaders.sources.mapping import find_mapping, presets, read_mapping
from loaders.sources.running import run, write

HEAD = "format: buju-mapping/1\ntitle: {en: t, zh: 题}\n"
ORGS = HEAD + (
    "inputs: {orgs: {files: o.csv, columns: {code: code, label: text, since: date, size: number}, "
    "dates: '%d/%m/%Y', missing: ['NA', 'n/a']}}\n"
    "tables:\n  organisations:\n  - from: orgs\n    skip:\n"
    "    - {if: 'label IS NULL', why: {en: no name, zh: 没有名称}}\n"
    "    columns: {id: code, name: label, kind: \"'firm'\", sales: size, source: \"'x'\"}\n"
    "    merge: {sales: sum}\n"
)


def mapping(text):
    return read_mapping(read(text, "m.yaml"))


def rows(done, table):
    return list(csv.DictReader(io.StringIO(done.tables[table].read_text("utf-8"))))


def codes(error):
    return [(f.code, f.file, f.row, f.column, f.value) for f in error.value.findings]


def test_rows_are_used_skipped_or_merged_and_all_are_counted(tmp_path):
    """By hand: five rows; one without a name, NA twice (Namibia is a code), so two organisations."""
    (tmp_path / "o.csv").write_text(
        "code,label,since,size\nNA,甲,03/04/2020,1.5\n007,乙,01/02/2021,n/a\nNA,again,,2\nX,,,\nNA,more,,NA\n", "utf-8"
    )
    done = run(mapping(ORGS), tmp_path)
    count = done.counts["organisations"]
    assert (count.rows, count.used, count.skipped, count.merged) == (5, 2, 1, 2)
    assert [(r.why.en, r.rows) for r in count.reasons] == [("no name", 1)]
    assert [(r["id"], r["name"], r["sales"]) for r in rows(done, "organisations")] == [
        ("NA", "甲", "3.5"),
        ("007", "乙", ""),
    ]


def test_days_and_months_are_read_as_the_mapping_says(tmp_path):
    """All days ≤ 12: a reader that sniffs swaps day and month."""
    (tmp_path / "o.csv").write_text("code,label,since,size\nA,甲,03/04/2020,1\nB,乙,05/06/2020,1\n", "utf-8")
    text = ORGS.replace("source: \"'x'\"", 'source: "CAST(since AS VARCHAR)"')
    assert [r["source"] for r in rows(run(mapping(text), tmp_path), "organisations")] == ["2020-04-03", "2020-06-05"]


def test_a_cell_that_is_not_of_its_type_is_named_and_nothing_is_lost(tmp_path):
    (tmp_path / "o.csv").write_text("code,label,since,size\nA,甲,2020-04-03,1\nB,乙,01/02/2021,1 200\n", "utf-8")
    with pytest.raises(InputError) as error:
        run(mapping(ORGS), tmp_path)
    assert codes(error) == [("M814", "o.csv", 2, "since", "2020-04-03"), ("M814", "o.csv", 3, "size", "1 200")]


def test_a_renamed_column_names_the_nearest(tmp_path):
    (tmp_path / "o.csv").write_text("code,lable,since,size\nA,甲,,\n", "utf-8")
    with pytest.raises(InputError) as error:
        run(mapping(ORGS), tmp_path)
    assert codes(error) == [("M813", "o.csv", 1, "label", "")]
    assert error.value.findings[0].mend.en == "nearest is lable"


def test_lines_that_are_no_rows_are_named(tmp_path):
    (tmp_path / "o.csv").write_text("code,label,since,size\nA,甲,,\nB,乙\nC,丙,,,9\n", "utf-8")
    with pytest.raises(InputError) as error:
        run(mapping(ORGS), tmp_path)
    assert [(code, row) for code, _, row, _, _ in codes(error)] == [("M812", 3), ("M812", 4)]


def test_a_source_cut_off_in_a_json_line_is_refused(tmp_path):
    text = HEAD + (
        "inputs: {works: {files: w.jsonl, form: jsonl, columns: {id: text, n: integer}}}\n"
        "tables: {fields: {from: works, columns: {id: id, name: id}}}\n"
    )
    whole = "\n".join(json.dumps({"id": f"W{i}", "n": i, "late": None}) for i in range(3))
    (tmp_path / "w.jsonl").write_text(whole + "\n", "utf-8")
    assert [r["id"] for r in rows(run(mapping(text), tmp_path), "fields")] == ["W0", "W1", "W2"]
    (tmp_path / "w.jsonl").write_text(whole[:-9], "utf-8")
    with pytest.raises(InputError) as error:
        run(mapping(text), tmp_path)
    assert codes(error)[0][:2] == ("M811", "w.jsonl")


@pytest.mark.parametrize(
    "view", ["SELECT * FROM read_csv('/etc/hostname')", "SELECT 1; DROP TABLE orgs", "DROP TABLE orgs"]
)
def test_expressions_reach_nothing_but_the_inputs(tmp_path, view):
    (tmp_path / "o.csv").write_text("code,label,since,size\nA,甲,,\n", "utf-8")
    with pytest.raises(InputError) as error:
        run(mapping(ORGS + f'views: {{x: "{view}"}}\n'), tmp_path)
    assert codes(error)[0][0] == "M820"


def test_everything_wrong_with_a_mapping_is_said_at_once():
    text = (
        "format: buju-mapping/9\ntitle: {en: t}\ninputs: {o: {file: o.csv, columns: {a: txt}}}\n"
        "tables:\n  organisation: {from: o, columns: {id: a}}\n  fields: {from: p, columns: {nam: a}}\n"
    )
    with pytest.raises(InputError) as error:
        mapping(text)
    found = {(f.code, f.value): f.mend.en for f in error.value.findings}
    assert found["M802", "file"] == "nearest is files"
    assert found["M802", "txt"] == "nearest is text"
    assert found["M802", "organisation"] == "nearest is organisations"
    assert ("M802", "p") in found
    assert found["M802", "nam"] == "nearest is name"
    assert {code for code, _ in found} == {"M801", "M802", "M803", "M804"}


def test_the_wrong_source_for_a_preset_is_said(tmp_path):
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    assert codes(error)[0][0] == "M810"
    with pytest.raises(UsageError, match="did you mean openalex"):
        find_mapping("openalexx")


@pytest.mark.parametrize("name", presets())
def test_presets_name_their_licence_and_origin(name):
    found = find_mapping(name)
    assert found.licence
    assert found.origin
    assert found.tables


def test_tables_are_written_whole_with_what_is_known_of_them(tmp_path):
    (tmp_path / "o.csv").write_text("code,label,since,size\nA,甲,,\n", "utf-8")
    done = run(mapping(ORGS + "licence: CC0\n"), tmp_path)
    files, _ = write(done, tmp_path / "new")
    assert {p.name for p in files} == {"dataset.yaml", "organisations.csv"}
    assert "licence: CC0" in (tmp_path / "new" / "dataset.yaml").read_text("utf-8")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["x", "y", ""])), max_size=12))
def test_no_row_is_dropped_without_being_counted(tmp_path_factory, given_rows):
    folder = tmp_path_factory.mktemp("source")
    text = "code,label,since,size\n" + "".join(f"{a},{b},,1\n" for a, b in given_rows)
    (folder / "o.csv").write_text(text, "utf-8")
    count = run(mapping(ORGS), folder).counts["organisations"]
    named = [a for a, b in given_rows if b]
    assert (count.rows, count.used) == (len(given_rows), len(set(named)))
    assert count.rows == count.used + count.skipped + count.merged
