"""Data frames of every kind are read as files are: the same cells, the same findings."""

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import buju
from graph.model.schema import TABLES
from loaders.dataset import load as load_place
from loaders.readers.frames import read_frame

ROWS = [
    {"id": "C1", "ready_year": 2023, "equity": 0.5, "new_legal_entity": True, "district": "镇海"},
    {"id": "C2", "ready_year": None, "equity": None, "new_legal_entity": None, "district": None},
]
HEADER = ("id", "ready_year", "equity", "new_legal_entity", "district")
CELLS = (["C1", "2023", "0.5", "true", "镇海"], ["C2", "", "", "", ""])
COLUMNS = {name: [row[name] for row in ROWS] for name in HEADER}


class Stream:
    """Only the Arrow PyCapsule interface, as many libraries offer it."""

    def __init__(self, table):
        self._table = table

    def __arrow_c_stream__(self, requested_schema=None):
        return self._table.__arrow_c_stream__(requested_schema)


FRAMES = {
    "rows": lambda: ROWS,
    "columns": lambda: COLUMNS,
    "pandas": lambda: pd.DataFrame(ROWS),
    "pandas, object": lambda: pd.DataFrame(ROWS, dtype=object),
    "pandas, nullable": lambda: pd.DataFrame(ROWS).convert_dtypes(),
    "pandas, index": lambda: pd.DataFrame(ROWS).set_index("id"),
    "polars": lambda: pl.DataFrame(ROWS),
    "polars, lazy": lambda: pl.DataFrame(ROWS).lazy(),
    "arrow": lambda: pa.table(COLUMNS),
    "arrow stream": lambda: Stream(pa.table(COLUMNS)),
    "table": lambda: buju.Table.of("centres", ROWS),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_every_frame_gives_the_same_cells(kind):
    table = read_frame(FRAMES[kind](), "centres")
    assert (table.header, table.rows, table.numbers, table.findings) == (HEADER, CELLS, (2, 3), ())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1,200", "1,200"),
        (2023.0, "2023"),
        (0.1, "0.1"),
        (np.float32(0.1), "0.1"),
        (1e-7, "1e-07"),
        (np.int64(7), "7"),
        (True, "true"),
        (np.bool_(False), "false"),
        (Decimal("1.50"), "1.50"),
        (dt.date(2024, 5, 1), "2024-05-01"),
        (dt.datetime(2024, 5, 1), "2024-05-01"),  # noqa: DTZ001 - as spreadsheets hold them
        (pd.Timestamp("2024-05-01 08:30"), "2024-05-01T08:30:00"),
        *((nothing, "") for nothing in (None, math.nan, np.nan, pd.NA, pd.NaT, Decimal("nan"))),
        (np.datetime64("NaT", "ns"), ""),
    ],
)
def test_a_cell_is_the_text_that_a_file_would_hold(value, text):
    assert read_frame({"id": ["x"], "v": [value]}, "t").rows == (["x", text],)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_to_the_last_digit(number):
    assert float(read_frame({"v": [number]}, "t").rows[0][0]) == number


@pytest.mark.parametrize("value", [["T1", "T2"], {"a": 1}, b"x", (1,), np.array([1, 2]), object()])
def test_what_no_cell_can_hold_is_a_finding_with_its_place(value):
    (found,) = read_frame([{"id": "C1", "v": "x"}, {"id": "C2", "v": value}], "covers").findings
    assert (found.code, found.level, found.file, found.row, found.column) == ("S130", "error", "covers", 3, "v")
    assert type(value).__name__ in found.message.en


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (3, "builtins.int is no table"),
        ("centres.csv", "builtins.str is no table"),
        ({"id": "C1"}, "column id is no list of values"),
        ({"id": ["C1"], "name": []}, "the columns differ in length (id: 1, name: 0)"),
        ([{"id": "C1"}, 7], "row 3 is no mapping of column to value"),
        (pd.DataFrame({"id": ["a"]}).rename_axis("id"), "the index has the name of a column"),
    ],
)
def test_what_is_no_table_is_a_finding(frame, said):
    (found,) = read_frame(frame, "centres").findings
    assert (found.code, found.message.en) == ("S130", said)
    assert any("\u4e00" <= c <= "\u9fff" for c in found.message.zh)


