"""Tables hand their rows on to data frame libraries, and to a notebook without what a page could run."""

import importlib
from dataclasses import make_dataclass

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import buju
from buju.plain_rows import plain
from graph.base.words import Words

ROWS = [
    {"centre": "C1", "year": 2024, "support": {2024: 5.0, 2025: 1.5}, "why": Words("best", "最优"), "t": ["A"]},
    {"centre": "C2", "year": None, "support": {2025: 2.0}, "why": Words("near", "邻近"), "t": []},
]
PLAIN = [
    {"centre": "C1", "year": 2024, "support_2024": 5.0, "support_2025": 1.5, "why": "最优", "t": ["A"]},
    {"centre": "C2", "year": None, "support_2024": None, "support_2025": 2.0, "why": "邻近", "t": []},
]


@pytest.fixture
def table():
    return buju.Table.of("chosen", ROWS, "zh")


def test_rows_are_plain(table):
    assert table.to_dicts() == PLAIN
    assert list(table) == PLAIN
    assert (len(table), table["centre"]) == (2, ("C1", "C2"))


def test_every_library_takes_them(table):
    assert table.to_polars().to_dicts() == PLAIN
    assert table.to_arrow().to_pylist() == PLAIN
    assert table.to_pandas()["support_2025"].tolist() == [1.5, 2.0]
    assert pl.from_arrow(pa.table(table)).to_dicts() == PLAIN  # by the PyCapsule interface alone
    assert pl.DataFrame(table).to_dicts() == PLAIN
    assert isinstance(table.to_pandas(), pd.DataFrame)


def test_an_empty_table_is_a_table():
    empty = buju.Table.of("chosen", [])
    assert (len(empty), empty.to_dicts(), empty.to_pandas().empty) == (0, [], True)


def test_a_library_that_is_not_there_is_named(table, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr("buju.table.import_module", missing)
    assert importlib.import_module("pandas") is pd
    with pytest.raises(buju.UsageError, match="pip install polars"):
        table.to_polars()


def test_html_is_escaped():
    bad = '<script>alert(1)</script>&"'
    text = buju.Table.of(bad, [{bad: bad}])._repr_html_()
    assert "<script" not in text
    assert text.count("&lt;script&gt;") == 3


def test_rows_are_plain_data_in_one_language_or_both():
    whys = [[row["why"] for row in plain(ROWS, lang)] for lang in ("en", None)]
    assert whys == [["best", "near"], [{"en": "best", "zh": "最优"}, {"en": "near", "zh": "邻近"}]]


def test_dataclasses_are_rows_too():
    row = make_dataclass("Row", ["centre", "support"])("C1", {2024: 5.0})
    assert buju.Table.of("rows", [row]).to_dicts() == [{"centre": "C1", "support_2024": 5.0}]
