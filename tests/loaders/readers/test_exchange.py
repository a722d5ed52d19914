"""Graph files and Parquet: round trips are equal, other programs read them, and what is wrong is said all at once."""

import io
import json
import re

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buju_testing.graph_cities import hostile_city
from graph.base.errors import OutputError, UsageError
from graph.files.xml_text import Escaper, unescaped
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import NODES, TABLES, TIES
from graph.store.mapping import NODE_MAPS, TIE_MAPS
from loaders.dataset import load
from loaders.export import export
from loaders.readers.exchange.elements import ATTRIBUTE, attribute, attribute_kind, edge_attributes, node_attributes
from loaders.readers.sources import open_source
from loaders.samples import copy_sample

GRAPHS = (".graphml", ".gexf", ".json")
FORMS = (*GRAPHS, "")


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    return load(copy_sample("ningbo", tmp_path_factory.mktemp("city") / "ningbo")).require()


def same(one, other):
    assert one.info == other.info
    for name in TABLES:
        for column, values in one.tables[name].items():
            assert values.dtype == other.tables[name][column].dtype
            np.testing.assert_array_equal(values, other.tables[name][column], err_msg=f"{name}.{column}")


def back(path):
    loaded = load(path)
    assert [f for f in loaded.findings if f.level == "error"] == []
    return loaded.require()


@pytest.mark.parametrize("form", FORMS)
def test_the_sample_comes_back_as_it_was(city, form, tmp_path):
    if not form:
        pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    files, findings = export(city, tmp_path / f"out{form}")
    assert findings == []
    same(city, back(tmp_path / f"out{form}"))
    first = {p: p.read_bytes() for p in files}
    export(city, tmp_path / f"out{form}", force=True)
    assert {p: p.read_bytes() for p in files} == first  # same ecosystem, same bytes


def test_payments_without_a_key_and_reviews_come_back(tmp_path):
    midway = load(copy_sample("ningbo_2026", tmp_path / "city")).require()
    export(midway, tmp_path / "whole.graphml")
    same(midway, back(tmp_path / "whole.graphml"))


def awkward():
    """The hostile city without what the loaders refuse: a circle, a loop, ids that stand in two tables, control ids."""
    eco = hostile_city()
    tables = {name: dict(c) for name, c in eco.tables.items()}
    tables["requires"] = {k: v[:1] for k, v in tables["requires"].items()}
    tables["ties"] = {k: v[:4] for k, v in tables["ties"].items()}
    tables["synergies"] = {k: v[:1] for k, v in tables["synergies"].items()}
    tables["people"]["id"] = np.array(["P1", "P2"], object)
    tables["technologies"]["name"] = np.array(
        [*tables["technologies"]["name"][:4], "a\vb\x00c\x1b[2J", "_x000B_ is text", "two \U0001f600 halves"], object
    )
    centres = tables["centres"]
    centres["field"], centres["district"] = np.array(["F'1"] * 2, object), np.array(["D`1"] * 2, object)
    centres["approved_year"] = np.array([2020, np.nan])
    return Ecosystem(eco.info, tables)


@pytest.mark.parametrize("form", GRAPHS)
def test_awkward_names_come_back_as_they_were(form, tmp_path):
    eco = awkward()
    _, findings = export(eco, tmp_path / f"out{form}")
    assert [(f.code, f.level) for f in findings] == ([] if form == ".json" else [("G708", "note")])
    raw = open_source(tmp_path / f"out{form}").read("technologies")
    assert {r[0]: r[1] for r in raw.rows} == dict(
        zip(eco.ids("Technology"), eco.column("technologies", "name"), strict=True)
    )
    loaded = load(tmp_path / f"out{form}")
    same(eco, loaded.require())


@pytest.mark.parametrize("form", GRAPHS)
def test_half_a_character_is_an_error_and_no_crash(form, tmp_path):
    eco = Ecosystem.from_rows(DatasetInfo("x"), {"fields": [{"id": "F1", "name": "half \ud83d a pair"}]})
    export(eco, tmp_path / f"out{form}")
    found = [f for f in load(tmp_path / f"out{form}").findings if f.code == "C320"]
    assert [(f.level, f.column, f.value) for f in found] == [("error", "name", "half \\ud83d a pair")]


def test_every_attribute_has_one_type_and_no_name_of_the_formats():
    for maps, attributes in ((NODE_MAPS, node_attributes()), (TIE_MAPS, edge_attributes())):
        for one in maps:
            for column in one.columns:
                if column.kind != "id":
                    assert attributes[attribute(column)] == attribute_kind(column), (one, column.name)
        assert not {"source", "target", "id", "key"} & set(attributes)
    names = {c.name for t in TABLES.values() for c in t.columns}
    assert not names & {*ATTRIBUTE.values(), "node_kind", "tie_kind", "label", "row"}