def test_blank_rows_are_counted_and_rows_keep_their_number():
    table = read_frame({"id": ["C1", None, "C3"], "name": ["a", math.nan, "c"]}, "centres")
    assert (table.rows, table.numbers, table.skipped) == ((["C1", "a"], ["C3", "c"]), (2, 4), 1)


def test_the_sample_from_frames_is_the_sample_from_files():
    folder = buju.sample()
    # read as text, so that nothing is guessed by pandas
    frames = {p.stem: pd.read_csv(p, dtype=str, keep_default_na=False).replace("", None) for p in folder.glob("*.csv")}
    files, made = load_place(folder), buju.load(frames, name="宁波市（示例）", illustrative=True)
    for name in frames:
        for column in (c.name for c in TABLES[name].columns):
            ours, theirs = made.ecosystem.column(name, column), files.require().column(name, column)
            assert ours.dtype == theirs.dtype
            np.testing.assert_array_equal(ours, theirs)
    assert dict(made.counts) == dict(files.counts)


def broken(tmp_path, change):
    """Findings of the sample with one change, from files and from frames."""
    frames = {p.stem: pd.read_csv(p, dtype=str, keep_default_na=False) for p in buju.sample().glob("*.csv")}
    frames["centres"] = change(frames["centres"])
    for name, frame in frames.items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    from_files = {f for f in load_place(tmp_path).findings if f.level == "error"}
    with pytest.raises(buju.InputError) as caught:
        buju.load(frames)
    from_frames = {f for f in caught.value.findings if f.level == "error"}
    return from_files, from_frames


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda c: c.drop(columns="name"), "H201"),
        (lambda c: c.assign(id=["C01", *c["id"][:-1]]), "K401"),
        (lambda c: c.assign(ready_year="NaN"), "C306"),
        (lambda c: c.assign(name=""), "C303"),
        (lambda c: c.assign(lead_id="O-none"), "K402"),
    ],
)
def test_a_broken_frame_gets_the_findings_of_a_broken_file(tmp_path, change, code):
    from_files, from_frames = broken(tmp_path, change)
    plain = {(f.code, f.file.removesuffix(".csv"), f.row, f.column, f.value, f.message, f.mend) for f in from_files}
    assert plain == {(f.code, f.file, f.row, f.column, f.value, f.message, f.mend) for f in from_frames}
    assert code in {f.code for f in from_frames}


def test_a_column_that_stands_twice_is_found():
    frame = pd.DataFrame([["F1", "steel", "iron"]], columns=["id", "name", "name"])
    assert read_frame(frame, "fields").header == ("id", "name", "name")


def test_a_misspelt_table_is_told():
    with pytest.raises(buju.InputError, match="centers"):
        buju.load({"centers": [{"id": "C1"}]})


def test_what_dataset_yaml_would_say_is_said():
    made = buju.load({p.stem: pd.read_csv(p, dtype=str, keep_default_na=False) for p in buju.sample().glob("*.csv")},
                     money_unit="万元: {x}", name='a"b')  # fmt: skip
    assert (made.money_unit, made.name, made.place) == ("万元: {x}", 'a"b', None)
    with pytest.raises(buju.UsageError, match="not in EUR"):
        buju.load(buju.sample(), money_unit="EUR")
    with pytest.raises(buju.UsageError, match="itself"):
        buju.load(buju.sample(), name="x")
    for wrong in (pd.DataFrame(), 3, [{"id": "C1"}]):
        with pytest.raises(buju.UsageError, match="by the name of their table"):
            buju.load(wrong)
