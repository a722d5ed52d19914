"""Sources as they should not be: each is refused with its place, or read and told of; nothing is lost in silence."""

import csv
import gzip
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.base.errors import InputError
from graph.base.safe_yaml import read
from loaders.dataset import load
from loaders.sources.identifiers import identifier
from loaders.sources.mapping import find_mapping, read_mapping
from loaders.sources.running import run, write


def work(name, institutions, topics=("T1",), year=2024):
    return {
        "id": name,
        "publication_year": year,
        "authorships": [
            {"institutions": [{"id": i, "display_name": i, "ror": None, "country_code": "CN", "type": "education"}]}
            for i in institutions
        ],
        "topics": [{"id": t, "display_name": t, "score": 1.0} for t in topics],
    }


def openalex(folder, *works, packed=False):
    text = "".join(json.dumps(w) + "\n" for w in works)
    path = folder / ("works.jsonl.gz" if packed else "works.jsonl")
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return path


def rows(done, table):
    return list(csv.DictReader(io.StringIO(done.tables[table].read_text("utf-8"))))


def codes(error):
    return [f.code for f in error.value.findings]


def test_json_lines_of_openalex_packed_or_not(tmp_path):
    """Two works, three institutions: W1 of A and B on T1 and T2, W2 of B and C on T1."""
    works = work("W1", "AB", ("T1", "T2")), work("W2", "BC")
    for packed in (False, True):
        folder = tmp_path / str(packed)
        folder.mkdir()
        openalex(folder, *works, packed=packed)
        done = run(find_mapping("openalex"), folder)
        assert [o["id"] for o in rows(done, "organisations")] == ["A", "B", "C"]
        found = {(e["item_id"], e["holder_id"], e["technology_id"]): e["holders"] for e in rows(done, "evidence")}
        assert len(found) == 6
        assert set(found.values()) == {"2"}


def test_a_packed_snapshot_that_was_cut_off(tmp_path):
    path = openalex(tmp_path, *(work(f"W{n}", "AB") for n in range(500)), packed=True)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    (said,) = error.value.findings
    assert (said.code, said.file) == ("M811", path.name)
    assert said.message.en == "the packed file ends too early, or is none"
    assert said.message.zh == "压缩文件不完整或不是压缩文件"


def test_a_work_cut_off_in_its_line_is_named_by_it_without_the_path_of_this_machine(tmp_path):
    path = openalex(tmp_path, work("W1", "A"), work("W2", "A"))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    (said,) = error.value.findings
    assert (said.code, said.file, said.row) == ("M811", path.name, 2)
    assert str(tmp_path) not in said.message.en + said.message.zh


def test_a_list_that_is_none_is_told_with_its_columns_and_what_stands_there(tmp_path):
    openalex(tmp_path, work("W1", "A"), {**work("W2", "A"), "authorships": "none", "topics": None})
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    (said,) = error.value.findings
    assert (said.row, said.column) == (2, "authorships, topics")
    assert said.value.startswith('"none"')


def test_a_snapshot_that_may_be_cut_off_in_its_last_cell_is_refused_unless_its_reader_says_otherwise(tmp_path):
    made(tmp_path, {name: text.removesuffix("75\n") for name, text in TABLES.items()})
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    (said,) = error.value.findings
    assert (said.code, said.file, said.row, said.value) == ("M815", "concepts.csv", 3, "W2,C1,laser,3,0.")
    assert "--last-row-whole" in said.mend.en
    (told,) = run(find_mapping("openalex"), tmp_path, last_row_whole=True).findings
    assert (told.code, told.level) == ("M815", "warning")


def test_a_table_cut_off_within_its_quotes_is_refused_wherever_the_cut_is(tmp_path):
    mapping = (
        "format: buju-mapping/1\ntitle: {en: t, zh: 题}\ninputs: {p: {files: p.csv, columns: {c: code, y: text}}}\n"
        "tables: {fields: {from: p, columns: {id: c, name: y}}}\n"
    )
    text = 'c,y\nA1,"one, two"\nA2,"say ""hi"", two\nlines"\n'
    for end in ('"say', ' "', '"hi', 'hi"', 'hi""', "two\n", "lines", 'lines"'):
        there = text[: text.rindex(end) + len(end)]
        (tmp_path / "p.csv").write_text(there, "utf-8")
        if there.count('"') % 2:
            with pytest.raises(InputError) as error:
                run(read_mapping(read(mapping, "m.yaml")), tmp_path)
            assert [(f.code, f.row) for f in error.value.findings] == [("M812", 3)], end
        else:  # a row as any, but for its end
            (said,) = run(read_mapping(read(mapping, "m.yaml")), tmp_path).findings
            assert (said.code, said.level, said.row) == ("M815", "warning", 3), end


