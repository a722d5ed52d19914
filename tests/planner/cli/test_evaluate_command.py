"""``buju evaluate``: grades as JSON and text, the run, writing grades back, and bad input."""

import csv
import json
import shutil

import jsonschema
import pytest
from openpyxl import load_workbook

from buju_testing.evaluation_cases import TABLES
from planner.cli.schemas import command_schema


@pytest.fixture
def city(tmp_path):
    """A dataset that holds only what an evaluation reads."""

    def make(**changes):
        folder = tmp_path / "city"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "scenarios").mkdir(parents=True)
        (folder / "scenarios" / "base.yaml").write_text("extends: ningbo-2023\n", "utf-8")
        (folder / "dataset.yaml").write_text("name: 示例\nmoney_unit: 万元\nillustrative: true\n", "utf-8")
        for name, rows in {**TABLES, **changes}.items():
            columns = list(dict.fromkeys(c for row in rows for c in row))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return make


def named(rows, **more):
    return [{"name": row["id"], **more, **row} for row in rows]


WHOLE = {
    "centres": named(TABLES["centres"], field="F1", district="D1"),
    "organisations": named(TABLES["organisations"], kind="firm"),
    "indicators": named(TABLES["indicators"]),
    "experts": named(TABLES["experts"]),
}


def test_grades_are_printed_kept_and_written(buju, city):
    folder = city(**WHOLE)
    done = buju("evaluate", folder, "-S", "base", "--year", 2024, "--write", "--json", code=0)
    data = json.loads(done.stdout)
    jsonschema.Draft202012Validator(command_schema("evaluate")).validate(data)
    assert [(g["centre"], g["score"], g["grade"], g["next_cap"]) for g in data["grades"]] == [
        ("C1", 80, "good", 200),
        ("C2", 50, "poor", 0),
    ]
    assert data["audit"]["clean"]
    assert data["left_out"] == [{"expert": "X4", "centre": "C1", "why": "own organisation"}]
    kept = json.loads((folder.parent / data["run"] / "evaluation.json").read_text("utf-8"))
    assert kept["grades"] == data["grades"]
    with (folder / "evaluations.csv").open(encoding="utf-8", newline="") as file:
        written = {(r["centre_id"], r["year"]): r["grade"] for r in csv.DictReader(file)}
    assert written == {("C1", "2023"): "good", ("C1", "2024"): "good", ("C2", "2024"): "poor"}
    buju("validate", folder, "-q")


def test_an_evaluation_is_kept_named_and_refused_like_any_run(buju, city):
    folder = city(**WHOLE)
    made = json.loads(buju("evaluate", folder, "-S", "base", "--year", 2024, "--json", code=0).stdout)["run"]
    name = made.split("/")[-1]
    (kept,) = json.loads(buju("runs", "list", "--json", code=0).stdout)["runs"]
    assert (kept["run"], kept["kind"], kept["scenario"], kept["status"]) == (name, "evaluation", "base", "complete")
    assert "绩效评价" in buju("runs", "show", name, lang="zh", code=0).stdout
    buju("runs", "tag", name, "this-year", code=0)
    assert "Evaluation of 2024 beside that of 2024" in buju("compare", "this-year", name, code=0).stdout
    for words in (
        ("explain", name, "C1"),
        ("stress", made),
        ("adopt", name, "--year", 2025, "-o", folder, "--by", "Li"),
    ):
        refused = buju(*words, code=2)
        assert "holds no plan (it is of the kind: evaluation); give a run of buju plan" in refused.stderr


def test_the_same_input_gives_the_same_bytes(buju, city):
    folder = city(**WHOLE)
    runs = [json.loads(buju("evaluate", folder, "--year", 2024, "--json", code=0).stdout)["run"] for _ in range(2)]
    one, other = ((folder.parent / run / "evaluation.json").read_bytes() for run in runs)
    assert one == other


def test_both_languages(buju, city):
    folder = city(**WHOLE)
    text = buju("evaluate", folder, "--year", 2024, "-v", code=0).stdout
    assert "without expert X1: no grade" in text
    assert "holds while I1 weighs [" in text
    zh = buju("evaluate", folder, "--year", 2024, lang="zh", code=0).stdout
    assert "良好" in zh
    assert "因利益冲突回避的专家" in zh


