"""A map without centres that is written as a dataset is one that can be read back, whatever its names hold."""

import pytest

from graph.model.ecosystem import DatasetInfo, Ecosystem
from loaders.dataset import load
from loaders.export import export
from loaders.saving import save

NAMES = ("quote \" and '", "back\\slash \\n", "line\nbreak", "汉字，“引号”", "𠮷 😀", "a|b", "trailing \\")
TABLES = {
    "organisations": [{"id": f"O{k}", "name": name, "kind": "firm"} for k, name in enumerate(NAMES)],
    "technologies": [{"id": "T1", "name": "line\r\nbreak", "kind": "common", "severity": 1}],
    "capabilities": [{"holder_id": f"O{k}", "technology_id": "T1", "strength": 0.5} for k in range(len(NAMES))],
}


@pytest.fixture
def eco():
    return Ecosystem.from_rows(DatasetInfo("map"), TABLES)


def test_as_csv(eco, tmp_path):
    assert {p.name for p in save(eco, tmp_path / "map")} == {*(f"{t}.csv" for t in TABLES), "dataset.yaml"}
    back = load(tmp_path / "map").require()
    assert back.column("organisations", "name").tolist() == list(NAMES)
    assert back.counts() == eco.counts()


def test_as_parquet(eco, tmp_path):
    pytest.importorskip("pyarrow", reason="pyarrow (extra national) is not installed")
    export(eco, tmp_path / "map")
    back = load(tmp_path / "map").require()
    assert back.column("organisations", "name").tolist() == list(NAMES)
    assert back.counts() == eco.counts()


def test_a_dataset_with_centres_keeps_its_empty_tables(tmp_path):
    rows = {**TABLES, "centres": [{"id": "C1", "name": "c", "status": "existing"}]}
    eco = Ecosystem.from_rows(DatasetInfo("city"), rows)
    assert "requires.csv" in {p.name for p in save(eco, tmp_path / "city")}