TWO = (
    "format: buju-mapping/1\ntitle: {en: t, zh: 题}\n"
    "inputs:\n  a: {files: a.xlsx, form: table, columns: {c: code}}\n"
    "  b: {files: [b.csv.gz, b.csv], columns: {c: code, y: integer}}\n"
    "tables: {fields: {from: b, columns: {id: c, name: c}}}\n"
)
WHOLE = gzip.compress(b"c,y\n" + b"".join(b"C%d,2020\n" % n for n in range(99)))


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("b.csv.gz", WHOLE[: len(WHOLE) // 2], ("M811", "the packed file ends too early, or is none")),
        ("b.csv.gz", WHOLE[:10], ("M811", "the packed file ends too early, or is none")),
        ("b.csv.gz", b"no archive", ("M811", "the packed file ends too early, or is none")),
        ("b.csv", b"", ("M811", "the file is empty")),
        ("b.csv", "c,y\nC1,2020\n".encode("utf-16"), ("M811", "not UTF-8 text")),
        (
            "b.csv",
            "c,y\n甲,2020\n".encode("gb18030"),
            ("M812", "the line is not a row of the table (invalid encoding)"),
        ),
    ],
)
def test_files_that_are_none_are_told_beside_a_workbook_that_is_none(name, data, told, tmp_path):
    """The workbook is no reason to say nothing of the other file."""
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 cut off")
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as error:
        run(read_mapping(read(TWO, "m.yaml")), tmp_path)
    assert [(f.code, f.file, f.message.en) for f in error.value.findings if f.file == name] == [
        (told[0], name, told[1])
    ]
    assert [f.code for f in error.value.findings if f.file == "a.xlsx"] == ["S105"]


@pytest.mark.parametrize(
    ("encoding", "row", "said"),
    [("gb18030", 2, "not UTF-8 text"), ("utf-16", 1, "not UTF-8 text"), (None, 0, "the file is empty")],
)
def test_json_lines_in_another_encoding_and_none_at_all(encoding, row, said, tmp_path):
    """An empty file would empty the tables of an earlier run."""
    path = openalex(tmp_path, work("W1", "A"), work("W2", "A"))
    text = path.read_text("utf-8").replace('"display_name": "A"', '"display_name": "甲乙"').replace("甲乙", "A", 1)
    path.write_bytes(text.encode(encoding) if encoding else b"")
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    (found,) = error.value.findings
    assert (found.code, found.file, found.row, found.message.en) == ("M811", "works.jsonl", row, said)


def test_json_lines_need_no_line_break_at_their_end(tmp_path):
    path = openalex(tmp_path, work("W1", "A"))
    path.write_bytes(path.read_bytes().rstrip())
    assert run(find_mapping("openalex"), tmp_path).findings == ()


def test_a_works_file_that_is_a_table_of_another_source(tmp_path):
    (tmp_path / "affiliations.csv").write_text("pic,name\n1,a\n", "utf-8")
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    assert set(codes(error)) == {"M813"}


def test_ids_of_mixed_types_are_texts_without_quotes(tmp_path):
    openalex(tmp_path, work("W1", "A"), {**work("W2", "A"), "id": 7})
    done = run(find_mapping("openalex"), tmp_path)
    assert sorted(e["item_id"] for e in rows(done, "evidence")) == ["7", "W1"]


def test_a_year_that_is_no_number_is_named(tmp_path):
    openalex(tmp_path, work("W1", "A"), work("W2", "A", year="soon"))
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    assert [(f.code, f.row, f.column, f.value) for f in error.value.findings] == [
        ("M814", 2, "publication_year", "soon")
    ]


def test_a_work_without_institutions_and_one_without_topics_are_counted(tmp_path):
    openalex(tmp_path, work("W1", ""), work("W2", "A", ()), work("W3", "A"))
    done = run(find_mapping("openalex"), tmp_path)
    assert [e["item_id"] for e in rows(done, "evidence")] == ["W3"]
    left = {r.why.en: r.rows for r in done.counts["evidence"].reasons}
    assert (left["a work without an institution"], left["a work without a topic"]) == (1, 1)
    count = done.counts["evidence"]
    assert count.rows == count.used + count.skipped + count.merged


