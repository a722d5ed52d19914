"""Where a result comes from: inputs, versions, solver and command line, secrets left out.

What does not live here: the run's folder (``planner.runs.store``).
"""

from __future__ import annotations

import hashlib
import platform
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

_SECRET = re.compile(r"^--?[\w-]*(pass|secret|token|credential|apikey|api-key)[\w-]*(=.*)?$", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?<=://)[^/@\s]+@")
_VERSIONS = ("buju", "numpy", "scipy", "pulp", "highspy")


def provenance(
    *,
    inputs: Mapping[str, str],
    solver: tuple[str, str],
    limits: Mapping[str, Any],
    cpu_seconds: float,
    sets: Sequence[str] = (),
    command: Sequence[str] | None = None,
    when: datetime | None = None,
    result: bytes | None = None,
    files: Iterable[str] = (),
) -> dict[str, Any]:
    """Say where a result comes from: inputs, versions, solver, command. Nothing secret is kept.

    Parameters
    ----------
    inputs
        SHA-256 by file name.
    solver
        Name and version.
    limits
        Seconds, gap, threads, seed.
    cpu_seconds
        CPU seconds of the whole computation.
    sets
        Values changed by ``--set``.
    command
        The command line (default: this process's); values of password and token options, and accounts in
        addresses, are blotted out.
    when
        Time of the run, with its time zone (default: now).
    result
        Bytes of ``result.json``; their hash then tells whether the file was changed later.
    files
        Names of the files that are written with it: one that is told here and not there was taken away later.

    Examples
    --------
    >>> made = provenance(inputs={}, solver=("HiGHS", "1.11"), limits={"seed": 0}, cpu_seconds=0.5,
    ...                   command=["buju", "plan", "--password", "x", "--token=y", "bolt://me:pw@host"],
    ...                   when=datetime(2024, 5, 1, tzinfo=UTC))
    >>> made["time"], made["command"]
    ('2024-05-01T00:00:00Z', ['buju', 'plan', '--password', '***', '--token=***', 'bolt://***@host'])
    """
    made: dict[str, Any] = {
        "format": "buju-provenance/1",
        "time": (when or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "command": _without_secrets(_this_command() if command is None else command),
        "sets": _without_secrets(sets),
        "inputs": dict(sorted(inputs.items())),
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in _VERSIONS},
        "platform": f"{platform.system()} {platform.machine()}",
        "solver": {"name": solver[0], "version": solver[1]},
        "seed": limits.get("seed"),
        "limits": dict(limits),
        "cpu_seconds": cpu_seconds,
    }
    if result is not None:
        made["result_sha256"] = hashlib.sha256(result).hexdigest()
    if told := sorted(files):
        made["files"] = told
    return made


def _this_command() -> list[str]:
    """The command line of this process; the program by its name, without its folder."""
    return [Path(word).name if k == 0 else word for k, word in enumerate(sys.argv)]


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _without_secrets(command: Sequence[str]) -> list[str]:
    kept: list[str] = []
    secret_next = False
    for word in command:
        match = _SECRET.match(word)
        if secret_next and not word.startswith("--"):
            kept.append("***")
        elif match and match.group(2):
            kept.append(word.partition("=")[0] + "=***")
        else:
            kept.append(_ACCOUNT.sub("***@", word))
        secret_next = bool(match and not match.group(2))
    return kept
