"""The option ``--figure`` of commands that draw one figure of their own.

What does not live here: the figures (``planner.layout``).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from graph.base.errors import UsageError
from graph.base.words import Lang, Words
from planner.cli.screen.console import Console

if TYPE_CHECKING:
    from planner.layout.figures.pen import Format

A = TypeVar("A")
FORMS = ("png", "svg", "pdf")


def form_of(figure: Path) -> Format:
    """The file format that the figure's name asks for.

    Raises
    ------
    UsageError
        It asks for none of ours, or there is nothing to draw with.
    """
    from importlib.util import find_spec

    form = figure.suffix.lower().lstrip(".")
    if form not in FORMS:
        words = Words("{f}: the figure's name must end in {forms}", "{f}：图的文件名须以 {forms} 结尾")
        raise UsageError(words.fill(f=figure, forms=", ".join(f".{f}" for f in FORMS)))
    if find_spec("matplotlib") is None:
        from graph.base.installing import how_to_install

        raise UsageError(
            Words(
                "--figure needs matplotlib; mend: {how}",
                "--figure 需要 matplotlib；解决办法：{how}",
            ).fill(how=how_to_install("figures"))
        )
    return cast("Format", form)


def write_figure(
    picture: Callable[[A, Lang, Format], tuple[bytes, tuple[Words, ...]]],
    answer: A,
    figure: Path,
    out: Console,
    *,
    force: bool,
) -> Path:
    """Draw what a command prints and write it; what is to be said of the fonts is said."""
    from graph.base.writing import write_files

    data, said = picture(answer, out.lang, form_of(figure))
    for words in said:
        out.say(words)
    return write_files(figure.parent, {figure.name: data}, force=force, again=True)[0]
