"""``buju compare`` of two evaluations: who moved, and on which indicators."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.cell_text import shown
from graph.base.records import encode
from graph.base.words import Lang, Words
from planner.cli.screen.console import Console
from planner.cli.screen.tables import aligned

if TYPE_CHECKING:
    from planner.studies.evaluation.comparing import EvaluationsCompared
    from planner.studies.evaluation.result import EvaluationResult

REASONS = 3
"""Indicators of a centre that the short screen names."""


def of_evaluations(run_a: Path, run_b: Path, out: Console) -> int:
    """Compare two evaluations."""
    from planner.studies.evaluation.comparing import compare_evaluations
    from planner.studies.evaluation.keeping import read_evaluation

    first, second = read_evaluation(run_a), read_evaluation(run_b)
    found = compare_evaluations(first, second)
    payload = {"run_a": str(run_a), "run_b": str(run_b), **encode(found)}
    out.result(payload, evaluations_text(found, second, out.lang, whole=out.verbose))
    return 0


def evaluations_text(found: EvaluationsCompared, made: EvaluationResult, lang: Lang, *, whole: bool) -> str:
    """One line a centre: both scores and grades, and what moved the score most."""
    from planner.studies.evaluation.said import cut, grade

    title = Words("Evaluation of {b} beside that of {a}", "{b} 年度评价与 {a} 年度对比")
    lines = [title.fill(a=found.year_a, b=found.year_b).say(lang)]
    if not found.same_system:
        lines.append(
            Words(
                "Two systems: scores cannot be set side by side without care.", "评价体系不同，得分不宜直接对比。"
            ).say(lang)
        )
    names = {i.id: i.name for i in made.indicators}
    rows = []
    for c in found.centres:
        reasons = c.reasons if whole else c.reasons[:REASONS]
        why = ", ".join(
            f"{names[r.indicator].say(lang) if r.indicator in names else r.indicator} {r.change:+.2f}" for r in reasons
        )
        rows.append(
            [
                f"{c.centre} {shown(c.name)}",
                *("–" if s is None else cut(s) for s in (c.score_a, c.score_b)),
                "–" if c.change is None else f"{c.change:+.2f}",
                f"{grade(c.grade_a).say(lang)} → {grade(c.grade_b).say(lang)}",
                why,
            ]
        )
    heads = (
        Words("centre", "中心"),
        Words(str(found.year_a), str(found.year_a)),
        Words(str(found.year_b), str(found.year_b)),
        Words("change", "变化"),
        Words("grade", "等次"),
        Words("where it was won or lost", "得失所在"),
    )
    lines += ["", aligned(rows, [h.say(lang) for h in heads], right=(1, 2, 3), most=60)]
    for only, words in (
        (
            found.only_a,
            Words("Only in {y}: {c}", "仅 {y} 年度评价：{c}").fill(y=found.year_a, c=", ".join(found.only_a)),
        ),
        (
            found.only_b,
            Words("Only in {y}: {c}", "仅 {y} 年度评价：{c}").fill(y=found.year_b, c=", ".join(found.only_b)),
        ),
    ):
        lines += [words.say(lang)] if only else []
    return "\n".join(lines)
