"""What the header of a column means: for sure, by its known names, or perhaps, by a word within it.

What does not live here: the names themselves (``fields``), and what becomes of a guess (``matching``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from graph.base.cell_text import key
from graph.base.nearest import Nearest
from loaders.beginning.fields import Field, calendar, fields, ordinal
from loaders.tables.units import splits

_BESIDE = re.compile(
    r"负责人|联系|电话|手机|邮箱|网址|数量|人数|个数|家数|职称|职务|年龄|签字|盖章|意见|情况说明$|contact|phone"
)
"""A header with one of these is about something beside what its other words name: 关键技术负责人 is a person."""
_LEAST_HAN = 3
_LEAST_LATIN = 6


def means(header: str, table: str) -> Field | None:
    """The field of a table that a header means for sure.

    >>> means("牵头单位", "centres").name, means("第二年投入（万元）", "centres").name, means("联系人", "centres")
    ('lead_id', 'investment.2', None)
    """
    known = fields(table)
    for name in _names(header):
        if (found := next((f for f in known.values() if key(name) in f.sure), None)) is not None:
            return found
        if table == "centres" and (year := ordinal(name)) is not None:
            return known[f"investment.{year}"]
    return None


def may_mean(header: str, table: str, first: int | None = None) -> Field | None:
    """The field that a header may mean: by a usual name, a calendar year, a word within it, or but for a slip.

    Somebody has to agree to it.

    Parameters
    ----------
    first : int or None
        The first approval year, by which the column of a calendar year is placed.

    Examples
    --------
    >>> [may_mean(h, "centres").name for h in ("攻克的关键技术", "启动年份", "拟支持金额(万元)", "牵头单位全称")]
    ['technologies', 'ready_year', 'minimum_support', 'lead_id']
    >>> may_mean("关键技术负责人", "centres"), may_mean("2028年投入", "centres", 2027).name
    (None, 'investment.2')
    """
    known = fields(table)
    for name in _names(header):
        if (found := next((f for f in known.values() if key(name) in f.maybe), None)) is not None:
            return found
        year = calendar(name)
        if year is not None and first is not None and 1 <= year - first + 1 <= 5:
            return known.get(f"investment.{year - first + 1}")
    for name in _names(header):
        if (within := _within(key(name), table)) is not None:
            return known[within]
    return _near(header, known)


def _names(header: str) -> Iterator[str]:
    """The header as it stands, then without what looks like a unit or a remark in brackets."""
    yield header
    yield from (base for base, _ in splits(header))


def _within(name: str, table: str) -> str | None:
    """The field whose word stands within a header.

    The word that ends last, for Chinese names the thing last; then the longest. None where two fields have the same
    claim, and where the header is about something beside what it names.
    """
    if _BESIDE.search(name):
        return None
    claims = [((name.rfind(word) + len(word), len(word)), field) for word, field in _words(table) if word in name]
    if not claims:
        return None
    most = max(place for place, _ in claims)
    best = {field for place, field in claims if place == most}
    return best.pop() if len(best) == 1 else None


@cache
def _words(table: str) -> tuple[tuple[str, str], ...]:
    """The words that speak for a field from within a header: its longer names, and those that stand for it alone."""
    return tuple(
        (word, f.name)
        for f in fields(table).values()
        for word in sorted(
            f.within | {w for w in f.sure | f.maybe if len(w) >= (_LEAST_LATIN if w.isascii() else _LEAST_HAN)}
        )
    )


def _near(header: str, known: Mapping[str, Field]) -> Field | None:
    """The field whose name is nearly the header: a slip of the pen."""
    forms = {form: f for f in known.values() for form in f.sure | f.maybe if len(form) >= 3}
    nearest = Nearest(forms)
    for name in _names(header):
        near = nearest(key(name))
        if near is not None and abs(len(near) - len(key(name))) <= 2 and not _BESIDE.search(key(name)):
            return forms[near]
    return None
