"""The tables of the notebooks: plain rows of numbers with words beside them.

What does not live here: how a table looks (``planner.notebook.page``), solving (``planner.notebook.choosing``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.assessment.assessment import Assessment
from graph.base.words import Words
from graph.measures.collaboration import joined_pairs, sectors
from graph.measures.coverage import depth
from graph.measures.fragility import articulation_points
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import NODES, ORGANISATION_KINDS, TIES
from planner.layout import content
from planner.layout.text import number
from planner.notebook.page import Cell, Grid, Tint
from planner.runs.plan_result import PlanResult
from planner.runs.words import GOAL_WORDS
from planner.studies.compare import FIGURE_WORDS, Comparison, Figure, compare

_MEASURES = {
    **FIGURE_WORDS,
    **{f"goal_{name}": words for name, words in GOAL_WORDS.items()},
}


def origin(info: DatasetInfo) -> Words:
    """Which dataset it is, and that it is made up if it is.

    >>> origin(DatasetInfo("City")).en
    'Data: City'
    """
    made_up = Words(f" · {content.NOTE.en}", f" · {content.NOTE.zh}") if info.illustrative else Words("", "")
    return Words("Data: {name}{note}", "数据：{name}{note}").fill(name=info.name, note=made_up)


def counted(eco: Ecosystem) -> Grid:
    """How many nodes and ties of each kind there are."""
    counts = eco.counts()
    ties = {t.label: t.words for t in TIES}
    kind = (Words("node", "节点"), Words("tie", "关系"))
    rows = [(kind[0], NODES[k].words, n) for k, n in counts["nodes"].items()]
    return Grid(
        (Words("", ""), Words("kind", "种类"), Words("number", "数量")),
        (*rows, *((kind[1], ties[k], n) for k, n in counts["ties"].items())),
    )


def brokers(eco: Ecosystem, centres: NDArray[np.bool_], most: int = 12) -> Grid:
    """Organisations that most shortest paths of collaboration run through, with their partners.

    Betweenness (Freeman 1977), normalised, exact below 3,000 organisations and from 500 sampled sources (seed 0)
    above. Tinted: the network falls apart without it.
    """
    pairs, ids, names = joined_pairs(eco, centres), eco.ids("Organisation"), eco.names("Organisation")
    sector, kinds = sectors(eco), dict(ORGANISATION_KINDS)
    net: nx.Graph[int] = nx.Graph(pairs.tolist())
    between = nx.betweenness_centrality(net, k=500 if len(net) > 3000 else None, seed=0)
    cuts = set(articulation_points(pairs, eco.size("Organisation")))
    first = sorted(net, key=lambda o: (-between[o], ids[o]))[:most]
    kind = eco.column("organisations", "kind")
    rows = [
        (
            names[ids[o]],
            Words(kind[o], kinds.get(kind[o], kind[o])),
            net.degree(o),
            sum(sector[p] != sector[o] for p in net[o]),
            round(100 * between[o], 2),
            Words("yes", "是") if o in cuts else None,
        )
        for o in first
    ]
    head = (
        Words("organisation", "单位"),
        Words("kind", "类别"),
        Words("partners", "合作单位数"),
        Words("… of other sectors", "其中跨类型"),
        Words("paths through it, %", "经其连通的路径 %"),
        Words("holds a part on", "失去即断网"),
    )
    return Grid(head, tuple(rows), tuple("warn" if o in cuts else "" for o in first))


def presence(eco: Ecosystem) -> Grid:
    """Centres, existing and candidate, by district (rows) and field (columns)."""
    at, to = (eco.column("centres", name).tolist() for name in ("district", "field"))
    fields = {f: name for f, name in eco.names("Field").items() if f in to}
    rows = []
    for place, name in eco.names("District").items():
        cells = [sum((a, b) == (place, f) for a, b in zip(at, to, strict=True)) for f in fields]
        if sum(cells):
            rows.append((name, *(n or None for n in cells), str(sum(cells))))
    heads = (Words("district", "区县"), *(Words(n, n) for n in fields.values()), Words("all", "合计"))
    return Grid(heads, tuple(rows), heat=True)


def bottlenecks(assessment: Assessment) -> Grid:
    """Every bottleneck technology: depth today and with the plan, who could cover it, whom it hangs on."""
    planned = assessment.plan is not None
    rows: list[tuple[Cell, ...]] = []
    tints: list[Tint] = []
    for t in assessment.technologies:
        if t.kind != "bottleneck":
            continue
        now = t.with_plan["centre"] if t.with_plan is not None else t.today["centre"]
        points = [p for p in assessment.single_points if p.point.technology == t.technology]
        held = "、".join(dict.fromkeys(p.holder_name for p in points if (p.with_plan if planned else p.today)))
        state = (
            Words("open", "空白") if now == 0 else Words("thin", "仅一家") if now == 1 else Words("covered", "已覆盖")
        )
        if now == 0 and not t.could_cover:
            state = Words("open, no candidate", "空白且无候选")
        after = None if t.with_plan is None else t.with_plan["centre"]
        rows.append((t.name, t.severity, t.today["centre"], after, len(t.could_cover), t.redundancy, state, held))
        tints.append("alarm" if now == 0 else "warn" if now == 1 or held else "")
    head = (
        Words("bottleneck technology", "“卡脖子”技术"),
        Words("severity", "严重度"),
        Words("centres today", "现有中心"),
        Words("centres with the plan", "规划后中心"),
        Words("could cover", "能覆盖的中心"),
        Words("independent holders", "能力冗余度"),
        Words("state", "状态"),
        Words("hangs on", "系于"),
    )
    return Grid(head, tuple(rows), tuple(tints))


def hanging(assessment: Assessment) -> Grid:
    """Organisations and people whose loss loses a technology, the most severe first."""
    layers = {"organisation": Words("organisation", "单位"), "person": Words("person", "人才")}
    when = {(True, True): Words("today and then", "现在和规划后"), (True, False): Words("today only", "仅目前")}
    rows = [
        (
            p.holder_name,
            layers[p.point.layer],
            p.technology_name,
            p.severity,
            when.get((p.today, p.with_plan is not False), Words("with the plan only", "仅规划后")),
        )
        for p in assessment.single_points
    ]
    head = (
        Words("holder", "系于"),
        Words("layer", "层次"),
        Words("technology", "技术"),
        Words("severity", "严重度"),
        Words("when", "何时"),
    )
    return Grid(head, tuple(rows))


def upstream(eco: Ecosystem, centres: NDArray[np.bool_]) -> Grid:
    """Technologies with uncovered prerequisites anywhere upstream (all of the closure, not only the direct ones)."""
    ids, names = eco.ids("Technology"), eco.names("Technology")
    covered = depth(eco, centres) > 0
    needs = eco.matrix("REQUIRES").tocoo()
    net: nx.DiGraph[int] = nx.DiGraph(zip(needs.row.tolist(), needs.col.tolist(), strict=True))
    rows, tints = [], list[Tint]()
    severity = np.nan_to_num(eco.column("technologies", "severity"))
    for t in sorted(net, key=lambda t: (-severity[t], ids[t])):
        above = sorted(nx.descendants(net, t) - {t})
        lost = [u for u in above if not covered[u]]
        if lost:
            state = Words("covered", "已覆盖") if covered[t] else Words("open", "空白")
            rows.append((names[ids[t]], float(severity[t]), state, len(above), len(lost), _names(names, ids, lost)))
            tints.append("warn" if covered[t] else "")
    head = (
        Words("technology", "技术"),
        Words("severity", "严重度"),
        Words("itself", "本身"),
        Words("prerequisites", "前置技术数"),
        Words("… open", "其中空白"),
        Words("which", "空白的前置技术"),
    )
    return Grid(head, tuple(rows), tuple(tints))


def _names(names: Mapping[str, str], ids: Sequence[str], which: Iterable[int]) -> str:
    return "、".join(names[ids[u]] for u in which)


def arrow(figure: Figure) -> str:
    """A measure before and after, e.g. ``39 → 40``; shares with four digits."""
    small = figure.name == "objective" or figure.name.startswith("goal_")
    a, b = ("–" if v is None else f"{v:.4f}" if small else number(v) for v in (figure.a, figure.b))
    return a if a == b else f"{a} → {b}"


def certified(result: PlanResult, info: DatasetInfo) -> Words:
    """Which data and what is proven about the plan."""
    if result.objective is None:
        return origin(info)
    proof = Words(content.certificate(result, "en"), content.certificate(result, "zh"))
    return Words("{origin} · {proof}", "{origin} · {proof}").fill(origin=origin(info), proof=proof)


def in_all(results: Mapping[str, PlanResult]) -> set[str]:
    """Centres that every one of the plans chooses."""
    chosen = [{c.centre for c in result.chosen} for result in results.values()]
    return set.intersection(*chosen) if chosen else set()


def changes(comparison: Comparison) -> Grid:
    """Centres that fall out, come in or change their year."""
    kinds: tuple[tuple[Words, Tint, Any], ...] = (
        (Words("falls out", "退出"), "alarm", comparison.left),
        (Words("comes in", "新增"), "good", comparison.joined),
        (Words("changes year", "调整年份"), "", comparison.moved),
        (Words("other support", "资金调整"), "", comparison.paid_otherwise),
    )
    rows: list[tuple[Cell, ...]] = []
    tints: list[Tint] = []
    for words, tint, group in kinds:
        for c in group:
            years = (None if y is None else str(y) for y in (c.year_a, c.year_b))
            rows.append((words, c.centre, c.name, c.field, c.district, *years, c.support_a, c.support_b))
            tints.append(tint)
    head = ["", "编号", "中心", "领域", "区县", "原年份", "新年份", "原支持", "新支持"]
    en = ["", "id", "centre", "field", "district", "year", "new year", "support", "new support"]
    return Grid(tuple(Words(*pair) for pair in zip(en, head, strict=True)), tuple(rows), tuple(tints))


def chosen(result: PlanResult) -> Grid:
    """The centres of a plan: support of all years and the share of the plan's worth that each brings, in per cent.

    Numbers are rounded as they are shown.
    """
    rows = [
        (
            c.name,
            c.district_name,
            c.field_name,
            str(c.year),
            round(c.total_support, 2),
            None if c.contribution is None else round(100 * c.contribution / (result.objective or 1.0), 1),
        )
        for c in result.chosen
    ]
    head = (
        Words("centre", "中心"),
        Words("district", "区县"),
        Words("field", "领域"),
        Words("year", "批复年份"),
        Words("support, {unit}", "支持资金（{unit}）").fill(unit=result.unit),
        Words("share of the plan's worth, %", "对方案的贡献 %"),
    )
    return Grid(head, tuple(rows))


def side_by_side(results: Mapping[str, PlanResult], unit: str = "") -> Grid:
    """Measures of several results, one column each; a result without a plan has none. ``unit``: of money."""
    columns = [{f.name: f.b for f in compare(r, r).figures} for r in results.values()]
    rows: list[tuple[Cell, ...]] = []
    for name, words in _MEASURES.items():
        if any(name in c for c in columns):
            share = name == "objective" or name.startswith("goal_")
            rows.append((words.fill(unit=unit), *(_share(c.get(name)) if share else c.get(name) for c in columns)))
    return Grid((Words("measure", "指标"), *(Words(k, k) for k in results)), tuple(rows))


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"


def years_of(results: Mapping[str, PlanResult]) -> Grid:
    """Approval year of every centre that some result chooses, one column a result; tinted where all agree on it."""
    years = {k: {c.centre: c.year for c in r.chosen} for k, r in results.items()}
    known = {c.centre: c for r in results.values() for c in r.chosen}
    rows: list[tuple[Cell, ...]] = []
    tints: list[Tint] = []
    for i in sorted(known, key=lambda i: (-sum(i in y for y in years.values()), i)):
        inside = [str(y[i]) if i in y else None for y in years.values()]
        rows.append((i, known[i].name, known[i].field_name, *inside))
        tints.append("good" if None not in inside else "")
    head = (Words("id", "编号"), Words("centre", "中心"), Words("field", "领域"), *(Words(k, k) for k in results))
    return Grid(head, tuple(rows), tuple(tints))


def takes(result: PlanResult) -> tuple[Grid, Grid]:
    """What an infeasible result says: the rules in conflict, and the mends, each of which alone would do."""
    rules = tuple((row.words, row.key) for row in result.conflict)
    mends = tuple((m.words, " ".join(f"--set {s}" for s in m.set)) for m in result.mends)
    return (
        Grid((Words("rules that stand against one another", "相互冲突的规则"), Words("key", "参数")), rules),
        Grid((Words("each of these alone makes it solvable", "以下任何一条即可使之可行"), Words("how", "改法")), mends),
    )
