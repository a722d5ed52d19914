"""Kept runs as lines, the runs of a study below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import amount
from planner.runs.words import KIND_WORDS, STATUS_WORDS

if TYPE_CHECKING:
    from planner.runs.shelf import Kept

ENDS = {
    "complete": Words("complete", "完整"),
    "interrupted": Words("interrupted", "已中断"),
    "inexact": Words("incomplete", "不完整"),
    "stopped": Words("stopped early", "提前停止"),
}


def list_text(runs: Sequence[Kept], lang: Lang) -> str:
    """The runs as a table, the runs of a study below it and not again above."""
    by_name = {run.name: run for run in runs}
    inside = {name for run in runs for name in run.members}
    lines = []
    for run in runs:
        if run.name not in inside:
            lines.append(_cells(run, lang, ""))
            lines += [_cells(by_name[name], lang, "  ") for name in run.members if name in by_name]
    head = Words("run|what|status|objective|tag", "运行|内容|状态|目标值|标签").say(lang).split("|")
    return aligned(lines, head, right=[3], most=70)


def _cells(run: Kept, lang: Lang, indent: str) -> list[str]:
    known: Mapping[str, Words] = {**ENDS, **STATUS_WORDS}
    status = known.get(run.status, Words(run.status, run.status)).say(lang)
    objective = "" if run.objective is None else amount(run.objective)
    return [indent + run.name, KIND_WORDS[run.kind].say(lang), status, objective, " ".join(run.tags)]
