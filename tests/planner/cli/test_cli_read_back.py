"""One real run, many forms: the numbers are read back from every format and held against ``result.json``."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import networkx as nx
import openpyxl
import pytest

from buju_testing.sample_run import sample
from graph.base.records import decode
from graph.base.rounding import percent
from planner.layout.figures import figure_set, pen
from planner.runs.plan_result import PlanResult


@pytest.fixture(scope="module")
def result():
    return sample()


@pytest.fixture
def exported(buju, write, tmp_path):
    """Export the sample's run in some forms and give the folder."""

    def export(forms, lang="en", *options):
        buju("export", write(sample()), "-o", "out", "--as", forms, *options, lang=lang, code=0)
        return tmp_path / "out"

    return export


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def ordered(result):
    return sorted(result["chosen"], key=lambda c: (c["year"], c["centre"]))


def test_the_result_itself_is_copied_byte_for_byte(exported, result):
    assert json.loads((exported("json") / "result.json").read_text("utf-8")) == result


def test_csv(exported, result):
    out = exported("csv")
    got = rows(out / "centres.csv")
    want = ordered(result)
    assert [r["centre"] for r in got] == [c["centre"] for c in want]
    assert [int(r["year"]) for r in got] == [c["year"] for c in want]
    assert [float(r["total_support"]) for r in got] == [c["total_support"] for c in want]
    assert [float(r["equity"]) for r in got] == [c["equity"] for c in want]
    paid = {(r["centre"], r["year"]): float(r["support"]) for r in rows(out / "support.csv")}
    assert paid == {(c["centre"], y): m for c in want for y, m in c["support"].items()}
    years = rows(out / "years.csv")
    assert [[float(r[k]) for k in ("paid", "city", "district")] for r in years] == [
        pytest.approx([y[k] for k in ("paid", "city", "district")], rel=1e-8) for y in result["support_by_year"]
    ]  # amounts of a row are written to nine digits of its greatest
    depth = {r["technology"]: (float(r["today"]), float(r["with_plan"])) for r in rows(out / "coverage.csv")}
    assert depth == {t["technology"]: (t["today"], t["with_plan"]) for t in result["technologies"]}
    slack = [(float(r["limit"]), float(r["used"]), float(r["slack"])) for r in rows(out / "rules.csv")]
    assert slack == [pytest.approx((r["limit"], r["used"], r["slack"]), abs=1e-5) for r in result["rules"]]
    assert [r["centre"] for r in rows(out / "rejected.csv")] == [c["centre"] for c in result["rejected"]]


def test_workbook(exported, result):
    book = openpyxl.load_workbook(exported("xlsx") / "layout.xlsx", data_only=True)
    listed = [[c.value for c in row] for row in book["Centres"].iter_rows()]
    head = {str(h).split(" (")[0].replace(" ", "_"): k for k, h in enumerate(listed[0])}
    want = ordered(result)
    assert [r[head["centre"]] for r in listed[1 : len(want) + 1]] == [c["centre"] for c in want]
    assert [r[head["total_support"]] for r in listed[1 : len(want) + 1]] == [c["total_support"] for c in want]
    money = [[c.value for c in row] for row in book["Money by year"].iter_rows()]
    years = [str(y["year"]) for y in result["support_by_year"]]
    assert [str(v) for v in money[0][2 : 2 + len(years)]] == years
    for row, c in zip(money[1:], want, strict=False):
        assert [v or 0.0 for v in row[2 : 2 + len(years)]] == [c["support"].get(y, 0.0) for y in years]
    shown = {row[0].value: row[1].value for row in book["Summary"].iter_rows() if row[0].value}
    assert float(shown["Objective"]) == result["objective"]
    assert float(shown["Bound"]) == result["bound"]
    goals = {row[0].value: (row[1].value, row[2].value) for row in book["Summary"].iter_rows(max_col=3)}
    want_goals = (result["goals_today"]["talent"], result["goals"]["talent"])
    assert goals["talent"] == pytest.approx(want_goals, rel=1e-15)  # a workbook keeps 16 digits
    both = openpyxl.load_workbook(exported("xlsx", "en", "--force") / "layout.xlsx")
    assert [len(both[n]._charts) for n in ("Summary", "Money by year")] == [1, 1]
    assert both["Centres"].freeze_panes == "D2"
    assert both["Centres"].auto_filter.ref
    assert "result.json" in both["Centres"]["K1"].comment.text
    texts = [row[1].value for row in book["Notes"].iter_rows()]
    assert any("run's result.json" in t for t in texts)
    assert "Made-up data, for illustration only" in texts


def test_document(exported, result):
    docx = pytest.importorskip("docx")
    paper = docx.Document(str(exported("docx") / "layout.docx"))
    tables = {t.rows[0].cells[0].text: [[c.text for c in row.cells] for row in t.rows][1:] for t in paper.tables}

    def number(text):
        return float(text.replace(",", "").removesuffix("%"))

    for row, c in zip(tables["No."], ordered(result), strict=False):
        assert (row[1], int(row[5])) == (c["name"], c["year"])
        assert number(row[6]) == pytest.approx(c["total_support"], abs=0.0051)
    for row, y in zip(tables["Year"], result["support_by_year"], strict=False):
        assert [number(x) for x in row[:5]] == pytest.approx(
            [y[k] for k in ("year", "paid", "city", "district", "cap")], abs=0.0051
        )
    for row, name in zip(tables["Goal"], result["goals"], strict=True):
        want = [100 * result[k][name] for k in ("goals_today", "goals")]
        assert [number(x) for x in row[1:]] == pytest.approx(want, abs=0.0501)
    binding = [(r["words"]["en"], r["limit"], r["used"]) for r in result["rules"] if r["binding"]]
    for row, (words, limit, used) in zip(tables["Rule"], binding, strict=True):
        assert row[0] == words
        assert [number(x) for x in row[1:3]] == pytest.approx([limit, used], abs=1e-5)
    text = " ".join(p.text for p in paper.paragraphs)
    assert [c["name"] for c in result["rejected"] if c["name"] not in text] == []
    assert float(re.search(r"Objective ([\d.]+)", text)[1]) == pytest.approx(result["objective"], abs=1e-6)


