"""What commands say of tables, keys and cases: by the names of both languages, with their plurals."""

from loaders.sources.comparing import TableChange
from planner.cli.commands.sources.text import changes_lines
from planner.cli.commands.sweep.text import _years
from planner.cli.screen.words import level_words


def test_changes_of_a_source_are_said_in_the_marks_of_each_language():
    change = TableChange(
        added=2, changed=1, kept=3, first_added=("{t}", "O2"), renamed=6, first_renamed=(("a", "b", "c"),)
    )
    assert changes_lines({"people": change}, "en") == [
        "people: 2 added: {t}, O2",
        "people: 6 renamed: a: b → c, …",
        "people: 1 row otherwise changed",
        "people: 3 changes by hand kept",
    ]
    assert changes_lines({"people": change}, "zh")[:2] == [
        "人才 people：新增 2：{t}、O2",
        "人才 people：更名 6：a: b → c、…",
    ]


def test_years_of_a_sweep_are_told_with_their_plans():
    assert _years({"2023": 1, "2024": 12}, "en") == "2023 (1), 2024 (12)"
    assert _years({"2023": 1, "2024": 12}, "zh") == "2023（1）、2024（12）"


def test_a_question_of_init_is_no_error_and_a_row_without_a_name_is():
    assert level_words("B903", "error").zh == "待确认"
    assert level_words("B906", "error").en == "error"
