"""Folders of runs that were ended: by a request they go at once, after a kill with the next run, others' never."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from loaders.sources import scratch
from loaders.sources.scratch import OWNER, PREFIX, Scratch, sweep

pytestmark = pytest.mark.skipif(scratch.fcntl is None, reason="this system has no locks of this kind")
HOLD = (
    "import time\nfrom loaders.sources.scratch import Scratch\ns = Scratch()\nprint(s.path, flush=True)\ntime.sleep(60)"
)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def holding():
    """Another process that holds a folder, and the folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True)
    return process, Path(process.stdout.readline().strip())


def test_the_folder_of_a_killed_process_is_removed_and_that_of_a_living_one_stays(temporary):
    killed, left = holding()
    living, kept = holding()
    try:
        (left / "work.duckdb").write_bytes(b"rows")
        killed.kill()
        killed.wait()
        assert left.is_dir()
        with Scratch() as own:
            assert not left.exists()
            assert kept.is_dir()
            assert sweep() == ()
            assert own.is_dir()
        assert not own.exists()
    finally:
        for process in (killed, living):
            process.kill()
            process.wait()
            process.stdout.close()
    assert sweep() == (kept,)


def named(folder, content=None):
    folder.mkdir()
    if content is not None:
        (folder / OWNER).write_bytes(content)
    return folder


def test_what_is_not_ours_is_never_removed(temporary, tmp_path_factory):
    with Scratch() as own:
        said = (own / OWNER).read_bytes()
    elsewhere = named(tmp_path_factory.mktemp("elsewhere") / "theirs", said)
    others = [
        named(temporary / f"{PREFIX}older"),  # of a version without locks, or being made
        named(temporary / f"{PREFIX}blank", b""),
        named(temporary / f"{PREFIX}longer", said + b"x"),
        named(temporary / f"{PREFIX}another", b"another program's"),
        named(temporary / "buju-tables-x", said),
    ]
    link = temporary / f"{PREFIX}link"
    link.symlink_to(elsewhere)
    inside = named(temporary / f"{PREFIX}inside")
    (inside / OWNER).symlink_to(elsewhere / OWNER)
    pipe = named(temporary / f"{PREFIX}pipe")
    os.mkfifo(pipe / OWNER)
    (temporary / f"{PREFIX}file").write_text("a file")
    assert sweep() == ()
    assert all(folder.is_dir() for folder in (*others, elsewhere, inside, pipe))
    assert link.is_symlink()
    assert sorted(p.name for p in elsewhere.iterdir()) == [OWNER]


MAPPING = """
format: buju-mapping/1
title: {en: Slow, zh: 慢}
inputs: {areas: {files: areas.csv, columns: {code: code}}}
views: {many: "SELECT a._row, a.code || r.range || s.range AS code FROM areas a, range(100000) r, range(100000) s"}
tables: {fields: {from: many, columns: {id: code}}}
"""


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda s: s.name)
def test_a_run_that_is_asked_to_end_leaves_nothing_behind(ended_by, temporary):
    (temporary / "m.yaml").write_text(MAPPING, "utf-8")
    (temporary / "areas.csv").write_text("code\nA\n", "utf-8")
    out = temporary / "out"
    command = [
        sys.executable,
        "-m",
        "planner.cli",
        "sources",
        "run",
        temporary / "m.yaml",
        "--from",
        temporary,
        "-o",
        out,
    ]
    before = signal.signal(ended_by, signal.default_int_handler)  # whoever began the tests may have it ignored
    try:
        process = subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(ended_by, before)
    with process:
        try:
            for _ in range(600):
                if any(p.name == "work.duckdb" for folder in temporary.glob(f"{PREFIX}*") for p in folder.iterdir()):
                    break
                time.sleep(0.1)
            else:
                pytest.fail("the run did not begin")
            process.send_signal(ended_by)
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert "interrupted" in said or "已中断" in said
    assert list(temporary.glob("buju-*")) == []
    assert not out.exists()
