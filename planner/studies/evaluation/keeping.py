"""Evaluations on disk: kept as runs (``evaluation.json``), read back, and written into the dataset's ``evaluations``.

What does not live here: what an evaluation holds (``result``) and how folders are written (``planner.runs.store``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.cell_text import key
from graph.base.errors import InputError, UsageError
from graph.base.findings import Finding
from graph.base.records import RecordError, decode, encode
from graph.base.words import Words
from graph.model.schema import TABLES
from planner.runs.table_files import table_file

if TYPE_CHECKING:
    from planner.rulebook.scenario import Scenario
    from planner.studies.evaluation.result import EvaluationResult
    from planner.studies.evaluation.sheets import Filled

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
    from planner.runs.kept_answers import keep  # noqa: PLC0415 - every command on a run asks whether it is one of these
    from planner.solving.highs import Limits  # noqa: PLC0415

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
    from planner.studies.evaluation.result import FORMAT, EvaluationResult  # noqa: PLC0415 - as above

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
    return InputError(
        words, [Finding("R603", "error", file=EVALUATION, row=0, column="", value=value, message=message, mend=mend)]
    )


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
    file = table_file(folder, "evaluations", ("centre_id", "year", "grade", "score", "source"))
    grades = {g.centre: g for g in made.grades if g.grade is not None}
    source = _SOURCE + made.system
    findings: list[Finding] = []
    gone = set()
    for number, row in enumerate(file.rows, start=2):
        cells = file.cells(row)
        if _whole(cells["year"]) != made.year or _yes(cells.get("appeal", "")):
            continue
        other = cells.get("source", "")
        if other.startswith(_SOURCE) and other != source:
            findings.append(_two_systems(file.name, number, other.removeprefix(_SOURCE), made))
        centre = cells["centre_id"].strip()
        if centre not in grades:
            findings += _stays(file.name, number, centre, made)
            continue
        gone.add(number)
        if _grade(cells["grade"]) != grades[centre].grade:
            findings.append(_replaced(file.name, number, centre, cells["grade"], str(grades[centre].grade)))
    if any(f.level == "error" for f in findings):
        raise InputError(Words("the grades were not written", "等次未写入"), findings)
    new = [
        {
            "centre_id": centre,
            "year": str(made.year),
            "grade": str(row_of.grade),
            "score": "" if row_of.score is None else repr(row_of.score),
            "source": source,
        }
        for centre, row_of in grades.items()
    ]
    return file.changed(lambda number, _: number not in gone, new), tuple(findings)


def write_reviews(folder: Path, filled: Iterable[Filled], year: int) -> Path:
    """Put reviews that were read back into the dataset's table ``reviews``.

    Of the year, the rows of the experts who gave any are replaced; all other rows stay.
    """
    needed = ("expert_id", "centre_id", "indicator_id", "year", "score", "conflict", "comment")
    file = table_file(folder, "reviews", needed)
    given = list(filled)
    experts = {f.expert for f in given}
    new = [
        {
            "expert_id": f.expert,
            "centre_id": f.centre,
            "indicator_id": f.indicator,
            "year": str(year),
            "score": f"{f.score:g}",
            "conflict": "true" if f.conflict else "",
            "comment": f.comment,
        }
        for f in given
    ]
    return file.changed(
        lambda _, cells: _whole(cells["year"]) != year or cells["expert_id"].strip() not in experts, new
    )


def write_conditions(folder: Path, made: EvaluationResult) -> tuple[Path | None, int]:
    """Put the readiness of candidates, made from indicators and reviews, into the dataset's table ``conditions``.

    Only the conditions that have a score are changed; the others of the row, and all other rows, stay.

    Returns
    -------
    tuple
        The file (None where there is nothing to write) and the number of scores written.
    """
    scores: dict[str, dict[str, str]] = {}
    for row in made.readiness:
        if row.score is not None:
            scores.setdefault(row.centre, {})[row.condition] = repr(row.score)
    if not scores:
        return None, 0
    used = dict.fromkeys(c for given in scores.values() for c in given)
    file = table_file(folder, "conditions", ("centre_id", *used, "source"))
    old = {file.cells(row)["centre_id"].strip(): file.cells(row) for row in file.rows}
    source = f"{_SOURCE}{made.system}, {made.year}"
    new = [{**old.get(c, {}), "centre_id": c, **given, "source": source} for c, given in scores.items()]
    path = file.changed(lambda _, cells: cells["centre_id"].strip() not in scores, new)
    return path, sum(map(len, scores.values()))


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
    return Finding("X584", "error", file=name, row=row, column="source", value=other, message=message, mend=mend)


def _replaced(name: str, row: int, centre: str, old: str, new: str) -> Finding:
    message = Words("the grade of {c} was {a} and is {b} now", "{c} 的等次由 {a} 改为 {b}").fill(c=centre, a=old, b=new)
    mend = Words("nothing need be done if that is meant", "如系有意则无需处理")
    return Finding("X585", "note", file=name, row=row, column="grade", value=old, message=message, mend=mend)


def _stays(name: str, row: int, centre: str, made: EvaluationResult) -> list[Finding]:
    if centre not in {g.centre for g in made.grades}:
        return []
    message = Words("{c} has no grade now; the one recorded stays", "{c} 目前无法评定，原记录的等次保留").fill(c=centre)
    mend = Words("remove the row if it no longer holds", "若已不成立请删除该行")
    return [Finding("X586", "warning", file=name, row=row, column="grade", value=centre, message=message, mend=mend)]
