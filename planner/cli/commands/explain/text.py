"""What ``explain`` shows a person: the answer first, then its price, the rules, and what would turn it round."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import money, rule_figures
from planner.runs.plan_result import PlanResult
from planner.studies.explain.answer import Explanation, PricedCentre
from planner.studies.worth_words import named, per_cent

CUT = Words(
    "search cut short: what it had not decided is left out; --effort 10 lets it work ten times as long",
    "搜索被截断：未决部分未列出；加 --effort 10 可放宽到十倍工作量",
)


def explanation_text(made: Explanation, result: PlanResult, lang: Lang, *, everything: bool = False) -> str:
    """The explanation of one candidate; ``everything`` adds the figures of the objective."""
    row = next(r for r in (*result.chosen, *result.rejected) if r.centre == made.centre)
    head = (
        Words(
            "{c} {name} ({district}, {field}): chosen for {year}",
            "{c} {name}（{district}，{field}）：入选，{year} 年批复",
        )
        if made.chosen
        else Words("{c} {name} ({district}, {field}): not chosen", "{c} {name}（{district}，{field}）：未入选")
    )
    if made.stopping_cost is not None:
        head = Words(
            "{c} {name} ({district}, {field}): approved in {year}, and stays",
            "{c} {name}（{district}，{field}）：{year} 年已批复，继续保留",
        )
    head = head.fill(c=made.centre, name=made.name, district=row.district_name, field=row.field_name, year=made.year)
    why = Words("why", "入选理由" if made.chosen else "未入选理由").say(lang)
    parts = [head.say(lang), "\n".join([why, *(f"  – {text.say(lang)}" for text in made.reasons)])]
    parts += [_stopping(made, result, lang), _binding(made, lang)]
    parts += [_flip(made, lang), _ledger(made, result, lang, everything=everything)]
    if made.cut_short:
        parts.append(CUT.say(lang))
    if result.dataset.illustrative:
        note = Words("made-up data (illustrative): not a real recommendation", "虚构示例数据，不构成真实建议")
        parts.append(note.say(lang))
    return "\n\n".join(part for part in parts if part)


def _stopping(made: Explanation, result: PlanResult, lang: Lang) -> str:
    """What stopping a centre that is there costs at once."""
    cost = made.stopping_cost
    if cost is None:
        return ""
    names = {t.technology: t.name for t in result.technologies}
    lost = ("、" if lang == "zh" else ", ").join(names.get(t, t) for t in cost.technologies)
    lines = [
        Words("stopping it after {y}, with nothing in its place", "{y} 年后终止且不另作替代").fill(y=result.as_of),
        Words(
            "  – frees {m} {u} of support to come, {p} of it promised; {a} {u} are paid already",
            "  – 腾出以后各年支持 {m} {u}（其中已承诺 {p}）；已拨付 {a} {u}",
        ).fill(m=money(cost.money), p=money(cost.promised), a=money(cost.paid), u=result.unit),
        Words("  – takes {o} off the plan's worth", "  – 方案综合得分降低{o}").fill(
            o=per_cent(cost.objective, result.objective)
        ),
    ]
    if cost.equity_paid:
        words = Words("  – {e} {u} of equity are paid", "  – 已拨股权 {e} {u}")
        lines.append(words.fill(e=money(cost.equity_paid), u=result.unit))
    none = Words("no technology loses its only centre", "没有技术因此无人承担")
    said = Words("no centre is left for: {t}", "以下技术将无人承担：{t}").fill(t=lost) if lost else none
    lines.append(Words("  – {w}", "  – {w}").fill(w=said))
    return "\n".join(line.say(lang) for line in lines)


def _binding(made: Explanation, lang: Lang) -> str:
    rows = [row for row in made.binding if row.side != "bars"]
    if not rows:
        return ""
    title = (
        Words("rules that it holds up", "由它支撑的规则")
        if made.chosen
        else Words("rules with less left than it needs", "余量不足以容纳它的规则")
    )
    heads = {
        "zh": ["  规则", "限值", "已用", "余量", "它需要", ""],
        "en": ["  rule", "limit", "used", "left", "it needs", ""],
    }
    if made.chosen:
        heads = {
            "zh": ["  规则", "限值", "已达", "余量", "它提供", ""],
            "en": ["  rule", "limit", "met", "left", "it gives", ""],
        }
    figures = rule_figures([(row.unit, (row.limit, row.used, row.slack, row.needs)) for row in rows])
    cells = [["  " + row.words.say(lang), *said, row.key] for row, said in zip(rows, figures, strict=True)]
    return title.say(lang) + "\n" + aligned(cells, heads[lang], right=[1, 2, 3, 4], most=70)


def _flip(made: Explanation, lang: Lang) -> str:
    if not made.flip:
        return Words("nothing was found that would turn it round", "未找到使结论改变的条件").say(lang)
    lines = [Words("what would turn it round", "何种情况下结论改变").say(lang)]
    for flip in made.flip:
        lines.append(f"  – {flip.words.say(lang)}")
        if flip.set:
            lines.append("    " + " ".join(f"--set {shlex.quote(text)}" for text in flip.set))
    return "\n".join(lines)


def _ledger(made: Explanation, result: PlanResult, lang: Lang, *, everything: bool) -> str:
    if made.contribution is None:
        return ""
    whole, existing = result.objective or 0.0, result.contribution_of_existing or 0.0
    others = whole - made.contribution - existing
    words = Words(
        "the plan's worth: {c} from it, {others} from the other chosen centres, {e} from what exists",
        "贡献构成：本中心{c}，其他入选中心{others}，现有基础{e}",
    )
    parts = {"c": made.contribution, "others": others, "e": existing}
    said = words.fill(**{name: per_cent(value, whole) for name, value in parts.items()}).say(lang)
    if not everything:
        return said
    figures = Words(
        "in figures of the objective: {c:.6f} + {others:.6f} + {e:.6f} = {o:.6f}; the other answer costs {p}",
        "按目标值计：{c:.6f} + {others:.6f} + {e:.6f} = {o:.6f}；改变结论的代价为 {p}",
    )
    price = "–" if made.cost is None else f"{made.cost:.6f}"
    return said + "\n" + figures.fill(**parts, o=whole, p=price).say(lang)


def table_text(centres: Sequence[PricedCentre], result: PlanResult, lang: Lang, *, everything: bool = False) -> str:
    """All candidates: chosen ones by contribution, then the others by what forcing them in would cost.

    Shares are of the plan's worth; ``everything`` shows the figures of the objective instead.
    """
    whole = result.objective

    def said(value: float) -> str:
        return f"{value:.6f}" if everything else per_cent(value, whole).say(lang)

    heads = {
        "zh": ["编号", "中心", "入选", "贡献", "改变结论的代价", "换位的中心"],
        "en": ["id", "centre", "chosen", "contributes", "price of the other answer", "changes place with"],
    }
    yes = Words("yes", "是").say(lang)

    def order(row: PricedCentre) -> tuple[bool, float]:
        if row.chosen:
            return False, -(row.contribution or 0.0)
        return True, 1e99 if row.cost is None else row.cost

    names = {row.centre: row.name for row in centres}
    rows = []
    for row in sorted(centres, key=order):
        cost = row.cost
        contributes = "" if row.contribution is None else said(row.contribution)
        price = "?" if row.cut_short else "–" if cost is None else said(cost) + ("*" if row.lifted else "")
        swaps = named((names.get(c, c) for c in row.pushes_out), few=2).say(lang)
        rows.append([row.centre, row.name, yes if row.chosen else "", contributes, price, swaps])
    lines = [aligned(rows, heads[lang], right=[3, 4], most=60)]
    if any(row.cut_short for row in centres):
        lines.append(Words("? {w}", "? {w}").fill(w=CUT).say(lang))
    if any(row.lifted for row in centres):
        note = Words(
            "* after lifting rules that stand in the way; see explain RUN CENTRE",
            "* 须先放宽相应规则，详见 explain RUN CENTRE",
        )
        lines.append(note.say(lang))
    total = Words(
        "of the plan's worth {c} comes from the chosen centres and {e} from what exists",
        "方案综合得分中，入选中心合计贡献{c}，现有基础贡献{e}",
    )
    existing = result.contribution_of_existing or 0.0
    shares = sum(row.contribution or 0.0 for row in centres)
    lines.append(total.fill(c=per_cent(shares, whole), e=per_cent(existing, whole)).say(lang))
    if result.dataset.illustrative:
        lines.append(
            Words("made-up data (illustrative): not a real recommendation", "虚构示例数据，不构成真实建议").say(lang)
        )
    return "\n\n".join(lines)
