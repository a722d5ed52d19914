"""The two streams of the process: written in any encoding, to a full, closed or broken end, without a traceback.

What does not live here: what is said (``console``) and how tables are laid out (``tables``).
"""

from __future__ import annotations

import io
import os
import sys

from graph.base.cell_text import printable
from graph.base.errors import OutputError
from graph.base.words import Words


class ClosedPipeError(Exception):
    """Whoever read stdout has stopped reading (``| head``): no more need be written."""


def prepare() -> None:
    """Make both streams fit for any text: what the encoding lacks is replaced, a stream that is closed leads nowhere.

    A closed standard stream would give its number to the next file that is opened, and what a solver prints would
    end up in that file: the number is taken first.
    """
    _take_closed_numbers()
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def harmless(text: str) -> str:
    r"""The text with control and direction characters of every line shown instead of obeyed; line ends stay.

    >>> harmless("a\x1b[2Jb\nc")
    'a\\x1b[2Jb\nc'
    """
    return text if text.isprintable() else "\n".join(printable(line) for line in text.split("\n"))


def tell(text: str, end: str = "\n") -> None:
    """Write to stderr; where it is full, closed or broken, that is nobody's fault and ends nothing."""
    try:
        sys.stderr.write(text + end)
        sys.stderr.flush()
    except (OSError, ValueError):
        _give_up(sys.stderr)


def put(text: str) -> None:
    """Write the payload and a line end to stdout.

    Raises
    ------
    ClosedPipeError
        Its reader has gone.
    OutputError
        It cannot be written, say because the disk is full.
    """
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up(sys.stdout)
        raise ClosedPipeError from None
    except (OSError, ValueError) as error:
        _give_up(sys.stdout)
        why = getattr(error, "strerror", None) or str(error)
        words = Words("the answer cannot be written to standard output: {why}", "结果无法写入标准输出：{why}")
        raise OutputError(words.fill(why=why)) from None


def encodes(text: str) -> bool:
    """Whether stdout has a code for every character."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def is_live() -> bool:
    """Whether stderr is a terminal, on which a line can be written over."""
    try:
        return sys.stderr.isatty()
    except ValueError:
        return False


def close() -> None:
    """Write out what is still held, so that the end of the interpreter finds nothing to fail on."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _give_up(stream)


def _take_closed_numbers() -> None:
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)


def _nowhere() -> io.TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it stays open until the process ends


def _give_up(stream: object) -> None:
    """Lead a stream of the process that failed to nowhere; what it holds then goes without a word."""
    try:
        number = stream.fileno()  # type: ignore[attr-defined]
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
        stream.flush()  # type: ignore[attr-defined]
    except (OSError, ValueError, AttributeError):  # it has no number, or cannot be led elsewhere
        return
