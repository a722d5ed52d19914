"""What a plan shows a person of higher levels: how many by when, who, how many are short and for want of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from graph.model.schema import LEVELS

if TYPE_CHECKING:
    from planner.runs.course_types import LevelFacts, NextUp

_LEVELS = {value: Words(value, zh) for value, zh in LEVELS}


def levels_text(levels: tuple[LevelFacts, ...], lang: Lang) -> str:
    """A block of lines, two a level at most; nothing where the policy names no level."""
    return "\n".join(line.say(lang) for one in levels for line in _of_level(one))


def _of_level(one: LevelFacts) -> list[Words]:
    level = _LEVELS[one.level]
    some = [f"{p.centre} {p.name} {p.year}" for p in one.promotions]
    who = Words("; ".join(some) or "nobody", "；".join(some) or "无")
    words = Words("{l} centres: {t} today; can be promoted by {y}: {w}", "{l}中心：现有 {t} 家；到 {y} 年可升级：{w}")
    said = [words.fill(l=level, t=one.there, y=one.year - 1, w=who)]
    if one.target is not None:
        enough = Words("target of {n} by {y}: met", "到 {y} 年 {n} 家的目标：可达成")
        lacking = Words("target of {n} by {y}: short of {s}", "到 {y} 年 {n} 家的目标：尚缺 {s} 家")
        told = (lacking if one.short else enough).fill(n=one.target, y=one.year, s=one.short)
        said.append(Words("  {a}", "  {a}").fill(a=told))
    if one.next_up:
        comes = Words("; ".join(_next(n).en for n in one.next_up), "；".join(_next(n).zh for n in one.next_up))
        said.append(Words("  next, for want of: {n}", "  其后（所缺条件）：{n}").fill(n=comes))
    return said


def _next(one: NextUp) -> Words:
    """The centre, where it is, and what it lacks: top talent in 慈溪 (C12, 62 of 70)."""
    lacks = [
        Words("{w} {s} of {n:g}", "{w} {s}/{n:g}").fill(w=c.words, s=_figure(c.score), n=c.least) for c in one.lacks
    ]
    listed = Words(", ".join(w.en for w in lacks), "、".join(w.zh for w in lacks))
    return Words("{l} in {d} ({c})", "{d} {c}：{l}").fill(l=listed, d=one.district_name, c=one.centre)


def _figure(score: float | None) -> str:
    return "–" if score is None else f"{score:.4g}"