def changed(table, row, **values):
    rows = [dict(r) for r in WHOLE.get(table, TABLES.get(table))]
    rows[row] |= values
    return {table: rows}


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        (changed("reviews", 1, score=120), "C308", "reviews.csv:3 score"),
        (changed("indicators", 0, scale=""), "C303", "indicators.csv:2 scale"),
        (changed("indicators", 0, scale="linear 10"), "X560", "indicators.csv:2 scale"),
        ({"indicators": [{**r, "points": 0} for r in WHOLE["indicators"]]}, "X561", "indicators.csv:2 points"),
        ({"reviews": [*TABLES["reviews"], TABLES["reviews"][0]]}, "K401", "reviews.csv:10 expert_id"),
        (changed("measurements", 0, value="1200万元"), "C305", "measurements.csv:2 value"),
        (changed("measurements", 0, value="20O1"), "C304", "measurements.csv:2 value"),
        (changed("measurements", 0, indicator_id="I9"), "X563", "measurements.csv:2 indicator_id"),
        (changed("measurements", 0, date="03/04/2024"), "X568", "measurements.csv:2 date"),
        (changed("measurements", 2, value=120), "X564", "measurements.csv:4 value"),
        (changed("reviews", 0, expert_id="X9"), "K402", "reviews.csv:2 expert_id"),
        (changed("reviews", 0, year=2021), "X567", "reviews.csv:2 year"),
    ],
)
def test_bad_input_is_a_finding_with_its_place(buju, city, changes, code, place):
    done = buju("evaluate", city(**{**WHOLE, **changes}), "--year", 2024, code=1)
    assert f"error {code} {place}" in done.stderr, done.stderr
    assert not (city().parent / "runs").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--year", "2019"], "X580"),
        (["--year", "2024", "--set", "evaluation.system.cuts.good=95"], "Y770"),
        (["--year", "2024", "--set", "evaluation.system.cuts.pass=null"], "Y770"),
    ],
)
def test_a_year_without_figures_and_cuts_that_do_not_fall(buju, city, arguments, code):
    assert f"error {code} " in buju("evaluate", city(**WHOLE), *arguments, code=1).stderr


def test_a_veto_without_a_threshold_is_told(buju, city):
    done = buju("evaluate", city(**{**WHOLE, **changed("indicators", 1, veto="true")}), "--year", 2024, "-v", code=0)
    assert "warning X562 indicators.csv:3 veto" in done.stderr


def test_two_systems_in_one_year(buju, city):
    rows = [{"centre_id": "C1", "year": 2024, "grade": "good", "source": "buju evaluate: other"}]
    done = buju("evaluate", city(**WHOLE, evaluations=rows), "--year", 2024, "--write", code=1)
    assert "error X584 evaluations.csv:2 source" in done.stderr


def test_review_sheets_go_out_and_come_back(buju, city):
    folder = city(**{**WHOLE, "reviews": [r for r in TABLES["reviews"] if r["expert_id"] != "X1"]})
    out = json.loads(buju("evaluate", folder, "--year", 2024, "--sheets", "sheets", "--json", code=0).stdout)
    jsonschema.Draft202012Validator(command_schema("evaluate")).validate(out)
    assert len(out["files"]) == 4
    first = folder.parent / "sheets" / "review-2024-X1.xlsx"
    book = load_workbook(first)
    book.worksheets[0]["E4"] = 66
    book.save(first)
    done = buju("evaluate", folder, "--year", 2024, "--take", "sheets", "--json", code=0)
    with (folder / "reviews.csv").open(encoding="utf-8", newline="") as file:
        rows = [(r["expert_id"], r["centre_id"], r["score"]) for r in csv.DictReader(file)]
    assert rows[-1] == ("X1", "C1", "66")
    panel = {g["centre"]: g["panel"] for g in json.loads(done.stdout)["grades"]}
    assert panel["C1"]["Q1"] == pytest.approx((66 + 80 + 90) / 3)
    book.worksheets[0]["B4"] = "changed"
    book.save(first)
    before = (folder / "reviews.csv").read_bytes()
    wrong = buju("evaluate", folder, "--year", 2024, "--take", "sheets", code=1)
    assert "error X590 review-2024-X1.xlsx:4 B" in wrong.stderr
    assert (folder / "reviews.csv").read_bytes() == before


def test_an_evaluation_is_exported_as_dossiers(buju, city):
    folder = city(**WHOLE)
    run = json.loads(buju("evaluate", folder, "--year", 2024, "--json", code=0).stdout)["run"]
    out = json.loads(buju("export", run, "-o", "out", "--as", "dossiers,csv", "--json", code=0).stdout)
    jsonschema.Draft202012Validator(command_schema("export")).validate(out)
    names = {path.rsplit("/", 1)[-1] for path in out["files"]}
    assert {"dossier-C1.docx", "dossier-C2.docx", "evaluation-report-2024.docx", "evaluation-grades.csv"} <= names
    assert "no form page" in buju("export", run, "-o", "out2", "--as", "page", code=2).stderr
    assert "RUN_B" in buju("export", run, run, "-o", "out3", code=2).stderr
    kept = folder.parent / run / "evaluation.json"
    kept.write_text("{}", "utf-8")
    assert "R603" in buju("export", run, "-o", "out4", code=1).stderr
