"""What ``solve`` shows a person: the answer with its certificate, further stages, terms and replacement costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.cli.screen.certificate import audit_text, certificate, conflict_text
from planner.cli.screen.words import TERM_WORDS, amount
from planner.runs.words import STATUS_WORDS

if TYPE_CHECKING:
    from planner.runs.tables_result import PrintedTables, Replacement


def solve_text(found: PrintedTables, lang: Lang) -> str:
    """The whole answer of ``solve``."""
    if found.status == "infeasible":
        none = Words("infeasible: no choice keeps all rules", "无可行解：没有任何选择能满足全部规则")
        if not found.conflict:
            return none.say(lang)
        title = Words("this problem", "本问题")
        return none.say(lang) + "\n" + conflict_text(found, title, lang)
    if found.objective is None:
        return Words("nothing was found in time", "限时内未找到解").say(lang)
    words = Words("chosen ({n}): {ids}", "入选（{n}）：{ids}").fill(n=len(found.chosen), ids=" ".join(found.chosen))
    seconds = Words("{s:.2f} CPU seconds", "CPU {s:.2f} 秒").fill(s=found.cpu_seconds)
    return "\n".join([certificate(found).say(lang), words.say(lang), audit_text(found.audit, lang), seconds.say(lang)])


_SENSES = {"maximise": Words("the most", "最大"), "minimise": Words("the least", "最小")}


def stages_text(found: PrintedTables, lang: Lang) -> str:
    """Further stages with their certificate, and every term of the plan that is not zero; nothing without a plan."""
    if not found.terms:
        return ""
    lines = []
    for n, stage in enumerate(found.stages[1:], 2):
        named = [TERM_WORDS.get(name, Words(name, name)).say(lang) for name in stage.weights]
        words = Words(
            "then, stage {n}: {sense} {terms}: {value} ({status})", "再求第 {n} 阶段{terms}{sense}：{value}（{status}）"
        )
        parts = {"sense": _SENSES[stage.sense], "terms": " + ".join(named), "value": _figure(stage.objective)}
        lines.append(words.fill(n=n, status=STATUS_WORDS[stage.status], **parts).say(lang))
    shown = [(words, found.terms.get(name, 0.0)) for name, words in TERM_WORDS.items()]
    lines.append((" · ").join(f"{words.say(lang)} {amount(value)}" for words, value in shown if value))
    return "\n" + "\n".join(line for line in lines if line)


def importance_text(found: PrintedTables, lang: Lang) -> str:
    """Replacement costs, the dearest first; nothing where they were not asked for."""
    if not found.importance:
        return ""
    title = Words(
        "replacement cost: what the best plan without it is worse by", "替换代价：去掉该对象后最优方案变差的幅度"
    )
    never = Words("no plan without it", "没有它则无可行方案")
    unproven = Words(" (not proven)", "（未证明）")
    none_found = Words("nothing found in time", "限时内未找到")
    lines = [title.say(lang)]
    for candidate, one in sorted(found.importance.items(), key=lambda row: _dearest(row[1])):
        text = _figure(one.replacement_cost) if one.objective is not None else never.say(lang)
        if not one.proven:
            text = none_found.say(lang) if one.objective is None else text + unproven.say(lang)
        lines.append(f"  {candidate}: {text}")
    return "\n" + "\n".join(lines)


def _figure(value: float | None) -> str:
    return "–" if value is None else amount(value)


def _dearest(one: Replacement) -> float:
    """Orders replacements: those without which there is no plan first, then by cost."""
    return -math.inf if one.objective is None or one.replacement_cost is None else -one.replacement_cost
