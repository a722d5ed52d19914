"""A city and its scenario as a command reads them, and whether a place holds planner tables instead."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.screen.console import Console
from planner.cli.screen.progress import working

if TYPE_CHECKING:
    from buju.asking import Question
    from buju.dataset import Dataset
    from graph.base.findings import Finding


def is_tables(folder: Path) -> bool:
    """Whether the place holds planner tables rather than a city."""
    from loaders.readers.sources import open_source

    source = open_source(folder)
    return source.has("candidates", "候选") and not source.has("centres", "中心")


def read_city(folder: Path, scenario: str | None, sets: Sequence[str] | None, out: Console) -> Question:
    """Read a city's data and scenario, and say what should be looked at before anything is computed.

    Parameters
    ----------
    folder : Path
        The dataset.
    scenario : str, optional
        A file, or the name of a scenario of the dataset, or of a shipped policy; None means the dataset's ``base``.
    sets : sequence of str, optional
        ``--set`` changes.
    out : Console
        Says all findings with ``-v``, else doubts about the data and how many warnings there are.

    Raises
    ------
    InputError
        With all findings, if one is an error.
    UsageError
        There is no such scenario.
    """
    from buju.asking import question

    asked = question(load_city(folder, out), scenario, sets)
    say_findings(out, asked.findings, asked.doubts)
    return asked


def say_findings(out: Console, findings: Sequence[Finding], doubts: Sequence[Finding]) -> None:
    """Say of the input what every computing command says: all with ``-v``, else what must be known, and how many."""
    from planner.cli.screen.told import say_told

    if out.verbose:
        out.findings(findings)
        return
    say_told(out, findings)
    out.findings(() if out.quiet else doubts)
    if warnings := sum(f.level == "warning" for f in findings):
        said = Words("{n:warning|warnings} about the input; -v shows {them}", "输入有 {n} 条警告，用 -v 查看")
        out.say(said.fill(n=warnings, them="it" if warnings == 1 else "them"))


def load_city(folder: Path, out: Console) -> Dataset:
    """The dataset at a place, with a word if reading it takes long.

    Raises
    ------
    InputError
        With all findings, if one is an error.
    UsageError
        There is nothing at that place.
    """
    from buju.dataset import load

    if not folder.exists():
        raise UsageError(Words("there is no dataset at {path}", "{path} 处没有数据集").fill(path=folder))
    with working(out, Words("reading {path}", "正在读取 {path}").fill(path=folder)):
        return load(folder)


def refuse_scenario(scenario: str | None, sets: Sequence[str] | None) -> None:
    """Refuse ``-S`` and ``--set`` where planner tables are given."""
    if scenario is not None or sets:
        words = Words(
            "planner tables have no scenario: -S and --set do not apply", "规划表没有情景，-S 与 --set 不适用"
        )
        raise UsageError(words)
