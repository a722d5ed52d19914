"""What the commands ``sources`` show a person: each table with what became of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.base.cell_text import shown
from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import table_title

if TYPE_CHECKING:
    from loaders.sources.comparing import TableChange
    from loaders.sources.running import Harvest

SHOWN = 5
"""Keys of one kind of change that are named on the screen; ``.buju-source/changes.csv`` has all."""


def harvest_text(harvest: Harvest, lang: Lang) -> str:
    """The counts as a table, then why rows were left out, then options and the licence of the data."""
    head = Words("table|rows|used|skipped|merged", "表|行数|采用|略去|合并").say(lang).split("|")
    rows = [
        [table_title(name, lang), *(f"{n:,}" for n in (c.rows, c.used, c.skipped, c.merged))]
        for name, c in harvest.counts.items()
    ]
    lines = [aligned(rows, head, right=range(1, 5))]
    why = Words("{t}: {n:,} rows left out: {w}", "{t}：略去 {n:,} 行，原因：{w}")
    lines += [
        "  " + why.fill(t=table_title(name, lang), n=reason.rows, w=reason.why).say(lang)
        for name, count in harvest.counts.items()
        for reason in count.reasons
        if reason.rows
    ]
    for found in harvest.findings:
        place = f"{found.file}:{found.row}" if found.row else found.file
        value = Words(" «{v}»", "“{v}”").fill(v=shown(found.value)).say(lang) if found.row else ""
        mend = Words("; {m}", "；{m}").fill(m=found.mend).say(lang) if found.level == "warning" else ""
        lines.append(f"  {place}{value}: {found.message.say(lang)}{mend}")
    said = Words("{n} = {v} of {k} (--set {n}=…): {w}", "{n} = {v}，可选 {k}（--set {n}=…）：{w}")
    for name, option in harvest.mapping.options.items():
        known = ", ".join(sorted(option.values))
        lines.append(said.fill(n=name, v=harvest.options[name], k=known, w=option.what).say(lang))
    if harvest.licence:
        lines.append(Words("licence of the data: {l}", "数据许可：{l}").fill(l=harvest.licence).say(lang))
    return "\n".join(lines)


def changes_lines(changes: Mapping[str, TableChange] | None, lang: Lang) -> list[str]:
    """What a newer snapshot changed, table by table; nothing after a first run."""
    if changes is None:
        return []
    if all(change.nothing for change in changes.values()):
        return [Words("nothing has changed in the source", "数据源没有变化").say(lang)]
    lines = []
    for name, change in changes.items():
        title = table_title(name, lang)
        renamed = [f"{key}: {old} → {new}" for key, old, new in change.first_renamed[:SHOWN]]
        for head, n, keys in (
            (Words("{t}: {n:,} added", "{t}：新增 {n:,}"), change.added, change.first_added),
            (Words("{t}: {n:,} gone", "{t}：消失 {n:,}"), change.gone, change.first_gone),
            (Words("{t}: {n:,} renamed", "{t}：更名 {n:,}"), change.renamed, renamed),
        ):
            if n:
                first = [*map(shown, keys[:SHOWN]), *(["…"] if n > SHOWN else [])]
                listed = Words("{h}: {k}", "{h}：{k}")
                listed = listed.fill(h=head.fill(t=title, n=n), k=Words(", ".join(first), "、".join(first)))
                lines.append(listed.say(lang))
        if change.changed:
            words = Words("{t}: {n:row|rows} otherwise changed", "{t}：另有 {n:,} 行内容变化")
            lines.append(words.fill(t=title, n=change.changed).say(lang))
        if change.kept:
            words = Words("{t}: {n:change|changes} by hand kept", "{t}：保留人工修改 {n:,} 处")
            lines.append(words.fill(t=title, n=change.kept).say(lang))
    return lines
