"""The numbered rules that input is held against, gathered from wherever they are declared.

S1xx files · H2xx headers · C3xx cells · K4xx keys and references · X5xx between tables · D6xx CORDIS
files · G7xx graph files · M8xx sources · B9xx a workbook to begin from. A module of this package, or a module called
``rules`` of a reader's own package, declares ``RULES`` and ``GROUPS``; it is found by its place, no list names it.
What does not live here: rules of YAML files (Y7xx, ``planner.rulebook.scenario.rules``), and the checks; these cite
a rule by its code, and a test holds both sides complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from graph.base.cell_text import shown
from graph.base.errors import UsageError
from graph.base.findings import Finding, Level
from graph.base.nearest import Nearest
from graph.base.rule import Rule
from graph.base.words import Words
from loaders.rules.rule import Group

_HERE = Path(__file__).parent
_READERS = "loaders.readers"


@cache
def groups() -> Mapping[str, Group]:
    """The groups of rules by their letter, in the order in which they are listed.

    Examples
    --------
    >>> "".join(groups())
    'SHCKXDGMB'
    """
    found = [group for module in _declaring() for group in module.GROUPS]
    return {g.letter: g for g in sorted(found, key=lambda g: (g.place, g.letter))}


@cache
def catalogue() -> Mapping[str, Rule]:
    """All rules by code, group by group.

    Examples
    --------
    >>> catalogue()["K402"].title.say("en")
    'an id that no row defines'
    """
    order = list(groups())
    rules = [rule for module in _declaring() for rule in module.RULES]
    return {r.code: r for r in sorted(rules, key=lambda r: (order.index(r.code[0]), int(r.code[1:])))}


def _declaring() -> Iterator[ModuleType]:
    """Every module that declares rules: those of this package, and ``rules`` of each package of readers."""
    for found in iter_modules([str(_HERE)]):
        module = import_module(f"{__package__}.{found.name}")
        if hasattr(module, "RULES"):
            yield module
    readers = _HERE.parent / "readers"
    for package in iter_modules([str(readers)]):
        if package.ispkg and any(m.name == "rules" for m in iter_modules([str(readers / package.name)])):
            yield import_module(f"{_READERS}.{package.name}.rules")


def explain(code: str) -> Rule:
    """The rule with this code, in any case.

    Raises
    ------
    UsageError
        If there is no such rule; the sentence names the nearest.

    Examples
    --------
    >>> explain("c304").level
    'error'
    """
    found = catalogue().get(code.strip().upper())
    if found is None:
        near = Nearest(catalogue())(code.strip().upper())
        hint = Words(f"; nearest is {near}", f"；最接近的是 {near}") if near else Words("", "")
        raise UsageError(
            Words(
                "there is no rule {code}{hint}; `buju rules` lists all",
                "没有规则 {code}{hint}；用 buju rules 可列出全部规则",
            ).fill(code=shown(code), hint=hint)
        )
    return found


def finding(
    code: str,
    file: str,
    row: int = 0,
    column: str = "",
    value: object = "",
    message: Words | None = None,
    mend: Words | None = None,
    level: Level | None = None,
) -> Finding:
    """A finding against the rule ``code``; what is not given is taken from the catalogue, the value is made printable.

    Examples
    --------
    >>> finding("S110", "covers.csv").message.say("en")
    'the file is empty'
    """
    known = catalogue()[code]
    return Finding(
        code,
        level or known.level,
        file=shown(file),
        row=row,
        column=column,
        value=shown(value),
        message=message or known.title,
        mend=mend or known.mend,
    )
