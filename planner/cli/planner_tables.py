"""Planner tables at the command line: reading and checking them, and what ``solve`` says of stages and terms."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.words import Lang, Words
from planner.cli.console import Console
from planner.cli.plan_text import STATUS_WORDS

if TYPE_CHECKING:
    from graph.base.findings import Finding
    from planner.problem.tables import Settings
    from planner.solving.highs import Limits


TERM_WORDS = {
    "value": Words("own values", "自身价值"),
    "technologies": Words("technologies covered", "技术覆盖"),
    "targets": Words("targets met", "达到目标量"),
    "synergies": Words("pair bonuses", "协同加分"),
    "shortfall": Words("shortfall", "缺口"),
    "largest_shortfall": Words("largest shortfall", "最大缺口"),
    "cost": Words("cost", "成本"),
    "count": Words("number chosen", "入选数"),
}
_SENSES = {"maximise": Words("the most", "最大"), "minimise": Words("the least", "最小")}


def stages_text(payload: Mapping[str, Any], lang: Lang) -> str:
    """Further stages with their certificate, and every term of the plan that is not zero; nothing without a plan."""
    if not payload["terms"]:
        return ""
    lines = []
    for n, stage in enumerate(payload["stages"][1:], 2):
        named = [TERM_WORDS.get(name, Words(name, name)).say(lang) for name in stage["weights"]]
        words = Words(
            "then, stage {n}: {sense} {terms}: {value} ({status})", "再求第 {n} 阶段{terms}{sense}：{value}（{status}）"
        )
        parts = {"sense": _SENSES[stage["sense"]], "terms": " + ".join(named), "value": f"{stage['objective']:.6g}"}
        lines.append(words.fill(n=n, status=STATUS_WORDS[stage["status"]], **parts).say(lang))
    shown = [(words, payload["terms"].get(name, 0.0)) for name, words in TERM_WORDS.items()]
    lines.append((" · ").join(f"{words.say(lang)} {value:.6g}" for words, value in shown if value))
    return "\n" + "\n".join(line for line in lines if line)


def add_importance(
    payload: dict[str, Any],
    columns: Mapping[str, Mapping[str, Any]],
    settings: Settings,
    limits: Limits,
    report: Any = None,
) -> None:
    """Add ``importance``: for each chosen candidate the best plan without it, and how much worse that is.

    ``replacement_cost`` is None where there is no plan without it; ``limits`` hold for each solve.
    """
    from planner.problem.tables import from_tables
    from planner.studies.importance import replacement

    payload["importance"] = {
        candidate: {
            "replacement_cost": found.cost if math.isfinite(found.cost) else None,
            "objective": found.objective,
            "chosen": list(found.chosen),
            "proven": found.proven,
        }
        for candidate, found in replacement(from_tables(columns, settings), payload["chosen"], limits, report).items()
    }


def importance_text(payload: Mapping[str, Any], lang: Lang) -> str:
    """Replacement costs, the dearest first; nothing where they were not asked for."""
    found = payload.get("importance", {})
    if not found:
        return ""
    title = Words(
        "replacement cost: what the best plan without it is worse by", "替换代价：去掉该对象后最优方案变差的幅度"
    )
    never = Words("no plan without it", "没有它则无可行方案")
    unproven = Words(" (not proven)", "（未证明）")
    none_found = Words("nothing found in time", "限时内未找到")
    lines = [title.say(lang)]
    order = sorted(found, key=lambda c: -math.inf if found[c]["objective"] is None else -found[c]["replacement_cost"])
    for candidate in order:
        one = found[candidate]
        text = f"{one['replacement_cost']:.6g}" if one["objective"] is not None else never.say(lang)
        if not one["proven"]:
            text = none_found.say(lang) if one["objective"] is None else text + unproven.say(lang)
        lines.append(f"  {candidate}: {text}")
    return "\n" + "\n".join(lines)


def read_planner_tables(
    folder: Path, out: Console, goals: Collection[str] = ()
) -> tuple[Mapping[str, Mapping[str, Any]], Settings, list[Finding]]:
    """Read and check planner tables; further columns of candidates are read where a goal or a stage names them.

    Where goals of a front are given, they and not the objective are what is sought: targets are wished for if one of
    the goals measures against them.

    Returns
    -------
    columns, settings, findings
        Warnings among the findings are said at once, others with ``-v``.

    Raises
    ------
    InputError
        With all findings at once, if one of them is an error.
    """
    from loaders.table_set import read_tables
    from planner.problem import tables
    from planner.problem.doubtful_data import of_tables
    from planner.runs.pipeline import refuse_errors

    settings, problems = tables.read_settings(folder / "settings.json")
    if set(goals) & set(tables.ON_TARGETS):
        sense = {True: "minimise", False: "maximise"}
        settings = replace(settings, stages=tuple({sense[g in tables.ONLY_LESS]: {g: 1.0}} for g in goals))
    asked = {*goals, *tables.terms_of(settings)}
    extra = ["candidates"] if asked - set(tables.TERMS) else []
    read = read_tables(folder, tables.PLANNER_TABLES, extra=extra)
    columns: Mapping[str, Mapping[str, Any]] = read.columns
    findings = list(read.findings)
    if extra:
        columns, findings = tables.keep_goals(columns, findings, sorted(asked))
    if not read.errors:
        places = {name: (typed.file, typed.numbers) for name, typed in read.typed.items()}
        problems += tables.check_tables(columns, settings, places, sought=not goals)
        problems += of_tables(columns, settings.objective, places.get("rules", ("", ()))[1])
    findings += problems
    refuse_errors(findings)
    shown = [f for f in findings if out.verbose or f.level == "warning"]
    out.findings(() if out.quiet else shown)
    return columns, settings, findings