@pytest.mark.parametrize("form", GRAPHS)
def test_networkx_reads_it_typed_and_what_it_writes_comes_back(city, form, tmp_path):
    export(city, tmp_path / f"a{form}")
    read = {".graphml": nx.read_graphml, ".gexf": nx.read_gexf, ".json": read_json}[form]
    write = {".graphml": nx.write_graphml, ".gexf": nx.write_gexf, ".json": write_json}[form]
    view = read(tmp_path / f"a{form}")
    assert view.is_directed()
    counts = city.counts()
    kinds = [d["node_kind"] for _, d in view.nodes(data=True)]
    assert {k: kinds.count(k) for k in NODES} == counts["nodes"]
    ties = [d["tie_kind"] for _, _, d in view.edges(data=True)]
    assert {t.label: ties.count(t.label) for t in TIES} == counts["ties"]
    t01 = view.nodes["Technology:T01"]
    assert t01["label"] == city.names("Technology")["T01"]
    assert isinstance(t01["severity"], float)
    year = next(d["year"] for _, _, d in view.edges(data=True) if d["tie_kind"] == "COLLABORATES" and "year" in d)
    assert isinstance(year, int)
    assert {d["provenance"] for _, d in view.nodes(data=True) if d.get("node_kind") == "Person"} == {"illustrative"}
    write(view, tmp_path / f"b{form}")
    same(city, back(tmp_path / f"b{form}"))


def read_json(path):
    return nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges")


def write_json(view, path):
    path.write_text(json.dumps(nx.node_link_data(view, edges="links")), "utf-8")


@given(st.text(max_size=30))
@settings(deadline=None, max_examples=200)
def test_every_text_survives_xml(text):
    from xml.parsers import expat  # noqa: PLC0415

    write = Escaper()
    document = f'<a b="{write(text)}">{write(text)}</a>'.encode()
    found = {"b": "", "text": ""}
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _, given: found.update(given)
    parser.CharacterDataHandler = lambda part: found.update(text=found["text"] + part)
    parser.Parse(document, True)
    assert unescaped(found["b"]) == unescaped(found["text"]) == text


NODE = '<node id="{i}"><data key="k">{k}</data></node>'
HEAD = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="k" for="node" attr.name="node_kind"/>'
    '<key id="t" for="edge" attr.name="tie_kind"/><key id="w" for="edge" attr.name="weight"/>'
    '<key id="s" for="node" attr.name="severity"/><key id="kind" for="all" attr.name="kind"/><graph>\n'
)


def graphml(tmp_path, *lines, tail="</graph></graphml>"):
    (tmp_path / "g.graphml").write_text(HEAD + "\n".join(lines) + tail, "utf-8")
    return load(tmp_path / "g.graphml")


def edge(source, target, kind, more=""):
    return f'<edge source="{source}" target="{target}"><data key="t">{kind}</data>{more}</edge>'


def test_everything_wrong_is_said_at_once_with_line_and_mend(tmp_path):
    weight = '<data key="w">NaN</data><data key="kind">co_patent</data>'
    loaded = graphml(
        tmp_path,
        '<node id="Organisation:O1"><data key="kind">firm</data></node>',  # line 2
        '<node id="Organisation:O1"/>',
        NODE.format(i="x", k="Organization"),
        NODE.format(i="Technology:T1", k="Technology"),
        edge("Organisation:O1", "Organisation:O9", "COLLABORATES"),  # 6: dangling
        edge("Organisation:O1", "Organisation:O1", "COLLABORATES", weight),  # 7: loop, NaN
        edge("Organisation:O1", "Organisation:O1", "COLLABORATES", weight),  # 8: and again
        edge("Technology:T1", "Organisation:O1", "CAPABLE_OF"),  # 9: the wrong way round
        edge("Organisation:O1", "Technology:T1", "CAPABLE`) DETACH DELETE n //"),  # 10
    )
    assert loaded.ecosystem is None
    found = {(f.code, f.row) for f in loaded.findings}
    assert {
        ("G706", 3),
        ("G703", 4),
        ("G705", 6),
        ("K403", 7),
        ("C306", 7),
        ("K401", 8),
        ("G704", 9),
        ("G704", 10),
    } <= found
    by = {(f.code, f.row): f for f in loaded.findings}
    assert by["G703", 4].mend.en == "nearest is Organisation"
    assert by["G705", 6].mend.en == "nearest is Organisation:O1"
    assert "it runs Organisation → Technology; Person → Technology" in by["G704", 9].mend.en
    assert "没有名为" in by["G704", 10].message.zh


