"""The annex to a meeting's minutes (会议纪要附件): each variant with its author, what it asks and what comes of it.

What does not live here: the variants (``planner.notebook.meeting``) and the paper (``template``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.amounts import shown
from planner.layout.content import Result
from planner.layout.document.fill import Content, Lines, Table, document_bytes, fill
from planner.layout.document.template import Parts, annex

TITLE = Words("Variants looked at in the meeting", "会议讨论方案比较")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One variant in words."""

    author: str
    note: str
    asked: tuple[Words, ...]
    said: tuple[Words, ...]
    proof: Words
    feasible: bool


def minutes(result: Result, lines: Sequence[Line], lang: Lang) -> bytes:
    """The annex as the bytes of a ``.docx`` file."""
    parts: Parts = (
        (Words("The plan on the table", "原方案"), ((None, ("base",)),)),
        (Words("Variants", "讨论方案"), ((None, ("variants",)),)),
    )
    paper = annex(lang, 1, TITLE, parts)
    rows = [_row(k, line, lang) for k, line in enumerate(lines, 1)]
    heads = [
        Words("No.", "序号"),
        Words("By", "提出人"),
        Words("Asked for", "调整内容"),
        Words("What comes of it", "结果"),
        Words("Proof", "证明情况"),
        Words("Note", "备注"),
    ]
    none = [["", Words("none", "无").say(lang), "", "", "", ""]]
    contents: dict[str, Content] = {
        "notice": content.notice(result).say(lang),
        "base": Lines([_base(result).say(lang)]),
        "variants": Table([h.say(lang) for h in heads], rows or none, [9, 17, 34, 56, 24, 20], (0,), 9),
    }
    fill(paper, contents)
    return document_bytes(paper, TITLE.say(lang))


def _base(result: Result) -> Words:
    """The plan that was on the table: its title, how many centres with how much support, and its proof."""
    words = Words("{t}: {n:new centre|new centres}, support {a} {u}; {p}", "{t}：新建 {n} 家，支持资金{a}{u}；{p}")
    return words.fill(
        t=Words(content.title(result, "en"), content.title(result, "zh")),
        n=len(result.chosen),
        a=shown(sum(c.total_support for c in result.chosen)),
        u=result.unit,
        p=Words(content.certificate(result, "en"), content.certificate(result, "zh")),
    )


def _row(k: int, line: Line, lang: Lang) -> list[str]:
    mark = "；" if lang == "zh" else "; "
    return [
        str(k),
        line.author,
        mark.join(w.say(lang) for w in line.asked) or Words("nothing", "未作调整").say(lang),
        "".join(w.say(lang) for w in line.said) if lang == "zh" else " ".join(w.say(lang) for w in line.said),
        line.proof.say(lang),
        line.note,
    ]
