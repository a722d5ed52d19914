"""Which column of a sheet holds which field: known names for sure, others as guesses that somebody has to agree to.

What does not live here: where the header stands (``sheets``) and what becomes of the cells (``making``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.base.cell_text import key, shown
from graph.base.findings import Finding
from graph.base.money_units import money
from graph.base.words import Words
from loaders.beginning.fields import Field, fields
from loaders.beginning.meaning import may_mean, means
from loaders.beginning.questions import Answers, Question
from loaders.beginning.sheets import Sheet
from loaders.rules.catalogue import finding
from loaders.tables.number_formats import formatted
from loaders.tables.units import judge, splits

How = Literal["known", "told", "guess", "unread"]


@dataclass(frozen=True)
class Match:
    """One column of a sheet: its header, its place, what it holds (None: it is not read), and how that is known."""

    sheet: str
    header: str
    position: int
    field: Field | None
    how: How


@dataclass(frozen=True)
class Matched:
    """The columns of a sheet, what has to be asked, and what is wrong with units."""

    sheet: Sheet
    matches: tuple[Match, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]

    def place(self, name: str) -> int | None:
        """The position of a field's column; None if no column holds it."""
        return next((m.position for m in self.matches if m.field is not None and m.field.name == name), None)


def match(sheet: Sheet, answers: Answers) -> Matched:
    """Match the columns of a sheet with the fields of its table."""
    known = fields(sheet.table)
    found = [_one(sheet, position, header, known, answers) for position, header in enumerate(sheet.header)]
    matches = [m for m in found if m is not None]
    taken = {m.field.name for m in matches if m.field is not None and m.how in ("known", "told")}
    matches = [_unread(m) if m.how == "guess" and m.field is not None and m.field.name in taken else m for m in matches]
    questions = [*_twice(sheet, matches), *(() if answers.guesses else _guessed(sheet, matches))]
    wrong = [
        f
        for m in matches
        if m.field is not None
        for f in (*_unit(sheet, m, answers.money), *_shown(sheet, m, answers.money))
    ]
    return Matched(sheet, tuple(matches), tuple(questions), tuple(wrong))


def unit(matched: Matched) -> str | None:
    """The money unit that the headers of a sheet give; None where none gives one.

    Raises nothing where two differ: each header is held against the dataset's unit later.
    """
    for one in matched.matches:
        if one.field is not None and one.field.column.unit == "money":
            for _, said in splits(one.header):
                if money(said) is not None:
                    return said
    return None


def _one(sheet: Sheet, position: int, header: str, known: Mapping[str, Field], answers: Answers) -> Match | None:
    if not key(header):
        return None
    told = answers.column(sheet.title, header)
    if told is not None:
        return Match(sheet.title, header, position, known.get(told), "told" if told else "unread")
    if (sure := means(header, sheet.table)) is not None:
        return Match(sheet.title, header, position, sure, "known")
    guess = may_mean(header, sheet.table, answers.first)
    return Match(sheet.title, header, position, guess, "unread" if guess is None else "guess")


def _unread(one: Match) -> Match:
    return Match(one.sheet, one.header, one.position, None, "unread")


def _twice(sheet: Sheet, matches: list[Match]) -> Iterator[Question]:
    """Two columns that hold one field: only a person can say which of them is meant."""
    by_field: dict[str, list[Match]] = {}
    for one in matches:
        if one.field is not None:
            by_field.setdefault(one.field.name, []).append(one)
    for name, several in by_field.items():
        if len(several) > 1:
            headers = tuple(m.header for m in several)
            said = Words(" and ".join(f"'{shown(h)}'" for h in headers), "、".join(f"“{shown(h)}”" for h in headers))
            words = Words("{said} mean the same: {field}", "{said}含义相同：{field}").fill(
                said=said, field=_called(several[0])
            )
            mend = Words("leave one out: --column '{h}='", "不读其中一列：--column '{h}='").fill(h=shown(headers[-1]))
            wrong = finding("B902", sheet.file, sheet.at, shown(headers[-1]), "", words, mend)
            yield Question(kind="column", sheet=sheet.title, finding=wrong, choices=headers, field=name)


def _guessed(sheet: Sheet, matches: list[Match]) -> Iterator[Question]:
    for one in matches:
        if one.how == "guess" and one.field is not None:
            words = Words("may mean {field}", "可能是：{field}").fill(field=_called(one))
            mend = Words(
                "agree with --guesses, or --column '{h}={f}'; '{h}=' leaves it out",
                "用 --guesses 确认，或 --column '{h}={f}'；'{h}=' 则不读",
            ).fill(h=shown(one.header), f=one.field.name)
            wrong = finding("B903", sheet.file, sheet.at, shown(one.header), "", words, mend)
            yield Question(kind="guess", sheet=sheet.title, finding=wrong, header=one.header, field=one.field.name)


def _called(one: Match) -> Words:
    return one.field.words if one.field is not None else Words("", "")


def _unit(sheet: Sheet, one: Match, dataset: str | None) -> Iterator[Finding]:
    """A unit in the header that is not the column's own."""
    assert one.field is not None
    given = next(((name, said) for name, said in splits(one.header) if said), None)
    if given is None or one.field.column.kind not in ("number", "integer") or key(one.header) in one.field.sure:
        return
    judged = judge(one.field.column, given[1], dataset)
    if judged is not None and judged.wrong:
        yield finding("H207", sheet.file, sheet.at, shown(one.header), one.header, judged.words, judged.mend)


def _shown(sheet: Sheet, one: Match, dataset: str | None) -> Iterator[Finding]:
    """Numbers that the cells show as other ones."""
    assert one.field is not None
    rows = ((number, cells, sheet.formats.get((number, one.position))) for number, cells in sheet.rows)
    odd = [(number, cells[one.position], code) for number, cells, code in rows if code is not None]
    yield from formatted(one.field.column, shown(one.header), odd, sheet.file, dataset)
