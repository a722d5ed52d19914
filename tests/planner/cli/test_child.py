"""A command that serves takes its server with it, however it is ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.cli.child import waited_for

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
SERVES = "import os, sys, time; print(os.getpid(), flush=True); time.sleep(600)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGINT, signal.SIG_IGN); "
PARENT = (
    "import os, sys; from planner.cli import child; child.GRACE = 0.5; sys.exit(child.waited_for({c!r}, os.environ))"
)


def alive(pid):
    """Whether a process is there; one that has ended and waits to be read is not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
@pytest.mark.parametrize(
    ("asked", "serves", "code"),
    [
        (signal.SIGTERM, SERVES, 143),
        (signal.SIGTERM, DEAF + SERVES, 143),
        (signal.SIGHUP, SERVES, 129),
        (signal.SIGINT, DEAF + SERVES, 0),
    ],
)
def test_a_server_ends_with_its_command(asked, serves, code):
    command = [sys.executable, "-c", serves]
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(c=command)], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    served = int(parent.stdout.readline())
    assert alive(served)
    parent.send_signal(asked)
    assert parent.wait(60) == code
    parent.stdout.close()
    for _ in range(100):
        if not alive(served):
            return
        time.sleep(0.05)
    os.kill(served, signal.SIGKILL)
    pytest.fail("the server is still there")


def test_a_server_that_ends_by_itself_gives_its_code():
    before = signal.getsignal(signal.SIGTERM)
    assert waited_for([sys.executable, "-c", "raise SystemExit(4)"], os.environ) == 4
    assert signal.getsignal(signal.SIGTERM) is before
