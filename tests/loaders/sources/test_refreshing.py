"""A source run again: nothing where nothing changed, else what was added, has gone, was renamed; decisions stay."""

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing import commands
from graph.base.errors import InputError, OutputError
from graph.base.safe_yaml import read
from loaders.row_writing import row_writer
from loaders.sources.comparing import NAMED, TableChange
from loaders.sources.mapping import read_mapping
from loaders.sources.refreshing import BASE, CHANGES, refreshed
from loaders.sources.running import run, write
from planner.cli.schemas import command_schema

MAPPING = (
    "format: buju-mapping/1\ntitle: {en: t, zh: 题}\n"
    "inputs: {t: {files: t.csv, columns: {code: code, label: text}}}\n"
    "tables:\n  technologies:\n  - from: t\n    columns: {id: code, name: label, kind: \"'common'\", severity: '1'}\n"
)


@pytest.fixture
def again(tmp_path):
    def made(text):
        (tmp_path / "t.csv").write_text("code,label\n" + text, "utf-8")
        return write(run(read_mapping(read(MAPPING, "m.yaml")), tmp_path), tmp_path / "out")

    return made


def bytes_of(folder):
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir() if p.is_file()}


def test_nothing_is_written_where_nothing_has_changed(again, tmp_path):
    files, changes = again("T1,a\nT2,b\n")
    assert changes is None
    assert len(files) == 4
    before = bytes_of(tmp_path / "out")
    assert again("T1,a\nT2,b\n") == ((), {})
    assert bytes_of(tmp_path / "out") == before


def test_added_gone_and_renamed_are_listed(again, tmp_path):
    again("T1,a\nT2,b\n")
    _, changes = again("T1,A\nT3,c\n")
    (change,) = changes.values()
    assert (change.added, change.gone, change.renamed) == (1, 1, 1)
    assert (change.first_added, change.first_gone, change.first_renamed) == (("T3",), ("T2",), (("T1", "a", "A"),))
    assert (tmp_path / "out" / CHANGES).read_text("utf-8-sig").splitlines() == [
        "table,change,key,column,before,after",
        "technologies,added,T3,,,",
        "technologies,gone,T2,,,",
        "technologies,renamed,T1,name,a,A",
    ]
    assert (tmp_path / "out" / "technologies.csv").read_text("utf-8").split()[1:] == ["T1,A,common,1", "T3,c,common,1"]


def test_what_a_person_changed_stays(again, tmp_path):
    """Severity of T1 and a row of her own stay, T2 stays deleted; the name of T1, which she left, follows."""
    again("T1,a\nT2,b\nT4,d\n")
    table = tmp_path / "out" / "technologies.csv"
    table.write_text("id,name,kind,severity\nT1,a,bottleneck,5\nT4,d,common,1\nOWN,x,common,2\n", "utf-8")
    (tmp_path / "out" / "aliases.csv").write_text("raw,id,score,decided_by,decided_on\nx,T1,,Li,\n", "utf-8")
    _, changes = again("T1,A\nT2,b\nT4,d\nT5,e\n")
    assert table.read_text("utf-8").splitlines()[1:] == [
        "T1,A,bottleneck,5",
        "T4,d,common,1",
        "T5,e,common,1",
        "OWN,x,common,2",
    ]
    assert changes["technologies"].kept == 4  # two cells, a deletion, a row
    assert (tmp_path / "out" / "aliases.csv").read_text("utf-8").endswith("x,T1,,Li,\n")
    before = bytes_of(tmp_path / "out")
    assert again("T1,A\nT2,b\nT4,d\nT5,e\n")[0] == ()
    assert bytes_of(tmp_path / "out") == before


def test_what_a_person_changed_of_a_row_that_has_gone_stays(again, tmp_path):
    """T1 was made a bottleneck by hand; the source lost it, and its severity is not lost with it."""
    again("T1,a\nT2,b\n")
    table = tmp_path / "out" / "technologies.csv"
    table.write_text("id,name,kind,severity\nT1,a,bottleneck,5\nT2,b,common,1\n", "utf-8")
    _, changes = again("T2,b\n")
    assert table.read_text("utf-8").splitlines()[1:] == ["T2,b,common,1", "T1,a,bottleneck,5"]
    assert (changes["technologies"].gone, changes["technologies"].kept) == (1, 1)
    _, changes = again("T1,A\nT2,b\n")  # it comes back under another name: hers is the row that stands there
    assert table.read_text("utf-8").splitlines()[1:] == ["T1,a,bottleneck,5", "T2,b,common,1"]


