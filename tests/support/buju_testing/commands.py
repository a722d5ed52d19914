"""``buju`` as a person calls it, a process of its own each time, without importing the libraries each time.

One process imports what every command needs and is forked for each call: its children have their own streams, folder,
environment and end, as any process. A call that sets an interpreter's own variable (``PYTHON...``) starts a new one.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
SUPPORT = ROOT / "tests" / "support"
LEFT_OUT = ("LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS")
"""Variables of the machine that would decide what is printed."""

WANTED = ("loaders.dataset", "matplotlib.figure", "openpyxl", "planner.runs.pipeline", "planner.studies.explain")
"""What most commands import; nothing of ``planner.cli``, which reads its language when it is imported."""


def run(*args: object, **how: Any) -> subprocess.CompletedProcess[str]:
    """Call ``buju`` as ``run_bytes`` does; the finished process, its streams as text."""
    done = run_bytes(*args, **how)
    out, err = (stream.decode().replace("\r\n", "\n") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def run_bytes(
    *args: object, cwd: Path, env: Mapping[str, str] | None = None, lang: str = "en", timeout: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Call ``buju`` with arguments in a folder; the finished process, its streams as bytes."""
    clean = {k: v for k, v in os.environ.items() if k not in LEFT_OUT}
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    whole = clean | {"BUJU_LANG": lang, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"} | dict(env or {})
    words = [str(word) for word in args]
    if any(name.startswith("PYTHON") for name in env or ()):
        command = [sys.executable, "-m", "planner.cli", *words]
        return subprocess.run(command, cwd=cwd, env=whole, capture_output=True, check=False, timeout=timeout)
    return _server().call(words, cwd, whole, timeout)


class _Server:
    def __init__(self) -> None:
        path = os.pathsep.join([str(ROOT), str(SUPPORT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "buju_testing.commands"],
            env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        atexit.register(self.process.kill)

    def call(
        self, words: list[str], cwd: Path, env: dict[str, str], timeout: float
    ) -> subprocess.CompletedProcess[bytes]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            out, err = (Path(folder, name) for name in ("stdout", "stderr"))
            asked = {"words": words, "cwd": str(cwd), "env": env, "out": str(out), "err": str(err), "timeout": timeout}
            self.process.stdin.write(json.dumps(asked) + "\n")
            self.process.stdin.flush()
            code = json.loads(self.process.stdout.readline())
            if code is None:
                raise subprocess.TimeoutExpired(words, timeout, out.read_bytes(), err.read_bytes())
            return subprocess.CompletedProcess(["buju", *words], code, out.read_bytes(), err.read_bytes())


@functools.cache
def _server() -> _Server:
    return _Server()


def _serve() -> None:
    """Answer calls, a line of JSON each, until there are no more."""
    for name in (
        "loaders.dataset",
        "matplotlib.figure",
        "openpyxl",
        "planner.runs.pipeline",
        "planner.studies.explain",
    ):
        importlib.import_module(name)

    assert "planner.cli.language" not in sys.modules, "the language is read when the command begins"
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _become(asked)
        sys.stdout.write(json.dumps(_ended(child, asked["timeout"])) + "\n")
        sys.stdout.flush()


def _ended(child: int, timeout: float) -> int | None:
    import signal  # noqa: PLC0415
    import time  # noqa: PLC0415

    last, pause = time.monotonic() + timeout, 0.001
    while time.monotonic() < last:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(2 * pause, 0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _become(asked: dict[str, Any]) -> None:
    """Be the command: in this forked process, to its end."""
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, opened in enumerate(
        (os.open(os.devnull, os.O_RDONLY), *(os.open(asked[k], flags) for k in ("out", "err")))
    ):
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
        for number, mode in enumerate(("r", "w", "w"))
    )
    sys.argv = ["buju", *asked["words"]]
    code = 1
    try:
        from planner.cli.app import main  # noqa: PLC0415

        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001
        import traceback  # noqa: PLC0415

        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
