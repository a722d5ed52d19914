"""The merged scenario as JSON data and as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.cli.commands.scenario.show.schema import ShownScenario, ShownValue, ValueOrigin
from planner.cli.screen.tables import aligned, cut

if TYPE_CHECKING:
    from planner.rulebook.scenario import Clause, Scenario


from planner.cli.commands.scenario.reading import value_text


def shown_scenario(scenario: Scenario, lang: Lang) -> ShownScenario:
    """Give the merged scenario as it is printed.

    >>> from planner.rulebook.scenario import shipped
    >>> shown_scenario(shipped("ningbo-2023"), "en").values[0].path
    'years.first'
    """
    values = []
    for path, value in scenario.values().items():
        clause, origin = scenario.clause(path), scenario.origins[path]
        shown = ShownValue(
            path=path,
            value=value,
            origin=ValueOrigin(file=origin.file, line=origin.line, column=origin.column),
            clause=clause.clause if clause else "",
            source=clause.source if clause else "",
            reading=clause.reading.say(lang) if clause else "",
        )
        values.append(shown)
    return ShownScenario(
        name=scenario.name,
        title={"en": scenario.title.en, "zh": scenario.title.zh},
        files=scenario.files,
        sets=scenario.sets,
        values=tuple(values),
        findings=scenario.findings,
    )


def show_text(scenario: Scenario, lang: Lang, *, full: bool = False) -> str:
    """Write the merged scenario as aligned columns; ``*`` marks what differs in origin from the base."""
    rows = [
        [
            _t(lang, "path", "路径"),
            "",
            _t(lang, "value", "取值"),
            _t(lang, "origin", "来源"),
            _t(lang, "clause", "条款"),
        ]
    ]
    base = scenario.files[0]
    for path, value in scenario.values().items():
        clause, origin = scenario.clause(path), scenario.origins[path]
        said = _short(clause, lang) if clause else ""
        if full and clause:
            said = " ｜ ".join(p for p in (clause.clause, clause.source, clause.reading.say(lang)) if p)
        mark = "*" if origin.file != base else ""
        shown = value_text(value)
        rows.append([path, mark, shown if full else cut(shown, 32), str(origin), said if full else cut(said, 48)])
    made_of = " → ".join([*scenario.files, *(f"--set {s}" for s in scenario.sets)])
    head = f"{scenario.name}  {scenario.title.say(lang)}\n{made_of}\n"
    return f"{head}\n{aligned(rows, most=400)}"


def _short(clause: Clause, lang: Lang) -> str:
    parts = (clause.clause, clause.reading.zh) if lang == "zh" else (clause.reading.en, clause.clause)
    return next((p for p in parts if p), "")


def _t(lang: Lang, en: str, zh: str) -> str:
    return Words(en, zh).say(lang)
