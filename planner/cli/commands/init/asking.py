"""What ``init`` asks a person at a terminal, and how an answer that is typed or given as an option is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from graph.base.cell_text import fold, shown
from graph.base.errors import UsageError
from graph.base.words import Lang, Words
from loaders.beginning import Answers, Question

T = TypeVar("T")
Ask = Callable[[Words], str]
"""Puts a question to a person; an empty answer takes what the question offers."""
_YEARS = re.compile(r"(\d{4})(?:\s*[-–—~至到]\s*(\d{4}))?\Z")
_BUDGET = re.compile(r"(\d{4})\s*[=:：]\s*(\d[\d,]*(?:\.\d+)?)\Z")
_LONGEST = 80


def city(text: str) -> str:
    """The name of a city: one printable line.

    Raises
    ------
    UsageError
        It is empty, long, or not printable.
    """
    said = fold(text)
    if not said or len(said) > _LONGEST or not said.isprintable():
        raise UsageError(Words("a city's name is one line of at most 80 characters", "城市名称应为一行、不超过80字"))
    return said


def years(text: str) -> tuple[int, int]:
    """First and last approval year.

    Raises
    ------
    UsageError
        The text is no span of years.

    Examples
    --------
    >>> years("2027-2029"), years("2027")
    ((2027, 2029), (2027, 2027))
    """
    found = _YEARS.match(fold(text))
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1990 <= first <= last <= 2100:
        words = Words("{t}: write the approval years as 2027-2029", "{t}：批复年份请写作 2027-2029")
        raise UsageError(words.fill(t=shown(text)))
    return first, last


def target(text: str) -> int | None:
    """How many centres; ``none`` sets no number.

    Raises
    ------
    UsageError
        The text is neither.

    Examples
    --------
    >>> target("12"), target("none")
    (12, None)
    """
    said = fold(text).casefold()
    if said in ("", "none", "无", "不设"):
        return None
    if not said.isdecimal() or int(said) > 100_000:
        raise UsageError(Words("{t}: a whole number, or none", "{t}：请填整数或“无”").fill(t=shown(text)))
    return int(said)


def budgets(texts: Iterable[str]) -> dict[int, float]:
    """City money by year, as ``2027=3000``; several may stand in one text.

    Raises
    ------
    UsageError
        A part is no year with its money, or a year stands twice.

    Examples
    --------
    >>> budgets(["2027=3000, 2028=1,500.5"])
    {2027: 3000.0, 2028: 1500.5}
    """
    made: dict[int, float] = {}
    for text in texts:
        if fold(text).casefold() in ("", "none", "无", "不设"):
            continue
        for part in re.split(r"[;；、\s]+|[,，](?=\s*\d{4}\s*[=:：])", text.strip()):
            if not part:
                continue
            found = _BUDGET.match(fold(part))
            if found is None:
                words = Words("{t}: write a year's budget as 2027=3000", "{t}：年度经费请写作 2027=3000")
                raise UsageError(words.fill(t=shown(part)))
            if int(found[1]) in made:
                raise UsageError(Words("the budget of {y} is given twice", "{y} 年经费重复").fill(y=found[1]))
            made[int(found[1])] = float(found[2].replace(",", ""))
    return made


def pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """``NAME=VALUE`` options as a mapping; the last ``=`` divides.

    Raises
    ------
    UsageError
        A text has no ``=``, or a name stands twice.
    """
    made: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.rpartition("=")
        if not equals or not name.strip() or name in made:
            words = Words("{o} {t}: write NAME=VALUE, each name once", "{o} {t}：请写作 名称=值，且不重复")
            raise UsageError(words.fill(o=option, t=shown(text)))
        made[name] = value.strip()
    return made


@dataclass(frozen=True)
class Asker:
    """Asks until an answer can be read; what cannot be is told and asked again."""

    lang: Lang
    put: Callable[[str], str]
    tell: Callable[[Words], None]

    def until(self, words: Words, read: Callable[[str], T]) -> T:
        """The first answer that can be read."""
        while True:
            try:
                return read(self.put(words.say(self.lang)))
            except UsageError as error:
                self.tell(error.words)

    def answered(self, answers: Answers, question: Question) -> Answers:
        """The answers with one more: what a person says of a question about the workbook."""
        self.tell(_asked(question))
        if question.kind == "header":
            row = self.until(Words("in which row do the headers stand?", "表头在第几行？"), _row)
            return replace(answers, headers={**answers.headers, question.sheet: row})
        if question.kind == "sheet":
            words = Words("which table is it? (empty: none)", "是哪类数据？（回车：不读）")
            chosen = self.until(words, lambda text: _one_of(text, question.choices))
            return replace(answers, sheets={**answers.sheets, question.sheet: chosen})
        if question.kind == "candidates":
            which = Words("which sheet lists the candidates? {c}", "候选中心在哪个工作表？{c}")
            chosen = self.until(which.fill(c=_listed(question.choices)), lambda text: _numbered(text, question.choices))
            return replace(answers, sheets={**answers.sheets, chosen: "centres"})
        if question.kind == "column":
            which = Words("which of them? {c}", "以哪一列为准？{c}").fill(c=_listed(question.choices))
            kept = self.until(which, lambda text: _numbered(text, question.choices))
            for header in question.choices:
                answers = answers.with_column(question.sheet, header, question.field if header == kept else "")
            return answers
        yes = self.until(Words("is that right? (y/n)", "对吗？（y/n）"), _yes)
        return answers.with_column(question.sheet, question.header, question.field if yes else "")


def _asked(question: Question) -> Words:
    found = question.finding
    place = f"{found.file}:{found.row}" if found.row else found.file
    return Words("{p} {c}: {m}", "{p} {c}：{m}").fill(p=place, c=found.column, m=found.message)


def _listed(choices: Sequence[str]) -> str:
    return "  ".join(f"{n}. {shown(c)}" for n, c in enumerate(choices, 1))


def _row(text: str) -> int:
    if not fold(text).isdecimal() or int(fold(text)) < 1:
        raise UsageError(Words("a row number from 1 on", "请填不小于 1 的行号"))
    return int(fold(text))


def _one_of(text: str, choices: Sequence[str]) -> str:
    if fold(text) and fold(text) not in choices:
        raise UsageError(Words("one of: {c}", "请从中选一：{c}").fill(c=", ".join(choices)))
    return fold(text)


def _numbered(text: str, choices: Sequence[str]) -> str:
    said = fold(text)
    if said in choices:
        return said
    if not said.isdecimal() or not 1 <= int(said) <= len(choices):
        raise UsageError(Words("a number from 1 to {n}", "请填 1 至 {n}").fill(n=len(choices)))
    return choices[int(said) - 1]


def _yes(text: str) -> bool:
    said = fold(text).casefold()
    if said not in ("y", "yes", "是", "对", "n", "no", "否", "不"):
        raise UsageError(Words("y or n", "请答 y 或 n"))
    return said in ("y", "yes", "是", "对")
