"""CSV, JSON and workbook: the same numbers, nothing that could run, the same bytes each time."""

import csv
import io
import json
import zipfile

import openpyxl
import pytest

from buju_testing.made_up_result import make_infeasible, make_result
from buju_testing.typed_result import typed
from graph.base.errors import UsageError
from planner.layout import content
from planner.layout.csv_text import csv_bytes
from planner.layout.exporting import export, parse
from planner.layout.text import cut, width
from planner.layout.workbook.notes import key_figures
from planner.layout.workbook.workbook import workbook_bytes

LANGS = ("en", "zh")


def read(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def csvs(result, lang="en"):
    return {s.name: read(csv_bytes(s, lang)) for s in content.sheets(typed(result), lang)}


def book(result, lang="en", **options):
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(typed(result), lang)), **options)


def test_csv_holds_every_chosen_centre_technology_and_payment():
    result = make_result()
    tables = csvs(result)
    assert {r["centre"]: float(r["total_support"]) for r in tables["centres"]} == {
        c["centre"]: c["total_support"] for c in result["chosen"]
    }
    paid = {(r["centre"], r["year"]): float(r["support"]) for r in tables["support"]}
    assert paid == {(c["centre"], y): m for c in result["chosen"] for y, m in c["support"].items()}
    assert [float(r["paid"]) for r in tables["years"]] == [y["paid"] for y in result["support_by_year"]]
    assert tables["years"][-1]["cap"] == ""  # no cap is blank, not 0
    assert len(tables["coverage"]) == 60
    assert [r["state"] for r in tables["coverage"]].count("uncovered") == sum(
        t["with_plan"] == 0 for t in result["technologies"]
    )
    assert {r["rule"] for r in tables["rules"] if r["binding"]} == {b["rule"] for b in result["binding"]}


def test_csv_headers_are_in_the_language():
    assert next(iter(csvs(make_result(), "zh")["centres"][0])) == "序号"
    assert next(iter(csvs(make_result(), "en")["centres"][0])) == "order"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM", "\tx", "\rx", " =1", "\n=1"])
def test_no_cell_of_csv_starts_a_formula(start):
    result = make_result(chosen=2, technologies=2)
    result["chosen"][0]["name"] = start
    result["technologies"][0]["name"] = start
    tables = csvs(result)
    assert tables["centres"][0]["name"] == "'" + start
    assert tables["coverage"][0]["name"] == "'" + start


def test_negative_numbers_stay_numbers():
    result = make_result(chosen=2, technologies=2)
    result["rules"][0]["slack"] = -3.5
    assert csvs(result)["rules"][0]["slack"] == "-3.5"


@pytest.mark.parametrize("lang", LANGS)
def test_every_made_up_row_says_so(lang):
    marker = content.MADE_UP.say(lang)
    for rows in csvs(make_result(), lang).values():
        assert rows
        assert all(list(row.values())[-1] == marker for row in rows)


def test_rows_of_real_data_give_their_source():
    rows = csvs(make_result(illustrative=False))
    assert rows["centres"][0]["source"] == "https://example.org/centres"
    assert rows["years"][0]["source"] == "宁波示例城市"


@pytest.mark.parametrize("lang", LANGS)
def test_workbook_totals_are_formulas_that_carry_their_values(lang):
    result = make_result(district_share=0.25)
    formulas, values = book(result, lang), book(result, lang, data_only=True)
    names = formulas.sheetnames
    assert len(names) == 7
    seen = 0
    for name in names:
        for row in formulas[name].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    assert isinstance(values[name][cell.coordinate].value, (int, float)), (name, cell.coordinate)
    money = values[names[2]]
    last = {row[1].value: row for row in money.iter_rows()}
    total = next(row for row in money.iter_rows() if row[0].value in ("Total", "合计"))
    assert total[-1].value == pytest.approx(sum(c["total_support"] for c in result["chosen"]))
    assert [c.value for c in total[2:8]] == pytest.approx([y["paid"] for y in result["support_by_year"]])
    slack = last["left under the cap" if lang == "en" else "市级余量"]
    assert [c.value for c in slack[2:7]] == pytest.approx([y["cap"] - y["city"] for y in result["support_by_year"][:5]])
    assert slack[7].value is None
    assert seen >= 20 + 7 + 2 + 5 + 2


