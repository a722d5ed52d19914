"""The document: its numbers, its template, fields that are not known, and names that must stay text."""

import io
import re
import zipfile

import pytest

from buju_testing.sample_run import HOSTILE, hostile, older, sample, without_centre
from buju_testing.typed_result import typed
from graph.base.errors import UsageError
from planner.layout.document import points
from planner.layout.document.document import document, template_bytes
from planner.layout.document.fill import document_bytes, fields
from planner.layout.document.template import CLOSING

docx = pytest.importorskip("docx")
from docx.oxml import OxmlElement  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402


def opened(data):
    return docx.Document(io.BytesIO(data))


def text(paper):
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


@pytest.fixture(scope="module")
def made():
    return {lang: document(typed(sample()), lang) for lang in ("zh", "en")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_document_holds_list_money_reasons_and_certificate(made, lang):
    result = sample()
    data, said = made[lang]
    assert said == ()
    paper = opened(data)
    assert fields(paper) == []
    whole = text(paper)
    tables = {t.rows[0].cells[0].text: t for t in paper.tables}
    listed = tables[{"zh": "序号", "en": "No."}[lang]]
    rows = [[c.text for c in row.cells] for row in listed.rows][1:]
    assert len(rows) == len(result["chosen"]) + 1
    for row, c in zip(rows, sorted(result["chosen"], key=lambda c: (c["year"], c["centre"])), strict=False):
        assert (row[1], row[5], float(row[6].replace(",", ""))) == (
            c["name"],
            str(c["year"]),
            pytest.approx(c["total_support"], abs=0.005),
        )
    money = tables[{"zh": "年份", "en": "Year"}[lang]]
    for row, y in zip(list(money.rows)[1:], result["support_by_year"], strict=False):
        cells = [c.text.replace(",", "") for c in row.cells]
        assert cells[0] == str(y["year"])
        assert [float(x) for x in cells[1:4]] == pytest.approx([y["paid"], y["city"], y["district"]], abs=0.005)
    for c in result["chosen"]:
        assert sum(c["name"] in p.text for p in paper.paragraphs) == 1  # one reason each
    assert f"{result['objective']:.6f}" in whole
    assert {"zh": "已证明最优", "en": "proven optimal"}[lang] in whole
    assert {"zh": "虚构数据，仅作示例", "en": "Made-up data, for illustration only"}[lang] in whole
    assert len(paper.inline_shapes) == 7
    assert all(s._inline.docPr.get("descr") for s in paper.inline_shapes)
    assert any({"zh": "示意图", "en": "Sketch map"}[lang] in s._inline.docPr.get("descr") for s in paper.inline_shapes)


def test_the_page_is_that_of_public_documents(made):
    paper = opened(made["zh"][0])
    section = paper.sections[0]
    assert [round(x.mm) for x in (section.page_width, section.page_height)] == [210, 297]
    assert [
        round(x.mm) for x in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ] == [37, 35, 28, 26]
    fonts = {name: paper.styles[name].element.rPr.rFonts for name in ("Title", "Body Text", "Heading 1", "Heading 2")}
    east = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
    assert {n: f.get(east) for n, f in fonts.items()} == {
        "Title": "方正小标宋简体",
        "Body Text": "仿宋",
        "Heading 1": "黑体",
        "Heading 2": "楷体",
    }
    heads = [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]
    assert [h[:2] for h in heads[:5]] == ["一、", "二、", "三、", "四、", "五、"]
    assert [h[:3] for h in heads[5:]] == [f"附件{k}" for k in range(1, 7)]
    assert paper.paragraphs[2].text.endswith("：")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_body_argues_in_its_own_words_and_the_proof_is_an_annex(made, lang):
    paper = opened(made[lang][0])
    said = [p.text for p in paper.paragraphs]
    start = next(k for k, p in enumerate(paper.paragraphs) if p.paragraph_format.page_break_before)
    body = "\n".join(said[:start])
    for word in ("HiGHS", "gap", "bound", "licence", "间隙", "上界", "许可", "0.443", "求解器"):
        assert word not in body
    assert "HiGHS" in "\n".join(said[start:])
    end = next(k for k, t in enumerate(said) if t in tuple(CLOSING))
    argued = [t for t in said[:end] if re.match(r"[123](．|\. )", t)]
    assert len(argued) == 6  # three reasons and three risks
    long = [t for t in said if len(t) > 12 and t not in ("虚构数据，仅作示例", "Made-up data, for illustration only")]
    assert len(long) == len(set(long))
    signed = [p for p in paper.paragraphs if p.style.name == "Signature"]
    assert all(p.paragraph_format.keep_with_next for p in signed)


def test_reasons_and_groups_are_the_results():
    result = typed(sample())
    opening = points.reasons(result)[0]
    assert opening.zh.startswith(
        "补齐关键技术短板。33项关键技术首次有中心承担"
    )  # 33 of the sample's 60: today 0, then ≥ 1
    assert len(points.reasons(result)) == 3
    groups = points.not_chosen(result)
    assert len(groups) == len({w.zh for c in result.rejected for w in c.reasons})
    for c in result.rejected:
        assert sum(c.name in w.zh for w in groups) == len(c.reasons)
    assert points.risks(result)[0].zh.startswith("仍有空白。21项")
    assert "2024、2025年" in points.risks(result)[2].zh


def test_the_same_result_gives_the_same_bytes(made, tmp_path):
    path = written(tmp_path, "{{title}}", "{{centres_table}}", "{{figure_build}}", "{{reasons}}")
    assert document(typed(sample()), "zh", path)[0] == document(typed(sample()), "zh", path)[0]
    with zipfile.ZipFile(io.BytesIO(made["zh"][0])) as held:
        assert {i.date_time for i in held.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert held.testzip() is None


def written(tmp_path, *paragraphs):
    paper = docx.Document()
    for words in paragraphs:
        paper.add_paragraph(words)
    path = tmp_path / "mine.docx"
    path.write_bytes(document_bytes(paper, "mine"))
    return path


def test_a_template_of_ones_own_is_filled_where_its_fields_stand(tmp_path):
    path = written(tmp_path, "共 {{count}} 家，{{ support }} {{unit}}", "{{centres_table}}", "{{reasons}}", "结束")
    paper = opened(document(typed(sample()), "zh", path)[0])
    assert paper.paragraphs[0].text == "共 18 家，8,050 万元"
    assert len(paper.tables) == 1
    assert paper.paragraphs[-1].text == "结束"
    assert len(paper.paragraphs) == 3 + 18


def test_a_field_split_over_runs_keeps_the_look_of_its_beginning(tmp_path):
    paper = docx.Document()
    paragraph = paper.add_paragraph()
    paragraph.add_run("a {{co").bold = True
    paragraph.add_run("unt}} b")
    path = tmp_path / "split.docx"
    path.write_bytes(document_bytes(paper, "x"))
    got = opened(document(typed(sample()), "en", path)[0]).paragraphs[0]
    assert got.text == "a 18 b"
    assert got.runs[0].bold
    assert got.runs[0].text == "a 18"


def test_fields_in_links_text_boxes_and_tables_are_filled_too(tmp_path):
    paper = docx.Document()
    paper.add_table(1, 1).rows[0].cells[0].add_table(1, 1).rows[0].cells[0].text = "in a table {{count}}"
    link = OxmlElement("w:hyperlink")
    link.append(paper.add_paragraph().add_run("in a link {{count}}")._r)
    paper.paragraphs[-1]._p.append(link)
    box, inner = OxmlElement("w:txbxContent"), paper.add_paragraph("in a box {{count}}")._p
    holder = paper.add_paragraph("holds a box {{count}}")
    holder.runs[0]._r.append(box)
    box.append(inner)
    paper.sections[0].header.paragraphs[0].text = "in the header {{count}}"
    path = tmp_path / "mine.docx"
    path.write_bytes(document_bytes(paper, "x"))
    assert fields(opened(path.read_bytes())) == ["count"]
    got = opened(document(typed(sample()), "en", path)[0])
    assert fields(got) == []
    whole = "".join(t.text for t in got.element.body.iter(qn("w:t"))) + got.sections[0].header.paragraphs[0].text
    for place in ("in a table 18", "in a link 18", "in a box 18", "holds a box 18", "in the header 18"):
        assert place in whole


def test_braces_in_the_data_are_not_taken_for_fields(tmp_path):
    result = sample()
    result["title"]["en"] = "{{count}} {0} {x}"
    path = written(tmp_path, "{{scenario}}, {{count}}", "{{recommendation}}")
    assert opened(document(typed(result), "en", path)[0]).paragraphs[0].text == "{{count}} {0} {x}, 18"


def test_unknown_and_crowded_fields_are_told_at_once(tmp_path):
    path = written(tmp_path, "{{titel}} and {{budget}}", "see {{centres_table}}")
    with pytest.raises(UsageError) as told:
        document(typed(sample()), "en", path)
    for name in ("{{titel}}", "{{budget}}", "{{centres_table}}", "money_table"):
        assert name in told.value.words.en
    assert "未知字段" in told.value.words.zh


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04broken"])
def test_what_is_no_document_is_refused(tmp_path, data):
    path = tmp_path / "mine.docx"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="no Word document"):
        document(typed(sample()), "en", path)
    with pytest.raises(UsageError, match="cannot be read"):
        document(typed(sample()), "en", tmp_path / "none.docx")


def test_a_zip_that_is_no_document_is_refused(tmp_path):
    path = tmp_path / "mine.docx"
    with zipfile.ZipFile(path, "w") as held:
        held.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UsageError, match="no Word document"):
        document(typed(sample()), "en", path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_shipped_template_has_known_fields_only_and_can_be_given_back(tmp_path, lang, made):
    path = tmp_path / "template.docx"
    path.write_bytes(template_bytes(lang))
    paper = opened(path.read_bytes())
    assert {"centres_table", "money_table", "figure_map"} <= set(fields(paper))
    for paragraph in paper.paragraphs:
        if "figure_" in paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)  # they take long to draw
    path.write_bytes(document_bytes(paper, "x"))
    got, whole = (text(opened(data)).split() for data in (document(typed(sample()), lang, path)[0], made[lang][0]))
    assert got == whole


