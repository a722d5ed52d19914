"""What ``compare`` shows a person: headline first, then goals, centres, technologies, money and rules."""

from __future__ import annotations

from collections.abc import Sequence

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import money
from planner.layout.amounts import evened
from planner.runs.words import GOAL_WORDS, STATUS_WORDS
from planner.studies.compare import FIGURE_WORDS, CentreChange, Comparison, DepthChange, Figure, Side
from planner.studies.compare import figure as changed

_NONE = "–"


def compare_text(comparison: Comparison, lang: Lang, *, everything: bool = False) -> str:
    """The whole answer of ``compare``; ``everything`` adds all changes of depth and the figures of the objective."""
    without = [side for side in (comparison.a, comparison.b) if not side.has_plan]
    parts = [_headline(comparison, lang), *(_without_plan(side, lang) for side in without)]
    parts.append(_figures(comparison, lang, everything=everything))
    if comparison.a.has_plan and comparison.b.has_plan:
        parts.append(_between(comparison, lang))
        parts += [_centres(comparison, lang), _technologies(comparison, lang, everything), _years(comparison, lang)]
        parts.append(_rules(comparison, lang))
    return "\n\n".join(part for part in parts if part)


def _headline(comparison: Comparison, lang: Lang) -> str:
    lines = [
        f"{mark}  {_title(side, lang)} ({_status(side).say(lang)})"
        if lang == "en"
        else f"{mark}  {_title(side, lang)}（{_status(side).say(lang)}）"
        for mark, side in (("A", comparison.a), ("B", comparison.b))
    ]
    if not comparison.same_data:
        words = Words(
            "the two runs are of different data; differences may come from there",
            "两次运行的数据不同，差异可能由此而来",
        )
        lines.append(words.say(lang))
    if comparison.a.has_plan and comparison.b.has_plan:
        words = Words(
            "From A to B: {out:centre falls|centres fall} out, {into} come in, {moved} change year, {kept} stay; "
            "{opened:technology loses its last centre|technologies lose their last centre}, {closed} get a first one",
            "由 A 到 B：退出 {out} 家，新增 {into} 家，调整年份 {moved} 家，保留 {kept} 家；"
            "新出现空白技术 {opened} 项，补上空白 {closed} 项",
        ).fill(
            out=len(comparison.left),
            into=len(comparison.joined),
            moved=len(comparison.moved),
            kept=comparison.kept,
            opened=len(comparison.opened),
            closed=len(comparison.closed),
        )
        lines.append(words.say(lang))
    return "\n".join(lines)


def _between(comparison: Comparison, lang: Lang) -> str:
    """What A had planned for the years up to B's history, and what has come."""
    told = comparison.between
    if told is None:
        return ""
    years = Words(f"{told.first}", f"{told.first}")
    if told.first < told.last:
        years = Words(f"{told.first}–{told.last}", f"{told.first}–{told.last}")
    title = Words(
        "planned for {y} and come: {n} approvals as planned, {m} otherwise",
        "{y} 年计划与实际：{n} 家如期批复，{m} 家有出入",
    ).fill(y=years, n=told.as_planned, m=len(told.otherwise))
    heads = {"zh": ["编号", "中心", "计划批复", "实际批复"], "en": ["id", "centre", "planned", "came"]}
    rows = [[r.centre, r.name, str(r.planned or _NONE), str(r.came or _NONE)] for r in told.otherwise]
    spent = {"zh": ["年份", "计划支持", "实际拨付"], "en": ["year", "support planned", "paid"]}
    sums = [[str(m.year), money(m.planned), money(m.paid)] for m in told.money]
    ended = Words("ended: {c}", "已终止：{c}").fill(c=", ".join(told.ended)).say(lang) if told.ended else ""
    tables = [
        aligned(rows, heads[lang], right=[2, 3]) if rows else "",
        aligned(evened(sums, [1, 2]), spent[lang], right=[1, 2]),
        ended,
    ]
    return "\n".join([title.say(lang), *(t for t in tables if t)])


def _title(side: Side, lang: Lang) -> str:
    return side.title.say(lang) or side.scenario


def _status(side: Side) -> Words:
    if side.status == "front":
        return Words("chosen from the front", "选自前沿")
    return STATUS_WORDS.get(side.status, Words(side.status, side.status))


def _without_plan(side: Side, lang: Lang) -> str:
    words = Words("{title} has no plan; rules in conflict:", "“{title}”没有可行方案；相互冲突的规则：")
    rows = [[f"  {words.say(lang)}"] for words in side.conflict]
    return "\n".join([words.fill(title=_title(side, lang)).say(lang), aligned(rows, most=90)]).rstrip()


def _figures(comparison: Comparison, lang: Lang, *, everything: bool) -> str:
    unit = comparison.a.money_unit or comparison.b.money_unit
    head = {"zh": ["", "A", "B", "变化"], "en": ["", "A", "B", "change"]}[lang]
    rows = []
    for figure in comparison.figures:
        name = figure.name.removeprefix("goal_")
        of_goal = name != figure.name and name in GOAL_WORDS
        words = GOAL_WORDS[name] if of_goal else FIGURE_WORDS.get(name, Words(name, name))
        cells = [*(_amount(figure, v) for v in (figure.a, figure.b)), _change(figure)]
        if _is_share(figure) and not everything:
            cells = _in_per_cent(figure)
        rows.append([words.fill(unit=unit).say(lang), *cells])
    return aligned(rows, head, right=[1, 2, 3]) if rows else ""


