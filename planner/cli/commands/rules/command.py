"""Command ``rules``: the rules that input is held against."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import level_words


def rules(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help=tr("code of one rule, e.g. K402", "规则编号，如 K402"))
    ] = None,
    *,
    out: Console,
) -> None:
    """Print one rule in full, or all of them by code and title."""
    from loaders.rules.catalogue import catalogue, explain
    from planner.cli.commands.rules.audit_rules import audit_rules
    from planner.cli.commands.rules.schema import PrintedRule, RuleList
    from planner.rulebook.scenario.rules import RULES

    planned = RULES | audit_rules()
    if code is None:
        everything = (*catalogue().values(), *planned.values())
        rows = [
            [each.code, level_words(each.code, each.level).say(out.lang), each.title.say(out.lang)]
            for each in everything
        ]
        out.result(RuleList(rules=tuple(PrintedRule.of(each) for each in everything)), aligned(rows, most=120))
        return
    rule = planned.get(code.strip().upper()) or explain(code)
    parts = [
        (Words("why", "原因"), rule.why),
        (Words("example", "示例"), rule.example),
        (Words("mend", "改法"), rule.mend),
    ]
    colon = Words(": ", "：").say(out.lang)
    body = [name.say(out.lang) + colon + said.say(out.lang) for name, said in parts]
    head = Words("{c} ({l}): {t}", "{c}（{l}）：{t}")
    head = head.fill(c=rule.code, l=level_words(rule.code, rule.level), t=rule.title)
    out.result(PrintedRule.of(rule), "\n".join([head.say(out.lang), *body]))


COMMAND = Command(
    rules,
    Words("List the rules that input is held against, or explain one.", "列出数据检查规则，或解释其中一条。"),
    order=40,
    ends_with=(),
)
