"""The commands, found by looking: one folder a command, no list of them anywhere.

To make ``buju NAME``, make the folder ``commands/NAME/`` (``NAME_`` where the name is a Python keyword):

1. ``__init__.py``: a line that says what the folder is.
2. ``command.py``: a function with Typer's parameters, ending in ``*, out: Console``, that returns an exit code or
   None; and at its foot ``COMMAND = Command(function, Words(help_en, help_zh), order=N)``. ``order`` is its place in
   ``buju --help``. ``--lang``, ``--json``, ``-q`` and ``-v`` are added by ``planner.cli.speaking``: ``out`` is made of
   them.
3. ``text.py``: what a person reads. ``schema.py``: the answer as a frozen dataclass, which ``--json`` prints, and
   ``SCHEMA``, derived from it by ``json_kinds.printed``.
4. A group has ``group.py`` with ``GROUP = Group(Words(…), order=N)`` and its commands as folders below it.
5. ``command.py`` is imported for every ``buju --help``: what is heavy is imported inside the function.

Tests stand in ``tests/planner/cli``; ``scripts/docs`` writes the command into ``docs/commands.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from graph.base.words import Words


@dataclass(frozen=True)
class Command:
    """A command: what runs, what ``--help`` says of it, and its place in the list (lowest first).

    ``ends_with`` are the exit codes that its input may lead to: 1 for findings, 5 for a service that does not answer.
    """

    run: Callable[..., Any]
    help: Words
    order: int
    ends_with: tuple[int, ...] = (1,)


@dataclass(frozen=True)
class Group:
    """A group of commands: what ``--help`` says of it, and its place in the list (lowest first)."""

    help: Words
    order: int


@dataclass(frozen=True)
class Found:
    """A command or group by the folder that it was found in."""

    name: str
    what: Command | Group
    package: str


def found(package: str = __name__) -> tuple[Found, ...]:
    """The commands and groups of a package of folders, in their order.

    >>> [(each.name, type(each.what).__name__) for each in found("planner.cli.commands.graph")][-2:]
    [('export', 'Command'), ('import', 'Command')]
    """
    every = [_read(package, folder) for folder in _folders(package)]
    return tuple(sorted((one for one in every if one is not None), key=lambda one: (one.what.order, one.name)))


def named(package: str = __name__) -> Iterator[tuple[str, str]]:
    """Every command by its words, ``graph push``, with the package that holds it, in the order of the help."""
    for each in found(package):
        if isinstance(each.what, Group):
            yield from ((f"{each.name} {name}", below) for name, below in named(each.package))
        else:
            yield each.name, each.package


def part(package: str, name: str) -> ModuleType | None:
    """The module ``name`` of a command's folder, or None where the folder has none."""
    return import_module(f"{package}.{name}") if (_place(package) / f"{name}.py").is_file() else None


def _read(package: str, folder: str) -> Found | None:
    below = f"{package}.{folder}"
    name = folder.removesuffix("_").replace("_", "-")
    if module := part(below, "command"):
        return Found(name, module.COMMAND, below)
    if module := part(below, "group"):
        return Found(name, module.GROUP, below)
    return None


def _place(package: str) -> Path:
    return Path(__file__).parent.joinpath(*package.split(".")[len(__name__.split(".")) :])


def _folders(package: str) -> list[str]:
    return sorted(path.name for path in _place(package).iterdir() if path.is_dir() and path.name.isidentifier())