def _is_share(figure: Figure) -> bool:
    return figure.name == "objective" or figure.name.startswith("goal_")


def _in_per_cent(figure: Figure) -> list[str]:
    """A goal as a share, its change in points; the plan's worth as per cent of A's."""
    a, b = figure.a, figure.b
    if figure.name != "objective":
        told = [_NONE if v is None else percent(v) for v in (a, b)]
        change = _NONE if figure.change is None else f"{100 * figure.change:+.1f}"
        return [*told, "=" if figure.change is not None and float(change) == 0 else change]
    if not a or b is None:
        return [_amount(figure, a), _amount(figure, b), _change(figure)]
    change = f"{'+' if b >= a else ''}{percent((b - a) / abs(a), 2)}"
    return ["100.00%", percent(b / a, 2), "=" if float(change[:-1]) == 0 else change]


def _amount(figure: Figure, value: float | None) -> str:
    if value is None:
        return _NONE
    return f"{value:.4f}" if _is_share(figure) else money(value)


def _change(figure: Figure) -> str:
    if figure.change is None:
        return _NONE
    shown = f"{figure.change:+.4f}" if _is_share(figure) else f"{figure.change:+,.2f}".rstrip("0").rstrip(".")
    return "=" if float(shown.replace(",", "")) == 0 else shown


def _centres(comparison: Comparison, lang: Lang) -> str:
    groups: Sequence[tuple[Words, Sequence[CentreChange]]] = (
        (Words("falls out", "退出"), comparison.left),
        (Words("comes in", "新增"), comparison.joined),
        (Words("changes year", "调整年份"), comparison.moved),
        (Words("paid otherwise", "资金不同"), comparison.paid_otherwise),
    )
    rows = [
        [
            words.say(lang),
            c.centre,
            c.name,
            c.field,
            c.district,
            *(_NONE if v is None else str(v) for v in (c.year_a, c.year_b)),
            *(_NONE if v is None else money(v) for v in (c.support_a, c.support_b)),
        ]
        for words, group in groups
        for c in group
    ]
    if not rows:
        return Words("the same centres, years and money", "入选中心、年份和资金均相同").say(lang)
    head = {
        "zh": ["中心", "编号", "名称", "领域", "区县", "A 年份", "B 年份", "A 支持", "B 支持"],
        "en": ["centre", "id", "name", "field", "district", "year A", "year B", "support A", "support B"],
    }[lang]
    return aligned(evened(rows, [7, 8]), head, right=[5, 6, 7, 8], most=30)


def _technologies(comparison: Comparison, lang: Lang, everything: bool) -> str:
    thinner, deeper = comparison.thinner, comparison.deeper
    groups: list[tuple[Words, Sequence[DepthChange]]] = [
        (Words("left open", "新出现空白"), comparison.opened),
        (Words("now covered", "补上空白"), comparison.closed),
    ]
    if everything:
        groups += [(Words("fewer centres", "承担减少"), thinner), (Words("more centres", "承担增加"), deeper)]
    else:
        groups.append((Words("now one only", "变为仅一家"), [t for t in thinner if t.depth_b <= 1]))
    count = Words(
        "{less} technologies are covered by fewer centres than before, {more} by more",
        "承担中心减少的技术 {less} 项，增加的 {more} 项",
    ).fill(less=len(thinner), more=len(deeper))
    rows = [
        [words.say(lang), t.technology, t.name, money(t.severity), money(t.depth_a), money(t.depth_b)]
        for words, group in groups
        for t in group
    ]
    if not (thinner or deeper or rows):
        return Words("every technology is covered alike", "各项技术的承担情况相同").say(lang)
    head = {
        "zh": ["技术", "编号", "名称", "严重度", "A 家数", "B 家数"],
        "en": ["technology", "id", "name", "severity", "centres A", "centres B"],
    }[lang]
    table = aligned(rows, head, right=[3, 4, 5], most=36) if rows else ""
    return "\n".join(part for part in (table, count.say(lang)) if part)


def _years(comparison: Comparison, lang: Lang) -> str:
    head = {
        "zh": ["年份", "A 支持", "B 支持", "变化", "A 市级上限", "B 市级上限"],
        "en": ["year", "support A", "support B", "change", "city cap A", "city cap B"],
    }[lang]
    rows = [
        [
            str(y.year),
            money(y.paid_a),
            money(y.paid_b),
            _change(changed("paid", y.paid_a, y.paid_b)),
            *(_NONE if cap is None else money(cap) for cap in (y.cap_a, y.cap_b)),
        ]
        for y in comparison.years
    ]
    return aligned(evened(rows, range(1, 6)), head, right=[1, 2, 3, 4, 5]) if rows else ""


def _rules(comparison: Comparison, lang: Lang) -> str:
    if not comparison.rules:
        return Words("no rule binds in either", "两个方案均无起约束作用的规则").say(lang)
    yes = {"zh": "约束", "en": "binds"}[lang]
    rows = [[r.words.say(lang) or r.rule, yes if r.a else _NONE, yes if r.b else _NONE] for r in comparison.rules]
    return aligned(rows, {"zh": ["规则", "A", "B"], "en": ["rule", "A", "B"]}[lang], most=60)
