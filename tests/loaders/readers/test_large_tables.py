"""Large tables read by columns say and give what small ones do; what is odd in them is left to the thorough reader."""

import csv
import importlib.util
import io
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.base.errors import UsageError
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import TABLES
from loaders.dataset import load
from loaders.readers import csv_files
from loaders.readers.delimited import read_delimited
from loaders.readers.large_csv import read_large
from loaders.samples import copy_sample
from loaders.tables.columns import read_columns
from loaders.tables.keys import check_keys, repeated

ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["quick", "thorough"])
def large(request, monkeypatch):
    """Every CSV file counts as large; by pyarrow, and without it."""
    monkeypatch.setattr(csv_files, "LARGE", 0)
    if request.param == "quick":
        pytest.importorskip("pyarrow", reason="pyarrow (extra national) is not installed")
    else:
        monkeypatch.setitem(sys.modules, "pyarrow", None)


def spoilt(folder):
    """The sample city with one of everything that can be wrong with keys, references, cells and pairs."""
    changes = {
        "ties.csv": ["S001,S001,co_patent,2020,1,x", "S002,S001,co_patent,2020,NaN,x", "S001,S002,co_patent,2020,2,x"],
        "covers.csv": ["C01,T1,0.5,,x", "C01,T99,1_0,,x", "C01,T99,0.5,,x", "C99,,0.5,,x"],
        "capabilities.csv": ["S001,T01,2,,x", "nobody,T01,,,x"],
        "requires.csv": ["T01,T02,x", "T02,T01,x"],
    }
    for name, rows in changes.items():
        path = folder / name
        header = path.read_text("utf-8").splitlines()[0].count(",") + 1
        text = path.read_text("utf-8") + "".join(f"{r}{',' * (header - 1 - r.count(','))}\n" for r in rows)
        path.write_text(text.replace("\n", "\n\n", 1), "utf-8")  # and a blank row
    return folder


@pytest.mark.parametrize("wrong", [False, True])
def test_findings_counts_and_values_are_those_of_a_small_file(tmp_path, large, wrong, monkeypatch):
    folder = copy_sample("ningbo", tmp_path / "city")
    folder = spoilt(folder) if wrong else folder
    found = load(folder)
    monkeypatch.setattr(csv_files, "LARGE", 1 << 40)
    want = load(folder)
    assert found.findings == want.findings
    assert found.counts == want.counts
    assert found.hashes == want.hashes
    assert (found.ecosystem is None) == (want.ecosystem is None) == wrong
    if wrong:
        assert len({f.code for f in want.findings if f.level == "error"}) >= 5
        return
    for name in TABLES:
        for column, values in want.ecosystem.tables[name].items():
            assert values.dtype == found.ecosystem.tables[name][column].dtype
            np.testing.assert_array_equal(values, found.ecosystem.tables[name][column], err_msg=f"{name}.{column}")
    assert found.ecosystem.counts() == want.ecosystem.counts()


cells = st.text(st.sampled_from(["a", "1", ",", '"', "\n", "\r", " ", "甲", ";", "\t", "\ufeff", "　"]), max_size=5)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([["1"], [" 1"]])
@given(st.lists(st.lists(cells, min_size=1, max_size=3), min_size=1, max_size=8))
def test_any_csv_is_read_as_the_thorough_reader_reads_it_or_left_to_it(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    for data in (text.getvalue().encode(), "\n".join(",".join(r) for r in rows).encode()):
        found = read_large(lambda data=data: io.BytesIO(data), "t", "t.csv")
        want = read_delimited(lambda data=data: io.BytesIO(data), "t", "t.csv")
        if found is not None:
            plain = found.plain()
            assert (plain.header, plain.rows, plain.numbers) == (want.header, want.rows, want.numbers)
            assert (plain.skipped, plain.findings, plain.sha256) == (want.skipped, want.findings, want.sha256)


@pytest.mark.parametrize(
    "data",
    [b"a,b\n1\n", b'a,b\n1,"2\n', b"a,b\n1,\xff\n", b"a,b\n1,\x002\n", b"", b",b\n1,2\n", b"a\n" + b"x" * (1 << 21)],
)
def test_what_is_odd_is_left_to_the_thorough_reader(data):
    assert read_large(lambda: io.BytesIO(data), "t", "t.csv") is None


rows = st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC"), st.sampled_from(["", "2020", "2020.0", "2021"]))


@given(st.lists(rows, min_size=1, max_size=12))
def test_repeated_keys_are_found_as_by_looking_at_every_row(given_rows):
    lines = "".join(f"{a},{b},co_patent,{year}\n" for a, b, year in given_rows)
    data = f"source_id,target_id,kind,year\n{lines}".encode()
    large = read_columns(read_large(lambda: io.BytesIO(data), "ties", "ties.csv"), TABLES["ties"])
    small = read_columns(read_delimited(lambda: io.BytesIO(data), "ties", "ties.csv"), TABLES["ties"])
    assert check_keys(large) == check_keys(small)
    pairs = [frozenset((a, b)) | {float(y or -1)} for a, b, y in given_rows]
    alike = [i for i, p in enumerate(pairs) if pairs.count(p) > 1]
    assert repeated(large, ("source_id", "target_id", "year"), unordered=2) == alike
    assert repeated(small, ("source_id",)) is None


def test_what_a_loader_knows_of_a_column_must_fit_it():
    eco = Ecosystem.from_rows(DatasetInfo("x"), {"organisations": [{"id": "O1"}], "people": [{"id": "P1"}]})
    with pytest.raises(UsageError, match="one number a row"):
        eco.know("people", "organisation_id", ["O1"], np.array([0, 0]))


def test_the_made_up_national_data_are_clean_and_say_that_they_are_made_up(tmp_path):
    pytest.importorskip("pyarrow", reason="pyarrow (extra national) is not installed")
    from loaders.export import export  # noqa: PLC0415

    spec = importlib.util.spec_from_file_location("national", ROOT / "bench" / "national.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    eco = module.national(2_000, seed=1)
    export(eco, tmp_path / "n")
    loaded = load(tmp_path / "n")
    assert [f for f in loaded.findings if f.level == "error"] == []
    assert loaded.ecosystem.info.illustrative
    counts = loaded.ecosystem.counts()
    assert 2_000 <= sum(counts["nodes"].values()) < 2_010
    assert 9_000 < sum(counts["ties"].values()) < 11_000
    for name, columns in loaded.ecosystem.tables.items():
        if "source" in columns:  # experts and their reviews have none
            assert set(columns["source"].tolist()) <= {"illustrative"}, name
