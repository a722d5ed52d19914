"""A workbook of a bureau's own, read into tables: what was matched, what has to be asked, what was made and skipped."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graph.base.cell_text import printable
from graph.base.errors import UsageError
from graph.base.findings import Finding
from graph.base.words import Lang, Words
from graph.model.ecosystem import Ecosystem
from graph.model.schema import TABLES, Column
from loaders.beginning.making import Made, Row, make
from loaders.beginning.matching import Match, Matched, match, unit
from loaders.beginning.questions import Answers, Question
from loaders.beginning.sheets import Sheet, find
from loaders.dataset import load_source
from loaders.dataset_info import KEYS
from loaders.readers.discovery import book_readers, table_readers
from loaders.readers.reader import File, source_of
from loaders.readers.workbook import read_workbook
from loaders.row_writing import row_writer
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import CodedTable, RawTable
from loaders.template import header, title

WANTED = ("investments", "conditions", "technologies", "covers", "members", "affiliations")
"""Tables that goals and money rest on: written as headers alone where the workbook has none, to be filled in."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What became of a workbook.

    Attributes
    ----------
    matches
        Every column that has a header, with what it holds.
    left_sheets
        Sheets that hold no table.
    left_rows
        Totals and notes: (sheet, row, first words).
    questions
        What has to be decided first; nothing was made then.
    findings
        What is wrong, at its place in the workbook.
    notes
        What was made of names and what was left out.
    eco
        The ecosystem of the tables; None while there is a question or an error.
    """

    matches: tuple[Match, ...]
    headers: Mapping[str, tuple[str, int]]
    """Sheet → (table, row of its header)."""
    left_sheets: tuple[str, ...]
    left_rows: tuple[tuple[str, int, str], ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Words, ...]
    money_unit: str
    eco: Ecosystem | None
    rows: Mapping[str, tuple[Mapping[str, str], ...]]

    @property
    def errors(self) -> bool:
        """Whether a finding is an error."""
        return any(f.level == "error" for f in self.findings)

    def files(self, lang: Lang) -> dict[str, bytes]:
        """The tables as CSV files by name; those that goals rest on as headers alone where there are no rows."""
        return {
            f"{title(TABLES[name], lang)}.csv": _csv(name, rows, lang)
            for name in TABLES
            if (rows := self.rows.get(name, ())) or name in WANTED
        }


def begin(path: Path, name: str, answers: Answers) -> Begun:
    """Read a workbook, or one CSV file, of a bureau's own.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What the dataset will be called.
    answers : Answers
        What was decided already; without the unit of money, the headers give it, else it is 万元.

    Raises
    ------
    UsageError
        There is no such file, or it is of another kind.
    InputError
        The file cannot be read as a whole.
    """
    found = [(raw, find(raw, answers)) for raw in _sheets(path)]
    sheets = [one for _, one in found if isinstance(one, Sheet)]
    questions = [one for _, one in found if isinstance(one, Question)]
    matched = [match(sheet, answers) for sheet in sheets]
    money = answers.money or next((u for m in matched if (u := unit(m)) is not None), "万元")
    matched = [match(sheet, replace(answers, money=money)) for sheet in sheets]
    if not questions and not any(s.table == "centres" for s in sheets):
        questions.append(_no_centres(path, found, answers))
    questions += [q for m in matched for q in m.questions]
    findings = [f for m in matched for f in (*m.sheet.findings, *m.findings)]
    made = Made({}, [], [])
    if not questions and not any(f.level == "error" for f in findings):
        made = make(matched)
    findings += made.findings
    eco = None
    if made.rows and not any(f.level == "error" for f in findings):
        eco, wrong = _read(made.rows, name, money)
        findings += wrong
    return Begun(
        matches=tuple(x for m in matched for x in m.matches),
        headers={m.sheet.title: (m.sheet.table, m.sheet.at) for m in matched},
        left_sheets=tuple(raw.name for raw, one in found if one is None),
        left_rows=tuple((s.title, n, said) for s in sheets for n, said in s.left),
        questions=tuple(questions),
        findings=tuple(findings),
        notes=tuple(made.notes),
        money_unit=money,
        eco=eco,
        rows={t: tuple(r.cells for r in rows) for t, rows in made.rows.items()},
    )


def _sheets(path: Path) -> list[RawTable]:
    if not path.exists():
        raise UsageError(Words("{p} does not exist", "{p} 不存在").fill(p=printable(path)))
    suffix = path.suffix.lower()
    book = book_readers().get(suffix)
    if path.is_file() and book is not None and book.beside:
        return list(read_workbook(path, path.name).values())
    if path.is_file() and suffix in (".csv", ".tsv"):
        file = File(path.name, lambda: path.open("rb"), lambda: path, path.stat().st_size)
        raw = table_readers()[suffix].read(file)
        return [raw.plain() if isinstance(raw, CodedTable) else raw]
    words = Words(
        "{p} is no workbook: give an .xlsx, .xlsm, .csv or .tsv file",
        "{p} 不是工作簿：请给出 .xlsx、.xlsm、.csv 或 .tsv 文件",
    )
    raise UsageError(words.fill(p=printable(path)))


def _no_centres(path: Path, found: list[tuple[RawTable, Sheet | Question | None]], answers: Answers) -> Question:
    """No sheet lists the candidates for sure: a person says which does, and where its header stands."""
    said = [f"{raw.name}: {one.table}" if isinstance(one, Sheet) else f"{raw.name}: –" for raw, one in found]
    words = Words("no sheet lists the candidates ({said})", "没有候选中心的工作表（{said}）").fill(said="; ".join(said))
    first = found[0][0].name if found else "SHEET"
    mend = Words(
        "if one does, name it and the row of its header: --sheet {s}=centres --header {s}=ROW",
        "如有，请指明工作表及表头所在行：--sheet {s}=centres --header {s}=行号",
    )
    wrong = finding("B905", path.name, message=words, mend=mend.fill(s=first))
    choices = tuple(raw.name for raw, one in found if one is None and answers.table(raw.name) is None)
    return Question(kind="candidates", sheet="", finding=wrong, choices=choices or tuple(raw.name for raw, _ in found))


def _read(rows: Mapping[str, list[Row]], name: str, money: str) -> tuple[Ecosystem | None, list[Finding]]:
    """The made tables read as any dataset is; what is wrong is told at its place in the workbook."""
    tables = {t: _raw(t, made) for t, made in rows.items() if made}
    loaded = load_source(source_of(name, tables, document(name, money, "").decode()))
    return loaded.ecosystem, [_placed(f, rows) for f in loaded.findings]


def document(name: str, money: str, note: str) -> bytes:
    """The text of ``dataset.yaml``.

    >>> print(document("x: y", "万元", "").decode(), end="")
    name: 'x: y'
    money_unit: 万元
    """
    import yaml  # noqa: PLC0415 - only where a dataset is written

    said = {k: v for k, v in zip(KEYS, (name, money, "", "", note), strict=False) if v}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110).encode()


def _raw(table: str, rows: list[Row]) -> RawTable:
    names = [c.name for c in TABLES[table].columns]
    cells = tuple([row.cells.get(n, "") for n in names] for row in rows)
    return RawTable(table, table, header=tuple(names), rows=cells, numbers=tuple(range(2, len(rows) + 2)))


def _placed(found: Finding, rows: Mapping[str, list[Row]]) -> Finding:
    made = rows.get(found.file, [])
    if not 2 <= found.row < len(made) + 2:
        return found
    row = made[found.row - 2]
    return replace(found, file=row.place.file, row=row.place.row, column=row.headers.get(found.column, found.column))


def _csv(table: str, rows: tuple[Mapping[str, str], ...], lang: Lang) -> bytes:
    text = io.StringIO(newline="")
    writer = row_writer(text)
    columns = TABLES[table].columns
    writer.writerow([header(c, lang) for c in columns])
    writer.writerows([_cell(c, row.get(c.name, ""), lang) for c in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(column: Column, said: str, lang: Lang) -> str:
    """The cell; a value of a list in the reader's language."""
    return dict(column.choices).get(said, said) if lang == "zh" else said


__all__ = ["Begun", "Matched", "begin", "document"]
