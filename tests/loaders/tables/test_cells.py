"""Cells: read or refused, never guessed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.schema import TABLES
from loaders.tables.cells import Refusal, boolean, identifier, number, parser, text


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1200", 1200),
        ("1,200", 1200),
        ("１２００", 1200),
        ("1，200", 1200),
        ("１，２００．５", 1200.5),
        ("1,234,567.25", 1234567.25),
        (" 0.3 ", 0.3),
        ("　7　", 7),
        (".5", 0.5),
        ("5.", 5),
        ("-3", -3),
        ("−3", -3),
        ("+3", 3),
        ("1e3", 1000),
        ("2.5E-2", 0.025),
    ],
)
def test_numbers_that_are_read(cell, value):
    assert number(cell) == value


@pytest.mark.parametrize(
    ("cell", "code", "mend"),
    [
        ("1_000", "C304", "1000"),
        ("20O1", "C304", "2001"),
        ("2O23", "C304", "2023"),
        ("l5", "C304", "15"),
        ("1,5", "C304", "1.5"),
        ("12,00", "C304", "12.00"),
        ("1,2,3", "C304", "plain number"),
        ("1 200", "C304", "plain number"),
        ("abc", "C304", "plain number"),
        ("--3", "C304", "plain number"),
        ("1.2.3", "C304", "plain number"),
        ("2023-05-01", "C304", "it holds 45047"),
        ("0x10", "C304", "plain number"),
        ("三百", "C304", "plain number"),
        ("²", "C304", "plain number"),
        ("٣", "C304", "plain number"),
        ("1200万元", "C305", "1200"),
        ("1,200 万元", "C305", "1200"),
        ("3亿", "C305", "3"),
        ("2023年", "C305", "2023"),
        ("30%", "C305", "0.3 for 30%"),
        ("３０％", "C305", "0.3 for 30%"),
        ("1.2k", "C305", "1.2"),
        ("NaN", "C306", "blank"),
        ("nan", "C306", "blank"),
        ("inf", "C306", "blank"),
        ("-Infinity", "C306", "blank"),
        ("1e400", "C306", "unit"),
        ("1e16", "C306", "unit"),
        ("9" * 400, "C306", "unit"),
        ("#N/A", "C311", None),
    ],
)
def test_numbers_that_are_refused_with_a_mend(cell, code, mend):
    refusal = number(cell)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    if refusal.mend is not None and mend is not None:
        assert mend in refusal.mend.en


@given(st.floats(-1e14, 1e14))
def test_every_number_written_by_python_is_read_back(value):
    assert number(repr(value)) == value


@given(st.integers(-(10**14), 10**14))
def test_thousands_separators_in_any_width(value):
    full = str.maketrans("0123456789,", "０１２３４５６７８９，")
    assert number(f"{value:,}") == value
    assert number(f"{value:,}".translate(full)) == value


@given(st.text())
def test_any_text_is_a_finite_number_or_a_refusal(cell):
    value = number(cell)
    assert isinstance(value, Refusal) or math.isfinite(value)


@pytest.mark.parametrize(("cell", "code"), [("2023.0", None), ("2,023", None), ("2023.5", "C307"), ("1e3", None)])
def test_whole_numbers(cell, code):
    value = number(cell, whole=True)
    assert (value.code if isinstance(value, Refusal) else None) == code


@pytest.mark.parametrize("cell", ["true", "TRUE", "1", "1.0", "yes", "是", "Ｙ", " 是 "])
def test_yes(cell):
    assert boolean(cell) is True


@pytest.mark.parametrize("cell", ["false", "0", "no", "否", "N"])
def test_no(cell):
    assert boolean(cell) is False


@pytest.mark.parametrize(("cell", "code"), [("2", "C309"), ("maybe", "C309"), ("√", "C309"), ("#N/A", "C311")])
def test_neither_yes_nor_no(cell, code):
    assert boolean(cell).code == code


def test_choices_by_value_or_chinese_name():
    read = parser(TABLES["centres"].column("status"))
    assert [read(c) for c in ("existing", "Existing", "已有", "ＣＡＮＤＩＤＡＴＥ", " 候选 ")] == [
        "existing",
        "existing",
        "existing",
        "candidate",
        "candidate",
    ]
    refusal = read("侯选")
    assert refusal.code == "C310"
    assert "候选" in refusal.mend.zh
    assert read("x").mend.zh == "可用：existing（已有）、candidate（候选）、approved（已批复）、ended（已终止）"


def test_tie_kinds_do_not_depend_on_underscores():
    assert parser(TABLES["ties"].column("kind"))("Co-Patent") == "co_patent"


@pytest.mark.parametrize(
    ("table", "column", "cell", "said"),
    [
        ("technologies", "severity", "0", "not between 1 and 5"),
        ("technologies", "severity", "6", "not between 1 and 5"),
        ("investments", "investment", "-0.01", "less than 0"),
    ],
)
def test_ranges(table, column, cell, said):
    assert parser(TABLES[table].column(column))(cell).message.en == said


@pytest.mark.parametrize("cell", ["a|b", "a\nb", "a\x1bb", "a\u202eb", "a｜b"])
def test_ids_that_cannot_be(cell):
    assert identifier(cell).code == "C312"


def test_texts_keep_what_is_inside():
    assert text("  甬江 实验室（一）　") == "甬江 实验室（一）"