def test_a_row_that_a_person_added_first_keeps_what_she_filled_in(again, tmp_path):
    again("T1,a\n")
    table = tmp_path / "out" / "technologies.csv"
    table.write_text("id,name,kind,severity,remark\nT1,a,common,1,\nT2,,bottleneck,4,mine\n", "utf-8")
    again("T2,b\nT1,a\n")
    assert table.read_text("utf-8").splitlines() == [
        "id,name,kind,severity,remark",
        "T2,b,bottleneck,4,mine",
        "T1,a,common,1,",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_saved_by_a_spreadsheet_is_read_as_it_was_saved(encoding, again, tmp_path):
    """With a BOM or in GB18030, semicolons, CRLF, rows in another order: what was changed stays, nothing else did."""
    again("T1,磁性材料与器件\nT2,数控机床的主轴\n")
    table = tmp_path / "out" / "technologies.csv"
    text = "id;name;kind;severity\r\nT2;数控机床的主轴;common;1\r\nT1;磁性材料与器件;bottleneck;1\r\n;;;\r\n"
    table.write_bytes(text.encode(encoding))
    before = bytes_of(tmp_path / "out")
    assert again("T1,磁性材料与器件\nT2,数控机床的主轴\n") == ((), {})
    assert bytes_of(tmp_path / "out") == before
    _, changes = again("T1,磁性材料与器件\nT2,主轴\n")
    assert table.read_text("utf-8").splitlines()[1:] == ["T1,磁性材料与器件,bottleneck,1", "T2,主轴,common,1"]
    assert (changes["technologies"].renamed, changes["technologies"].kept) == (1, 1)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("number,name\nT1,a\n", ["M813"]),
        ("id,name,Name,name\nT1,a,b,c\n", ["M813"]),
        ("id,name\nT1,a,b\n", ["M812"]),
        ('id,name\nT1,"a\n', ["M812"]),
        ("", ["M813"]),
    ],
)
def test_a_table_that_was_broken_by_hand_stops_the_refresh(text, codes, again, tmp_path):
    again("T1,a\n")
    table = tmp_path / "out" / "technologies.csv"
    table.write_text(text, "utf-8")
    before = bytes_of(tmp_path / "out")
    with pytest.raises(InputError) as error:
        again("T1,b\n")
    assert [f.code for f in error.value.findings] == codes
    assert bytes_of(tmp_path / "out") == before


def test_what_a_person_wrote_into_dataset_yaml_stays(tmp_path):
    def made(label, licence):
        (tmp_path / "t.csv").write_text(f"code,label\nT1,{label}\n", "utf-8")
        text = MAPPING.replace("inputs:", f"licence: {licence}\ninputs:")
        return write(run(read_mapping(read(text, "m.yaml")), tmp_path), tmp_path / "out")

    made("a", "CC0")
    about = tmp_path / "out" / "dataset.yaml"
    about.write_text(about.read_text("utf-8") + "evidence: half_life:4\n", "utf-8")
    made("a", "CC BY")
    data = read(about.read_text("utf-8"), "dataset.yaml").data
    assert (data["licence"], data["evidence"]) == ("CC BY", "half_life:4")


