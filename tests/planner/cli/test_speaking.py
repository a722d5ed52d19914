"""The options that every command has are declared once, and a command hears of them by its console."""

import inspect
import re
from pathlib import Path

import pytest
import typer

from planner.cli import commands
from planner.cli.speaking import SHARED, speaking

COMMANDS = Path(commands.__file__).parent


def told(folder: str, n: int = 3, *, out: object) -> tuple[str, int, object]:
    """Count."""
    return folder, n, out


def test_the_console_is_made_of_the_shared_options():
    run = speaking(told)
    assert list(inspect.signature(run).parameters) == ["folder", "n", *(name for name, _, _ in SHARED)]
    folder, n, out = run(folder="city", n=4, lang="zh", as_json=True, quiet=False, verbose=True)
    assert (folder, n, run.__doc__) == ("city", 4, "Count.")
    assert (out.lang, out.json, out.quiet, out.verbose) == ("zh", True, False, True)


def test_another_language_is_refused_before_the_command_runs():
    with pytest.raises(typer.BadParameter, match="zh"):
        speaking(told)(folder="city", lang="fr", as_json=False, quiet=False, verbose=False)


def test_no_command_declares_them_again():
    sources = {p: p.read_text(encoding="utf-8") for p in COMMANDS.rglob("command.py")}
    assert len(sources) > 30
    again = [str(p) for p, text in sources.items() if re.search(r"\b(LangOption|JsonOption|as_json)\b", text)]
    assert again == []
