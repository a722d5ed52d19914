"""``explain FOLDER --evidence HOLDER TECHNOLOGY``: the items behind one capability, each with what it counts."""

from __future__ import annotations

from pathlib import Path

from graph.base.cell_text import shown
from graph.base.errors import UsageError
from graph.base.nearest import Nearest
from graph.base.words import Lang, Words
from graph.measures.items import DERIVED, Item, items_behind, weighed
from graph.model.ecosystem import Ecosystem
from graph.model.evidence_rules import evidence_rules
from planner.cli.commands.explain.schema import EvidenceBehind
from planner.cli.inputs.city import load_city
from planner.cli.screen.console import Console
from planner.cli.screen.tables import aligned


def explain_evidence(folder: Path, holder: str, technology: str, out: Console) -> None:
    """List the items, what counts most first; holder and technology by id or by name.

    Raises
    ------
    UsageError
        There is no such holder or technology; the nearest is named.
    """
    eco = load_city(folder, out).ecosystem
    who, what = _one(eco, ("Organisation", "Person"), holder), _one(eco, ("Technology",), technology)
    items = items_behind(eco, who[0], what[0])
    table = eco.tables["capabilities"]
    rows = (table["holder_id"] == who[0]) & (table["technology_id"] == what[0])
    strength = float(table["strength"][rows][0]) if rows.any() else 0.0
    derived = bool(rows.any()) and str(table["source"][rows][0]) == DERIVED
    behind = EvidenceBehind(
        holder=who[0],
        holder_name=who[1],
        technology=what[0],
        technology_name=what[1],
        rules=eco.info.evidence,
        strength=strength,
        derived=derived,
        items=tuple(items),
    )
    head = Words("{h}, {t}: strength {s:.3f}", "{h}，{t}：强度 {s:.3f}").fill(
        h=shown(who[1]), t=shown(what[1]), s=strength
    )
    lines = [head.say(out.lang), *_lines(eco, items, out.lang)]
    if rows.any() and not derived:
        lines.append(Words("the strength was given by hand", "强度为手工填写").say(out.lang))
    out.result(behind, "\n".join(lines))


def _one(eco: Ecosystem, labels: tuple[str, ...], said: str) -> tuple[str, str]:
    """Id and name of the node that is meant."""
    named = {i: n for label in reversed(labels) for i, n in eco.names(label).items()}
    if said in named:
        return said, named[said]
    found = [i for i, n in named.items() if n == said]
    if len(found) == 1:
        return found[0], said
    hint = Words("it is the name of {n}: give the id of one: {all}", "有 {n} 个同名：请给出其中一个的编号：{all}").fill(
        n=len(found), all=", ".join(map(shown, found[:5]))
    )
    if not found:
        hint = Nearest((*named, *named.values())).words(said, Words("give its id or its name", "请给出编号或名称"))
    raise UsageError(Words("{v}: {hint}", "{v}：{hint}").fill(v=shown(said), hint=hint))


def _lines(eco: Ecosystem, items: tuple[Item, ...], lang: Lang) -> list[str]:
    if not items:
        return [Words("no item is given for it", "没有对应的证据条目").say(lang)]
    head = Words(
        "item|kind|year|holders|share|age|weight|counts|source", "条目|种类|年份|持有者|份额|年龄|权重|计入|来源"
    )
    rows = [
        [
            shown(i.item),
            i.kind,
            "–" if i.year is None else str(i.year),
            str(i.holders),
            f"{i.fraction:.3f}",
            "–" if i.age is None else f"{i.age:g}",
            f"{i.weight:.3g}",
            f"{i.amount:.4f}",
            shown(i.source),
        ]
        for i in items
    ]
    rules, known = evidence_rules(eco.info.evidence), weighed(eco)
    said = Words(
        "counts = weight × share × 2^(−age/{h:g}) ÷ W½; ages from {y:.0f}; together {w:.4f}, strength w/(w + 1)",
        "计入 = 权重 × 份额 × 2^(−年龄/{h:g}) ÷ W½；年龄自 {y:.0f} 年起计；合计 {w:.4f}，强度为 w/(w + 1)",
    ).fill(h=rules.half_life, y=known.as_of, w=sum(i.amount for i in items))
    return [aligned(rows, head.say(lang).split("|"), right=range(2, 8)), said.say(lang)]