def test_an_edge_that_contradicts_its_attribute_is_said(tmp_path):
    loaded = graphml(
        tmp_path,
        '<node id="Organisation:O1"/>',
        '<node id="Organisation:O2"/>',
        '<node id="Centre:C1"><data key="lead_id">O1</data></node>',
        edge("Organisation:O2", "Centre:C1", "LEADS"),
    )
    found = [f for f in loaded.findings if f.code == "G707"]
    assert [(f.level, f.row, f.column, f.value) for f in found] == [("warning", 5, "lead_id", "O2")]
    assert "'O1'" in found[0].message.en


@pytest.mark.parametrize("form", GRAPHS)
def test_a_file_cut_off_anywhere_is_one_finding(city, form, tmp_path):
    export(city, tmp_path / f"whole{form}")
    data = (tmp_path / f"whole{form}").read_bytes()
    for share in (0.0, 0.001, 0.3, 0.7, 0.9999):
        path = tmp_path / f"cut{form}"
        path.write_bytes(data[: int(len(data) * share)])
        loaded = load(path)
        assert loaded.ecosystem is None
        assert [f.code for f in loaded.findings] == ["G701"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE, '<!DOCTYPE graphml SYSTEM "http://127.0.0.1/x.dtd">'])
@pytest.mark.parametrize("form", [".graphml", ".gexf"])
def test_document_types_and_entities_are_refused(head, form, tmp_path):
    (tmp_path / f"bomb{form}").write_text(f"{head}<graphml><graph/></graphml>")
    assert [f.code for f in load(tmp_path / f"bomb{form}").findings] == ["G702"]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.graphml", "<html/>", "G709"),
        ("a.gexf", "<graphml/>", "G709"),
        ("a.json", "[]", "G709"),
        ("a.json", '{"nodes": {}, "edges": []}', "G709"),
        ("a.json", "[" * 100_000, "G701"),
        ("a.json", '{"nodes": [{"id": ["x"]}], "links": []}', "G711"),
        ("a.json", '{"nodes": [{"id": "Field:F", "name": {"a": 1}}], "links": []}', "G711"),
        ("a.json", '{"nodes": [], "links": [{"source": "a"}]}', "G711"),
        ("a.graphml", '<?xml version="1.0" encoding="no-such"?><graphml/>', "G701"),
        ("a.graphml", "<graphml><graph><hyperedge/></graph></graphml>", "G710"),
    ],
)
def test_files_that_are_no_graph(name, text, code, tmp_path):
    (tmp_path / name).write_text(text, "utf-8")
    assert code in [f.code for f in load(tmp_path / name).findings]


def test_json_nan_is_a_finding(tmp_path):
    nodes = '{"nodes": [{"id": "Technology:T1", "kind": "common", "severity": NaN, "name": "x"}], "edges": []}'
    (tmp_path / "a.json").write_text(nodes)
    assert ("C306", "severity") in {(f.code, f.column) for f in load(tmp_path / "a.json").findings}


def test_nothing_is_replaced_unasked_and_other_endings_are_refused(city, tmp_path):
    export(city, tmp_path / "a.gexf")
    with pytest.raises(OutputError, match="--force"):
        export(city, tmp_path / "a.gexf")
    with pytest.raises(UsageError, match=r"\.graphml, \.gexf, \.json"):
        export(city, tmp_path / "a.gml")


def test_a_damaged_parquet_file_and_a_column_of_lists(city, tmp_path):
    pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    from pyarrow import parquet  # noqa: PLC0415

    export(city, tmp_path / "p")
    covers = tmp_path / "p" / "covers.parquet"
    covers.write_bytes(covers.read_bytes()[:-50])
    parquet.write_table(pa.table({"id": ["A"], "name": [["x"]]}), tmp_path / "p" / "fields.parquet")
    weights = {"source_id": ["O01"], "target_id": ["O02"], "kind": ["co_patent"], "weight": [float("nan")]}
    parquet.write_table(pa.table(weights), tmp_path / "p" / "ties.parquet")
    found = {(f.code, f.file, f.column) for f in load(tmp_path / "p").findings}
    assert {
        ("S105", "covers.parquet", ""),
        ("S127", "fields.parquet", "name"),
        ("C306", "ties.parquet", "weight"),
    } <= found


