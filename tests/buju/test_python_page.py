"""The page on Python: each program is whole, short, runs as it stands, and prints what the page shows."""

import contextlib
import io
import re
from pathlib import Path

import pytest

import buju

PAGE = (Path(__file__).parents[2] / "docs" / "python.md").read_text("utf-8")
PROGRAMS = re.findall(r"^## (\d+)\. (.*?)\n\n```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)


def test_there_are_ten_and_the_first_goes_from_frames_to_files_in_ten_lines():
    assert [number for number, *_ in PROGRAMS] == [str(n) for n in range(1, 11)]
    assert PAGE.count("```python") == len(PROGRAMS)
    first = PROGRAMS[0][2]
    assert len([line for line in first.splitlines() if line.strip()]) <= 10
    assert all(step in first for step in ("DataFrame(", "buju.load(", "buju.plan(", ".export("))


@pytest.mark.long
@pytest.mark.parametrize("program", PROGRAMS, ids=[title for _, title, *_ in PROGRAMS])
def test_a_program_prints_what_is_shown(program, tmp_path, monkeypatch):
    _, _, code, shown = program
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BUJU_LANG", "en")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "docs/python.md", "exec"), {})  # noqa: S102 - the page's own programs
    assert said.getvalue() == shown


def test_the_page_names_every_public_name():
    assert {name for name in buju.__all__ if not re.search(rf"\b{name}\b", PAGE)} <= {"BujuError", "Dataset", "Finding"}
