"""Command ``graph diff``: where a dataset and the server differ."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.graph.diff.text import SHOWN, diff_text
from planner.cli.commands.graph.reading import connected, load_dataset
from planner.cli.options.common import Dataset
from planner.cli.screen.console import Console


def diff(
    path: Dataset,
    *,
    out: Console,
) -> None:
    """Compare a dataset with the server; neither is changed."""
    from graph.store.reading import compare, read

    eco = load_dataset(path).require()
    with connected(out) as connection:
        held = read(connection)
    if held.unfinished:
        out.say(Words("the last push was cut off; push again", "上次推送中断，请重新推送"))
    difference = compare(eco, held)
    out.result(difference, diff_text(difference, out.lang, None if out.verbose else SHOWN))


COMMAND = Command(
    diff,
    Words("Show where a dataset and the server differ.", "显示数据集与服务器的不同之处。"),
    order=30,
    ends_with=(1, 5),
)
