"""``export`` with bad input: a clear message, the right exit code, and nothing half-written."""

import json
import os
import sys

import openpyxl
import pytest

from buju_testing.sample_run import HOSTILE, hostile, older, one_district, sample, without_centre, without_places

QUICK = "csv,xlsx,docx,geojson,gpkg,graphml,gexf"


def left_behind(folder):
    return sorted(p.name for p in folder.rglob("*")) if folder.exists() else []


def template(tmp_path, *paragraphs):
    docx = pytest.importorskip("docx")
    paper = docx.Document()
    for words in paragraphs:
        paper.add_paragraph(words)
    paper.save(tmp_path / "mine.docx")
    return tmp_path / "mine.docx"


def test_a_run_of_an_older_version_is_laid_out_as_far_as_it_goes(buju, write, tmp_path):
    run, path = write(older()), template(tmp_path, "{{centres_table}}", "{{reasons}}", "{{figure_network}}")
    done = buju("export", run, "-o", "out", "--as", "csv,xlsx,geojson,docx", "--template", path, code=0)
    assert "no figure 'network'" in done.stderr
    assert (tmp_path / "out" / "layout.geojson").stat().st_size > 1000
    refused = buju("export", run, "-o", "other", "--as", "graphml", code=2)
    assert "plan again" in refused.stderr
    assert left_behind(tmp_path / "other") == []


@pytest.mark.parametrize(("lang", "said"), [("en", "an older buju has written this"), ("zh", "由旧版本的 buju 写出")])
def test_a_run_of_another_format_is_refused(buju, write, tmp_path, lang, said):
    run = write(sample() | {"format": "buju-result/0"})
    assert said in buju("export", run, "-o", "out", lang=lang, code=1).stderr
    assert left_behind(tmp_path / "out") == []


