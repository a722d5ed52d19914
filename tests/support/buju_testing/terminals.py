"""``buju`` on a real terminal (a pseudo-terminal of POSIX): its width, its colours, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]


class Shown(NamedTuple):
    """What a terminal got, and how the command ended."""

    text: str
    code: int


def on_terminal(
    *args: object,
    cwd: Path,
    columns: int = 80,
    env: Mapping[str, str] | None = None,
    stop_when: Callable[[str], bool] | None = None,
    timeout: float = 240,
) -> Shown:
    """Run ``buju`` with all streams on a terminal; once ``stop_when`` holds of what was shown, press Ctrl-C."""
    import fcntl  # noqa: PLC0415 - POSIX only, as the next two
    import pty  # noqa: PLC0415
    import struct  # noqa: PLC0415
    import termios  # noqa: PLC0415

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    left_out = ("LANG", "LC_ALL", "COLUMNS", "NO_COLOR", "TERM")
    clean = {k: v for k, v in os.environ.items() if k not in left_out}
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    whole = clean | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "TERM": "xterm"} | dict(env or {})
    command = [sys.executable, "-m", "planner.cli", *map(str, args)]
    process = subprocess.Popen(
        command, cwd=cwd, env=whole, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    got, begin = b"", time.monotonic()
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        got += piece
        if stop_when is not None and stop_when(got.decode("utf-8", "ignore")):
            process.send_signal(signal.SIGINT)
            stop_when = None
        if time.monotonic() - begin > timeout:
            process.kill()
    os.close(ours)
    return Shown(got.decode("utf-8", "replace").replace("\r\n", "\n"), process.wait(timeout=timeout))