def test_workbook_formulas_add_up_what_stands_in_the_cells():
    result = make_result()
    formulas, values = book(result)["Money by year"], book(result, data_only=True)["Money by year"]
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f" and cell.value.startswith("=SUM("):
                first, last = cell.value[5:-1].split(":")
                cells = [c.value or 0 for line in values[f"{first}:{last}"] for c in line]
                assert sum(cells) == pytest.approx(values[cell.coordinate].value)


def test_workbook_shows_frozen_heads_filters_and_tints():
    result = make_result()
    made = book(result)
    for name in ("Centres", "Coverage", "Rules", "Not recommended"):
        assert made[name].freeze_panes == "D2"
        assert made[name].auto_filter.ref.startswith("A1:")
    tints = {t["technology"]: t["with_plan"] for t in result["technologies"]}
    for row in made["Coverage"].iter_rows(min_row=2):
        colour = row[0].fill.fgColor.rgb if row[0].fill.patternType else None
        depth = tints[row[0].value]
        assert colour == ("FFFBE4E8" if depth == 0 else "FFFDF1DA" if depth == 1 else None)


def test_workbook_text_never_becomes_a_formula_or_a_link():
    result = make_result(chosen=3, technologies=3)
    result["chosen"][0]["name"] = '=HYPERLINK("http://example.org","x")'
    result["chosen"][1]["name"] = "http://example.org"
    result["chosen"][2]["name"] = "@SUM(A1)"
    result["title"]["en"] = "=1+1 & more"
    data = workbook_bytes(typed(result), "en")
    cells = [c for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for c in row]
    assert all(c.hyperlink is None for c in cells)
    assert {c.data_type for c in cells if str(c.value).startswith(("=HYPER", "@SUM", "=1+1"))} == {"s"}
    assert all(c.quotePrefix for c in cells if str(c.value).startswith(("=HYPER", "@SUM")))
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        assert not [n for n in z.namelist() if "externalLinks" in n]


def test_workbook_summary_carries_the_certificate():
    shown = {words.en: value for words, value, _ in key_figures(typed(make_result()))}
    assert shown["Certificate"].zh == "已证明最优"
    assert shown["Gap"] == "0%"
    assert shown["Objective"] == repr(0.7312456789)
    assert shown["Recommended centres"] == 20
    cells = [c.value for row in book(make_result())["Summary"].iter_rows() for c in row]
    assert content.NOTE.en in cells


def test_same_result_same_bytes():
    for form in ("csv", "json", "xlsx"):
        assert export(typed(make_result()), [form], "zh").files == export(typed(make_result()), [form], "zh").files


def test_json_is_the_result_itself():
    result = make_result()
    written = json.loads(export(typed(result), ["json"], "zh").files["result.json"])
    assert typed(written) == typed(result)
    assert all(held(written[key], value) for key, value in result.items())


def held(written, given):
    """Whether what was written holds all that was given; keys that an older run leaves out come at their default."""
    if isinstance(given, dict):
        return all(held(written[key], value) for key, value in given.items())
    if isinstance(given, list):
        return len(written) == len(given) and all(map(held, written, given))
    return written == given


@pytest.mark.parametrize("chosen", [0, 1])
@pytest.mark.parametrize("technologies", [0, 1])
def test_small_plans_are_laid_out_too(chosen, technologies):
    made = export(typed(make_result(chosen=chosen, technologies=technologies)), ["csv", "json", "xlsx"], "zh")
    assert len(made.files) == 8


def test_an_infeasible_run_has_nothing_to_lay_out():
    with pytest.raises(UsageError, match="no plan"):
        export(typed(make_infeasible()), ["csv"], "en")


def test_unknown_forms_are_named():
    with pytest.raises(UsageError, match="docs"):
        export(typed(make_result()), ["csv", "docs"], "en")


def test_a_missing_extra_is_left_out_or_refused(monkeypatch):
    monkeypatch.setattr("planner.layout.form.find_spec", lambda name: None)
    made = export(typed(make_result()), None, "en")
    assert set(made.left_out) == {"xlsx", "docx", "png", "svg", "pdf", "geojson", "gpkg", "graphml", "gexf"}
    assert 'python -m pip install "matplotlib' in made.left_out["png"].en
    assert "result.json" in made.files
    with pytest.raises(UsageError, match="xlsxwriter"):
        export(typed(make_result()), ["xlsx"], "en")


def test_forms_are_parsed_leniently():
    assert parse(" PNG,,svg ") == ["png", "svg"]


def test_cut_keeps_within_the_width():
    for most in range(1, 30):
        assert width(cut("高性能 NdFeB 永磁材料\n制备", most)) <= most
