"""A finding: one thing that is wrong, or worth knowing, about input; data first, sentences second.

What does not live here: the catalogue of rules (``loaders/rules/catalogue.py`` for tables) and the checks.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, asdict, dataclass
from typing import Any, Literal

from graph.base.records import Count
from graph.base.words import Lang, Words

Level = Literal["error", "warning", "note"]
_LEVELS = {"error": "错误", "warning": "警告", "note": "提示"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFinding:
    """A finding in one language, as ``--json`` prints it."""

    code: str
    level: Level
    file: str
    row: Count
    column: str
    value: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``row`` counts as a spreadsheet does: the header is row 1; 0 = the whole file.

    Examples
    --------
    >>> Finding("T201", "error", file="covers.csv", row=5, column="technology_id", value="T9",
    ...         message=Words("unknown technology 'T9'", "没有技术“T9”"),
    ...         mend=Words("nearest id is T09", "最接近的是 T09")
    ...         ).as_dict("en")["mend"]
    'nearest id is T09'
    """

    code: str
    level: Level
    _: KW_ONLY
    file: str
    row: Count
    column: str
    value: str
    message: Words
    mend: Words

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """The finding as plain JSON data, with its sentences in one language."""
        return asdict(self.said(lang))

    def said(self, lang: Lang) -> SaidFinding:
        """The finding with its sentences in one language."""
        message, mend = self.message.say(lang), self.mend.say(lang)
        return SaidFinding(
            code=self.code,
            level=self.level,
            file=self.file,
            row=self.row,
            column=self.column,
            value=self.value,
            message=message,
            mend=mend,
        )

    def line(self, lang: Lang) -> str:
        """The finding in one line: level, code, place, value, what is wrong and the mend.

        Examples
        --------
        >>> Finding("T201", "error", file="covers.csv", row=5, column="technology_id", value="T9",
        ...         message=Words("unknown technology", "没有该技术"),
        ...         mend=Words("nearest is T09", "最接近的是 T09")).line("en")
        'error T201 covers.csv:5 technology_id «T9»: unknown technology; nearest is T09'
        """
        gap = ":" if self.column.isdigit() else " "  # a column number (YAML) or a column name (tables)
        place = self.file + (f":{self.row}" if self.row else "") + (f"{gap}{self.column}" if self.column else "")
        if lang == "zh":
            value = f" “{self.value}”" if self.value else ""
            return f"{_LEVELS[self.level]} {self.code} {place}{value}：{self.message.zh}；{self.mend.zh}"
        value = f" «{self.value}»" if self.value else ""
        return f"{self.level} {self.code} {place}{value}: {self.message.en}; {self.mend.en}"
