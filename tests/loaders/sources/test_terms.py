"""Terms of a snapshot: its own go before those of the mapping, are kept with the tables and told when they are read."""

import pytest

from graph.base.licence import forbidden
from graph.base.safe_yaml import read
from loaders.dataset_info import read_info
from loaders.readers.sources import open_source
from loaders.sources.mapping import find_mapping, presets, read_mapping
from loaders.sources.running import run, write

MAPPING = (
    "format: buju-mapping/1\nname: own\ntitle: {en: t, zh: 题}\nlicence: CC0\n"
    "inputs: {p: {files: p.csv, columns: {c: code}}}\n"
    "tables: {organisations: {from: p, columns: {id: c, name: c, kind: \"'firm'\"}}}\n"
)


@pytest.fixture
def made(tmp_path):
    def make(licence="CC0", **beside):
        (tmp_path / "p.csv").write_text("c\nO1\n", "utf-8")
        for name, text in beside.items():
            (tmp_path / name.replace("_", ".")).write_bytes(text)
        done = run(read_mapping(read(MAPPING.replace("CC0", licence), "m.yaml")), tmp_path)
        write(done, tmp_path / "out")
        info, found = read_info(open_source(tmp_path / "out"))
        return done, info.licence, list(found)

    return make


def told(done):
    return [(f.code, f.file, f.row, f.value) for f in done.findings]


def test_a_licence_that_forbids_nothing_is_kept_and_no_more(made):
    done, kept, again = made(SOURCE_txt=b"From somewhere, freely.\n", README_md=b"not for redistribution\n")
    assert (told(done), kept, again) == ([], "CC0", [])


def test_a_mapping_whose_licence_forbids_says_so_and_so_do_its_tables(made):
    done, kept, again = made("CC BY-NC 4.0")
    assert (told(done), kept) == ([("M822", "own", 0, "CC BY-NC 4.0")], "CC BY-NC 4.0")
    assert [f.message.en for f in again] == ["the licence of the data forbids commercial use"]


def test_the_licence_of_the_snapshot_goes_before_that_of_the_mapping(made):
    done, kept, again = made(dataset_yaml=b"name: x\nlicence: CC BY-NC 4.0\n")
    assert told(done) == [("M823", "dataset.yaml", 0, "CC BY-NC 4.0"), ("M822", "dataset.yaml", 0, "CC BY-NC 4.0")]
    assert kept == "CC BY-NC 4.0"
    assert len(again) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_line_beside_the_data_that_forbids_is_kept_with_the_licence(encoding, made):
    done, kept, again = made(SOURCE_txt="来源：某局\n仅供内部使用，\t不得对外公开\n".encode(encoding))
    assert told(done) == [("M822", "SOURCE.txt", 2, "仅供内部使用， 不得对外公开")]
    assert kept == "CC0; SOURCE.txt: 仅供内部使用， 不得对外公开"
    assert [f.message.zh for f in again] == ["数据许可禁止对外提供或公开发布"]


def test_notes_that_cannot_be_read_or_go_on_for_ever_stop_nothing(made):
    line = b"not for redistribution " + b"x" * 5000 + b"\x00\x1b[2J\n"
    done, kept, again = made(LICENSE_txt=line * 5, dataset_yaml=b"name: [\n")
    assert [t[:3] for t in told(done)] == [("M822", "LICENSE.txt", n) for n in (1, 2, 3)]
    assert kept.startswith("CC0; LICENSE.txt: not for redistribution x")
    assert len(again) == 1


def test_no_preset_is_of_data_that_may_not_be_passed_on():
    assert [name for name in presets() if forbidden(find_mapping(name).licence)] == []
