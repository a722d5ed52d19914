"""A new reader and its rules are found by their place: no list names them."""

from pathlib import Path

import pytest

import loaders
from loaders.dataset import load
from loaders.readers import discovery
from loaders.readers.discovery import book_readers, layout_readers, readers, table_readers
from loaders.readers.sources import open_source
from loaders.rules.catalogue import catalogue, groups

ROOT = Path(loaders.__file__).parent
NEW = """
from loaders.readers.reader import TableReader
from loaders.tables.raw_table import RawTable


def read(file):
    with file.open() as stream:
        lines = stream.read().decode().split()
    rows = tuple(line.split("!") for line in lines[1:])
    numbers = tuple(range(2, len(rows) + 2))
    return RawTable(file.stem, file.name, header=tuple(lines[0].split("!")), rows=rows, numbers=numbers)


READER = TableReader((".bang",), read)
"""


@pytest.fixture
def with_new_reader(tmp_path, monkeypatch):
    (tmp_path / "bang_files.py").write_text(NEW)
    monkeypatch.syspath_prepend(tmp_path)
    names = [*discovery._names(), "bang_files"]
    monkeypatch.setattr(discovery, "_names", lambda: names)
    readers.cache_clear()
    yield
    readers.cache_clear()


def test_a_reader_in_a_file_of_its_own_is_enough(write, with_new_reader):
    path = write(fields=None)
    (path / "fields.bang").write_text("id!name\nF1!a\nF2!b\n")
    assert open_source(path).has("fields")
    assert load(path).require().column("fields", "name").tolist() == ["a", "b"]


def test_without_it_the_file_is_no_table_but_said(write):
    path = write(fields=None)
    (path / "fields.bang").write_text("id!name\nF1!a\n")
    assert "S129" in {f.code for f in load(path).findings}


def test_what_opens_a_place_names_no_format():
    text = (ROOT / "readers" / "sources.py").read_text("utf-8")
    known = {*table_readers(), *book_readers(), *(r.layout for r in layout_readers())}
    assert known >= {".csv", ".parquet", ".xlsx", ".graphml", "cordis"}
    assert [name for name in known if f'"{name}"' in text] == []


def test_every_rules_module_is_found():
    declaring = [p for p in ROOT.rglob("*.py") if "\nRULES: tuple" in p.read_text("utf-8")]
    assert len(declaring) >= 5
    codes = {
        line.strip()[1:5] for p in declaring for line in p.read_text("utf-8").splitlines() if line[:9] == '        "'
    }
    assert {c for c in catalogue() if c not in codes} == set()
    assert {c[0] for c in catalogue()} == set(groups())