def test_names_stay_text(tmp_path):
    path = written(tmp_path, "{{title}}", "{{centres_table}}", "{{reasons}}", "{{rejected_table}}")
    whole = text(opened(document(typed(hostile()), "en", path)[0]))
    assert HOSTILE[0] in whole
    assert HOSTILE[1] in whole
    assert "a\ufffdb\ufffdc\ufffdd" in whole
    assert "{{title}} $x^2$" in whole  # a field in the data is not filled


def test_a_plan_without_centres_and_an_older_run_have_a_document(tmp_path):
    path = written(
        tmp_path, "{{centres_table}}", "{{reasons}}", "{{money_table}}", "{{figure_ledger}}", "{{figure_map}}"
    )
    paper = opened(document(typed(without_centre()), "zh", path)[0])
    assert "本方案未推荐任何中心。" in text(paper)
    path = written(tmp_path, "{{figure_network}}", "{{figure_ledger}}")
    data, said = document(typed(older()), "zh", path)
    assert "图略：协同网络图" in text(opened(data))
    assert [w.en.split(":")[0] for w in said] == ["no figure 'network'"]


def test_without_matplotlib_the_document_says_so(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    data, said = document(typed(sample()), "en")
    assert 'python -m pip install "matplotlib' in said[0].en
    assert "(figure left out: support by year)" in text(opened(data))
