import csv
import json
import sys

import pytest

from graph.assessment.assessment import assess
from graph.model.ecosystem import DatasetInfo, Ecosystem
from loaders.samples import copy_sample
from planner.cli import main
from planner.cli.commands.assess.text import assessment_text


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return copy_sample("ningbo", tmp_path_factory.mktemp("city") / "ningbo")


def result_of(centres, **more):
    row = {"name": "", "year": 2023, "support": {}, "total_support": 0.0}
    chosen = [{**row, "centre": c} for c in centres]
    return {"format": "buju-result/1", "status": "proven", "objective": 0.5, "scenario": "x", "chosen": chosen, **more}


@pytest.fixture
def run(sample, write):
    """A run that chooses the first twelve candidates of the sample."""
    with (sample / "centres.csv").open(encoding="utf-8-sig") as file:
        chosen = [row["id"] for row in csv.DictReader(file) if row["status"] == "candidate"][:12]
    return write(result_of(chosen))


@pytest.fixture
def buju(monkeypatch, capsys):
    def call(*words):
        monkeypatch.setattr(sys, "argv", ["buju", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return end.value.code, out, err

    return call


def test_json_is_complete_and_the_same_with_a_plan_beside_it(buju, sample, run):
    code, out, err = buju("assess", sample, "--plan", run, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert len(answer["indicators"]) >= 15
    assert all({"today", "with_plan"} <= set(value) for value in answer["indicators"].values())
    assert len(answer["plan"]) == 12
    assert answer["indicators"]["centres"]["with_plan"] == answer["indicators"]["centres"]["today"] + 12
    assert answer["gaps"]
    person = [p for p in answer["single_points"] if p["layer"] == "person" and p["kind"] == "bottleneck"]
    assert person, "the sample's one professor behind a bottleneck"
    never = [g for g in answer["gaps"] if g["kind"] == "bottleneck" and not g["claimed_by"]]
    assert never, "the sample's bottleneck that nobody covers"
    _, alone, _ = buju("assess", sample, "--json")
    today = json.loads(alone)
    for name, value in today["indicators"].items():
        assert value["with_plan"] is None
        assert value["today"] == answer["indicators"][name]["today"]


def test_json_fits_its_schema(buju, sample, run):
    jsonschema = pytest.importorskip("jsonschema")
    _, schema, _ = buju("schema", "assess")
    _, out, _ = buju("assess", sample, "--plan", run, "--json")
    jsonschema.validate(json.loads(out), json.loads(schema))


@pytest.mark.parametrize(("lang", "words"), [("en", "Single points of failure"), ("zh", "单点失效")])
def test_screen_says_what_matters_first(buju, sample, run, lang, words):
    code, out, _ = buju("assess", sample, "--plan", run / "result.json", "--lang", lang)
    assert code == 0
    assert words in out
    assert out.splitlines()[3].startswith("- ")
    _, longer, _ = buju("assess", sample, "--plan", run, "--lang", lang, "-v")
    assert len(longer) > len(out)
    assert len(out.splitlines()) < 70
    assert ("ECI today" in longer) == (lang == "en")
    assert "海曙区" in longer


@pytest.mark.parametrize(
    ("result", "code", "what"),
    [
        ({"format": "buju-result/1", "scenario": "x"}, 1, "status"),
        (result_of(["C01"], chosen=[{"centre": "C01", "name": ""}]), 1, "chosen[0]"),
        (result_of(["C01"], objective="much"), 1, "objective"),
        (result_of([], status="infeasible", objective=None), 2, "no plan"),
        (result_of(["XYZ"]), 2, "XYZ"),
        (result_of([], format="buju-result/9"), 1, "newer buju"),
    ],
)
def test_what_is_no_plan_of_the_city_is_refused(buju, sample, write, result, code, what):
    answer, out, err = buju("assess", sample, "--plan", write(result), "--lang", "en")
    assert (answer, out) == (code, "")
    assert what in err
    assert "Traceback" not in err


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000, '{"chosen": [{"centre": "C01", "year": 2023}]}'])
def test_a_result_without_its_run_is_refused(buju, sample, tmp_path, text):
    (tmp_path / "result.json").write_text(text, "utf-8")
    code, out, err = buju("assess", sample, "--plan", tmp_path, "--lang", "en")
    assert (code, out) == (1, "")
    assert "provenance.json" in err
    assert "Traceback" not in err


def test_no_such_place(buju, sample, tmp_path):
    code, _, err = buju("assess", tmp_path / "nowhere", "--lang", "en")
    assert code == 2
    assert "nowhere" in err
    code, _, err = buju("assess", sample, "--plan", tmp_path, "--lang", "en")
    assert code == 2
    assert "is no run" in err


def test_a_folder_that_is_no_dataset_has_findings(buju, tmp_path):
    code, out, err = buju("assess", tmp_path, "--lang", "en")
    assert code in (1, 2)
    assert out == ""
    assert "Traceback" not in err


def test_control_characters_do_not_reach_the_terminal():
    rows = {"technologies": [{"id": "T1", "name": "a\x1b[31m\nb", "kind": "bottleneck", "severity": 5}]}
    text = assessment_text(assess(Ecosystem.from_rows(DatasetInfo("x\ty"), rows)), "en")
    assert "\x1b" not in text
    assert "a [31m b (T1)" in text


def test_empty_city_has_a_screen():
    for lang in ("en", "zh"):
        assert assessment_text(assess(Ecosystem.from_rows(DatasetInfo("x"), {}), {}), lang)


@pytest.mark.long
def test_a_year_of_the_scheme_is_asked_on_the_command_line(buju, tmp_path):
    city = copy_sample("ningbo_2026", tmp_path / "mid")
    code, out, _ = buju("assess", city, "--as-of", 2026, "--json")
    found = json.loads(out)["by_age"]
    assert code == 0
    assert found["as_of"] == 2026
    assert len(found["centres"]) == 13
    technologies = found["technologies"]
    for key in ("today", "full"):
        cover = [sum(b["strength"] * (b["share"] if key == "today" else 1) for b in t["by"]) for t in technologies]
        worth = sum(t["severity"] * min(1, c) for t, c in zip(technologies, cover, strict=True))
        assert found[key] == pytest.approx(worth / sum(t["severity"] for t in technologies))
    for lang, word in (("en", "Not yet at full strength: 13"), ("zh", "其中 13 家尚未达到满负荷能力")):
        assert word in buju("assess", city, "--as-of", 2026, "--lang", lang)[1]