def test_the_tables_of_another_source_are_not_mixed_in(again, tmp_path):
    again("T1,a\n")
    before = bytes_of(tmp_path / "out")
    other = run(read_mapping(read(MAPPING.replace("en: t", "en: u"), "m.yaml")), tmp_path)
    with pytest.raises(OutputError, match="another source"):
        write(other, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before
    assert write(other, tmp_path / "out", force=True)[1] is None


def test_no_change_reaches_a_spreadsheet_as_a_formula(again, tmp_path):
    again("=1+1,a\n")
    again("=1+1,@b\n")
    assert "'=1+1,name,a,'@b" in (tmp_path / "out" / CHANGES).read_text("utf-8-sig")


# the refresh against one written down in a dictionary

CELLS = st.sampled_from(["", "a", "A", "é", 'q"', "x,y", "two\nlines", "r\r", "|", "甲", "1:a"])
SNAPSHOTS = st.dictionaries(
    st.sampled_from(["T1", "T2", "T 3", "甲", 'q"', "a|b"]), st.tuples(CELLS, CELLS), max_size=6
)
HEADER = ["id", "name", "field"]


def text_of(rows):
    text = io.StringIO(newline="")
    row_writer(text).writerows([HEADER, *([k, *v] for k, v in rows.items())])
    return text.getvalue().encode()


def by_dictionary(base, mine, new):
    """What the table must hold: cell by cell, from the definition."""
    rows = {}
    for key, cells in new.items():
        if key in base and key not in mine:
            continue
        old = base.get(key, ("", ""))
        own = mine.get(key, old)
        rows[key] = tuple(m if m != o else n for m, o, n in zip(own, old, cells, strict=True))
    rows.update({k: v for k, v in mine.items() if k not in new and (k not in base or v != base[k])})
    return rows


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
@settings(max_examples=12, deadline=None)
def test_a_refresh_is_that_of_its_definition(base, mine, new):
    """Any three tables, odd cells among them: rows, counts and order as the definition has them."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / BASE).mkdir()
        for name, rows in ((f"{BASE}/technologies.csv", base), ("technologies.csv", mine), ("new.csv", new)):
            (place / name).write_bytes(text_of(rows))
        (place / "work").mkdir()
        done = refreshed({"technologies.csv": place / "new.csv"}, place, place / "work")
        made = done.files.get("technologies.csv", place / "technologies.csv").read_bytes()
    if base == new and list(base) == list(new):
        assert made == text_of(mine)
        return
    wanted = by_dictionary(base, mine, new) if list(mine.items()) != list(base.items()) else new
    assert made == text_of(wanted)
    change = done.changes.get("technologies", TableChange())
    assert (change.added, change.gone) == (len(new.keys() - base.keys()), len(base.keys() - new.keys()))
    both = base.keys() & new.keys()
    assert change.renamed == sum(base[k][0] != new[k][0] for k in both)
    assert change.changed == sum(base[k][1] != new[k][1] for k in both)


@pytest.mark.long
def test_a_refresh_larger_than_its_memory(tmp_path):
    """A million rows of three kinds of change within 60 MB: every count is known by construction."""
    n = 1_000_000
    (tmp_path / BASE).mkdir()
    (tmp_path / "work").mkdir()
    for name, rows in (
        (f"{BASE}/technologies.csv", (f"T{i},n{i},f\n" for i in range(n))),
        ("technologies.csv", (f"T{i},n{i},{'mine' if i % 1000 == 1 else 'f'}\n" for i in range(n))),
        ("new.csv", (f"T{i},{'N' if i % 10 == 3 else 'n'}{i},f\n" for i in range(1000, n + 500))),
    ):
        with (tmp_path / name).open("w", encoding="utf-8") as file:
            file.write("id,name,field\n")
            file.writelines(rows)
    done = refreshed({"technologies.csv": tmp_path / "new.csv"}, tmp_path, tmp_path / "work", memory="60MB")
    change = done.changes["technologies"]
    assert (change.added, change.gone, change.renamed, change.changed) == (500, 1000, (n - 1000) // 10, 0)
    assert change.kept == n // 1000  # 999 cells, and the changed row that has gone
    assert len(change.first_gone) == NAMED
    with done.files["technologies.csv"].open("rb") as file:
        assert sum(1 for _ in file) == 1 + (n - 500) + 1
    with done.files[CHANGES].open("rb") as file:
        assert sum(1 for _ in file) == 1 + 1500 + (n - 1000) // 10 + n // 1000


def test_tables_of_another_origin_are_not_replaced(again, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "technologies.csv").write_text("id\nMINE\n", "utf-8")
    with pytest.raises(OutputError):
        again("T1,a\n")
    assert not (tmp_path / "out" / BASE).exists()


def test_the_command_names_the_first_changes_and_the_file_of_all(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING, "utf-8")
    for text, wanted in (("T1,a\nT2,b\n", None), ("T1,A\nT3,c\n", (1, 1, 1)), ("T1,A\nT3,c\n", {})):
        (tmp_path / "t.csv").write_text("code,label\n" + text, "utf-8")
        done = commands.run("sources", "run", "m.yaml", "-o", "out", "--json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        jsonschema.Draft202012Validator(command_schema("sources run")).validate(told)
        if not wanted:
            assert (told["changes"], told["changes_file"]) == (wanted, None)
            continue
        change = told["changes"]["technologies"]
        assert (change["added"], change["gone"], change["renamed"]) == wanted
        assert change["first_renamed"] == [["T1", "a", "A"]]
        assert told["changes_file"].endswith("changes.csv")
