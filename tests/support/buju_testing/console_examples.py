"""Pages with ``console`` blocks: their commands are run in one folder, and what they show is held against the output.

What is shown must be the whole output, line by line, but where ``…`` stands on a line of its own; a command with
nothing below it is only run. What is not tested here: whether the pages say something useful.
"""

import re
import shlex
from importlib.metadata import version
from pathlib import Path

import pytest

from buju_testing import commands

ROOT = Path(__file__).parents[3]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"


def blocks(text, kind=None):
    """Fenced blocks as (kind, body)."""
    return [(k, body) for k, body in FENCE.findall(text) if kind in (None, k)]


def examples(text):
    """Commands of the console blocks with the lines shown below each."""
    found = []
    for _, body in blocks(text, "console"):
        for line in body.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def disagreement(shown, printed):
    """The first shown line that is not where it should be, or None."""
    if not shown:
        return None
    printed, at, gap = [*printed, None], 0, False
    for line in [*shown, None]:  # None: the end
        if line == LEFT_OUT:
            gap = True
            continue
        if gap and line in printed[at:]:
            at = printed.index(line, at)
        if at >= len(printed) or printed[at] != line:
            return "the end of the output" if line is None else line
        at, gap = at + 1, False
    return None


def run(text, lang, folder):
    """Run all commands of a page in ``folder``; a command may end with 0, or with 3 (no plan).

    Pages show what the HiGHS of ``constraints.txt`` finds: of plans that are equally good another may take another.
    """
    pinned = f"highspy=={version('highspy')}"
    if pinned not in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        pytest.skip(f"shows what the HiGHS of constraints.txt finds; here is {pinned}")
    for asked, shown in examples(text):
        program, *args = shlex.split(asked)
        assert program == "buju"
        done = commands.run(*args, cwd=folder, lang=lang, env={"COLUMNS": "400"}, timeout=300)
        assert done.returncode in (0, 3), (asked, done.stderr)
        wrong = disagreement(shown, done.stdout.splitlines())
        assert wrong is None, f"{asked} does not print, or not there: {wrong}\n{done.stdout}"
