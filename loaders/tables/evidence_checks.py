"""What is said of items of evidence: what followed from them, what did not count, and numbers that cannot be.

What does not live here: how items are weighed (``graph.measures.items``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from graph.base.cell_text import shown
from graph.base.findings import Finding
from graph.base.words import Words
from graph.measures.items import Derived
from graph.model.merging import Merged
from loaders.rules.catalogue import finding
from loaders.tables.columns import TypedTable
from loaders.tables.reading_rows import rows

FAR_AHEAD = 3
"""Years by which the newest item may lie after all others before it is asked about."""


def holders(tables: Mapping[str, TypedTable]) -> Iterator[Finding]:
    """X532: an item that names more holders than it says to have; those that are named count."""
    named: dict[str, set[str]] = defaultdict(set)
    said: dict[str, tuple[int, float]] = {}
    for row, item, holder, count in rows(tables, "evidence", "item_id", "holder_id", "holders"):
        named[item].add(holder)
        if not math.isnan(count):
            said.setdefault(item, (row, count))
    for item, (row, count) in said.items():
        if len(named[item]) > count:
            words = Words("{n} holders are named, {s} are said", "列出 {n} 个持有者，所载为 {s}")
            words = words.fill(n=len(named[item]), s=f"{count:g}")
            yield finding("X532", tables["evidence"].file, row, "holders", f"{count:g}", words)


def derived(tables: Mapping[str, TypedTable], made: Derived) -> Iterator[Finding]:
    """X530 what followed from the items; X531 what did not count."""
    file = tables["evidence"].file
    words = Words("{i} items give {c} capabilities and {t} ties", "{i} 个条目得出 {c} 条能力和 {t} 条合作关系").fill(
        i=made.items, c=made.capabilities, t=made.ties
    )
    if not math.isnan(made.as_of):
        since = Words("; ages count from {y:.0f}", "，计龄至 {y:.0f} 年").fill(y=made.as_of)
        words = Words(words.en + since.en, words.zh + since.zh)
    yield finding("X530", file, value=made.items, message=words)
    for count, words in (
        (made.wide, Words("{n} items have too many holders to tie them", "{n} 个条目持有者过多，不据以建立合作关系")),
        (made.undated, Words("{n} rows have no year and do not count", "{n} 行没有年份，不计入")),
        (made.later, Words("{n} rows lie after the year that ages count from", "{n} 行晚于计龄年份，不计入")),
    ):
        if count:
            yield finding("X531", file, value=count, message=words.fill(n=count))
    if FAR_AHEAD <= made.ahead < math.inf:
        row = next(row for row, year in rows(tables, "evidence", "year") if year == made.as_of)
        words = Words(
            "the newest year is {a:.0f} years after the next, and all other items count as that much older",
            "最新年份比其次的年份晚 {a:.0f} 年，其他条目都因此计为更早",
        )
        yield finding("X531", file, row, "year", f"{made.as_of:.0f}", words.fill(a=made.ahead))


def merged(tables: Mapping[str, TypedTable], done: Merged) -> Iterator[Finding]:
    """X534 what the aliases made one; X535 decisions that could not be followed."""
    file = tables["aliases"].file
    if done.into:
        words = Words(
            "{n} organisations are taken for another, by decision; {r} rows became one with others",
            "按认定合并 {n} 家单位；{r} 行与其他行合一",
        ).fill(n=len(done.into), r=sum(done.rows.values()))
        yield finding("X534", file, value=len(done.into), message=words)
    for raw, target in done.unknown:
        words = Words("'{r}' is to mean {t}, which is no organisation of the table", "“{r}”指向的 {t} 不是表中的单位")
        yield finding("X535", file, 0, "id", target, words.fill(r=shown(raw), t=shown(target)))
    for raw in done.unclear:
        words = Words(
            "'{r}' is the name of two organisations, or leads back to itself", "“{r}”是两家单位的名称，或指回自身"
        )
        yield finding("X535", file, 0, "raw", raw, words.fill(r=shown(raw)))


CHECKS = (holders,)
