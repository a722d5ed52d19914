"""A source run again: nothing where nothing changed, else what was added, has gone, was renamed; decisions stay."""

import pytest

from graph.base.errors import OutputError
from graph.base.safe_yaml import read
from loaders.sources.mapping import read_mapping
from loaders.sources.refreshing import BASE
from loaders.sources.running import run, write

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
    assert (change.added, change.gone, change.renamed) == (("T3",), ("T2",), (("T1", "a", "A"),))
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


def test_tables_of_another_origin_are_not_replaced(again, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "technologies.csv").write_text("id\nMINE\n", "utf-8")
    with pytest.raises(OutputError):
        again("T1,a\n")
    assert not (tmp_path / "out" / BASE).exists()
