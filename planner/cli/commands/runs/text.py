"""Kept runs as lines, the runs of a study below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import amount, money
from planner.layout.amounts import evened
from planner.runs.words import KIND_WORDS, STATUS_WORDS

if TYPE_CHECKING:
    from planner.runs.shelf import Kept

ENDS = {
    "complete": Words("complete", "完整"),
    "interrupted": Words("interrupted", "已中断"),
    "inexact": Words("incomplete", "不完整"),
    "stopped": Words("stopped early", "提前停止"),
    "proven": Words("proven", "已证明"),
}
"""States in a word: in a list that fits 80 columns with the names of the runs whole."""


def list_text(runs: Sequence[Kept], lang: Lang, *, everything: bool) -> str:
    """The runs as a table, the runs of a study below it and not again above; ``everything``: the objective as well."""
    by_name = {run.name: run for run in runs}
    inside = {name for run in runs for name in run.members}
    units = sorted({run.brings.money_unit for run in runs if run.brings})
    lines = []
    for run in runs:
        if run.name not in inside:
            lines.append(_cells(run, lang, "", units, everything=everything))
            members = [by_name[name] for name in run.members if name in by_name]
            lines += [_cells(each, lang, "  ", units, everything=everything) for each in members]
    head = Words("run|what|status|centres|{unit}|covered", "运行|内容|状态|中心|{unit}|覆盖技术")
    named = head.fill(unit=units[0] if len(units) == 1 else Words("support", "支持资金")).say(lang).split("|")
    named += [Words("objective", "目标值").say(lang)] if everything else []
    return aligned(
        evened(lines, [4]), [*named, Words("tag", "标签").say(lang)], right=[3, 4, 5, 6][: 3 + everything], most=70
    )


def _cells(run: Kept, lang: Lang, indent: str, units: Sequence[str], *, everything: bool) -> list[str]:
    known: Mapping[str, Words] = {**STATUS_WORDS, **ENDS}
    status = known.get(run.status, Words(run.status, run.status)).say(lang)
    cells = [indent + run.name, KIND_WORDS[run.kind].say(lang), status, "", "", ""]
    if run.brings is not None:
        unit = "" if len(units) == 1 else f" {run.brings.money_unit}"
        covered = f"{run.brings.covered}/{run.brings.technologies}"
        cells[3:] = [str(run.brings.centres), money(run.brings.support) + unit, covered]
    if everything:
        cells.append("" if run.objective is None else amount(run.objective))
    return [*cells, " ".join(run.tags)]
