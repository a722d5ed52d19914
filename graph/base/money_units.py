"""Units of money by name: which currency, and how many of its units one of these is. 万元 is 10,000 yuan.

What does not live here: units in headers of tables (``loaders.tables.units``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.base.cell_text import fold

_CURRENCIES = (
    ("EUR", ("欧元", "euros", "euro", "eur", "€")),
    ("USD", ("美元", "us$", "usd", "dollars", "dollar", "$")),
    ("GBP", ("英镑", "gbp", "£")),
    ("JPY", ("日元", "jpy", "yen")),
    ("HKD", ("港元", "港币", "hkd", "hk$")),
    ("CNY", ("人民币", "yuan", "rmb", "cny", "cn¥", "¥", "￥", "元")),
)
_FACTORS = {
    "": 1.0,
    **dict.fromkeys(("千", "k", "thousand", "'000", "000", "t"), 1e3),
    **dict.fromkeys(("万", "10k", "w", "tenthousand"), 1e4),
    "十万": 1e5,
    **dict.fromkeys(("百万", "m", "mn", "mio", "mio.", "million", "millions"), 1e6),
    **dict.fromkeys(("千万", "10m"), 1e7),
    **dict.fromkeys(("亿", "100m"), 1e8),
    **dict.fromkeys(("十亿", "b", "bn", "billion"), 1e9),
}
_MANY = re.compile("十亿|千万|百万|十万|万|亿")
_BEFORE = ("单位", "unit", "in")


@dataclass(frozen=True)
class Money:
    """A currency and how many of its units one of these is."""

    currency: str
    factor: float


def money(text: str) -> Money | None:
    """The unit of money that a text names; None if it names none.

    Examples
    --------
    >>> money("万元"), money("人民币亿元"), money("M EUR").factor, money("件"), money("")
    (Money(currency='CNY', factor=10000.0), Money(currency='CNY', factor=100000000.0), 1000000.0, None, None)
    """
    said = "".join(fold(text).casefold().split())
    for word in _BEFORE:
        said = said.removeprefix(word).lstrip(":")
    for currency, words in _CURRENCIES:
        if any(word in said for word in words):
            for word in words:
                said = said.replace(word, "")
            factor = _FACTORS.get(said.removesuffix("of").strip("()[]_-./"))
            return None if factor is None else Money(currency, factor)
    factor = _FACTORS.get(said)
    return Money("CNY", factor) if factor and said and said[0] in "十百千万亿" else None


def magnitude(text: str, *, certain: bool = True) -> float:
    """How many a word after a number stands for: ``万`` ten thousand; 1 if it is none.

    With ``certain``, letters, and ``千``, which may begin another unit, stand for nothing.

    Examples
    --------
    >>> magnitude("万"), magnitude("亿次"), magnitude("K"), magnitude("K", certain=False), magnitude("千克")
    (10000.0, 100000000.0, 1.0, 1000.0, 1.0)
    """
    said = "".join(fold(text).casefold().split())
    factor = _FACTORS.get(said)
    if factor is not None and said and (not certain or said[0] in "十百千万亿"):
        return factor
    found = _MANY.match(said)
    return _FACTORS[found[0]] if found else 1.0
