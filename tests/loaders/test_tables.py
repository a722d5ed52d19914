"""Tables of any schema: undeclared numeric columns where they are allowed, repeated rows, ids of any column name."""

import numpy as np
import pytest

from graph.base.errors import InputError
from graph.base.words import Words
from graph.model.schema import Column, Table
from loaders.table_set import read_tables

W = Words("", "")
ITEMS = Table("items", "物品", W, ("item",), columns=(Column("item", "物品", "id", W, required=True),), required=True)
LINKS = Table(
    "links",
    "联系",
    W,
    ("a", "b"),
    columns=tuple(Column(c, c, "ref", W, required=True, refers=("items",)) for c in ("a", "b")),
)


def folder(tmp_path, items, links):
    (tmp_path / "items.csv").write_text(items)
    (tmp_path / "links.csv").write_text(links)
    return tmp_path


def test_further_columns_are_numbers_where_they_are_allowed(tmp_path):
    path = folder(tmp_path, "item,profit,Ｃost\nA,1,2\nB,,3\n", "a,b\nA,B\n")
    read = read_tables(path, (ITEMS, LINKS), extra={"items"})
    assert read.findings == ()
    columns = read.require()["items"]
    np.testing.assert_array_equal(columns["profit"], [1, np.nan])
    np.testing.assert_array_equal(columns["Cost"], [2, 3])
    assert not columns["profit"].flags.writeable
    warned = read_tables(path, (ITEMS, LINKS))
    assert [(f.code, f.level) for f in warned.findings] == [("H202", "warning"), ("H202", "warning")]
    assert list(warned.require()["items"]) == ["item"]


def test_a_repeated_row_is_harmless_only_where_the_row_is_its_key(tmp_path):
    read = read_tables(folder(tmp_path, "item\nA\nB\n", "a,b\nA,B\nA,B\n"), (ITEMS, LINKS))
    assert [(f.code, f.level, f.row) for f in read.findings] == [("K401", "warning", 3)]
    assert read.counts["links"].read == 2


def test_errors_stop_the_columns_from_being_used(tmp_path):
    read = read_tables(folder(tmp_path, "item\nA\n", "a,b\nA,A\nA,C\n"), (ITEMS, LINKS))
    assert [(f.code, f.row) for f in read.findings] == [("K403", 2), ("K402", 3)]
    with pytest.raises(InputError) as error:
        read.require()
    assert len(error.value.findings) == 2


def test_a_place_that_cannot_be_opened_gives_findings_and_empty_tables(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"rubbish")
    read = read_tables(tmp_path / "x.zip", (ITEMS, LINKS))
    assert [f.code for f in read.findings] == ["S105"]
    assert read.columns["items"] == {}
    assert read.errors
