"""What the commands ``sources`` show a person: each table with what became of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned

if TYPE_CHECKING:
    from loaders.sources.running import Harvest, TableCount


def counts_payload(counts: Mapping[str, TableCount]) -> dict[str, Any]:
    """Table → rows, used, skipped and merged, as JSON data."""
    return {
        name: {"rows": c.rows, "used": c.used, "skipped": c.skipped, "merged": c.merged} for name, c in counts.items()
    }


def harvest_text(harvest: Harvest, lang: Lang) -> str:
    """The counts as a table, then why rows were left out, then the licence of the data."""
    head = Words("table|rows|used|skipped|merged", "表|行数|采用|略去|合并").say(lang).split("|")
    rows = [[name, *(f"{n:,}" for n in (c.rows, c.used, c.skipped, c.merged))] for name, c in harvest.counts.items()]
    lines = [aligned(rows, head, right=range(1, 5))]
    why = Words("{t}: {n:,} rows left out: {w}", "{t}：略去 {n:,} 行，原因：{w}")
    lines += [
        "  " + why.fill(t=name, n=reason.rows, w=reason.why).say(lang)
        for name, count in harvest.counts.items()
        for reason in count.reasons
        if reason.rows
    ]
    lines += [f"  {said.file}: {said.message.say(lang)}" for said in harvest.findings]
    if harvest.mapping.licence:
        lines.append(Words("licence of the data: {l}", "数据许可：{l}").fill(l=harvest.mapping.licence).say(lang))
    return "\n".join(lines)
