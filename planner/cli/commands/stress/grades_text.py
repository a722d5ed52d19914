"""What ``stress --grades`` shows a person: the finding, money by year, rules that may fail, cover that hangs on grades.

What does not live here: the figures behind it (``planner.studies.stress.grade_stress``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.base.rounding import percent as share
from graph.base.words import Lang, Words
from graph.model.schema import GRADES
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import money
from planner.layout.amounts import evened
from planner.studies.stress.words import grades_finding, percent

if TYPE_CHECKING:
    from planner.studies.stress.grades_answer import GradesAnswer

_GRADES = {value: Words(value, zh) for value, zh in GRADES}
SHOWN = 12
"""Rows shown without ``-v``."""


def grades_text(found: GradesAnswer, lang: Lang, unit: str, *, everything: bool) -> list[str]:
    """The blocks of the answer."""
    parts = ["\n".join(words.say(lang) for words in grades_finding(found, unit)), _years(found, lang, unit)]
    for block in (_rules, _technologies, _centres):
        text = block(found, lang, everything=everything)
        if text:
            parts.append(text)
    solved = Words(
        "in {n} of them a budget stood in the way year by year, and another order of payments was looked for",
        "其中 {n} 组因预算限制另行安排了拨付次序",
    )
    return [*parts, *([solved.fill(n=found.solved).say(lang)] if found.solved else [])]


def _years(found: GradesAnswer, lang: Lang, unit: str) -> str:
    title = Words("support of city and district ({u}), quantiles of the draws", "市县两级支持（{u}），各组分位数")
    head = {
        "en": ["year", "planned", "5%", "median", "95%", "city median", "city budget", "does not hold"],
        "zh": ["年份", "规划", "5%", "中位数", "95%", "市级中位数", "市级预算", "不敷概率"],
    }
    rows = [
        [
            str(row.year),
            money(row.planned),
            *map(money, (row.quantiles.q05, row.quantiles.q50, row.quantiles.q95)),
            "–" if row.city is None else money(row.city.q50),
            "–" if row.budget is None else money(row.budget),
            "–" if row.beyond is None else share(row.beyond),
        ]
        for row in found.years
    ]
    return title.fill(u=unit).say(lang) + "\n" + aligned(evened(rows, range(1, 7)), head[lang], right=list(range(1, 8)))


def _more(shown: Sequence[Any], all_of: Sequence[Any], lang: Lang) -> str:
    words = Words("\n{n} further rows: -v", "\n另有 {n} 行，用 -v 列出").fill(n=len(all_of) - len(shown))
    return words.say(lang) if len(shown) < len(all_of) else ""


def _rules(found: GradesAnswer, lang: Lang, *, everything: bool) -> str:
    some = [row for row in found.rules if row.chance > 0]
    shown = some if everything else some[:SHOWN]
    title = Words("rules that may fail, of {n} looked at", "可能落空的规则（共检查 {n} 条）").fill(n=len(found.rules))
    rows = [["  " + row.words.say(lang), percent(row.chance, found.draws)] for row in shown]
    return title.say(lang) + "\n" + aligned(rows, right=[1], most=70) + _more(shown, some, lang) if some else ""


def _technologies(found: GradesAnswer, lang: Lang, *, everything: bool) -> str:
    some = found.technologies
    shown = some if everything else some[:SHOWN]
    title = Words("technologies that grades can leave without cover", "可能因评价失去承担者的技术").say(lang)
    head = {
        "en": ["id", "technology", "covered by", "chance", "hangs on one grade"],
        "zh": ["编号", "技术", "承担中心", "概率", "系于一次评价"],
    }
    rows = [
        [
            row.technology,
            row.name,
            " ".join(row.centres),
            percent(row.chance, found.draws),
            "; ".join(f"{g.centre} {g.year} {_GRADES[g.grade].say(lang)}" for g in row.grades[:3])
            + (" …" if len(row.grades) > 3 else ""),
        ]
        for row in shown
    ]
    return title + "\n" + aligned(rows, head[lang], right=[3], most=40) + _more(shown, some, lang) if some else ""


def _centres(found: GradesAnswer, lang: Lang, *, everything: bool) -> str:
    touched = sorted(found.centres, key=lambda row: row.mean - row.planned)
    some = [row for row in touched if row.planned - row.mean > 0.5 or row.ends > 0]
    shown = some if everything else some[:SHOWN]
    title = Words("centres whose money or place is unsure, the dearest first", "经费或存续不确定的中心（影响大者在前）")
    head = {
        "en": ["id", "name", "planned", "mean", "5%", "waived", "ends"],
        "zh": ["编号", "名称", "规划", "平均", "5%", "平均免付", "终止概率"],
    }
    rows = [
        [
            row.centre,
            row.name,
            money(row.planned),
            money(row.mean),
            money(row.quantiles.q05),
            money(row.waived),
            share(row.ends) if row.ends else "–",
        ]
        for row in shown
    ]
    text = title.say(lang) + "\n" + aligned(evened(rows, [2, 3, 4, 5]), head[lang], right=[2, 3, 4, 5, 6], most=34)
    return text + _more(shown, some, lang) if some else ""
