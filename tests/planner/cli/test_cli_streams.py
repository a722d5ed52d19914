"""Stdout and stderr in any encoding, full, closed or broken; control characters from data are shown, not obeyed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.samples import copy_sample
from planner.cli.screen.streams import harmless

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="redirections of a POSIX shell")


def shell(line, cwd, **env):
    """Run ``buju`` (written BUJU) in a shell line."""
    clean = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "COLUMNS")}
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    done = subprocess.run(
        ["/bin/bash", "-c", line.replace("BUJU", f'"{sys.executable}" -m planner.cli')],
        cwd=cwd,
        env=clean | {"BUJU_LANG": "en", "PYTHONPATH": path} | env,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert b"Traceback" not in done.stderr
    assert b"bug" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    return done


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """The sample city, one name of it with ö, one with an escape sequence and one that turns the direction round."""
    folder = copy_sample("ningbo", tmp_path_factory.mktemp("city") / "city")
    table = folder / "organisations.csv"
    rows = table.read_text("utf-8").splitlines()
    for n, mark in ((1, "Köln"), (2, "\x1b[31mred"), (3, "\u202etxt")):
        cells = rows[n].split(",")
        cells[1] = mark + cells[1]
        rows[n] = ",".join(cells)
    table.write_text("\n".join(rows) + "\n", "utf-8")
    return folder


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "utf-8"])
def test_any_encoding_gives_the_whole_answer(city, encoding):
    plain = shell("BUJU rules", city, PYTHONIOENCODING="utf-8", BUJU_LANG="zh").stdout.decode()
    done = shell("BUJU rules", city, PYTHONIOENCODING=encoding, PYTHONUTF8="0", BUJU_LANG="zh")
    assert done.returncode == 0
    assert len(done.stdout.decode(encoding).splitlines()) == len(plain.splitlines())


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_json_loses_no_character_in_any_encoding(city, encoding):
    done = shell("BUJU assess . --json", city, PYTHONIOENCODING=encoding, PYTHONUTF8="0", BUJU_LANG="zh")
    reference = shell("BUJU assess . --json", city, PYTHONIOENCODING="utf-8", BUJU_LANG="zh")
    assert json.loads(done.stdout.decode(encoding)) == json.loads(reference.stdout.decode())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_stdout_is_one_clear_line(city):
    done = shell("BUJU validate . -q > /dev/full", city)
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1
    assert b"cannot be written" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("end", ["2> /dev/full", "2>&-"])
def test_a_full_or_closed_stderr_changes_nothing(city, end):
    plain = shell("BUJU validate .", city)
    done = shell(f"BUJU validate . {end}", city)
    assert (done.returncode, done.stdout) == (plain.returncode, plain.stdout)
    assert shell(f"BUJU validate nowhere {end}", city).returncode in (1, 2)


@pytest.mark.parametrize("end", [">&-", "<&-", ">&- 2>&- <&-", "| head -1", "2>&1 | true"])
def test_closed_streams_and_short_readers_end_quietly(city, end):
    done = shell(f"set -o pipefail; BUJU rules {end}", city)
    assert done.returncode in (0, 141)


def test_nothing_is_written_into_a_file_that_took_the_number_of_a_closed_stream(city, tmp_path):
    shell(f"BUJU plan '{city}' -S base --runs '{tmp_path}/runs' >&- 2>&-", tmp_path)
    (run,) = (tmp_path / "runs").iterdir()
    for name in ("result.json", "findings.json", "provenance.json"):
        json.loads((run / name).read_text("utf-8"))


def test_control_characters_of_the_data_are_shown(city):
    done = shell(
        f"BUJU plan '{city}' -S base --runs /nonexistent/runs; BUJU validate 'a\x1b[31mb'; BUJU $'x\x1b[2J'", city
    )
    assert b"\x1b" not in done.stdout + done.stderr
    said = shell("BUJU assess . -v", city).stdout.decode()
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_lines_stay_lines():
    assert harmless("one\ntwo\x07\u202e") == "one\ntwo\\x07\\u202e"
    assert harmless("中心，a\u3000b") == "中心，a\u3000b"
