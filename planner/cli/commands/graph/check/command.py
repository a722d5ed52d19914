"""Command ``graph check``: count and check what the server holds."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.graph.check.text import check_text
from planner.cli.commands.graph.reading import connected
from planner.cli.language import LANG
from planner.cli.options.common import JsonOption, LangOption, QuietOption, VerboseOption
from planner.cli.screen.console import console


def check(
    lang: LangOption = LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Check the database; exit 1 if something is wrong with it."""
    from graph.store.reading import check as check_server

    out = console(lang, as_json, quiet, verbose)
    with connected(out) as connection:
        found = check_server(connection)
    out.result(found, check_text(found, out.lang))
    return 1 if found.problems else 0


COMMAND = Command(
    check, Words("Count and check what the server holds.", "清点并检查服务器中的数据。"), order=40, ends_with=(1, 5)
)
