"""Goals written as linear combinations: ``coverage + 0.5*talent``. Read by hand, never evaluated.

What does not live here: which goals a problem has (``planner.problem.city``, ``planner.problem.tables``).
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Literal

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.problem.rows import BUILT_IN, Goal, PlanningProblem

Sense = Literal["maximise", "minimise"]
LESS = (*BUILT_IN, "shortfall", "largest_shortfall")
"""Parts of a goal that are amounts to keep low."""
Combination = tuple[tuple[str, float], ...]
"""Names with their factors."""
LONGEST = 500
"""Characters of a goal."""
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])
      | "(?P<quoted>[^"]+)"
      | (?P<name>[^\W\d][\w.]*)
      | (?P<sign>[-+*]))""",
    re.VERBOSE,
)
_PLAIN = str.maketrans("０１２３４５６７８９．＋－−＊×", "0123456789.+--**")


def parse(text: str, known: Collection[str]) -> Combination:
    """Read a goal: a known name, or a sum of names with factors.

    Parameters
    ----------
    text : str
        ``name``, ``2*a - b``, ``a*0.5 + "a name with - in it"``.
    known : collection of str
        Names that may be used.

    Raises
    ------
    UsageError
        The text cannot be read (where is said), or a name is unknown (the nearest one is named).

    Examples
    --------
    >>> parse("coverage + 0.5*talent - coverage*2", ["coverage", "talent"])
    (('coverage', -1.0), ('talent', 0.5))
    >>> parse("a-b", ["a-b", "a", "b"])
    (('a-b', 1.0),)
    """
    if text.strip() in known:
        return ((text.strip(), 1.0),)
    found: dict[str, float] = {}
    terms = _terms(text)
    _all_known([name for name, _ in terms], known)
    for name, factor in terms:
        found[name] = found.get(name, 0.0) + factor
    kept = tuple((name, factor) for name, factor in found.items() if factor)
    if not kept:
        raise UsageError(Words("the goal {t} comes to nothing", "目标 {t} 相互抵消，恒为零").fill(t=text))
    return kept


def _all_known(used: Sequence[str], known: Collection[str]) -> None:
    """Refuse names that are not there, all at once."""
    unknown = list(dict.fromkeys(name for name in used if name not in known))
    if not unknown:
        return
    words = Words("unknown goal {g}; there are {known}", "没有目标 {g}；可选：{known}").fill(
        g=", ".join(unknown), known=", ".join(known)
    )
    near = {name: found[0] for name in unknown if (found := difflib.get_close_matches(name, list(known), 1))}
    if near:
        meant = ", ".join(found if len(unknown) == 1 else f"{name} → {found}" for name, found in near.items())
        words = Words("{w}; did you mean {near}?", "{w}；是否指 {near}？").fill(w=words, near=meant)
    raise UsageError(words)


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """(kind, text, place) of each token; what is none is an error with its place."""
    if len(text) > LONGEST:
        raise UsageError(Words("a goal of more than {n} characters", "目标超过 {n} 个字符").fill(n=LONGEST))
    plain = text.translate(_PLAIN)
    out, at = [], 0
    while at < len(plain.rstrip()):
        match = _TOKEN.match(plain, at)
        if match is None or match.lastgroup is None:
            _wrong(text, at + len(plain[at:]) - len(plain[at:].lstrip()))
            break
        kind = match.lastgroup
        # names keep their own characters, full-width digits included
        start, end = match.span(kind)
        out.append((kind, text[start:end] if kind in ("name", "quoted") else match[kind], start))
        at = match.end()
    return out


def _wrong(text: str, at: int) -> None:
    words = Words(
        'cannot read the goal {t} at character {n}: write 2*a + b - 0.5*c, odd names in "…"',
        "目标 {t} 第 {n} 个字符处无法识别：应写成 2*a + b - 0.5*c，特殊名称加引号",
    )
    raise UsageError(words.fill(t=f"“{text[:80]}”", n=at + 1))


