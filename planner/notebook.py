"""What the notebooks show: which data they open, and their tables as plain rows of numbers with words beside them.

The notebooks (folder ``notebooks``) hold prose, controls and tests; what they count is counted here or in ``graph``.
What does not live here: a table's looks (``planner.grid``), reading data (``loaders``), figures (``planner.layout``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.assessment import Assessment
from graph.collaboration import joined_pairs, sectors
from graph.coverage import depth
from graph.ecosystem import Ecosystem
from graph.errors import BujuError, InputError, UsageError
from graph.fragility import articulation_points
from graph.schema import NODES, ORGANISATION_KINDS, TIES
from graph.words import Lang, Words
from planner.compare import Comparison, Result, compare
from planner.explain.prices import Case, differences, price
from planner.explain.standing import standing
from planner.grid import Cell, Grid, Tint
from planner.highs import Limits
from planner.layout import content, coverage_figure, support_figure
from planner.layout.figures import pen, render
from planner.layout.text import number
from planner.planning import Outcome
from planner.policy import Policy

T = TypeVar("T")
_MEASURES = {
    "objective": Words("objective", "目标值"),
    "chosen": Words("centres chosen", "入选中心数"),
    "support": Words("support", "支持资金"),
    "equity": Words("equity", "股权投入"),
    "covered": Words("technologies covered", "已覆盖技术数"),
    "covered_by_one": Words("… by one centre only", "其中仅一家承担"),
    "uncovered": Words("technologies left open", "无人承担技术数"),
    **{f"goal_{name}": words for name, words in content.GOALS.items()},
}


def data_folder(default: Path, argv: Sequence[str], environ: Mapping[str, str]) -> Path:
    """Where the data are: the first word of the command line, else ``BUJU_DATA``, else ``default``.

    >>> data_folder(Path("sample"), ["--x", "city"], {"BUJU_DATA": "other"}).name
    'city'
    >>> data_folder(Path("sample"), [], {"BUJU_DATA": "other"}).name, data_folder(Path("sample"), [], {}).name
    ('other', 'sample')
    """
    words = [word for word in argv if not word.startswith("-")]
    return Path(words[0] if words else environ.get("BUJU_DATA") or default)


def scenario_files(data: Path) -> dict[str, Path]:
    """Scenario files beside the data by name, ``base`` first: ``scenarios/*.yaml`` in the folder or by the workbook.

    Raises
    ------
    UsageError
        There are none.
    """
    folder = (data if data.is_dir() else data.parent) / "scenarios"
    found = sorted(folder.glob("*.yaml"), key=lambda p: (p.stem != "base", p.stem))
    if not found:
        words = Words(
            "no scenarios beside {data}: put one at {file} (`buju scenario new` writes it)",
            "{data} 旁没有情景文件：请在 {file} 新建（可用 `buju scenario new` 生成）",
        )
        raise UsageError(words.fill(data=data, file=folder / "base.yaml"))
    return {path.stem: path for path in found}


def attempt(read: Callable[[], T], lang: Lang) -> T:
    """What ``read`` gives; if the input is wrong, the page says why and stops there, a script ends with exit code 1."""
    import marimo as mo  # noqa: PLC0415 - an extra

    try:
        return read()
    except BujuError as error:
        text = trouble(error, lang)
        mo.stop(mo.running_in_notebook(), mo.callout(mo.md(f"```text\n{text}\n```"), kind="danger"))
        raise SystemExit(text) from error


def trouble(error: BujuError, lang: Lang, most: int = 12) -> str:
    """An error and the first findings behind it, as lines.

    >>> trouble(UsageError(Words("nothing there", "那里没有数据")), "zh")
    '那里没有数据'
    """
    found = [f for f in error.findings if f.level == "error"] if isinstance(error, InputError) else []
    lines = [f"{f.code} {f.file}:{f.row} {f.column}: {f.message.say(lang)}; {f.mend.say(lang)}" for f in found[:most]]
    return "\n".join([error.words.say(lang), *lines, *(["…"] if len(found) > most else [])])


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
            rows.append((name, *(n or "" for n in cells), Words(f"{sum(cells)}", f"{sum(cells)}")))
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
        Words("with the plan", "规划后"),
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


@dataclass(frozen=True)
class Cap:
    """A cap on money that a scenario sets: its ``--set`` key, its words and its amount."""

    key: str
    words: Words
    amount: float


def caps(policy: Policy) -> tuple[Cap, ...]:
    """Caps that a notebook can move: support of all years, the city's by year, and the equity pot."""
    budgets, pot = policy.budgets, policy.equity.pot
    out = (
        [Cap("budgets.total", Words("support, all years", "各年支持资金总额"), budgets.total)] if budgets.total else []
    )
    words = Words("city support {year}", "{year} 年市级支持资金")
    out += [Cap(f"budgets.city.{y}", words.fill(year=y), cap) for y, cap in sorted(budgets.city.items())]
    return (*out, Cap("equity.pot", Words("equity pot", "股权投入总额"), pot)) if pot else tuple(out)


def figure(name: Literal["coverage", "support"], result: Result, lang: Lang) -> bytes:
    """One figure of a plan as PNG bytes."""
    draw = {"coverage": coverage_figure, "support": support_figure}[name].draw
    return render(draw, result, pen(result, lang)[0], "png")


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


def why(outcome: Outcome, policy: Policy, centre: str, names: Mapping[str, str], unit: str) -> list[Words]:
    """Why a candidate is in the plan or not: what the opposite answer costs, whom it moves, which rules stand by.

    Parameters
    ----------
    outcome : Outcome
        With a plan.
    names : mapping
        Centre → name.
    unit : str
        Of money, for the rules' sentences.
    """
    assert outcome.plan is not None
    case = Case(outcome.problem, policy, outcome.plan, unit)
    answer, inside = price(case, centre, Limits(seconds=20.0)), centre in outcome.plan.starts
    gone, come = differences(outcome.plan.starts, answer.starts, outcome.problem.candidates)
    said = Words("Without {c}", "若不建{c}") if inside else Words("With {c}", "若建{c}")
    head = said.fill(c=f"{names[centre]} ({centre})")
    if answer.cost is None:
        return [Words("{head} no plan keeps the rules.", "{head}，没有方案能遵守全部规则。").fill(head=head)]
    out = [
        Words("{head} the best plan is worth {d:.6f} less.", "{head}，最优方案的目标值低 {d:.6f}。").fill(
            head=head, d=answer.cost
        )
    ]
    for words, group in (
        (Words("Fall out: {who}.", "随之退出：{who}。"), [c for c in gone if c != centre]),
        (Words("Come in: {who}.", "随之新增：{who}。"), [c for c in come if c != centre]),
    ):
        out += [words.fill(who="、".join(f"{names[c]} ({c})" for c in group))] if group else []
    out += [Words("Only if: {w}.", "前提是：{w}。").fill(w=move.change().words) for move in answer.lifted]
    for rule in standing(case, centre):
        words = Words("Rule: {rule} (limit {limit}, used {used}).", "相关规则：{rule}（限值 {limit}，已用 {used}）。")
        used = "–" if rule.used is None else number(rule.used)
        out.append(words.fill(rule=rule.rule.words, limit=number(rule.limit), used=used))
    return out


def side_by_side(results: Mapping[str, Result]) -> Grid:
    """Measures of several results, one column each; a result without a plan has none."""
    first = next(iter(results.values()))
    columns = [{f.name: f.b for f in compare(first, r).figures} for r in results.values()]
    rows: list[tuple[Cell, ...]] = []
    for name, words in _MEASURES.items():
        if any(name in c for c in columns):
            share = name == "objective" or name.startswith("goal_")
            rows.append((words, *(_share(c.get(name)) if share else c.get(name) for c in columns)))
    return Grid((Words("measure", "指标"), *(Words(k, k) for k in results)), tuple(rows))


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"


def years_of(results: Mapping[str, Result]) -> Grid:
    """Approval year of every centre that some result chooses, one column a result; tinted where all agree on it."""
    years = {k: {c["centre"]: c["year"] for c in r["chosen"]} for k, r in results.items()}
    known = {c["centre"]: c for r in results.values() for c in r["chosen"]}
    rows: list[tuple[Cell, ...]] = []
    tints: list[Tint] = []
    for i in sorted(known, key=lambda i: (-sum(i in y for y in years.values()), i)):
        inside = [str(y[i]) if i in y else None for y in years.values()]
        rows.append((i, known[i]["name"], known[i]["field_name"], *inside))
        tints.append("good" if None not in inside else "")
    head = (Words("id", "编号"), Words("centre", "中心"), Words("field", "领域"), *(Words(k, k) for k in results))
    return Grid(head, tuple(rows), tuple(tints))


def takes(result: Result) -> tuple[Grid, Grid]:
    """What an infeasible result says: the rules in conflict, and the mends, each of which alone would do."""
    rules = tuple((Words(**row["words"]), row["key"]) for row in result["conflict"])
    mends = tuple((Words(**m["words"]), " ".join(f"--set {s}" for s in m["set"])) for m in result["mends"])
    return (
        Grid((Words("rules that stand against one another", "相互冲突的规则"), Words("key", "参数")), rules),
        Grid((Words("each of these alone makes it solvable", "以下任何一条即可使之可行"), Words("how", "改法")), mends),
    )
