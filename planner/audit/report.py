"""What an audit says: findings, and how many checks of each rule family were made.

What does not live here: the rules' sentences (``planner.audit.rules``) and the checks themselves.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from graph.base.words import Lang, Words

NOISE = 1e-12
"""Part of the larger figure by which money and measured figures may pass a limit: rounding, at every size."""
TYPED = 14
"""Decimals of so many digits are compared to their last one: hardly any figure that arithmetic has rounded is one."""
CLAIM_TOLERANCE = 1e-12
"""Part of the larger figure (or of the scale of what is added up) by which a claim may differ from what is found."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong: its code, the family that it is counted in, and its sentence."""

    code: str
    family: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFinding:
    """One rule that the plan breaks; ``value`` is what the audit found, ``limit`` what the rule allows.

    ``value`` and ``limit`` are NaN where the rule compares no numbers.
    """

    code: str
    rule: str
    centre: str
    year: int | None
    value: float
    limit: float
    words: Words
    key: str = ""
    """What the rule speaks of beside centre and year: a district, a technology, a condition, a list of centres …"""

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """The finding as plain JSON data (NaN becomes ``None``), with its sentence in one language."""
        return {
            "code": self.code,
            "rule": self.rule,
            "centre": self.centre,
            "year": self.year,
            "key": self.key,
            "value": self.value if math.isfinite(self.value) else None,
            "limit": self.limit if math.isfinite(self.limit) else None,
            "message": self.words.say(lang),
        }


@dataclass(frozen=True)
class AuditReport:
    """The outcome of one audit.

    Examples
    --------
    >>> report = AuditReport((), {"total_cap": 3, "equity": 0}, ("equity",), {})
    >>> report.clean, report.checked, report.off
    (True, 3, ('equity',))
    """

    findings: tuple[AuditFinding, ...]
    by_family: Mapping[str, int]
    """Number of checks made, for every family, 0 included."""
    off: tuple[str, ...]
    """Families that the policy (or the data) does not switch on."""
    recomputed: Mapping[str, float]
    """Goals, cost, delay, late money, count and the value of each stage, as the audit computes them."""

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def checked(self) -> int:
        """Number of checks made in all."""
        return sum(self.by_family.values())

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """The report as plain JSON data, with its sentences in one language."""
        return {
            "clean": self.clean,
            "checked": self.checked,
            "by_family": dict(self.by_family),
            "off": list(self.off),
            "recomputed": dict(self.recomputed),
            "findings": [f.as_dict(lang) for f in self.findings],
        }


def noise(*figures: float) -> float:
    """How far a measured figure may pass its limit: what rounding leaves of the largest of the figures compared.

    Nothing, where all of them are decimals of at most :data:`TYPED` digits.

    Examples
    --------
    >>> noise(1000.0, 2 / 3), noise(1000.0, 999.9999999)
    (1e-09, 0.0)
    """
    typed = all(float(format(f, f".{TYPED}g")) == f for f in figures)
    return 0.0 if typed else NOISE * max(abs(f) for f in figures)