def test_a_work_of_ten_thousand_holders_gives_each_its_share_and_ties_nobody(tmp_path):
    holders = [f"I{n}" for n in range(10_000)]
    openalex(tmp_path, work("WIDE", holders), work("W1", holders[:2]))
    write(run(find_mapping("openalex"), tmp_path), tmp_path / "map")
    loaded = load(tmp_path / "map")
    eco = loaded.require()
    assert eco.column("ties", "weight").tolist() == [1.0]
    table = eco.tables["capabilities"]
    assert table["strength"][table["holder_id"] == "I9999"].tolist() == pytest.approx([1e-4 / (1 + 1e-4)])
    assert "1 items have too many holders" in next(f.message.en for f in loaded.findings if f.code == "X531")


def test_works_of_years_to_come_do_not_count_and_are_told(tmp_path):
    openalex(tmp_path, work("W1", "A"), work("W2", "A", year=2031))
    write(run(find_mapping("openalex"), tmp_path), tmp_path / "map")
    about = tmp_path / "map" / "dataset.yaml"
    about.write_text(about.read_text("utf-8") + "evidence: 'as_of:2026'\n", "utf-8")
    said = [f.message.en for f in load(tmp_path / "map").findings if f.code == "X531"]
    assert said == ["1 rows lie after the year that ages count from"]


def test_a_year_that_lies_far_ahead_of_all_others_is_asked_about(tmp_path):
    """Without a year to count from, the newest does: one slip would make every other item old without a word."""
    openalex(tmp_path, work("W1", "A"), work("W2", "AB", year=2031))
    write(run(find_mapping("openalex"), tmp_path), tmp_path / "map")
    (said,) = [f for f in load(tmp_path / "map").findings if f.code == "X531"]
    assert (said.file, said.row, said.column, said.value) == ("evidence.csv", 3, "year", "2031")
    assert said.message.en.startswith("the newest year is 7 years after the next")
    assert any("ages count from 2031" in f.message.en for f in load(tmp_path / "map").findings if f.code == "X530")


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("https://ror.org/03v4gjf40", "ror"),
        ("grid.6734.6", "grid"),
        ("91110000600037341L", "uscc"),
        ("999895013", None),
    ],
)
def test_ids_of_several_registries_in_one_column_are_told_apart(text, scheme):
    """A PIC has no check digits: nine figures are nobody's id unless a PIC is asked for."""
    found = identifier(text)
    assert (found and found.scheme) == scheme


def test_a_licence_is_repeated_wherever_the_data_go(tmp_path):
    openalex(tmp_path, work("W1", "A"))
    mapping = find_mapping("openalex")
    write(run(mapping, tmp_path), tmp_path / "map")
    assert load(tmp_path / "map").require().info.licence == mapping.licence


# laws: whatever is wrong is said once and clearly, nothing ends in a traceback, nothing is lost in silence

TABLES = {
    "affiliations.csv": (
        "work_id,year,institution_id,ror,display_name,country_code,type,raw_affiliation_string\n"
        "W1,2020,I1,,Alpha University,DE,education,Dept of A\nW1,2020,I2,,Beta GmbH,DE,company,Beta\n"
        "W2,2021,I1,,Alpha University,DE,education,Alpha\n"
    ),
    "concepts.csv": "work_id,concept_id,name,level,score\nW1,C1,laser,3,0.5\nW2,C1,laser,3,0.75\n",
}
NEEDED = [
    (file, column)
    for file, text in TABLES.items()
    for column in text.partition("\n")[0].split(",")
    if column != "raw_affiliation_string"  # may be missing
]


def made(folder, tables):
    for name, text in tables.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(("file", "column"), NEEDED)
def test_a_column_of_another_name_is_one_finding_that_names_the_nearest(file, column, tmp_path):
    changed = column[:-1] + "X"
    head, _, rest = TABLES[file].partition("\n")
    names = [changed if name == column else name for name in head.split(",")]
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), made(tmp_path, TABLES | {file: ",".join(names) + "\n" + rest}))
    (one,) = error.value.findings
    assert (one.code, one.file, one.column) == ("M813", file, column)
    assert changed in one.mend.en