def test_a_parquet_file_of_more_rows_than_are_read_is_not_unpacked(city, tmp_path, monkeypatch):
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    from loaders.readers.exchange import parquet  # noqa: PLC0415

    export(city, tmp_path / "p")
    monkeypatch.setattr(parquet, "MOST_ROWS", 100)
    found = [(f.code, f.file, f.value) for f in load(tmp_path / "p").findings if f.code == "S104"]
    assert ("S104", "ties.parquet", str(len(city.column("ties", "kind")))) in found


def test_parquet_of_other_writers(city, tmp_path):
    """Dictionary-encoded text, 32-bit numbers, several chunks and nulls read like plain columns."""
    pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    from pyarrow import parquet  # noqa: PLC0415

    export(city, tmp_path / "p")
    table = parquet.read_table(tmp_path / "p" / "technologies.parquet")
    places = {c: table.column(c) for c in table.column_names}
    places["field"] = places["field"].dictionary_encode()
    places["severity"] = places["severity"].cast(pa.float32())
    places["trl"] = places["trl"].cast(pa.int8())
    other = pa.table(places)
    sink = io.BytesIO()
    with parquet.ParquetWriter(sink, other.schema) as writer:
        for start in range(0, len(other), 7):
            writer.write_table(other.slice(start, 7))
    (tmp_path / "p" / "technologies.parquet").write_bytes(sink.getvalue())
    same(city, back(tmp_path / "p"))


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), min_size=1, max_size=6))
def test_any_names_survive_every_graph_file(tmp_path, names):
    rows = [{"id": f"F{i}", "name": name} for i, name in enumerate(names)]
    eco = Ecosystem.from_rows(DatasetInfo("x"), {"fields": rows})
    for form in GRAPHS:
        export(eco, tmp_path / f"n{form}", force=True)
        assert [r[1] for r in open_source(tmp_path / f"n{form}").read("fields").rows] == names


def test_ids_of_graphml_are_name_tokens_and_come_back(tmp_path):
    """The schema of GraphML wants name tokens: no ``|``, blank or quote; what looks like an escape is one no more."""
    eco = Ecosystem.from_rows(
        DatasetInfo("x"), {"fields": [{"id": i} for i in ("a|b", "c d", '"', "新材料", "_x0041_", "A")]}
    )
    export(eco, tmp_path / "a.graphml")
    text = (tmp_path / "a.graphml").read_text("utf-8")
    ids = re.findall(r'<(?:node|edge) (?:id|source|target)="([^"]*)"', text)
    assert len(ids) == 7
    assert all(re.fullmatch(r"[-.:\w]+", i) for i in ids)
    found = open_source(tmp_path / "a.graphml").read("fields")
    assert [row[0] for row in found.rows] == list(eco.ids("Field"))


def test_parallel_ties_have_kinds_of_their_own_in_gexf(tmp_path):
    kinds = [(k, y) for k in ("co_patent", "joint_project") for y in (2020, 2021)]
    ties = [{"source_id": "A", "target_id": "B", "kind": k, "year": y} for k, y in kinds]
    eco = Ecosystem.from_rows(DatasetInfo("x"), {"organisations": [{"id": "A"}, {"id": "B"}], "ties": ties})
    export(eco, tmp_path / "a.gexf")
    text = (tmp_path / "a.gexf").read_text("utf-8")
    assert re.findall(r' kind="([^"]*)"', text) == [f"COLLABORATES/{k}/{y}" for k, y in kinds]
    ids = re.findall(r'<attribute id="([^"]*)"', text)
    assert len(ids) == len(set(ids))


def test_rows_that_a_program_merged_are_told(city, tmp_path):
    """Two of the edges of one table taken out, as a program that merges parallel edges does."""
    export(city, tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    ties = [e for e in data["edges"] if e.get("tie_kind") == "COLLABORATES"]
    data["edges"] = [e for e in data["edges"] if e not in (ties[3], ties[5])]
    (tmp_path / "b.json").write_text(json.dumps(data), "utf-8")
    (said,) = [f for f in load(tmp_path / "b.json").findings if f.code == "G713"]
    assert (said.level, said.value) == ("warning", "2")
    assert "2 rows of ties are not there any more: 3, 5" in said.message.en


def test_what_a_program_gives_every_node_is_no_finding(city, tmp_path):
    """A blank, ``false`` or NaN of another table's column, as igraph writes, and Gephi's r, g and b."""
    export(city, tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    for node in data["nodes"]:
        node.update({k: v for k, v in {"veto": False, "champion": False, "tier": "", "b": 12}.items() if k not in node})
        node["Modularity Class"] = 1
    (tmp_path / "b.json").write_text(json.dumps(data), "utf-8")
    loaded = load(tmp_path / "b.json")
    assert {f.code for f in loaded.findings if f.code[0] in "GH"} == {"G712"}
    same(city, loaded.require())
