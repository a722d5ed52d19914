"""Tables on terminals of any width: nothing lost, nothing wider than the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cli.screen import wrapping
from planner.cli.screen.tables import aligned, width
from planner.cli.screen.wrapping import fitted, wrap

HEAD = ["id", "centre", "lead", "support"]
ROWS = [
    ["C02", "示例工业软件中心", "示例数字技术研究院", "1,430"],
    ["C07", "a centre of a long English name", "示例石化新材料研究院", "560"],
]


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("columns", [20, 30, 40, 60, 80])
def test_a_table_fits_and_keeps_every_character(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    made = aligned(ROWS, HEAD, right=[3])
    assert max(width(line) for line in made.splitlines()) <= columns
    for cell in ("1,430", "560", "C02"):
        assert any(cell in line for line in made.splitlines())  # figures and ids are never broken
    letters = sorted(squeezed("".join(cell for row in ROWS for cell in row)))
    found = list(squeezed(made))
    for letter in letters:
        found.remove(letter)  # fails where one is missing


def test_forty_columns_give_a_list_a_row(monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    made = aligned(ROWS, HEAD, right=[3])
    assert made.splitlines()[0] == "id: C02"
    assert aligned(ROWS, ["编号", "", "", ""]).startswith("编号：C02\n")
    assert "support: 1,430" in made


RULES = [
    ["  at least 20 centres by 2025", "20", "=", "20", "target.count"],
    ["  centres whose chief scientist is 人才丁01: at most 1", "1", "=", "1", "exclusive.centres_per_chief_scientist"],
]


@pytest.mark.parametrize("columns", [40, 60])
def test_no_word_is_broken_and_a_table_without_a_head_goes_on_below_its_first_cell(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = aligned(RULES, right=[1, 3], most=70).splitlines()
    assert max(map(width, lines)) <= columns
    assert lines[:2] == ["  at least 20 centres by 2025", "    20  =  20  target.count"]
    assert any("exclusive.centres_per_chief_scientist" in line for line in lines)
    monkeypatch.setenv("COLUMNS", "80")
    wide = aligned(RULES, right=[1, 3], most=70).splitlines()
    assert wide[0].endswith("20  =  20  target.count")
    assert all(line.startswith("  ") for line in wide)  # a folded cell stays as far in as its first line


def test_chinese_that_folds_twice_gets_no_blank_in_it(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    line = "  质子交换膜 (T28) · bottleneck · could be covered by 示例量子测量中心, 示例卫星终端中心, 示例氢能中心"
    made = fitted(line).split("\n")
    assert max(map(width, made)) <= 40
    assert [x[:4].count(" ") for x in made] == [2, *[4] * (len(made) - 1)]
    assert "".join(x.strip() for x in made).count(" ") <= line.strip().count(" ")
    assert not any(x.strip()[0] in ",)，）" for x in made)


def test_marks_stay_with_their_words():
    assert wrap("示例精密减速器中心, 示例植介入器械中心", 18) == ["示例精密减速器中", "心, 示例植介入器械", "中心"]
    assert wrap("文件或目录 [必填]", 14) == ["文件或目录", "[必填]"]


@given(st.text(max_size=300), st.integers(20, 120))
def test_sentences_fit(text, columns):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        line = " ".join(text.split())
        made = fitted(line)
    if "--" not in line and "/" not in line and "buju" not in line and " " in line:
        longest = max((width(word) for word in line.split(" ")), default=0)
        assert all(width(piece) <= max(columns + 2, longest + 2) for piece in made.split("\n"))
    assert squeezed(made) == squeezed(line)


def test_commands_to_copy_stay_on_one_line(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    line = "     --set budgets.total=9000 --set budgets.city.2024=2500 --set target.count=18"
    assert fitted(line) == line


def test_a_file_or_a_pipe_gets_whole_lines(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert wrapping.columns() is None
    assert fitted("word " * 100) == "word " * 100


def test_cells_show_what_a_terminal_would_obey():
    made = aligned([["a\x1b[2J", "b\u202e"]])
    assert made == "a\\x1b[2J  b\\u202e"
