"""A finding: one thing that is wrong, or worth knowing, about input; data first, sentences second.

What does not live here: the catalogue of rules (``loaders/rules/catalogue.py`` for tables) and the checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from graph.base.words import Lang, Words

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``row`` counts as a spreadsheet does: the header is row 1; 0 = the whole file.

    Examples
    --------
    >>> Finding("T201", "error", "covers.csv", 5, "technology_id", "T9",
    ...         Words("unknown technology 'T9'", "没有技术“T9”"), Words("nearest id is T09", "最接近的是 T09")
    ...         ).as_dict("en")["mend"]
    'nearest id is T09'
    """

    code: str
    level: Level
    file: str
    row: int
    column: str
    value: str
    message: Words
    mend: Words

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """The finding as plain JSON data, with its sentences in one language."""
        return {
            "code": self.code,
            "level": self.level,
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message.say(lang),
            "mend": self.mend.say(lang),
        }