def test_map_layers(exported, result, tmp_path):
    out = exported("geojson,gpkg")
    features = json.loads((out / "layout.geojson").read_text("utf-8"))["features"]
    chosen = {f["properties"]["centre"]: f for f in features if f["id"].startswith("chosen/")}
    assert len(features) == sum(len(result[k]) for k in ("chosen", "existing", "rejected", "districts"))
    for c in result["chosen"]:
        got = chosen[c["centre"]]
        assert got["geometry"]["coordinates"] == [c["lon"], c["lat"]]
        assert [got["properties"][k] for k in ("year", "total_support", "equity", "contribution")] == [
            c[k] for k in ("year", "total_support", "equity", "contribution")
        ]
        assert {y: got["properties"][f"support_{y}"] for y in c["support"]} == c["support"]
    counts = {
        f["properties"]["district"]: f["properties"]["chosen"] for f in features if f["id"].startswith("districts/")
    }
    assert counts == {d["id"]: sum(c["district"] == d["id"] for c in result["chosen"]) for d in result["districts"]}
    pyogrio = pytest.importorskip("pyogrio")
    for source, layer in ((out / "layout.gpkg", "chosen"), (out / "layout.geojson", "layout")):
        about = pyogrio.read_info(source, layer=layer)
        assert about["crs"] == "EPSG:4326"
        columns = pyogrio.raw.read(source, layer=layer)[3]
        got = dict(zip(about["fields"], columns, strict=True))
        money = dict(zip(got["centre"], got["total_support"], strict=True))
        assert all(money[c["centre"]] == c["total_support"] for c in result["chosen"])


def test_graph_files(exported, result):
    out = exported("graphml,gexf")
    for got in (nx.read_graphml(out / "layout.graphml"), nx.read_gexf(out / "layout.gexf")):
        for c in result["chosen"]:
            node = got.nodes[f"centre:{c['centre']}"]
            assert (node["chosen"], node["today"], node["year"]) == (True, False, c["year"])
            assert [node[k] for k in ("total_support", "equity", "contribution")] == [
                c[k] for k in ("total_support", "equity", "contribution")
            ]
        for t in result["technologies"]:
            node = got.nodes[f"technology:{t['technology']}"]
            assert [node[k] for k in ("severity", "depth_today", "depth_with_plan")] == [
                t[k] for k in ("severity", "today", "with_plan")
            ]
            covers = {
                u.removeprefix("centre:"): d["strength"]
                for u, _, d in got.in_edges(f"technology:{t['technology']}", data=True)
                if d["label"] == "COVERS" and "strength" in d
            }
            assert covers == {x["centre"]: x["strength"] for x in t["centres"]}


def test_figures_say_the_run_s_numbers(exported, result, monkeypatch):
    """Read the figures' texts back: SVG with text kept as text, drawn by the same code that draws the files."""
    pytest.importorskip("matplotlib")
    out = exported("svg")
    names = {p.stem for p in out.glob("*.svg")}
    assert names == {"coverage", "support", "build", "network", "map", "ledger", "change"}
    style = pen.style
    monkeypatch.setattr("matplotlib.text.Text.set_path_effects", lambda *_: None)  # outlined text is drawn as paths
    monkeypatch.setattr(pen, "style", lambda using: {**style(using), "svg.fonttype": "none"})
    made, _ = figure_set.figures(decode(PlanResult, result), "en", "svg")
    texts = {n.removesuffix(".svg"): " ".join(ET.fromstring(d).itertext()) for n, d in made.items()}  # noqa: S314

    def said(name, value, decimals=1):
        shown = f"{value:,.{decimals}f}"
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
        return shown in texts[name]

    for y in result["support_by_year"]:
        assert said("support", y["paid"], 2)
    for c in result["chosen"]:
        assert said("build", c["total_support"], 2)
        assert percent(c["contribution"] / result["objective"]) in texts["ledger"]
        assert c["name"].removesuffix("中心") in texts["map"]
    assert "100.0%" in texts["ledger"]
    for name, share in result["goals"].items():
        assert said("change", 100 * share), name
        assert said("change", 100 * result["goals_today"][name]), name
    covered = sum(t["with_plan"] > 0 for t in result["technologies"])
    assert f"{covered} of 60 technologies" in texts["coverage"]
    assert f"to {covered} of 60 technologies" in texts["network"]


def test_every_form_in_both_languages_has_the_same_numbers(exported):
    """Columns are named in one language or the other; the numbers are the same."""

    def numbers(path):
        data = path.read_text("utf-8-sig")
        return [
            float(cell)
            for row in csv.reader(io.StringIO(data))
            for cell in row
            if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
        ]

    english = {p.name: numbers(p) for p in exported("csv").glob("*.csv")}
    chinese = {p.name: numbers(p) for p in exported("csv", "zh", "--force").glob("*.csv")}
    assert english == chinese


def test_pictures_are_pictures(exported):
    out = exported("png,pdf")
    pictures = sorted(p.name for p in out.iterdir())
    assert len(pictures) == 14
    for p in out.iterdir():
        assert p.read_bytes().startswith({".png": b"\x89PNG", ".pdf": b"%PDF"}[p.suffix])
