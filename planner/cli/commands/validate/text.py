"""What ``validate`` shows a person: findings by rule, counts by table, the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.base.findings import Finding
from graph.base.words import Lang, Words
from planner.cli.screen.console import Console
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import LEVELS, table_title

if TYPE_CHECKING:
    from loaders.tables.columns import Counts

SHOWN = 8
"""Findings of one rule that are printed before the rest is only counted; ``-v`` prints all."""


def print_findings(speak: Console, findings: Iterable[Finding]) -> None:
    """Findings on stderr, grouped by rule, errors first; with ``--quiet`` only errors."""
    groups: dict[tuple[int, str], list[Finding]] = {}
    order = list(LEVELS)
    for f in findings:
        if f.level == "error" or not speak.quiet:
            groups.setdefault((order.index(f.level), f.code), []).append(f)
    for (_, code), group in sorted(groups.items()):
        many = len(group) if speak.verbose else SHOWN
        speak.findings(group[:many])
        if len(group) > many:
            rest = Words("  … and {n} more of {code}; -v shows all", "  ……{code} 另有 {n} 条，-v 可全部列出")
            speak.error(rest.fill(n=len(group) - many, code=code))


def summary(counts: Mapping[str, Counts], findings: Sequence[Finding], lang: Lang, *, errors: bool) -> str:
    """The table of counts and the verdict."""
    lines = []
    if counts:
        head = Words("table|read|skipped|defaulted", "表格|读入行|跳过行|默认值").say(lang).split("|")
        rows = []
        for name, c in counts.items():
            rows.append([table_title(name, lang), *(f"{n:,}" for n in (c.read, c.skipped, c.defaulted))])
        lines.append(aligned(rows, head, right=[1, 2, 3]))
    tally = {level: sum(f.level == level for f in findings) for level in LEVELS}
    said = Words(
        "{error:error|errors}, {warning:warning|warnings}, {note:note|notes}",
        "错误 {error} 条，警告 {warning} 条，提示 {note} 条",
    )
    is_map = any(f.code == "X533" for f in findings)
    good = Words("a map that can be assessed, without centres to plan", "可评估的生态图，没有可供规划的中心")
    verdict = (
        Words("cannot be planned on until the errors are mended", "有错误，改正后方可编制方案")
        if errors
        else good
        if is_map
        else Words("can be planned on", "可以编制方案")
    )
    lines.append(
        Words("{said}: {verdict}", "{said}：{verdict}。").fill(said=said.fill(**tally), verdict=verdict).say(lang)
    )
    return "\n".join(lines)
