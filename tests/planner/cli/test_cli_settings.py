"""Defaults from buju.toml: used, overridden, and refused with all that is wrong."""

from pathlib import Path

import pytest

from planner.cli.settings import Settings, read


def write(folder, text):
    (folder / "buju.toml").write_text(text, "utf-8")
    return folder


def test_the_nearest_file_above_holds(tmp_path):
    write(tmp_path, 'language = "zh"\nthreads = 2\nruns = "kept"\nsolver = "scip"\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert read(below) == Settings("zh", "scip", 2, tmp_path / "kept")
    write(tmp_path / "a", "threads = 3\n")
    assert read(below) == Settings(threads=3)


def test_without_a_file_the_program_decides(tmp_path):
    assert read(tmp_path) == Settings()
    assert Settings().runs == Path("runs")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("thread = 2", "there is no setting thread; did you mean threads?"),
        ("threads = 0", "threads takes a whole number from 1 on, not 0"),
        ("threads = true", "not True"),
        ('language = "fr"', 'language takes "zh" or "en", not fr'),
        ("runs = 3", "runs takes a folder, not 3"),
        ("threads = ", "buju.toml cannot be read"),
        ("\x00", "buju.toml cannot be read"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, said):
    (words,) = read(write(tmp_path, text)).problems
    assert said in words.en


def test_all_problems_come_at_once(tmp_path):
    assert len(read(write(tmp_path, "a = 1\nthreads = -1\nlanguage = 3\n")).problems) == 3


def test_commands_follow_the_file_and_the_command_line_goes_before(buju, tmp_path):
    write(tmp_path, 'language = "zh"\n')
    assert "用法" in buju("--help", env={"BUJU_LANG": ""}, code=0).stdout
    assert "Usage" in buju("--help", "--lang", "en", env={"BUJU_LANG": ""}, code=0).stdout
    assert "Usage" in buju("--help", env={"BUJU_LANG": "en"}, code=0).stdout
    write(tmp_path, "thread = 3\nrun = 1\n")
    done = buju("rules", code=2)
    assert len(done.stderr.splitlines()) == 2
    assert "did you mean threads?" in done.stderr


def test_runs_are_kept_where_the_file_says(buju, tmp_path):
    write(tmp_path, 'runs = "kept"\n')
    buju("demo", "city", code=0)
    buju("plan", "city", "-S", "base", code=0)
    assert len(list((tmp_path / "kept").iterdir())) == 1
    assert not (tmp_path / "runs").exists()
    assert buju("runs", "list", code=0).stdout.count("base") == 1
