"""``buju evaluate --sheets`` and ``--take``: blank review sheets for the experts, and filled ones read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.cell_text import printable
from graph.base.errors import InputError, UsageError
from graph.base.words import LANGS, Words
from planner.cli.screen.console import Console

if TYPE_CHECKING:
    from planner.rulebook.scenario import Scenario
    from planner.studies.evaluation.sheets import Sheet


def write_sheets(folder: Path, scenario: Scenario, year: int, target: Path, out: Console, *, force: bool) -> int:
    """Write a blank sheet for every expert."""
    from graph.base.writing import write_files
    from planner.cli.commands.evaluate.schema import WrittenSheets
    from planner.studies.evaluation.sheets import workbook

    made = {sheet.file: workbook(sheet, out.lang) for sheet in _sheets(folder, scenario, year)[out.lang]}
    if not made:
        words = Words("there are no experts to write sheets for", "没有专家，无从生成评分表")
        raise UsageError(words)
    written = write_files(target, made, force=force)
    files = [str(path) for path in written]
    out.result(WrittenSheets(year=year, files=tuple(files)), "\n".join(map(printable, files)), verbatim=True)
    return 0


def take_sheets(folder: Path, scenario: Scenario, year: int, place: Path, out: Console) -> None:
    """Read filled sheets and put their reviews into the dataset; nothing is written if one of them is wrong.

    Raises
    ------
    InputError
        With everything that is wrong with all sheets.
    UsageError
        There is no sheet at the place.
    """
    from planner.studies.evaluation.keeping import write_reviews
    from planner.studies.evaluation.sheets import read_back

    known = _sheets(folder, scenario, year)
    there = [s for s in known[out.lang] if (place / s.file).is_file()]
    if not there:
        words = Words("there is no review sheet of {y} in {p}", "{p} 中没有 {y} 年的评分表")
        raise UsageError(words.fill(y=year, p=printable(place)))
    findings, filled = [], []
    for sheet in there:
        data = (place / sheet.file).read_bytes()
        tries = [read_back(_same(known[lang], sheet), data, lang) for lang in LANGS]  # written in either language
        rows, found = min(tries, key=lambda one: sum(f.level == "error" for f in one[1]))
        findings += found
        filled += rows
    if any(f.level == "error" for f in findings):
        words = Words("the review sheets cannot be used; nothing was taken", "评分表有误，未读入任何评分")
        raise InputError(words, findings)
    out.findings(() if out.quiet else findings)
    if filled:
        path = write_reviews(folder, filled, year)
        words = Words("{n} reviews of {x} experts put into {p}", "已将 {x} 位专家的 {n} 项评分写入 {p}")
        out.say(words.fill(n=len(filled), x=len({f.expert for f in filled}), p=printable(path)))


def _same(sheets: list[Sheet], sheet: Sheet) -> Sheet:
    return next(s for s in sheets if s.file == sheet.file)


def _sheets(folder: Path, scenario: Scenario, year: int) -> dict[str, list[Sheet]]:
    """The sheets of all experts, in both languages."""
    from loaders.dataset import load
    from planner.studies.evaluation.facts import READ, facts
    from planner.studies.evaluation.sheets import sheets

    eco = load(folder, READ).require()
    system = scenario.policy.evaluation.system
    known = facts(eco, system, year)
    within = system.panel.co_publication_years
    return {lang: sheets(eco, known.rules, known.centres, year, within, lang) for lang in LANGS}
