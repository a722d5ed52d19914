"""Evaluations on disk: kept as runs (``evaluation.json``), read back, and written into the dataset's ``evaluations``.

What does not live here: what an evaluation holds (``result``) and how folders are written (``planner.runs.store``).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from graph.base.cell_text import key
from graph.base.errors import InputError, UsageError
from graph.base.findings import Finding
from graph.base.records import RecordError, decode, encode
from graph.base.words import Words
from graph.base.writing import write_files
from graph.model.schema import TABLES
from planner.rulebook.scenario import Scenario
from planner.runs.kept_studies import keep
from planner.solving.highs import Limits
from planner.studies.evaluation.result import FORMAT, EvaluationResult

EVALUATION = "evaluation.json"
_TABLE = TABLES["evaluations"]
_SOURCE = "buju evaluate: "


def keep_evaluation(
    parent: Path,
    made: EvaluationResult,
    scenario: Scenario,
    findings: Iterable[Finding],
    hashes: Mapping[str, str],
    cpu_seconds: float,
) -> Path:
    """Keep an evaluation as a run.

    Raises
    ------
    OutputError
        If the run cannot be written; nothing half-written is left.
    """
    payload = {**encode(made), "solver": {"name": "none", "version": ""}}
    return keep(parent, payload, scenario, findings, hashes, Limits(), cpu_seconds, EVALUATION)


def read_evaluation(path: Path) -> EvaluationResult:
    """Read an evaluation back from its run's folder or file.

    Raises
    ------
    UsageError
        There is none at that place.
    InputError
        It is damaged, or of another format.
    """
    file = path if path.name == EVALUATION else path / EVALUATION
    try:
        data: Any = json.loads(file.read_text("utf-8"))
    except OSError:
        words = Words("{path} holds no evaluation ({name})", "{path} 中没有评价结果（{name}）")
        raise UsageError(words.fill(path=path, name=EVALUATION)) from None
    except (ValueError, RecursionError):
        raise _damaged(file, "") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _damaged(file, str(data.get("format")) if isinstance(data, dict) else "")
    try:
        return decode(EvaluationResult, data)
    except RecordError as error:
        raise _damaged(file, error.path) from None


def _damaged(file: Path, value: str) -> InputError:
    words = Words("the evaluation {path} cannot be used", "评价结果 {path} 无法使用").fill(path=file.parent)
    message = Words("the file is damaged or of another format", "文件已损坏或格式不同")
    mend = Words("make the evaluation again", "请重新评价")
    return InputError(words, [Finding("R603", "error", EVALUATION, 0, "", value, message, mend)])


def write_grades(folder: Path, made: EvaluationResult) -> tuple[Path, tuple[Finding, ...]]:
    """Put the grades of a year into the dataset's table ``evaluations``; the file is replaced whole or not at all.

    Rows of other years and centres stay as they are; of the year evaluated, the rows of graded centres are replaced
    (a grade after an appeal stays). Centres without a grade are not written.

    Returns
    -------
    tuple
        The file, and findings: rows that were replaced by another grade, rows that stay though there is no grade now.

    Raises
    ------
    UsageError
        The dataset is no folder of CSV files.
    InputError
        The year was graded under another system.
    """
    if not folder.is_dir():
        words = Words("grades can be written into a folder of CSV files only", "只能写入 CSV 文件夹形式的数据集")
        raise UsageError(words)
    file = next((p for p in sorted(folder.iterdir()) if p.suffix.lower() == ".csv" and _is_table(p.stem)), None)
    name = "evaluations.csv" if file is None else file.name
    header, rows, encoding = _read(file)
    at = _columns(header)
    grades = {g.centre: g for g in made.grades if g.grade is not None}
    source = _SOURCE + made.system
    findings: list[Finding] = []
    kept = []
    for number, row in enumerate(rows, start=2):
        cells = {c: row[i] if i < len(row) else "" for c, i in at.items()}
        if _whole(cells["year"]) != made.year or _yes(cells.get("appeal", "")):
            kept.append(row)
            continue
        other = cells.get("source", "")
        if other.startswith(_SOURCE) and other != source:
            findings.append(_two_systems(name, number, other.removeprefix(_SOURCE), made))
        centre = cells["centre_id"].strip()
        if centre not in grades:
            kept.append(row)
            findings += _stays(name, number, centre, made)
        elif _grade(cells["grade"]) != grades[centre].grade:
            findings.append(_replaced(name, number, centre, cells["grade"], str(grades[centre].grade)))
    if any(f.level == "error" for f in findings):
        raise InputError(Words("the grades were not written", "等次未写入"), findings)
    for centre, row_of in grades.items():
        cells = {"centre_id": centre, "year": str(made.year), "grade": str(row_of.grade), "source": source}
        cells["score"] = "" if row_of.score is None else repr(row_of.score)
        new = [""] * len(header)
        for column, place in at.items():
            new[place] = cells.get(column, "")
        kept.append(new)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([header, *kept])
    write_files(folder, {name: text.getvalue().encode(encoding)}, force=True)
    return folder / name, tuple(findings)


def _is_table(stem: str) -> bool:
    return key(stem) in (key(_TABLE.name), key(_TABLE.zh))


def _read(file: Path | None) -> tuple[list[str], list[list[str]], str]:
    """Header, rows and encoding of the table; a missing one is made."""
    if file is None:
        return ["centre_id", "year", "grade", "score", "source"], [], "utf-8"
    data = file.read_bytes()
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "gb18030"
        text = data.decode(encoding)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = rows[0] if rows else []
    known = _columns(header)
    header = [*header, *(c for c in ("centre_id", "year", "grade", "score", "source") if c not in known)]
    return header, [row for row in rows[1:] if any(cell.strip() for cell in row)], encoding


def _columns(header: list[str]) -> dict[str, int]:
    """Column → its place in the header, in either language."""
    forms = {key(form): c.name for c in _TABLE.columns for form in (c.name, c.zh, *c.aliases)}
    return {forms[key(h)]: i for i, h in enumerate(header) if key(h) in forms}


def _whole(cell: str) -> int | None:
    try:
        return int(float(cell))
    except ValueError:
        return None


def _yes(cell: str) -> bool:
    return key(cell) in ("true", "yes", "1", "是", "y", "t")


def _grade(cell: str) -> str:
    return next((v for v, zh in _TABLE.column("grade").choices if key(cell) in (key(v), key(zh))), cell)


def _two_systems(name: str, row: int, other: str, made: EvaluationResult) -> Finding:
    message = Words("{y} was graded under the system {o} already", "{y} 年已按评价体系 {o} 评定").fill(
        y=made.year, o=other
    )
    mend = Words("remove those rows, or evaluate under that system", "请删除这些行，或按该体系评价")
    return Finding("X584", "error", name, row, "source", other, message, mend)


def _replaced(name: str, row: int, centre: str, old: str, new: str) -> Finding:
    message = Words("the grade of {c} was {a} and is {b} now", "{c} 的等次由 {a} 改为 {b}").fill(c=centre, a=old, b=new)
    mend = Words("nothing need be done if that is meant", "如系有意则无需处理")
    return Finding("X585", "note", name, row, "grade", old, message, mend)


def _stays(name: str, row: int, centre: str, made: EvaluationResult) -> list[Finding]:
    if centre not in {g.centre for g in made.grades}:
        return []
    message = Words("{c} has no grade now; the one recorded stays", "{c} 目前无法评定，原记录的等次保留").fill(c=centre)
    mend = Words("remove the row if it no longer holds", "若已不成立请删除该行")
    return [Finding("X586", "warning", name, row, "grade", centre, message, mend)]
