import errno
import hashlib
import json
import os
import re
import shutil
import stat
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from graph.base.errors import InputError, OutputError, UsageError
from planner.runs import store
from planner.runs.provenance import provenance
from planner.runs.store import FILES, check_writable, folder_name, read_run, result_bytes, write_run

WHEN = datetime(2024, 5, 1, 8, 30, 15, 999999, tzinfo=UTC)
RESULT = result_bytes({"format": "buju-result/1", "status": "proven", "objective": 0.1 + 0.2, "名称": "宁波"})


def files(result=RESULT, **more):
    made = {
        "result.json": result,
        "scenario.resolved.yaml": "name: 基本\n".encode(),
        "findings.json": b"[]\n",
        "provenance.json": result_bytes({"result_sha256": hashlib.sha256(result).hexdigest()}),
    }
    return made | more


def entries(path):
    return sorted(p.name for p in path.iterdir()) if path.exists() else None


def test_a_run_is_read_back_as_written(tmp_path):
    path = write_run(tmp_path / "runs", WHEN, "base", files())
    assert re.fullmatch(r"20240501T083015Z-base-[0-9a-f]{8}", path.name)
    assert entries(path) == sorted(FILES)
    assert entries(tmp_path / "runs") == [path.name]
    for place in (path, path / "result.json"):
        run = read_run(place)
        assert run.path == path
        assert run.result.objective == 0.1 + 0.2
        assert run.scenario_yaml == "name: 基本\n"
        assert run.findings == []
        assert run.provenance["result_sha256"]


def test_same_result_same_bytes():
    assert (
        result_bytes({"b": 1, "a": [1.5, None, "中"]})
        == '{\n "b": 1,\n "a": [\n  1.5,\n  null,\n  "中"\n ]\n}\n'.encode()
    )


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_result_holds_no_nan(bad):
    with pytest.raises(ValueError, match="JSON"):
        result_bytes({"x": [bad]})


def test_two_runs_in_one_second_get_two_folders(tmp_path):
    names = [write_run(tmp_path, WHEN, "base", files()).name for _ in range(3)]
    assert names[1:] == [names[0] + "-2", names[0] + "-3"]


def test_a_folder_taken_in_the_last_moment_is_not_overwritten(tmp_path, monkeypatch):
    first = write_run(tmp_path, WHEN, "base", files())
    before = (first / "result.json").read_bytes()
    monkeypatch.setattr(Path, "exists", lambda self: False)
    second = write_run(tmp_path, WHEN, "base", files(**{"findings.json": b"[1]"}))
    assert second.name == first.name + "-2"
    assert (first / "result.json").read_bytes() == before
    assert (first / "findings.json").read_bytes() == b"[]\n"


@pytest.mark.parametrize(
    ("scenario", "part"),
    [
        ("../../etc", "etc"),
        ("紧缩 预算", "紧缩-预算"),
        ("a/b\\c:d\0e\nf", "a-b-c-d-e-f"),
        ("...", "run"),
        ("", "run"),
        ("CON*?", "CON"),
        ("很" * 300, "很" * 40),
    ],
)
def test_scenario_names_are_made_safe(scenario, part):
    assert folder_name(WHEN, scenario, b"x") == f"20240501T083015Z-{part}-2d711642"


def test_time_is_utc():
    there = WHEN.astimezone(timezone(timedelta(hours=8)))
    assert folder_name(there, "a", b"") == folder_name(WHEN, "a", b"")


def test_file_permissions_are_the_ordinary_ones(tmp_path):
    (tmp_path / "plain").mkdir()
    path = write_run(tmp_path, WHEN, "base", files())
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


@pytest.mark.parametrize("name", ["../x", "a/b", "/etc/x", ".hidden", "", ".."])
def test_file_names_must_be_plain(tmp_path, name):
    with pytest.raises(UsageError):
        write_run(tmp_path / "runs", WHEN, "base", files(**{name: b""}))
    assert entries(tmp_path) == []


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "runs").write_text("here first")
    with pytest.raises(OutputError, match="nothing was written") as caught:
        write_run(tmp_path / "runs", WHEN, "base", files())
    assert "未写入" in caught.value.words.zh
    assert (tmp_path / "runs").read_text() == "here first"