def _terms(text: str) -> list[tuple[str, float]]:
    """(name, factor) of each term, in order: sum = [sign] term { sign term }, term = factor { "*" factor }."""
    tokens = [*_tokens(text), ("end", "", len(text))]
    out: list[tuple[str, float]] = []
    at = 0
    while True:
        sign = 1.0
        kind, word, place = tokens[at]
        if kind == "sign" and word in "+-":
            sign = -1.0 if word == "-" else 1.0
            at += 1
        elif out:
            _wrong(text, place)
        names: list[str] = []
        factor = sign
        while True:
            kind, word, place = tokens[at]
            if kind == "number":
                factor *= float(word)
            elif kind in ("name", "quoted") and not names:
                names.append(word)
            else:
                _wrong(text, place)
            at += 1
            if tokens[at][:2] != ("sign", "*"):
                break
            at += 1
        if not names or not math.isfinite(factor):
            _wrong(text, place)
        out.append((names[0], factor))
        if tokens[at][0] == "end":
            return out


def mentioned(texts: Iterable[str]) -> set[str]:
    """The goals themselves and every name in them, whether known or not; for reading no more columns than needed.

    >>> sorted(mentioned(["jobs + 2*patents", "cost"]))
    ['cost', 'jobs', 'jobs + 2*patents', 'patents']
    """
    out: set[str] = set()
    for text in texts:
        out |= {text.strip()}
        out |= {m["quoted"] or m["name"] for m in _TOKEN.finditer(text[:LONGEST]) if m["quoted"] or m["name"]}
    return out


def names(problem: PlanningProblem) -> dict[str, Goal]:
    """Everything of a problem that can be a goal: its goals, then its components by their own names."""
    components = [*(layer.name for layer in problem.layers), *(p.name for p in problem.pairs), *problem.values]
    out = {name: Goal(name, ((name, 1.0),)) for name in components}
    return {g.name: g for g in problem.goals} | {
        n: g for n, g in out.items() if n not in {h.name for h in problem.goals}
    }


def sense_of(goal: Goal) -> Sense:
    """Minimised where every part is an amount to keep low (cost, count, delay, late money, shortfalls), else maximised.

    The shortfall is what is asked for less what is reached of it.

    >>> sense_of(Goal("a", (("cost", 1.0), ("delay", 2.0)))), sense_of(Goal("b", (("people", 1.0), ("cost", -0.1))))
    ('minimise', 'maximise')
    """
    low = all((part in LESS and factor > 0) or (part == "reached" and factor < 0) for part, factor in goal.parts)
    return "minimise" if low and goal.parts else "maximise"


def with_goals(problem: PlanningProblem, texts: Sequence[str]) -> tuple[PlanningProblem, tuple[str, ...]]:
    """The problem with each text as one of its goals, and their names.

    Raises
    ------
    UsageError
        A text cannot be read, names what is not there, or adds an amount to keep low to one that is maximised.
    """
    known = names(problem)
    goals = {g.name: g for g in problem.goals}
    out: list[str] = []
    _all_known([name for t in texts if t.strip() not in known for name, _ in _terms(t)], known)
    for text in texts:
        combination = parse(text, known)
        name = text.strip()
        if name not in goals:
            goals[name] = _combined(name, combination, known)
        out.append(name)
    return replace(problem, goals=tuple(goals.values())), tuple(out)


def _combined(name: str, combination: Combination, known: dict[str, Goal]) -> Goal:
    parts: dict[str, float] = {}
    for term, factor in combination:
        for part, amount in known[term].parts:
            parts[part] = parts.get(part, 0.0) + factor * amount
    low = [t for t, f in combination if sense_of(known[t]) == "minimise" and f > 0]
    if low and len(low) < len(combination):
        words = Words(
            "{g} adds {low}, which should be small, to what is maximised: write - before it",
            "{g} 把应取小的 {low} 加到求大的目标上，请改为减号",
        )
        raise UsageError(words.fill(g=f"“{name[:80]}”", low=", ".join(low)))
    constant = sum(factor * known[term].constant for term, factor in combination)
    return Goal(name, tuple((part, f) for part, f in parts.items() if f), constant)
