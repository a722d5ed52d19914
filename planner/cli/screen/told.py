"""Warnings that a command says by itself, without ``-v``: something of the input may have been lost on the way.

What does not live here: which rules ask for it (``graph.base.rule.Rule.told``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.base.findings import Finding
from graph.base.words import Words
from planner.cli.screen.console import Console

EACH = 3
"""Findings of one rule that are shown."""


def told(findings: Iterable[Finding]) -> list[Finding]:
    """The warnings of rules that ask to be told."""
    from loaders.rules.catalogue import catalogue

    rules = catalogue()
    return [f for f in findings if f.level == "warning" and f.code in rules and rules[f.code].told]


def say_told(out: Console, findings: Sequence[Finding]) -> None:
    """Say them, a few of each rule, and how many more there are."""
    if out.quiet:
        return
    seen: Counter[str] = Counter()
    for f in told(findings):
        seen[f.code] += 1
        if seen[f.code] <= EACH:
            out.findings([f])
    for code, n in seen.items():
        if n > EACH:
            rest = Words("  … and {n} more of {code}; -v shows all", "  ……{code} 另有 {n} 条，-v 可全部列出")
            out.say(rest.fill(n=n - EACH, code=code))
