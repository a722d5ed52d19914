"""Names of grades, formations and reasons in both languages, and how a score is written; for screen and documents.

What does not live here: sentences of a single command or document.
"""

from __future__ import annotations

from graph.base.words import Words
from graph.model.dossier_tables import ORGANS
from graph.model.vocabulary import FORMATIONS, GRADES, PAYERS

NOTHING = Words("–", "–")
GRADE = {g: Words(g, zh) for g, zh in GRADES}
FORMATION = {f: Words(f, zh) for f, zh in FORMATIONS} | {"": NOTHING}
PAYER: dict[str, Words] = {p: Words(p, zh) for p, zh in PAYERS} | {"": Words("city and district", "市县两级")}
ORGAN = {
    name: Words(en, zh)
    for (name, zh), en in zip(ORGANS, ("council", "director", "chief scientist", "advisers"), strict=True)
}
WHY = {
    "no value": Words("no value", "没有数值"),
    "too few reviews": Words("too few reviews", "有效评分不足"),
    "declared": Words("declared", "本人声明"),
    "own organisation": Words("own organisation", "所在单位参与该中心"),
    "co-publication": Words("co-publication", "合作论文"),
}


def grade(value: str | None) -> Words:
    """The name of a grade; – without one."""
    return NOTHING if value is None else GRADE[value]


def cut(score: float) -> str:
    """A score to two places, cut and not rounded: it never seems to reach a cut that it misses.

    Examples
    --------
    >>> cut(74.999), cut(71.42857142857143), cut(80.0)
    ('74.99', '71.42', '80.00')
    """
    return f"{int(score * 100 + 1e-9) / 100:.2f}"


def score(value: float | None, low: float, high: float) -> str:
    """A score; while something is missing, what it may be."""
    return f"{cut(low)}–{cut(high)}" if value is None else cut(value)
