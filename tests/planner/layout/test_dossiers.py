"""Dossiers and the yearly report: every number is the evaluation's, no expert is named, templates can be replaced."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest

from buju_testing.evaluation_cases import TABLES, ecosystem
from graph.base.errors import UsageError
from planner.layout.dossiers.dossier import contents, dossier, dossier_template, outcome
from planner.layout.dossiers.exporting import export_evaluation
from planner.layout.dossiers.forms import forms, names
from planner.layout.dossiers.report import report, summary
from planner.rulebook.scenario import load
from planner.rulebook.scenario.sources import POLICIES
from planner.studies.evaluation.building import evaluation

MORE = {
    **TABLES,
    "technologies": [{"id": "T1", "name": "高性能磁材", "kind": "bottleneck", "severity": 5}],
    "covers": [{"centre_id": "C1", "technology_id": "T1", "strength": 0.8}],
    "people": [{"id": "P1", "name": "首席甲"}],
    "members": [{"centre_id": "C1", "organisation_id": "O1", "role": "lead", "tie": "joint_project", "share": 0.6}],
    "milestones": [
        {"centre_id": "C1", "name": "中试线", "due": 2024, "reached": 2024, "evidence": "验收报告"},
        {"centre_id": "C1", "name": "首台套", "due": 2024},
        {"centre_id": "C1", "name": "行业标准", "due": 2027, "reached": 2026},
    ],
    "organs": [
        {"centre_id": "C1", "organ": "advisers", "name": "顾问乙", "position": "主任委员"},
        {"centre_id": "C1", "organ": "council", "name": "理事丙", "position": "理事长"},
    ],
    "projects": [{"centre_id": "C1", "name": "磁材攻关", "year": 2024, "amount": 123.45, "payer": "province"}],
    "obligations": [
        {"centre_id": "C1", "organisation_id": "O1", "what": "出资 600 万元", "due": 2025, "met": True},
        {"centre_id": "C1", "organisation_id": "O1", "kind": "right", "what": "优先使用中试线"},
    ],
    "commitments": [{"centre_id": "C1", "year": 2025, "amount": 210, "payer": ""}],
    "experts": [
        {"id": f"X{k}", "name": f"专家姓名{k}", "organisation_id": "O1" if k == 4 else ""} for k in (1, 2, 3, 4)
    ],
    "votes": [{"centre_id": "C1", "meeting": "论证会", "for": 7, "against": 2, "absent": 1}],
}


@pytest.fixture(scope="module")
def made():
    return evaluation(ecosystem(MORE), load(POLICIES / "ningbo-2023.yaml"), 2024)


def text_of(data):
    paper = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [p.text for p in paper.paragraphs] + cells


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_dossier_says_the_evaluations_numbers(made, lang):
    text = text_of(dossier(made, made.files[0], lang))
    joined = "\n".join(text)
    for said in (
        "高性能磁材",
        "中试线",
        "理事丙",
        "顾问乙",
        "磁材攻关",
        "123.45",
        "出资 600 万元",
        "80.00",
        "200",
        "验收报告",
    ):
        assert said in joined, said
    row = made.grades[0]
    assert outcome(made, row).say(lang) in text
    assert "{{" not in joined
    assert not re.search(r"X\d|专家姓名", joined)


def test_the_dossier_by_hand(made):
    said = contents(made, made.files[0], "en")
    assert said["result"] == (
        "2024: score 80.00, grade good, place 1 of 2 of its formation. Support factor of 2025: 1; at most 200 万元 of "
        "city and district."
    )
    assert [list(r) for r in said["milestones_table"].rows] == [
        ["中试线", "2024", "2024", "验收报告"],
        ["首台套", "2024", "overdue", "–"],
        ["行业标准", "2027", "to come", "–"],  # reached in 2026, which is not past in 2024
    ]
    assert [list(r) for r in said["money_table"].rows] == [
        ["2023", "city", "paid", "500"],
        ["2024", "city", "paid", "300"],
        ["2024", "province", "paid", "90"],
        ["2025", "city and district", "promised", "210"],
    ]
    assert [r[0] for r in said["governance_table"].rows] == ["council", "advisers"]
    assert [list(r)[1:] for r in said["duties_table"].rows] == [
        ["obligation", "出资 600 万元", "2025", "yes"],
        ["right", "优先使用中试线", "–", "–"],
    ]
    assert [list(r)[1:4] for r in said["points_table"].rows] == [["80", "48", "60"], ["80", "32", "40"]]
    assert said["goals"].endswith("It works on 1 technologies.")


def test_the_report_holds_every_centre_and_no_expert(made):
    joined = "\n".join(text_of(report(made, "zh")))
    assert summary(made).zh == "2024 年度共评价 2 家中心：良好 1 家，不合格 1 家。"
    assert summary(made).zh in joined
    for said in ("80.00", "50.00", "1/2", "2/2", "200", "论证会", "通过", "因利益冲突回避 1 人次"):
        assert said in joined, said
    assert not re.search(r"X\d|专家姓名", joined)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_signature_stands_alone_on_a_page(made, lang):
    """Everything from the last heading to the last line of the signature is kept on one page."""
    file = made.files[0]
    for data in (report(made, lang), dossier(made, file, lang)):
        paragraphs = docx.Document(io.BytesIO(data)).paragraphs
        last = max(k for k, p in enumerate(paragraphs) if p.style.name == "Heading 1")
        assert [p.style.name for p in paragraphs[-2:]] == ["Signature", "Signature"]
        assert paragraphs[last + 1].text
        assert paragraphs[last].style.paragraph_format.keep_with_next
        for one in paragraphs[last + 1 : -1]:
            assert one.paragraph_format.keep_with_next, one.text


def test_forms_of_an_evaluation(made):
    found = export_evaluation(made, None, "zh")
    assert {"dossier-C1.docx", "dossier-C2.docx", "年度绩效评价报告-2024.docx", "evaluation.json"} <= set(found.files)
    rows = list(csv.DictReader(io.StringIO(found.files["evaluation-grades.csv"].decode("utf-8-sig"))))
    assert [(r["中心编号"], r["得分"], r["等次"], r["下年支持上限"]) for r in rows] == [
        ("C1", "80", "good", "200"),
        ("C2", "50", "poor", "0"),
    ]
    for name, data in found.files.items():
        if name.endswith(".docx"):
            assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
        if name.endswith(".csv"):
            assert not re.search(r"X\d|专家姓名", data.decode("utf-8-sig"))


def test_unknown_forms_and_templates_are_refused(made, tmp_path):
    with pytest.raises(UsageError, match="page"):
        export_evaluation(made, ["page"], "en")
    with pytest.raises(UsageError, match="template"):
        export_evaluation(made, ["csv"], "en", tmp_path / "t.docx")
    assert set(forms()) == set(names()) >= {"dossiers", "template", "csv", "json"}
    assert next(iter(forms())) == "dossiers"


def test_a_template_of_ones_own(made, tmp_path):
    own = tmp_path / "own.docx"
    own.write_bytes(dossier_template("zh"))
    assert text_of(dossier(made, made.files[0], "zh", own)) == text_of(dossier(made, made.files[0], "zh"))
    paper = docx.Document()
    paper.add_paragraph("甲方：{{centre}}，{{year}}")
    paper.save(own)
    assert "甲方：C1，2024" in text_of(dossier(made, made.files[0], "zh", own))
    paper.add_paragraph("{{nothing}}")
    paper.save(own)
    with pytest.raises(UsageError, match="nothing"):
        dossier(made, made.files[0], "zh", own)


def test_hostile_names_stay_text(made):
    file = replace(made.files[0], name="R&D <b>{{year}}</b> =1+1")
    joined = "\n".join(text_of(dossier(made, file, "en")))
    assert "R&D <b>{{year}}</b> =1+1" in joined


def test_the_same_evaluation_gives_the_same_bytes(made):
    assert export_evaluation(made, None, "en").files == export_evaluation(made, None, "en").files


def test_the_report_has_a_template_of_its_own_told_by_its_fields(made, tmp_path):
    shipped = export_evaluation(made, ["template"], "en").files
    assert sorted(shipped) == ["dossier-template.docx", "report-template.docx"]
    for name, changed in (
        ("report-template.docx", "evaluation-report-2024.docx"),
        ("dossier-template.docx", "dossier-C1.docx"),
    ):
        paper = docx.Document(io.BytesIO(shipped[name]))
        paper.add_paragraph("Seal of the office")
        own = tmp_path / name
        paper.save(own)
        files = export_evaluation(made, ["dossiers"], "en", own).files
        sealed = {file for file, data in files.items() if "Seal of the office" in text_of(data)}
        assert changed in sealed
        assert ("evaluation-report-2024.docx" in sealed) is (name == "report-template.docx")
        assert "{{" not in "\n".join(text_of(files[changed]))
