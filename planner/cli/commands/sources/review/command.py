"""Command ``sources review``: proposed names decided in the browser, on this computer only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.notebook.command import open_app
from planner.cli.language import tr
from planner.cli.options.serving import Browser, Port
from planner.cli.screen.console import Console

APP = "names.py"


def review(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=tr("folder that holds aliases.csv", "含 aliases.csv 的文件夹"))
    ],
    port: Port = None,
    browser: Browser = True,
    *,
    out: Console,
) -> int:
    """Accept or reject what ``sources resolve`` proposes, until Ctrl-C; with --json, print what waits.

    Decisions are written into aliases.csv with who decided and when; each time can be undone to the byte.
    """
    from loaders.sources.reviewing import Review
    from planner.cli.commands.sources.review.schema import DecidedName, NamesToReview, ProposedId

    found = Review(folder)
    if out.json:
        waiting = {
            raw: tuple(ProposedId(id=p.id, name=p.name, score=p.score) for p in proposals)
            for raw, proposals in found.undecided().items()
        }
        decided = tuple(
            DecidedName(raw=a.raw, id=a.id, decided_by=a.decided_by, decided_on=a.decided_on) for a in found.decided()
        )
        out.result(NamesToReview(waiting=waiting, decided=decided), "")
        return 0
    return open_app(APP, folder, port, out, browser=browser)


COMMAND = Command(
    review,
    Words("Decide on proposed names in the browser.", "在浏览器中确认候选单位名称。"),
    order=60,
)
