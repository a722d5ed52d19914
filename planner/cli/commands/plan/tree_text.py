"""What ``plan --grades tree`` shows a person: today's approvals, then the values, then what follows each grade."""

from __future__ import annotations

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from graph.model.schema import GRADES
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import money
from planner.runs.words import STATUS_WORDS
from planner.studies.course.tree_types import NAMES, AfterGrades, TreeAnswer

_GRADES = {value: Words(value, zh) for value, zh in GRADES}


def tree_text(found: TreeAnswer, lang: Lang) -> str:
    """The blocks of the answer."""
    parts = ["\n".join(words.say(lang) for words in _finding(found)), _values(found, lang)]
    if found.values["recourse"].value is not None:
        parts.append(_branches(found, lang))
    clean = found.audit.clean
    words = Words("tree: audit clean, {n:,} checks", "等次树：复核通过，共 {n:,} 项").fill(n=found.audit.checked)
    faults = Words("THE AUDIT FOUND FAULTS; do not use these plans", "复核发现问题，请勿使用这些方案")
    return "\n\n".join([*parts, (words if clean else faults).say(lang)])


def _finding(found: TreeAnswer) -> list[Words]:
    said = []
    if found.values["recourse"].status == "infeasible":
        words = Words(
            "no approvals of {y} leave a plan under every joint grade", "{y} 年的任何批复都无法在各种等次下继续规划"
        )
        return [words.fill(y=found.year)]
    if found.listed and not any(one.grades for one in found.branches):
        words = Words(
            "no grade of {y} can act on what follows: the plan above is the answer, whatever they will be",
            "{y} 年的等次对此后没有影响：无论等次如何，均以上述方案为准",
        )
        return [words.fill(y=found.year)]
    now = [f"{row.centre} {row.name} ({money(row.support)})" for row in found.now]
    words = Words(
        "approve in {y}, whatever the grades of {y} will be: {n}", "{y} 年批复（不论该年等次如何）：{n}"
    ).fill(y=found.year, n=Words("; ".join(now) or "nobody", "；".join(now) or "无"))
    said.append(words)
    drawn = Words("drawn with seed {s}", "抽取，种子 {s}").fill(s=found.seed)
    listed = Words("all there are", "全部列出")
    words = Words("{n:joint grade|joint grades} of {y}, {h}", "{y} 年联合等次 {n} 种（{h}）")
    said.append(words.fill(n=len(found.branches), y=found.year, h=listed if found.listed else drawn))
    for worth, words in (
        (found.value_of_waiting, Words("waiting for the grades is worth {v} of the objective", "等待等次的价值：{v}")),
        (found.value_of_recourse, Words("being able to react is worth {v}", "视等次调整的价值：{v}")),
        (found.value_of_information, Words("knowing the grades today would be worth {v}", "事先知道等次的价值：{v}")),
    ):
        if worth is not None:
            said.append(words.fill(v=f"{worth + 0.0:.6f}"))
    return said


def _values(found: TreeAnswer, lang: Lang) -> str:
    head = {"en": ["", "expected", "bound", "status"], "zh": ["", "期望值", "界", "状态"]}
    rows = [
        [
            NAMES[name].say(lang),
            *("–" if figure is None else f"{figure:.6f}" for figure in (one.value, one.bound)),
            STATUS_WORDS[one.status].say(lang),
        ]
        for name, one in found.values.items()
    ]
    return aligned(rows, head[lang], right=[1, 2])


def _branches(found: TreeAnswer, lang: Lang) -> str:
    head = {
        "en": ["grades", "chance", "objective", "then"],
        "zh": ["等次", "概率", "目标值", "其后"],
    }
    usual = _usual(found)
    rows = [
        [
            " ".join(f"{c}{'' if lang == 'zh' else ' '}{_GRADES[g].say(lang)}" for c, g in one.grades.items()) or "–",
            percent(one.chance),
            "–" if one.value is None else f"{one.value:.6f}",
            _then(one, usual),
        ]
        for one in found.branches
    ]
    title = Words(
        "what follows each joint grade; approved later in all of them: {u}", "各联合等次之后；各种等次下其后均批复：{u}"
    ).fill(u=" ".join(f"{c} {y}" for c, y in sorted(usual, key=lambda one: one[::-1])) or "–")
    return title.say(lang) + "\n" + aligned(rows, head[lang], right=[1, 2], most=56)


def _usual(found: TreeAnswer) -> set[tuple[str, int]]:
    """Later approvals that all branches share."""
    each = [{(row.centre, row.year) for row in one.later} for one in found.branches]
    return set.intersection(*each) if each else set()


def _then(one: AfterGrades, usual: set[tuple[str, int]]) -> str:
    own = [f"{r.centre} {r.year}" for r in one.later if (r.centre, r.year) not in usual]
    stops = [f"– {c}" for c in one.stops]
    return " ".join([*own, *stops]) or "="
