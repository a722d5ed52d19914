"""Command ``graph check``: count and check what the server holds."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.graph.check.text import check_text
from planner.cli.commands.graph.reading import connected
from planner.cli.screen.console import Console


def check(
    *,
    out: Console,
) -> int:
    """Check the database; exit 1 if something is wrong with it."""
    from graph.store.reading import check as check_server

    with connected(out) as connection:
        found = check_server(connection)
    out.result(found, check_text(found, out.lang))
    return 1 if found.problems else 0


COMMAND = Command(
    check, Words("Count and check what the server holds.", "清点并检查服务器中的数据。"), order=40, ends_with=(1, 5)
)
