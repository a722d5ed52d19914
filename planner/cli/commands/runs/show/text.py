"""One run as JSON data and as lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.errors import UsageError
from graph.base.records import widened
from graph.base.words import Lang, Words
from planner.cli.commands.runs.printed import kept_run
from planner.cli.commands.runs.show.schema import ShownRun
from planner.cli.commands.runs.text import list_text
from planner.cli.screen.tables import aligned

if TYPE_CHECKING:
    from planner.runs.shelf import Kept


def found_at(folder: Path) -> Kept:
    """The run of a folder.

    Raises
    ------
    UsageError
        The folder is no run.
    """
    from planner.runs.shelf import listed

    run = next((each for each in listed(folder.parent) if each.name == folder.name), None)
    if run is None:
        raise UsageError(Words("{p} is no run", "{p} 不是运行结果").fill(p=folder))
    return run


def shown_run(run: Kept, folder: Path) -> ShownRun:
    """What a run is, its provenance and its files with their sizes in bytes."""
    try:
        made_from = json.loads((folder / "provenance.json").read_text("utf-8"))
    except (OSError, ValueError):
        made_from = {}
    files = {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.is_file()}
    return widened(ShownRun, kept_run(run), folder=str(folder), provenance=made_from, files=files)


def show_text(run: Kept, shown: ShownRun, lang: Lang, *, everything: bool) -> str:
    """The run's line of the list, what it was made from and its files."""
    made = shown.provenance
    solver = made.get("solver", {})
    facts = [
        (Words("made", "时间"), made.get("time", "")),
        (Words("command", "命令"), " ".join(made.get("command", ()))),
        (Words("solver", "求解器"), f"{solver.get('name', '')} {solver.get('version', '')}".strip()),
        (Words("inputs", "输入文件"), len(made.get("inputs", ()))),
    ]
    lines = [[words.say(lang), str(value)] for words, value in facts if value]
    files = [["  " + name, f"{size:,}"] for name, size in shown.files.items()]
    return "\n\n".join(
        [list_text([run], lang, everything=everything), aligned(lines, most=200), aligned(files, right=[1])]
    )
