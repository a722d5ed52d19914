"""CSV, workbook, zip, Parquet, graph files, Neo4j: whichever way a city has gone, its plan is the same to the byte."""

import shutil

import pytest

import buju
from buju_testing.city_cells import texts, write_workbook
from graph.store.reading import pull
from graph.store.sync import push
from loaders.dataset import load
from loaders.export import export
from loaders.samples import copy_sample
from loaders.saving import save

pytestmark = pytest.mark.long


def as_workbook(eco, path):
    write_workbook(path, texts(eco) | {"dataset": [["key", "value"], *settings(eco)]})


def settings(eco):
    info = eco.info
    said = {"name": info.name, "money_unit": info.money_unit, "taxonomy": info.taxonomy, "licence": info.licence}
    return [*said.items(), ("note", info.note), ("illustrative", str(info.illustrative).lower())]


def as_zip(eco, path):
    save(eco, path.with_suffix(""))
    shutil.make_archive(str(path.with_suffix("")), "zip", path.with_suffix(""))


WAYS = {
    "csv": save,
    "city.xlsx": as_workbook,
    "zipped.zip": as_zip,
    "parquet": export,
    "city.graphml": export,
    "city.gexf": export,
    "city.json": export,
}


@pytest.mark.parametrize(("sample", "scenario"), [("ningbo", "tight"), ("ningbo_2026", "tight")])
def test_one_city_on_every_way_has_one_plan(store, tmp_path, sample, scenario):
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    source = copy_sample(sample, tmp_path / "source")
    eco = load(source).require()
    push(store, eco)
    save(pull(store), tmp_path / "Neo4j")
    for name, write in WAYS.items():
        write(eco, tmp_path / name)
    found = {}
    for name in ("source", "Neo4j", *WAYS):
        plan = buju.plan(buju.load(tmp_path / name), source / "scenarios" / f"{scenario}.yaml")
        assert plan.status == "proven", name
        found[name] = (plan.folder / "result.json").read_bytes()
    assert {name for name, result in found.items() if result != found["source"]} == set()