@pytest.mark.parametrize("step", ["fsync", "rename"])
@pytest.mark.parametrize("kind", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_full_or_forbidden_disk_leaves_nothing(tmp_path, monkeypatch, step, kind):
    def fail(*_):
        raise OSError(kind, os.strerror(kind))

    monkeypatch.setattr(*((store.os, "fsync") if step == "fsync" else (Path, "rename")), fail)
    with pytest.raises(OutputError) as caught:
        write_run(tmp_path / "some" / "runs", WHEN, "base", files())
    assert caught.value.exit_code == 2
    assert entries(tmp_path) == []


def test_an_interrupt_leaves_nothing(tmp_path, monkeypatch):
    calls = []

    def interrupt(_):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(store.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_run(tmp_path, WHEN, "base", files())
    assert entries(tmp_path) == []


def test_a_folder_with_other_things_is_kept_on_failure(tmp_path, monkeypatch):
    first = write_run(tmp_path, WHEN, "base", files())
    monkeypatch.setattr(store.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(OutputError):
        write_run(tmp_path, WHEN, "base", files())
    assert entries(tmp_path) == [first.name]


def test_no_run_there(tmp_path):
    for place in (tmp_path / "nowhere", tmp_path, tmp_path / "result.json"):
        with pytest.raises(UsageError, match="is no run"):
            read_run(place)


def found(path):
    with pytest.raises(InputError) as caught:
        read_run(path)
    for finding in caught.value.findings:
        assert finding.message.zh
        assert finding.mend.zh
    return [(f.code, f.file) for f in caught.value.findings]


@pytest.mark.parametrize("name", FILES[1:])
def test_a_missing_file(tmp_path, name):
    path = write_run(tmp_path, WHEN, "base", files())
    (path / name).unlink()
    assert found(path) == [("R601", name)]


def test_all_that_is_missing_is_named_at_once(tmp_path):
    path = write_run(tmp_path, WHEN, "base", {"result.json": b"{"})
    assert found(path) == [("R601", n) for n in FILES[1:]] + [("R603", "result.json")]


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"a": NaN}', b"\xff\xfe", b"[" * 100_000, b"[]", b'"text"', RESULT[:-20]]
)
@pytest.mark.parametrize("name", ["result.json", "provenance.json"])
def test_damaged_json(tmp_path, name, data):
    path = write_run(tmp_path, WHEN, "base", files())
    (path / name).write_bytes(data)
    assert ("R603", name) in found(path)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("buju-result/0", "older"),
        ("buju-result/2", "newer"),
        ("buju-result/x", "no result"),
        ("other/1", "no result"),
        (None, "no result"),
    ],
)
def test_other_formats(tmp_path, form, words):
    path = write_run(tmp_path, WHEN, "base", files(result_bytes({"format": form})))
    with pytest.raises(InputError) as caught:
        read_run(path)
    (finding,) = caught.value.findings
    assert finding.code == "R604"
    assert words in finding.message.en


def test_a_result_changed_after_the_run_is_noticed(tmp_path):
    path = write_run(tmp_path, WHEN, "base", files())
    text = (path / "result.json").read_text(encoding="utf-8")
    (path / "result.json").write_text(text.replace("proven", "prowen"), encoding="utf-8")
    assert found(path) == [("R605", "result.json")]


def test_a_moved_run_is_still_a_run(tmp_path):
    path = write_run(tmp_path, WHEN, "base", files())
    shutil.move(path, tmp_path / "kept")
    assert read_run(tmp_path / "kept").result.status == "proven"


def told(command):
    return provenance(
        inputs={"b.csv": "2", "a.csv": "1"},
        solver=("HiGHS", "1"),
        limits={"seed": 7, "seconds": None},
        cpu_seconds=1.5,
        command=command,
        when=WHEN,
    )


def test_provenance_names_inputs_versions_solver_and_time():
    made = told(["buju", "plan", "城市"])
    assert list(made["inputs"]) == ["a.csv", "b.csv"]
    assert {"python", "buju", "numpy", "pulp", "highspy"} <= set(made["versions"])
    assert made["versions"]["numpy"]
    assert (made["solver"], made["seed"], made["cpu_seconds"]) == ({"name": "HiGHS", "version": "1"}, 7, 1.5)
    assert made["time"] == "2024-05-01T08:30:15Z"
    assert made["command"] == ["buju", "plan", "城市"]
    json.dumps(made, allow_nan=False)


@pytest.mark.parametrize(
    "command",
    [
        ["--password", "hush"],
        ["--password=hush"],
        ["--neo4j-password", "hush"],
        ["--token=hush"],
        ["--client-secret", "hush"],
        ["bolt://me:hush@host:7687"],
        ["--uri=https://hush@host"],
    ],
)
def test_no_secret_is_kept(command):
    assert "hush" not in json.dumps(told(["buju", *command])["command"])


def test_the_command_is_this_process_unless_told(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/somewhere/bin/buju", "plan", "city", "--token", "hush"])
    assert told(None)["command"] == ["buju", "plan", "city", "--token", "***"]


def test_trying_a_place_leaves_no_trace(tmp_path):
    check_writable(tmp_path / "a" / "runs")
    assert entries(tmp_path) == []
    write_run(tmp_path, WHEN, "base", files())
    before = entries(tmp_path)
    check_writable(tmp_path)
    assert entries(tmp_path) == before


def test_a_place_that_cannot_be_written_is_said_before_computing(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("here first")
    with pytest.raises(OutputError, match="a file stands"):
        check_writable(tmp_path / "file")
    with pytest.raises(OutputError):
        check_writable(tmp_path / "file" / "runs")
    assert entries(tmp_path) == ["file"]
