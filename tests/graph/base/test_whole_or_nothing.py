"""A write killed at any step leaves the old files or the new ones; what it leaves behind is found and cleared."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.base import swapping, writing
from graph.base.errors import OutputError
from graph.base.writing import replace_folder, write_files

SCRIPT = Path(__file__).parent / "killed_writes.py"


def killed(tmp_path, way):
    found = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "support")}
    words = [sys.executable, SCRIPT, tmp_path, way]
    said = subprocess.run(words, capture_output=True, text=True, env=found, check=True)
    return json.loads(said.stdout)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("way", "least"), [("write", 40), ("replace", 20), ("fresh", 15), ("one", 8)])
def test_killed_at_every_step_the_files_are_the_old_or_the_new(tmp_path, way, least):
    if way in ("write", "replace") and swapping._call() is None:
        pytest.skip("this system exchanges no folders in one step")
    found = killed(tmp_path, way)
    assert len(found) > least
    assert [f for f in found if f["whole"] == "mixed" or not f["kept"]] == []
    assert {f["whole"] for f in found} == {"old", "new"}
    assert [f["whole"] for f in found] == sorted((f["whole"] for f in found), reverse=True)
    assert not any(f["cut"] for f in found)
    assert all(f["cleared"] and not f["rest"] for f in found)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_where_a_folder_cannot_be_exchanged_a_cut_write_is_seen_and_finished(tmp_path):
    found = killed(tmp_path, "inside")
    assert len(found) > 20
    assert all(f["cut"] for f in found if f["whole"] == "mixed")
    assert all(f["kept"] and f["cleared"] for f in found)


def test_a_cut_write_is_an_error_until_it_is_finished(tmp_path):
    write_files(tmp_path, {"a": b"old", "b": b"old"})
    (tmp_path / swapping.COMMIT).mkdir()
    (tmp_path / swapping.COMMIT / "b").write_bytes(b"new")
    (tmp_path / "a").write_bytes(b"new")
    write_files(tmp_path, {"c": b"1"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"new", "b": b"new", "c": b"1"}


def test_what_a_living_process_writes_is_left_alone(tmp_path):
    mine, dead = f"{swapping.MARK}{os.getpid()}-x-city", f"{swapping.MARK}999999999-x-city"
    for name in (mine, dead):
        (tmp_path / name).mkdir()
    (tmp_path / "city").mkdir()
    assert [p.name for p in swapping.leftovers(tmp_path / "city")] == [dead]
    write_files(tmp_path / "city", {"a": b"1"})
    assert sorted(p.name for p in tmp_path.iterdir()) == [mine, "city"]


@pytest.mark.parametrize("write", [write_files, replace_folder])
def test_without_an_exchange_all_is_written_as_well(tmp_path, monkeypatch, write):
    def none(_one, _other):
        raise swapping.NoExchangeError

    monkeypatch.setattr(writing, "exchange", none)
    write_files(tmp_path / "city", {"a": b"1", "sub/b": b"2"})
    more = {} if write is replace_folder else {"force": True}
    write(tmp_path / "city", {"a": b"3", "sub/b": b"4"}, **more)
    assert (tmp_path / "city" / "a").read_bytes() + (tmp_path / "city" / "sub" / "b").read_bytes() == b"34"
    assert [p.name for p in tmp_path.iterdir()] == ["city"]


def test_a_failing_exchange_changes_nothing(tmp_path, monkeypatch):
    def fails(_one, _other):
        raise OSError(28, "no")

    write_files(tmp_path / "city", {"a": b"1", "b": b"1"})
    monkeypatch.setattr(writing, "exchange", fails)
    with pytest.raises(OutputError, match="disk is full"):
        write_files(tmp_path / "city", {"a": b"2", "b": b"2"}, force=True)
    assert {p.name: p.read_bytes() for p in (tmp_path / "city").iterdir()} == {"a": b"1", "b": b"1"}
    assert [p.name for p in tmp_path.iterdir()] == ["city"]


def test_files_by_two_names_are_not_changed_through_the_other(tmp_path):
    write_files(tmp_path / "city", {"a": b"1", "b": b"1"})
    os.link(tmp_path / "city" / "a", tmp_path / "elsewhere")
    write_files(tmp_path / "city", {"a": b"2", "c": b"2"}, force=True)
    assert (tmp_path / "elsewhere").read_bytes() == b"1"
    assert (tmp_path / "city" / "b").read_bytes() == b"1"
