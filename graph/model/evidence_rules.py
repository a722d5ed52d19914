"""How items of evidence are weighed: their age, the weight at which a strength is one half, and whom they tie.

Written in one line of ``dataset.yaml``: ``evidence: as_of:2026 half_life:5 patent:2``. The numbers that are not given
are buju's own. What does not live here: the weighing (``graph.measures.items``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.base.cell_text import shown
from graph.base.errors import UsageError
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.evidence_tables import ITEM_KINDS

KINDS = tuple(kind for kind, _ in ITEM_KINDS)
HALF_LIFE = 5.0
"""Years; buju's own."""
MOST_HOLDERS = 20
"""Holders of an item above which it ties nobody (it still counts a share for each); buju's own."""


@dataclass(frozen=True)
class EvidenceRules:
    """How items are weighed.

    Attributes
    ----------
    as_of
        Year from which ages count; None = the newest year of the items.
    half_life
        Years after which an item counts half.
    half_weight
        Kind of item → summed weight W½ at which the strength is one half.
    most_holders
        Items of more holders make no ties.
    by_field
        Whether weights are set against the mean weight of the technology's field.
    """

    as_of: int | None = None
    half_life: float = HALF_LIFE
    half_weight: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 1.0))
    most_holders: int = MOST_HOLDERS
    by_field: bool = False


def evidence_rules(text: str) -> EvidenceRules:
    """The rules that a line of text gives, the others buju's own.

    Raises
    ------
    UsageError
        A word that is none of ``KEY:VALUE``, or a value out of range; the nearest key is named.

    Examples
    --------
    >>> rules = evidence_rules("as_of:2026 half_life:4 patent:2 by_field:yes")
    >>> rules.as_of, rules.half_life, rules.half_weight["patent"], rules.half_weight["award"], rules.by_field
    (2026, 4.0, 2.0, 1.0, True)
    """
    given: dict[str, float] = {}
    by_field = False
    known = ("as_of", "half_life", "most_holders", "by_field", *KINDS)
    for word in text.replace(",", " ").split():
        name, _, value = word.partition(":")
        if name not in known:
            mend = Nearest(known).words(name, Words("use {k}", "可用 {k}").fill(k=", ".join(known)))
            raise UsageError(
                Words("evidence has no key {k}: {m}", "evidence 没有键 {k}：{m}").fill(k=shown(name), m=mend)
            )
        if name == "by_field" and value in ("yes", "no", "true", "false"):
            by_field = value in ("yes", "true")
            continue
        number = _number(value)
        if number is None or number <= 0 or (name in ("as_of", "most_holders") and not number.is_integer()):
            words = Words("evidence: {k} wants a positive number, not {v}", "evidence：{k} 应为正数，而非 {v}")
            raise UsageError(words.fill(k=name, v=shown(value)))
        given[name] = number
    return EvidenceRules(
        as_of=int(given["as_of"]) if "as_of" in given else None,
        half_life=given.get("half_life", HALF_LIFE),
        half_weight={kind: given.get(kind, 1.0) for kind in KINDS},
        most_holders=int(given.get("most_holders", MOST_HOLDERS)),
        by_field=by_field,
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
