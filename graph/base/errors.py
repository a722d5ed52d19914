"""What buju raises, and the exit code that each error ends the command with.

    BujuError
    ├── InputError        1  the data or a scenario has findings; they are carried along
    ├── UsageError        2  the command was called with what it cannot take
    ├── OutputError       2  a folder or file cannot be written
    └── ServiceError      5  something outside (a server) does not answer

Infeasible (3) and "no proof" (4) are results, not errors. Anything else is a bug (70).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.base.words import Words

if TYPE_CHECKING:
    from graph.base.findings import Finding


class BujuError(Exception):
    """Base of all errors a user can cause and mend; carries the sentence in both languages."""

    exit_code = 70

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


SHOWN = 20
"""Findings that an :class:`InputError` shows where nothing else prints them; it holds all."""


class InputError(BujuError):
    """Input that cannot be used; ``findings`` says everything that is wrong, at once."""

    exit_code = 1

    def __init__(self, words: Words, findings: Sequence[Finding] = ()) -> None:
        super().__init__(words)
        self.findings = tuple(findings)

    def __str__(self) -> str:
        """The sentence and the first findings, errors before the rest."""
        ranked = sorted(self.findings, key=lambda f: f.level != "error")
        lines = [self.words.en, *(f"  {f.line('en')}" for f in ranked[:SHOWN])]
        more = len(ranked) - SHOWN
        return "\n".join([*lines, *([f"  … and {more} more in .findings"] if more > 0 else [])])


class UsageError(BujuError):
    """A command or function called with what it cannot take."""

    exit_code = 2


class OutputError(BujuError):
    """A place that cannot be written; nothing half-written is left behind."""

    exit_code = 2


class ServiceError(BujuError):
    """An outside service that does not answer or refuses."""

    exit_code = 5
