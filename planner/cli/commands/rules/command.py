"""Command ``rules``: the rules that input is held against."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import LANG, tr
from planner.cli.options.common import JsonOption, LangOption, QuietOption, VerboseOption
from planner.cli.screen.console import console
from planner.cli.screen.words import LEVELS


def rules(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help=tr("code of one rule, e.g. K402", "规则编号，如 K402"))
    ] = None,
    lang: LangOption = LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Print one rule in full, or all of them by code and title."""
    from loaders.rules.catalogue import catalogue, explain
    from loaders.rules.rule import Rule
    from planner.cli.commands.rules.audit_rules import audit_rules
    from planner.cli.commands.rules.schema import PrintedRule, RuleList
    from planner.layout.text import width
    from planner.rulebook.scenario.rules import RULES, ScenarioRule

    planned = RULES | audit_rules()
    speak = console(lang, as_json, quiet, verbose)
    if code is None:
        everything: tuple[Rule | ScenarioRule, ...] = (*catalogue().values(), *planned.values())
        widest = max(width(LEVELS[each.level].say(speak.lang)) for each in everything)
        lines = []
        for each in everything:
            level = LEVELS[each.level].say(speak.lang)
            lines.append(f"{each.code}  {level}{' ' * (widest - width(level))}  {each.title.say(speak.lang)}")
        speak.result(RuleList(rules=tuple(PrintedRule.of(each) for each in everything)), "\n".join(lines))
        return
    rule: Rule | ScenarioRule = planned.get(code.strip().upper()) or explain(code)
    parts = [
        (Words("why", "原因"), rule.why),
        (Words("example", "示例"), rule.example),
        (Words("mend", "改法"), rule.mend),
    ]
    colon = Words(": ", "：").say(speak.lang)
    body = [name.say(speak.lang) + colon + said.say(speak.lang) for name, said in parts]
    head = f"{rule.code} ({LEVELS[rule.level].en}): {rule.title.en}"
    if speak.lang == "zh":
        head = f"{rule.code}（{LEVELS[rule.level].zh}）：{rule.title.zh}"
    speak.result(PrintedRule.of(rule), "\n".join([head, *body]))


COMMAND = Command(
    rules,
    Words("List the rules that input is held against, or explain one.", "列出数据检查规则，或解释其中一条。"),
    order=40,
    ends_with=(),
)