def test_a_damaged_run_is_refused(buju, write, tmp_path):
    run = write(sample())
    text = (run / "result.json").read_text("utf-8")
    (run / "result.json").write_text(text[: len(text) // 2], "utf-8")
    assert "damaged" in buju("export", run, "-o", "out", code=1).stderr
    (run / "result.json").write_text(text.replace("1050", "1051", 1), "utf-8")
    assert "changed after the run" in buju("export", run, "-o", "out", code=1).stderr
    (run / "result.json").unlink()
    assert "no run" in buju("export", run, "-o", "out", code=2).stderr
    assert left_behind(tmp_path / "out") == []


def test_a_template_with_unknown_fields_is_refused_before_anything_is_written(buju, write, tmp_path):
    path = template(tmp_path, "{{titel}}", "{{title}}")
    done = buju("export", write(sample()), "-o", "out", "--as", "csv,docx", "--template", path, code=2)
    assert "{{titel}}" in done.stderr
    assert "centres_table" in done.stderr
    assert left_behind(tmp_path / "out") == []
    missing = buju("export", "runs", "-o", "out", "--as", "docx", "--template", "none.docx", lang="zh", code=2)
    assert "无法读取模板" in missing.stderr


@pytest.mark.parametrize(
    ("lines", "en", "zh"),
    [
        (("a letter without fields",), "has no fields", "没有任何字段"),
        (("{% for c in centres %}", "{{title}}", "{% endfor %}"), "loops are not read: {% for c in", "不支持循环语句"),
        (("{{suport}}",), "{{suport}} (did you mean {{support}}?)", "是否指 {{support}}"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_with_its_mend(buju, write, tmp_path, lines, en, zh):
    run, path = write(sample()), template(tmp_path, *lines)
    for lang, said in (("en", en), ("zh", zh)):
        done = buju("export", run, "-o", "out", "--as", "docx", "--template", path, lang=lang, code=2)
        assert said in " ".join(done.stderr.split())
    assert left_behind(tmp_path / "out") == []


def test_our_template_can_be_had_changed_and_given_back(buju, write, tmp_path):
    pytest.importorskip("docx")
    run = write(older())
    buju("export", run, "-o", "out", "--as", "template", lang="zh", code=0)
    assert left_behind(tmp_path / "out") == ["template.docx"]
    buju("export", run, "-o", "out", "--as", "docx", "--template", "out/template.docx", lang="zh", code=0)
    assert left_behind(tmp_path / "out") == ["layout.docx", "template.docx"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_that_try_to_run_stay_text_in_every_form(buju, write, tmp_path, lang):
    path = template(tmp_path, "{{centres_table}}", "{{reasons}}", "{{rejected_table}}")
    run = write(hostile())
    buju("export", run, "-o", "out", "--as", QUICK, "--template", path, lang=lang, code=0)
    out = tmp_path / "out"
    lines = (out / "centres.csv").read_text("utf-8-sig")
    assert "'=HYPERLINK" in lines
    assert not any(cell.startswith("=HYP") for line in lines.splitlines() for cell in line.replace('"', ",").split(","))
    book = openpyxl.load_workbook(out / "layout.xlsx")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert any(c.value == HOSTILE[1] and c.data_type == "s" and c.quotePrefix for c in cells)
    assert not any(c.data_type == "f" and "HYPERLINK" in c.value for c in cells)
    assert not any(sheet._hyperlinks for sheet in book)
    for name in ("layout.graphml", "layout.gexf"):
        data = (out / name).read_text("utf-8")
        assert "<script>" not in data
        assert "&lt;script&gt;" in data
    features = json.loads((out / "layout.geojson").read_text("utf-8"))["features"]
    assert HOSTILE[0] in {
        f["properties"][{"zh": "中心名称", "en": "name"}[lang]] for f in features if f["id"].startswith("chosen")
    }
    assert all("\x00" not in p.read_bytes().decode("utf-8") for p in out.glob("*.g*ml"))


@pytest.mark.parametrize("make", [without_centre, one_district])
def test_a_plan_without_centres_or_with_one_district_has_all_forms(buju, write, tmp_path, make):
    done = buju("export", write(make()), "-o", "out", "--as", f"{QUICK},svg", "--json", code=0)
    assert json.loads(done.stdout)["left_out"] == {}
    assert {"layout.docx", "layout.geojson", "layout.gpkg", "map.svg", "network.svg"} <= set(
        left_behind(tmp_path / "out")
    )


def test_without_coordinates_maps_are_left_out_and_it_is_said(buju, write, tmp_path):
    run = write(without_places())
    refused = buju("export", run, "-o", "out", "--as", "geojson", lang="zh", code=2)
    assert "没有中心或区县的坐标" in refused.stderr
    assert left_behind(tmp_path / "out") == []
    outline = {"type": "Polygon", "coordinates": [[[121, 29], [122, 29], [122, 30], [121, 29]]]}
    data = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"name": "海曙区"}, "geometry": outline}],
    }
    (tmp_path / "d.geojson").write_text(json.dumps(data), "utf-8")
    done = buju("export", run, "-o", "out", "--as", "geojson", "--districts", "d.geojson", code=0)
    assert "no outline in d.geojson for" in done.stderr
    assert left_behind(tmp_path / "out") == ["layout.geojson"]


def test_a_districts_file_that_cannot_be_used_is_refused(buju, write, tmp_path):
    (tmp_path / "d.geojson").write_text("{", "utf-8")
    run = write(sample())
    done = buju("export", run, "-o", "out", "--as", "csv,geojson", "--districts", "d.geojson", code=2)
    assert "not JSON" in done.stderr
    done = buju("export", run, "-o", "out", "--as", "csv", "--districts", "d.geojson", code=2)
    assert "would not be used" in done.stderr
    assert left_behind(tmp_path / "out") == []


def test_what_is_there_is_kept_unless_forced(buju, write, tmp_path):
    run = write(sample())
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "layout.gpkg").write_bytes(b"mine")
    done = buju("export", run, "-o", "out", "--as", "geojson,gpkg", code=2)
    assert "layout.gpkg" in done.stderr
    assert left_behind(tmp_path / "out") == ["layout.gpkg"]
    assert (tmp_path / "out" / "layout.gpkg").read_bytes() == b"mine"
    buju("export", run, "-o", "out", "--as", "geojson,gpkg", "--force", code=0)
    assert left_behind(tmp_path / "out") == ["layout.geojson", "layout.gpkg"]


def test_a_folder_that_cannot_be_written_is_told(buju, write, tmp_path):
    run = write(sample())
    (tmp_path / "out").mkdir()
    (tmp_path / "out").chmod(0o555)
    try:
        if os.access(tmp_path / "out", os.W_OK):  # root writes anywhere: /proc is read-only even to root
            done = buju("export", run, "-o", "/proc/buju-out", "--as", "csv,gpkg", code=2)
        else:
            done = buju("export", run, "-o", "out", "--as", "csv,gpkg", code=2)
        assert "nothing was written" in done.stderr
        assert left_behind(tmp_path / "out") == []
    finally:
        (tmp_path / "out").chmod(0o755)


@pytest.mark.parametrize(("module", "form"), [("docx", "docx"), ("xlsxwriter", "xlsx"), ("matplotlib", "svg")])
def test_a_missing_extra_is_named_with_how_to_get_it(buju, write, tmp_path, module, form):
    hide = tmp_path / "hide"
    hide.mkdir()
    (hide / "sitecustomize.py").write_text(
        "import importlib.util as u\nreal = u.find_spec\n"
        f"u.find_spec = lambda name, package=None: None if name == {module!r} else real(name, package)\n",
        "utf-8",
    )
    env = {"PYTHONPATH": os.pathsep.join([str(hide), *sys.path])}
    run = write(without_centre())
    done = buju("export", run, "-o", "out", "--as", form, env=env, code=2)
    name = {"docx": "python-docx"}.get(module, module)
    assert f'python -m pip install "{name}>=' in done.stderr  # buju is on no index: no buju[extra]
    assert left_behind(tmp_path / "out") == []
    if form != "svg":  # without figures all else is quickly made
        return
    done = buju("export", run, "-o", "out", "--json", env=env, lang="zh", code=0)
    assert f'python -m pip install "{name}>=' in json.loads(done.stdout)["left_out"][form]
    assert not any(p.suffix == f".{form}" for p in (tmp_path / "out").iterdir())
