"""A child process that is waited for and never outlives its parent: Ctrl-C and a request to end reach both.

What does not live here: what is started (``commands``).
"""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import Any

GRACE = 5.0
"""Seconds that a child has to end by itself once it is asked to."""
_ASKED = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
"""What asks a process to end: a service manager, a closed terminal."""


def waited_for(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command and wait for it; its exit code.

    Ctrl-C ends it, with 0. Asked to end by a signal, the child is ended first; the exit code is then 128 + the signal.

    >>> import os, sys
    >>> waited_for([sys.executable, "-c", "raise SystemExit(7)"], os.environ)
    7
    """
    asked: list[int] = []
    with subprocess.Popen(command, env=dict(env)) as child, _heard(asked):  # noqa: S603
        try:
            code = child.wait()
        except KeyboardInterrupt:
            code = 0
        finally:
            _ended(child)
    return 128 + asked[0] if asked else code


@contextmanager
def _heard(asked: list[int]) -> Iterator[None]:
    """What asks this process to end is taken as Ctrl-C is, and remembered."""
    if current_thread() is not main_thread():  # only there can signals be heard
        yield
        return

    def hear(signum: int, _frame: Any) -> None:
        asked.append(signum)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, hear) for each in _ASKED}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _ended(child: subprocess.Popen[Any]) -> None:
    """End a child that still runs: asked first, after :data:`GRACE` seconds by force."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