def total(products: Iterable[tuple[float, ...]]) -> float:
    """Σ of products of figures, each taken for the decimal that it was typed as, so that a sum of decimals is one.

    Examples
    --------
    >>> total([(0.1,), (0.2,)]), total([(0.7, 100.1), (1.0 - 0.7, 10.0)]), 0.7 * 100.1 + (1.0 - 0.7) * 10.0
    (0.3, 73.07, 73.07)
    """
    parts = list(products)
    if not all(math.isfinite(figure) for part in parts for figure in part):
        return math.fsum(math.prod(part) for part in parts)
    top, below = 0, 1  # whole numbers over one denominator: fractions would be reduced at every step
    for part in parts:
        typed = [_typed(figure) for figure in part]
        above, under = math.prod(t.numerator for t in typed), math.prod(t.denominator for t in typed)
        if under != below:
            common = math.lcm(under, below)
            top, above, below = top * (common // below), above * (common // under), common
        top += above
    return float(Fraction(top, below))


@lru_cache(maxsize=1 << 16)
def _typed(figure: float) -> Fraction:
    return Fraction(int(figure)) if float(figure).is_integer() else Fraction(format(figure, ".15g"))


def agrees(claimed: float, found: float, scale: float = 1.0) -> bool:
    """Whether two figures are the same but for rounding; NaN and infinity agree with nothing.

    Examples
    --------
    >>> agrees(0.5, 0.5 + 1e-13), agrees(0.5, 0.5001), agrees(float("nan"), float("nan"))
    (True, False, False)
    >>> agrees(3.35e-6, 2.95e-6, scale=5.9e-7), agrees(1e9, 1e9 + 1)
    (False, False)
    """
    finite = math.isfinite(claimed) and math.isfinite(found)
    return finite and abs(claimed - found) <= CLAIM_TOLERANCE * max(scale, abs(claimed), abs(found))


def number(value: float) -> str:
    """A number as people write it: six places at most, thousands apart.

    Examples
    --------
    >>> number(1200.5), number(3.0), number(float("nan"))
    ('1,200.5', '3', 'NaN')
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("∞" if value > 0 else "-∞")
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass
class Ledger:
    """Collects findings and counts checks while an audit runs."""

    families: Iterable[str]
    names: Mapping[str, Mapping[str, str | Words]] = field(default_factory=dict)
    """Names by kind of thing and id, for the sentences."""
    findings: list[AuditFinding] = field(default_factory=list)
    by_family: dict[str, int] = field(default_factory=dict)
    off: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_family = dict.fromkeys(self.families, 0)

    def skip(self, family: str) -> None:
        """Note that a family is switched off."""
        self.off.append(family)

    def check(
        self,
        rule: Rule,
        holds: bool,
        *,
        centre: str = "",
        year: int | None = None,
        value: float = math.nan,
        limit: float = math.nan,
        **marks: Any,
    ) -> None:
        """Count one check; write down a finding if it does not hold."""
        self.by_family[rule.family] += 1
        if not holds:
            self.found(rule, centre=centre, year=year, value=value, limit=limit, **marks)

    def found(
        self,
        rule: Rule,
        *,
        centre: str = "",
        year: int | None = None,
        value: float = math.nan,
        limit: float = math.nan,
        key: str | int = "",
        of: str = "",
        **marks: Any,
    ) -> None:
        """Write down a finding; ``of`` is the kind of thing that ``key`` names."""
        shown, allowed = number(value), number(limit)
        if shown == allowed and value != limit and math.isfinite(value):  # what they differ by lies further down
            shown, allowed = f"{value:,.15g}", f"{limit:,.15g}"
        words = rule.words.fill(
            centre=self.label("centres", centre),
            key=self.label(of, key),
            year="" if year is None else year,
            value=shown,
            limit=allowed,
            **marks,
        )
        self.findings.append(
            AuditFinding(
                code=rule.code,
                rule=rule.family,
                centre=centre,
                year=year,
                value=value,
                limit=limit,
                words=words,
                key=str(key),
            )
        )

    def label(self, of: str, key: str | int) -> Words:
        """Name one thing, or several whose ids are joined by ``|``, as people know them: name and id."""
        known = self.names.get(of, {})
        ids = str(key).split("|")
        names = [known.get(i, i) for i in ids]
        both = [n if isinstance(n, Words) else Words(n, n) for n in names]
        return Words(
            ", ".join(n.en if n.en == i else f"{n.en} ({i})" for n, i in zip(both, ids, strict=True)),
            "、".join(n.zh if n.zh == i else f"{n.zh}（{i}）" for n, i in zip(both, ids, strict=True)),
        )

    def at_most(self, rule: Rule, value: float, limit: float, *, measured: bool = False, **where: Any) -> None:
        """Check ``value ≤ limit``; counts exactly, money and measured figures but for rounding."""
        slack = noise(value, limit) if measured else 0.0
        self.check(rule, value <= limit + slack, value=value, limit=limit, **where)

    def at_least(self, rule: Rule, value: float, limit: float, *, measured: bool = False, **where: Any) -> None:
        """Check ``value ≥ limit``; counts exactly, money and measured figures but for rounding."""
        slack = noise(value, limit) if measured else 0.0
        self.check(rule, value >= limit - slack, value=value, limit=limit, **where)

    def report(self, recomputed: Mapping[str, float]) -> AuditReport:
        """The finished report."""
        return AuditReport(tuple(self.findings), dict(self.by_family), tuple(self.off), dict(recomputed))
