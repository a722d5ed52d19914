"""What ``init`` shows a person: how each column was read, what was left out, and what can be planned now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from graph.model.schema import TABLES
from planner.cli.screen.tables import aligned

if TYPE_CHECKING:
    from loaders.beginning import Begun
    from planner.cli.commands.init.abilities import Ability

_HOW = {
    "known": Words("", ""),
    "told": Words("as you said", "按您的说明"),
    "guess": Words("guess, agreed to", "推测，已确认"),
    "unread": Words("not read", "不读"),
}


def columns_text(begun: Begun, lang: Lang) -> str:
    """Each sheet with its table, the row of its header, and what each column was taken for."""
    parts = []
    for sheet, (table, at) in begun.headers.items():
        title = Words("sheet {s}: {t}, header in row {n}", "工作表 {s}：{zh}，表头在第 {n} 行")
        rows = [
            [
                "  " + one.header,
                "→" if one.field is not None else "",
                one.field.words.say(lang) if one.field is not None else "",
                _HOW[one.how].say(lang),
            ]
            for one in begun.matches
            if one.sheet == sheet
        ]
        said = title.fill(s=sheet, t=table, zh=TABLES[table].zh, n=at).say(lang)
        parts.append(said + "\n" + aligned(rows, most=40))
    left = [
        Words("row {n} of {s} was left out: {t}", "工作表 {s} 第 {n} 行未读：{t}").fill(s=s, n=n, t=t).say(lang)
        for s, n, t in begun.left_rows
    ]
    left += [Words("sheet {s} holds no table", "工作表 {s} 没有数据表").fill(s=s).say(lang) for s in begun.left_sheets]
    notes = [words.say(lang) for words in begun.notes]
    if left or notes:
        parts.append("\n".join([*left, *notes]))
    return "\n\n".join(parts)


def abilities_text(found: Sequence[Ability], lang: Lang) -> str:
    """What can be planned, and what each missing table would add."""
    can = [one.what.say(lang) for one in found if one.there]
    lacking = [one for one in found if not one.there]
    comma = "、" if lang == "zh" else ", "
    title = (
        Words("with these tables a plan says: {c}", "现有数据可规划：{c}")
        if can
        else Words("there is nothing to plan with yet", "目前尚无数据可供规划")
    )
    lines = [title.fill(c=comma.join(can)).say(lang)]
    if lacking:
        lines.append(Words("what more tables would add:", "补充以下数据后还可得到：").say(lang))
        head = {"zh": ["  可得到", "需补充", "说明"], "en": ["  what", "needs", "which says"]}
        rows = [["  " + one.what.say(lang), one.needs.say(lang), one.adds.say(lang)] for one in lacking]
        lines.append(aligned(rows, head[lang], most=60))
    return "\n".join(lines)
