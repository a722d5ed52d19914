"""Colour on a terminal: whether it is wanted, and which lines have any. Files, pipes and ``--json`` never have it.

A line that shall be seen begins with a mark, which becomes the terminal's own sign last of all, after everything that
a terminal would obey has been made harmless. What does not live here: how wide a line is (``wrapping``).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Literal, TextIO

from graph.base.errors import UsageError
from graph.base.words import Words

When = Literal["auto", "always", "never"]
Look = Literal["head", "good", "doubt", "bad"]
OPTION = "--color"
_SIGNS: dict[Look, str] = {"head": "1", "good": "32", "doubt": "33", "bad": "31"}
_MARKS: dict[Look, str] = {look: chr(0xFDD0 + n) for n, look in enumerate(_SIGNS)}
"""Characters that no text holds (Unicode noncharacters)."""


class _Choice:
    """What ``--color`` said in this process."""

    when: When = "auto"


def taken(args: Sequence[str]) -> list[str]:
    """The arguments without ``--color WHEN``, which may stand anywhere before ``--``, and which is heeded from now on.

    Raises
    ------
    UsageError
        ``WHEN`` is none of ``auto``, ``always``, ``never``.

    Examples
    --------
    >>> taken(["plan", "city", "--color", "auto"]), taken(["plan", "--", "--color=always"])
    (['plan', 'city'], ['plan', '--', '--color=always'])
    """
    left: list[str] = []
    rest = list(args)
    while rest:
        one = rest.pop(0)
        if one == "--":
            return [*left, one, *rest]
        if one == OPTION:
            given = rest.pop(0) if rest else ""
        elif one.startswith(OPTION + "="):
            given = one.partition("=")[2]
        else:
            left.append(one)
            continue
        if given not in ("auto", "always", "never"):
            words = Words(
                "--color takes auto, always or never, not {g!r}", "--color 应为 auto、always 或 never，而非 {g!r}"
            )
            raise UsageError(words.fill(g=given))
        _Choice.when = given  # type: ignore[assignment]
    return left


def wanted(stream: TextIO) -> bool:
    """Whether a stream gets colour: as ``--color`` says; else if it is a terminal and ``NO_COLOR`` is not set."""
    if _Choice.when != "auto":
        return _Choice.when == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except (ValueError, AttributeError):
        return False


def look(text: str, how: Look) -> str:
    """The text, each line of it marked, where stdout gets colour; else as it is.

    >>> look("no terminal here", "head")
    'no terminal here'
    """
    if not wanted(sys.stdout):
        return text
    return "\n".join(_MARKS[how] + line for line in text.split("\n"))


def parted(line: str) -> tuple[Look | None, str]:
    """How a line shall look, and the line without its mark."""
    for how, mark in _MARKS.items():
        if line.startswith(mark):
            return how, line[1:]
    return None, line


def painted(text: str, how: Look | None, stream: TextIO) -> str:
    """The harmless text with the signs of a terminal around it, where the stream gets colour."""
    return f"\x1b[{_SIGNS[how]}m{text}\x1b[0m" if how is not None and text and wanted(stream) else text
