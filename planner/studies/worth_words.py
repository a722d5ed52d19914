"""A loss or a gain in what it means: per cent of the plan's worth, and technologies by name.

The worth of a plan is the value of its objective's first stage. What does not live here: the figures themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.base.rounding import percent
from graph.base.words import Words

FEW = 4
"""So many names are listed before "and n more"."""
_SMALL = 0.00005
"""Share below which two decimals show nothing."""


def per_cent(part: float, whole: float | None) -> Words:
    """A part of a plan's worth in per cent; the figure itself where the whole is nothing.

    >>> per_cent(0.007169, 0.443095)
    Words(en='1.62%', zh='1.62%')
    >>> per_cent(1e-9, 1.0).en, per_cent(0.0, 1.0).en, per_cent(2.0, 0.0).en, per_cent(3.0, 1.0).en
    ('less than 0.01%', '0%', '2', '300.00%')
    """
    if not whole:
        return Words(f"{part:.6g}", f"{part:.6g}")
    share = abs(part / whole)
    if 0 < share < _SMALL:
        return Words("less than 0.01%", "不到0.01%")
    text = percent(share, 2) if share else "0%"
    return Words(text, text)


def named(names: Iterable[str], counter: str = "家", few: int = FEW) -> Words:
    """Names in a row, cut after ``few``; ``counter`` counts them in Chinese.

    >>> named("ABCDEF")
    Words(en='A, B, C, D and 2 more', zh='A、B、C、D等6家')
    """
    every = list(names)
    en, zh = ", ".join(every[:few]), "、".join(every[:few])
    if len(every) > few:
        return Words(f"{en} and {len(every) - few} more", f"{zh}等{len(every)}{counter}")
    return Words(en, zh)


def technologies(names: Sequence[str]) -> Words:
    """Technologies by name.

    >>> technologies(["甲", "乙"]).zh
    '甲、乙'
    """
    return named(names, "项")