@given(st.sampled_from(sorted(TABLES)), st.data())
@settings(max_examples=8, deadline=None)
def test_a_file_cut_off_anywhere_is_told_of_once_by_its_own_name(file, data):
    """Within a row: refused, or read with a word that the end is missing; between rows nothing can be seen."""
    text = TABLES[file]
    at = data.draw(st.integers(min_value=text.index("\n") + 2, max_value=len(text) - 1))
    with TemporaryDirectory() as folder:
        place = made(Path(folder), TABLES | {file: text[:at]})
        try:
            findings = run(find_mapping("openalex"), place).findings
        except InputError as error:
            findings = error.findings
    told = [(f.code, f.file) for f in findings]
    if text[at - 1] == "\n":
        assert told == []
    else:
        assert told in ([("M812", file)], [("M814", file)], [("M815", file)]), (at, told)


MIXED = ("text", 5, 2.5, True, None, [], {}, ["x"], {"a": 1}, [[1]], [None])


def places(value, at=()):
    yield at
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*at, key))


def with_value(value, at, other):
    if not at:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = with_value(value[at[0]], at[1:], other)
    return copy


@given(st.data())
@settings(max_examples=8, deadline=None)
def test_a_value_of_another_type_anywhere_in_a_work_is_read_or_refused_in_one_finding(data):
    """The other work keeps its two items whatever stands in the first."""
    one = work("W1", "AB", ("T1", "T2"))
    at = data.draw(st.sampled_from(list(places(one))))
    other = data.draw(st.sampled_from(MIXED))
    with TemporaryDirectory() as folder:
        openalex(Path(folder), with_value(one, at, other), work("W2", "BC"))
        try:
            done = run(find_mapping("openalex"), Path(folder))
        except InputError as error:
            (found,) = error.findings
            assert found.code in ("M811", "M814")
            assert found.file == "works.jsonl"
            return
        kept = {(r["item_id"], r["holder_id"]) for r in rows(done, "evidence")}
    assert {("W2", "B"), ("W2", "C")} <= kept
    for count in done.counts.values():
        assert count.rows == count.used + count.skipped + count.merged


def test_a_preset_on_the_files_of_another_source_names_the_one_that_fits(tmp_path):
    made(tmp_path, TABLES)
    for preset in ("cordis", "nsf-awards", "ror"):
        with pytest.raises(InputError) as error:
            run(find_mapping(preset), tmp_path)
        (one,) = error.value.findings
        assert (one.code, one.mend.en) == ("M810", "the files look like those of openalex")


def test_a_line_that_is_no_row_is_told_of_the_file_it_stands_in_alone(tmp_path):
    """DuckDB keeps rejected lines for the whole session: those of the first file are not told of the second."""
    bad = TABLES["affiliations.csv"] + "W3,2020\n"
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), made(tmp_path, TABLES | {"affiliations.csv": bad}))
    assert [(f.file, f.row) for f in error.value.findings] == [("affiliations.csv", 5)]


def test_a_table_without_a_key_keeps_each_row(tmp_path):
    text = (
        "format: buju-mapping/1\ntitle: {en: t, zh: 题}\ninputs: {p: {files: p.csv, columns: {c: code, y: text}}}\n"
        "tables: {payments: {from: p, columns: {centre_id: c, year: y, amount: '1'}}}\n"
    )
    (tmp_path / "p.csv").write_text("c,y\nC2,2025\nC1,2025\nC2,2025\n", "utf-8")
    done = run(read_mapping(read(text, "m.yaml")), tmp_path)
    assert [r["centre_id"] for r in rows(done, "payments")] == ["C2", "C1", "C2"]
    assert done.counts["payments"].merged == 0


def test_an_expression_that_fails_on_these_rows_is_a_finding(tmp_path):
    text = (
        "format: buju-mapping/1\ntitle: {en: t, zh: 题}\ninputs: {p: {files: p.csv, columns: {c: code}}}\n"
        'views: {v: "SELECT _row, CAST(c AS INTEGER) AS n FROM p"}\n'
        "tables: {fields: {from: v, skip: [{if: 'n > 5', why: {en: x, zh: x}}], columns: {id: n}}}\n"
    )
    (tmp_path / "p.csv").write_text("c\nmany\n", "utf-8")
    with pytest.raises(InputError) as error:
        run(read_mapping(read(text, "m.yaml")), tmp_path)
    assert codes(error) == ["M820"]
