"""The numbered rules that input is held against: what each asks, why, an example and how to mend it.

S1xx files · H2xx headers · C3xx cells · K4xx keys and references · X5xx between tables · D6xx CORDIS
files · G7xx graph files.
What does not live here: rules of YAML files (Y7xx, ``planner.rulebook.scenario.rules``), and the checks; these cite
a rule by its code, and a test holds both sides complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph.base.cell_text import shown
from graph.base.errors import UsageError
from graph.base.findings import Finding, Level
from graph.base.nearest import Nearest
from graph.base.words import Lang, Words


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue. ``level`` is the usual one; a check may report the same rule at another level."""

    code: str
    level: Level
    title: Words
    why: Words
    example: Words
    mend: Words

    def as_dict(self, lang: Lang) -> dict[str, str]:
        """The rule as plain JSON data in one language."""
        said = {name: getattr(self, name).say(lang) for name in ("title", "why", "example", "mend")}
        return {"code": self.code, "level": self.level, **said}


def rule(
    code: str,
    level: Level,
    title: tuple[str, str],
    why: tuple[str, str],
    example: tuple[str, str],
    mend: tuple[str, str],
) -> Rule:
    """A rule from (English, Chinese) pairs."""
    return Rule(code, level, Words(*title), Words(*why), Words(*example), Words(*mend))


@cache
def catalogue() -> Mapping[str, Rule]:
    """All rules by code, in the order of their codes.

    Examples
    --------
    >>> catalogue()["K402"].title.say("en")
    'an id that no row defines'
    """
    from loaders.rules import cordis, evaluation, files, graphs, links, tables  # noqa: PLC0415 - they use `rule` above

    rules = (*files.RULES, *tables.RULES, *links.RULES, *evaluation.RULES, *cordis.RULES, *graphs.RULES)
    return {r.code: r for r in sorted(rules, key=lambda r: "SHCKXDG".index(r.code[0]) * 1000 + int(r.code[1:]))}


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
        code, level or known.level, shown(file), row, column, shown(value), message or known.title, mend or known.mend
    )
